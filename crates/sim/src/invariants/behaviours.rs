//! Invariant 2, what the rules go by: of each behaviour that a rule asks about, the state keeps
//! what counting the log gives, whether it was kept as it came or counted later.

use runnel_engine::{Recall, Recalled};
use runnel_model::{InputBody, KeptBehaviour};

use super::{Case, Difference};

const INVARIANT: u8 = 2;

/// Counts the whole log again.
pub fn behaviours(case: Case) -> Vec<Difference> {
    let Some(catalog) = case.catalog() else { return Vec::new() };
    let asked: Vec<_> = catalog.asked().collect();
    // Whatever the catalog that an event was applied with.
    let all = asked.iter().map(|(_, question, keep)| KeptBehaviour {
        question: (*question).clone(),
        keep: *keep,
        since: u64::MAX,
    });
    let recall = Recall::of(all);
    let mut counted = Recalled::new();
    for entry in case.log.iter().chain(case.absorbed) {
        if let InputBody::Event(event) = &entry.input.body {
            let at = entry.input.occurred_at.min(entry.now);
            recall.count(&mut counted, event, at, entry.catalog_version);
        }
    }
    let differing = asked.iter().filter_map(|(id, question, _)| {
        let log = counted.remove(id).unwrap_or_default();
        let state = case.contact.behaviours.get(id).cloned().unwrap_or_default();
        let events: Vec<_> = question.events().map(|of| of.event.to_string()).collect();
        (log != state).then(|| {
            let what = format!("of {events:?} ({id}) the log has {log:?}, the state {state:?}");
            case.differ(INVARIANT, what)
        })
    });
    differing.collect()
}
