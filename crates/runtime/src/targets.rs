//! Which claimed effect is tried next, so that no target holds up another. Pure bookkeeping.
//!
//! A target is a host. Each gets a few tries at once, one while it fails, and a waiting line no
//! longer than what it can do before the leases run out. What does not fit into the line is left
//! to its lease: it is claimed again when that is over, and no try is counted.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use runnel_model::{EffectBody, EffectId, Lease, Timestamp};

/// How many tries run at once over all targets.
pub(crate) const TRIES_MAX: usize = 64;

/// How many of them go to one target.
pub(crate) const PER_TARGET_MAX: usize = 4;

/// How many claimed effects wait in memory; with more, nothing is claimed.
const WAITING_MAX: usize = 2_048;

/// How many of them wait for one target.
const LINE_MAX: usize = 1_024;

/// What a line may hold is done within this time, well before its leases run out.
const LINE: Duration = Duration::from_secs(40);

/// How long a try takes, as long as none was made.
const FIRST_GUESS: Duration = Duration::from_millis(200);

/// How many targets are remembered as failing while nothing is claimed for them.
const REMEMBERED_MAX: usize = 1_000;

/// A claimed effect and when the claim ends.
pub(crate) struct Held {
    pub(crate) lease: Lease,
    pub(crate) until: Timestamp,
}

impl Held {
    const fn id(&self) -> EffectId {
        self.lease.effect.id
    }
}

/// All targets that something is claimed for.
#[derive(Default)]
pub(crate) struct Targets {
    by_host: HashMap<String, Target>,
    /// The hosts with a waiting line; the first has waited longest for its turn.
    turns: VecDeque<String>,
    running: HashMap<EffectId, Lease>,
    waiting: HashSet<EffectId>,
}

struct Target {
    running: usize,
    line: VecDeque<Held>,
    /// How long its last try took.
    pace: Duration,
    failing: bool,
}

impl Target {
    const fn new() -> Self {
        Self { running: 0, line: VecDeque::new(), pace: FIRST_GUESS, failing: false }
    }

    const fn at_once(&self) -> usize {
        if self.failing { 1 } else { PER_TARGET_MAX }
    }

    fn line_max(&self) -> usize {
        let rounds = LINE.as_millis() / self.pace.as_millis().max(1);
        (rounds as usize * self.at_once()).clamp(PER_TARGET_MAX, LINE_MAX)
    }

    fn is_unused(&self) -> bool {
        self.running == 0 && self.line.is_empty()
    }
}

impl Targets {
    /// Whether there is room to claim more.
    pub(crate) fn has_room(&self) -> bool {
        self.running.len() < TRIES_MAX && self.waiting.len() < WAITING_MAX
    }

    /// Takes an effect that was claimed. False if it is left to its lease.
    pub(crate) fn offer(&mut self, held: Held) -> bool {
        let id = held.id();
        if let Some(running) = self.running.get_mut(&id) {
            // The lease ran out during the try, or the clock jumped: the try that is under way
            // settles the new lease, instead of a second one being made.
            *running = held.lease;
            return true;
        }
        let host = host_of(&held.lease);
        let target = self.by_host.entry(host.clone()).or_insert_with(Target::new);
        if self.waiting.contains(&id) {
            let place = target.line.iter_mut().find(|waiting| waiting.id() == id);
            place.into_iter().for_each(|place| *place = Held { lease: held.lease.clone(), ..held });
            return true;
        }
        if target.line.len() >= target.line_max() {
            return false;
        }
        if target.line.is_empty() {
            self.turns.push_back(host);
        }
        self.waiting.insert(id);
        target.line.push_back(held);
        true
    }

    /// The next effect to try, if its claim lasts until `end`, when the try is over at the latest.
    pub(crate) fn next(&mut self, end: Timestamp) -> Option<Lease> {
        if self.running.len() >= TRIES_MAX {
            return None;
        }
        for _ in 0..self.turns.len() {
            let host = self.turns.pop_front()?;
            let next = self.next_of(&host, end);
            if self.by_host.get(&host).is_some_and(|target| !target.line.is_empty()) {
                self.turns.push_back(host);
            }
            if next.is_some() {
                return next;
            }
        }
        None
    }

