//! How good the model is, for people.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calibration::Calibration;
use crate::effect::Effect;
use crate::encode::LeftOut;
use crate::feature::Feature;
use crate::stats::{Estimate, Share};

/// How the model did on contacts it had not seen. Every number here is of such contacts, but for
/// the counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PredictionReport")]
pub struct Report {
    /// From how many contacts was learned.
    pub contacts: usize,
    /// From how many deals, and how many of them were won.
    pub deals: Share,
    /// How many deals were older than the latest that the settings allow, and not looked at.
    pub deals_too_old: usize,
    /// The chance that, of one who bought and one who did not, the model picks the former.
    pub auc: Estimate,
    /// The same in each part.
    pub auc_by_fold: Vec<f64>,
    /// Whether its probabilities are what they say.
    pub calibration: Calibration,
    /// How many columns the features have become.
    pub columns: usize,
    /// What is not used, and why.
    pub left_out: Vec<LeftOut>,
    /// What a careful reader would ask about.
    pub warnings: Vec<Warning>,
}

/// What a careful reader would ask about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
#[schemars(rename = "PredictionWarning")]
pub enum Warning {
    /// The AUC is too good to be true: probably something that follows from a sale was filled in
    /// before the deal was closed.
    TooGood {
        /// The feature with the strongest effect: the first to look at.
        feature: Feature,
    },
    /// Fewer than ten of the rarer outcome per column: single effects are uncertain.
    FewForSoMuch {
        /// How many there are of the rarer outcome.
        rarer: usize,
        /// For how many columns.
        columns: usize,
    },
    /// The probabilities say no more than the share that buys would.
    NotCalibrated,
}

/// From here on an AUC is not believed.
const TOO_GOOD: f64 = 0.97;
/// The rarer outcome per column, after Peduzzi and others (1996).
const PER_COLUMN: usize = 10;

impl Report {
    pub(crate) fn warn(&mut self, effects: &[Effect]) {
        // Conditions can be compared; one unit more of this and of that cannot.
        let conditions = effects.iter().filter(|effect| effect.condition().is_some());
        let size = |effect: &&Effect| effect.log_odds.value.abs();
        let strongest = conditions.max_by(|a, b| size(a).total_cmp(&size(b)));
        if let Some(effect) = strongest.filter(|_| self.auc.value >= TOO_GOOD) {
            self.warnings.push(Warning::TooGood { feature: effect.feature.clone() });
        }
        let rarer = self.deals.won.min(self.deals.of - self.deals.won);
        if rarer < PER_COLUMN * self.columns {
            self.warnings.push(Warning::FewForSoMuch { rarer, columns: self.columns });
        }
        if self.calibration.brier >= self.calibration.brier_of_the_share {
            self.warnings.push(Warning::NotCalibrated);
        }
    }
}
