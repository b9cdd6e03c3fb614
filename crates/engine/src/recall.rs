//! What contacts did before anybody asked: counted from their logs, exactly as it would have been
//! kept.
//!
//! Reading the logs is for who has them; here is only what counts, and as what.

use std::collections::{BTreeMap, BTreeSet};

use runnel_model::{Behaviour, BehaviourId, Contact, Event, EventName, KeptBehaviour, Timestamp};

use crate::catalog::{Catalog, Kept};
use crate::rule::{Needs, Seen};

/// Behaviours that are counted from a log.
pub struct Recall {
    kept: Vec<Kept>,
}

/// What one contact did.
pub type Recalled = BTreeMap<BehaviourId, Behaviour>;

impl Recall {
    /// Of these behaviours.
    pub fn of(behaviours: impl IntoIterator<Item = KeptBehaviour>) -> Self {
        Self { kept: behaviours.into_iter().filter_map(Kept::of).collect() }
    }

    /// Of those that are needed and a catalog does not keep.
    pub(crate) fn of_missing(needs: &Needs, catalog: &Catalog) -> Self {
        // Whatever the catalog that an event was applied with, it was not kept.
        let since = u64::MAX;
        let missing = needs.behaviours().filter(|(id, ..)| catalog.kept(*id).is_none());
        Self::of(missing.map(|(_, question, keep)| {
            let question = question.clone();
            KeptBehaviour { question, keep, since }
        }))
    }

    /// Gives a contact what it did: all of the events that have to be read, each with the time
    /// at which it counted.
    pub fn give<'a>(
        &self,
        contact: &mut Contact,
        events: impl IntoIterator<Item = (&'a Event, Timestamp)>,
    ) {
        let mut recalled = Recalled::new();
        for (event, at) in events {
            self.count(&mut recalled, event, at, 0);
        }
        contact.behaviours.extend(recalled);
    }

    /// The events that have to be read; none: there is nothing to recall.
    pub fn events(&self) -> BTreeSet<EventName> {
        self.kept.iter().flat_map(Kept::events).collect()
    }

    /// Counts an event that was applied with this version of the catalog. What was kept as it
    /// came is not counted again.
    pub fn count(&self, into: &mut Recalled, event: &Event, at: Timestamp, catalog_version: u64) {
        let seen = Seen::new(event);
        for kept in self.kept.iter().filter(|kept| catalog_version < kept.since) {
            kept.memory.take(into, &seen, at);
        }
    }
}
