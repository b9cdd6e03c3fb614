//! Looking through the facts of a timeline.

use serde_json::Value;

/// The changes of one kind, each with the time `at` which it became true, in order.
pub fn changes<'a>(facts: &'a [Value], kind: &str) -> Vec<&'a Value> {
    facts.iter().filter(|fact| fact["change"]["kind"] == kind).collect()
}

/// The kinds of all changes, in order.
pub fn kinds_of(facts: &[Value]) -> Vec<&str> {
    facts.iter().map(|fact| fact["change"]["kind"].as_str().unwrap_or_default()).collect()
}
