//! Invariant 7: the numbers on the canvas are what counting the facts gives.

use std::collections::{BTreeMap, BTreeSet};

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

/// How often each happened, over all contacts, by the number of the UTC day.
pub type Counters = BTreeMap<Counter, Days>;

/// How often something happened on which UTC day. In the table, the day 0 stands for any: what
/// was counted before days were kept.
pub type Days = BTreeMap<i64, i64>;

/// Counts one fact.
pub fn count(fact: &Fact, counters: &mut Counters) {
    let Some(step) = &fact.step else { return };
    let mut add = |node: &NodeId, port: String| {
        let StepRef { flow, version, .. } = step;
        let (flow, node) = (flow.clone(), node.clone());
        let days = counters.entry(Counter { flow, version: *version, node, port }).or_default();
        *days.entry(fact.at.day()).or_default() += 1;
    };
    match &fact.body {
        FactBody::Enrolled { .. } => add(&step.node, String::new()),
        FactBody::Stepped { port, to } => {
            add(&step.node, format!("p:{port}"));
            to.iter().for_each(|to| add(to, String::new()));
        }
        FactBody::GoalReached { goal } => add(goal, String::new()),
        FactBody::StepFailed { .. } => add(&step.node, "failed!".into()),
        _ => {}
    }
}

/// Compares what the log adds up to with what the table has; no row is as good as a zero.
pub fn compare_counters(log: &Counters, table: &Counters) -> Vec<Difference> {
    let none = Days::new();
    let new = table.keys().filter(|counter| !log.contains_key(*counter));
    let all = log.keys().chain(new);
    all.flat_map(|counter| {
        let of = |counters: &Counters| counters.get(counter).unwrap_or(&none).clone();
        compare_days(&of(log), &of(table)).into_iter().map(|what| differ(counter, &what))
    })
    .collect()
}

/// Without rows of the day 0, each day has to agree. With them, none may have too many, and all
/// of them together agree.
fn compare_days(log: &Days, table: &Days) -> Vec<String> {
    let of = |days: &Days, day| days.get(&day).copied().unwrap_or(0);
    let total = |days: &Days| days.values().sum::<i64>();
    let has_undated = of(table, 0) > 0;
    let differs = |day: &i64| match of(log, *day) - of(table, *day) {
        missing if has_undated => *day != 0 && missing < 0,
        missing => missing != 0,
    };
    let days: BTreeSet<i64> = log.keys().chain(table.keys()).copied().filter(differs).collect();
    let of_day = |day| format!("{} on day {day}", against(of(log, day), of(table, day)));
    let mut found: Vec<String> = days.into_iter().map(of_day).collect();
    if found.is_empty() && total(log) != total(table) {
        found.push(format!("{} on all days", against(total(log), total(table))));
    }
    found
}

fn against(log: i64, table: i64) -> String {
    format!("the log has {log}, the table {table}")
}

fn differ(counter: &Counter, what: &str) -> Difference {
    let Counter { flow, version, node, port } = counter;
    let what = format!("flow `{flow}` version {version}, `{node}` `{port}`: {what}");
    Difference { invariant: INVARIANT, contact: None, what }
}
