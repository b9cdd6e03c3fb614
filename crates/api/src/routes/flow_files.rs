//! Flows as files: from one installation to another, with the segments that they use.
//!
//! The format is that of the flows that ship. What a file's scenarios say is for `runnel flow
//! test`, and is passed over here.

use axum::extract::State;
use axum::{Extension, Json};
use runnel_model::{Diagnostic, Flow, FlowId, Segment, SegmentId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::flow_versions::version_of;
use super::flows::{create, find};
use crate::app::App;
use crate::audit::Deed;
use crate::auth::{Allowed, EditFlows, Read};
use crate::described;
use crate::error::Result;
use crate::flow_file::{self, Missing};
use crate::http::{Asked, Body, Id};

/// A flow and the segments that it uses.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlowFile {
    /// The flow.
    #[serde(alias = "document")]
    #[schema(value_type = described::Flow)]
    pub flow: Flow,
    /// The segments. Of those that exist already, the one that is here counts.
    #[serde(default)]
    #[schema(value_type = Vec<described::Segment>)]
    pub segments: Vec<Segment>,
    /// Passed over.
    #[serde(default, skip_serializing)]
    #[schema(value_type = Option<Object>)]
    #[expect(dead_code, reason = "files have it, and nothing is done with it here")]
    scenarios: Option<Value>,
}

/// Whether it is only asked.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportFlowQuery {
    /// Says what would come of it, and changes nothing.
    #[serde(default)]
    check: bool,
}

/// What was imported, or would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportFlowResponse {
    /// The flow. If its id is taken, nothing is imported: give it another one.
    #[schema(value_type = String)]
    pub id: FlowId,
    /// Whether there was a flow of that id already.
    pub id_taken: bool,
    /// The segments that were not here before.
    #[schema(value_type = Vec<String>)]
    pub segments: Vec<SegmentId>,
    /// What the flow refers to and is not here, also not with those segments.
    pub missing: Vec<Missing>,
    /// All that is wrong with the flow, as publishing would say it.
    #[schema(value_type = Vec<described::Diagnostic>)]
    pub diagnostics: Vec<Diagnostic>,
}

/// Which version.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportFlowQuery {
    /// A published version; absent: the draft.
    version: Option<u32>,
}

/// Makes a flow from a file: a draft, and the segments that are not here yet. With `check` it only
/// says what would come of it, and what is missing.
#[utoipa::path(
    post, path = "/flows/import", tag = "flows", params(ImportFlowQuery), request_body = FlowFile,
    responses((status = 200, body = ImportFlowResponse))
)]
pub async fn import_flow(
    caller: Allowed<EditFlows>,
    State(app): State<App>,
    Extension(deed): Extension<Deed>,
    Asked(query): Asked<ImportFlowQuery>,
    Body(file): Body<FlowFile>,
) -> Result<Json<ImportFlowResponse>> {
    let FlowFile { flow, segments, .. } = file;
    let mut new = flow_file::only_new(segments, &app.engine.catalog());
    let id_taken = app.database.flow(&flow.id).await?.is_some();
    if query.check {
        deed.only_asked();
    } else {
        create(&app, &flow, &caller.caller.actor()).await?;
        new = app.publisher.add_segments(new).await?;
    }
    let diagnostics = app.publisher.check_flow_with(&flow, &new);
    Ok(Json(ImportFlowResponse {
        id: flow.id,
        id_taken,
        segments: new.into_iter().map(|segment| segment.id).collect(),
        missing: flow_file::missing(&diagnostics),
        diagnostics,
    }))
}

/// The flow and the segments that it uses, as a file that can be imported elsewhere.
#[utoipa::path(
    get, path = "/flows/{id}/export", tag = "flows",
    params(("id" = String, Path), ExportFlowQuery), responses((status = 200, body = FlowFile))
)]
pub async fn export_flow(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    Asked(query): Asked<ExportFlowQuery>,
) -> Result<Json<FlowFile>> {
    let row = find(&app, &id).await?;
    let flow = match query.version {
        Some(version) => version_of(&app, &id, version).await?.document,
        None => row.draft,
    };
    let segments = flow_file::used_segments(&flow, &app.engine.catalog());
    Ok(Json(FlowFile { flow, segments, scenarios: None }))
}
