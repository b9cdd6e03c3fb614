//! Documents as their authors write them: flows and the events that rules speak of.

use std::path::Path;

use serde_json::{Value, json};

/// A flow in the making. Steps are wired one after another unless said otherwise.
#[derive(Clone, Debug)]
pub struct Flow {
    document: Value,
    last: Option<String>,
}

impl Flow {
    /// A flow of this id, without steps.
    pub fn new(id: &str) -> Self {
        let document = json!({ "id": id, "name": id, "nodes": [], "edges": [] });
        Self { document, last: None }
    }

    /// A step that the one before leads to by its port `next`. Its id is that of its kind.
    #[must_use]
    pub fn then(self, kind: &str, settings: Value) -> Self {
        let before = self.last.clone();
        let flow = self.step(kind, kind, settings);
        match before {
            Some(before) => flow.wire(&before, "next", kind),
            None => flow,
        }
    }

    /// A step that nothing leads to yet.
    #[must_use]
    pub fn step(mut self, id: &str, kind: &str, settings: Value) -> Self {
        let nodes = self.document["nodes"].as_array_mut().expect("a flow has nodes");
        nodes.push(json!({ "id": id, "kind": kind, "settings": settings }));
        self.last = Some(id.to_owned());
        self
    }

    /// A wire.
    #[must_use]
    pub fn wire(mut self, from: &str, port: &str, to: &str) -> Self {
        let edges = self.document["edges"].as_array_mut().expect("a flow has edges");
        edges.push(json!({ "from": from, "port": port, "to": to }));
        self
    }

    /// A field of the document itself: `reentry`, `key`, `exit_when`.
    #[must_use]
    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.document[field] = value;
        self
    }
}

impl From<Flow> for Value {
    fn from(flow: Flow) -> Self {
        flow.document
    }
}

/// Every event of this name.
pub fn event(name: &str) -> Value {
    json!({ "event": name })
}

/// Visits of pages whose address contains this.
pub fn page_with(part: &str) -> Value {
    let condition = json!({ "name": "url", "test": { "contains": part } });
    json!({ "event": "page_visited", "where": [condition] })
}

/// A flow file that ships: `{flow, segments, scenarios}`.
pub fn shipped(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../flows");
    let text = std::fs::read_to_string(folder.join(format!("{name}.json")));
    serde_json::from_str(&text.expect("the flow ships")).expect("a flow file is JSON")
}
