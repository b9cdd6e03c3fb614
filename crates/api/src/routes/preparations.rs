//! Publications that wait until the past that they ask about has been counted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::Diagnostic;
use runnel_store::{Change, Preparation};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Answer;
use super::paging::whole;
use crate::app::App;
use crate::auth::{Allowed, EditFlows, Read};
use crate::described;
use crate::dto::{Page, Shown};
use crate::error::{Error, Result};
use crate::http::Id;
use crate::ids::PreparationId;
use crate::publishing::{PublishedVersion, Publishing};
use crate::retention::kept_since;
use crate::time::Time;

/// A publication that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreparationResponse {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Shown<PreparationId>,
    /// What is to be published: `flow`, `segment` or `scoring_model`.
    pub kind: String,
    /// Its id.
    pub subject: String,
    /// What people call it.
    pub name: String,
    /// When somebody wanted to publish it.
    pub started_at: Time,
    /// How much of the past is counted, from 0 to 1; null: others come first.
    pub share: Option<f64>,
    /// Why it cannot be published after all; null: nothing stands in the way.
    pub problem: Option<String>,
    /// What happened before was deleted and is not counted; null: nothing was.
    pub kept_since: Option<Time>,
}

/// What is to be published and waits until the past has been counted: 202.
#[derive(Debug, Serialize, ToSchema)]
pub struct PutOffResponse {
    /// It is published as soon as this is done.
    pub preparation: PreparationResponse,
    /// Warnings.
    #[schema(value_type = Vec<described::Diagnostic>)]
    pub diagnostics: Vec<Diagnostic>,
}

impl PreparationResponse {
    fn new(app: &App, one: Preparation, kept_since: Option<Time>) -> Self {
        Self {
            id: Shown(PreparationId(one.id)),
            share: app.publisher.prepared_share(one.id),
            kind: one.kind,
            subject: one.subject,
            name: match one.change {
                Change::Flow { flow, .. } => flow.name,
                Change::Segment { segment, .. } => segment.name,
                Change::Model { model, .. } => model.name,
                _ => String::new(),
            },
            started_at: Time(one.started_at),
            problem: one.problem,
            kept_since,
        }
    }
}

/// What came of publishing: the version, or what it waits for.
pub async fn published<T>(
    app: &App,
    publishing: Publishing,
    done: impl FnOnce(PublishedVersion) -> T,
) -> Result<Answer<T, PutOffResponse>> {
    match publishing {
        Publishing::Done(version) => Ok(Answer::Done(StatusCode::OK, done(version))),
        Publishing::Preparing { id, diagnostics } => {
            let waiting = app.database.preparations().await?;
            let Some(one) = waiting.into_iter().find(|one| one.id == id) else {
                let message = "something newer was published instead, or it was given up";
                return Err(Error::conflict("given_up", message));
            };
            let preparation = PreparationResponse::new(app, one, kept_since(app).await?);
            Ok(Answer::Later(PutOffResponse { preparation, diagnostics }))
        }
    }
}

/// All of them, oldest first: they are counted in this order, one at a time.
#[utoipa::path(
    get, path = "/preparations", tag = "preparations",
    responses((status = 200, body = Page<PreparationResponse>))
)]
pub async fn list_preparations(
    _: Allowed<Read>,
    State(app): State<App>,
) -> Result<Json<Page<PreparationResponse>>> {
    let waiting = app.database.preparations().await?;
    let since = kept_since(&app).await?;
    Ok(Json(whole(waiting.into_iter().map(|one| PreparationResponse::new(&app, one, since)))))
}

/// Gives up a publication: what is published now stays.
#[utoipa::path(
    delete, path = "/preparations/{id}", tag = "preparations", params(("id" = String, Path)),
    responses((status = 204))
)]
pub async fn delete_preparation(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Id(id): Id<PreparationId>,
) -> Result<StatusCode> {
    if !app.publisher.give_up(id.0).await? {
        return Err(Error::not_found("preparation", id));
    }
    Ok(StatusCode::NO_CONTENT)
}
