//! Whether what is called seventy percent happens in seventy of a hundred cases.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::auc::Tried;
use crate::stats::Share;

/// How many bins there are, where there are enough deals.
const BINS: usize = 10;
/// A bin of fewer deals says nothing.
const IN_A_BIN_MIN: usize = 20;

/// Predictions for deals that the model had not seen, against what came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Calibration {
    /// The mean squared difference between probability and outcome (Brier): 0 is perfect.
    pub brier: f64,
    /// The same for whoever says of everybody the share that buys. A model that is worth anything
    /// is below it.
    pub brier_of_the_share: f64,
    /// Deals of similar probability, the least probable first, about as many in each.
    pub bins: Vec<Bin>,
}

/// Deals of similar probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CalibrationBin")]
pub struct Bin {
    /// The lowest probability.
    pub from: f64,
    /// The highest.
    pub to: f64,
    /// The mean probability: the share that was expected to buy.
    pub expected: f64,
    /// The share that did.
    pub seen: Share,
}

pub(crate) fn calibration(tried: &[Tried]) -> Calibration {
    let mut order: Vec<_> = tried.iter().map(|one| (one.probability, one.won)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let share = order.iter().filter(|(_, won)| *won).count() as f64 / order.len().max(1) as f64;
    let bins = (order.len() / IN_A_BIN_MIN).clamp(1, BINS);
    let edge = |bin: usize| bin * order.len() / bins;
    let parts = (0..bins).map(|bin| &order[edge(bin)..edge(bin + 1)]);
    Calibration {
        brier: brier(&order, |probability| probability),
        brier_of_the_share: brier(&order, |_| share),
        bins: parts.filter_map(bin).collect(),
    }
}

fn brier(order: &[(f64, bool)], said: impl Fn(f64) -> f64) -> f64 {
    let error = |(probability, won): &(f64, bool)| said(*probability) - f64::from(u8::from(*won));
    let sum: f64 = order.iter().map(|one| error(one).powi(2)).sum();
    sum / order.len().max(1) as f64
}

fn bin(part: &[(f64, bool)]) -> Option<Bin> {
    let ((from, _), (to, _)) = (part.first()?, part.last()?);
    let sum: f64 = part.iter().map(|(probability, _)| probability).sum();
    Some(Bin {
        from: *from,
        to: *to,
        expected: sum / part.len() as f64,
        seen: Share::among(part.iter().map(|(_, won)| *won)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use runnel_model::ContactId;

    fn tried(all: impl IntoIterator<Item = (f64, bool)>) -> Vec<Tried> {
        let one = |(probability, won)| Tried { contact: ContactId(1), fold: 0, probability, won };
        all.into_iter().map(one).collect()
    }

    #[test]
    fn brier_is_the_mean_squared_error() {
        let is = calibration(&tried([(0.8, true), (0.4, false)]));
        assert!((is.brier - 0.1).abs() < 1e-12, "(0.04 + 0.16) / 2");
        assert!((is.brier_of_the_share - 0.25).abs() < 1e-12);
    }

    #[test]
    fn bins_have_equally_many_and_say_what_was_expected_and_seen() {
        let all = (0..40).map(|n| (f64::from(n) / 40.0, n % 4 == 0));
        let bins = calibration(&tried(all)).bins;
        let read: Vec<_> = bins.iter().map(|b| (b.from, b.to, b.seen.won, b.seen.of)).collect();
        assert_eq!(read, [(0.0, 0.475, 5, 20), (0.5, 0.975, 5, 20)]);
        assert!((bins[0].expected - 0.2375).abs() < 1e-12);
    }

    #[test]
    fn of_nothing_there_are_no_bins() {
        assert_eq!(calibration(&[]).bins, []);
    }
}
