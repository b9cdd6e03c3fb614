//! Flows as files: what belongs into the file of one, and what somebody who brings a file to
//! another installation has to know before it becomes a draft there.
//!
//! Tags, properties, categories and events come to be by being used, so only what has an id of its
//! own can be missing: segments, flows, pipelines and their stages.

use std::collections::{BTreeMap, BTreeSet};

use runnel_engine::{
    Catalog, Reference, Scope, check_segments, compile, references, references_of_rule,
};
use runnel_model::{Diagnostic, Flow, NodeId, PublishedSegment, Segment, SegmentId};
use runnel_sim::scenario::FlowFile;
use serde::Serialize;
use utoipa::ToSchema;

use crate::described;

/// What a file brings, and what it lacks here.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportReport {
    /// The flow's id.
    pub id: String,
    /// There is a flow with this id already: change it in the file.
    pub id_taken: bool,
    /// The segments in the file.
    pub segments: Vec<BroughtSegment>,
    /// What the file refers to and is neither here nor in it.
    pub missing: Vec<Missing>,
    /// All that keeps the flow from being published here, and warnings.
    #[schema(value_type = Vec<described::Diagnostic>)]
    pub diagnostics: Vec<Diagnostic>,
}

/// A segment in a file.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct BroughtSegment {
    /// Its id.
    #[schema(value_type = String)]
    pub id: SegmentId,
    /// Its name.
    pub name: String,
    /// How it compares with what is here.
    pub is: Brought,
}

/// How a segment in a file compares with what is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Brought {
    /// There is none with its id; it will be created.
    New,
    /// It is here with the same rule.
    Same,
    /// There is one with its id and another rule, which stays as it is.
    Different,
}

/// Something that is referred to and is not there.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct Missing {
    /// What it is.
    pub kind: MissingKind,
    /// Its id; of a stage: `pipeline/stage`.
    pub id: String,
    /// The steps that refer to it; empty: the flow as a whole or one of its segments.
    #[schema(value_type = Vec<String>)]
    pub used_by: Vec<NodeId>,
}

/// What something is that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissingKind {
    /// A segment.
    Segment,
    /// A flow.
    Flow,
    /// A pipeline.
    Pipeline,
    /// A stage of a pipeline.
    Stage,
    /// A scoring model.
    ScoringModel,
    /// A class of a scoring model.
    Class,
}

/// The file of a flow: the document, and the segments that it speaks of, directly or through
/// others.
pub fn file_of(flow: Flow, catalog: &Catalog) -> FlowFile {
    let known: BTreeMap<&SegmentId, &Segment> =
        catalog.document().segments.iter().map(|one| (&one.document.id, &one.document)).collect();
    let mut wanted: Vec<Reference> =
        references(&flow).into_iter().map(|(reference, _)| reference).collect();
    let mut taken = BTreeSet::new();
    while let Some(reference) = wanted.pop() {
        if let Reference::Segment(id) = reference
            && let Some(segment) = known.get(&id)
            && taken.insert(id)
        {
            wanted.extend(references_of_rule(&segment.rule));
        }
    }
    let segments = taken.iter().map(|id| known[id].clone()).collect();
    FlowFile { flow, segments, pipelines: Vec::new(), scenarios: Vec::new() }
}

/// The segments of the file that are not here yet, each after those that it asks about.
pub fn new_segments(file: &FlowFile, catalog: &Catalog) -> Vec<Segment> {
    let mut left: Vec<&Segment> =
        file.segments.iter().filter(|one| brought(one, catalog) == Brought::New).collect();
    let mut ordered: Vec<Segment> = Vec::new();
    while !left.is_empty() {
        let asks = |one: &Segment| references_of_rule(&one.rule);
        let ready = |one: &&Segment| {
            !left.iter().any(|other| asks(one).contains(&Reference::Segment(other.id.clone())))
        };
        // Those that ask about each other in a circle come as they are, to be refused as such.
        let next = left.iter().copied().find(ready).unwrap_or(left[0]);
        ordered.push(next.clone());
        left.retain(|one| one.id != next.id);
    }
    ordered
}

/// What is to be known of a file before its flow becomes a draft here.
pub fn report(file: &FlowFile, id_taken: bool, catalog: &Catalog) -> ImportReport {
    let scope = scope_with(file, catalog);
    let mut diagnostics = segment_problems(file, catalog);
    diagnostics.extend(compile(&file.flow, &scope).1);
    ImportReport {
        id: file.flow.id.to_string(),
        id_taken,
        segments: file
            .segments
            .iter()
            .map(|one| BroughtSegment {
                id: one.id.clone(),
                name: one.name.clone(),
                is: brought(one, catalog),
            })
            .collect(),
        missing: missing(file, &scope),
        diagnostics,
    }
}

/// All that is wrong with the segments of the file that are not here yet.
pub fn segment_problems(file: &FlowFile, catalog: &Catalog) -> Vec<Diagnostic> {
    let new = new_segments(file, catalog).into_iter().map(|document| PublishedSegment {
        version: 1,
        since: catalog.version() + 1,
        starts_flows: false,
        document,
    });
    let mut segments = catalog.document().segments.clone();
    segments.extend(new);
    check_segments(&segments, &scope_with(file, catalog))
}

