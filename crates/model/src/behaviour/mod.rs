//! What a contact did, kept just as far as published rules ask about it.

mod numbers;
mod periods;
mod question;
mod sequence;
mod values;

use serde::{Deserialize, Serialize};

pub use numbers::Numbers;
pub use periods::Periods;
pub use question::{BehaviourId, Question};
pub use sequence::{Sequence, Step};
pub use values::Values;

use crate::{Decimal, Timestamp};

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
    /// The numbers of a property, where that is the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Box<Numbers>>,
    /// The different values of a property, where that is the question.
    #[serde(default, skip_serializing_if = "Values::is_empty")]
    pub values: Values,
    /// How many count in each period, where that is the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periods: Option<Box<Periods>>,
    /// One thing and then another, where that is the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<Box<Sequence>>,
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

    /// Counts one more, and the number that it has; `within_ms` as the question says.
    pub fn record_number(
        &mut self,
        at: Timestamp,
        number: Decimal,
        within_ms: Option<i64>,
        keep: usize,
    ) {
        self.record(at, 0);
        let numbers = self.numbers.get_or_insert_with(|| Box::new(Numbers::new(within_ms)));
        numbers.record(at, number, keep);
    }

    /// Counts one more, and the values that it has.
    pub fn record_values(
        &mut self,
        at: Timestamp,
        values: impl IntoIterator<Item = u64>,
        keep: usize,
    ) {
        self.record(at, 0);
        values.into_iter().for_each(|value| self.values.record(at, value, keep));
    }

    /// Counts one more, and what it is in a sequence; `at_most_ms` as the question says.
    pub fn record_step(&mut self, at: Timestamp, step: Step, at_most_ms: i64, keep: usize) {
        self.record(at, 0);
        let sequence = self.sequence.get_or_insert_with(|| Box::new(Sequence::new(at_most_ms)));
        sequence.record(at, step, keep);
    }

    /// Counts one more; `at_most` and `period_ms` as the question says.
    pub fn record_in_period(&mut self, at: Timestamp, at_most: u32, period_ms: i64, keep: usize) {
        self.record(at, 0);
        let periods =
            self.periods.get_or_insert_with(|| Box::new(Periods::new(at_most, period_ms)));
        periods.record(at, keep);
    }

    /// The behaviour of somebody who turns out to be two contacts.
    pub fn unite(&mut self, other: &Self, keep: usize) {
        self.total += other.total;
        self.first = Timestamp::earliest(self.first, other.first);
        self.last = self.last.max(other.last);
        self.recent.extend(&other.recent);
        self.recent.sort_unstable();
        self.keep(keep);
        self.values.unite(&other.values, keep);
        unite_part(&mut self.numbers, &other.numbers, |ours, theirs| ours.unite(theirs, keep));
        unite_part(&mut self.periods, &other.periods, |ours, theirs| ours.unite(theirs, keep));
        unite_part(&mut self.sequence, &other.sequence, |ours, theirs| ours.unite(theirs, keep));
    }

    fn keep(&mut self, keep: usize) {
        let surplus = self.recent.len().saturating_sub(keep);
        self.recent.drain(..surplus);
    }
}

/// What only one of the two has is taken as it is.
fn unite_part<T: Clone>(
    ours: &mut Option<Box<T>>,
    theirs: &Option<Box<T>>,
    unite: impl FnOnce(&mut T, &T),
) {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => unite(ours, theirs),
        (ours @ None, theirs) => ours.clone_from(theirs),
        (Some(_), None) => {}
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
