//! The audit log: who did what, and when.

use axum::Json;
use axum::extract::State;
use runnel_store::AuditRow;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::paging::{cursor, limit};
use crate::app::App;
use crate::audit::shown;
use crate::auth::{Administer, Allowed};
use crate::dto::{ActorResponse, Page, Shown};
use crate::error::Result;
use crate::http::Asked;
use crate::ids::AuditId;
use crate::time::Time;

/// Something that was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditResponse {
    /// `aud_7`.
    #[schema(value_type = String)]
    pub id: Shown<AuditId>,
    /// When.
    pub at: Time,
    /// Who did it.
    pub by: ActorResponse,
    /// What was done: `flow.published`.
    pub verb: String,
    /// To what.
    pub subject: Option<SubjectResponse>,
    /// What else there is to know, such as the version that was published.
    #[schema(value_type = Option<Object>)]
    pub details: Value,
}

/// To what it was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubjectResponse {
    /// `flow`, `contact`, `user` and so on.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What it was called then; contacts, deals and tasks: is called now, if it is still there.
    pub name: Option<String>,
}

/// Which part of the log.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// The most, at most 1,000; 50 otherwise.
    limit: Option<u64>,
    /// `next` of the page before.
    before: Option<String>,
}

/// A page of the audit log, newest first.
#[utoipa::path(
    get, path = "/audit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = Page<AuditResponse>))
)]
pub async fn list_audit(
    _: Allowed<Administer>,
    State(app): State<App>,
    Asked(query): Asked<AuditQuery>,
) -> Result<Json<Page<AuditResponse>>> {
    let before = cursor(query.before.as_deref())?;
    let page = app.database.audit(limit(query.limit), before.as_ref()).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        items.push(show(&app, row).await);
    }
    Ok(Json(Page { items, next: page.next.map(|next| next.to_string()) }))
}

async fn show(app: &App, AuditRow { id, entry }: AuditRow) -> AuditResponse {
    let subject = match entry.subject {
        Some(subject) => {
            let name = shown(app, &subject).await;
            Some(SubjectResponse { kind: subject.kind, id: subject.id, name })
        }
        None => None,
    };
    AuditResponse {
        id: Shown(AuditId(id)),
        at: Time(entry.at),
        by: entry.by.into(),
        verb: entry.verb,
        subject,
        details: entry.details,
    }
}
