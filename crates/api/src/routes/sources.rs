//! Where events come from, and for each what was taken, repeated and refused, with samples.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::SourceId;
use runnel_store::{KeyPurpose, RefusalRow, SourceRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::names::{SourceKindName, name};
use super::paging::whole;
use crate::app::App;
use crate::auth::{Administer, Allowed};
use crate::dto::{Page, Shown};
use crate::error::{Error, Result};
use crate::http::{Body, Id};
use crate::keys::make;
use crate::secrets::calendly_signing_key;
use crate::time::Time;

/// A source.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceResponse {
    /// `src_7`.
    #[schema(value_type = String)]
    pub id: Shown<SourceId>,
    /// What kind.
    pub kind: SourceKindName,
    /// What people call it.
    pub name: String,
    /// When it was created.
    pub created_at: Time,
    /// How many items were taken.
    pub accepted: u64,
    /// How many had been taken before.
    pub duplicates: u64,
    /// When the last item was taken.
    pub last_at: Option<Time>,
}

/// A source, and what of it was refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceDetailResponse {
    /// The source.
    #[serde(flatten)]
    pub source: SourceResponse,
    /// What was refused, most frequent first.
    pub refusals: Vec<RefusalResponse>,
}

/// Items refused for one reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusalResponse {
    /// The reason, for programs.
    pub code: String,
    /// How many.
    pub count: u64,
    /// The latest one, cut to a bearable length.
    pub sample: String,
    /// When the last one was refused.
    pub last_at: Time,
}

/// A source to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateSourceRequest {
    /// What people call it.
    pub name: String,
    /// What kind.
    pub kind: SourceKindName,
}

/// A source that was just created, with what its other end needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreateSourceResponse {
    /// `src_7`.
    #[schema(value_type = String)]
    pub id: Shown<SourceId>,
    /// What kind.
    pub kind: SourceKindName,
    /// What people call it.
    pub name: String,
    /// Of a server or browser: the key to send events with. It is not shown again.
    pub write_key: Option<String>,
    /// Of Calendly: the path of the webhook.
    pub webhook_path: Option<String>,
    /// Of Calendly: the `signing_key` to create the subscription with.
    pub signing_key: Option<String>,
}

impl From<SourceRow> for SourceResponse {
    fn from(row: SourceRow) -> Self {
        Self {
            id: Shown(row.id),
            kind: row.kind.into(),
            name: row.name,
            created_at: Time(row.created_at),
            accepted: row.accepted,
            duplicates: row.duplicates,
            last_at: row.last_at.map(Time),
        }
    }
}

impl From<RefusalRow> for RefusalResponse {
    fn from(row: RefusalRow) -> Self {
        let refused = row.refused;
        Self {
            code: refused.code,
            count: refused.count,
            sample: refused.sample,
            last_at: Time(row.last_at),
        }
    }
}

/// All sources, oldest first.
#[utoipa::path(
    get, path = "/sources", tag = "sources", responses((status = 200, body = Page<SourceResponse>))
)]
pub async fn list_sources(
    _: Allowed<Administer>,
    State(app): State<App>,
) -> Result<Json<Page<SourceResponse>>> {
    Ok(Json(whole(app.database.sources().await?.into_iter().map(SourceResponse::from))))
}

/// Creates a source, with its write key or what Calendly needs.
#[utoipa::path(
    post, path = "/sources", tag = "sources", request_body = CreateSourceRequest,
    responses((status = 201, body = CreateSourceResponse))
)]
pub async fn create_source(
    _: Allowed<Administer>,
    State(app): State<App>,
    Body(request): Body<CreateSourceRequest>,
) -> Result<(StatusCode, Json<CreateSourceResponse>)> {
    let name = name(&request.name)?;
    let now = app.engine.now();
    let id = app.database.add_source(request.kind.into(), &name, now).await?;
    let is_calendly = request.kind == SourceKindName::Calendly;
    let response = CreateSourceResponse {
        id: Shown(id),
        kind: request.kind,
        write_key: if is_calendly { None } else { Some(write_key(&app, &name, id).await?) },
        webhook_path: is_calendly.then(|| format!("/hooks/calendly/{id}")),
        signing_key: is_calendly.then(|| calendly_signing_key(&app.master, id)),
        name,
    };
    Ok((StatusCode::CREATED, Json(response)))
}

async fn write_key(app: &App, name: &str, source: SourceId) -> Result<String> {
    let fresh = make(name, KeyPurpose::Write(source)).map_err(Error::internal)?;
    app.database.add_key(&fresh.stored, app.engine.now()).await?;
    Ok(fresh.text)
}

/// A source with its counts, and what of it was refused, with samples.
#[utoipa::path(
    get, path = "/sources/{id}", tag = "sources", params(("id" = String, Path)),
    responses((status = 200, body = SourceDetailResponse))
)]
pub async fn get_source(
    _: Allowed<Administer>,
    State(app): State<App>,
    Id(id): Id<SourceId>,
) -> Result<Json<SourceDetailResponse>> {
    let source = app.database.source(id).await?.ok_or_else(|| Error::not_found("source", id))?;
    let refusals = app.database.refusals(id).await?;
    let refusals = refusals.into_iter().map(RefusalResponse::from).collect();
    Ok(Json(SourceDetailResponse { source: source.into(), refusals }))
}
