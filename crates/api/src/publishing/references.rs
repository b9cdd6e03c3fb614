//! Who refers to a segment. What is referred to cannot be deleted: a rule about nothing would
//! silently hold for nobody.

use runnel_engine::compile;
use runnel_model::{CatalogDocument, Flow, FlowState, Rule, SegmentId};

/// The published flows and segments that ask about a segment, as they are called.
pub fn users_of(id: &SegmentId, document: &CatalogDocument) -> Vec<String> {
    let segments = document.segments.iter().filter(|segment| asks(&segment.document.rule, id));
    let segments = segments.map(|segment| format!("the segment `{}`", segment.document.name));
    let running = |flow: &&runnel_model::PublishedFlow| flow.state != FlowState::Archived;
    let flows =
        document.flows.iter().filter(running).filter(|flow| uses(&flow.document, id, document));
    let flows =
        flows.map(|flow| format!("the flow `{}` (version {})", flow.document.name, flow.version));
    segments.chain(flows).collect()
}

fn asks(rule: &Rule, segment: &SegmentId) -> bool {
    let mut found = false;
    rule.visit(&mut |rule| found |= matches!(rule, Rule::Segment(id) if id == segment));
    found
}

/// Settings of nodes are known to their kinds only: so the flow is compiled as if the segment
/// was gone, and what then is wrong tells.
fn uses(flow: &Flow, id: &SegmentId, document: &CatalogDocument) -> bool {
    let mut scope = runnel_engine::Scope::default();
    for segment in document.segments.iter().filter(|segment| segment.document.id != *id) {
        scope.segments.insert(segment.document.id.clone(), segment.document.name.clone());
    }
    for pipeline in &document.pipelines {
        scope.pipelines.insert(pipeline.id.clone(), pipeline.clone());
    }
    let (_, diagnostics) = compile(flow, &scope);
    diagnostics.iter().any(|diagnostic| diagnostic.code == "unknown_segment")
}

#[cfg(test)]
mod tests {
    use runnel_model::{EngineLimits, PublishedFlow, PublishedSegment, Segment};
    use serde_json::json;

    use super::*;

    fn document() -> CatalogDocument {
        let segment = |id: &str, rule| PublishedSegment {
            version: 1,
            since: 1,
            document: Segment {
                id: SegmentId::parse(id).unwrap(),
                name: id.to_uppercase(),
                rule: serde_json::from_value(rule).unwrap(),
            },
        };
        let flow = json!({ "id": "f", "name": "Hot", "nodes": [
            { "id": "start", "kind": "segment_entered", "settings": { "segment": "hot" } },
            { "id": "tag", "kind": "add_tag", "settings": { "tag": "x" } },
        ], "edges": [{ "from": "start", "to": "tag" }]});
        CatalogDocument {
            version: 1,
            sweep: 1,
            flows: vec![PublishedFlow {
                version: 1,
                since: 1,
                state: FlowState::Active,
                current: true,
                migrations: Default::default(),
                document: serde_json::from_value(flow).unwrap(),
            }],
            segments: vec![
                segment("hot", json!({ "tag": "a" })),
                segment("cold", json!({ "not": { "any": [{ "segment": "hot" }] } })),
            ],
            pipelines: Vec::new(),
            limits: EngineLimits::default(),
        }
    }

    #[test]
    fn whoever_asks_about_a_segment_is_named() {
        let users = |id: &str| users_of(&SegmentId::parse(id).unwrap(), &document());
        assert_eq!(users("hot"), ["the segment `COLD`", "the flow `Hot` (version 1)"]);
        assert_eq!(users("cold"), [""; 0]);
    }
}
