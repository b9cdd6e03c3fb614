//! Whom a rule would concern, while somebody is still writing it. Nothing is published or written.

use axum::Json;
use axum::extract::State;
use runnel_engine::Preview;
use runnel_model::Rule;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::contacts::summary;
use super::tried_contacts::{recalled_since, try_out};
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::described;
use crate::dto::ContactSummary;
use crate::error::{Error, Result};
use crate::estimate::Estimate;
use crate::http::Body;
use crate::time::Time;

/// The most contacts that are shown.
const SHOWN_MAX: usize = 20;
/// As many as fit below a rule.
const SHOWN_USUAL: usize = 5;

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
    /// It asks about a past that is counted from the log, which was deleted up to this time;
    /// null: nothing is missing.
    pub kept_since: Option<Time>,
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
    let mut matching = Vec::new();
    let looked_at = try_out(&app, preview.recall(), |contact, now| {
        if preview.holds(contact, now) {
            matching.push(contact.id);
        }
    })
    .await?;
    let contacts = app.database.count_contacts().await?.max(looked_at);
    let estimate = Estimate::of(matching.len() as u64, looked_at, contacts);
    matching.truncate(shown);
    let sample = app.database.contact_rows(&matching).await?.into_iter().map(summary).collect();
    let Estimate { matching, low, high } = estimate;
    let kept_since = recalled_since(&app, preview.recall()).await?;
    Ok(Json(PreviewResponse { looked_at, contacts, matching, low, high, sample, kept_since }))
}
