//! Processing: what was accepted, and whose time has come, through the engine into the database.
//!
//! One loop per lane. The batch grows and shrinks with what the database takes: refused data is
//! found by halving, down to the one input that is then put aside. Nothing here knows what an
//! input means.

use std::sync::Arc;
use std::time::Duration;

use runnel_model::{Batch, Clock, Job, Lane, Processed, Span, Store, StoreError, Timestamp};
use tokio::time::Instant;

use crate::alarm::Alarm;
use crate::backoff::{Backoff, log_failure};
use crate::guard::guarded;
use crate::news::News;
use crate::shared::Shared;
use crate::stop::Stop;
use crate::work::{Work, park_all, park_job};

/// A merge that the database will not have is tried again this much later; contacts that have
/// nothing to do with it do not wait.
const MERGE_AGAIN: Duration = Duration::from_secs(5);

/// One processing loop's share of the partitions and the batch size that works for it.
pub(crate) struct LaneLoop {
    index: usize,
    partitions: Lane,
    limit: usize,
    limit_max: usize,
}

impl LaneLoop {
    /// The lane of this number.
    pub(crate) fn new<S: Store, C: Clock>(shared: &Shared<S, C>, index: usize) -> Self {
        let limit = shared.settings.process_batch_max.max(1);
        Self { index, partitions: shared.partitions_of(index), limit, limit_max: limit }
    }

    /// Works until told to stop. What is in the inbox then stays there for the next start.
    pub(crate) async fn run<S: Store, C: Clock>(
        mut self,
        shared: Arc<Shared<S, C>>,
        mut stop: Stop,
    ) {
        let mut backoff = Backoff::new("processing", self.index as u32);
        let alarm = &shared.lanes[self.index];
        while !stop.is_set() {
            tokio::select! {
                () = shared.unpaused() => {}
                () = stop.wait() => return,
            }
            let rung = alarm.rung();
            match self.process_once(&shared).await {
                Ok(processed) => {
                    backoff.worked();
                    if !processed.more {
                        alarm.answer(rung);
                        tokio::select! {
                            () = alarm.called(&shared.clock, rung) => {}
                            () = stop.wait() => {}
                        }
                    }
                }
                Err(error) => stop.pause(backoff.failed(&error)).await,
            }
        }
    }

    /// Merges, then one batch of the lane, then finds out when there will be more to do.
    pub(crate) async fn process_once<S: Store, C: Clock>(
        &mut self,
        shared: &Shared<S, C>,
    ) -> Result<Processed, StoreError> {
        let started = shared.clock.now();
        merge_pending(shared).await?;
        let processed = self.process_batch(shared).await?;
        if !processed.more {
            let asked_in_vain = (processed.inputs == 0).then_some(started);
            self.find_next_wake(shared, asked_in_vain).await?;
        }
        Ok(processed)
    }

    async fn process_batch<S: Store, C: Clock>(
        &mut self,
        shared: &Shared<S, C>,
    ) -> Result<Processed, StoreError> {
        match transact(shared, self.partitions.clone(), self.limit, None).await {
            Ok(processed) => {
                self.limit = (self.limit * 2).min(self.limit_max);
                Ok(processed)
            }
            Err(StoreError::Unavailable(why)) => Err(StoreError::Unavailable(why)),
            Err(_) if self.limit > 1 => {
                self.limit /= 2;
                Ok(Processed { inputs: 0, more: true })
            }
            Err(error) => {
                let why = error.to_string();
                transact(shared, self.partitions.clone(), 1, Some(&why)).await
            }
        }
    }

    /// Between two wakes, the loops tell each other of new ones; the database is asked only when
    /// the time that was known has come. `asked_in_vain`: when there was nothing to process.
    async fn find_next_wake<S: Store, C: Clock>(
        &self,
        shared: &Shared<S, C>,
        asked_in_vain: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let (alarm, now) = (&shared.lanes[self.index], shared.clock.now());
        if !alarm.is_due(now) {
            return Ok(());
        }
        alarm.forget_time();
        let next = guarded(shared.store.next_wake(self.partitions.clone())).await;
        match next {
            // It was due already and yet not taken: nothing is won by asking at once again.
            Ok(Some(at)) if asked_in_vain.is_some_and(|then| at <= then) => {
                alarm.due_at(now + Span::Seconds(1));
            }
            Ok(next) => next.into_iter().for_each(|at| alarm.due_at(at)),
            Err(_) => alarm.due_at(now),
        }
        next.map(drop)
    }
}

/// One process transaction. With a reason to park, nothing is advanced.
async fn transact<S: Store, C: Clock>(
    shared: &Shared<S, C>,
    lane: Lane,
    limit: usize,
    park: Option<&str>,
) -> Result<Processed, StoreError> {
    let now = shared.clock.now();
    let mut news = News::default();
    let run = |batch: Batch| {
        // Under the lane's locks: nobody has applied anything with a newer one.
        let catalog = shared.catalog();
        let work = Work { engine: shared.engine, catalog: &catalog, now };
        let done = match park {
            Some(why) => park_all(batch, why),
            None => work.run(batch),
        };
        news.gather(&done, shared);
        done
    };
    let processed = guarded(shared.store.process(lane, limit, now, run)).await?;
    if processed.inputs > news.inputs {
        // Some were sent on to whom their contact has become part of, maybe in another lane.
        shared.lanes.iter().for_each(Alarm::ring);
    }
    news.spread(shared);
    Ok(processed)
}

/// Runs every merge that waits. One loop at a time: a merge concerns two lanes.
async fn merge_pending<S: Store, C: Clock>(shared: &Shared<S, C>) -> Result<(), StoreError> {
    let mut not_before = shared.merges.lock().await;
    if not_before.is_some_and(|time| time > Instant::now()) {
        return Ok(());
    }
    *not_before = None;
    loop {
        let mut merged = merge_one(shared, None).await;
        if let Err(StoreError::Refused(why)) = &merged {
            merged = merge_one(shared, Some(why)).await;
        }
        match merged {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(StoreError::Unavailable(why)) => return Err(StoreError::Unavailable(why)),
            Err(error) => {
                log_failure("merging", &error);
                *not_before = Some(Instant::now() + MERGE_AGAIN);
                return Ok(());
            }
        }
    }
}

async fn merge_one<S: Store, C: Clock>(
    shared: &Shared<S, C>,
    park: Option<&str>,
) -> Result<bool, StoreError> {
    let now = shared.clock.now();
    let mut news = News::default();
    let run = |job: Job| {
        // Under the locks, as ever.
        let catalog = shared.catalog();
        let work = Work { engine: shared.engine, catalog: &catalog, now };
        let done = match park {
            Some(why) => park_job(job, why),
            None => work.advance(job),
        };
        news.gather(std::slice::from_ref(&done), shared);
        done
    };
    let merged = guarded(shared.store.merge(now, run)).await?;
    if merged {
        news.spread(shared);
        // The loser's queued inputs are the winner's now, who may be in another lane.
        shared.lanes.iter().for_each(Alarm::ring);
    }
    Ok(merged)
}