fn scope_with(file: &FlowFile, catalog: &Catalog) -> Scope {
    let mut scope = catalog.scope();
    scope.segments.extend(file.segments.iter().map(|one| (one.id.clone(), one.name.clone())));
    scope
}

fn brought(segment: &Segment, catalog: &Catalog) -> Brought {
    let mut here = catalog.document().segments.iter().map(|one| &one.document);
    match here.find(|here| here.id == segment.id) {
        None => Brought::New,
        Some(here) if here.rule == segment.rule => Brought::Same,
        Some(_) => Brought::Different,
    }
}

fn missing(file: &FlowFile, scope: &Scope) -> Vec<Missing> {
    let of_segments = file.segments.iter().flat_map(|one| references_of_rule(&one.rule));
    let all = references(&file.flow).into_iter().chain(of_segments.map(|one| (one, None)));
    let mut used: BTreeMap<Reference, BTreeSet<NodeId>> = BTreeMap::new();
    for (reference, node) in all.filter(|(reference, _)| !reference.is_in(scope)) {
        used.entry(reference).or_default().extend(node);
    }
    let one = |(reference, used_by): (Reference, BTreeSet<NodeId>)| {
        let (kind, id) = match reference {
            Reference::Segment(id) => (MissingKind::Segment, id.to_string()),
            Reference::Flow(id) => (MissingKind::Flow, id.to_string()),
            Reference::Model(id) => (MissingKind::ScoringModel, id.to_string()),
            Reference::Class(model, id) => (MissingKind::Class, format!("{model}/{id}")),
            Reference::Pipeline(id) => (MissingKind::Pipeline, id.to_string()),
            Reference::Stage(pipeline, id) => (MissingKind::Stage, format!("{pipeline}/{id}")),
        };
        Missing { kind, id, used_by: used_by.into_iter().collect() }
    };
    used.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use runnel_model::{CatalogDocument, EngineLimits};
    use serde_json::json;

    use super::*;

    fn catalog() -> Catalog {
        let segment = |id: &str, rule| {
            json!({ "version": 1, "since": 1,
            "document": { "id": id, "name": id, "rule": rule } })
        };
        let segments = json!([
            segment("hot", json!({ "all": [{ "tag": "a" }, { "segment": "known" }] })),
            segment("known", json!({ "tag": "b" })),
            segment("other", json!({ "tag": "c" })),
        ]);
        let document = CatalogDocument {
            version: 1,
            sweep: 1,
            flows: Vec::new(),
            segments: serde_json::from_value(segments).unwrap(),
            models: Vec::new(),
            pipelines: Vec::new(),
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        };
        Catalog::compile(document).unwrap()
    }

    fn file(segments: serde_json::Value, ask: &str) -> FlowFile {
        let flow = json!({ "id": "f", "name": "F", "nodes": [
            { "id": "start", "kind": "segment_entered", "settings": { "segment": ask } },
            { "id": "deal", "kind": "change_deal_stage", "settings": { "pipeline": "sales", "stage": "won" } },
        ], "edges": [{ "from": "start", "to": "deal" }] });
        serde_json::from_value(json!({ "flow": flow, "segments": segments })).unwrap()
    }

    fn ids(segments: &[Segment]) -> Vec<&str> {
        segments.iter().map(|segment| segment.id.as_str()).collect()
    }

    #[test]
    fn a_file_takes_along_the_segments_that_its_flow_speaks_of() {
        let flow = file(json!([]), "hot").flow;
        assert_eq!(ids(&file_of(flow, &catalog()).segments), ["hot", "known"]);
    }

    #[test]
    fn what_is_missing_is_named_with_the_steps_that_need_it() {
        let missing = report(&file(json!([]), "gone"), false, &catalog()).missing;
        let found = serde_json::to_value(missing).unwrap();
        assert_eq!(
            found,
            json!([
                { "kind": "segment", "id": "gone", "used_by": ["start"] },
                { "kind": "pipeline", "id": "sales", "used_by": ["deal"] },
                { "kind": "stage", "id": "sales/won", "used_by": ["deal"] },
            ])
        );
    }

    #[test]
    fn segments_come_along_unless_they_are_here_and_those_asked_about_come_first() {
        let file = file(
            json!([
                { "id": "second", "name": "second", "rule": { "segment": "first" } },
                { "id": "first", "name": "first", "rule": { "tag": "x" } },
                { "id": "known", "name": "known", "rule": { "tag": "b" } },
                { "id": "other", "name": "other", "rule": { "tag": "not c" } },
            ]),
            "second",
        );
        assert_eq!(ids(&new_segments(&file, &catalog())), ["first", "second"]);
        let report = report(&file, false, &catalog());
        let how: Vec<Brought> = report.segments.iter().map(|one| one.is).collect();
        assert_eq!(how, [Brought::New, Brought::New, Brought::Same, Brought::Different]);
        assert!(report.missing.iter().all(|one| one.kind != MissingKind::Segment));
    }
}
