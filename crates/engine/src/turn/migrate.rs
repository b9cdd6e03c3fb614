//! A newer version of a flow takes over whoever its publisher wants there.

use runnel_model::{EndReason, EnrolmentId, FactBody, FlowState, Migration, Wait};

use super::{Cause, Turn};
use crate::catalog::LiveFlow;

impl<'a> Turn<'a> {
    /// Does with an enrolment of an older version what the publisher of the current one chose.
    /// Whoever skipped versions in between is asked about by the newest alone. A paused flow times
    /// nobody anew: they might go on at once. It does when it is resumed.
    pub(super) fn migrate(&mut self, id: EnrolmentId) {
        let Some((flow, choice)) = self.choice(id) else { return };
        match choice {
            Migration::Finish => {}
            Migration::Retime if flow.state != FlowState::Active => {}
            Migration::Move => drop(self.take_over(id, flow)),
            Migration::Retime => {
                if let Some(step) = self.take_over(id, flow) {
                    self.retime(id, flow, step);
                }
            }
            Migration::Exit => self.end(id, EndReason::Stopped),
        }
    }

    fn choice(&self, id: EnrolmentId) -> Option<(&'a LiveFlow, Migration)> {
        let enrolment = self.contact.enrolments.iter().find(|enrolment| enrolment.id == id)?;
        let flow = self.catalog.current_flow(&enrolment.flow)?;
        let choice = flow.migrations.get(&enrolment.node)?;
        (enrolment.version < flow.version).then_some((flow, *choice))
    }

    /// Answers the step of the new version at which the enrolment stands now; None if there is
    /// none of this kind, and it stays where it is.
    fn take_over(&mut self, id: EnrolmentId, flow: &LiveFlow) -> Option<usize> {
        let enrolment = self.contact.enrolments.iter().find(|enrolment| enrolment.id == id)?;
        let step = *flow.plan.by_node.get(&enrolment.node)?;
        let older = &self.catalog.flow(&enrolment.flow, enrolment.version)?.plan;
        if older.kind_name(&enrolment.node) != flow.plan.kind_name(&enrolment.node) {
            return None;
        }
        let cause = Cause { step: self.step_ref(id), ..self.cause.clone() };
        self.because(cause, |turn| turn.record(FactBody::Migrated { to: flow.version }));
        self.enrolment_mut(id)?.version = flow.version;
        Some(step)
    }

    /// Who waits for an answer from outside goes on waiting for it: it was asked for already. Who
    /// heard in a pause what they waited for has nothing left to wait for.
    fn retime(&mut self, id: EnrolmentId, flow: &'a LiveFlow, step: usize) {
        let waits = |wait: &Wait| wait.effect.is_none() && wait.heard.is_none();
        let enrolment = self.enrolment_mut(id);
        let Some(enrolment) = enrolment.filter(|one| one.wait.as_ref().is_some_and(waits)) else {
            return;
        };
        enrolment.wait = None;
        let since = enrolment.since;
        self.wait_since(id, flow, step, since);
    }
}
