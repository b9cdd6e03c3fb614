//! Triggers that nobody can set off today: their segment has no members. People may come later, so
//! it is a warning; but as a rule the segment is the wrong one, or its rule is too strict.

use std::collections::BTreeSet;

use runnel_model::{Diagnostic, Flow, Node, SegmentId, Severity};

/// One diagnostic for each trigger whose segment is one of these.
pub fn check(flow: &Flow, empty: &BTreeSet<SegmentId>) -> Vec<Diagnostic> {
    let without_members = |node: &Node| {
        let segment = SegmentId::parse(node.settings.get("segment")?.as_str()?).ok()?;
        let is_audience = node.kind == "segment_entered" && empty.contains(&segment);
        is_audience.then(|| warning(node, &segment))
    };
    flow.nodes.iter().filter_map(without_members).collect()
}

fn warning(node: &Node, segment: &SegmentId) -> Diagnostic {
    Diagnostic {
        code: "empty_audience".into(),
        severity: Severity::Warning,
        node: Some(node.id.clone()),
        field: Some("segment".into()),
        message: format!("Nobody is in the segment `{segment}` now."),
        help: "Look whether its rule is the one you mean; who enters it later starts here.".into(),
        values: [("segment".to_owned(), segment.as_str().into())].into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_trigger_whose_segment_is_empty_is_warned_of() {
        let step = |id: &str, kind: &str, segment: &str| json!({ "id": id, "kind": kind, "settings": { "segment": segment } });
        let nodes = [
            step("a", "segment_entered", "empty"),
            step("b", "segment_entered", "full"),
            step("c", "segment_left", "empty"),
        ];
        let flow =
            serde_json::from_value(json!({ "id": "f", "name": "F", "nodes": nodes })).unwrap();
        let found = check(&flow, &[SegmentId::parse("empty").unwrap()].into());
        let found: Vec<_> = found.iter().map(|one| one.node.as_ref().unwrap().as_str()).collect();
        assert_eq!(found, ["a"]);
    }
}
