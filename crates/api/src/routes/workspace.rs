//! What is the same for everybody in the workspace.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::user_settings::time_zone;
use crate::app::App;
use crate::auth::{Administer, Allowed, Read};
use crate::error::Result;
use crate::http::Body;

/// The workspace.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkspaceResponse {
    /// The time zone of contacts who do not say where they are, such as `Europe/Warsaw`.
    pub zone: String,
}

/// What to change about the workspace.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutWorkspaceRequest {
    /// The time zone of contacts who do not say where they are: a name of the IANA's list, such as
    /// `Europe/Warsaw`.
    pub zone: String,
}

/// The workspace.
#[utoipa::path(
    get, path = "/workspace", tag = "workspace",
    responses((status = 200, body = WorkspaceResponse))
)]
pub async fn get_workspace(_: Allowed<Read>, State(app): State<App>) -> Json<WorkspaceResponse> {
    Json(response(&app))
}

/// Changes the workspace. In another time zone, rules that ask for days and hours are asked of every
/// contact anew, and no flow starts by what they find.
#[utoipa::path(
    put, path = "/workspace", tag = "workspace", request_body = PutWorkspaceRequest,
    responses((status = 200, body = WorkspaceResponse))
)]
pub async fn put_workspace(
    _: Allowed<Administer>,
    State(app): State<App>,
    Body(request): Body<PutWorkspaceRequest>,
) -> Result<Json<WorkspaceResponse>> {
    app.publisher.put_zone(time_zone(request.zone)?).await?;
    Ok(Json(response(&app)))
}

fn response(app: &App) -> WorkspaceResponse {
    WorkspaceResponse { zone: app.engine.catalog().document().zone.name.clone() }
}
