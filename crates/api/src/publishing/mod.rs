//! Publishing: drafts become what everybody's `advance` reads. No HTTP here; the demo publishes
//! this way as well.
//!
//! What would be published is compiled before it is stored, as the whole catalog that it would
//! be: what compiles here compiles at the next start. One publication at a time; if another
//! process publishes between, the proposal is made anew.

mod addresses;
mod error;
mod inside;
mod kept;
mod references;
mod work;

use std::sync::Arc;

use runnel_engine::Catalog;
use runnel_model::{Clock, Diagnostic, Flow, FlowId, Migrations, Segment, SegmentId};
use runnel_runtime::Runtime;
use runnel_store::{Actor, BlownFuse, Database};
use tokio::sync::Mutex;

pub use error::Error;
pub use inside::can_go_on;

use crate::to_the_end::to_the_end;
use work::Work;

/// What a flow may at least send within an hour if the operator says nothing else.
pub const FLOW_SENDS_PER_HOUR: u64 = 1_000;

type Result<T, E = Error> = std::result::Result<T, E>;

/// Publishes flows and segments. What was begun is finished, also when nobody waits for it.
pub struct Publisher<C>(Arc<Work<C>>);

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedVersion {
    /// The version of the flow or segment.
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
            turn,
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
        migrations: Migrations,
        by: Actor,
    ) -> Result<PublishedVersion> {
        let (work, id) = (Arc::clone(&self.0), id.clone());
        to_the_end(async move { work.publish_flow(&id, migrations, by).await }).await
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

    /// Makes a segment what this document says.
    pub async fn put_segment(&self, segment: Segment) -> Result<PublishedVersion> {
        let work = Arc::clone(&self.0);
        to_the_end(async move { work.put_segment(segment).await }).await
    }

    /// Deletes a segment that nothing refers to; everybody leaves it.
    pub async fn delete_segment(&self, id: &SegmentId) -> Result<()> {
        let (work, id) = (Arc::clone(&self.0), id.clone());
        to_the_end(async move { work.delete_segment(&id).await }).await
    }

    /// Warnings about what a flow asks of contacts' pasts and nobody has counted.
    pub async fn uncounted(&self, catalog: &Catalog, flow: &Flow) -> Result<Vec<Diagnostic>> {
        self.0.uncounted(catalog, flow).await
    }

    /// All that is wrong with a flow, as publishing would say it.
    pub fn check_flow(&self, flow: &Flow) -> Vec<Diagnostic> {
        self.0.check_flow(flow)
    }
}
