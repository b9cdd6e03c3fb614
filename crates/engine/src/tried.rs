//! What only trying a flow out needs: reasons kept while the engine runs, a contact put in by
//! hand, a step that goes the way that somebody chose.
//!
//! The engine is the same. A forced step is wrapped, in a catalog that nobody publishes, so live
//! traffic does not even ask whether it is forced.

use runnel_model::{Contact, FlowId, Input, NodeId, Outcome, StepRef, Timestamp};

use crate::advance::work_off;
use crate::catalog::Catalog;
use crate::kind::{Next, Part, Port, Step};
use crate::rule::{Compiled, Explanation};
use crate::signal::Signal;
use crate::turn::{Turn, Walk};

/// That a rule decided something about an enrolment, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// When.
    pub at: Timestamp,
    /// Where the enrolment was.
    pub step: StepRef,
    /// What was decided.
    pub about: Decided,
    /// Why.
    pub explanation: Explanation,
}

/// What a rule decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The way on from a step, when the contact came to it.
    Step,
    /// That the enrolment ends, by the flow's exit rule.
    Exit,
    /// That it jumps to this goal.
    Goal(NodeId),
}

/// [`advance`](crate::advance), with the reasons of what rules decided on the way.
pub fn advance_explained(
    contact: Contact,
    input: &Input,
    catalog: &Catalog,
    now: Timestamp,
) -> (Outcome, Vec<Decision>) {
    if contact.merged_into.is_some() {
        return (Outcome { contact, facts: Vec::new(), effects: Vec::new() }, Vec::new());
    }
    let mut turn = Turn::new(contact, input, catalog);
    turn.keep_decisions();
    work_off(turn, input, now)
}

/// Puts a contact into a flow at a trigger, as if that had matched: neither the trigger nor the
/// re-entry rule is asked, and the enrolment has no key. `input` is a wake. None: the catalog has
/// no such flow or trigger.
pub fn enter(
    contact: Contact,
    input: &Input,
    catalog: &Catalog,
    (flow, version, trigger): (&FlowId, u32, &NodeId),
    now: Timestamp,
) -> Option<(Outcome, Vec<Decision>)> {
    let live = catalog.flow(flow, version)?;
    let at = *live.plan.by_node.get(trigger)?;
    if !live.plan.triggers.contains(&at) {
        return None;
    }
    let mut turn = Turn::new(contact, input, catalog);
    turn.keep_decisions();
    turn.catch_up(now);
    turn.adopt();
    turn.enter_at(live, at);
    turn.react();
    Some(turn.settle(true))
}

/// Why a step cannot be forced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotForced {
    /// The flow has no such step.
    UnknownStep,
    /// The step has only these ports.
    UnknownPort(Vec<&'static str>),
}

impl Catalog {
    /// Lets a step of a flow always go on through this port, whatever its rule says. A wait that
    /// is forced to time out still takes its time; any other ends at once.
    pub fn force(
        &mut self,
        (flow, version): (&FlowId, u32),
        node: &NodeId,
        port: &str,
    ) -> Result<(), NotForced> {
        let live = self.flow_mut(flow, version).ok_or(NotForced::UnknownStep)?;
        let at = *live.plan.by_node.get(node).ok_or(NotForced::UnknownStep)?;
        let step = &mut live.plan.steps[at];
        let found = step.ports.iter().position(|one| *one == port);
        let port = found.ok_or_else(|| NotForced::UnknownPort(step.ports.to_vec()))?;
        step.part = match std::mem::replace(&mut step.part, Part::Step(Box::new(Nothing))) {
            Part::Step(inner) => Part::Step(Box::new(Forced { inner, port })),
            // These have one way only.
            other => other,
        };
        Ok(())
    }
}

/// Holds the place of a step while it is wrapped.
struct Nothing;

impl Step for Nothing {
    fn enter(&self, _: &mut Walk<'_, '_>) -> Next {
        Next::Go(0)
    }
}

/// A step that does what it does, and then goes the way that was chosen.
struct Forced {
    inner: Box<dyn Step>,
    port: Port,
}

impl Step for Forced {
    fn enter(&self, walk: &mut Walk<'_, '_>) -> Next {
        match self.inner.enter(walk) {
            Next::Wait(wait) if wait.due.is_some() && self.inner.due() == self.port => {
                Next::Wait(wait)
            }
            Next::End(reason) => Next::End(reason),
            Next::Go(_) | Next::Wait(_) | Next::Fail(_) => Next::Go(self.port),
        }
    }

    fn hears(&self, _: &Signal<'_>) -> Option<Port> {
        None
    }

    fn asks(&self) -> Option<&Compiled> {
        self.inner.asks()
    }

    fn due(&self) -> Port {
        self.port
    }

    fn holds_the_contact(&self) -> bool {
        self.inner.holds_the_contact()
    }
}
