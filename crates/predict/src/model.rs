//! What was learned, and what it says of a contact.

use runnel_model::Rule;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::effect::Effect;
use crate::encode::Encoder;
use crate::feature::{Feature, FeatureValue, Features};
use crate::fit::dot;
use crate::points::{self, SuggestedRow};
use crate::stats::sigmoid;

/// How many reasons a prediction gives.
pub const REASONS_MAX: usize = 5;

/// What adds less to the log-odds is no reason: little more than a point of probability at most.
const REASON_MIN: f64 = 0.05;

/// What was learned. It can be stored, and a stored one gives the same predictions, to twelve
/// digits. Only the effects are for others to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The version of this format.
    pub format: u32,
    /// What each feature adds.
    pub effects: Vec<Effect>,
    pub(crate) encoder: Encoder,
    pub(crate) weights: Vec<f64>,
    pub(crate) intercept: f64,
}

/// How probably a contact buys, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Prediction {
    /// The probability, between 0 and 1: of the deals of such contacts this share is won.
    pub probability: f64,
    /// The same for a contact that is average in everything: what the reasons start from.
    pub average: f64,
    /// What makes the most difference, the strongest first; at most five.
    pub reasons: Vec<Reason>,
}

/// What a feature of the contact adds against the average contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PredictionReason")]
pub struct Reason {
    /// Which feature.
    pub feature: Feature,
    /// What is known of it; absent: nothing, or it never happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<FeatureValue>,
    /// What it adds to the log-odds; all features' together with the average's give the contact's.
    pub log_odds: f64,
    /// By how much the probability would be lower if only this were average: 0.08 are 8 points.
    pub probability: f64,
}

impl Model {
    /// The version of the format that this code writes.
    pub const FORMAT: u32 = 1;

    /// How probably a contact of whom this is known buys, and why.
    pub fn predict(&self, features: &Features) -> Prediction {
        let mut reasons = self.contributions(features);
        let log_odds = self.intercept + reasons.iter().map(|reason| reason.log_odds).sum::<f64>();
        let probability = sigmoid(log_odds);
        reasons.retain(|reason| reason.log_odds.abs() >= REASON_MIN);
        reasons.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
        reasons.truncate(REASONS_MAX);
        for reason in &mut reasons {
            reason.probability = probability - sigmoid(log_odds - reason.log_odds);
        }
        Prediction { probability, average: sigmoid(self.intercept), reasons }
    }

    /// What it looks at.
    pub fn features(&self) -> impl Iterator<Item = &Feature> {
        self.encoder.inputs.iter().map(|input| &input.feature)
    }

    /// Rows for a scoring table in which the strongest has this many points.
    pub fn suggested_points(&self, strongest: u32) -> Vec<SuggestedRow> {
        points::suggested(&self.effects, strongest)
    }

    /// The effect of whoever meets this condition; none if there is none.
    pub fn effect_of(&self, rule: &Rule) -> Option<&Effect> {
        self.effects.iter().find(|effect| effect.condition().is_some_and(|c| c.when == rule))
    }

    fn contributions(&self, features: &Features) -> Vec<Reason> {
        let mut weights = self.weights.as_slice();
        let mut contributions = Vec::with_capacity(self.encoder.inputs.len());
        for input in &self.encoder.inputs {
            let value = features.get(&input.feature);
            let columns: Vec<_> = input.encode(value).collect();
            let (own, rest) = weights.split_at(columns.len().min(weights.len()));
            weights = rest;
            contributions.push(Reason {
                feature: input.feature.clone(),
                value: value.cloned(),
                log_odds: dot(own, &columns),
                probability: 0.0,
            });
        }
        contributions
    }
}
