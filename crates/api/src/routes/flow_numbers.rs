//! What happened at each step of a flow, in numbers.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use runnel_model::{Flow, FlowId, NodeId, Timestamp};
use runnel_store::NodeNumbers;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::flow_activity::first_day;
use super::flow_versions::version_of;
use super::flows::find;
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::error::{Error, Result};
use crate::http::{Asked, Id};
use crate::time::Time;

/// A year, and some days to compare it with.
const DAYS_MAX: u32 = 400;

/// What happened at each step of a version of a flow.
#[derive(Debug, Serialize, ToSchema)]
pub struct NumbersResponse {
    /// Which version.
    pub version: u32,
    /// The beginning of the first UTC day that was counted; null: ever.
    pub since: Option<Time>,
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
    /// Only what happened within so many UTC days, today included, at most 400; absent: ever.
    /// How many are inside is always told as it is now.
    days: Option<u32>,
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
    let since = query.days.map(|days| since(&app, days)).transpose()?;
    let counted = app.database.flow_numbers(&id, version, since).await?;
    Ok(Json(NumbersResponse {
        version,
        since: since.map(|day| Time(Timestamp::of_day(day))),
        nodes: numbers(&document, counted),
    }))
}

fn since(app: &App, days: u32) -> Result<i64> {
    if !(1..=DAYS_MAX).contains(&days) {
        let message = format!("`days` is a number from 1 to {DAYS_MAX}");
        return Err(Error::malformed("invalid_query", message));
    }
    Ok(first_day(app.engine.now(), days))
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
