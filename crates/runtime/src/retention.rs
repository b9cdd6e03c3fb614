//! What is older than it is to be kept is deleted: right after the start, and once a day.
//!
//! What has to stay of it is the store's business. Here is only when: a page at a time, with live
//! inputs going first between any two. What is broken off goes on at the next start.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join;
use runnel_model::{Clock, Store, StoreError, Timestamp};
use tokio::time::sleep;

use crate::alarm::all_at_rest;
use crate::backoff::Backoff;
use crate::guard::guarded;
use crate::shared::Shared;
use crate::stop::Stop;

/// How many entries go at once: a few milliseconds, for which nobody else can write on SQLite.
const PAGE: usize = 500;
/// Between two pages whoever waits gets a turn.
const PAUSE: Duration = Duration::from_millis(10);
/// Live load that never ends must not keep anything for good.
const GIVE_WAY: Duration = Duration::from_millis(50);

/// How far it has come.
#[derive(Default)]
pub(crate) struct Progress {
    /// Nothing is left that is older than this.
    through: Timestamp,
    /// Of what is, the hashes are gone that begin with a lesser byte than this.
    next_byte: u8,
}

/// The loop.
pub(crate) async fn run<S: Store, C: Clock>(shared: Arc<Shared<S, C>>, mut stop: Stop) {
    let mut backoff = Backoff::new("deleting what is old", 0);
    let mut progress = Progress::default();
    while !stop.is_set() {
        let rung = shared.retention.rung();
        match delete_once(&shared, &mut progress).await {
            Ok(true) => {
                backoff.worked();
                tokio::select! {
                    () = give_way(&shared) => {}
                    () = stop.wait() => {}
                }
            }
            Ok(false) => {
                backoff.worked();
                shared.retention.forget_time();
                let tomorrow = Timestamp::of_day(shared.clock.now().day() + 1);
                shared.retention.due_at(tomorrow);
                shared.retention.answer(rung);
                tokio::select! {
                    () = shared.retention.called(&shared.clock, rung) => {}
                    () = stop.wait() => {}
                }
            }
            Err(error) => stop.pause(backoff.failed(&error)).await,
        }
    }
}

/// One transaction's worth of it. False: there was nothing to do.
pub(crate) async fn delete_once<S: Store, C: Clock>(
    shared: &Shared<S, C>,
    progress: &mut Progress,
) -> Result<bool, StoreError> {
    let Some(kept) = shared.settings.events_kept else { return Ok(false) };
    let now = shared.clock.now();
    // Whole days: people are told since which day events are kept.
    let before = Timestamp::of_day((now - kept).day());
    if before <= progress.through {
        return Ok(false);
    }
    if guarded(shared.store.delete_entries(before, PAGE, now)).await? > 0 {
        return Ok(true);
    }
    guarded(shared.store.delete_hashes(before, progress.next_byte)).await?;
    progress.next_byte = progress.next_byte.wrapping_add(1);
    if progress.next_byte == 0 {
        progress.through = before;
    }
    Ok(true)
}

async fn give_way<S, C>(shared: &Shared<S, C>) {
    shared.unpaused().await;
    join(sleep(PAUSE), all_at_rest(&shared.lanes, GIVE_WAY)).await;
}
