//! What a flow refers to: read from what the compiler says when it is not there.
//!
//! The settings of nodes are known to their kinds only, so nobody else can tell what a flow uses.

use std::collections::{BTreeMap, BTreeSet};

use runnel_engine::{Catalog, Scope, compile};
use runnel_model::{Diagnostic, Flow, NodeId, Rule, Segment, SegmentId};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that a flow refers to and that is not here. Tags, properties, categories and events
/// are never missing: they come to be when they are first used.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Missing {
    /// `segment`, `flow`, `pipeline` or `stage`.
    pub kind: &'static str,
    /// Its id; of a stage `pipeline/stage`.
    pub id: String,
    /// The steps that refer to it; none: the flow itself does.
    #[schema(value_type = Vec<String>)]
    pub used_by: Vec<NodeId>,
}

/// Those that are not published here, each once.
pub fn only_new(segments: Vec<Segment>, catalog: &Catalog) -> Vec<Segment> {
    let mut known: BTreeSet<SegmentId> = catalog.scope().segments.into_keys().collect();
    segments.into_iter().filter(|segment| known.insert(segment.id.clone())).collect()
}

/// What is missing, by what is wrong.
pub fn missing(diagnostics: &[Diagnostic]) -> Vec<Missing> {
    let mut found: BTreeMap<(&'static str, String), Vec<NodeId>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(what) = referred(diagnostic) else { continue };
        let users = found.entry(what).or_default();
        users.extend(diagnostic.node.clone().filter(|node| !users.contains(node)));
    }
    let one = |((kind, id), used_by)| Missing { kind, id, used_by };
    found.into_iter().map(one).collect()
}

fn referred(diagnostic: &Diagnostic) -> Option<(&'static str, String)> {
    let value = |name: &str| diagnostic.values.get(name)?.as_str().map(str::to_owned);
    match diagnostic.code.as_str() {
        "unknown_segment" => Some(("segment", value("segment")?)),
        "unknown_flow" => Some(("flow", value("flow")?)),
        "unknown_pipeline" => Some(("pipeline", value("pipeline")?)),
        "unknown_stage" => Some(("stage", format!("{}/{}", value("pipeline")?, value("stage")?))),
        _ => None,
    }
}

/// The segments that a flow asks about, and those that they ask about, each before its users.
pub fn used_segments(flow: &Flow, catalog: &Catalog) -> Vec<Segment> {
    let without = Scope { segments: BTreeMap::new(), ..catalog.scope() };
    let missing = missing(&compile(flow, &without).1);
    let asked = missing.into_iter().filter(|one| one.kind == "segment");
    let asked = asked.filter_map(|one| SegmentId::parse(&one.id).ok());
    let (mut used, mut seen) = (Vec::new(), BTreeSet::new());
    asked.for_each(|id| add(id, catalog, &mut used, &mut seen));
    used
}

fn add(id: SegmentId, catalog: &Catalog, used: &mut Vec<Segment>, seen: &mut BTreeSet<SegmentId>) {
    let mut published = catalog.document().segments.iter();
    let Some(found) = published.find(|one| one.document.id == id) else { return };
    if seen.insert(id) {
        asked_by(&found.document.rule).into_iter().for_each(|id| add(id, catalog, used, seen));
        used.push(found.document.clone());
    }
}

fn asked_by(rule: &Rule) -> Vec<SegmentId> {
    let mut asked = Vec::new();
    rule.visit(&mut |rule| {
        if let Rule::Segment(id) = rule {
            asked.push(id.clone());
        }
    });
    asked
}
