//! Enrolments, followed through the facts of one contact's batch.

use std::collections::BTreeMap;

use runnel_model::{
    Contact, EndReason, Enrolment, EnrolmentId, Fact, FactBody, NodeId, StepRef, Timestamp,
};

use super::{EndRow, EnrolmentRow, Rows};

/// What the facts tell about each enrolment.
#[derive(Default)]
pub(super) struct Passages<'a> {
    seen: BTreeMap<EnrolmentId, Passage<'a>>,
}

struct Passage<'a> {
    step: &'a StepRef,
    entered: Option<(Timestamp, Option<&'a str>)>,
    moved: Option<(&'a NodeId, Timestamp)>,
    ended: Option<(&'a NodeId, Timestamp, &'a EndReason)>,
}

impl<'a> Passages<'a> {
    pub(super) fn read(&mut self, fact: &'a Fact) {
        let Some(step) = &fact.step else { return };
        let passage = || Passage { step, entered: None, moved: None, ended: None };
        let passage = self.seen.entry(step.enrolment).or_insert_with(passage);
        match &fact.body {
            FactBody::Enrolled { key } => {
                passage.entered = Some((fact.at, key.as_deref()));
                passage.moved = Some((&step.node, fact.at));
            }
            FactBody::Stepped { to: Some(node), .. } | FactBody::GoalReached { goal: node } => {
                passage.moved = Some((node, fact.at));
            }
            FactBody::Ended { reason } => passage.ended = Some((&step.node, fact.at, reason)),
            _ => {}
        }
    }

    /// `all`: also those that no fact speaks of.
    pub(super) fn write(self, contact: &Contact, all: bool, rows: &mut Rows) {
        let is_seen = |enrolment: &&Enrolment| all || self.seen.contains_key(&enrolment.id);
        let active = contact.enrolments.iter().filter(is_seen);
        rows.enrolments.extend(active.map(|enrolment| EnrolmentRow::of(contact.id, enrolment)));
        for (id, passage) in self.seen {
            let Some((node, ended_at, reason)) = passage.ended else { continue };
            match passage.whole(id, contact) {
                Some(row) => rows.enrolments.push(row),
                None => rows.enrolments_ended.push(EndRow {
                    id,
                    node: node.as_str().to_owned(),
                    since: passage.moved.map(|(_, at)| at),
                    ended_at,
                    reason: reason.clone(),
                }),
            }
        }
    }
}

impl Passage<'_> {
    /// The row of an enrolment that began and ended in one batch: it is written once.
    fn whole(&self, id: EnrolmentId, contact: &Contact) -> Option<EnrolmentRow> {
        let (entered_at, key) = self.entered?;
        let (_, since) = self.moved?;
        let (node, ended_at, reason) = self.ended?;
        Some(EnrolmentRow {
            id,
            contact: contact.id,
            flow: self.step.flow.as_str().to_owned(),
            version: self.step.version,
            key: key.map(ToOwned::to_owned),
            node: node.as_str().to_owned(),
            entered_at,
            since,
            due: None,
            ended: Some((ended_at, reason.clone())),
        })
    }
}
