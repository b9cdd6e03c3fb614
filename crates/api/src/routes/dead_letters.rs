//! What could not be applied or delivered: to be tried again or dropped by a person.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::{ContactId, EffectBody};
use runnel_store::{DeadLetter, DeadLetterRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::paging::{cursor, limit, page};
use crate::app::App;
use crate::auth::{Administer, Allowed};
use crate::dto::{Page, Shown};
use crate::error::{Error, Result};
use crate::http::{Asked, Id};
use crate::ids::DeadLetterId;
use crate::time::Time;

/// Something that could not be applied or delivered.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeadLetterResponse {
    /// `dead_7`.
    #[schema(value_type = String)]
    pub id: Shown<DeadLetterId>,
    /// Whom it concerns.
    #[schema(value_type = String)]
    pub contact: Shown<ContactId>,
    /// When it was given up.
    pub at: Time,
    /// Why.
    pub reason: String,
    /// `input`: it could not be applied. `effect`: it could not be delivered. `unreadable`: what
    /// is stored of it is damaged.
    pub kind: String,
    /// `evt_…` or `eff_…`; empty if it is unreadable.
    pub subject: String,
    /// Of an effect: where it was to be sent.
    pub url: Option<String>,
}

/// Which part of the dead letters.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListDeadLettersQuery {
    /// The most, at most 1,000; 50 otherwise.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl From<DeadLetterRow> for DeadLetterResponse {
    fn from(row: DeadLetterRow) -> Self {
        let (kind, subject, url) = match row.letter {
            DeadLetter::Input(input) => ("input", input.id.to_string(), None),
            DeadLetter::Effect(effect) => {
                let EffectBody::PostToUrl { url, .. } = effect.body;
                ("effect", effect.id.to_string(), Some(url))
            }
            DeadLetter::Unreadable(_) => ("unreadable", String::new(), None),
        };
        Self {
            id: Shown(DeadLetterId(row.id)),
            contact: Shown(row.contact),
            at: Time(row.at),
            reason: row.reason,
            kind: kind.into(),
            subject,
            url,
        }
    }
}

/// A page of the dead letters, newest first.
#[utoipa::path(
    get, path = "/dead-letters", tag = "dead letters", params(ListDeadLettersQuery),
    responses((status = 200, body = Page<DeadLetterResponse>))
)]
pub async fn list_dead_letters(
    _: Allowed<Administer>,
    State(app): State<App>,
    Asked(query): Asked<ListDeadLettersQuery>,
) -> Result<Json<Page<DeadLetterResponse>>> {
    let cursor = cursor(query.cursor.as_deref())?;
    let letters = app.database.dead_letters(limit(query.limit), cursor.as_ref()).await?;
    Ok(Json(page(letters, DeadLetterResponse::from)))
}

/// Tries it again: an input is applied as a late one, an effect is due now.
#[utoipa::path(
    post, path = "/dead-letters/{id}/retry", tag = "dead letters", params(("id" = String, Path)),
    responses((status = 202))
)]
pub async fn retry_dead_letter(
    _: Allowed<Administer>,
    State(app): State<App>,
    Id(id): Id<DeadLetterId>,
) -> Result<StatusCode> {
    if !app.database.retry_dead_letter(id.0, app.engine.now()).await? {
        return Err(Error::not_found("dead letter", id));
    }
    app.engine.nudge();
    Ok(StatusCode::ACCEPTED)
}

/// Drops it.
#[utoipa::path(
    delete, path = "/dead-letters/{id}", tag = "dead letters", params(("id" = String, Path)),
    responses((status = 204))
)]
pub async fn delete_dead_letter(
    _: Allowed<Administer>,
    State(app): State<App>,
    Id(id): Id<DeadLetterId>,
) -> Result<StatusCode> {
    if !app.database.delete_dead_letter(id.0).await? {
        return Err(Error::not_found("dead letter", id));
    }
    Ok(StatusCode::NO_CONTENT)
}
