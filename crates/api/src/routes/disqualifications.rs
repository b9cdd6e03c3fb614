//! The review list: who will be disqualified unless somebody objects. And the objection, which also
//! takes back what has been done.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use runnel_model::{ContactId, Edit, FlowId, NodeId, PublishedFlow};
use runnel_store::{EnrolmentQuery, EnrolmentRow, PAGE_MAX};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{Answer, Pending};
use super::contact_names::ContactNames;
use super::contact_writes::apply;
use super::paging::whole;
use crate::app::App;
use crate::auth::{AdjustScores, Allowed, Read};
use crate::dto::{ContactResponse, Page, Shown};
use crate::edits::Edits;
use crate::error::Result;
use crate::http::Id;
use crate::log::{FlowRef, Names, StepRef};
use crate::time::Time;

/// The node kind that disqualifies.
const KIND: &str = "disqualify";

/// Somebody who will be disqualified unless somebody objects.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisqualificationResponse {
    /// Who.
    #[schema(value_type = String)]
    pub contact: Shown<ContactId>,
    /// What people call it.
    pub name: String,
    /// Which flow does it.
    pub flow: FlowRef,
    /// Which of its steps.
    pub step: StepRef,
    /// Why, in the words of who drew the flow.
    pub reason: String,
    /// Since when it stands on the list.
    pub since: Time,
    /// When it will be disqualified.
    pub due: Option<Time>,
}

/// Who will be disqualified unless somebody objects, the next first; at most 1,000 of each step.
#[utoipa::path(
    get, path = "/disqualifications", tag = "contacts",
    responses((status = 200, body = Page<DisqualificationResponse>))
)]
pub async fn list_disqualifications(
    _: Allowed<Read>,
    State(app): State<App>,
) -> Result<Json<Page<DisqualificationResponse>>> {
    let catalog = app.engine.catalog();
    let names = Names::published(catalog.clone());
    let mut waiting = Vec::new();
    for (flow, node) in catalog.document().flows.iter().flat_map(steps).collect::<BTreeSet<_>>() {
        let query = EnrolmentQuery {
            flow: Some(flow),
            node: Some(node),
            active: Some(true),
            limit: PAGE_MAX,
            ..EnrolmentQuery::default()
        };
        waiting.extend(app.database.enrolments(&query).await?.items);
    }
    waiting.sort_by_key(|row| (row.due, row.id));
    let called = ContactNames::of(&app, waiting.iter().map(|row| row.contact)).await?;
    let one = |row: EnrolmentRow| DisqualificationResponse {
        contact: Shown(row.contact),
        name: called.get(row.contact),
        flow: names.flow(&row.flow, row.version),
        step: names.step(&row.flow, row.version, &row.node),
        reason: reason(&names, &row),
        since: Time(row.since),
        due: row.due.map(Time),
    };
    Ok(Json(whole(waiting.into_iter().map(one))))
}

/// Takes back that a contact is disqualified, or about to be: it gets the lifecycle stage that it
/// had before. What else a flow did meanwhile stays. Of a contact that is neither nothing changes.
#[utoipa::path(
    post, path = "/contacts/{id}/requalify", tag = "contacts", params(("id" = String, Path)),
    responses((status = 200, body = ContactResponse), (status = 202, body = Pending))
)]
pub async fn requalify(
    caller: Allowed<AdjustScores>,
    State(app): State<App>,
    Id(contact): Id<ContactId>,
) -> Result<Answer<ContactResponse>> {
    let edits = vec![Edit::Requalify];
    apply(&app, Edits { contact, by: caller.by, edits, expected: None }).await
}

fn steps(flow: &PublishedFlow) -> Vec<(FlowId, NodeId)> {
    let nodes = flow.document.nodes.iter().filter(|node| node.kind == KIND);
    nodes.map(|node| (flow.id().clone(), node.id.clone())).collect()
}

fn reason(names: &Names, row: &EnrolmentRow) -> String {
    let document = names.document(&row.flow, row.version);
    let node = document.and_then(|flow| flow.nodes.iter().find(|node| node.id == row.node));
    let reason = node.and_then(|node| node.settings.get("reason")?.as_str());
    reason.unwrap_or_default().to_owned()
}
