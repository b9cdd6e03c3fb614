//! What a plan can tell of itself to those who ask why: what its steps ask, who may enter.
//!
//! It decides nothing. What it says is put together from the very parts that decide.

use runnel_model::{Contact, FlowId, NodeId, Reentry, SegmentId, Timestamp};

use crate::catalog::Catalog;
use crate::check::zone_of;
use crate::kind::{Condition, Part, Wants};
use crate::plan::Plan;
use crate::rule::{Compiled, Explanation, Needs};

/// What a step is to somebody who asks how a contact comes by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Contacts come in there.
    Trigger,
    /// Contacts jump there from anywhere.
    Goal,
    /// Contacts come by wire.
    Step,
}

/// A way into a flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The trigger.
    pub node: NodeId,
    /// What it waits for.
    pub wants: Wants,
}

impl Plan {
    /// What a step is. None: there is no such step.
    pub fn kind_of(&self, node: &NodeId) -> Option<StepKind> {
        Some(match &self.steps[*self.by_node.get(node)?].part {
            Part::Trigger(_) => StepKind::Trigger,
            Part::Goal(_) => StepKind::Goal,
            Part::Step(_) => StepKind::Step,
        })
    }

    /// The ways in, in document order.
    pub fn entries(&self) -> Vec<Entry> {
        let entry = |at: &usize| match &self.steps[*at].part {
            Part::Trigger(trigger) => {
                Some(Entry { node: self.steps[*at].node.clone(), wants: trigger.wants() })
            }
            _ => None,
        };
        self.triggers.iter().filter_map(entry).collect()
    }

    /// When a contact may enter again.
    pub const fn reentry(&self) -> Reentry {
        self.reentry
    }

    /// Why the rule of a branch, a wait or a goal holds or not; none: it asks none.
    pub fn explain_step(
        &self,
        node: &NodeId,
        contact: &Contact,
        now: Timestamp,
    ) -> Option<Explanation> {
        let rule = match &self.steps[*self.by_node.get(node)?].part {
            Part::Step(step) => step.asks(),
            Part::Goal(condition) => Condition::rule(condition),
            Part::Trigger(_) => None,
        };
        rule.map(|rule| rule.explain(contact, now))
    }

    /// Why the flow's exit rule holds or not; none: it has none.
    pub fn explain_exit(&self, contact: &Contact, now: Timestamp) -> Option<Explanation> {
        self.exit_when.as_ref().map(|rule| rule.explain(contact, now))
    }

    /// Where each port of a step leads.
    pub fn ways(&self, node: &NodeId) -> Vec<(&'static str, Option<&NodeId>)> {
        let Some(at) = self.by_node.get(node) else { return Vec::new() };
        let step = &self.steps[*at];
        let to = |to: &Option<usize>| to.map(|to| &self.steps[to].node);
        step.ports.iter().copied().zip(step.next.iter().map(to)).collect()
    }
}

impl Catalog {
    /// The plan of a version that is published.
    pub fn plan(&self, flow: &FlowId, version: u32) -> Option<&Plan> {
        self.flow(flow, version).map(|live| &live.plan)
    }

    /// Why what an entry waits for is so or not, without asking anything that contacts do not keep;
    /// none: an event is awaited.
    pub fn explain_wanted(
        &self,
        wanted: &Wants,
        contact: &Contact,
        now: Timestamp,
    ) -> Option<Explanation> {
        let Wants::Becomes(rule) = wanted else { return None };
        let zone = zone_of(self.document());
        let compiled = Compiled::compile_in(&zone, rule, &mut Needs::default()).ok()?;
        Some(compiled.explain(contact, now))
    }

    /// Why a contact would be in a segment or not; none: there is no such segment.
    pub fn explain_segment(
        &self,
        id: &SegmentId,
        contact: &Contact,
        now: Timestamp,
    ) -> Option<Explanation> {
        let segment = self.segments.iter().find(|segment| segment.id == *id)?;
        Some(segment.rule.explain(contact, now))
    }
}
