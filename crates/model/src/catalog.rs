//! Everything published, as documents. The engine compiles it into what `advance` reads.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    DealStatus, Flow, FlowId, NodeId, PipelineId, Question, ScoringModel, Segment, Span, StageId,
};

/// All that was published at one version of the catalog.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CatalogDocument {
    /// Grows by one with each publication.
    pub version: u64,
    /// The last version whose change concerns every contact, not just those that something
    /// happens to: a segment's rule, a flow resumed.
    pub sweep: u64,
    /// Every version of every flow that may still have somebody inside.
    pub flows: Vec<PublishedFlow>,
    /// Segments, in no particular order.
    pub segments: Vec<PublishedSegment>,
    /// Scoring models, in no particular order.
    #[serde(default)]
    pub models: Vec<PublishedModel>,
    /// Pipelines.
    pub pipelines: Vec<Pipeline>,
    /// Where contacts are who do not say so.
    #[serde(default)]
    pub zone: WorkspaceZone,
    /// The behaviours that contacts' states keep because of a publication: those that rules ask
    /// about, and those that are counted for rules still to come.
    #[serde(default)]
    pub behaviours: Vec<KeptBehaviour>,
    /// Limits of the engine.
    #[serde(default)]
    pub limits: EngineLimits,
}

/// The workspace's time zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceZone {
    /// Its name, such as `Europe/Warsaw`.
    pub name: String,
    /// The catalog version at which it became so.
    pub since: u64,
}

impl Default for WorkspaceZone {
    fn default() -> Self {
        Self { name: "UTC".into(), since: 0 }
    }
}

/// A behaviour that contacts' states keep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptBehaviour {
    /// What it answers.
    pub question: Question,
    /// How much is kept for that: of the most recent times, numbers or values.
    pub keep: usize,
    /// The catalog version from which on events are kept as they come. Those before are counted
    /// from the log.
    pub since: u64,
}

/// One version of a flow that was published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishedFlow {
    /// Its version, from 1.
    pub version: u32,
    /// The catalog version at which it was published or last paused or resumed.
    #[serde(default)]
    pub since: u64,
    /// Whether it takes contacts in and lets them move.
    pub state: FlowState,
    /// The newest version takes contacts in; older ones only finish what is inside.
    pub current: bool,
    /// What becomes of whoever stands at a step of an older version when this one is current.
    /// Where nothing is said, they finish in the version they are in.
    #[serde(default)]
    pub migrations: Migrations,
    /// The catalog version from which on whoever is in the segment of a trigger enters; 0: who is
    /// in it already does not.
    #[serde(default)]
    pub members_since: u64,
    /// The document.
    pub document: Flow,
}

/// The publisher's choice for each step.
pub type Migrations = BTreeMap<NodeId, Migration>;

/// What becomes of whoever stands at a step when a newer version is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Migration {
    /// They finish in the version they are in.
    Finish,
    /// They go on from the same step of the new version; what they wait for ends when it would.
    Move,
    /// They go on from the same step of the new version, and wait as it says, counted from when
    /// they came to the step.
    Retime,
    /// Their enrolment ends.
    Exit,
}

impl PublishedFlow {
    /// The flow's id.
    pub const fn id(&self) -> &FlowId {
        &self.document.id
    }
}

/// The rule of a segment as it was last published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishedSegment {
    /// Its version, from 1.
    pub version: u32,
    /// The catalog version at which this rule was published.
    #[serde(default)]
    pub since: u64,
    /// Whoever is in it from the beginning starts flows as if they had just come in.
    #[serde(default)]
    pub starts_flows: bool,
    /// The document.
    pub document: Segment,
}

/// A scoring model as it was last published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishedModel {
    /// Its version, from 1.
    pub version: u32,
    /// The catalog version at which it was published.
    #[serde(default)]
    pub since: u64,
    /// Flows start by points that are given or taken because of the edit.
    #[serde(default)]
    pub starts_flows: bool,
    /// The document.
    pub document: ScoringModel,
}

/// Whether a flow runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlowState {
    /// Never published.
    Draft,
    /// Takes contacts in and lets them move.
    Active,
    /// Takes nobody in and lets nobody move.
    Paused,
    /// Over; nobody is inside.
    Archived,
}

/// The stages that a deal moves through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Its id.
    pub id: PipelineId,
    /// What people call it.
    pub name: String,
    /// The stages in order.
    pub stages: Vec<PipelineStage>,
}

/// A stage of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PipelineStage {
    /// Its id.
    pub id: StageId,
    /// What people call it.
    pub name: String,
    /// What it means that a deal is there.
    pub kind: StageKind,
}

/// What a stage means. The same as a deal's status.
pub type StageKind = DealStatus;

impl Pipeline {
    /// The stage of this id.
    pub fn stage(&self, id: &StageId) -> Option<&PipelineStage> {
        self.stages.iter().find(|stage| stage.id == *id)
    }
}

/// The bounds within which one input may act. Part of the catalog, so that a replay has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineLimits {
    /// The most facts that one input may cause before its remaining reactions are dropped.
    pub facts_per_input_max: u32,
    /// A step overdue by more than this runs at the actual time, and later waits count from there.
    pub overdue_max: Span,
}

impl Default for EngineLimits {
    fn default() -> Self {
        Self { facts_per_input_max: 1_000, overdue_max: Span::Minutes(15) }
    }
}