    fn next_of(&mut self, host: &str, end: Timestamp) -> Option<Lease> {
        let target = self.by_host.get_mut(host)?;
        if target.running >= target.at_once() {
            return None;
        }
        while let Some(held) = target.line.pop_front() {
            self.waiting.remove(&held.id());
            if held.until >= end {
                target.running += 1;
                self.running.insert(held.id(), held.lease.clone());
                return Some(held.lease);
            }
        }
        None
    }

    /// Leaves all that was not begun to its lease.
    pub(crate) fn let_go(&mut self) {
        self.by_host.values_mut().for_each(|target| target.line.clear());
        self.turns.clear();
        self.waiting.clear();
    }

    /// A try ended. Answers the lease to settle.
    pub(crate) fn ended(&mut self, id: EffectId, took: Duration, failing: bool) -> Option<Lease> {
        let lease = self.running.remove(&id)?;
        let host = host_of(&lease);
        let many = self.by_host.len() > REMEMBERED_MAX;
        if let Some(target) = self.by_host.get_mut(&host) {
            target.running -= 1;
            target.pace = took;
            target.failing = failing;
            if target.is_unused() && (many || !failing) {
                self.by_host.remove(&host);
            }
        }
        Some(lease)
    }
}

fn host_of(lease: &Lease) -> String {
    let EffectBody::PostToUrl { url, .. } = &lease.effect.body;
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    host.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::lease_to;

    const END: Timestamp = Timestamp::from_ms(60_000);

    fn offer(targets: &mut Targets, id: u128, url: &str) -> bool {
        targets.offer(Held { lease: lease_to(id, url), until: END })
    }

    fn next(targets: &mut Targets) -> Option<u128> {
        targets.next(END).map(|lease| lease.effect.id.0)
    }

    fn ended(targets: &mut Targets, id: u128, seconds: u64, failing: bool) {
        targets.ended(EffectId(id), Duration::from_secs(seconds), failing).unwrap();
    }

    #[test]
    fn a_target_with_many_effects_leaves_room_for_others() {
        let mut targets = Targets::default();
        for id in 0..100 {
            assert!(offer(&mut targets, id, "https://slow.example/a"));
        }
        assert!(offer(&mut targets, 200, "https://quick.example"));
        let started: Vec<_> = std::iter::from_fn(|| next(&mut targets)).collect();
        assert_eq!(started, [0, 200, 1, 2, 3]);
    }

    #[test]
    fn the_line_of_a_slow_target_is_short_and_the_rest_is_left_to_the_lease() {
        let mut targets = Targets::default();
        offer(&mut targets, 0, "https://slow.example");
        next(&mut targets);
        offer(&mut targets, 1, "https://slow.example");
        ended(&mut targets, 0, 10, true);
        let taken = (2..100).filter(|id| offer(&mut targets, *id, "https://slow.example")).count();
        assert_eq!(taken, 3);
    }

    #[test]
    fn a_failing_target_gets_one_try_at_a_time_until_it_works() {
        let mut targets = Targets::default();
        (0..10).for_each(|id| assert!(offer(&mut targets, id, "https://a.example")));
        while next(&mut targets).is_some() {}
        (0..4).for_each(|id| ended(&mut targets, id, 1, true));
        assert_eq!((next(&mut targets), next(&mut targets)), (Some(4), None));
        ended(&mut targets, 4, 1, false);
        assert_eq!(std::iter::from_fn(|| next(&mut targets)).count(), 4);
    }

    #[test]
    fn an_effect_that_is_claimed_again_during_its_try_is_not_tried_twice() {
        let mut targets = Targets::default();
        offer(&mut targets, 0, "https://a.example");
        next(&mut targets);
        let again = Lease { fence: 7, ..lease_to(0, "https://a.example") };
        assert!(targets.offer(Held { lease: again, until: END }));
        assert_eq!(next(&mut targets), None);
        let settled = targets.ended(EffectId(0), Duration::ZERO, false).unwrap();
        assert_eq!(settled.fence, 7);
    }

    #[test]
    fn a_lease_about_to_end_is_not_begun() {
        let mut targets = Targets::default();
        offer(&mut targets, 0, "https://a.example");
        assert!(targets.next(Timestamp::from_ms(60_001)).is_none());
        assert!(offer(&mut targets, 0, "https://a.example"));
        assert_eq!(next(&mut targets), Some(0));
    }

    #[test]
    fn a_host_is_one_target_whatever_the_path() {
        for url in ["https://A.example/x", "https://u:p@a.example?x=/", "a.example#x"] {
            assert_eq!(host_of(&lease_to(0, url)), "a.example");
        }
    }
}
