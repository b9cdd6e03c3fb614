//! What is different between two versions of a flow, or between one and the draft.

use axum::Json;
use axum::extract::State;
use runnel_model::FlowId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::flow_versions::version_of;
use super::flows::find;
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::error::{Error, Result};
use crate::flow_diff::{FlowDiff, diff};
use crate::http::{Asked, Id};

/// Which two to compare.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DiffQuery {
    /// The older one. Absent: the current version.
    from: Option<u32>,
    /// The newer one. Absent: the draft.
    to: Option<u32>,
}

/// What is different, and between which two.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiffResponse {
    /// The older version.
    pub from: u32,
    /// The newer version; null: the draft.
    pub to: Option<u32>,
    /// The differences.
    #[serde(flatten)]
    pub diff: FlowDiff,
}

/// What is different between two versions, or between one and the draft: steps, wires, fields.
#[utoipa::path(
    get, path = "/flows/{id}/diff", tag = "flows", params(("id" = String, Path), DiffQuery),
    responses((status = 200, body = DiffResponse))
)]
pub async fn get_diff(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    Asked(DiffQuery { from, to }): Asked<DiffQuery>,
) -> Result<Json<DiffResponse>> {
    let flow = find(&app, &id).await?;
    let never = || {
        let message = format!("the flow `{id}` has no version to compare with yet");
        Error::conflict("never_published", message)
    };
    let from = from.or(flow.current_version).ok_or_else(never)?;
    let before = version_of(&app, &id, from).await?.document;
    let after = match to {
        Some(version) => version_of(&app, &id, version).await?.document,
        None => flow.draft,
    };
    Ok(Json(DiffResponse { from, to, diff: diff(&before, &after) }))
}
