//! Flows as they run: numbers at each step, who is inside, published versions.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use runnel_model::{ContactId, EndReason, EnrolmentId, Flow, FlowId, NodeId};
use runnel_store::{EnrolmentQuery, EnrolmentRow, FlowVersionRow, NodeNumbers};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::flows::find;
use super::paging::{cursor, limit, page};
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::described;
use crate::dto::{Page, Shown};
use crate::error::{Error, Result};
use crate::http::{Asked, Id, Version};
use crate::time::Time;

/// What happened at each step of a version of a flow.
#[derive(Debug, Serialize, ToSchema)]
pub struct NumbersResponse {
    /// Which version.
    pub version: u32,
    /// Each of its steps, in the order of the document.
    pub nodes: Vec<NodeNumbersResponse>,
}

/// What happened at a step.
#[derive(Debug, Serialize, ToSchema)]
pub struct NodeNumbersResponse {
    /// The step.
    #[schema(value_type = String)]
    pub node: NodeId,
    /// How often an enrolment came there.
    pub entered: u64,
    /// How many are there now.
    pub inside: u64,
    /// How often one left, by port.
    pub left: BTreeMap<String, u64>,
    /// How often the step failed.
    pub failed: u64,
}

/// Which version's numbers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NumbersQuery {
    /// Absent: the current version.
    version: Option<u32>,
}

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

/// A published version of a flow.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowVersionResponse {
    /// Its version.
    pub version: u32,
    /// When it was published.
    pub published_at: Time,
    /// The document.
    #[schema(value_type = described::Flow)]
    pub document: Flow,
}

impl From<NodeNumbers> for NodeNumbersResponse {
    fn from(numbers: NodeNumbers) -> Self {
        Self {
            node: numbers.node,
            entered: numbers.entered,
            inside: numbers.inside,
            left: numbers.left,
            failed: numbers.failed,
        }
    }
}

impl From<EnrolmentRow> for FlowEnrolmentResponse {
    fn from(row: EnrolmentRow) -> Self {
        Self {
            id: Shown(row.id),
            contact: Shown(row.contact),
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

/// What happened at each step: entered, inside, left by port, failed.
#[utoipa::path(
    get, path = "/flows/{id}/numbers", tag = "flows", params(("id" = String, Path), NumbersQuery),
    responses((status = 200, body = NumbersResponse))
)]
pub async fn get_numbers(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    Asked(query): Asked<NumbersQuery>,
) -> Result<Json<NumbersResponse>> {
    let current = find(&app, &id).await?.current_version;
    let never =
        || Error::conflict("never_published", format!("the flow `{id}` has no numbers yet"));
    let version = query.version.or(current).ok_or_else(never)?;
    let document = version_of(&app, &id, version).await?.document;
    let counted = app.database.flow_numbers(&id, version).await?;
    Ok(Json(NumbersResponse { version, nodes: numbers(&document, counted) }))
}

/// The numbers in the order of the document; of steps that nobody came to as well.
fn numbers(flow: &Flow, counted: Vec<NodeNumbers>) -> Vec<NodeNumbersResponse> {
    let mut counted: BTreeMap<NodeId, NodeNumbers> =
        counted.into_iter().map(|numbers| (numbers.node.clone(), numbers)).collect();
    let none = |node: &NodeId| NodeNumbers {
        node: node.clone(),
        entered: 0,
        inside: 0,
        left: BTreeMap::new(),
        failed: 0,
    };
    let of = |id: &NodeId| counted.remove(id).unwrap_or_else(|| none(id)).into();
    flow.nodes.iter().map(|node| &node.id).map(of).collect()
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
    let query = EnrolmentQuery {
        flow: Some(flow),
        contact: query.contact.as_deref().map(str::parse).transpose()?,
        node: query.node.as_deref().map(NodeId::parse).transpose()?,
        active: query.active,
        limit: limit(query.limit),
        cursor: cursor(query.cursor.as_deref())?,
    };
    Ok(Json(page(app.database.enrolments(&query).await?, FlowEnrolmentResponse::from)))
}

/// A published version of a flow.
#[utoipa::path(
    get, path = "/flows/{id}/versions/{version}", tag = "flows",
    params(("id" = String, Path), ("version" = u32, Path)),
    responses((status = 200, body = FlowVersionResponse))
)]
pub async fn get_version(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
    Version(version): Version,
) -> Result<Json<FlowVersionResponse>> {
    let row = version_of(&app, &id, version).await?;
    Ok(Json(FlowVersionResponse {
        version: row.version,
        published_at: Time(row.published_at),
        document: row.document,
    }))
}

/// A published version of a flow.
pub async fn version_of(app: &App, id: &FlowId, version: u32) -> Result<FlowVersionRow> {
    let row = app.database.flow_version(id, version).await?;
    row.ok_or_else(|| Error::not_found("version of the flow", version))
}
