//! Shares, differences and their intervals.
//!
//! Wilson: E. B. Wilson, JASA 22 (1927). Differences: R. G. Newcombe, Statistics in Medicine 17
//! (1998), method 10. Both stay within their bounds and hold for small counts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The normal quantile of a two-sided 95 % interval.
pub(crate) const Z95: f64 = 1.959_963_984_540_054;
/// The normal quantile of a two-sided 99 % interval.
pub(crate) const Z99: f64 = 2.575_829_303_548_901;

/// A number and the interval in which it lies with 95 % certainty, if nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// The best guess.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Estimate {
    pub(crate) fn normal(value: f64, error: f64, z: f64) -> Self {
        Self { value, low: value - z * error, high: value + z * error }
    }

    pub(crate) fn within(self, low: f64, high: f64) -> Self {
        Self { low: self.low.max(low), high: self.high.min(high), ..self }
    }
}

/// How many of so many bought.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "BoughtShare")]
pub struct Share {
    /// Of how many.
    pub of: usize,
    /// How many bought.
    pub won: usize,
    /// The share, 0 to 1, with its 95 % interval after Wilson; 0 to 1 when there is nobody.
    pub share: Estimate,
}

impl Share {
    pub(crate) fn of(won: usize, of: usize) -> Self {
        Self { of, won, share: wilson(won, of, Z95) }
    }

    pub(crate) fn among(won: impl IntoIterator<Item = bool>) -> Self {
        let (mut count, mut of) = (0, 0);
        for won in won {
            of += 1;
            count += usize::from(won);
        }
        Self::of(count, of)
    }
}

pub(crate) fn wilson(hits: usize, of: usize, z: f64) -> Estimate {
    if of == 0 {
        return Estimate { value: 0.0, low: 0.0, high: 1.0 };
    }
    let (n, z2) = (of as f64, z * z);
    let share = hits as f64 / n;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    // At no hits and at all hits the bound is exact, which rounding would miss.
    let low = if hits == 0 { 0.0 } else { middle - half };
    let high = if hits == of { 1.0 } else { middle + half };
    Estimate { value: share, low, high }
}

/// The first share less the second.
pub(crate) fn difference(a: (usize, usize), b: (usize, usize), z: f64) -> Estimate {
    let (a, b) = (wilson(a.0, a.1, z), wilson(b.0, b.1, z));
    let value = a.value - b.value;
    let low = value - (a.value - a.low).hypot(b.high - b.value);
    let high = value + (a.high - a.value).hypot(b.value - b.low);
    Estimate { value, low, high }
}

/// The value below which this share of the sorted values lies; none of none.
pub(crate) fn quantile<T: Copy>(sorted: &[T], share: f64) -> Option<T> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get((share * last as f64).round() as usize).copied()
}

pub(crate) fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(estimate: Estimate, value: f64, low: f64, high: f64) {
        for (is, should) in [(estimate.value, value), (estimate.low, low), (estimate.high, high)] {
            assert!((is - should).abs() < 5e-5, "{estimate:?}");
        }
    }

    #[test]
    fn wilson_gives_what_newcombe_printed() {
        close(wilson(81, 263, Z95), 0.3080, 0.2553, 0.3662);
        close(wilson(15, 148, Z95), 0.1014, 0.0624, 0.1605);
        close(wilson(0, 20, Z95), 0.0, 0.0, 0.1611);
        close(wilson(1, 29, Z95), 0.0345, 0.0061, 0.1718);
        close(wilson(29, 29, Z95), 1.0, 0.8830, 1.0);
    }

    #[test]
    fn the_difference_gives_what_newcombe_printed() {
        close(difference((56, 70), (48, 80), Z95), 0.2, 0.0524, 0.3339);
        close(difference((9, 10), (3, 10), Z95), 0.6, 0.1705, 0.8090);
        close(difference((0, 10), (0, 10), Z95), 0.0, -0.2775, 0.2775);
    }

    #[test]
    fn of_nobody_nothing_is_said() {
        assert_eq!(Share::among([]), Share::of(0, 0));
        assert_eq!((Share::of(0, 0).share.low, Share::of(0, 0).share.high), (0.0, 1.0));
        assert_eq!(quantile::<i64>(&[], 0.5), None);
    }
}
