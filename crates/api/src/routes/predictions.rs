//! Predictions: who buys, learned when somebody asks for it, and what came of it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use runnel_model::{Span, Timestamp};
use runnel_predict::SuggestedRow;
use runnel_store::{PredictionRow, PredictionState};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::paging::{cursor, limit, page, whole};
use crate::app::App;
use crate::audit::Deed;
use crate::auth::{Allowed, EditFlows, Read};
use crate::described;
use crate::dto::{Page, PredictionResponse, PredictionSummary, Shown, StateOfPrediction};
use crate::error::{Error, Result};
use crate::http::{Asked, Body};
use crate::ids::PredictionId;
use crate::predicting::{self, Progress, read, read_settings};
use crate::time::Time;

/// What was learned is doubtful after this time.
const STALE_AFTER: Span = Span::Days(30);
/// What the strongest row of a suggested table gives.
const STRONGEST: u32 = 20;
/// No row gives more.
const STRONGEST_MAX: u32 = 1_000;

/// How to learn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginPredictionRequest {
    /// What is left out is as it was the last time, or as usual.
    #[serde(default)]
    #[schema(value_type = Option<described::PredictionSettings>)]
    pub settings: Option<Map<String, Value>>,
}

/// How a suggested table is to be.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListPointsQuery {
    /// What the strongest row gives, 1 to 1,000; 20 otherwise.
    strongest: Option<u32>,
}

/// Which predictions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListPredictionsQuery {
    /// The most predictions.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Begins to learn who buys; `GET /predictions/current` says how far it is. What was learned before
/// stays in use until it is done.
#[utoipa::path(
    post, path = "/predictions", tag = "prediction", request_body = BeginPredictionRequest,
    responses((status = 202, body = PredictionSummary))
)]
pub async fn begin_prediction(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Body(request): Body<BeginPredictionRequest>,
) -> Result<(StatusCode, Json<PredictionSummary>)> {
    let last = app.database.latest_prediction().await?;
    let (earlier, wishes) = (last.as_ref().map(|row| &row.settings), request.settings);
    let settings = predicting::with(earlier, wishes.unwrap_or_default())
        .map_err(|message| Error::unprocessable("invalid_settings", message))?;
    let Some(id) = app.predictor.begin(&settings).await? else {
        let message = "a prediction is being made; wait for it, or break it off";
        return Err(Error::conflict("already_training", message));
    };
    let begun = PredictionSummary {
        id: Shown(PredictionId(id)),
        state: StateOfPrediction::Running,
        trained_at: Time(app.engine.now()),
        progress: Some(Progress::BEGINNING.into()),
        auc: None,
        refusal: None,
    };
    Ok((StatusCode::ACCEPTED, Json(begun)))
}

/// What is known of who buys, and how good that is.
#[utoipa::path(
    get, path = "/predictions/current", tag = "prediction",
    responses((status = 200, body = PredictionResponse))
)]
pub async fn get_current(
    _: Allowed<Read>,
    State(app): State<App>,
) -> Result<Json<PredictionResponse>> {
    let latest = app.database.latest_prediction().await?.ok_or_else(never_trained)?;
    let shown = app.database.done_prediction().await?;
    let (row, newer) = match shown {
        Some(shown) if shown.id < latest.id => (shown, Some(summary(&app, latest)?)),
        shown => (shown.unwrap_or(latest), None),
    };
    let model = predicting::model(&app.database, row.id).await?;
    let settings = read_settings(Some(&row.settings));
    let stale =
        is_old(&row, app.engine.now()) || (row.state == PredictionState::Done && model.is_none());
    let report = row.report.clone().filter(|_| model.is_some());
    let report = report.map(|report| read("a prediction's report", report)).transpose()?;
    let PredictionSummary { id, state, trained_at, progress, refusal, .. } = summary(&app, row)?;
    let effects = model.map_or_else(Vec::new, |model| model.effects.clone());
    Ok(Json(PredictionResponse {
        id,
        state,
        trained_at,
        stale,
        progress,
        settings,
        report,
        effects,
        refusal,
        newer,
    }))
}

/// The predictions of the past, newest first: does it get better?
#[utoipa::path(
    get, path = "/predictions", tag = "prediction", params(ListPredictionsQuery),
    responses((status = 200, body = Page<PredictionSummary>))
)]
pub async fn list_predictions(
    _: Allowed<Read>,
    State(app): State<App>,
    Asked(query): Asked<ListPredictionsQuery>,
) -> Result<Json<Page<PredictionSummary>>> {
    let before = cursor(query.cursor.as_deref())?;
    let found = app.database.predictions(limit(query.limit), before.as_ref()).await?;
    let shown = page(found, |row| summary(&app, row));
    let items: Result<Vec<_>> = shown.items.into_iter().collect();
    Ok(Json(Page { items: items?, next: shown.next }))
}

/// Breaks off the prediction that is being made: what was learned before stays. It is as well if
/// none is.
#[utoipa::path(
    delete, path = "/predictions/current/run", tag = "prediction", responses((status = 204))
)]
pub async fn break_off(
    _: Allowed<EditFlows>,
    State(app): State<App>,
    Extension(deed): Extension<Deed>,
) -> Result<StatusCode> {
    if !app.predictor.break_off().await? {
        deed.only_asked();
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Rows for a scoring model, the strongest first, which rank contacts much as the model does.
/// Nothing is saved: put them into a scoring model, and try that before you publish it.
#[utoipa::path(
    get, path = "/predictions/current/points", tag = "prediction", params(ListPointsQuery),
    responses((status = 200, body = Page<described::SuggestedRow>))
)]
pub async fn list_points(
    _: Allowed<Read>,
    State(app): State<App>,
    Asked(query): Asked<ListPointsQuery>,
) -> Result<Json<Page<SuggestedRow>>> {
    let strongest = query.strongest.unwrap_or(STRONGEST);
    if strongest == 0 || strongest > STRONGEST_MAX {
        let message = format!("`strongest` is a number from 1 to {STRONGEST_MAX}");
        return Err(Error::malformed("invalid_query", message));
    }
    let (_, model) = predicting::shown(&app.database).await?.ok_or_else(no_model)?;
    Ok(Json(whole(model.suggested_points(strongest))))
}

/// 404: nobody has ever asked who buys.
pub fn never_trained() -> Error {
    let message = "nothing has been learned yet: POST /api/v1/predictions";
    Error::refused(StatusCode::NOT_FOUND, "never_trained", message)
}

/// 404: there is no model that could say anything.
pub fn no_model() -> Error {
    let message = "there is no model: GET /api/v1/predictions/current says why";
    Error::refused(StatusCode::NOT_FOUND, "no_prediction", message)
}

fn is_old(row: &PredictionRow, now: Timestamp) -> bool {
    row.finished_at.is_some_and(|at| at < now - STALE_AFTER)
}

fn summary(app: &App, row: PredictionRow) -> Result<PredictionSummary> {
    let refusal = row.refusal.map(|refusal| read("a prediction's refusal", refusal)).transpose()?;
    let running = row.state == PredictionState::Running;
    let auc = row.report.as_ref().and_then(|report| report.pointer("/auc/value")?.as_f64());
    Ok(PredictionSummary {
        id: Shown(PredictionId(row.id)),
        state: row.state.into(),
        trained_at: Time(row.finished_at.unwrap_or(row.started_at)),
        progress: running.then(|| app.predictor.progress(row.id).into()),
        auc,
        refusal,
    })
}
