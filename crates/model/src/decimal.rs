//! A number kept to six decimals, so that adding up is exact and its order does not matter.
//!
//! Binary fractions would make ten times 0.1 a little less than 1, and a sum over two contacts
//! that are merged another one than over the same events of one contact.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number in millionths.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Decimal(i64);

impl Decimal {
    /// Numbers beyond this, in either direction, are not reckoned with.
    pub const MAX: f64 = 1e12;

    /// Nothing.
    pub const ZERO: Self = Self(0);

    const ONE: f64 = 1e6;

    /// The nearest such number; none if it is not finite or beyond [`MAX`](Self::MAX).
    pub fn from_f64(number: f64) -> Option<Self> {
        // Within the bound the product is far from the end of `i64`.
        (number.abs() <= Self::MAX).then(|| Self((number * Self::ONE).round() as i64))
    }

    /// As a plain number.
    pub const fn as_f64(self) -> f64 {
        self.0 as f64 / Self::ONE
    }

    /// The sum; at the end of what can be kept, some nine million millions, it stays there.
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_add_up_to_a_whole() {
        let tenth = Decimal::from_f64(0.1).unwrap();
        let ten = (0..10).fold(Decimal::default(), |sum, _| sum.plus(tenth));
        assert_eq!(Some(ten), Decimal::from_f64(1.0));
        assert_eq!(Decimal::from_f64(-19.99).unwrap().as_f64(), -19.99);
    }

    #[test]
    fn what_is_no_number_to_reckon_with_is_none() {
        for number in [f64::NAN, f64::INFINITY, 1.1e12, -1.1e12] {
            assert_eq!(Decimal::from_f64(number), None);
        }
        let most = Decimal::from_f64(Decimal::MAX).unwrap();
        let sum = (0..100).fold(most, |sum, _| sum.plus(most));
        assert!(sum > most && sum.plus(most) == sum);
    }
}
