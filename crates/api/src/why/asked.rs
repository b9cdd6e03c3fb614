//! Why a contact is, was, or is not at a step: which reasons there are, by how it stands to it.

use runnel_engine::{Entry, Plan, StepKind};
use runnel_model::{Enrolment, FlowState, NodeId};
use runnel_store::EventRow;

use super::reason::{Reason, Standing, WhyReason, no_way, reason};
use super::{About, Explained, Passage};
use crate::log::StepRef;

/// Everything that reasons are read from.
pub struct Asked<'a> {
    pub about: About<'a>,
    pub plan: &'a Plan,
    /// The flow's version that is asked about.
    pub version: u32,
    pub state: FlowState,
    pub node: &'a NodeId,
    /// Newest first.
    pub passages: &'a [Passage],
    /// The contact's log, newest first.
    pub rows: &'a [EventRow],
    pub flow: &'a runnel_model::FlowId,
}

impl Asked<'_> {
    /// How the contact stands to the step, and why.
    pub fn answer(&self) -> (Standing, Vec<WhyReason>) {
        let inside = self.about.contact.enrolments.iter().rev();
        let inside: Vec<_> = inside.filter(|one| one.flow == *self.flow).collect();
        if let Some(here) = inside.iter().find(|one| one.node == *self.node) {
            return (Standing::IsThere, vec![self.waits(here)]);
        }
        let came = self.passages.iter().flat_map(|one| one.steps.iter().rev());
        if let Some(came) = came.into_iter().find(|one| one.step.id == *self.node) {
            let (at, left_by) = (came.entered_at, came.left_by.clone());
            let when = at.map_or_else(String::new, |at| format!(" at {at}"));
            let text = format!("Came to “{}”{when}", came.step.name);
            return (Standing::WasThere, vec![reason(text, Reason::Came { at, left_by })]);
        }
        if let Some(inside) = inside.first() {
            return self.of_somebody_inside(inside);
        }
        match self.passages.first() {
            Some(last) => (Standing::WentAnotherWay, self.of_somebody_who_left(last)),
            None => (Standing::NotEntered, self.of_somebody_outside()),
        }
    }

    fn of_somebody_inside(&self, inside: &Enrolment) -> (Standing, Vec<WhyReason>) {
        let mut reasons = vec![self.waits(inside)];
        if self.is_goal() {
            reasons.push(self.goal());
            return (Standing::OnTheWay, reasons);
        }
        if let Some(way) = self.way(&inside.node) {
            reasons.extend(self.choices(&way));
            return (Standing::OnTheWay, reasons);
        }
        reasons.extend(self.passages.first().and_then(|passage| self.turned(passage)));
        (Standing::WentAnotherWay, reasons)
    }

    fn of_somebody_who_left(&self, last: &Passage) -> Vec<WhyReason> {
        let mut reasons: Vec<_> = self.turned(last).into_iter().collect();
        if self.is_goal() {
            reasons.push(self.goal());
        }
        if let Some(at) = last.ended_at {
            let text = format!("Left the flow at {at}");
            reasons.push(reason(text, Reason::Ended { at }));
        }
        reasons.push(self.reentry());
        reasons
    }

    fn of_somebody_outside(&self) -> Vec<WhyReason> {
        let mut reasons = Vec::new();
        if self.state != FlowState::Active {
            let text = "The flow takes nobody in at present".to_owned();
            reasons.push(reason(text, Reason::FlowState { state: self.state }));
        }
        let entries = self.plan.entries();
        let entries = entries.iter().filter(|entry| {
            self.is_goal() || entry.node == *self.node || self.way(&entry.node).is_some()
        });
        let entries: Vec<&Entry> = entries.collect();
        if entries.is_empty() {
            reasons.push(no_way());
        }
        reasons.extend(entries.iter().map(|entry| self.trigger(entry)));
        reasons.push(self.reentry());
        let exit = self.plan.explain_exit(self.about.contact, self.about.now);
        if let Some(exit) = exit.filter(|exit| exit.verdict.holds) {
            let explanation = Explained::new(exit, &self.about);
            let text = format!("The exit rule would end it at once: {}", explanation.text);
            reasons.push(reason(text, Reason::ExitRule { explanation }));
        }
        if self.is_goal() {
            reasons.push(self.goal());
        } else if let Some(way) = entries.iter().find_map(|entry| self.way(&entry.node)) {
            reasons.extend(self.choices(&way));
        }
        reasons
    }

    pub(super) fn is_goal(&self) -> bool {
        self.plan.kind_of(self.node) == Some(StepKind::Goal)
    }

    pub(super) fn step(&self, node: &NodeId) -> StepRef {
        self.about.names.step(self.flow, self.version, node)
    }

    pub(super) fn explain(&self, node: &NodeId) -> Option<Explained> {
        let explanation = self.plan.explain_step(node, self.about.contact, self.about.now)?;
        Some(Explained::new(explanation, &self.about))
    }
}
