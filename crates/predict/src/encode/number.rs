//! Numbers: brought within what is usual, and on a logarithmic scale if a few are enormous.

use serde::{Deserialize, Serialize};

use super::Raw;
use crate::stats::quantile;

/// The scale of a numeric property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Number {
    /// How it is measured.
    pub scale: Scale,
    /// What is below the hundredth part of those seen counts as this.
    low: f64,
    /// What is above all but the hundredth part of those seen counts as this, so that a typing
    /// error or a giant neither bends the line nor gets a certainty of its own.
    high: f64,
    /// Whether being unknown is a column of its own.
    pub unknown: bool,
}

/// How a number is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scale {
    /// As it is: each unit counts the same.
    Plain,
    /// By its logarithm: each doubling counts the same. For company sizes and revenues.
    Logarithm,
}

impl Scale {
    /// Never negative, and one in twenty more than ten times as large as the one in the middle.
    fn of(sorted: &[f64]) -> Self {
        let at = |share| quantile(sorted, share).unwrap_or_default();
        if at(0.0) >= 0.0 && at(0.95) > 10.0 * at(0.5) { Self::Logarithm } else { Self::Plain }
    }

    fn measure(self, number: f64) -> f64 {
        match self {
            Self::Plain => number,
            Self::Logarithm => number.max(0.0).ln_1p(),
        }
    }
}

impl Number {
    pub(super) fn of(mut numbers: Vec<f64>, unknown: bool) -> Self {
        numbers.sort_by(f64::total_cmp);
        let at = |share| quantile(&numbers, share).unwrap_or_default();
        let (scale, low, high) = (Scale::of(&numbers), at(0.01), at(0.99));
        Self { scale, low, high, unknown }
    }

    pub(super) fn raw(&self, number: Option<f64>) -> Vec<Raw> {
        // Not `clamp`, which panics on bounds that a stored model may have lost.
        let usual = number.map(|number| number.min(self.high).max(self.low));
        let mut raw = vec![usual.map(|number| self.scale.measure(number))];
        if self.unknown {
            raw.push(Some(f64::from(u8::from(number.is_none()))));
        }
        raw
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn being_unknown_may_be_a_column() {
        let ages = || (20..=60).map(f64::from).collect();
        assert_eq!(Number::of(ages(), false).raw(None), [None]);
        assert_eq!(Number::of(ages(), true).raw(None), [None, Some(1.0)]);
        assert_eq!(Number::of(ages(), true).raw(Some(25.0)), [Some(25.0), Some(0.0)]);
    }

    #[test]
    fn a_typing_error_counts_as_the_largest_usual_number() {
        let mut ages: Vec<_> = (0..1_000).map(|n| f64::from(20 + n % 40)).collect();
        ages[0] = 1e12;
        let age = Number::of(ages, false);
        assert_eq!(age.scale, Scale::Plain);
        assert_eq!(age.raw(Some(1e12)), [Some(59.0)]);
        assert_eq!(age.raw(Some(-5.0)), [Some(20.0)]);
    }

    #[test]
    fn sizes_of_companies_are_measured_by_their_logarithm() {
        let sizes: Vec<_> = (0..100).map(|n| 1.1_f64.powi(n).round()).collect();
        let size = Number::of(sizes, false);
        assert_eq!(size.scale, Scale::Logarithm);
        assert_eq!(size.raw(Some(99.0)), [Some(100.0_f64.ln())]);
    }

    #[test]
    fn one_single_number_is_a_scale_too() {
        assert_eq!(Number::of(vec![7.0], false).raw(Some(8.0)), [Some(7.0)]);
    }
}
