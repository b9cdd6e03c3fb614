//! What flows, steps, segments and sources are called.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use runnel_engine::{Catalog, kinds};
use runnel_model::{
    Fact, Flow, FlowId, ModelId, NodeId, PublishedFlow, RowId, RowRef, SegmentId, SourceId,
};
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

/// A row of a scoring model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScoringRowRef {
    /// The model.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// What people call the model; of one that is deleted: its id.
    pub model_name: String,
    /// Its row.
    #[schema(value_type = String)]
    pub row: RowId,
    /// What people call the row; of one that is deleted: its id.
    pub name: String,
}

/// The names that some entries of a log need.
pub struct Names {
    catalog: Arc<Catalog>,
    /// Versions that the catalog has no more.
    older: BTreeMap<(FlowId, u32), Flow>,
    sources: BTreeMap<SourceId, String>,
}

impl Names {
    /// Looks up all that these entries name, each flow version and source once.
    pub async fn of(rows: &[EventRow], catalog: Arc<Catalog>, database: &Database) -> Result<Self> {
        let mut names = Self::published(catalog);
        let facts = rows.iter().flat_map(|row| &row.facts);
        names.look_up(facts.filter_map(acting_flow).collect(), database).await?;
        for id in rows.iter().filter_map(|row| row.source).collect::<BTreeSet<_>>() {
            let source = database.source(id).await?;
            names.sources.extend(source.map(|source| (id, source.name)));
        }
        Ok(names)
    }

    /// The names of what is published now.
    pub const fn published(catalog: Arc<Catalog>) -> Self {
        Self { catalog, older: BTreeMap::new(), sources: BTreeMap::new() }
    }

    /// Looks up those of these versions that are not published any more.
    pub async fn look_up(
        &mut self,
        versions: BTreeSet<(FlowId, u32)>,
        database: &Database,
    ) -> Result<()> {
        for (flow, version) in versions {
            if self.document(&flow, version).is_none() {
                let row = database.flow_version(&flow, version).await?;
                self.older.extend(row.map(|row| ((flow, version), row.document)));
            }
        }
        Ok(())
    }

    /// The row of a scoring model, as it is called now.
    pub fn row(&self, row: &RowRef) -> ScoringRowRef {
        let RowRef { model, row } = row.clone();
        let models = &self.catalog.document().models;
        let known = models.iter().map(|one| &one.document).find(|one| one.id == model);
        let known_row = known.and_then(|model| model.rows().find(|one| one.id == row));
        ScoringRowRef {
            model_name: known.map_or_else(|| model.to_string(), |model| model.name.clone()),
            name: known_row.map_or_else(|| row.to_string(), |row| row.name.clone()),
            model,
            row,
        }
    }

    /// What is published.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Adds a document that is not published.
    pub fn know(&mut self, version: (FlowId, u32), document: Flow) {
        self.older.insert(version, document);
    }

    /// The document of a version, if it is known.
    pub fn document(&self, id: &FlowId, version: u32) -> Option<&Flow> {
        let mut published = self.catalog.document().flows.iter();
        let published = published.find(|flow| flow.version == version && flow.id() == id);
        let older = || self.older.get(&(id.clone(), version));
        published.map(|flow| &flow.document).or_else(older)
    }

    /// The version of a flow; by its id if it is not known any more.
    pub fn flow(&self, id: &FlowId, version: u32) -> FlowRef {
        let known = self.document(id, version);
        let name = known.map_or_else(|| id.to_string(), |flow| flow.name.clone());
        FlowRef { id: id.clone(), name, version }
    }

    /// What a flow is called now.
    pub fn flow_name(&self, id: &FlowId) -> String {
        self.latest(id).map_or_else(|| id.to_string(), |flow| flow.document.name.clone())
    }

    /// What a step of a flow is called now.
    pub fn step_name(&self, flow: &FlowId, node: &NodeId) -> String {
        let version = self.latest(flow).map_or(0, |latest| latest.version);
        self.step(flow, version, node).name
    }

    fn latest(&self, id: &FlowId) -> Option<&PublishedFlow> {
        let versions = self.catalog.document().flows.iter().filter(|flow| flow.id() == id);
        versions.max_by_key(|flow| flow.version)
    }

    /// A step; by its id if it is not known any more.
    pub fn step(&self, flow: &FlowId, version: u32, node: &NodeId) -> StepRef {
        let flow = self.document(flow, version);
        let known = flow.and_then(|flow| flow.nodes.iter().find(|one| one.id == *node));
        let kind = known.map(|node| node.kind.clone()).unwrap_or_default();
        let named = known.map(|node| node.name.clone()).filter(|name| !name.is_empty());
        let name = named.or_else(|| title(&kind)).unwrap_or_else(|| node.to_string());
        StepRef { id: node.clone(), name, kind }
    }

    /// What a segment is called.
    pub fn segment(&self, id: &SegmentId) -> String {
        let mut segments = self.catalog.document().segments.iter().map(|segment| &segment.document);
        let known = segments.find(|segment| segment.id == *id);
        known.map_or_else(|| id.to_string(), |segment| segment.name.clone())
    }

    /// What a source is called.
    pub fn source(&self, id: SourceId) -> String {
        self.sources.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}

/// What a node kind is called.
fn title(kind: &str) -> Option<String> {
    kinds().iter().find(|known| known.name == kind).map(|known| known.title.to_owned())
}

fn acting_flow(fact: &Fact) -> Option<(FlowId, u32)> {
    fact.step.as_ref().map(|step| (step.flow.clone(), step.version))
}

#[cfg(test)]
pub(super) mod tests {
    use runnel_model::{CatalogDocument, EngineLimits, FlowState, PublishedFlow, PublishedSegment};
    use serde_json::json;

    use super::*;

    pub fn names() -> Names {
        let flow = json!({ "id": "hand_over", "name": "Hand-over", "nodes": [
            { "id": "start", "kind": "segment_entered", "settings": { "segment": "hot" } },
            { "id": "points", "kind": "adjust_score", "name": "Reward", "settings": { "points": 5 } },
        ]});
        let segment = json!({ "id": "hot", "name": "Hot leads", "rule": { "tag": "a" } });
        let document = CatalogDocument {
            version: 1,
            sweep: 0,
            flows: vec![PublishedFlow {
                version: 2,
                since: 1,
                state: FlowState::Active,
                current: true,
                migrations: Default::default(),
                members_since: 0,
                document: serde_json::from_value(flow).unwrap(),
            }],
            segments: vec![PublishedSegment {
                version: 1,
                since: 1,
                starts_flows: false,
                document: serde_json::from_value(segment).unwrap(),
            }],
            models: Vec::new(),
            pipelines: Vec::new(),
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        };
        Names::published(Arc::new(Catalog::compile(document).unwrap()))
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
