//! Segments: brought up to date after every fact, before anybody looks again.

use runnel_model::{BehaviourId, FactBody, Membership, Ordinal, SegmentId, Timestamp};

use super::{Cause, Turn};
use crate::catalog::{ReadKey, read_keys};

impl Turn<'_> {
    /// The segments that read this fact. A segment that changes is a fact itself; so those that
    /// ask about it follow at once. References have no cycles, hence this ends.
    pub(super) fn derive_from(&mut self, ordinal: Ordinal) {
        let fact = &self.facts[ordinal as usize];
        if matches!(fact.body, FactBody::Merged { .. }) {
            return self.refresh_all(Some(ordinal));
        }
        for key in read_keys(fact) {
            self.refresh_readers(&key, Some(ordinal));
        }
    }

    /// The segments that read this behaviour.
    pub(super) fn derive_from_behaviour(&mut self, id: BehaviourId) {
        self.refresh_readers(&ReadKey::Behaviour(id), None);
    }

    fn refresh_readers(&mut self, key: &ReadKey, after: Option<Ordinal>) {
        let catalog = self.catalog;
        for segment in catalog.readers(key) {
            self.refresh(*segment, after);
        }
    }

    /// Every segment, in order.
    pub(super) fn refresh_all(&mut self, after: Option<Ordinal>) {
        for segment in 0..self.catalog.segments.len() {
            self.refresh(segment, after);
        }
    }

    /// Every segment that time can change, in order.
    pub(super) fn refresh_timed(&mut self) {
        let catalog = self.catalog;
        for segment in &catalog.timed {
            self.refresh(*segment, None);
        }
    }

    /// Brings the contact into a segment or out of it, as its rule says now.
    pub(super) fn refresh(&mut self, segment: usize, after: Option<Ordinal>) {
        let live = &self.catalog.segments[segment];
        // A rule that the contact has not adopted yet is first asked when it does.
        if live.since > self.contact.catalog_version {
            return;
        }
        let verdict = live.rule.holds(&self.contact, self.clock);
        self.until = Timestamp::earliest(self.until, verdict.until);
        if verdict.holds == self.contact.segments.contains_key(&live.id) {
            return;
        }
        let (id, initial) = (live.id.clone(), self.initial);
        let body = if verdict.holds {
            self.contact.segments.insert(id.clone(), Membership { since: self.clock });
            FactBody::SegmentEntered { segment: id, initial }
        } else {
            self.contact.segments.remove(&id);
            FactBody::SegmentLeft { segment: id, initial }
        };
        self.because(Cause { step: None, after }, |turn| turn.record(body));
    }

    /// Takes the contact to the catalog of today. True if it was behind.
    ///
    /// What a new or edited rule finds is *initial*: the rule is new, nothing happened to the
    /// contact, and no flow starts, unless its publisher wanted it.
    pub fn adopt(&mut self) -> bool {
        let known = self.contact.catalog_version;
        if known >= self.catalog.version() {
            return false;
        }
        self.catalog.forget_uncounted(&mut self.contact);
        self.contact.catalog_version = self.catalog.version();
        if known == 0 {
            // Somebody new: all segments are asked when the first input has been applied.
            self.record(FactBody::Created);
            return true;
        }
        self.initial = true;
        self.leave_deleted_segments();
        for (at, segment) in self.catalog.segments.iter().enumerate() {
            if segment.since > known {
                self.initial = !segment.starts_flows;
                self.refresh(at, None);
            }
        }
        self.initial = false;
        self.follow_flows();
        self.enter_as_member(known);
        true
    }

    fn leave_deleted_segments(&mut self) {
        let exists = |id: &SegmentId| self.catalog.segments.iter().any(|segment| segment.id == *id);
        let deleted: Vec<_> =
            self.contact.segments.keys().filter(|id| !exists(id)).cloned().collect();
        for segment in deleted {
            self.contact.segments.remove(&segment);
            self.record(FactBody::SegmentLeft { segment, initial: true });
        }
    }
}
