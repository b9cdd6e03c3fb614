//! Predictions as they are shown.

use runnel_predict::{Effect, Refusal, Report, Settings};
use runnel_store::PredictionState;
use serde::Serialize;
use utoipa::ToSchema;

use super::Shown;
use crate::described;
use crate::ids::PredictionId;
use crate::predicting::{Progress, Step};
use crate::time::Time;

/// What has become of a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateOfPrediction {
    /// It is being made.
    Running,
    /// There is a model, and contacts have their probabilities.
    Done,
    /// Nothing could be learned.
    Refused,
    /// It broke, by a defect of ours: the server's log says more.
    Failed,
}

/// How far a prediction is.
#[derive(Debug, Serialize, ToSchema)]
pub struct PredictionProgressResponse {
    /// What is being done.
    pub step: PredictionStep,
    /// How much of all is done, from 0 to 1.
    pub share: f64,
}

/// What is being done.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PredictionStep {
    /// The pasts of the contacts with deals are read.
    Reading,
    /// The model is learned, and tried.
    Learning,
    /// Every contact gets its probability.
    Applying,
}

/// A prediction in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PredictionSummary {
    /// `pred_7`.
    #[schema(value_type = String)]
    pub id: Shown<PredictionId>,
    /// What has become of it.
    pub state: StateOfPrediction,
    /// When it came to its end; while it is running, when it was begun.
    pub trained_at: Time,
    /// How far it is; null: it is not running.
    pub progress: Option<PredictionProgressResponse>,
    /// In how many of a hundred pairs the buyer is picked, as a share; null: there is no model.
    pub auc: Option<f64>,
    /// Why there is no model.
    #[schema(value_type = Option<described::PredictionRefusal>)]
    pub refusal: Option<Refusal>,
}

/// What is known of who buys.
#[derive(Debug, Serialize, ToSchema)]
pub struct PredictionResponse {
    /// `pred_7`: the latest with a model; the latest of all as long as there never was a model.
    #[schema(value_type = String)]
    pub id: Shown<PredictionId>,
    /// What has become of it.
    pub state: StateOfPrediction,
    /// When it came to its end; while it is running, when it was begun.
    pub trained_at: Time,
    /// It is older than 30 days, or was learned by a version whose models are not understood any
    /// more: time to learn anew.
    pub stale: bool,
    /// How far it is; null: it is not running.
    pub progress: Option<PredictionProgressResponse>,
    /// How it was learned.
    #[schema(value_type = described::PredictionSettings)]
    pub settings: Settings,
    /// How good the model is; null: there is none.
    #[schema(value_type = Option<described::PredictionReport>)]
    pub report: Option<Report>,
    /// What each property, tag and activity adds; empty: there is no model.
    #[schema(value_type = Vec<described::FeatureEffect>)]
    pub effects: Vec<Effect>,
    /// Why there is no model; null: there is one, or it is not known yet.
    #[schema(value_type = Option<described::PredictionRefusal>)]
    pub refusal: Option<Refusal>,
    /// What was tried after it: it is running, was refused or failed. Null: nothing.
    pub newer: Option<PredictionSummary>,
}

impl From<PredictionState> for StateOfPrediction {
    fn from(state: PredictionState) -> Self {
        match state {
            PredictionState::Running => Self::Running,
            PredictionState::Done => Self::Done,
            PredictionState::Refused => Self::Refused,
            PredictionState::Failed => Self::Failed,
        }
    }
}

impl From<Progress> for PredictionProgressResponse {
    fn from(progress: Progress) -> Self {
        let step = match progress.step {
            Step::Reading => PredictionStep::Reading,
            Step::Learning => PredictionStep::Learning,
            Step::Applying => PredictionStep::Applying,
        };
        Self { step, share: progress.share }
    }
}
