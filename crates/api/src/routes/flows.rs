//! Flows as their authors work on them: drafts, and what publishing one would say.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use runnel_model::{Diagnostic, Flow, FlowId, FlowState, Severity};
use runnel_store::{Actor, DraftSaved, FlowRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::flow_activity::Activity;
use super::paging::whole;
use crate::app::App;
use crate::auth::{Allowed, EditFlows, Read};
use crate::described;
use crate::dto::{ActorResponse, Page};
use crate::error::{Error, Result};
use crate::fuse;
use crate::http::{Body, Id, IfMatch};
use crate::time::Time;

/// A flow, without its draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowSummary {
    /// Its id.
    #[schema(value_type = String)]
    pub id: FlowId,
    /// What people call it.
    pub name: String,
    /// Whether it runs.
    #[schema(value_type = described::FlowState)]
    pub state: FlowState,
    /// The version that takes contacts in; null: never published.
    pub current_version: Option<u32>,
    /// Counts the times the draft was saved; send it as `If-Match`.
    pub draft_version: u64,
    /// Why Runnel paused it; null: it did not.
    pub pause_reason: Option<PauseReason>,
    /// When it was created.
    pub created_at: Time,
    /// When it was last saved, published, paused, resumed or archived.
    pub updated_at: Time,
    /// Who last saved the draft; null: it is not known.
    pub updated_by: Option<ActorResponse>,
    /// When the current version was published; null: never.
    pub published_at: Option<Time>,
    /// Who published it; null: nobody, or it is not known.
    pub published_by: Option<ActorResponse>,
    /// How many are inside it now, in any version.
    pub inside: u64,
    /// How often somebody entered it within the last seven UTC days, today included.
    pub entered_this_week: u64,
    /// How many errors the draft has; with any, it cannot be published.
    pub errors: u32,
    /// How many warnings it has.
    pub warnings: u32,
}

/// Why a flow was paused, if nobody did it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PauseReason {
    /// `fuse`: it wanted to send more within an hour than it may.
    pub code: &'static str,
    /// In a sentence.
    pub message: String,
    /// When it wanted to.
    pub at: Time,
}

/// A flow with its draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowResponse {
    /// What is known of it.
    #[serde(flatten)]
    pub flow: FlowSummary,
    /// What its author works on.
    #[schema(value_type = described::Flow)]
    pub draft: Flow,
}

/// A flow's document.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlowRequest {
    /// The document. It may have errors as long as it is not published.
    #[schema(value_type = described::Flow)]
    pub document: Flow,
}

/// A draft that was saved.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftResponse {
    /// The flow.
    #[schema(value_type = String)]
    pub id: FlowId,
    /// Its version; send it as `If-Match` with the next change.
    pub draft_version: u64,
    /// All that is wrong with it, as publishing would say it.
    #[schema(value_type = Vec<described::Diagnostic>)]
    pub diagnostics: Vec<Diagnostic>,
}

/// What is wrong with a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiagnosticsResponse {
    /// The version of the draft.
    pub draft_version: u64,
    /// All that is wrong with it, as publishing would say it.
    #[schema(value_type = Vec<described::Diagnostic>)]
    pub diagnostics: Vec<Diagnostic>,
}

impl PauseReason {
    fn of(row: &FlowRow) -> Option<Self> {
        let blown = row.blown.as_ref().filter(|_| row.state == FlowState::Paused)?;
        Some(Self { code: "fuse", message: fuse::message(blown), at: Time(blown.at) })
    }
}

impl FlowSummary {
    fn new(row: &FlowRow, activity: &Activity, diagnostics: &[Diagnostic]) -> Self {
        let published = row.published.as_ref();
        let number = |severity| diagnostics.iter().filter(|one| one.severity == severity).count();
        let number = |severity| u32::try_from(number(severity)).unwrap_or(u32::MAX);
        Self {
            id: row.id.clone(),
            name: row.name.clone(),
            state: row.state,
            current_version: row.current_version,
            draft_version: row.draft_version,
            pause_reason: PauseReason::of(row),
            created_at: Time(row.created_at),
            updated_at: Time(row.updated_at),
            updated_by: row.updated_by.clone().map(Into::into),
            published_at: published.map(|published| Time(published.at)),
            published_by: published.and_then(|one| one.by.clone()).map(Into::into),
            inside: activity.inside(&row.id),
            entered_this_week: activity.entered(&row.id),
            errors: number(Severity::Error),
            warnings: number(Severity::Warning),
        }
    }
}

/// All flows, by name.
#[utoipa::path(
    get, path = "/flows", tag = "flows", responses((status = 200, body = Page<FlowSummary>))
)]
pub async fn list_flows(
    _: Allowed<Read>,
    State(app): State<App>,
) -> Result<Json<Page<FlowSummary>>> {
    let rows = app.database.flows().await?;
    let activity = Activity::of(&app, None).await?;
    let empty = app.database.empty_segments().await?;
    let summary =
        |row| FlowSummary::new(row, &activity, &app.publisher.check_flow(&row.draft, &empty));
    Ok(Json(whole(rows.iter().map(summary))))
}

