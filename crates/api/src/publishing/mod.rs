//! Publishing: drafts become what everybody's `advance` reads. No HTTP here; the demo publishes
//! this way as well.
//!
//! What would be published is compiled before it is stored, as the whole catalog that it would
//! be: what compiles here compiles at the next start. One publication at a time; if another
//! process publishes between, the proposal is made anew.

mod addresses;
mod audience;
mod error;
mod inside;
mod kept;
mod preparing;
mod references;
mod work;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use runnel_engine::Catalog;
use runnel_model::{
    Clock, Diagnostic, Flow, FlowId, Migrations, ModelId, ScoringModel, Segment, SegmentId,
};
use runnel_runtime::Runtime;
use runnel_store::{Actor, BlownFuse, Database};
use tokio::sync::Mutex;
use tokio::time::timeout;

pub use error::Error;
pub use inside::can_go_on;

use crate::to_the_end::to_the_end;
use preparing::Preparing;
use work::{Begun, Publication, Work};

/// What a flow may at least send within an hour if the operator says nothing else.
pub const FLOW_SENDS_PER_HOUR: u64 = 1_000;

type Result<T, E = Error> = std::result::Result<T, E>;

/// Publishes flows, segments and scoring models. What was begun is finished, also when nobody waits for it.
pub struct Publisher<C>(Arc<Work<C>>);

/// What came of wanting to publish something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Publishing {
    /// It is published.
    Done(PublishedVersion),
    /// It waits until the past that it asks about has been counted.
    Preparing {
        /// Its preparation.
        id: i64,
        /// Warnings.
        diagnostics: Vec<Diagnostic>,
    },
}

/// The publisher's choices about people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// What becomes of whoever is inside older versions.
    pub migrations: Migrations,
    /// Whoever is in the segment of a trigger now enters as well.
    pub include_members: bool,
}

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedVersion {
    /// Its version.
    pub version: u32,
    /// The version of the catalog that it is part of.
    pub catalog_version: u64,
    /// Warnings; errors would have prevented it.
    pub diagnostics: Vec<Diagnostic>,
}

impl<C: Clock> Publisher<C> {
    /// Publishes to this engine.
    pub fn new(engine: Runtime<Database, C>, database: Database) -> Self {
        let turn = Mutex::default();
        Self(Arc::new(Work {
            engine,
            database,
            allow_private_addresses: false,
            flow_sends_per_hour: FLOW_SENDS_PER_HOUR,
            patience: runnel_runtime::PATIENCE,
            turn,
            preparing: Preparing::default(),
        }))
    }

    /// Whether flows may post to loopback and private networks.
    #[must_use]
    pub fn allow_private_addresses(mut self, allow: bool) -> Self {
        let work = Arc::get_mut(&mut self.0).expect("work is shared only while a method runs");
        work.allow_private_addresses = allow;
        self
    }

    /// What a flow may at least send within an hour before it pauses itself.
    #[must_use]
    pub fn flow_sends_per_hour(mut self, least: u64) -> Self {
        let work = Arc::get_mut(&mut self.0).expect("work is shared only while a method runs");
        work.flow_sends_per_hour = least;
        self
    }

