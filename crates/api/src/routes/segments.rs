//! Segments: a rule with a name, and who is in it. Writing one publishes it at once.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::{ContactId, Diagnostic, Rule, Segment, SegmentId};
use runnel_store::{MemberRow, SegmentRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::Answer;
use super::names::{name, same_id};
use super::paging::{cursor, limit, page, whole};
use super::preparations::{PutOffResponse, published};
use crate::app::App;
use crate::auth::{Allowed, EditFlows, Read};
use crate::described;
use crate::dto::{Page, Shown};
use crate::error::{Error, Result};
use crate::http::{Asked, Body, Id};
use crate::publishing::PublishedVersion;
use crate::time::Time;

/// A segment.
#[derive(Debug, Serialize, ToSchema)]
pub struct SegmentResponse {
    /// Its id.
    #[schema(value_type = String)]
    pub id: SegmentId,
    /// What people call it.
    pub name: String,
    /// Who is in it.
    #[schema(value_type = described::Rule)]
    pub rule: Rule,
    /// Counts its changes.
    pub version: u32,
    /// How many contacts are in it.
    pub members: u64,
    /// When it was last changed.
    pub updated_at: Time,
}

/// What a segment is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutSegmentRequest {
    /// The id in the path, if it is said at all.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub id: Option<SegmentId>,
    /// What people call it.
    pub name: String,
    /// Who is in it.
    #[schema(value_type = described::Rule)]
    pub rule: Rule,
    /// Whoever is in it from the beginning starts flows as if they had just come in.
    #[serde(default)]
    pub start_flows: bool,
}

/// A segment that was published.
#[derive(Debug, Serialize, ToSchema)]
pub struct PutSegmentResponse {
    /// Its id.
    #[schema(value_type = String)]
    pub id: SegmentId,
    /// Its version.
    pub version: u32,
    /// The version of the catalog that it is part of.
    pub catalog_version: u64,
    /// Warnings.
    #[schema(value_type = Vec<described::Diagnostic>)]
    pub diagnostics: Vec<Diagnostic>,
}

/// A contact in a segment.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberResponse {
    /// The contact.
    #[schema(value_type = String)]
    pub contact: Shown<ContactId>,
    /// What people call it.
    pub name: String,
    /// The second at which the rule became true.
    pub since: Time,
}

/// Which part of the members.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListMembersQuery {
    /// The most contacts, at most 1,000; 50 otherwise.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl From<SegmentRow> for SegmentResponse {
    fn from(row: SegmentRow) -> Self {
        Self {
            id: row.segment.id,
            name: row.segment.name,
            rule: row.segment.rule,
            version: row.version,
            members: row.members,
            updated_at: Time(row.updated_at),
        }
    }
}

impl From<MemberRow> for MemberResponse {
    fn from(row: MemberRow) -> Self {
        Self { contact: Shown(row.contact), name: row.name, since: Time(row.since) }
    }
}

/// All segments, by name.
#[utoipa::path(
    get, path = "/segments", tag = "segments",
    responses((status = 200, body = Page<SegmentResponse>))
)]
pub async fn list_segments(
    _: Allowed<Read>,
    State(app): State<App>,
) -> Result<Json<Page<SegmentResponse>>> {
    Ok(Json(whole(app.database.segments().await?.into_iter().map(SegmentResponse::from))))
}

/// One segment.
#[utoipa::path(
    get, path = "/segments/{id}", tag = "segments", params(("id" = String, Path)),
    responses((status = 200, body = SegmentResponse))
)]
pub async fn get_segment(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<SegmentId>,
) -> Result<Json<SegmentResponse>> {
    Ok(Json(find(&app, &id).await?.into()))
}

/// Creates or changes a segment, and publishes it. If its rule asks about a past that has to be
/// counted first, and that takes longer than a caller waits, it is published afterwards (202).
#[utoipa::path(
    put, path = "/segments/{id}", tag = "segments", request_body = PutSegmentRequest,
    params(("id" = String, Path)),
    responses(
        (status = 200, body = PutSegmentResponse),
        (status = 202, body = PutOffResponse)
    )
)]
pub async fn put_segment(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<SegmentId>,
    Body(request): Body<PutSegmentRequest>,
) -> Result<Answer<PutSegmentResponse, PutOffResponse>> {
    same_id(&id, request.id.as_ref())?;
    let segment = Segment { id: id.clone(), name: name(&request.name)?, rule: request.rule };
    let publishing = app.publisher.put_segment(segment, request.start_flows).await?;
    let done = |published: PublishedVersion| PutSegmentResponse {
        id,
        version: published.version,
        catalog_version: published.catalog_version,
        diagnostics: published.diagnostics,
    };
    published(&app, publishing, done).await
}

/// Deletes a segment that nothing refers to; everybody leaves it.
#[utoipa::path(
    delete, path = "/segments/{id}", tag = "segments", params(("id" = String, Path)),
    responses((status = 204))
)]
pub async fn delete_segment(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<SegmentId>,
) -> Result<StatusCode> {
    app.publisher.delete_segment(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A page of the contacts in a segment.
#[utoipa::path(
    get, path = "/segments/{id}/members", tag = "segments",
    params(("id" = String, Path), ListMembersQuery),
    responses((status = 200, body = Page<MemberResponse>))
)]
pub async fn list_members(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<SegmentId>,
    Asked(query): Asked<ListMembersQuery>,
) -> Result<Json<Page<MemberResponse>>> {
    find(&app, &id).await?;
    let cursor = cursor(query.cursor.as_deref())?;
    let members = app.database.members(&id, limit(query.limit), cursor.as_ref()).await?;
    Ok(Json(page(members, MemberResponse::from)))
}

async fn find(app: &App, id: &SegmentId) -> Result<SegmentRow> {
    app.database.segment(id).await?.ok_or_else(|| Error::not_found("segment", id))
}
