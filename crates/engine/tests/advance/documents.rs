//! Small documents, written shortly.

use runnel_model::Pipeline;
use serde_json::{Value, json};

pub fn sales() -> Pipeline {
    let stage = |id: &str, kind: &str| json!({ "id": id, "name": id, "kind": kind });
    let stages =
        [stage("new", "open"), stage("hot", "open"), stage("won", "won"), stage("lost", "lost")];
    serde_json::from_value(json!({ "id": "sales", "name": "Sales", "stages": stages })).unwrap()
}

/// A flow whose nodes are `(id, kind, settings)` and whose wires are `from[:port]>to`.
pub fn flow(id: &str, nodes: &[(&str, &str, Value)], wires: &str) -> Value {
    let node = |(id, kind, settings): &(&str, &str, Value)| json!({ "id": id, "kind": kind, "settings": settings });
    let edge = |wire: &str| {
        let (from, to) = wire.split_once('>').unwrap();
        let (from, port) = from.split_once(':').unwrap_or((from, "next"));
        json!({ "from": from, "port": port, "to": to })
    };
    json!({
        "id": id,
        "name": id,
        "nodes": nodes.iter().map(node).collect::<Vec<_>>(),
        "edges": wires.split_whitespace().map(edge).collect::<Vec<_>>(),
    })
}

pub fn with(mut flow: Value, field: &str, value: Value) -> Value {
    flow[field] = value;
    flow
}

pub fn segment(id: &str, rule: Value) -> Value {
    json!({ "id": id, "name": id, "rule": rule })
}

pub fn on(event: &str) -> Value {
    json!({ "of": { "event": event } })
}

pub fn visits(test: Value, within: Value) -> Value {
    let of = json!({ "event": "page_visited", "where": [{ "name": "url", "test": { "contains": "/pricing" } }] });
    json!({ "count": { "of": of, "times": test, "within": within } })
}