    /// How long somebody waits for what has to be counted first.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        let work = Arc::get_mut(&mut self.0).expect("work is shared only while a method runs");
        work.patience = patience;
        self
    }

    /// Pauses the flows that sent too much. Answers which those were.
    pub async fn pause_blown(&self) -> Result<Vec<BlownFuse>> {
        let work = Arc::clone(&self.0);
        to_the_end(async move { work.pause_blown().await }).await
    }

    /// Makes a flow's draft its next version, which takes contacts in from now on. Whoever is
    /// inside an older one finishes there, or whatever is chosen for the step at which they are.
    pub async fn publish_flow(
        &self,
        id: &FlowId,
        choices: Choices,
        by: Actor,
    ) -> Result<Publishing> {
        let (work, id) = (Arc::clone(&self.0), id.clone());
        let begun = async move { work.publish_flow(&id, choices, by).await };
        let (begun, diagnostics) = to_the_end(begun).await?;
        self.wait_for(begun, diagnostics).await
    }

    /// Takes nobody in and lets nobody move until it is resumed.
    pub async fn pause_flow(&self, id: &FlowId) -> Result<()> {
        let (work, id) = (Arc::clone(&self.0), id.clone());
        to_the_end(async move { work.pause_flow(&id).await }).await
    }

    /// Takes contacts in and lets them move again.
    pub async fn resume_flow(&self, id: &FlowId) -> Result<()> {
        let (work, id) = (Arc::clone(&self.0), id.clone());
        to_the_end(async move { work.resume_flow(&id).await }).await
    }

    /// Ends a flow, and the enrolments of whoever is inside.
    pub async fn archive_flow(&self, id: &FlowId) -> Result<()> {
        let (work, id) = (Arc::clone(&self.0), id.clone());
        to_the_end(async move { work.archive_flow(&id).await }).await
    }

    /// How many are inside a flow. Of one that was deleted: who has not left yet.
    pub async fn inside(&self, id: &FlowId) -> Result<u64> {
        self.0.inside(id).await
    }

    /// Deletes a flow. Whoever is inside leaves it, if that is wanted; else it stays.
    pub async fn delete_flow(&self, id: &FlowId, people_exit: bool) -> Result<()> {
        let (work, id) = (Arc::clone(&self.0), id.clone());
        to_the_end(async move { work.delete_flow(&id, people_exit).await }).await
    }

    /// Makes a segment what this document says. `starts_flows`: whoever is in it from the beginning
    /// starts flows as if they had just come in.
    pub async fn put_segment(&self, segment: Segment, starts_flows: bool) -> Result<Publishing> {
        let work = Arc::clone(&self.0);
        let begun = async move { work.put_segment(segment, starts_flows).await };
        let begun = to_the_end(begun).await?;
        self.wait_for(begun, Vec::new()).await
    }

    /// Makes a scoring model what this document says. `starts_flows`: flows start by the points
    /// that this gives or takes.
    pub async fn put_model(&self, model: ScoringModel, starts_flows: bool) -> Result<Publishing> {
        let work = Arc::clone(&self.0);
        let begun = async move { work.put_model(model, starts_flows).await };
        let begun = to_the_end(begun).await?;
        self.wait_for(begun, Vec::new()).await
    }

    /// Deletes a scoring model that nothing refers to; its points are taken back.
    pub async fn delete_model(&self, id: &ModelId) -> Result<()> {
        let (work, id) = (Arc::clone(&self.0), id.clone());
        to_the_end(async move { work.delete_model(&id).await }).await
    }

    /// Takes contacts who do not say where they are to be in this time zone.
    pub async fn put_zone(&self, name: String) -> Result<()> {
        let work = Arc::clone(&self.0);
        to_the_end(async move { work.put_zone(name).await }).await
    }

    /// Waits a while for what was put off: often there is little to count.
    async fn wait_for(&self, begun: Begun, diagnostics: Vec<Diagnostic>) -> Result<Publishing> {
        let Publication { version, catalog_version } = match begun {
            Begun::Done(publication) => publication,
            Begun::PutOff(id, end) => match timeout(self.0.patience, end).await {
                Ok(Ok(end)) => end?,
                Ok(Err(_)) | Err(_) => return Ok(Publishing::Preparing { id, diagnostics }),
            },
        };
        Ok(Publishing::Done(PublishedVersion { version, catalog_version, diagnostics }))
    }

    /// Counts the past for what was put off, one after the other, until nothing is left to do.
    pub async fn prepare_all(&self) -> Result<()> {
        while self.0.prepare_next().await? {}
        Ok(())
    }

    /// Returns when something was put off since this was last asked.
    pub async fn put_off(&self) {
        self.0.preparing.wanted.notified().await;
    }

    /// How much of a preparation is done; None: its turn has not come.
    pub fn prepared_share(&self, preparation: i64) -> Option<f64> {
        self.0.preparing.share(preparation)
    }

    /// Gives up a publication that waits. False if there is none.
    pub async fn give_up(&self, preparation: i64) -> Result<bool> {
        self.0.preparing.give_up(preparation);
        Ok(self.0.database.drop_preparation(preparation).await?)
    }

    /// Deletes a segment that nothing refers to; everybody leaves it.
    pub async fn delete_segment(&self, id: &SegmentId) -> Result<()> {
        let (work, id) = (Arc::clone(&self.0), id.clone());
        to_the_end(async move { work.delete_segment(&id).await }).await
    }

    /// Warnings about what a flow asks of contacts' pasts and nobody has counted.
    pub fn uncounted(&self, catalog: &Catalog, flow: &Flow) -> Vec<Diagnostic> {
        self.0.uncounted(catalog, flow)
    }

    /// All that is wrong with a flow, as publishing would say it. `empty`: the segments that nobody
    /// is in.
    pub fn check_flow(&self, flow: &Flow, empty: &BTreeSet<SegmentId>) -> Vec<Diagnostic> {
        self.0.check_flow(flow, empty)
    }
}
