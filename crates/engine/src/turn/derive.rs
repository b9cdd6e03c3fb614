//! Segments and the points of scoring models: brought up to date after every fact, before anybody
//! looks again.

use runnel_model::{
    Award, BehaviourId, Category, FactBody, Membership, Ordinal, RowRef, SegmentId, Timestamp,
};

use super::{Cause, Turn};
use crate::catalog::{Derived, ReadKey, read_keys};
use crate::scoring::Given;

impl Turn<'_> {
    /// What reads this fact. A segment or score that changes is a fact itself; so what asks about
    /// it follows at once. References have no cycles, hence this ends.
    pub(super) fn derive_from(&mut self, ordinal: Ordinal) {
        let fact = &self.facts[ordinal as usize];
        if matches!(fact.body, FactBody::Merged { .. }) {
            self.take_back_deleted_rows();
            return self.refresh_all(Some(ordinal));
        }
        for key in read_keys(fact) {
            self.refresh_readers(&key, Some(ordinal));
        }
    }

    /// What reads this behaviour.
    pub(super) fn derive_from_behaviour(&mut self, id: BehaviourId) {
        self.refresh_readers(&ReadKey::Behaviour(id), None);
    }

    fn refresh_readers(&mut self, key: &ReadKey, after: Option<Ordinal>) {
        let catalog = self.catalog;
        for one in catalog.readers(key) {
            self.refresh(*one, after);
        }
    }

    /// All that is derived, in order.
    pub(super) fn refresh_all(&mut self, after: Option<Ordinal>) {
        let catalog = self.catalog;
        for one in &catalog.derived {
            self.refresh(*one, after);
        }
    }

    /// All that time can change, in order.
    pub(super) fn refresh_timed(&mut self) {
        let catalog = self.catalog;
        for one in &catalog.timed {
            self.refresh(*one, None);
        }
    }

    fn refresh(&mut self, one: Derived, after: Option<Ordinal>) {
        match one {
            Derived::Segment(at) => self.refresh_segment(at, after),
            Derived::Group(at) => self.refresh_group(at, after),
        }
    }

    /// Brings the contact into a segment or out of it, as its rule says now.
    fn refresh_segment(&mut self, segment: usize, after: Option<Ordinal>) {
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

    /// Gives the contact what the rows of a group give it now, and takes back what they do not.
    fn refresh_group(&mut self, group: usize, after: Option<Ordinal>) {
        let live = &self.catalog.groups[group];
        if live.since > self.contact.catalog_version {
            return;
        }
        let (rows, until) = live.points(&self.contact, self.clock);
        self.until = Timestamp::earliest(self.until, until);
        self.because(Cause { step: None, after }, |turn| {
            rows.iter().for_each(|row| turn.award(row, &live.category));
        });
    }

    /// Makes what a row gives the contact so many points.
    fn award(&mut self, row: &Given<'_>, category: &Category) {
        let mut has = 0;
        let mut elsewhere = Vec::new();
        for award in self.contact.awards.iter().filter(|award| award.by == *row.by) {
            if award.category == *category {
                has = award.points;
            } else {
                // The row was in another category when they were given.
                elsewhere.push((award.category.clone(), award.points));
            }
        }
        for (category, points) in elsewhere {
            self.award_points(row.by, &category, -points, row.name);
        }
        self.award_points(row.by, category, row.points - has, row.name);
    }

    fn award_points(&mut self, by: &RowRef, category: &Category, points: i64, name: &str) {
        if points == 0 {
            return;
        }
        let award = Award { by: by.clone(), category: category.clone(), points };
        Award::add(&mut self.contact.awards, award);
        self.adjust_score(category, points, name.to_owned(), Some(by.clone()));
    }

    /// What was given by rows that are no longer there.
    fn take_back_deleted_rows(&mut self) {
        let is_gone = |award: &&Award| !self.catalog.has_row(&award.by);
        let gone: Vec<Award> = self.contact.awards.iter().filter(is_gone).cloned().collect();
        let before = std::mem::replace(&mut self.initial, true);
        for Award { by, category, points } in gone {
            self.award_points(&by, &category, -points, by.row.as_str());
        }
        self.initial = before;
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
        self.take_back_deleted_rows();
        let catalog = self.catalog;
        for one in &catalog.derived {
            let (since, starts_flows) = catalog.published(*one);
            if since > known {
                self.initial = !starts_flows;
                self.refresh(*one, None);
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
