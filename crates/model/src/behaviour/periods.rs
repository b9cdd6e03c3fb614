//! How often something happened in each of many periods, of which no more than so many count.
//!
//! Periods are counted from the epoch, not from the first event, so that what is kept does not
//! depend on the order in which events arrive, nor on how many contacts they were taken for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What counts of each period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Periods {
    /// No more than so many count in one.
    at_most: u32,
    /// Their length.
    period_ms: i64,
    /// How many count in the latest ones, by their numbers.
    counts: BTreeMap<i64, u32>,
    /// How many counted in all that were before those.
    #[serde(default, skip_serializing_if = "is_zero")]
    before: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Periods {
    pub(super) const fn new(at_most: u32, period_ms: i64) -> Self {
        Self { at_most, period_ms, counts: BTreeMap::new(), before: 0 }
    }

    /// What came so late that its period is no longer kept does not count: nobody knows whether
    /// the period was full.
    pub(super) fn record(&mut self, at: Timestamp, keep: usize) {
        let number = at.as_ms().div_euclid(self.period_ms);
        let is_too_late = self.before > 0 && self.counts.keys().next().is_some_and(|o| number < *o);
        if !is_too_late {
            self.add(number, 1);
            self.cut(keep);
        }
    }

    pub(super) fn unite(&mut self, other: &Self, keep: usize) {
        other.counts.iter().for_each(|(number, count)| self.add(*number, *count));
        self.before += other.before;
        self.cut(keep);
    }

    fn add(&mut self, number: i64, count: u32) {
        let known = self.counts.entry(number).or_default();
        *known = known.saturating_add(count).min(self.at_most);
    }

    fn cut(&mut self, keep: usize) {
        while self.counts.len() > keep {
            self.before += self.counts.pop_first().map_or(0, |(_, count)| u64::from(count));
        }
    }

    /// How many count in all.
    pub fn total(&self) -> u64 {
        self.before + self.counts.values().map(|count| u64::from(*count)).sum::<u64>()
    }

    /// How many count in the periods that ended less than so long ago, and when the first of
    /// those will have ended that long ago.
    pub fn lately(&self, ms: i64, now: Timestamp) -> (u64, Option<Timestamp>) {
        let gone_at = |number: &i64| {
            number.saturating_add(1).saturating_mul(self.period_ms).saturating_add(ms)
        };
        let mut lately = self.counts.iter().filter(|(number, _)| gone_at(number) > now.as_ms());
        let first = lately.clone().next().map(|(number, _)| Timestamp::from_ms(gone_at(number)));
        (lately.by_ref().map(|(_, count)| u64::from(*count)).sum(), first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(keep: usize, times: &[i64]) -> Periods {
        let mut periods = Periods::new(2, 10);
        times.iter().for_each(|at| periods.record(Timestamp::from_ms(*at), keep));
        periods
    }

    #[test]
    fn no_more_than_so_many_count_in_a_period() {
        assert_eq!(periods(9, &[0, 1, 9, 10, 25, 29, 20]).total(), 2 + 1 + 2);
        assert_eq!(periods(9, &[-1, -10, -5]).total(), 2, "also before the epoch");
    }

    #[test]
    fn the_order_of_arrival_does_not_matter_nor_who_counted() {
        assert_eq!(periods(9, &[0, 25, 1, 10]), periods(9, &[10, 1, 0, 25]));
        let mut united = periods(9, &[0, 1, 10]);
        united.unite(&periods(9, &[2, 11, 25]), 9);
        assert_eq!(united, periods(9, &[0, 1, 10, 2, 11, 25]));
    }

    #[test]
    fn what_is_not_kept_by_period_still_counts_but_takes_no_more() {
        let mut periods = periods(2, &[0, 10, 20, 30]);
        assert_eq!((periods.total(), periods.counts.len()), (4, 2));
        periods.record(Timestamp::from_ms(5), 2);
        assert_eq!(periods.total(), 4);
    }

    #[test]
    fn a_period_fades_as_a_whole_so_long_after_its_end() {
        let periods = periods(9, &[0, 5, 12]);
        let lately = |now| periods.lately(100, Timestamp::from_ms(now));
        assert_eq!(lately(109), (3, Some(Timestamp::from_ms(110))));
        assert_eq!(lately(110), (1, Some(Timestamp::from_ms(120))));
        assert_eq!(lately(120), (0, None));
    }
}
