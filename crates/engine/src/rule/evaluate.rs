//! The answer of a compiled rule, and until when time alone cannot change it.
//!
//! Of behaviours the evaluator trusts only what is kept exactly: `total`, `last`, and as many of
//! the most recent times as the rule needed. Counts and last times without a window take a
//! behaviour as it was told, whatever the clock says. Within a window a time that lies ahead of
//! `now` does not count yet; it can exist for a moment when a due time is worked off that is older
//! than an event already known. That is exact as long as such a time has not pushed an older one
//! out, which is why inputs are applied in the order of their `now`.

use std::ops::Not;

use runnel_model::{
    Behaviour, BehaviourId, Comparison, Contact, Deal, DealStatus, DealTest, FlowId, FlowTest,
    IfNever, PipelineId, Timestamp,
};

use super::compile::{Compiled, Node};

/// Whether a rule holds, and until when that is sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The answer.
    pub holds: bool,
    /// The time before which the answer stays the same unless something happens to the contact;
    /// always later than the time that was asked about. None: time alone never changes it.
    ///
    /// It is a bound and not a promise: at that time the answer may still be the same.
    pub until: Option<Timestamp>,
}

impl Compiled {
    /// The answer for this contact at this time.
    pub fn holds(&self, contact: &Contact, now: Timestamp) -> Verdict {
        self.root.holds(contact, now)
    }
}

impl Verdict {
    const fn constant(holds: bool) -> Self {
        Self { holds, until: None }
    }
}

impl Not for Verdict {
    type Output = Self;
    fn not(self) -> Self {
        Self { holds: !self.holds, until: self.until }
    }
}

impl Node {
    pub(super) fn holds(&self, contact: &Contact, now: Timestamp) -> Verdict {
        Verdict::constant(match self {
            Self::All(nodes) => {
                return join(false, nodes.iter().map(|node| node.holds(contact, now)));
            }
            Self::Any(nodes) => {
                return join(true, nodes.iter().map(|node| node.holds(contact, now)));
            }
            Self::Not(node) => return !node.holds(contact, now),
            Self::Property(condition) => {
                condition.holds(contact.property(&condition.name).map(Into::into))
            }
            Self::Company(condition) => {
                condition.holds(contact.company_property(&condition.name).map(Into::into))
            }
            Self::FilledIn(asked) => asked.holds(contact),
            Self::Date(asked) => return asked.holds(contact, now),
            Self::LocalTime(asked) => return asked.holds(contact, now),
            Self::Tag(tag) => contact.tags.contains_key(tag),
            Self::Score { category, points } => points.holds(contact.score(category.as_ref())),
            Self::Stage(stages) => contact.stage.is_some_and(|stage| stages.contains(&stage)),
            Self::Segment(segment) => contact.segments.contains_key(segment),
            Self::Deal { pipeline, is } => {
                contact.deals.iter().any(|deal| deal_is(deal, pipeline.as_ref(), is))
            }
            Self::Flow { flow, is } => stands(contact, flow, is),
            Self::Count { of, times } => times.holds(total(contact, *of)),
            Self::CountWithin { of, times, within_ms } => {
                return Window::new(contact, *of, *within_ms, now).count(*times);
            }
            Self::Number(asked) => return asked.holds(contact, now),
            Self::Distinct(asked) => return asked.holds(contact, now),
            Self::Sequence(asked) => return asked.holds(contact, now),
            Self::LastOccurred { of, more_than_ago_ms, if_never } => {
                return long_ago(contact, *of, *more_than_ago_ms, *if_never, now);
            }
        })
    }
}

/// The verdict on several parts of which one whose answer is `decider` decides: false for *all*,
/// true for *any*.
///
/// While parts decide, nothing changes before the last of them has turned, so one that never
/// turns is enough to stop at. While none does, the first to turn may change everything.
pub(super) fn join(decider: bool, parts: impl IntoIterator<Item = Verdict>) -> Verdict {
    let mut latest_of_deciders = None;
    let mut earliest_of_others = None;
    for part in parts {
        if part.holds != decider {
            earliest_of_others = Timestamp::earliest(earliest_of_others, part.until);
        } else if part.until.is_some() {
            latest_of_deciders = latest_of_deciders.max(part.until);
        } else {
            return Verdict::constant(decider);
        }
    }
    match latest_of_deciders {
        Some(_) => Verdict { holds: decider, until: latest_of_deciders },
        None => Verdict { holds: !decider, until: earliest_of_others },
    }
}

pub(super) fn behaviour(contact: &Contact, id: BehaviourId) -> Option<&Behaviour> {
    contact.behaviours.get(&id)
}

pub(super) fn total(contact: &Contact, id: BehaviourId) -> i64 {
    let total = behaviour(contact, id).map_or(0, |known| known.total);
    i64::try_from(total).unwrap_or(i64::MAX)
}

fn deal_is(deal: &Deal, pipeline: Option<&PipelineId>, is: &DealTest) -> bool {
    pipeline.is_none_or(|pipeline| deal.pipeline == *pipeline)
        && match is {
            DealTest::InStage(stages) => stages.contains(&deal.stage),
            DealTest::Open => deal.status == DealStatus::Open,
            DealTest::Won => deal.status == DealStatus::Won,
            DealTest::Lost => deal.status == DealStatus::Lost,
        }
}

