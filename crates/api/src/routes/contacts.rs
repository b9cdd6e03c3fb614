//! Contacts, for reading: the list with its fixed filters, and one contact.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use runnel_model::{Category, Contact, ContactId, LifecycleStage, SegmentId, Tag};
use runnel_store::{ContactQuery, ContactRow, ContactSort};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::paging::{cursor, limit, page, search};
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::described;
use crate::dto::{CompanyRef, ContactResponse, ContactSummary, Page, Shown};
use crate::error::{Error, Result};
use crate::http::{Asked, Id};
use crate::time::Time;

/// Which contacts, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListContactsQuery {
    /// Their address, user id or name begins with this, without regard to case.
    search: Option<String>,
    /// They carry this tag.
    tag: Option<String>,
    /// They are in this segment.
    segment: Option<String>,
    /// They are at this lifecycle stage.
    #[param(value_type = Option<described::LifecycleStage>)]
    stage: Option<LifecycleStage>,
    /// They work for this company.
    company: Option<String>,
    /// They have at least so many points of the category, or of all.
    score_min: Option<i64>,
    /// They have at most so many.
    score_max: Option<i64>,
    /// What they are sorted by, `-` for the largest first. The newest come first otherwise.
    #[serde(default)]
    #[param(inline)]
    sort: Sort,
    /// Whose points are shown, asked for and sorted by; absent: the sum of all.
    category: Option<String>,
    /// The most contacts, at most 1,000; 50 otherwise.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// What contacts are sorted by.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
pub enum Sort {
    /// The fewest points first.
    #[serde(rename = "score")]
    Score,
    /// The most points first.
    #[serde(rename = "-score")]
    ScoreFalling,
    /// The oldest first.
    #[serde(rename = "created_at")]
    CreatedAt,
    /// The newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtFalling,
    /// Who did nothing for longest first.
    #[serde(rename = "seen_at")]
    SeenAt,
    /// Who did something last first.
    #[serde(rename = "-seen_at")]
    SeenAtFalling,
    /// Who buys least probably first. Only contacts with a probability are listed.
    #[serde(rename = "probability")]
    Probability,
    /// Who buys most probably first. Only contacts with a probability are listed.
    #[serde(rename = "-probability")]
    ProbabilityFalling,
}

impl Sort {
    const fn key(self) -> (ContactSort, bool) {
        match self {
            Self::Score => (ContactSort::Score, false),
            Self::ScoreFalling => (ContactSort::Score, true),
            Self::CreatedAt => (ContactSort::CreatedAt, false),
            Self::CreatedAtFalling => (ContactSort::CreatedAt, true),
            Self::SeenAt => (ContactSort::SeenAt, false),
            Self::SeenAtFalling => (ContactSort::SeenAt, true),
            Self::Probability => (ContactSort::Probability, false),
            Self::ProbabilityFalling => (ContactSort::Probability, true),
        }
    }
}

impl TryFrom<ListContactsQuery> for ContactQuery {
    type Error = Error;
    fn try_from(query: ListContactsQuery) -> Result<Self> {
        let (sort, descending) = query.sort.key();
        Ok(Self {
            search: search(query.search),
            tag: query.tag.as_deref().map(Tag::parse).transpose()?,
            segment: query.segment.as_deref().map(SegmentId::parse).transpose()?,
            stage: query.stage,
            company: query.company.as_deref().map(str::parse).transpose()?,
            score_min: query.score_min,
            score_max: query.score_max,
            sort,
            descending,
            category: query.category.as_deref().map(Category::parse).transpose()?,
            limit: limit(query.limit),
            cursor: cursor(query.cursor.as_deref())?,
        })
    }
}

/// A contact in a list.
pub fn summary(row: ContactRow) -> ContactSummary {
    ContactSummary {
        id: Shown(row.id),
        name: row.name,
        email: row.email.map(|address| address.to_string()),
        user_id: row.user_id.map(|id| id.to_string()),
        stage: row.stage,
        company: row.company.map(|(id, name)| CompanyRef { id: Shown(id), name }),
        score: row.score,
        probability: row.probability,
        tags: row.tags.iter().map(ToString::to_string).collect(),
        created_at: Time(row.created_at),
        seen_at: Time(row.seen_at),
    }
}

/// A page of the contacts.
#[utoipa::path(
    get, path = "/contacts", tag = "contacts", params(ListContactsQuery),
    responses((status = 200, body = Page<ContactSummary>))
)]
pub async fn list_contacts(
    _: Allowed<Read>,
    State(app): State<App>,
    Asked(query): Asked<ListContactsQuery>,
) -> Result<Json<Page<ContactSummary>>> {
    let found = app.database.contacts(&query.try_into()?).await?;
    Ok(Json(page(found, summary)))
}

/// All that is known about a contact but its log. `ETag` is its version, for `If-Match`.
#[utoipa::path(
    get, path = "/contacts/{id}", tag = "contacts", params(("id" = String, Path)),
    responses((status = 200, body = ContactResponse))
)]
pub async fn get_contact(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<ContactId>,
) -> Result<impl IntoResponse> {
    let contact = show(&app, id).await?;
    Ok(([(header::ETAG, format!("\"{}\"", contact.version))], Json(contact)))
}

/// The contact of this id, or the one that it has become part of.
pub async fn find(app: &App, id: ContactId) -> Result<Contact> {
    app.database.contact(id).await?.ok_or_else(|| Error::not_found("contact", id))
}

/// A contact as it is shown.
pub async fn show(app: &App, id: ContactId) -> Result<ContactResponse> {
    let contact = find(app, id).await?;
    let catalog = app.engine.catalog();
    let segments = &catalog.document().segments;
    Ok(ContactResponse::new(contact, |id| {
        let known = segments.iter().find(|segment| segment.document.id == *id);
        known.map_or_else(|| id.to_string(), |segment| segment.document.name.clone())
    }))
}
