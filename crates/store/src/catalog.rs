//! Publishing: what everybody's `advance` reads from now on.
//!
//! Publishing has two halves, since between them the engine compiles what would be published:
//! [`Database::propose`] says what the next catalog would be, [`Database::publish`] makes it so,
//! unless somebody else has published meanwhile. A catalog version stores references; documents
//! are stored once per version of a flow, segment or scoring model.

mod publication;
mod refs;

use std::collections::BTreeSet;

use runnel_model::{
    CatalogDocument, EngineLimits, Flow, FlowId, FlowState, Migrations, ModelId, Pipeline,
    ScoringModel, Segment, SegmentId, Timestamp,
};
use sea_orm::{EntityTrait, QueryOrder};
use serde::{Deserialize, Serialize};

use crate::entity::{catalog_versions, pipelines, scoring_models, segments};
use crate::error::{classify_orm, parsed, unsigned};
use crate::{Actor, Database, Result};
use publication::next;
use refs::Refs;

/// The version of the catalog before the first publication: 0, in a contact's state, means that
/// no catalog ever looked at it.
const FIRST_VERSION: i64 = 1;

/// What a flow may send within an hour if nobody says otherwise.
const PER_HOUR: u64 = 1_000;

/// What is to be published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A new version of a flow, which becomes active.
    Flow {
        /// The version.
        flow: Box<Flow>,
        /// What becomes of whoever is inside older ones.
        migrations: Migrations,
        /// Who publishes it; absent: it is not known.
        by: Option<Actor>,
        /// What it may send within an hour.
        per_hour: u64,
        /// Whoever is in the segment of a trigger now enters as well.
        #[serde(default)]
        include_members: bool,
    },
    /// A published flow is paused, resumed or archived.
    FlowState {
        /// Which.
        flow: FlowId,
        /// What it is from now on.
        state: FlowState,
    },
    /// A flow is deleted; whoever is inside leaves it. Its versions stay, for the log tells of
    /// them: a flow that has this id later goes on counting.
    DeleteFlow(FlowId),
    /// A segment is new or has another name or rule.
    Segment {
        /// The segment.
        segment: Segment,
        /// Whoever is in it from the beginning starts flows.
        #[serde(default)]
        starts_flows: bool,
    },
    /// A segment is deleted.
    DeleteSegment(SegmentId),
    /// A scoring model is new or edited.
    Model {
        /// The model.
        model: ScoringModel,
        /// Flows start by points that are given or taken because of the edit.
        #[serde(default)]
        starts_flows: bool,
    },
    /// A scoring model is deleted; its points are taken back.
    DeleteModel(ModelId),
    /// Contacts who do not say where they are, are in this time zone.
    Zone(String),
    /// Contacts' states keep from now on what a publication that waits asks about; what was
    /// before is counted meanwhile.
    Collect {
        /// For what.
        preparation: i64,
    },
}

impl Change {
    /// A new version of a flow; whoever is inside an older one finishes there.
    pub fn flow(flow: Flow) -> Self {
        Self::Flow {
            flow: Box::new(flow),
            migrations: Migrations::new(),
            by: None,
            per_hour: PER_HOUR,
            include_members: false,
        }
    }

    /// A segment; who is in it from the beginning starts no flow.
    pub const fn segment(segment: Segment) -> Self {
        Self::Segment { segment, starts_flows: false }
    }
}

/// What the catalog would be with a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The whole catalog, with the version that it would have.
    pub document: CatalogDocument,
    /// The change.
    pub change: Change,
}

/// What became of a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// It is the catalog now.
    Done {
        /// The catalog's version.
        catalog: u64,
        /// The published version of what changed; 0 if the change was another one.
        version: u32,
    },
    /// Somebody else published meanwhile: propose again.
    Outdated,
}

