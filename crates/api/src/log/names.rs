//! What flows, steps, segments and sources are called.

use std::collections::{BTreeMap, BTreeSet};

use runnel_model::{CatalogDocument, Fact, Flow, FlowId, NodeId, SegmentId, SourceId};
use runnel_store::{Database, EventRow};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Result;

/// A version of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FlowRef {
    /// Its id.
    #[schema(value_type = String)]
    pub id: FlowId,
    /// What people called that version.
    pub name: String,
    /// The version that acted.
    pub version: u32,
}

/// A step of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepRef {
    /// Its id within the flow.
    #[schema(value_type = String)]
    pub id: NodeId,
    /// What people call it; of a step without a name: what it does.
    pub name: String,
    /// Its node kind.
    pub kind: String,
}

/// The names that some entries of a log need.
#[derive(Debug, Default)]
pub struct Names {
    flows: BTreeMap<(FlowId, u32), Flow>,
    segments: BTreeMap<SegmentId, String>,
    sources: BTreeMap<SourceId, String>,
    kinds: BTreeMap<&'static str, &'static str>,
}

impl Names {
    /// Looks up all that these entries name, each flow version and source once.
    pub async fn of(
        rows: &[EventRow],
        published: &CatalogDocument,
        database: &Database,
    ) -> Result<Self> {
        let mut names = Self::published(published);
        let facts = || rows.iter().flat_map(|row| &row.facts);
        for (flow, version) in facts().filter_map(acting_flow).collect::<BTreeSet<_>>() {
            if let Some(row) = names.unknown(&flow, version, database).await? {
                names.flows.insert((flow, version), row);
            }
        }
        for id in rows.iter().filter_map(|row| row.source).collect::<BTreeSet<_>>() {
            let source = database.source(id).await?;
            names.sources.extend(source.map(|source| (id, source.name)));
        }
        Ok(names)
    }

    /// The names of what is published now.
    pub fn published(catalog: &CatalogDocument) -> Self {
        let flows = catalog.flows.iter();
        let flows = flows.map(|flow| ((flow.id().clone(), flow.version), flow.document.clone()));
        let segments = catalog.segments.iter().map(|segment| &segment.document);
        let segments = segments.map(|segment| (segment.id.clone(), segment.name.clone()));
        Self {
            flows: flows.collect(),
            segments: segments.collect(),
            sources: BTreeMap::new(),
            kinds: runnel_engine::kinds().iter().map(|kind| (kind.name, kind.title)).collect(),
        }
    }

    async fn unknown(
        &self,
        id: &FlowId,
        version: u32,
        database: &Database,
    ) -> Result<Option<Flow>> {
        if self.flows.contains_key(&(id.clone(), version)) {
            return Ok(None);
        }
        Ok(database.flow_version(id, version).await?.map(|row| row.document))
    }

    /// The version of a flow; by its id if it is not known any more.
    pub fn flow(&self, id: &FlowId, version: u32) -> FlowRef {
        let known = self.flows.get(&(id.clone(), version));
        let name = known.map_or_else(|| id.to_string(), |flow| flow.name.clone());
        FlowRef { id: id.clone(), name, version }
    }

    /// What a flow is called in whichever version is known.
    pub fn flow_name(&self, id: &FlowId) -> String {
        let versions = self.flows.iter().rev();
        let known = versions.map(|((one, _), flow)| (one, flow)).find(|(one, _)| *one == id);
        known.map_or_else(|| id.to_string(), |(_, flow)| flow.name.clone())
    }

    /// A step; by its id if it is not known any more.
    pub fn step(&self, flow: &FlowId, version: u32, node: &NodeId) -> StepRef {
        let flow = self.flows.get(&(flow.clone(), version));
        let known = flow.and_then(|flow| flow.nodes.iter().find(|one| one.id == *node));
        let kind = known.map(|node| node.kind.clone()).unwrap_or_default();
        let named = known.map(|node| node.name.clone()).filter(|name| !name.is_empty());
        let title = || self.kinds.get(kind.as_str()).map(|title| (*title).to_owned());
        let name = named.or_else(title).unwrap_or_else(|| node.to_string());
        StepRef { id: node.clone(), name, kind }
    }

    /// What a segment is called.
    pub fn segment(&self, id: &SegmentId) -> String {
        self.segments.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// What a source is called.
    pub fn source(&self, id: SourceId) -> String {
        self.sources.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}

fn acting_flow(fact: &Fact) -> Option<(FlowId, u32)> {
    fact.step.as_ref().map(|step| (step.flow.clone(), step.version))
}

#[cfg(test)]
pub(super) mod tests {
    use runnel_model::{EngineLimits, FlowState, PublishedFlow, PublishedSegment};
    use serde_json::json;

    use super::*;

    pub fn names() -> Names {
        let flow = json!({ "id": "hand_over", "name": "Hand-over", "nodes": [
            { "id": "start", "kind": "segment_entered", "settings": { "segment": "hot" } },
            { "id": "points", "kind": "adjust_score", "name": "Reward", "settings": { "points": 5 } },
        ]});
        let segment = json!({ "id": "hot", "name": "Hot leads", "rule": { "tag": "a" } });
        Names::published(&CatalogDocument {
            version: 1,
            sweep: 0,
            flows: vec![PublishedFlow {
                version: 2,
                since: 1,
                state: FlowState::Active,
                current: true,
                document: serde_json::from_value(flow).unwrap(),
            }],
            segments: vec![PublishedSegment {
                version: 1,
                since: 1,
                document: serde_json::from_value(segment).unwrap(),
            }],
            pipelines: Vec::new(),
            limits: EngineLimits::default(),
        })
    }

    #[test]
    fn a_step_without_a_name_is_called_after_its_kind() {
        let names = names();
        let flow = FlowId::parse("hand_over").unwrap();
        let step = |node: &str, version| {
            let step = names.step(&flow, version, &NodeId::parse(node).unwrap());
            (step.name, step.kind)
        };
        assert_eq!(step("points", 2), ("Reward".into(), "adjust_score".into()));
        assert_eq!(step("start", 2), ("Segment entered".into(), "segment_entered".into()));
        assert_eq!(step("points", 1), ("points".into(), String::new()));
        assert_eq!(names.flow_name(&flow), "Hand-over");
    }
}
