//! What starts and stops a flow.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::{Diagnostic, FlowId, Migrations};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::Answer;
use super::flows::{FlowResponse, show};
use super::preparations::{PutOffResponse, published};
use crate::app::App;
use crate::auth::{Allowed, EditFlows};
use crate::described;
use crate::error::Result;
use crate::http::{Asked, Body, Id};
use crate::publishing::{Choices, PublishedVersion};

/// A flow that was published.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishFlowResponse {
    /// The flow.
    #[schema(value_type = String)]
    pub id: FlowId,
    /// The version that takes contacts in from now on.
    pub version: u32,
    /// The version of the catalog that it is part of.
    pub catalog_version: u64,
    /// Warnings.
    #[schema(value_type = Vec<described::Diagnostic>)]
    pub diagnostics: Vec<Diagnostic>,
}

/// How a flow is to be published.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishFlowRequest {
    /// For steps of older versions: what becomes of whoever is there. Where nothing is said, they
    /// finish in the version they are in.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, described::Migration>)]
    pub migrations: Migrations,
    /// Whoever is in the segment of a trigger already enters as well. Otherwise only who comes in
    /// from now on does.
    #[serde(default)]
    pub include_members: bool,
}

/// What becomes of whoever is inside a flow that is deleted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeleteFlowQuery {
    /// `exit`: their enrolments end. Without it, a flow with somebody inside stays.
    people: Option<PeopleInside>,
}

/// What becomes of whoever is inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeopleInside {
    /// Their enrolments end.
    Exit,
}

/// Makes the draft the next version. Refused (422) with all diagnostics if it has errors. If its
/// rules ask about a past that has to be counted first, and that takes longer than a caller waits,
/// it is published afterwards (202).
#[utoipa::path(
    post, path = "/flows/{id}/publish", tag = "flows", params(("id" = String, Path)),
    request_body = Option<PublishFlowRequest>,
    responses(
        (status = 200, body = PublishFlowResponse),
        (status = 202, body = PutOffResponse)
    )
)]
pub async fn publish_flow(
    caller: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    request: Option<Body<PublishFlowRequest>>,
) -> Result<Answer<PublishFlowResponse, PutOffResponse>> {
    let Body(request) = request.unwrap_or(Body(Default::default()));
    let PublishFlowRequest { migrations, include_members } = request;
    let by = caller.caller.actor();
    let publishing =
        app.publisher.publish_flow(&id, Choices { migrations, include_members }, by).await?;
    let done = |published: PublishedVersion| PublishFlowResponse {
        id,
        version: published.version,
        catalog_version: published.catalog_version,
        diagnostics: published.diagnostics,
    };
    published(&app, publishing, done).await
}

/// Takes nobody in and lets nobody move until it is resumed.
#[utoipa::path(
    post, path = "/flows/{id}/pause", tag = "flows", params(("id" = String, Path)),
    responses((status = 200, body = FlowResponse))
)]
pub async fn pause_flow(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
) -> Result<Json<FlowResponse>> {
    app.publisher.pause_flow(&id).await?;
    show(&app, &id).await.map(Json)
}

/// Takes contacts in and lets them move again.
#[utoipa::path(
    post, path = "/flows/{id}/resume", tag = "flows", params(("id" = String, Path)),
    responses((status = 200, body = FlowResponse))
)]
pub async fn resume_flow(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
) -> Result<Json<FlowResponse>> {
    app.publisher.resume_flow(&id).await?;
    show(&app, &id).await.map(Json)
}

/// Ends the flow, and the enrolments of whoever is inside.
#[utoipa::path(
    post, path = "/flows/{id}/archive", tag = "flows", params(("id" = String, Path)),
    responses((status = 200, body = FlowResponse))
)]
pub async fn archive_flow(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
) -> Result<Json<FlowResponse>> {
    app.publisher.archive_flow(&id).await?;
    show(&app, &id).await.map(Json)
}

/// Deletes the flow. Refused (409) if somebody is inside and nothing is said about them, or if a
/// segment, a flow or a scoring model asks about it. They leave one after the other; until the last has left, no
/// flow can be created with this id.
#[utoipa::path(
    delete, path = "/flows/{id}", tag = "flows", params(("id" = String, Path), DeleteFlowQuery),
    responses((status = 204))
)]
pub async fn delete_flow(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    Asked(query): Asked<DeleteFlowQuery>,
) -> Result<StatusCode> {
    app.publisher.delete_flow(&id, query.people == Some(PeopleInside::Exit)).await?;
    Ok(StatusCode::NO_CONTENT)
}
