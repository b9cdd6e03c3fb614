//! The handle: what the rest of the product asks of the loops, and how they start and end.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use runnel_engine::Catalog;
use runnel_model::{
    Clock, Http, Incoming, PropertyName, PropertyType, Store, StoreError, Timestamp, Value,
};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use crate::changes::Changes;
use crate::engine::Engine;
use crate::guard::{guarded, words_of};
use crate::intake::{self, IntakeError, ItemAnswer};
use crate::outbox::{Outbox, Signer};
use crate::process::LaneLoop;
use crate::property_types::Coerced;
use crate::retention;
use crate::settings::Settings;
use crate::shared::Shared;
use crate::stop::Stop;
use crate::sweep;
use crate::waiters::{Waited, Waiter};

/// What the loops are started with.
pub struct Parts<S, C, H> {
    /// Sizes of batches and queues.
    pub settings: Settings,
    /// The database.
    pub store: S,
    /// The time.
    pub clock: C,
    /// The way out.
    pub http: H,
    /// Gives a POST its headers.
    pub signer: Signer,
    /// What is published.
    pub catalog: Catalog,
    /// The types of all properties that are known.
    pub property_types: Vec<(PropertyName, PropertyType)>,
}

/// The handle. Clones are cheap and mean the same loops.
pub struct Runtime<S, C> {
    shared: Arc<Shared<S, C>>,
}

impl<S, C> Clone for Runtime<S, C> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<S: Store, C: Clock> Runtime<S, C> {
    /// Starts all loops on the tokio runtime that this is called in.
    pub fn start<H: Http>(parts: Parts<S, C, H>) -> (Self, Tasks) {
        Self::start_with(Engine::REAL, parts)
    }

    pub(crate) fn start_with<H: Http>(engine: Engine, parts: Parts<S, C, H>) -> (Self, Tasks) {
        let (runtime, mut tasks, outbox) = Self::start_intake(engine, parts);
        let shared = &runtime.shared;
        for index in 0..shared.lanes.len() {
            let lane = LaneLoop::new(shared, index);
            tasks.spawn(lane.run(Arc::clone(shared), tasks.stop.clone()));
        }
        tasks.spawn(sweep::run(Arc::clone(shared), tasks.stop.clone()));
        tasks.spawn(retention::run(Arc::clone(shared), tasks.stop.clone()));
        tasks.spawn(outbox.run(tasks.stop.clone()));
        (runtime, tasks)
    }

