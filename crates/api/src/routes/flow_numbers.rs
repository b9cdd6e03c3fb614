//! What happened at each step of a flow, in numbers.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use runnel_model::{Flow, FlowId, NodeId};
use runnel_store::NodeNumbers;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::flow_versions::version_of;
use super::flows::find;
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::error::{Error, Result};
use crate::http::{Asked, Id};

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
