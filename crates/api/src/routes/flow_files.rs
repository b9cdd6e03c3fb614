//! A flow goes out as a file, and comes in as a draft.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use runnel_model::{FlowId, Severity};
use runnel_sim::scenario::FlowFile;
use serde::Deserialize;
use utoipa::IntoParams;

use super::flow_versions::version_of;
use super::flows::{create, diagnose, find};
use crate::app::App;
use crate::audit::Deed;
use crate::auth::{Allowed, EditFlows, Read};
use crate::described;
use crate::error::{Error, Result};
use crate::flow_file::{ImportReport, file_of, new_segments, report, segment_problems};
use crate::http::{Asked, Body, Id};

/// Which version.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// Absent: the draft.
    version: Option<u32>,
}

/// Whether to do it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// True: only say what it would bring and what is missing.
    #[serde(default)]
    check: bool,
}

/// The file of a flow: its document, and the segments that it speaks of.
#[utoipa::path(
    get, path = "/flows/{id}/export", tag = "flows", params(("id" = String, Path), ExportQuery),
    responses((status = 200, body = described::FlowFile))
)]
pub async fn export_flow(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    Asked(ExportQuery { version }): Asked<ExportQuery>,
) -> Result<impl IntoResponse> {
    let draft = find(&app, &id).await?.draft;
    let flow = match version {
        Some(version) => version_of(&app, &id, version).await?.document,
        None => draft,
    };
    // An id has no character that would mean something in a header.
    let name = format!("attachment; filename=\"{id}.json\"");
    let file = file_of(flow, &app.engine.catalog());
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(file)))
}

/// Makes a draft of the flow in a file. The segments of the file that are not here are created,
/// those that are stay as they are; scenarios and pipelines are not taken. With `check`, nothing is
/// done, and the answer says what would be.
#[utoipa::path(
    post, path = "/flow-files", tag = "flows", params(ImportQuery),
    request_body = described::FlowFile,
    responses((status = 200, body = ImportReport), (status = 201, body = ImportReport))
)]
pub async fn import_flow(
    caller: Allowed<EditFlows>,
    State(app): State<App>,
    Extension(deed): Extension<Deed>,
    Asked(ImportQuery { check }): Asked<ImportQuery>,
    Body(file): Body<FlowFile>,
) -> Result<(StatusCode, Json<ImportReport>)> {
    let id_taken = app.database.flow(&file.flow.id).await?.is_some();
    let catalog = app.engine.catalog();
    let mut report = report(&file, id_taken, &catalog);
    if check {
        deed.only_asked();
        return Ok((StatusCode::OK, Json(report)));
    }
    let problems = segment_problems(&file, &catalog);
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return Err(Error::diagnostics("a segment of the file cannot be published", &problems));
    }
    create(&app, &file.flow, &caller.caller.actor()).await?;
    for segment in new_segments(&file, &catalog) {
        app.publisher.put_segment(segment, false).await?;
    }
    report.diagnostics = diagnose(&app, &file.flow).await?;
    Ok((StatusCode::CREATED, Json(report)))
}