    /// Starts group commit, and nothing else.
    pub(crate) fn start_intake<H: Http>(
        engine: Engine,
        parts: Parts<S, C, H>,
    ) -> (Self, Tasks, Outbox<S, C, H>) {
        let Parts { settings, store, clock, http, signer, catalog, property_types } = parts;
        let (shared, queue) =
            Shared::new(settings, engine, (store, clock), catalog, property_types);
        let shared = Arc::new(shared);
        let mut tasks = Tasks::new();
        tasks.spawn(intake::run(Arc::clone(&shared), queue, tasks.stop.clone()));
        let outbox = Outbox::new(Arc::clone(&shared), http, signer);
        (Self { shared }, tasks, outbox)
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// The database.
    pub fn store(&self) -> &S {
        &self.shared.store
    }

    /// The catalog in force.
    pub fn catalog(&self) -> Arc<Catalog> {
        self.shared.catalog()
    }

    /// Puts a catalog in force, unless a newer one is, and wakes every contact that its last
    /// sweep concerns.
    pub fn adopt(&self, catalog: Catalog) {
        self.shared.adopt(catalog);
    }

    /// Gives properties the types that they have, or defines them.
    pub fn coerce(&self, properties: Vec<(PropertyName, Option<Value>)>) -> Coerced {
        self.shared.types.coerce(properties)
    }

    /// The same for the properties of a company.
    pub fn coerce_of_company(&self, properties: Vec<(PropertyName, Option<Value>)>) -> Coerced {
        self.shared.types.coerce_of_company(properties)
    }

    /// Makes items durable. Answers one for each, in order, after the commit.
    pub async fn submit(&self, items: Vec<Incoming>) -> Result<Vec<ItemAnswer>, IntakeError> {
        self.shared.intake.submit(items).await
    }

    /// Makes an item durable and waits until its outcome is, at most this long.
    pub async fn submit_and_wait(
        &self,
        item: Incoming,
        patience: Duration,
    ) -> Result<Waited, IntakeError> {
        let mut outcomes = self.submit_and_wait_all(vec![item], patience).await?;
        Ok(outcomes.pop().expect("every item is answered"))
    }

    /// Makes items durable and waits until all their outcomes are, at most this long together.
    pub async fn submit_and_wait_all(
        &self,
        items: Vec<Incoming>,
        patience: Duration,
    ) -> Result<Vec<Waited>, IntakeError> {
        let until = Instant::now() + patience;
        let waiters = &self.shared.waiters;
        let waiting: Vec<Waiter<'_>> = items.iter().map(|item| waiters.register(item.id)).collect();
        let answers = self.submit(items).await?;
        let mut outcomes = Vec::with_capacity(answers.len());
        for (waiter, answer) in waiting.into_iter().zip(answers) {
            outcomes.push(waiter.outcome(answer, until).await);
        }
        Ok(outcomes)
    }

    /// Returns when a flow has begun to send too much since this was last asked: which one, the
    /// store knows. What it sends beyond is held back; that it stops is for whoever publishes.
    pub async fn fuse_blew(&self) {
        self.shared.fuse.notified().await;
    }

    /// Where it is told what has changed: here after each commit, by others what they write.
    pub fn changes(&self) -> &Changes {
        &self.shared.changes
    }

    /// The clock was moved by more than the passing of time: every loop looks at once.
    pub fn clock_moved(&self) {
        self.shared.ring_all();
    }

    /// Something was written behind the loops' back, a dead letter put back into its queue:
    /// every loop looks at once.
    pub fn nudge(&self) {
        self.shared.ring_all();
    }

    /// Holds up processing, or lets it go on. What is accepted meanwhile waits in the inbox.
    pub fn pause_processing(&self, paused: bool) {
        self.shared.paused.send_replace(paused);
    }

    /// Whether nothing is queued, processed, swept or delivered. What has become due only by the
    /// passing of time is the store's to count.
    pub fn idle(&self) -> bool {
        self.shared.is_idle()
    }

    /// The earliest time at which a contact is to be woken or an effect is due, past or to come:
    /// where a clock that is moved by hand has to stop on its way.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut next = guarded(self.shared.store.next_effect()).await?;
        for lane in 0..self.shared.lanes.len() {
            let lane = self.shared.partitions_of(lane);
            next = Timestamp::earliest(next, guarded(self.shared.store.next_wake(lane)).await?);
        }
        Ok(next)
    }

    pub(crate) fn shared(&self) -> &Arc<Shared<S, C>> {
        &self.shared
    }
}

/// The running loops. Dropping this tells them to end without waiting for it.
#[must_use = "the loops end when this is dropped"]
pub struct Tasks {
    switch: watch::Sender<bool>,
    stop: Stop,
    running: JoinSet<()>,
}

impl Tasks {
    fn new() -> Self {
        let (switch, stop) = Stop::new();
        Self { switch, stop, running: JoinSet::new() }
    }

    fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.running.spawn(async {
            if let Err(panic) = AssertUnwindSafe(task).catch_unwind().await {
                // Every call that can fail is guarded, so this is a defect of a loop itself.
                let why = words_of(panic.as_ref());
                tracing::error!(why, "a loop broke off; its work waits for the next start");
            }
        });
    }

    /// Refuses new items, commits those that are queued, ends the transactions and the tries
    /// that are under way. What is not done in time is broken off; whatever was not committed
    /// did not happen.
    pub async fn shutdown(mut self, at_most: Duration) {
        self.switch.send_replace(true);
        let drained = async { while self.running.join_next().await.is_some() {} };
        if timeout(at_most, drained).await.is_err() {
            tracing::warn!(left = self.running.len(), "loops did not end in time");
            self.running.shutdown().await;
        }
    }
}
