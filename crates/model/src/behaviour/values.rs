//! The different values that events have in one of their properties.
//!
//! Rules ask how many there are, not which, so a value is known by a hash. Whether there are at
//! least n of them within a window is told by the n values that were seen last: hence no more are
//! kept than the highest number asked about, and the answer is exact all the same.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Hashes of values, each with the last time that it was seen, by that time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Values(Vec<(Timestamp, u64)>);

impl Values {
    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// The last times at which they were seen, ascending.
    pub fn times(&self) -> impl DoubleEndedIterator<Item = Timestamp> + ExactSizeIterator {
        self.0.iter().map(|(at, _)| *at)
    }

    pub(super) fn record(&mut self, at: Timestamp, value: u64, keep: usize) {
        let at = match self.0.iter().position(|(_, known)| *known == value) {
            Some(place) => self.0.remove(place).0.max(at),
            None => at,
        };
        let place = self.0.partition_point(|(known, _)| *known <= at);
        self.0.insert(place, (at, value));
        let surplus = self.0.len().saturating_sub(keep);
        self.0.drain(..surplus);
    }

    pub(super) fn unite(&mut self, other: &Self, keep: usize) {
        other.0.iter().for_each(|(at, value)| self.record(*at, *value, keep));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_that_were_seen_last_are_kept_each_once() {
        let mut values = Values::default();
        for (at, value) in [(10, 1), (20, 2), (30, 1), (25, 3), (5, 3), (1, 4)] {
            values.record(Timestamp::from_ms(at), value, 3);
        }
        let at = Timestamp::from_ms;
        assert_eq!(values.0, [(at(20), 2), (at(25), 3), (at(30), 1)]);
        let mut other = Values::default();
        other.record(at(40), 2, 3);
        other.unite(&values, 2);
        assert_eq!(other.0, [(at(30), 1), (at(40), 2)]);
    }
}
