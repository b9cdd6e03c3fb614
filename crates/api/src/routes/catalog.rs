//! What flows are made of: node kinds with the schemas of their settings, pipelines.

use axum::Json;
use axum::extract::State;
use runnel_engine::{KindInfo, kinds};
use runnel_model::Pipeline;
use serde::Serialize;
use utoipa::ToSchema;

use super::paging::whole;
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::described;
use crate::dto::Page;
use crate::error::Result;

/// A kind of step.
#[derive(Debug, Serialize, ToSchema)]
pub struct NodeKindResponse {
    /// The name in a flow document.
    pub name: &'static str,
    /// The version of the settings.
    pub version: u32,
    /// `trigger`, `condition`, `wait`, `action`, `goal` or `exit`.
    #[schema(value_type = String)]
    pub role: runnel_engine::Role,
    /// What people call it.
    pub title: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// What it is drawn as: the name of a Tabler icon, `calendar-x`.
    pub icon: &'static str,
    /// Other words that people search for it by.
    pub synonyms: &'static [&'static str],
    /// Its output ports.
    pub ports: &'static [&'static str],
    /// The JSON Schema of its settings.
    #[schema(value_type = Object)]
    pub schema: &'static serde_json::Value,
}

/// A pipeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineResponse {
    /// Its id, name and stages.
    #[serde(flatten)]
    #[schema(value_type = described::Pipeline)]
    pub pipeline: Pipeline,
}

impl From<&'static KindInfo> for NodeKindResponse {
    fn from(kind: &'static KindInfo) -> Self {
        Self {
            name: kind.name,
            version: kind.version,
            role: kind.role,
            title: kind.title,
            summary: kind.summary,
            icon: kind.icon,
            synonyms: kind.synonyms,
            ports: kind.ports,
            schema: &kind.schema,
        }
    }
}

/// Every kind of step there is.
#[utoipa::path(
    get, path = "/node-kinds", tag = "catalog",
    responses((status = 200, body = Page<NodeKindResponse>))
)]
pub async fn list_node_kinds(_: Allowed<Read>) -> Json<Page<NodeKindResponse>> {
    Json(whole(kinds().iter().map(NodeKindResponse::from)))
}

/// All pipelines, with their stages.
#[utoipa::path(
    get, path = "/pipelines", tag = "catalog",
    responses((status = 200, body = Page<PipelineResponse>))
)]
pub async fn list_pipelines(
    _: Allowed<Read>,
    State(app): State<App>,
) -> Result<Json<Page<PipelineResponse>>> {
    let pipelines = app.database.pipelines().await?;
    Ok(Json(whole(pipelines.into_iter().map(|pipeline| PipelineResponse { pipeline }))))
}
