//! What must be true of a contact's state, its log and the rows derived from them.
//!
//! `runnel doctor` and the tests bring what is stored; here it is only compared. Nothing is
//! repaired, and nothing is computed the way the product computed it if there is another way: a
//! score is added up from the log, a path is followed in the flow's document, a counter is
//! counted again. The numbers are those of the list of invariants in ARCHITECTURE.md. Where old
//! entries were deleted, everything starts at the baseline that stands for them.

mod behaviours;
mod counters;
mod memberships;
mod paths;
mod replay;
mod scores;
mod wakes;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use runnel_engine::Catalog;
use runnel_model::{
    Category, Contact, ContactId, EnrolmentId, Fact, Input, NodeId, SegmentId, Tag, Timestamp,
};
use serde::Serialize;

pub use behaviours::behaviours;
pub use counters::{Counter, Counters, Days, compare_counters, count};
pub use memberships::memberships;
pub use paths::paths;
pub use replay::replay;
pub use scores::scores;
pub use wakes::wakes;

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which invariant.
    pub invariant: u8,
    /// Whom it concerns; absent: everybody.
    pub contact: Option<ContactId>,
    /// What is wrong, with both values.
    pub what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invariant {}: ", self.invariant)?;
        if let Some(contact) = self.contact {
            write!(f, "{contact}: ")?;
        }
        f.write_str(&self.what)
    }
}

/// One entry of a contact's log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What was applied.
    pub input: Input,
    /// At what time.
    pub now: Timestamp,
    /// With which catalog.
    pub catalog_version: u64,
    /// By which version of the engine.
    pub engine_version: String,
    /// What changed.
    pub facts: Vec<Fact>,
}

/// A contact's log, as far as it is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// Its state where the log begins; absent: it begins with the contact.
    pub baseline: Option<Contact>,
    /// What happened since, in the order applied.
    pub entries: Vec<Entry>,
}

/// What the tables say of a contact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Points by category; the sum is under no category.
    pub scores: Vec<(Option<Category>, i64)>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Its segments, since when.
    pub members: Vec<(SegmentId, Timestamp)>,
    /// Its active enrolments, and where each stands.
    pub enrolments: Vec<(EnrolmentId, NodeId)>,
    /// When it is to be woken.
    pub wake_at: Option<Timestamp>,
}

/// All that is stored about one contact.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Its state.
    pub contact: &'a Contact,
    /// Its log.
    pub log: &'a Log,
    /// The logs of the contacts that became part of it since its own begins, the first to do so
    /// first.
    pub absorbed: &'a [Log],
    /// What the tables say.
    pub rows: &'a Rows,
    /// Every catalog that the log was applied with, by its version.
    pub catalogs: &'a BTreeMap<u64, Catalog>,
}

/// Checks all that concerns one contact alone: the invariants 1, 2, 4, 5 and 8.
///
/// A contact that became part of another has no state any more that anything follows from.
pub fn check(case: Case) -> Vec<Difference> {
    if case.contact.merged_into.is_some() {
        return case.of_a_tombstone();
    }
    let checks = [scores, behaviours, memberships, paths, wakes, replay];
    checks.into_iter().flat_map(|check| check(case)).collect()
}

impl<'a> Case<'a> {
    fn differ(&self, invariant: u8, what: String) -> Difference {
        Difference { invariant, contact: Some(self.contact.id), what }
    }

    /// Its own log and those that became part of it.
    fn logs(&self) -> impl Iterator<Item = &'a Log> + use<'a> {
        std::iter::once(self.log).chain(self.absorbed)
    }

    /// The catalog that its state was last brought up to date with.
    fn catalog(&self) -> Option<&'a Catalog> {
        self.catalogs.get(&self.contact.catalog_version)
    }

    fn of_a_tombstone(&self) -> Vec<Difference> {
        let woken = self.rows.wake_at.map(|at| {
            self.differ(5, format!("it is part of another contact, and yet to be woken at {at}"))
        });
        woken.into_iter().collect()
    }
}
