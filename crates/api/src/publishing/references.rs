//! Who refers to a segment, a flow or a scoring model. What is referred to cannot be deleted: a rule about nothing
//! would silently hold for nobody.

use runnel_engine::{Reference, references, references_of_model, references_of_rule};
use runnel_model::{CatalogDocument, FlowState, PublishedFlow};

/// The published flows, segments and scoring models that refer to this, as they are called.
pub fn users_of(it: &Reference, document: &CatalogDocument) -> Vec<String> {
    let segments = document.segments.iter().map(|segment| &segment.document);
    let segments = segments
        .filter(|segment| references_of_rule(&segment.rule).contains(it))
        .map(|segment| format!("the segment `{}`", segment.name));
    let models = document.models.iter().map(|model| &model.document);
    let models = models
        .filter(|model| references_of_model(model).contains(it))
        .map(|model| format!("the scoring model `{}`", model.name));
    let flows = document.flows.iter().filter(|flow| uses(flow, it));
    let flows =
        flows.map(|flow| format!("the flow `{}` (version {})", flow.document.name, flow.version));
    segments.chain(models).chain(flows).collect()
}

/// A flow may refer to itself: that goes with it.
fn uses(flow: &PublishedFlow, it: &Reference) -> bool {
    flow.state != FlowState::Archived
        && *it != Reference::Flow(flow.id().clone())
        && references(&flow.document).iter().any(|(reference, _)| reference == it)
}

#[cfg(test)]
mod tests {
    use runnel_model::{EngineLimits, FlowId, PublishedSegment, Segment, SegmentId};
    use serde_json::json;

    use super::*;

    fn document() -> CatalogDocument {
        let segment = |id: &str, rule| PublishedSegment {
            version: 1,
            since: 1,
            starts_flows: false,
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
                members_since: 0,
                document: serde_json::from_value(flow).unwrap(),
            }],
            segments: vec![
                segment("hot", json!({ "tag": "a" })),
                segment("cold", json!({ "not": { "any": [{ "segment": "hot" }] } })),
                segment("nurtured", json!({ "flow": { "flow": "f", "is": "finished" } })),
            ],
            models: Vec::new(),
            pipelines: Vec::new(),
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        }
    }

    #[test]
    fn whoever_asks_about_a_segment_is_named() {
        let users =
            |id: &str| users_of(&Reference::Segment(SegmentId::parse(id).unwrap()), &document());
        assert_eq!(users("hot"), ["the segment `COLD`", "the flow `Hot` (version 1)"]);
        assert_eq!(users("cold"), [""; 0]);
    }

    #[test]
    fn whoever_asks_about_a_flow_is_named() {
        let flow = Reference::Flow(FlowId::parse("f").unwrap());
        assert_eq!(users_of(&flow, &document()), ["the segment `NURTURED`"]);
    }
}
