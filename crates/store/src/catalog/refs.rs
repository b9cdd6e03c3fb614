//! What a catalog version stores: which versions of flows and segments it is made of.

use std::collections::HashMap;

use runnel_model::{
    CatalogDocument, EngineLimits, Flow, FlowId, FlowState, KeptBehaviour, Migrations, ModelId,
    Pipeline, PublishedFlow, PublishedModel, PublishedSegment, SegmentId, WorkspaceZone,
};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::dialect::{Pool, cells};
use crate::error::{parsed, read_back};
use crate::statements::{FLOW_VERSIONS_LOAD, MODEL_VERSIONS_LOAD, SEGMENT_VERSIONS_LOAD};

/// The parts of one version of the catalog.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Refs {
    flows: Vec<FlowRef>,
    segments: Vec<SegmentRef>,
    #[serde(default)]
    models: Vec<ModelRef>,
    /// Whole: they are few and have no versions of their own.
    pipelines: Vec<Pipeline>,
    #[serde(default)]
    zone: WorkspaceZone,
    #[serde(default)]
    behaviours: Vec<KeptBehaviour>,
    limits: EngineLimits,
}

#[derive(Debug, Serialize, Deserialize)]
struct FlowRef {
    flow: FlowId,
    version: u32,
    since: u64,
    state: FlowState,
    current: bool,
    #[serde(default, skip_serializing_if = "Migrations::is_empty")]
    migrations: Migrations,
    #[serde(default)]
    members_since: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct SegmentRef {
    segment: SegmentId,
    version: u32,
    since: u64,
    #[serde(default)]
    starts_flows: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct ModelRef {
    model: ModelId,
    version: u32,
    since: u64,
    #[serde(default)]
    starts_flows: bool,
}

impl ModelRef {
    fn of(model: &PublishedModel) -> Self {
        let PublishedModel { version, since, starts_flows, document } = model;
        let model = document.id.clone();
        Self { model, version: *version, since: *since, starts_flows: *starts_flows }
    }
}

impl SegmentRef {
    fn of(segment: &PublishedSegment) -> Self {
        let PublishedSegment { version, since, starts_flows, document } = segment;
        let segment = document.id.clone();
        Self { segment, version: *version, since: *since, starts_flows: *starts_flows }
    }
}

impl FlowRef {
    fn of(flow: &PublishedFlow) -> Self {
        Self {
            flow: flow.id().clone(),
            version: flow.version,
            since: flow.since,
            state: flow.state,
            current: flow.current,
            migrations: flow.migrations.clone(),
            members_since: flow.members_since,
        }
    }
}

impl Refs {
    pub(super) fn of(catalog: &CatalogDocument) -> Self {
        Self {
            flows: catalog.flows.iter().map(FlowRef::of).collect(),
            segments: catalog.segments.iter().map(SegmentRef::of).collect(),
            models: catalog.models.iter().map(ModelRef::of).collect(),
            pipelines: catalog.pipelines.clone(),
            zone: catalog.zone.clone(),
            behaviours: catalog.behaviours.clone(),
            limits: catalog.limits,
        }
    }

    /// Puts the documents in place of the references.
    pub(super) async fn assemble(
        self,
        pool: &Pool,
        version: u64,
        sweep: u64,
    ) -> Result<CatalogDocument> {
        let flows = self.load_flows(pool).await?;
        let segments = self.load_segments(pool).await?;
        let models = self.load_models(pool).await?;
        let Self { pipelines, zone, behaviours, limits, .. } = self;
        Ok(CatalogDocument {
            version,
            sweep,
            flows,
            segments,
            models,
            pipelines,
            zone,
            behaviours,
            limits,
        })
    }

    async fn load_flows(&self, pool: &Pool) -> Result<Vec<PublishedFlow>> {
        let rows = cells!(&self.flows, |one| one.flow.as_str(), one.version);
        let rows: Vec<(String, i64, String)> = pool.read(&FLOW_VERSIONS_LOAD, rows).await?;
        let texts: HashMap<_, _> =
            rows.into_iter().map(|(flow, version, text)| ((flow, version), text)).collect();
        let mut flows = Vec::with_capacity(self.flows.len());
        for one in &self.flows {
            let text = texts.get(&(one.flow.as_str().to_owned(), i64::from(one.version)));
            let document: Flow = parsed("a flow", read_back("a published flow", text)?)?;
            let FlowRef { version, since, state, current, members_since, .. } = *one;
            let migrations = one.migrations.clone();
            flows.push(PublishedFlow {
                version,
                since,
                state,
                current,
                migrations,
                members_since,
                document,
            });
        }
        Ok(flows)
    }

    async fn load_segments(&self, pool: &Pool) -> Result<Vec<PublishedSegment>> {
        let rows = cells!(&self.segments, |one| one.segment.as_str(), one.version);
        let rows: Vec<(String, String)> = pool.read(&SEGMENT_VERSIONS_LOAD, rows).await?;
        let texts: HashMap<_, _> = rows.into_iter().collect();
        let segment = |one: &SegmentRef| {
            let text = read_back("a published segment", texts.get(one.segment.as_str()))?;
            let document = parsed("a segment", text)?;
            let SegmentRef { version, since, starts_flows, .. } = *one;
            Ok(PublishedSegment { version, since, starts_flows, document })
        };
        self.segments.iter().map(segment).collect()
    }

    async fn load_models(&self, pool: &Pool) -> Result<Vec<PublishedModel>> {
        let rows = cells!(&self.models, |one| one.model.as_str(), one.version);
        let rows: Vec<(String, String)> = pool.read(&MODEL_VERSIONS_LOAD, rows).await?;
        let texts: HashMap<_, _> = rows.into_iter().collect();
        let model = |one: &ModelRef| {
            let text = read_back("a published scoring model", texts.get(one.model.as_str()))?;
            let document = parsed("a scoring model", text)?;
            let ModelRef { version, since, starts_flows, .. } = *one;
            Ok(PublishedModel { version, since, starts_flows, document })
        };
        self.models.iter().map(model).collect()
    }
}
