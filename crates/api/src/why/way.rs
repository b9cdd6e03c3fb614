//! The way to a step: which steps choose on it, and where a contact took another one.

use std::collections::{BTreeMap, VecDeque};

use runnel_model::NodeId;

use super::asked::Asked;
use super::reason::{Reason, WhyReason, no_way, reason};
use super::{Explained, Passage};
use crate::time::Time;

impl Asked<'_> {
    /// The shortest way from a step to the one that is asked about: each step with the port.
    pub(super) fn way(&self, from: &NodeId) -> Option<Vec<(NodeId, &'static str)>> {
        let mut before: BTreeMap<NodeId, (NodeId, &'static str)> = BTreeMap::new();
        let mut queue = VecDeque::from([from.clone()]);
        while let Some(at) = queue.pop_front() {
            for (port, to) in self.plan.ways(&at) {
                let Some(to) = to.filter(|to| *to != from && !before.contains_key(*to)) else {
                    continue;
                };
                before.insert(to.clone(), (at.clone(), port));
                queue.push_back(to.clone());
            }
        }
        let mut way = Vec::new();
        let mut at = self.node;
        while at != from {
            let step = before.get(at)?;
            way.push(step.clone());
            at = &step.0;
        }
        way.reverse();
        Some(way)
    }

    /// The steps on a way that choose by a rule, and how they would choose now.
    pub(super) fn choices(&self, way: &[(NodeId, &'static str)]) -> Vec<WhyReason> {
        let choice = |(node, port): &(NodeId, &'static str)| {
            let explanation = self.explain(node)?;
            Some(self.choice(node, (None, None), port, Some(explanation)))
        };
        way.iter().filter_map(choice).collect()
    }

    fn choice(
        &self,
        node: &NodeId,
        (at, taken): (Option<Time>, Option<String>),
        needed: &str,
        explanation: Option<Explained>,
    ) -> WhyReason {
        let step = self.step(node);
        let why = explanation.as_ref().map(|one| format!(" Now: {}", one.text)).unwrap_or_default();
        let went = taken.as_ref().map_or_else(String::new, |port| format!(" went {port};"));
        let needed = needed.to_owned();
        let text = format!("“{}”:{went} “{needed}” leads there.{why}", step.name);
        reason(text, Reason::Choice { step, at, taken, needed, explanation })
    }

    /// Where a passage took the way from which the step cannot be reached any more.
    pub(super) fn turned(&self, passage: &Passage) -> Option<WhyReason> {
        let last = passage.steps.iter().rev().find_map(|one| {
            let way = self.way(&one.step.id)?;
            let (node, needed) = way.into_iter().next()?;
            Some((one, node, needed))
        });
        let Some((passed, node, needed)) = last else {
            return (!self.is_goal()).then(no_way);
        };
        let left = (passed.left_at, passed.left_by.clone());
        Some(self.choice(&node, left, needed, self.explain(&node)))
    }
}
