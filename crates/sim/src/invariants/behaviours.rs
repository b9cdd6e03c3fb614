//! Invariant 2, what the rules go by: of each behaviour that a rule asks about, the state keeps
//! what counting the log gives, whether it was kept as it came or counted later.
//!
//! A log that begins with a baseline does not have all that was counted later. There, what the
//! baseline has and what was handed out as history is taken for true, and the rest is counted.

use std::collections::BTreeMap;

use runnel_engine::{Recall, Recalled};
use runnel_model::{BehaviourId, Contact, InputBody, KeptBehaviour};

use super::{Case, Difference, Entry, Log};

const INVARIANT: u8 = 2;

/// Counts the whole log again.
pub fn behaviours(case: Case) -> Vec<Difference> {
    let Some(catalog) = case.catalog() else { return Vec::new() };
    let mut counted = Recalled::new();
    for (since, asked) in asked(case) {
        Counting { since, asked: &asked }.count(case, &mut counted);
    }
    let differing = catalog.asked().filter_map(|(id, question, _)| {
        let log = counted.remove(&id).unwrap_or_default();
        let state = case.contact.behaviours.get(&id).cloned().unwrap_or_default();
        let events: Vec<_> = question.events().map(|of| of.event.to_string()).collect();
        (log != state).then(|| {
            let what = format!("of {events:?} ({id}) the log has {log:?}, the state {state:?}");
            case.differ(INVARIANT, what)
        })
    });
    differing.collect()
}

/// What rules ask about, by the catalog version from which on it is counted as it comes; 0: all of
/// it is in the logs.
type Asked = BTreeMap<u64, BTreeMap<BehaviourId, KeptBehaviour>>;

fn asked(case: Case) -> Asked {
    let Some(catalog) = case.catalog() else { return Asked::new() };
    let is_whole = case.logs().all(|log| log.baseline.is_none());
    let mut by_since = Asked::new();
    for (id, question, keep) in catalog.asked() {
        let mut kept = catalog.document().behaviours.iter();
        let kept = kept.find(|one| one.question == *question && one.keep == keep);
        let since = kept.filter(|_| !is_whole).map_or(0, |one| one.since);
        let behaviour = KeptBehaviour { question: question.clone(), keep, since };
        by_since.entry(since).or_default().insert(id, behaviour);
    }
    by_since
}

struct Counting<'a> {
    since: u64,
    asked: &'a BTreeMap<BehaviourId, KeptBehaviour>,
}

impl Counting<'_> {
    fn count(&self, case: Case, into: &mut Recalled) {
        // Whatever the catalog that an event was applied with.
        let all = self.asked.values().cloned().map(|one| KeptBehaviour { since: u64::MAX, ..one });
        let recall = Recall::of(all);
        for log in case.logs() {
            self.begin(log, into);
            log.entries.iter().for_each(|entry| self.entry(&recall, entry, into));
        }
    }

    fn begin(&self, Log { baseline, .. }: &Log, into: &mut Recalled) {
        // One that is older kept nothing of them yet.
        let is_kept = |state: &&Contact| state.catalog_version >= self.since;
        let baseline = baseline.as_ref().filter(is_kept);
        baseline.into_iter().for_each(|state| self.add(&state.behaviours, into));
    }

    fn entry(&self, recall: &Recall, entry: &Entry, into: &mut Recalled) {
        match &entry.input.body {
            InputBody::Event(event) if entry.catalog_version >= self.since => {
                let at = entry.input.occurred_at.min(entry.now);
                recall.count(into, event, at, entry.catalog_version);
            }
            InputBody::History { since, behaviours } if *since == self.since => {
                self.add(behaviours, into);
            }
            _ => {}
        }
    }

    fn add(&self, behaviours: &Recalled, into: &mut Recalled) {
        for (id, asked) in self.asked {
            if let Some(behaviour) = behaviours.get(id) {
                into.entry(*id).or_default().unite(behaviour, asked.keep);
            }
        }
    }
}
