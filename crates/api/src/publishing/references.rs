//! Who refers to a segment or a flow. What is referred to cannot be deleted: a rule about nothing
//! would silently hold for nobody.

use runnel_engine::{Scope, compile};
use runnel_model::{CatalogDocument, FlowId, FlowState, PublishedFlow, Rule, SegmentId};

/// Something that rules refer to.
#[derive(Clone, Copy, Debug)]
pub enum Referred<'a> {
    /// A segment.
    Segment(&'a SegmentId),
    /// A flow.
    Flow(&'a FlowId),
}

/// The published flows and segments that refer to this, as they are called.
pub fn users_of(it: Referred<'_>, document: &CatalogDocument) -> Vec<String> {
    let segments =
        document.segments.iter().filter(|segment| it.is_asked_by(&segment.document.rule));
    let segments = segments.map(|segment| format!("the segment `{}`", segment.document.name));
    let mut without = Scope::of(document);
    it.take_out_of(&mut without);
    let flows = document.flows.iter().filter(|flow| it.is_missed_by(flow, &without));
    let flows =
        flows.map(|flow| format!("the flow `{}` (version {})", flow.document.name, flow.version));
    segments.chain(flows).collect()
}

impl Referred<'_> {
    fn is_asked_by(self, rule: &Rule) -> bool {
        let mut found = false;
        rule.visit(&mut |rule| {
            found |= match (self, rule) {
                (Self::Segment(id), Rule::Segment(asked)) => asked == id,
                (Self::Flow(id), Rule::Flow { flow, .. }) => flow == id,
                _ => false,
            };
        });
        found
    }

    fn take_out_of(self, scope: &mut Scope) {
        match self {
            Self::Segment(id) => drop(scope.segments.remove(id)),
            Self::Flow(id) => drop(scope.flows.remove(id)),
        }
    }

    /// Settings of nodes are known to their kinds only: so the flow is compiled as if this was
    /// gone, and what then is wrong tells.
    fn is_missed_by(self, flow: &PublishedFlow, without: &Scope) -> bool {
        let missing = match self {
            Self::Segment(_) => "unknown_segment",
            Self::Flow(id) if id == flow.id() => return false,
            Self::Flow(_) => "unknown_flow",
        };
        flow.state != FlowState::Archived
            && compile(&flow.document, without).1.iter().any(|found| found.code == missing)
    }
}

#[cfg(test)]
mod tests {
    use runnel_model::{EngineLimits, PublishedSegment, Segment};
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
                segment("nurtured", json!({ "flow": { "flow": "f", "is": "finished" } })),
            ],
            pipelines: Vec::new(),
            limits: EngineLimits::default(),
        }
    }

    #[test]
    fn whoever_asks_about_a_segment_is_named() {
        let users =
            |id: &str| users_of(Referred::Segment(&SegmentId::parse(id).unwrap()), &document());
        assert_eq!(users("hot"), ["the segment `COLD`", "the flow `Hot` (version 1)"]);
        assert_eq!(users("cold"), [""; 0]);
    }

    #[test]
    fn whoever_asks_about_a_flow_is_named() {
        let flow = FlowId::parse("f").unwrap();
        assert_eq!(users_of(Referred::Flow(&flow), &document()), ["the segment `NURTURED`"]);
    }
}
