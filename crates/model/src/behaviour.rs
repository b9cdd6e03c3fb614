//! What a contact did, kept just as far as published rules ask about it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{ParseError, Timestamp};

/// Which events a behaviour keeps: a stable hash of the [`EventMatch`](crate::EventMatch).
///
/// A hash and not a number from a table, so that the same question in two rules, in two
/// versions of a catalog or on two nodes is the same behaviour without anybody agreeing on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BehaviourId(pub u64);

impl fmt::Display for BehaviourId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for BehaviourId {
    type Err = ParseError;
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let id = u64::from_str_radix(text, 16);
        id.map(Self).map_err(|_| ParseError::new("behaviour id", "it is 16 hexadecimal digits"))
    }
}

impl Serialize for BehaviourId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BehaviourId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// How often and when one thing happened to one contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behaviour {
    /// How often, ever.
    pub total: u64,
    /// The first time.
    pub first: Option<Timestamp>,
    /// The most recent times, ascending; at most as many as the rules that ask need.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent: Vec<Timestamp>,
    /// The last time; also known when no rule needs `recent`.
    pub last: Option<Timestamp>,
}

impl Behaviour {
    /// Counts one more, which may be older than others that are known, and keeps `keep` times.
    pub fn record(&mut self, at: Timestamp, keep: usize) {
        self.total += 1;
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
        self.last = Some(self.last.map_or(at, |last| last.max(at)));
        let place = self.recent.partition_point(|known| *known <= at);
        self.recent.insert(place, at);
        self.keep(keep);
    }

    /// The behaviour of somebody who turns out to be two contacts.
    pub fn unite(&mut self, other: &Self, keep: usize) {
        self.total += other.total;
        self.first = Timestamp::earliest(self.first, other.first);
        self.last = self.last.max(other.last);
        self.recent.extend(&other.recent);
        self.recent.sort_unstable();
        self.keep(keep);
    }

    fn keep(&mut self, keep: usize) {
        let surplus = self.recent.len().saturating_sub(keep);
        self.recent.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_recent_times_are_kept_whatever_the_order_of_arrival() {
        let at = Timestamp::from_ms;
        let mut behaviour = Behaviour::default();
        for ms in [50, 10, 40, 20, 30] {
            behaviour.record(at(ms), 3);
        }
        assert_eq!(behaviour.recent, [at(30), at(40), at(50)]);
        assert_eq!(
            (behaviour.total, behaviour.first, behaviour.last),
            (5, Some(at(10)), Some(at(50)))
        );
    }
}