/// Creates a flow with its first draft.
#[utoipa::path(
    post, path = "/flows", tag = "flows", request_body = FlowRequest,
    responses((status = 201, body = DraftResponse))
)]
pub async fn create_flow(
    caller: Allowed<EditFlows>,
    State(app): State<App>,
    Body(FlowRequest { document }): Body<FlowRequest>,
) -> Result<(StatusCode, Json<DraftResponse>)> {
    create(&app, &document, &caller.caller.actor()).await?;
    let diagnostics = diagnose(&app, &document).await?;
    let response = DraftResponse { id: document.id, draft_version: 1, diagnostics };
    Ok((StatusCode::CREATED, Json(response)))
}

/// Makes a flow with this draft, if its id is free.
pub async fn create(app: &App, draft: &Flow, by: &Actor) -> Result<()> {
    let id = &draft.id;
    // Who has not left yet what had this id before would be taken for somebody inside this one.
    let inside = app.publisher.inside(id).await?;
    if inside > 0 && app.database.flow(id).await?.is_none() {
        let left = format!("the flow `{id}` was deleted, and {inside} have not left it yet");
        return Err(Error::conflict("people_inside", format!("{left}; wait, or take another id")));
    }
    if !app.database.create_flow(draft, by, app.engine.now()).await? {
        return Err(Error::conflict("flow_exists", format!("there is a flow `{id}` already")));
    }
    Ok(())
}

/// A flow with its draft. `ETag` is the version of the draft, for `If-Match`.
#[utoipa::path(
    get, path = "/flows/{id}", tag = "flows", params(("id" = String, Path)),
    responses((status = 200, body = FlowResponse))
)]
pub async fn get_flow(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
) -> Result<impl IntoResponse> {
    let response = show(&app, &id).await?;
    let etag = format!("\"{}\"", response.flow.draft_version);
    Ok(([(header::ETAG, etag)], Json(response)))
}

/// Saves the draft, unless somebody else has saved it since it was read.
#[utoipa::path(
    put, path = "/flows/{id}/draft", tag = "flows", request_body = FlowRequest,
    params(("id" = String, Path), ("If-Match" = Option<String>, Header, description = "The version of the draft that was read")),
    responses((status = 200, body = DraftResponse))
)]
pub async fn save_draft(
    caller: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    IfMatch(expected): IfMatch,
    Body(FlowRequest { document }): Body<FlowRequest>,
) -> Result<Json<DraftResponse>> {
    if document.id != id {
        let message = format!("the path says `{id}`, the document `{}`", document.id);
        return Err(Error::unprocessable("id_mismatch", message));
    }
    let (by, now) = (caller.caller.actor(), app.engine.now());
    let draft_version = match app.database.save_draft(&document, expected, &by, now).await? {
        DraftSaved::Saved(version) => version,
        DraftSaved::Missing => return Err(Error::not_found("flow", id)),
        DraftSaved::Conflict(found) => return Err(changed(expected.unwrap_or_default(), *found)),
    };
    let diagnostics = diagnose(&app, &document).await?;
    Ok(Json(DraftResponse { id, draft_version, diagnostics }))
}

/// All that is wrong with the draft, as publishing would say it.
#[utoipa::path(
    get, path = "/flows/{id}/diagnostics", tag = "flows", params(("id" = String, Path)),
    responses((status = 200, body = DiagnosticsResponse))
)]
pub async fn get_diagnostics(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
) -> Result<Json<DiagnosticsResponse>> {
    let flow = find(&app, &id).await?;
    let diagnostics = diagnose(&app, &flow.draft).await?;
    Ok(Json(DiagnosticsResponse { draft_version: flow.draft_version, diagnostics }))
}

/// All that is wrong with a flow, as publishing would say it.
pub async fn diagnose(app: &App, flow: &Flow) -> Result<Vec<Diagnostic>> {
    Ok(app.publisher.check_flow(flow, &app.database.empty_segments().await?))
}

/// Somebody else has saved the draft: which it is now, who did it and when.
fn changed(expected: u64, found: FlowRow) -> Error {
    Error::changed_since("draft", expected, found.draft_version)
        .with("updated_at", Time(found.updated_at))
        .with("updated_by", found.updated_by.map(ActorResponse::from))
}

/// A flow as it is shown.
pub async fn show(app: &App, id: &FlowId) -> Result<FlowResponse> {
    let row = find(app, id).await?;
    let activity = Activity::of(app, Some(id)).await?;
    let flow = FlowSummary::new(&row, &activity, &diagnose(app, &row.draft).await?);
    Ok(FlowResponse { flow, draft: row.draft })
}

/// The flow of this id.
pub async fn find(app: &App, id: &FlowId) -> Result<FlowRow> {
    app.database.flow(id).await?.ok_or_else(|| Error::not_found("flow", id))
}
