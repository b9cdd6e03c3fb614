//! One thing and then another one, at most so long later.
//!
//! # What is kept, and why it suffices
//!
//! Rules ask whether there is a pair of a *first* and a *then* that comes after it in time, or
//! arrived after it at the same millisecond, at most `at_most_ms` later; and whether the whole of
//! it lies within a window that ends now. A pair leaves such a window when its first does. So of
//! all pairs only the one that **began** last matters, and of it only when it began.
//!
//! A first or a then that is not after that beginning can only be part of a pair that began no
//! later, which changes no answer: such **steps** are dropped. Of the steps after it, an event that
//! arrives in order of time needs the last first alone. The others are there for events that arrive
//! late: a late *then* looks for the last first before it, a late *first* for the next then after
//! it. As many of the most recent steps are kept as the catalog says, so the answer is that of the
//! whole log as long as no event arrives later than that many others of its sequence.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What is known of a sequence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// How much later the then may come. Here and not only in the question, so that what is known
    /// of two contacts can be united by itself.
    pub at_most_ms: i64,
    /// When the pair began that began last. None: there is no pair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<Timestamp>,
    /// The steps after that, by time and those of the same time by arrival.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<(Timestamp, Step)>,
}

/// What an event is in a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// What comes first.
    First,
    /// What comes then.
    Then,
    /// Either, but never to itself.
    Both,
}

impl Step {
    const fn is_first(self) -> bool {
        matches!(self, Self::First | Self::Both)
    }

    const fn is_then(self) -> bool {
        matches!(self, Self::Then | Self::Both)
    }
}

impl Sequence {
    pub(super) const fn new(at_most_ms: i64) -> Self {
        Self { at_most_ms, began: None, steps: Vec::new() }
    }

    /// The first whose then is still to come, if it would still be in time at `now`.
    pub fn open(&self, now: Timestamp) -> Option<Timestamp> {
        let last = self.steps.iter().rev().find(|(_, step)| step.is_first());
        last.map(|(at, _)| *at).filter(|at| now - *at <= self.at_most_ms)
    }

    pub(super) fn record(&mut self, at: Timestamp, step: Step, keep: usize) {
        let place = self.steps.partition_point(|(known, _)| *known <= at);
        self.steps.insert(place, (at, step));
        let (before, after) = (&self.steps[..place], &self.steps[place + 1..]);
        if step.is_then() {
            self.began = self.began.max(self.first_before(before, at));
        }
        if step.is_first() && self.has_then(after, at) {
            self.began = self.began.max(Some(at));
        }
        self.keep(keep);
    }

    pub(super) fn unite(&mut self, other: &Self, keep: usize) {
        self.began = self.began.max(other.began);
        self.steps.extend(&other.steps);
        self.steps.sort_by_key(|(at, _)| *at);
        for (place, (at, step)) in self.steps.iter().enumerate() {
            if step.is_then() {
                self.began = self.began.max(self.first_before(&self.steps[..place], *at));
            }
        }
        self.keep(keep);
    }

    /// The last first among these, if a then at this time is not too late for it.
    fn first_before(&self, steps: &[(Timestamp, Step)], then: Timestamp) -> Option<Timestamp> {
        let (at, _) = steps.iter().rev().find(|(_, step)| step.is_first())?;
        (then - *at <= self.at_most_ms).then_some(*at)
    }

    /// Whether a then among these comes in time for a first at this time.
    fn has_then(&self, steps: &[(Timestamp, Step)], first: Timestamp) -> bool {
        let next = steps.iter().find(|(_, step)| step.is_then());
        next.is_some_and(|(at, _)| *at - first <= self.at_most_ms)
    }

    fn keep(&mut self, keep: usize) {
        let over = self.steps.partition_point(|(at, _)| Some(*at) <= self.began);
        let surplus = self.steps.len().saturating_sub(keep);
        self.steps.drain(..over.max(surplus));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(ms: i64) -> Timestamp {
        Timestamp::from_ms(ms)
    }

    /// Steps as they arrive, a then at most 10 later; what is known in the end.
    fn sequence(steps: &str, keep: usize) -> Sequence {
        let mut sequence = Sequence::new(10);
        for step in steps.split_whitespace() {
            let (what, time) = step.split_at(1);
            let what = match what {
                "a" => Step::First,
                "b" => Step::Then,
                _ => Step::Both,
            };
            sequence.record(at(time.parse().unwrap()), what, keep);
        }
        sequence
    }

    #[track_caller]
    fn check(steps: &str, expect: Option<i64>) {
        assert_eq!(sequence(steps, 100).began, expect.map(at), "{steps}");
    }

    #[test]
    fn the_pair_that_began_last_is_known() {
        check("a1 b5", Some(1));
        check("a1 b11", Some(1));
        check("a1 b12", None);
        check("b1 a5", None);
        check("a1 a3 b5 b6", Some(3));
        check("a1 b5 a20 b40", Some(1));
    }

    #[test]
    fn it_is_the_same_in_whatever_order_events_arrive() {
        check("b5 a1", Some(1));
        check("b5 b30 a25 a1", Some(25));
        check("b30 a25 b5 a1 a4", Some(25));
        check("a1 b30 a2 b5", Some(2));
    }

    #[test]
    fn at_the_same_time_arrival_decides_and_nothing_follows_itself() {
        check("a5 b5", Some(5));
        check("b5 a5", None);
        check("x5", None);
        check("x5 x5", Some(5));
        check("x5 x9 x30", Some(5));
    }

    #[test]
    fn only_what_may_still_matter_is_kept() {
        assert_eq!(sequence("a1 a2 b3 b4", 100).steps, [(at(3), Step::Then), (at(4), Step::Then)]);
        assert_eq!(sequence("a1 a2 a3 a4", 2).steps.len(), 2);
        assert_eq!(sequence("a1 a2 a3 a4 b5", 1).began, Some(at(4)));
    }

    #[test]
    fn two_halves_united_are_the_whole() {
        let mut ours = sequence("a1 b30", 100);
        ours.unite(&sequence("b5 a25", 100), 100);
        assert_eq!((ours.began, ours.steps), (Some(at(25)), vec![(at(30), Step::Then)]));
    }

    #[test]
    fn a_first_is_open_as_long_as_its_then_may_come() {
        assert_eq!(sequence("a1 b3 a5", 100).open(at(15)), Some(at(5)));
        assert_eq!(sequence("a1 b3 a5", 100).open(at(16)), None);
        assert_eq!(sequence("a1 b3", 100).open(at(4)), None);
    }
}
