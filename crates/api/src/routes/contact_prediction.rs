//! How probably one contact buys, and why.

use axum::Json;
use axum::extract::State;
use runnel_model::ContactId;
use runnel_predict::{Prediction, Reason};
use serde::Serialize;
use utoipa::ToSchema;

use super::contacts::find;
use super::predictions::no_model;
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::described;
use crate::dto::Shown;
use crate::error::Result;
use crate::http::Id;
use crate::ids::PredictionId;
use crate::predicting::{predict, shown};
use crate::time::Time;

/// How probably a contact buys.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactPredictionResponse {
    /// According to which prediction.
    #[schema(value_type = String)]
    pub prediction: Shown<PredictionId>,
    /// When that was learned.
    pub trained_at: Time,
    /// From 0 to 1: of the deals of such contacts this share is won.
    pub probability: f64,
    /// The same for a contact that is average in everything.
    pub average: f64,
    /// What makes the most difference, the strongest first.
    #[schema(value_type = Vec<described::PredictionReason>)]
    pub reasons: Vec<Reason>,
}

/// How probably a contact buys, from all that is known of it by now.
#[utoipa::path(
    get, path = "/contacts/{id}/prediction", tag = "contacts", params(("id" = String, Path)),
    responses((status = 200, body = ContactPredictionResponse))
)]
pub async fn get_prediction(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<ContactId>,
) -> Result<Json<ContactPredictionResponse>> {
    let contact = find(&app, id).await?;
    let (row, model) = shown(&app.database).await?.ok_or_else(no_model)?;
    let prediction = predict(&app.database, &model, &contact, app.engine.now()).await?;
    let Prediction { probability, average, reasons } = prediction;
    Ok(Json(ContactPredictionResponse {
        prediction: Shown(PredictionId(row.id)),
        trained_at: Time(row.finished_at.unwrap_or(row.started_at)),
        probability,
        average,
        reasons,
    }))
}
