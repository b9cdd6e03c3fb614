//! Who is inside a flow, for whoever is about to publish a new version of it.

use axum::Json;
use axum::extract::State;
use runnel_model::{Flow, FlowId, NodeId};
use serde::Serialize;
use utoipa::ToSchema;

use super::flow_versions::version_of;
use super::flows::find;
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::error::Result;
use crate::http::Id;
use crate::publishing::can_go_on;

/// Who is inside a flow now, by version and step.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsideResponse {
    /// The steps at which somebody is, oldest version first.
    pub steps: Vec<InsideStep>,
}

/// How many are at a step, and whether they could go on in the draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsideStep {
    /// Which version.
    pub version: u32,
    /// Which step.
    #[schema(value_type = String)]
    pub node: NodeId,
    /// What people call it, if they gave it a name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// How many are there now.
    pub inside: u64,
    /// The draft has the same step, of the same kind: they can be moved there.
    pub can_move: bool,
}

/// Who is inside now, by version and step, and whether they could go on in the draft.
#[utoipa::path(
    get, path = "/flows/{id}/inside", tag = "flows", params(("id" = String, Path)),
    responses((status = 200, body = InsideResponse))
)]
pub async fn get_inside(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<FlowId>,
) -> Result<Json<InsideResponse>> {
    let draft = find(&app, &id).await?.draft;
    let mut steps = Vec::new();
    let mut document: Option<(u32, Flow)> = None;
    for inside in app.database.inside(&id).await? {
        if document.as_ref().is_none_or(|(version, _)| *version != inside.version) {
            document =
                Some((inside.version, version_of(&app, &id, inside.version).await?.document));
        }
        let (_, flow) = document.as_ref().expect("it was just read");
        let Some(node) = flow.nodes.iter().find(|node| node.id == inside.node) else { continue };
        steps.push(InsideStep {
            version: inside.version,
            name: node.name.clone(),
            kind: node.kind.clone(),
            inside: inside.count,
            can_move: can_go_on(flow, &draft, &node.id),
            node: inside.node,
        });
    }
    Ok(Json(InsideResponse { steps }))
}
