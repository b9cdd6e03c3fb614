//! Scoring models: tables that say what is worth how many points. Writing one publishes it at once.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::{
    Category, ClassId, Diagnostic, ModelId, ScoreClass, ScoringGroup, ScoringModel,
};
use runnel_store::ModelRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::Answer;
use super::names::{name, same_id};
use super::paging::whole;
use super::preparations::{PutOffResponse, published};
use crate::app::App;
use crate::auth::{Allowed, EditFlows, Read};
use crate::described;
use crate::dto::Page;
use crate::error::{Error, Result};
use crate::http::{Body, Id};
use crate::publishing::PublishedVersion;
use crate::time::Time;

/// A scoring model.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoringModelResponse {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ModelId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The table.
    #[schema(value_type = Vec<described::ScoringGroup>)]
    pub groups: Vec<ScoringGroup>,
    /// Which score the classes look at; null: the sum over all categories.
    #[schema(value_type = Option<String>)]
    pub class_of: Option<Category>,
    /// The classes, lowest first.
    #[schema(value_type = Vec<described::ScoreClass>)]
    pub classes: Vec<ScoreClass>,
    /// Counts its changes.
    pub version: u32,
    /// When it was last changed.
    pub updated_at: Time,
    /// How many contacts are in each class now; the first: below all of them.
    pub members: Vec<ClassMembers>,
}

/// How many contacts are in a class.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassMembers {
    /// Which; null: below the first.
    #[schema(value_type = Option<String>)]
    pub class: Option<ClassId>,
    /// How many.
    pub contacts: u64,
}

/// What a scoring model is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutScoringModelRequest {
    /// The id in the path, if it is said at all.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub id: Option<ModelId>,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// The table.
    #[schema(value_type = Vec<described::ScoringGroup>)]
    pub groups: Vec<ScoringGroup>,
    /// Which score the classes look at; absent: the sum over all categories.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub class_of: Option<Category>,
    /// The classes, lowest first.
    #[serde(default)]
    #[schema(value_type = Vec<described::ScoreClass>)]
    pub classes: Vec<ScoreClass>,
    /// Flows start by the points that this gives or takes.
    #[serde(default)]
    pub start_flows: bool,
}

/// A scoring model that was published.
#[derive(Debug, Serialize, ToSchema)]
pub struct PutScoringModelResponse {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ModelId,
    /// Its version.
    pub version: u32,
    /// The version of the catalog that it is part of.
    pub catalog_version: u64,
    /// Warnings.
    #[schema(value_type = Vec<described::Diagnostic>)]
    pub diagnostics: Vec<Diagnostic>,
}

/// All scoring models, by name.
#[utoipa::path(
    get, path = "/scoring-models", tag = "scoring",
    responses((status = 200, body = Page<ScoringModelResponse>))
)]
pub async fn list_scoring_models(
    _: Allowed<Read>,
    State(app): State<App>,
) -> Result<Json<Page<ScoringModelResponse>>> {
    let mut models = Vec::new();
    for row in app.database.scoring_models().await? {
        models.push(response(&app, row).await?);
    }
    Ok(Json(whole(models)))
}

/// One scoring model.
#[utoipa::path(
    get, path = "/scoring-models/{id}", tag = "scoring", params(("id" = String, Path)),
    responses((status = 200, body = ScoringModelResponse))
)]
pub async fn get_scoring_model(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<ModelId>,
) -> Result<Json<ScoringModelResponse>> {
    let row = app.database.scoring_model(&id).await?;
    let row = row.ok_or_else(|| Error::not_found("scoring model", &id))?;
    Ok(Json(response(&app, row).await?))
}

/// Creates or changes a scoring model, and publishes it: everybody's points become what the table
/// says. If it asks about a past that has to be counted first, and that takes longer than a caller
/// waits, it is published afterwards (202).
#[utoipa::path(
    put, path = "/scoring-models/{id}", tag = "scoring", request_body = PutScoringModelRequest,
    params(("id" = String, Path)),
    responses(
        (status = 200, body = PutScoringModelResponse),
        (status = 202, body = PutOffResponse)
    )
)]
pub async fn put_scoring_model(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<ModelId>,
    Body(request): Body<PutScoringModelRequest>,
) -> Result<Answer<PutScoringModelResponse, PutOffResponse>> {
    same_id(&id, request.id.as_ref())?;
    let model = ScoringModel {
        id: id.clone(),
        name: name(&request.name)?,
        description: request.description,
        groups: request.groups,
        class_of: request.class_of,
        classes: request.classes,
    };
    let publishing = app.publisher.put_model(model, request.start_flows).await?;
    let done = |published: PublishedVersion| PutScoringModelResponse {
        id,
        version: published.version,
        catalog_version: published.catalog_version,
        diagnostics: published.diagnostics,
    };
    published(&app, publishing, done).await
}

/// Deletes a scoring model that nothing refers to; the points that it gave are taken back.
#[utoipa::path(
    delete, path = "/scoring-models/{id}", tag = "scoring", params(("id" = String, Path)),
    responses((status = 204))
)]
pub async fn delete_scoring_model(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<ModelId>,
) -> Result<StatusCode> {
    app.publisher.delete_model(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn response(app: &App, row: ModelRow) -> Result<ScoringModelResponse> {
    let ModelRow { model, version, updated_at } = row;
    let members = members(app, &model).await?;
    Ok(ScoringModelResponse {
        id: model.id,
        name: model.name,
        description: model.description,
        groups: model.groups,
        class_of: model.class_of,
        classes: model.classes,
        version,
        updated_at: Time(updated_at),
        members,
    })
}

/// How many have at least the points of each class; those of the next one are not in it.
async fn members(app: &App, model: &ScoringModel) -> Result<Vec<ClassMembers>> {
    let mut above = app.database.count_contacts().await?;
    let mut members = Vec::with_capacity(model.classes.len() + 1);
    let mut class = None;
    for next in &model.classes {
        let of = model.class_of.as_ref();
        let reach = app.database.count_with_points(of, next.from).await?.min(above);
        members.push(ClassMembers { class, contacts: above - reach });
        (class, above) = (Some(next.id.clone()), reach);
    }
    members.push(ClassMembers { class, contacts: above });
    Ok(members)
}