impl Database {
    /// The latest catalog; version 1 with nothing in it when nothing was ever published.
    pub async fn latest_catalog(&self) -> Result<CatalogDocument> {
        let query =
            catalog_versions::Entity::find().order_by_desc(catalog_versions::Column::Version);
        let found = query.one(self.reader()).await.map_err(classify_orm)?;
        match found {
            Some(row) => self.assemble(row).await,
            None => self.nothing_published().await,
        }
    }

    /// The catalog of one version, as it was published.
    pub async fn catalog(&self, version: u64) -> Result<Option<CatalogDocument>> {
        let version = i64::try_from(version).unwrap_or(i64::MAX);
        let found = catalog_versions::Entity::find_by_id(version).one(self.reader()).await;
        match found.map_err(classify_orm)? {
            Some(row) => self.assemble(row).await.map(Some),
            None if version == FIRST_VERSION => self.nothing_published().await.map(Some),
            None => Ok(None),
        }
    }

    /// The catalog before the first publication. It is stored nowhere.
    async fn nothing_published(&self) -> Result<CatalogDocument> {
        Ok(CatalogDocument {
            version: unsigned(FIRST_VERSION),
            sweep: 0,
            flows: Vec::new(),
            segments: Vec::new(),
            models: Vec::new(),
            pipelines: self.pipelines().await?,
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        })
    }

    async fn assemble(&self, row: catalog_versions::Model) -> Result<CatalogDocument> {
        let refs: Refs = parsed("a catalog", &row.refs)?;
        refs.assemble(self.pool(), unsigned(row.version), unsigned(row.sweep)).await
    }

    /// What the catalog would be with this change. Of a flow's older versions it holds those that
    /// somebody is inside of, and the one before the current one.
    pub async fn propose(&self, change: Change) -> Result<Proposal> {
        let text = "SELECT DISTINCT flow, version FROM enrolments WHERE ended_at IS NULL";
        let inside: Vec<(String, i64)> = self.pool().query(text, Vec::new()).await?;
        let inside: BTreeSet<_> = inside.into_iter().collect();
        let last_version = match &change {
            Change::Segment { segment, .. } => self.last_version(&segment.id).await?,
            Change::Model { model, .. } => self.last_model_version(&model.id).await?,
            Change::Flow { flow, .. } => self.last_flow_version(&flow.id).await?,
            _ => 0,
        };
        let document = next(self.latest_catalog().await?, &change, last_version, |flow| {
            inside.contains(&(flow.id().as_str().to_owned(), flow.version.into()))
        });
        Ok(Proposal { document, change })
    }

    async fn last_flow_version(&self, flow: &FlowId) -> Result<u32> {
        let text = "SELECT COALESCE(MAX(version), 0) FROM flow_versions WHERE flow = $1";
        let rows: Vec<(i64,)> = self.pool().query(text, vec![flow.as_str().into()]).await?;
        Ok(rows.first().and_then(|(version,)| u32::try_from(*version).ok()).unwrap_or(0))
    }

    async fn last_version(&self, segment: &SegmentId) -> Result<u32> {
        let found = segments::Entity::find_by_id(segment.as_str()).one(self.reader()).await;
        let version = found.map_err(classify_orm)?.map(|row| row.current_version);
        Ok(version.and_then(|version| u32::try_from(version).ok()).unwrap_or(0))
    }

    async fn last_model_version(&self, model: &ModelId) -> Result<u32> {
        let found = scoring_models::Entity::find_by_id(model.as_str()).one(self.reader()).await;
        let version = found.map_err(classify_orm)?.map(|row| row.current_version);
        Ok(version.and_then(|version| u32::try_from(version).ok()).unwrap_or(0))
    }

    /// Makes a proposal the catalog.
    pub async fn publish(&self, proposal: &Proposal, now: Timestamp) -> Result<Published> {
        publication::publish(self.pool(), proposal, now).await
    }

    /// All pipelines.
    pub async fn pipelines(&self) -> Result<Vec<Pipeline>> {
        let query = pipelines::Entity::find().order_by_asc(pipelines::Column::Id);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        rows.iter().map(|row| parsed("a pipeline", &row.document)).collect()
    }
}
