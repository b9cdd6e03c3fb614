//! The numbers that events have in one of their properties.
//!
//! The sum, the least and the most of ever are three numbers. Within a window each number has to
//! be there until it leaves, so those of the window are kept, the most recent ones if there are
//! more than may be; then it is known that something was cut, and when.

use serde::{Deserialize, Serialize};

use crate::{Decimal, Timestamp};

/// What is known of the numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// The sum of all, ever.
    pub sum: Decimal,
    /// The least, ever.
    pub least: Option<Decimal>,
    /// The most, ever.
    pub most: Option<Decimal>,
    /// The length of the window that is asked about. Here and not only in the question, so that
    /// what is known of two contacts can be united by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_ms: Option<i64>,
    /// Those of the window that ends at the newest, by time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent: Vec<(Timestamp, Decimal)>,
    /// The time of the newest that was dropped because there were too many; none: all are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<Timestamp>,
}

impl Numbers {
    pub(super) const fn new(within_ms: Option<i64>) -> Self {
        let sum = Decimal::ZERO;
        Self { sum, least: None, most: None, within_ms, recent: Vec::new(), cut: None }
    }

    pub(super) fn record(&mut self, at: Timestamp, number: Decimal, keep: usize) {
        self.sum = self.sum.plus(number);
        self.least = Some(self.least.map_or(number, |least| least.min(number)));
        self.most = Some(self.most.map_or(number, |most| most.max(number)));
        if self.within_ms.is_some() {
            let place = self.recent.partition_point(|(known, _)| *known <= at);
            self.recent.insert(place, (at, number));
            self.keep(keep);
        }
    }

    pub(super) fn unite(&mut self, other: &Self, keep: usize) {
        self.sum = self.sum.plus(other.sum);
        self.least = [self.least, other.least].into_iter().flatten().min();
        self.most = self.most.max(other.most);
        self.cut = self.cut.max(other.cut);
        self.recent.extend(&other.recent);
        self.recent.sort_by_key(|(at, _)| *at);
        self.keep(keep);
    }

    /// Drops what no window will reach any more, and then what is too much.
    fn keep(&mut self, keep: usize) {
        let (Some((newest, _)), Some(within_ms)) = (self.recent.last().copied(), self.within_ms)
        else {
            return;
        };
        let outside = self.recent.partition_point(|(at, _)| newest - *at >= within_ms);
        self.recent.drain(..outside);
        let surplus = self.recent.len().saturating_sub(keep);
        if let Some((last_cut, _)) = self.recent.drain(..surplus).next_back() {
            self.cut = self.cut.max(Some(last_cut));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records `(time, number)` in this order, with a window of 10 and room for 3.
    fn numbers(of: &[(i64, f64)]) -> Numbers {
        let mut numbers = Numbers::new(Some(10));
        for (at, number) in of {
            numbers.record(Timestamp::from_ms(*at), Decimal::from_f64(*number).unwrap(), 3);
        }
        numbers
    }

    fn times(numbers: &Numbers) -> Vec<i64> {
        numbers.recent.iter().map(|(at, _)| at.as_ms()).collect()
    }

    #[test]
    fn what_has_left_the_window_is_dropped_and_counts_on_in_what_is_of_ever() {
        let known = numbers(&[(5, 1.0), (1, -2.0), (14, 4.0)]);
        assert_eq!((times(&known), known.cut), (vec![5, 14], None));
        assert_eq!(known.sum.as_f64(), 3.0);
        assert_eq!((known.least, known.most), (Decimal::from_f64(-2.0), Decimal::from_f64(4.0)));
        assert_eq!(times(&numbers(&[(5, 1.0), (15, 4.0)])), [15]);
    }

    #[test]
    fn what_is_too_much_is_dropped_and_known_to_be() {
        let known = numbers(&[(1, 1.0), (2, 1.0), (3, 1.0), (4, 1.0)]);
        assert_eq!((times(&known), known.cut), (vec![2, 3, 4], Some(Timestamp::from_ms(1))));
        assert_eq!(known.sum.as_f64(), 4.0);
    }

    #[test]
    fn two_halves_united_are_the_whole() {
        let all = [(1, 0.1), (7, 0.2), (3, 0.7), (12, -1.0), (5, 0.3)];
        for split in 0..all.len() {
            let mut united = numbers(&all[split..]);
            united.unite(&numbers(&all[..split]), 3);
            let whole = numbers(&all);
            assert_eq!((united.sum, united.least), (whole.sum, whole.least));
            assert_eq!((united.most, times(&united)), (whole.most, times(&whole)));
        }
    }
}
