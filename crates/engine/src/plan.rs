//! A flow as it runs: a dense array of steps, ports resolved to indexes.

use std::collections::HashMap;

use runnel_model::{EnrolmentKey, FlowId, NodeId, Reentry};

use crate::kind::{Condition, Part, Port};
use crate::rule::Compiled;

/// A compiled flow.
pub struct Plan {
    pub(crate) flow: FlowId,
    pub(crate) steps: Vec<PlannedStep>,
    pub(crate) by_node: HashMap<NodeId, usize>,
    /// The steps that are triggers, in document order.
    pub(crate) triggers: Vec<usize>,
    /// The steps that are goals, in document order.
    pub(crate) goals: Vec<usize>,
    pub(crate) exit_when: Option<Compiled>,
    pub(crate) reentry: Reentry,
    pub(crate) key: Option<EnrolmentKey>,
}

/// One node of a plan.
pub(crate) struct PlannedStep {
    pub node: NodeId,
    /// The name of its kind.
    pub kind: &'static str,
    pub part: Part,
    pub ports: &'static [&'static str],
    /// Where each port leads, in the order of `ports`.
    pub next: Vec<Option<usize>>,
}

impl PlannedStep {
    /// The port for a step that failed: `failed` if something is wired there, else the first.
    pub fn failed(&self) -> Port {
        let failed = self.ports.iter().position(|port| *port == "failed");
        failed.filter(|port| self.next[*port].is_some()).unwrap_or(0)
    }

    fn awaited(&self) -> Option<&Compiled> {
        match &self.part {
            Part::Goal(condition) => condition.rule(),
            Part::Step(step) => step.awaits().map(|(rule, _)| rule),
            Part::Trigger(_) => None,
        }
    }

    /// Whether the one who drew the flow wants to hear of failures.
    pub fn failed_is_wired(&self) -> bool {
        self.ports.get(self.failed()).is_some_and(|port| *port == "failed")
    }
}

impl Plan {
    pub(crate) fn kind_name(&self, node: &NodeId) -> Option<&'static str> {
        self.by_node.get(node).map(|at| self.steps[*at].kind)
    }

    pub(crate) fn goal(&self, step: usize) -> Option<&Condition> {
        match &self.steps[step].part {
            Part::Goal(condition) => Some(condition),
            _ => None,
        }
    }

    /// The rules that may end a wait or the enrolment whenever something happens.
    pub(crate) fn awaited(&self) -> impl Iterator<Item = &Compiled> {
        self.steps.iter().filter_map(PlannedStep::awaited).chain(self.exit_when.as_ref())
    }
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let nodes: Vec<_> = self.steps.iter().map(|step| step.node.as_str()).collect();
        f.debug_struct("Plan")
            .field("flow", &self.flow)
            .field("nodes", &nodes)
            .finish_non_exhaustive()
    }
}
