//! Whom a rule would concern, while somebody is still writing it. Nothing is published or written.

use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use runnel_engine::Preview;
use runnel_model::{Contact, ContactId, Event, InputBody, Rule, Timestamp};
use runnel_store::EventRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::contacts::summary;
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::described;
use crate::dto::ContactSummary;
use crate::edits::random;
use crate::error::{Error, Result};
use crate::estimate::Estimate;
use crate::http::Body;

/// The most contacts that are shown.
const SHOWN_MAX: usize = 20;
/// As many as fit below a rule.
const SHOWN_USUAL: usize = 5;
/// How many contacts are read at a time.
const CHUNK: usize = 50;
/// How long contacts are tried. They come in an order of chance, so that those that were tried by
/// then are a fair sample as well.
const PATIENCE: Duration = Duration::from_secs(3);

/// A rule that somebody is writing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewRequest {
    /// The rule.
    #[schema(value_type = described::Rule)]
    pub rule: Rule,
    /// How many of those of whom it holds are shown, at most 20; 5 otherwise.
    #[serde(default)]
    pub sample: Option<usize>,
}

/// Of how many contacts a rule holds now.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewResponse {
    /// Of how many contacts the rule was tried: of all, or of some taken at random.
    pub looked_at: u64,
    /// How many contacts there are.
    pub contacts: u64,
    /// Of how many of all the rule holds, as far as can be told.
    pub matching: u64,
    /// With 95 % certainty there are no fewer; the same as `matching` if all were looked at.
    pub low: u64,
    /// With 95 % certainty there are no more.
    pub high: u64,
    /// Some of those of whom it holds.
    pub sample: Vec<ContactSummary>,
}

/// Of how many contacts a rule holds, and of whom: an estimate from a random sample where there
/// are many. Refused (422) with all diagnostics if the rule has errors.
#[utoipa::path(
    post, path = "/segments/preview", tag = "segments", request_body = PreviewRequest,
    responses((status = 200, body = PreviewResponse))
)]
pub async fn preview_segment(
    _: Allowed<Read>,
    State(app): State<App>,
    Body(request): Body<PreviewRequest>,
) -> Result<Json<PreviewResponse>> {
    let wrong = |diagnostics: Vec<_>| {
        let message = "the rule has errors; `details.diagnostics` lists all of them";
        Error::diagnostics(message, &diagnostics)
    };
    let preview = Preview::compile(&request.rule, &app.engine.catalog()).map_err(wrong)?;
    let shown = request.sample.unwrap_or(SHOWN_USUAL).min(SHOWN_MAX);
    // A few at a time, as simulations are: what they read is what live traffic needs as well.
    let _permit = app.simulations.acquire().await.map_err(Error::internal)?;
    let tried = try_out(&app, &preview).await?;
    let contacts = app.database.count_contacts().await?.max(tried.looked_at);
    let Estimate { matching, low, high } =
        Estimate::of(tried.matching.len() as u64, tried.looked_at, contacts);
    let sample: Vec<ContactId> = tried.matching.into_iter().take(shown).collect();
    let sample = app.database.contact_rows(&sample).await?.into_iter().map(summary).collect();
    Ok(Json(PreviewResponse { looked_at: tried.looked_at, contacts, matching, low, high, sample }))
}

/// What came of trying.
struct Tried {
    looked_at: u64,
    matching: Vec<ContactId>,
}

async fn try_out(app: &App, preview: &Preview) -> Result<Tried> {
    let begun = Instant::now();
    let seed = random()? as u64;
    let ids = app.database.random_contacts(app.limits.preview_contacts, seed).await?;
    let mut tried = Tried { looked_at: 0, matching: Vec::new() };
    for ids in ids.chunks(CHUNK) {
        for mut contact in app.database.states_of(ids).await? {
            recall(app, preview, &mut contact).await?;
            tried.looked_at += 1;
            if preview.holds(&contact, app.engine.now().max(contact.now)) {
                tried.matching.push(contact.id);
            }
        }
        if begun.elapsed() > PATIENCE {
            break;
        }
    }
    Ok(tried)
}

/// Reads from the log what the contact's state does not keep.
async fn recall(app: &App, preview: &Preview, contact: &mut Contact) -> Result<()> {
    let mut rows = Vec::new();
    for name in preview.events() {
        rows.extend(app.database.events_named(contact.id, &name).await?);
    }
    preview.recall(contact, rows.iter().filter_map(happened));
    Ok(())
}

/// An event, and when it counted: not after it was applied, whatever its source said.
fn happened(row: &EventRow) -> Option<(&Event, Timestamp)> {
    match &row.input.body {
        InputBody::Event(event) => Some((event, row.occurred_at.min(row.applied_at))),
        _ => None,
    }
}
