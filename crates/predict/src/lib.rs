//! Who buys? Learned from the deals that were won and lost, with reasons, or refused.
//!
//! ```text
//! History ── examples ──> Example ── train ──> Trained { model, report } | Refusal
//!    └────── features ──> Features ── Model::predict ──> Prediction { probability, reasons }
//! ```
//!
//! A logistic regression, on purpose: each weight can be said in a sentence, becomes points in a
//! scoring table, and a probability is a sum whose parts are the reasons. Three promises:
//!
//! - **Nothing is known too early.** [`History::examples`] reads off what was known strictly before
//!   a deal's end, less a gap, and there is no other way to make an [`Example`]. Scales, categories
//!   and limits are learned inside each fold. An open deal cannot be written down as lost.
//! - **Nothing is guessed.** With few deals, or if the model is not surely better than a coin on
//!   contacts it has not seen, there is a [`Refusal`] with numbers and no model.
//! - **Nothing is random.** The same examples give the same model, in whatever order they come.
//!
//! What it deliberately does not do: read logs (whoever replays them makes histories), keep time,
//! choose features by the outcome, find interactions, predict *when*. It tells what share of the
//! deals of such contacts is won; of contacts who never had a deal it has learned nothing.
//!
//! # Why smartcore
//!
//! Compared were smartcore 0.7.0 (October 2026) and linfa-logistic 0.8.1: both maintained, both
//! with L2 on the weights and a free intercept, both by L-BFGS. Their weights agree to nine digits,
//! to six on separable data. smartcore needs less than half the time, builds in a quarter of it, has
//! the Cholesky solver that the errors of the weights need, and brings six crates that we did not
//! have, without BLAS, threads or a build script. linfa brings
//! fourteen: ndarray one version behind, a second `itertools`, the abandoned `paste`; and its signs
//! turn when the rarer outcome becomes the more frequent one. What smartcore lacks, a word on whether
//! it converged, is checked in `fit`. An AUC with an interval, calibration and the intervals of
//! shares neither has: they are a few lines each, tested against printed or hand-made numbers.
//!
//! Schemas have longer names than types (`PredictionReport`): they share one document with those of
//! the whole API.
//!
//! Reading order: `feature`, `history`; `encode`, `fit`, `folds`, `auc`, `calibration`; `train`,
//! `effect`, `model`, `points`; apart from these `bands` and `threshold`, about scores as they are.

mod settings;
mod stats;

mod feature;
mod history;

mod auc;
mod calibration;
mod encode;
mod fit;
mod folds;

mod effect;
mod model;
mod points;
mod refusal;
mod report;
mod train;

mod bands;
mod threshold;

pub use bands::{Band, Scored, bands};
pub use calibration::{Bin, Calibration};
pub use effect::{Effect, EffectOf};
pub use encode::{LeftOut, Why};
pub use feature::{Activity, Feature, FeatureValue, Features};
pub use history::{Example, History, Observation, Observed, Outcome};
pub use model::{Model, Prediction, REASONS_MAX, Reason};
pub use points::SuggestedRow;
pub use refusal::Refusal;
pub use report::{Report, Warning};
pub use settings::{AsOf, Settings};
pub use stats::{Estimate, Share};
pub use threshold::{Split, ThresholdReview, Verdict, review_threshold};
pub use train::{Progress, Trained, train, train_watched};
