//! The same loops turned by hand, so that weeks of history run in seconds of virtual time.
//!
//! Only group commit runs by itself. The clock moves from one due time to the next, so every
//! wait ends at its own second, however far the clock is to go.

use runnel_model::{Clock, Http, Store, StoreError, Timestamp};
use tokio::sync::Mutex;

use crate::clock::ManualClock;
use crate::engine::Engine;
use crate::outbox::Outbox;
use crate::process::LaneLoop;
use crate::runtime::{Parts, Runtime, Tasks};
use crate::settings::DRAIN;
use crate::sweep::sweep_once;

/// A runtime that does nothing unless told.
pub struct Driver<S, H> {
    runtime: Runtime<S, ManualClock>,
    clock: ManualClock,
    hands: Mutex<Hands<S, H>>,
    tasks: Tasks,
}

struct Hands<S, H> {
    lanes: Vec<LaneLoop>,
    outbox: Outbox<S, ManualClock, H>,
    swept: u64,
}

impl<S: Store, H: Http> Driver<S, H> {
    /// Starts group commit, and nothing else.
    pub fn start(parts: Parts<S, ManualClock, H>) -> Self {
        Self::start_with(Engine::REAL, parts)
    }

    pub(crate) fn start_with(engine: Engine, parts: Parts<S, ManualClock, H>) -> Self {
        let clock = parts.clock.clone();
        let (runtime, tasks, outbox) = Runtime::start_intake(engine, parts);
        let shared = runtime.shared();
        let lanes = (0..shared.lanes.len()).map(|index| LaneLoop::new(shared, index)).collect();
        let hands = Mutex::new(Hands { lanes, outbox, swept: 0 });
        Self { runtime, clock, hands, tasks }
    }

    /// The handle: submitting, adopting and coercing are as ever. Waiting for an outcome is in
    /// vain, since nothing is processed meanwhile.
    pub const fn runtime(&self) -> &Runtime<S, ManualClock> {
        &self.runtime
    }

    /// Processes, sweeps and delivers until nothing is left to do at the clock's time.
    pub async fn run_until_idle(&self) -> Result<(), StoreError> {
        let mut hands = self.hands.lock().await;
        while hands.turn(&self.runtime).await? {}
        Ok(())
    }

    /// Moves the clock to this time, stopping wherever somebody is to be woken or an effect is
    /// due on the way.
    pub async fn advance_to(&self, time: Timestamp) -> Result<(), StoreError> {
        self.run_until_idle().await?;
        while let Some(next) = self.runtime.next_due().await?.filter(|next| *next <= time) {
            if next <= self.clock.now() {
                return Err(StoreError::Damaged("what is due is not taken".into()));
            }
            self.clock.set(next);
            self.run_until_idle().await?;
        }
        self.clock.set(time);
        self.run_until_idle().await
    }

    /// Ends group commit.
    pub async fn finish(self) {
        self.tasks.shutdown(DRAIN).await;
    }
}

impl<S: Store, H: Http> Hands<S, H> {
    /// One turn of every loop. False if there was nothing to do.
    async fn turn(&mut self, runtime: &Runtime<S, ManualClock>) -> Result<bool, StoreError> {
        let shared = runtime.shared();
        let mut busy = false;
        for lane in &mut self.lanes {
            let processed = lane.process_once(shared).await?;
            busy |= processed.more || processed.inputs > 0;
        }
        busy |= sweep_once(shared, &mut self.swept).await? > 0;
        busy |= self.outbox.deliver_once().await? > 0;
        Ok(busy)
    }
}
