//! Who is or was inside a flow.

use axum::Json;
use axum::extract::State;
use runnel_model::{ContactId, EndReason, EnrolmentId, FlowId, NodeId};
use runnel_store::{EnrolmentQuery, EnrolmentRow, Way};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::contact_names::ContactNames;
use super::flows::find;
use super::paging::{cursor, limit, page};
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::described;
use crate::dto::{Page, Shown};
use crate::error::{Error, Result};
use crate::http::{Asked, Id};
use crate::time::Time;

/// Which enrolments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListEnrolmentsQuery {
    /// At this step.
    node: Option<String>,
    /// Going on (true) or over (false).
    active: Option<bool>,
    /// Of this contact.
    contact: Option<String>,
    /// Those that left this step, as their contacts' logs tell. A page may then hold fewer than
    /// `limit`, or none, and still have a `next`.
    passed: Option<String>,
    /// By this port, `failed` where the step failed; absent: by any. Only with `passed`.
    port: Option<String>,
    /// Left it in this version of the flow; absent: in any. Only with `passed`.
    version: Option<u32>,
    /// The most enrolments, at most 1,000; 50 otherwise.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// An enrolment that goes on or is over.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowEnrolmentResponse {
    /// `enr_42`.
    #[schema(value_type = String)]
    pub id: Shown<EnrolmentId>,
    /// Whose.
    #[schema(value_type = String)]
    pub contact: Shown<ContactId>,
    /// What people call them.
    pub contact_name: String,
    /// In which version of the flow.
    pub version: u32,
    /// What sets it apart from others of the flow.
    pub key: Option<String>,
    /// Where it is or ended.
    #[schema(value_type = String)]
    pub node: NodeId,
    /// When it began.
    pub entered_at: Time,
    /// When it came to its step.
    pub since: Time,
    /// Until when it waits at most.
    pub due: Option<Time>,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// Why it ended.
    #[schema(value_type = Option<described::EndReason>)]
    pub reason: Option<EndReason>,
}

impl FlowEnrolmentResponse {
    fn new(row: EnrolmentRow, names: &ContactNames) -> Self {
        Self {
            id: Shown(row.id),
            contact: Shown(row.contact),
            contact_name: names.get(row.contact),
            version: row.version,
            key: row.key,
            node: row.node,
            entered_at: Time(row.entered_at),
            since: Time(row.since),
            due: row.due.map(Time),
            ended_at: row.ended_at.map(Time),
            reason: row.reason,
        }
    }
}

/// A page of the enrolments in a flow, newest first.
#[utoipa::path(
    get, path = "/flows/{id}/enrolments", tag = "flows",
    params(("id" = String, Path), ListEnrolmentsQuery),
    responses((status = 200, body = Page<FlowEnrolmentResponse>))
)]
pub async fn list_enrolments(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    Asked(query): Asked<ListEnrolmentsQuery>,
) -> Result<Json<Page<FlowEnrolmentResponse>>> {
    let flow = find(&app, &id).await?.id;
    let way = way(&query)?;
    let query = EnrolmentQuery {
        flow: Some(flow),
        contact: query.contact.as_deref().map(str::parse).transpose()?,
        node: query.node.as_deref().map(NodeId::parse).transpose()?,
        active: query.active,
        limit: limit(query.limit),
        cursor: cursor(query.cursor.as_deref())?,
    };
    let found = match way {
        Some(way) => app.database.enrolments_that_took(&way, &query).await?,
        None => app.database.enrolments(&query).await?,
    };
    let names = ContactNames::of(&app, found.items.iter().map(|row| row.contact)).await?;
    Ok(Json(page(found, |row| FlowEnrolmentResponse::new(row, &names))))
}

/// The way that those who are asked for went.
fn way(query: &ListEnrolmentsQuery) -> Result<Option<Way>> {
    let node = query.passed.as_deref().map(NodeId::parse).transpose()?;
    if node.is_none() && (query.port.is_some() || query.version.is_some()) {
        let message = "`port` and `version` say more about `passed`, which is missing";
        return Err(Error::malformed("invalid_query", message));
    }
    let way = |node| Way { node, port: query.port.clone(), version: query.version };
    Ok(node.map(way))
}
