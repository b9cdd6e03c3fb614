//! The published versions of a flow.

use axum::Json;
use axum::extract::State;
use runnel_model::{Flow, FlowId};
use runnel_store::{FlowVersionLine, FlowVersionRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::flows::find;
use super::paging::{cursor, limit, page};
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::described;
use crate::dto::{ActorResponse, Page};
use crate::error::{Error, Result};
use crate::http::{Asked, Id, Version};
use crate::time::Time;

/// Which part of the versions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListVersionsQuery {
    /// The most versions, at most 1,000; 50 otherwise.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// A published version of a flow, without its document.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedVersion {
    /// Its version.
    pub version: u32,
    /// When it was published.
    pub published_at: Time,
    /// Who published it; null: it is not known.
    pub published_by: Option<ActorResponse>,
    /// How many are inside it now.
    pub inside: u64,
}

/// A published version of a flow.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowVersionResponse {
    /// Its version.
    pub version: u32,
    /// When it was published.
    pub published_at: Time,
    /// Who published it; null: it is not known.
    pub published_by: Option<ActorResponse>,
    /// The document.
    #[schema(value_type = described::Flow)]
    pub document: Flow,
}

impl From<FlowVersionLine> for ListedVersion {
    fn from(row: FlowVersionLine) -> Self {
        Self {
            version: row.version,
            published_at: Time(row.published.at),
            published_by: row.published.by.map(Into::into),
            inside: row.inside,
        }
    }
}

/// A page of the published versions of a flow, newest first.
#[utoipa::path(
    get, path = "/flows/{id}/versions", tag = "flows",
    params(("id" = String, Path), ListVersionsQuery),
    responses((status = 200, body = Page<ListedVersion>))
)]
pub async fn list_versions(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    Asked(query): Asked<ListVersionsQuery>,
) -> Result<Json<Page<ListedVersion>>> {
    find(&app, &id).await?;
    let cursor = cursor(query.cursor.as_deref())?;
    let found = app.database.flow_versions(&id, limit(query.limit), cursor.as_ref()).await?;
    Ok(Json(page(found, ListedVersion::from)))
}

/// A published version of a flow.
#[utoipa::path(
    get, path = "/flows/{id}/versions/{version}", tag = "flows",
    params(("id" = String, Path), ("version" = u32, Path)),
    responses((status = 200, body = FlowVersionResponse))
)]
pub async fn get_version(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    Version(version): Version,
) -> Result<Json<FlowVersionResponse>> {
    let row = version_of(&app, &id, version).await?;
    Ok(Json(FlowVersionResponse {
        version: row.version,
        published_at: Time(row.published.at),
        published_by: row.published.by.map(Into::into),
        document: row.document,
    }))
}

/// A published version of a flow.
pub async fn version_of(app: &App, id: &FlowId, version: u32) -> Result<FlowVersionRow> {
    let row = app.database.flow_version(id, version).await?;
    row.ok_or_else(|| Error::not_found("version of the flow", version))
}
