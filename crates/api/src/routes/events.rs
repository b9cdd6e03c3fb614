//! What has just come in: the newest events over all contacts, and what each one did.

use axum::Json;
use axum::extract::State;
use runnel_model::SourceId;
use runnel_store::EventRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::contact_names::ContactNames;
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::dto::ContactRef;
use crate::error::{Error, Result};
use crate::http::Asked;
use crate::log::{Names, TimelineEntry};

/// The most events of one answer: each may be of 64 KiB.
const EVENTS_MAX: usize = 200;
/// As many as a screen shows.
const EVENTS_USUAL: usize = 50;

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LatestEventsQuery {
    /// Of this source; absent: of all.
    source: Option<String>,
    /// The most events, at most 200; 50 otherwise.
    limit: Option<usize>,
}

/// What has just come in, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct LatestEvents {
    /// The events. There is no next page: older ones are in the contacts' timelines.
    pub items: Vec<LatestEvent>,
}

/// An event, whom it concerns, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct LatestEvent {
    /// Whom it concerns.
    pub contact: ContactRef,
    /// What happened, and what came of it.
    pub entry: TimelineEntry,
}

/// The newest events that sources told of, over all contacts, each with what came of it. Of a
/// source that tells little among others that tell much, only what came lately is found.
#[utoipa::path(
    get, path = "/events", tag = "sources", params(LatestEventsQuery),
    responses((status = 200, body = LatestEvents))
)]
pub async fn list_latest_events(
    _: Allowed<Read>,
    State(app): State<App>,
    Asked(query): Asked<LatestEventsQuery>,
) -> Result<Json<LatestEvents>> {
    let source: Option<SourceId> = query.source.as_deref().map(str::parse).transpose()?;
    if let Some(id) = source {
        let known = app.database.source(id).await?;
        known.ok_or_else(|| Error::not_found("source", id))?;
    }
    let limit = query.limit.unwrap_or(EVENTS_USUAL).min(EVENTS_MAX);
    let rows = app.database.latest_events(source, limit).await?;
    let contacts = ContactNames::of(&app, rows.iter().map(|row| row.contact)).await?;
    let names = Names::of(&rows, app.engine.catalog(), &app.database).await?;
    let shown = |row: EventRow| {
        let contact = contacts.contact(row.contact);
        LatestEvent { contact, entry: TimelineEntry::new(row, &names) }
    };
    Ok(Json(LatestEvents { items: rows.into_iter().map(shown).collect() }))
}
