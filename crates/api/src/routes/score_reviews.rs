//! What share of those with so many points buys, and whether a threshold is right.
//!
//! Both look at the points that contacts had *before* their deals were closed, as they were read
//! when a prediction was last made.

use axum::Json;
use axum::extract::State;
use runnel_model::{Category, ClassId, ModelId, Timestamp};
use runnel_predict::{Band, Settings, ThresholdReview, bands, review_threshold as review};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::predictions::never_trained;
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::described;
use crate::error::{Error, Result};
use crate::http::Asked;
use crate::predicting::{ScoresBefore, read};
use crate::time::Time;

/// How many bands there are where nobody says.
const BANDS: usize = 10;
const BANDS_MAX: usize = 50;

/// Which bands.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListBandsQuery {
    /// Points of which category; absent: of all together.
    category: Option<String>,
    /// At most so many, 2 to 50; 10 otherwise.
    bands: Option<usize>,
}

/// What share of those with so many points buys.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreBandsResponse {
    /// The bands, lowest first.
    #[schema(value_type = Vec<described::ScoreBand>)]
    pub items: Vec<Band>,
    /// Of how many deals.
    pub deals: usize,
    /// When they were read.
    pub as_of: Time,
}

/// Which threshold: so many points, or where a class of a scoring model begins.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReviewThresholdQuery {
    /// From so many points on a contact passes.
    points: Option<i64>,
    /// Points of which category; absent: of all together.
    category: Option<String>,
    /// The scoring model, together with `class`.
    model: Option<String>,
    /// The class that begins at the threshold.
    class: Option<String>,
}

/// What share of those with so many points buys: points as they were before the deals were closed.
#[utoipa::path(
    get, path = "/scores/bands", tag = "prediction", params(ListBandsQuery),
    responses((status = 200, body = ScoreBandsResponse))
)]
pub async fn list_bands(
    _: Allowed<Read>,
    State(app): State<App>,
    Asked(query): Asked<ListBandsQuery>,
) -> Result<Json<ScoreBandsResponse>> {
    let most = query.bands.unwrap_or(BANDS);
    if !(2..=BANDS_MAX).contains(&most) {
        let message = format!("`bands` is a number from 2 to {BANDS_MAX}");
        return Err(Error::malformed("invalid_query", message));
    }
    let category = query.category.as_deref().map(Category::parse).transpose()?;
    let (as_of, scores) = before_deals(&app).await?;
    let items = bands(&scores.scored(category.as_ref()), most);
    Ok(Json(ScoreBandsResponse { items, deals: scores.deals(), as_of: Time(as_of) }))
}

/// Whether a threshold lets those through who buy, and whether another would do better.
#[utoipa::path(
    get, path = "/scores/threshold", tag = "prediction", params(ReviewThresholdQuery),
    responses((status = 200, body = described::ThresholdReview))
)]
pub async fn review_threshold(
    _: Allowed<Read>,
    State(app): State<App>,
    Asked(query): Asked<ReviewThresholdQuery>,
) -> Result<Json<ThresholdReview>> {
    let (from, category) = threshold(&app, query).await?;
    let (_, scores) = before_deals(&app).await?;
    Ok(Json(review(&scores.scored(category.as_ref()), from, &Settings::default())))
}

async fn threshold(app: &App, query: ReviewThresholdQuery) -> Result<(i64, Option<Category>)> {
    match query {
        ReviewThresholdQuery { points: Some(points), category, model: None, class: None } => {
            Ok((points, category.as_deref().map(Category::parse).transpose()?))
        }
        ReviewThresholdQuery {
            points: None,
            category: None,
            model: Some(model),
            class: Some(class),
        } => of_class(app, &ModelId::parse(&model)?, &ClassId::parse(&class)?).await,
        _ => {
            let message = "say `points`, and of which `category`; or `model` and `class`";
            Err(Error::malformed("invalid_query", message))
        }
    }
}

async fn of_class(app: &App, id: &ModelId, class: &ClassId) -> Result<(i64, Option<Category>)> {
    let row = app.database.scoring_model(id).await?;
    let model = row.ok_or_else(|| Error::not_found("scoring model", id))?.model;
    let found = model.classes.iter().find(|one| one.id == *class);
    let from = found.ok_or_else(|| Error::not_found("class", class))?.from;
    Ok((from, model.class_of))
}

async fn before_deals(app: &App) -> Result<(Timestamp, ScoresBefore)> {
    let (at, scores) = app.database.scores_before_deals().await?.ok_or_else(never_trained)?;
    Ok((at, read("the points before deals", scores)?))
}
