//! The log of a contact: timeline, the receipt of its score, one entry.

use axum::Json;
use axum::extract::State;
use runnel_model::{Category, ContactId, EventId};
use runnel_store::{EventRow, PAGE_MAX};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::contacts::find;
use super::paging::{cursor, limit, page};
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::dto::Shown;
use crate::error::{Error, Result};
use crate::http::{Asked, Id};
use crate::log::{Names, ReceiptPoint, TimelineEntry, points};
use crate::retention::kept_since_of;
use crate::time::Time;

/// The most entries of one answer: each may hold an event of 64 KiB.
const TIMELINE_MAX: u64 = 200;

/// Which part of a timeline.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// The most entries, at most 200; 50 otherwise.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Which part of a receipt.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReceiptQuery {
    /// Only points of this category; absent: of all.
    category: Option<String>,
    /// The most events that gave points, at most 1,000, which is also the default.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Which event.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// In whose log it is.
    contact: String,
}

/// What happened to a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineResponse {
    /// Newest first.
    pub items: Vec<TimelineEntry>,
    /// Send it as `cursor` for what was before; null: this is all that is kept.
    pub next: Option<String>,
    /// What happened before was deleted; null: nothing was.
    pub kept_since: Option<Time>,
}

/// Why a contact has the score that it has.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptResponse {
    /// Whose.
    #[schema(value_type = String)]
    pub contact: Shown<ContactId>,
    /// Of which category; null: of all.
    pub category: Option<String>,
    /// The score now.
    pub score: i64,
    /// The points that it is made of, newest first.
    pub points: Vec<ReceiptPoint>,
    /// Send it as `cursor` for older points; null: these are all that are kept.
    pub next: Option<String>,
    /// What gave the points before was deleted, so that they are in the score and not in the list;
    /// null: nothing was.
    pub kept_since: Option<Time>,
}

/// What happened to a contact and what came of it, newest first.
#[utoipa::path(
    get, path = "/contacts/{id}/timeline", tag = "contacts",
    params(("id" = String, Path), TimelineQuery),
    responses((status = 200, body = TimelineResponse))
)]
pub async fn get_timeline(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<ContactId>,
    Asked(query): Asked<TimelineQuery>,
) -> Result<Json<TimelineResponse>> {
    let contact = find(&app, id).await?;
    let cursor = cursor(query.cursor.as_deref())?;
    let limit = limit(query.limit).min(TIMELINE_MAX);
    let rows = app.database.timeline(contact.id, limit, cursor.as_ref()).await?;
    let names = names(&app, &rows.items).await?;
    let page = page(rows, |row| TimelineEntry::new(row, &names));
    let kept_since = kept_since_of(&app, &contact).await?;
    Ok(Json(TimelineResponse { items: page.items, next: page.next, kept_since }))
}

/// Each point of a score: when, why, by which flow and step, because of which event.
#[utoipa::path(
    get, path = "/contacts/{id}/receipt", tag = "contacts",
    params(("id" = String, Path), ReceiptQuery),
    responses((status = 200, body = ReceiptResponse))
)]
pub async fn get_receipt(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<ContactId>,
    Asked(query): Asked<ReceiptQuery>,
) -> Result<Json<ReceiptResponse>> {
    let contact = find(&app, id).await?;
    let category = query.category.as_deref().map(Category::parse).transpose()?;
    let cursor = cursor(query.cursor.as_deref())?;
    let limit = query.limit.unwrap_or(PAGE_MAX);
    let rows = app.database.receipt(contact.id, limit, cursor.as_ref()).await?;
    let names = names(&app, &rows.items).await?;
    Ok(Json(ReceiptResponse {
        contact: Shown(contact.id),
        score: contact.score(category.as_ref()),
        points: points(&rows.items, category.as_ref(), &names),
        category: category.map(|category| category.to_string()),
        next: rows.next.map(|next| next.to_string()),
        kept_since: kept_since_of(&app, &contact).await?,
    }))
}

/// One entry of the log of a contact.
#[utoipa::path(
    get, path = "/events/{id}", tag = "contacts", params(("id" = String, Path), EventQuery),
    responses((status = 200, body = TimelineEntry))
)]
pub async fn get_event(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<EventId>,
    Asked(query): Asked<EventQuery>,
) -> Result<Json<TimelineEntry>> {
    let contact: ContactId = query.contact.parse()?;
    let row = app.database.event(contact, id).await?;
    let row = row.ok_or_else(|| Error::not_found("event", id))?;
    let names = names(&app, std::slice::from_ref(&row)).await?;
    Ok(Json(TimelineEntry::new(row, &names)))
}

async fn names(app: &App, rows: &[EventRow]) -> Result<Names> {
    Names::of(rows, app.engine.catalog(), &app.database).await
}
