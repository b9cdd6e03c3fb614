//! What is different between two documents of a flow. Where a step stands on the canvas changes
//! nothing for anybody, so it is no difference.

use std::collections::{BTreeMap, BTreeSet};

use runnel_model::{Edge, Flow, Node, NodeId};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::described;

/// The differences between two documents of a flow.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct FlowDiff {
    /// The steps that came, went or changed, in the order of the newer document; those that went
    /// come last.
    pub steps: Vec<StepDiff>,
    /// The wires that came or went.
    pub wires: Vec<WireDiff>,
    /// What changed about the flow itself.
    pub fields: Vec<FieldDiff>,
}

/// A step that is different.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct StepDiff {
    /// Which step.
    #[schema(value_type = String)]
    pub node: NodeId,
    /// What happened to it.
    pub change: Difference,
    /// Of a step that changed: what about it.
    pub fields: Vec<FieldDiff>,
}

/// A wire that is different.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct WireDiff {
    /// The wire.
    #[schema(value_type = described::Edge)]
    pub edge: Edge,
    /// What happened to it.
    pub change: Difference,
}

/// A field that is different.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct FieldDiff {
    /// Which one: `name`, `settings.points`.
    pub path: String,
    /// Its value in the older document; null: none.
    pub before: Value,
    /// Its value in the newer document; null: none.
    pub after: Value,
}

/// What happened from one document to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Only the newer one has it.
    Added,
    /// Only the older one has it.
    Removed,
    /// Both have it, and it is not the same.
    Changed,
}

/// What is different in `after`, compared with `before`.
pub fn diff(before: &Flow, after: &Flow) -> FlowDiff {
    FlowDiff {
        steps: steps(before, after),
        wires: wires(before, after),
        fields: fields(&head(before), &head(after)),
    }
}

fn steps(before: &Flow, after: &Flow) -> Vec<StepDiff> {
    let older: BTreeMap<&NodeId, &Node> =
        before.nodes.iter().map(|node| (&node.id, node)).collect();
    let kept: BTreeSet<&NodeId> = after.nodes.iter().map(|node| &node.id).collect();
    let of = |node: &Node, change, fields| StepDiff { node: node.id.clone(), change, fields };
    let stay = after.nodes.iter().filter_map(|node| match older.get(&node.id) {
        None => Some(of(node, Difference::Added, Vec::new())),
        Some(older) => {
            let fields = fields(&body(older), &body(node));
            (!fields.is_empty()).then(|| of(node, Difference::Changed, fields))
        }
    });
    let gone = before.nodes.iter().filter(|node| !kept.contains(&node.id));
    stay.chain(gone.map(|node| of(node, Difference::Removed, Vec::new()))).collect()
}

fn wires(before: &Flow, after: &Flow) -> Vec<WireDiff> {
    let only = |these: &Flow, those: &Flow, change| -> Vec<WireDiff> {
        let new = these.edges.iter().filter(|edge| !those.edges.contains(edge));
        new.map(|edge| WireDiff { edge: edge.clone(), change }).collect()
    };
    let mut wires = only(after, before, Difference::Added);
    wires.extend(only(before, after, Difference::Removed));
    wires
}

/// All that a flow is besides its steps and wires.
fn head(flow: &Flow) -> Map<String, Value> {
    let Flow { id: _, name, description, nodes: _, edges: _, reentry, key, exit_when, ceiling } =
        flow;
    named([
        ("name", json!(name)),
        ("description", json!(description)),
        ("reentry", json!(reentry)),
        ("key", json!(key)),
        ("exit_when", json!(exit_when)),
        ("ceiling", json!(ceiling)),
    ])
}

/// All that a step is besides its id and its place; of its settings, each by itself.
fn body(node: &Node) -> Map<String, Value> {
    let Node { id: _, kind, version, name, settings, position: _ } = node;
    let mut body =
        named([("kind", json!(kind)), ("version", json!(version)), ("name", json!(name))]);
    match settings {
        Value::Object(settings) => {
            let each = settings.iter().map(|(name, value)| (format!("settings.{name}"), value));
            body.extend(each.map(|(path, value)| (path, value.clone())));
        }
        other => drop(body.insert("settings".into(), other.clone())),
    }
    body
}

fn named<const N: usize>(fields: [(&str, Value); N]) -> Map<String, Value> {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn fields(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<FieldDiff> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let value = |of: &Map<String, Value>, path: &str| of.get(path).cloned().unwrap_or_default();
    let each = paths.into_iter().map(|path| FieldDiff {
        path: path.clone(),
        before: value(before, path),
        after: value(after, path),
    });
    each.filter(|field| field.before != field.after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(nodes: Value, edges: Value) -> Flow {
        let document = json!({ "id": "f", "name": "F", "nodes": nodes, "edges": edges });
        serde_json::from_value(document).unwrap()
    }

    fn start() -> Value {
        json!({ "id": "start", "kind": "tag_added", "settings": { "tag": "a" } })
    }

    #[test]
    fn steps_wires_and_fields_are_compared() {
        let points = |points: i64| json!({ "id": "p", "kind": "adjust_score", "settings": { "points": points } });
        let exit = json!({ "id": "out", "kind": "exit" });
        let before = flow(
            json!([start(), points(5), exit]),
            json!([
                { "from": "start", "to": "p" }, { "from": "p", "to": "out" },
            ]),
        );
        let tag = json!({ "id": "t", "kind": "add_tag", "settings": { "tag": "b" } });
        let mut after = flow(
            json!([start(), points(8), tag]),
            json!([
                { "from": "start", "to": "p" }, { "from": "p", "to": "t" },
            ]),
        );
        after.name = "G".into();
        let found = serde_json::to_value(diff(&before, &after)).unwrap();
        let expect = json!({
            "steps": [
                { "node": "p", "change": "changed",
                  "fields": [{ "path": "settings.points", "before": 5, "after": 8 }] },
                { "node": "t", "change": "added", "fields": [] },
                { "node": "out", "change": "removed", "fields": [] },
            ],
            "wires": [
                { "edge": { "from": "p", "to": "t" }, "change": "added" },
                { "edge": { "from": "p", "to": "out" }, "change": "removed" },
            ],
            "fields": [{ "path": "name", "before": "F", "after": "G" }],
        });
        assert_eq!(found, expect);
    }

    #[test]
    fn a_step_that_only_moved_is_the_same() {
        let mut moved = start();
        moved["position"] = json!({ "x": 40.0, "y": 8.0 });
        let (before, after) = (flow(json!([start()]), json!([])), flow(json!([moved]), json!([])));
        assert_eq!(
            diff(&before, &after),
            FlowDiff { steps: vec![], wires: vec![], fields: vec![] }
        );
    }
}
