//! Invariant 7: the numbers on the canvas are what counting the facts gives.

use std::collections::BTreeMap;

use runnel_model::{Fact, FactBody, FlowId, NodeId, StepRef};

use super::Difference;

const INVARIANT: u8 = 7;

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counter {
    /// Of which flow.
    pub flow: FlowId,
    /// Of which version.
    pub version: u32,
    /// Of which node.
    pub node: NodeId,
    /// Empty: came to the node; `p:NAME`: left by that port; `failed!`: failed there.
    pub port: String,
}

/// How often each happened, over all contacts.
pub type Counters = BTreeMap<Counter, i64>;

/// Counts one fact.
pub fn count(fact: &Fact, counters: &mut Counters) {
    let Some(step) = &fact.step else { return };
    match &fact.body {
        FactBody::Enrolled { .. } => add(counters, step, &step.node, String::new()),
        FactBody::Stepped { port, to } => {
            add(counters, step, &step.node, format!("p:{port}"));
            to.iter().for_each(|to| add(counters, step, to, String::new()));
        }
        FactBody::GoalReached { goal } => add(counters, step, goal, String::new()),
        FactBody::StepFailed { .. } => add(counters, step, &step.node, "failed!".into()),
        _ => {}
    }
}

fn add(counters: &mut Counters, step: &StepRef, node: &NodeId, port: String) {
    let StepRef { flow, version, .. } = step;
    let counter = Counter { flow: flow.clone(), version: *version, node: node.clone(), port };
    *counters.entry(counter).or_default() += 1;
}

/// Compares what the log adds up to with what the table has; no row is as good as a zero.
pub fn compare_counters(log: &Counters, table: &Counters) -> Vec<Difference> {
    let of = |counters: &Counters, counter: &Counter| counters.get(counter).copied().unwrap_or(0);
    let new = table.keys().filter(|counter| !log.contains_key(*counter));
    let all = log.keys().chain(new);
    let differing = all.filter(|counter| of(log, counter) != of(table, counter));
    let differences = differing.map(|counter| {
        let Counter { flow, version, node, port } = counter;
        let (log, table) = (of(log, counter), of(table, counter));
        let what = format!(
            "flow `{flow}` version {version}, `{node}` `{port}`: the log has {log}, the table {table}"
        );
        Difference { invariant: INVARIANT, contact: None, what }
    });
    differences.collect()
}
