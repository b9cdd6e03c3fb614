//! What each feature adds, in words of the rule language.
//!
//! Weights of columns are nobody's language. An effect is a statement: whoever meets this condition
//! against all others, one unit more, twice as much; each in log-odds (0.69 doubles the odds), with
//! everything else the same, and with its interval.

mod condition;
mod fitted;

use runnel_model::Rule;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::feature::Feature;
use crate::stats::{Estimate, Share};

pub(crate) use fitted::{Fitted, effects};

/// What a feature adds to the log-odds of buying, everything else being the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "FeatureEffect")]
pub struct Effect {
    /// Of which feature.
    pub feature: Feature,
    /// Of what about it.
    pub of: EffectOf,
    /// How much, with its 95 % interval.
    pub log_odds: Estimate,
    /// Whether its 99 % interval is on one side of 0. Of a hundred features that tell nothing, one
    /// still passes.
    pub sound: bool,
}

/// What about a feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FeatureEffectOf")]
pub enum EffectOf {
    /// This holds, against all of whom it does not.
    Condition {
        /// What holds.
        when: Rule,
        /// Those of whom it holds, as they bought.
        meets: Share,
        /// The others.
        others: Share,
    },
    /// One unit more.
    OneMore,
    /// Twice as much, or twice as often.
    Doubled,
}

/// A condition and who meets it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Condition<'a> {
    pub when: &'a Rule,
    pub meets: Share,
    pub others: Share,
}

impl Effect {
    pub(crate) fn condition(&self) -> Option<Condition<'_>> {
        match &self.of {
            EffectOf::Condition { when, meets, others } => {
                Some(Condition { when, meets: *meets, others: *others })
            }
            EffectOf::OneMore | EffectOf::Doubled => None,
        }
    }
}

impl Condition<'_> {
    pub(crate) fn share_of_others(&self) -> f64 {
        self.others.of as f64 / (self.meets.of + self.others.of).max(1) as f64
    }
}
