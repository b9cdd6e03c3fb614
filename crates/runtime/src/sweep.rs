//! A change that concerns everybody: every contact is woken once, paced.
//!
//! What a contact does about it is `advance`'s business; here is only who is woken when. Live
//! inputs go first: the next contacts are woken when those before have been processed.

use std::sync::Arc;
use std::time::Duration;

use runnel_model::{Clock, Store, StoreError};

use crate::alarm::{Alarm, all_at_rest};
use crate::backoff::Backoff;
use crate::guard::guarded;
use crate::shared::Shared;
use crate::stop::Stop;

/// Live load that never ends must not hold up a sweep for good: after this long the next
/// contacts are woken all the same, at most 10,000 a second.
const GIVE_WAY: Duration = Duration::from_millis(50);

/// The loop.
pub(crate) async fn run<S: Store, C: Clock>(shared: Arc<Shared<S, C>>, mut stop: Stop) {
    let mut backoff = Backoff::new("sweeping", 0);
    let mut swept = 0;
    // Sweeps are called for and never due by themselves.
    shared.sweep.forget_time();
    while !stop.is_set() {
        let rung = shared.sweep.rung();
        match sweep_once(&shared, &mut swept).await {
            Ok(0) => {
                backoff.worked();
                shared.sweep.answer(rung);
                tokio::select! {
                    () = shared.sweep.called(&shared.clock, rung) => {}
                    () = stop.wait() => {}
                }
            }
            Ok(_) => {
                backoff.worked();
                tokio::select! {
                    () = give_way(&shared) => {}
                    () = stop.wait() => {}
                }
            }
            Err(error) => stop.pause(backoff.failed(&error)).await,
        }
    }
}

/// Wakes the next contacts for the sweep of the catalog in force. `swept` is the last sweep that
/// is through; at start nobody knows whether one was broken off.
pub(crate) async fn sweep_once<S: Store, C: Clock>(
    shared: &Shared<S, C>,
    swept: &mut u64,
) -> Result<usize, StoreError> {
    let version = shared.catalog().sweep();
    if version <= *swept {
        return Ok(0);
    }
    let limit = shared.settings.sweep_batch_max;
    let found = guarded(shared.store.sweep(version, limit, shared.clock.now())).await?;
    if found == 0 {
        *swept = version;
    } else {
        shared.lanes.iter().for_each(Alarm::ring);
    }
    Ok(found)
}

async fn give_way<S, C>(shared: &Shared<S, C>) {
    shared.unpaused().await;
    all_at_rest(&shared.lanes, GIVE_WAY).await;
}
