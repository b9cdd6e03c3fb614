//! Many inputs of Runnel's own, which can wait: live inputs go first, between any two batches.

use std::time::Duration;

use runnel_model::{Clock, Incoming, Store};

use crate::alarm::all_at_rest;
use crate::intake::IntakeError;
use crate::runtime::Runtime;

/// Live load that never ends holds nothing up for longer than this.
const GIVE_WAY: Duration = Duration::from_millis(50);
/// How long to wait for a batch to be applied before the next one follows.
const PATIENCE: Duration = Duration::from_secs(60);
/// When too much is waiting already.
const OVERLOADED: Duration = Duration::from_millis(200);

impl<S: Store, C: Clock> Runtime<S, C> {
    /// Submits a batch, waits until it is applied, and lets live inputs go first after it.
    pub async fn submit_paced(&self, items: Vec<Incoming>) -> Result<(), IntakeError> {
        while let Err(error) = self.submit_and_wait_all(items.clone(), PATIENCE).await {
            match error {
                IntakeError::Overloaded => tokio::time::sleep(OVERLOADED).await,
                error => return Err(error),
            }
        }
        self.give_way().await;
        Ok(())
    }

    /// Waits until nothing live is being worked on, but not for long.
    pub(crate) async fn give_way(&self) {
        let shared = self.shared();
        shared.unpaused().await;
        all_at_rest(&shared.lanes, GIVE_WAY).await;
    }
}
