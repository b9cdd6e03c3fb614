//! What the loops and the handle have in common.

use std::sync::{Arc, PoisonError, RwLock};

use runnel_engine::Catalog;
use runnel_model::{ContactId, Lane, PARTITIONS, PropertyName, PropertyType};
use tokio::sync::{Mutex, Notify, mpsc, watch};
use tokio::time::Instant;

use crate::alarm::Alarm;
use crate::changes::Changes;
use crate::engine::Engine;
use crate::intake::{Intake, Submission};
use crate::property_types::PropertyTypes;
use crate::settings::Settings;
use crate::waiters::Waiters;

/// The state behind every clone of the handle.
pub(crate) struct Shared<S, C> {
    pub(crate) settings: Settings,
    pub(crate) store: S,
    pub(crate) clock: C,
    pub(crate) engine: Engine,
    pub(crate) types: PropertyTypes,
    pub(crate) intake: Intake,
    pub(crate) waiters: Waiters,
    /// One per processing loop.
    pub(crate) lanes: Vec<Alarm>,
    pub(crate) outbox: Alarm,
    pub(crate) sweep: Alarm,
    pub(crate) retention: Alarm,
    /// Held by the loop that merges; inside, until when merging is given a rest.
    pub(crate) merges: Mutex<Option<Instant>>,
    pub(crate) paused: watch::Sender<bool>,
    pub(crate) changes: Changes,
    /// Rung when a flow begins to send too much.
    pub(crate) fuse: Notify,
    catalog: RwLock<Arc<Catalog>>,
}

impl<S, C> Shared<S, C> {
    /// Everything at rest, and the end of the intake's queue for its loop.
    pub(crate) fn new(
        settings: Settings,
        engine: Engine,
        (store, clock): (S, C),
        catalog: Catalog,
        property_types: Vec<(PropertyName, PropertyType)>,
    ) -> (Self, mpsc::UnboundedReceiver<Submission>) {
        let (intake, queue) = Intake::new(settings.accept_queue_max);
        let lanes = settings.lanes.clamp(1, PARTITIONS);
        let shared = Self {
            settings,
            store,
            clock,
            engine,
            types: PropertyTypes::new(property_types),
            intake,
            waiters: Waiters::default(),
            lanes: (0..lanes).map(|_| Alarm::new()).collect(),
            outbox: Alarm::new(),
            sweep: Alarm::new(),
            retention: Alarm::new(),
            merges: Mutex::new(None),
            paused: watch::Sender::new(false),
            changes: Changes::default(),
            fuse: Notify::new(),
            catalog: RwLock::new(Arc::new(catalog)),
        };
        (shared, queue)
    }

    /// The catalog in force.
    pub(crate) fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.catalog.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a catalog in force unless a newer one is.
    pub(crate) fn adopt(&self, catalog: Catalog) {
        let mut current = self.catalog.write().unwrap_or_else(PoisonError::into_inner);
        if catalog.version() > current.version() {
            *current = Arc::new(catalog);
            drop(current);
            self.sweep.ring();
        }
    }

    /// The loop that processes this contact.
    pub(crate) fn lane_of(&self, contact: ContactId) -> usize {
        usize::from(contact.partition().0) * self.lanes.len() / usize::from(PARTITIONS)
    }

    /// The partitions of a loop: those that [`lane_of`](Self::lane_of) gives it.
    pub(crate) fn partitions_of(&self, lane: usize) -> Lane {
        let (all, lanes) = (usize::from(PARTITIONS), self.lanes.len());
        let start = |lane: usize| (lane * all).div_ceil(lanes) as u8;
        start(lane)..=start(lane + 1) - 1
    }

    /// Rings every loop but the intake, which waits for nothing but its queue.
    pub(crate) fn ring_all(&self) {
        self.alarms().for_each(Alarm::ring);
    }

    /// Whether every loop has done all that it was called for.
    pub(crate) fn is_idle(&self) -> bool {
        self.intake.is_empty() && self.alarms().all(Alarm::is_answered)
    }

    fn alarms(&self) -> impl Iterator<Item = &Alarm> {
        self.lanes.iter().chain([&self.outbox, &self.sweep, &self.retention])
    }

    /// Returns when processing is not paused.
    pub(crate) async fn unpaused(&self) {
        // An error means that the switch is gone, which cannot be: it is in here.
        let _ = self.paused.subscribe().wait_for(|paused| !paused).await;
    }
}