fn stands(contact: &Contact, flow: &FlowId, is: &FlowTest) -> bool {
    let mut inside = contact.enrolments.iter().filter(|enrolment| enrolment.flow == *flow);
    let past = contact.entries.get(flow);
    match is {
        FlowTest::Inside => inside.next().is_some(),
        FlowTest::WaitsAt(step) => {
            inside.any(|enrolment| enrolment.wait.is_some() && enrolment.node == *step)
        }
        FlowTest::Entered => past.is_some_and(|past| past.count > 0),
        FlowTest::Finished => past.is_some_and(|past| past.finished > 0),
        FlowTest::ReachedGoal => past.is_some_and(|past| past.goals > 0),
    }
}

/// True from exactly `ms` after the last time on.
fn long_ago(
    contact: &Contact,
    id: BehaviourId,
    ms: i64,
    if_never: IfNever,
    now: Timestamp,
) -> Verdict {
    let Some(since) = counts_from(contact, id, if_never) else { return Verdict::constant(false) };
    let true_from = later(since, ms);
    match true_from {
        Some(from) if from <= now => Verdict::constant(true),
        _ => Verdict { holds: false, until: true_from },
    }
}

/// From when the time since the last time is counted. None: it is not.
pub(super) fn counts_from(
    contact: &Contact,
    id: BehaviourId,
    if_never: IfNever,
) -> Option<Timestamp> {
    let last = behaviour(contact, id).and_then(|known| known.last);
    match if_never {
        IfNever::SinceCreated => Some(last.unwrap_or(contact.created_at)),
        IfNever::False => last,
    }
}

/// None: beyond the times that can be reckoned with, so it never comes.
pub(super) fn later(time: Timestamp, ms: i64) -> Option<Timestamp> {
    let later = time.as_ms().saturating_add(ms);
    (later <= Timestamp::MAX.as_ms()).then(|| Timestamp::from_ms(later))
}

/// The times of one behaviour within (now − length, now].
pub(super) struct Window<'a> {
    /// Those known up to now, ascending; also ones that have left the window already.
    past: &'a [Timestamp],
    /// The first that lies ahead.
    next: Option<Timestamp>,
    length_ms: i64,
    now: Timestamp,
}

impl<'a> Window<'a> {
    pub(super) fn new(
        contact: &'a Contact,
        id: BehaviourId,
        length_ms: i64,
        now: Timestamp,
    ) -> Self {
        let recent = behaviour(contact, id).map_or(&[][..], |known| &known.recent);
        Self::of(recent, length_ms, now)
    }

    /// Of these times, ascending.
    pub(super) fn of(recent: &'a [Timestamp], length_ms: i64, now: Timestamp) -> Self {
        let ahead = recent.partition_point(|time| *time <= now);
        Self { past: &recent[..ahead], next: recent.get(ahead).copied(), length_ms, now }
    }

    pub(super) fn count(&self, times: Comparison) -> Verdict {
        match times {
            Comparison::AtLeast(n) => self.at_least(n),
            Comparison::MoreThan(n) => self.at_least(n.saturating_add(1)),
            Comparison::LessThan(n) => !self.at_least(n),
            Comparison::AtMost(n) => !self.at_least(n.saturating_add(1)),
            Comparison::Exactly(n) => {
                join(false, [self.at_least(n), !self.at_least(n.saturating_add(1))])
            }
        }
    }

    /// There are `n` exactly while the `n`-th most recent time is inside.
    fn at_least(&self, n: i64) -> Verdict {
        if n <= 0 {
            return Verdict::constant(true);
        }
        let place = usize::try_from(n).ok().and_then(|n| self.past.len().checked_sub(n));
        let inside = place.map(|place| self.past[place]).filter(|time| self.reaches(*time));
        match inside {
            Some(time) => Verdict { holds: true, until: later(time, self.length_ms) },
            None => Verdict { holds: false, until: self.next },
        }
    }

    /// When the next one enters or leaves.
    pub(super) fn next_change(&self) -> Option<Timestamp> {
        let oldest = self.past.iter().copied().find(|time| self.reaches(*time));
        Timestamp::earliest(oldest.and_then(|at| later(at, self.length_ms)), self.next)
    }

    /// How many times inside are known.
    pub(super) fn times(&self) -> i64 {
        let outside = self.past.partition_point(|time| !self.reaches(*time));
        i64::try_from(self.past.len() - outside).unwrap_or(i64::MAX)
    }

    /// Whether older times that are inside as well may not be kept any more.
    pub(super) fn may_have_lost(&self, contact: &Contact, id: BehaviourId) -> bool {
        let oldest_is_inside = self.past.first().is_some_and(|time| self.reaches(*time));
        let lost = |known: &Behaviour| known.total > known.recent.len() as u64;
        oldest_is_inside && behaviour(contact, id).is_some_and(lost)
    }

    /// By age and not by the window's beginning, which may lie before all time.
    fn reaches(&self, time: Timestamp) -> bool {
        self.now.as_ms().saturating_sub(time.as_ms()) < self.length_ms
    }
}
