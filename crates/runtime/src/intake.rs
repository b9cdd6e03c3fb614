//! Group commit: whatever arrived while the last commit ran is accepted in one transaction.
//!
//! A submission is answered after its commit and never before. What the database refuses is
//! found by halving, so that one bad item never loses its neighbours. Nothing is tried again
//! here: the sender is told to come back, and its message ids make the repetition harmless.
//!
//! As a rule the same transaction also applies what it accepts. If that is not to be had, it is
//! only accepted, and its lane has to find out.

use std::sync::Arc;

use runnel_model::{
    Acceptance, Accepted, Batch, Clock, Edit, Incoming, InputBody, PropertyName, Store, StoreError,
    Value,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::backoff::{Backoff, log_failure};
use crate::guard::guarded;
use crate::news::News;
use crate::shared::Shared;
use crate::stop::Stop;
use crate::work::Work;

/// What became of one item.
pub type ItemAnswer = Result<Accepted, BadItem>;

/// The database cannot store this very item.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it cannot be stored: {why}")]
pub struct BadItem {
    /// The database's words; they may quote the item.
    pub why: String,
}

/// Why nothing of a submission is known to be durable. It may be sent again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// More is waiting than there is room for.
    #[error("too much is waiting to be accepted")]
    Overloaded,
    /// The database is not there, full or overloaded.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A defect of ours or a damaged database.
    #[error("{0}")]
    Damaged(String),
    /// The process is shutting down.
    #[error("shutting down")]
    Stopping,
}

impl IntakeError {
    /// After how many seconds to try again; absent: it will not help.
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Overloaded => Some(1),
            Self::Unavailable(_) | Self::Stopping => Some(5),
            Self::Damaged(_) => None,
        }
    }
}

type Answers = Result<Vec<ItemAnswer>, IntakeError>;

/// Items of one submitter, waiting for their commit.
pub(crate) struct Submission {
    items: Vec<Incoming>,
    answer: oneshot::Sender<Answers>,
    /// Given back when this is dropped, which is after it was answered.
    _room: OwnedSemaphorePermit,
}

/// The queue before the commit.
pub(crate) struct Intake {
    room: Arc<Semaphore>,
    room_max: usize,
    queue: mpsc::UnboundedSender<Submission>,
}

impl Intake {
    /// A queue, and its end for [`run`].
    pub(crate) fn new(room_max: usize) -> (Self, mpsc::UnboundedReceiver<Submission>) {
        let room_max = room_max.min(Semaphore::MAX_PERMITS).min(u32::MAX as usize);
        let (queue, receiver) = mpsc::unbounded_channel();
        (Self { room: Arc::new(Semaphore::new(room_max)), room_max, queue }, receiver)
    }

    /// Queues and waits for the commit.
    pub(crate) async fn submit(&self, items: Vec<Incoming>) -> Answers {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        // A submission that is larger than all the room there is takes all of it, alone.
        let weight = items.iter().map(weight).sum::<usize>().min(self.room_max) as u32;
        let room = Arc::clone(&self.room).try_acquire_many_owned(weight);
        let room = room.map_err(|_| IntakeError::Overloaded)?;
        let (answer, answered) = oneshot::channel();
        let submission = Submission { items, answer, _room: room };
        self.queue.send(submission).map_err(|_| IntakeError::Stopping)?;
        answered.await.unwrap_or(Err(IntakeError::Stopping))
    }

    /// Nothing waits for its commit.
    pub(crate) fn is_empty(&self) -> bool {
        self.room.available_permits() == self.room_max
    }
}

/// One unit, and one for each KiB that the sender filled: what is queued is bounded in memory.
fn weight(item: &Incoming) -> usize {
    let bytes = match &item.body {
        InputBody::Event(event) => event.properties.as_str().len(),
        InputBody::Identify { properties, .. }
        | InputBody::Edit { edit: Edit::SetProperties(properties), .. } => {
            properties.iter().map(property_bytes).sum()
        }
        _ => 0,
    };
    1 + bytes / 1024
}

fn property_bytes((name, value): &(PropertyName, Option<Value>)) -> usize {
    let value = match value {
        Some(Value::Text(text)) => text.len(),
        Some(Value::List(texts)) => texts.iter().map(String::len).sum(),
        _ => 8,
    };
    name.as_str().len() + value
}

/// The loop: commits what is queued until told to stop, and then what is still queued.
pub(crate) async fn run<S: Store, C: Clock>(
    shared: Arc<Shared<S, C>>,
    mut queue: mpsc::UnboundedReceiver<Submission>,
    mut stop: Stop,
) {
    let mut backoff = Backoff::new("accepting", 0);
    loop {
        let first = tokio::select! {
            first = queue.recv() => first,
            () = stop.wait() => {
                queue.close();
                queue.recv().await
            }
        };
        let Some(first) = first else { return };
        let batch = collect(first, &mut queue, shared.settings.accept_batch_max);
        match accept_once(&shared, batch).await {
            Ok(()) => backoff.worked(),
            // It is the submitters who wait before they come again; here it is only logged.
            Err(error) => drop(backoff.failed(&error)),
        }
    }
}

fn collect(
    first: Submission,
    queue: &mut mpsc::UnboundedReceiver<Submission>,
    items_max: usize,
) -> Vec<Submission> {
    let mut items = first.items.len();
    let mut batch = vec![first];
    while items < items_max
        && let Ok(next) = queue.try_recv()
    {
        items += next.items.len();
        batch.push(next);
    }
    batch
}

/// Accepts several submissions in one transaction, or as few as the database takes, and answers
/// each of them.
async fn accept_once<S: Store, C: Clock>(
    shared: &Shared<S, C>,
    batch: Vec<Submission>,
) -> Result<(), StoreError> {
    let mut items = Vec::new();
    let mut waiting = Vec::new();
    for mut submission in batch {
        let own = std::mem::take(&mut submission.items);
        waiting.push((own.len(), submission));
        items.extend(own);
    }
    let mut results = match accept_and_apply(shared, &items).await {
        Some(results) => results,
        None => {
            let results = accept_halving(&shared.store, &items).await;
            ring_lanes(shared, results.iter().flatten());
            results
        }
    };
    for (item, result) in items.iter().zip(&results) {
        if let Ok(Accepted::Taken { .. }) = result {
            // Definitions need no repeating.
            shared.types.stored(&item.defines);
        }
    }
    let failure = results.iter().find_map(|result| result.as_ref().err().filter(|e| is_ours(e)));
    let end = failure.cloned().map_or(Ok(()), Err);
    for (count, submission) in waiting {
        let answers = results.drain(..count).map(answer).collect();
        // Whoever hung up meanwhile does not want to know.
        let _ = submission.answer.send(answers);
    }
    end
}

/// Accepts all items and applies them in the same transaction. None if that is not to be had
/// now, or if something among what they lead to cannot be stored: then they are to be accepted,
/// and the lane finds out which one it is.
async fn accept_and_apply<S: Store, C: Clock>(
    shared: &Shared<S, C>,
    items: &[Incoming],
) -> Option<Vec<Result<Accepted, StoreError>>> {
    if !shared.settings.apply_at_once || *shared.paused.borrow() {
        return None;
    }
    let now = shared.clock.now();
    let mut news = News::default();
    let run = |batch: Batch| {
        // Under the locks: nobody has applied anything with a newer one.
        let catalog = shared.catalog();
        let done = Work { engine: shared.engine, catalog: &catalog, now }.run(batch);
        news.gather(&done, shared);
        done
    };
    match guarded(shared.store.accept_and_apply(items.to_vec(), now, run)).await {
        Ok(Acceptance { accepted, applied }) if accepted.len() == items.len() => {
            if applied {
                news.spread(shared);
            } else {
                ring_lanes(shared, accepted.iter());
            }
            Some(accepted.into_iter().map(Ok).collect())
        }
        Err(error @ StoreError::Unavailable(_)) => Some(vec![Err(error); items.len()]),
        Ok(_) => {
            // It is committed: accepting it once more would apply it twice.
            let why = StoreError::Damaged("the store did not answer every item".into());
            Some(vec![Err(why); items.len()])
        }
        Err(error) => {
            log_failure("applying at once", &error);
            None
        }
    }
}

/// Accepts all items, in transactions halved for as long as the data is refused or trips over a
/// defect. One result for each item, in order.
async fn accept_halving<S: Store>(
    store: &S,
    items: &[Incoming],
) -> Vec<Result<Accepted, StoreError>> {
    let mut results = Vec::with_capacity(items.len());
    let mut left = vec![items];
    while let Some(some) = left.pop() {
        match guarded(accept_all(store, some)).await {
            Ok(accepted) => results.extend(accepted.into_iter().map(Ok)),
            Err(error @ StoreError::Unavailable(_)) => {
                results.resize(items.len(), Err(error));
                break;
            }
            Err(error) if some.len() == 1 => results.push(Err(error)),
            Err(_) => {
                let (first, second) = some.split_at(some.len() / 2);
                left.extend([second, first]);
            }
        }
    }
    results
}

async fn accept_all<S: Store>(store: &S, items: &[Incoming]) -> Result<Vec<Accepted>, StoreError> {
    let accepted = store.accept(items.to_vec()).await?;
    if accepted.len() != items.len() {
        return Err(StoreError::Damaged("the store did not answer every item".into()));
    }
    Ok(accepted)
}

/// Whether a failure is ours and not the item's: then the sender must not think it was taken.
const fn is_ours(error: &StoreError) -> bool {
    !matches!(error, StoreError::Refused(_))
}

fn answer(result: Result<Accepted, StoreError>) -> Result<ItemAnswer, IntakeError> {
    match result {
        Ok(accepted) => Ok(Ok(accepted)),
        Err(StoreError::Refused(why)) => Ok(Err(BadItem { why })),
        Err(StoreError::Unavailable(why)) => Err(IntakeError::Unavailable(why)),
        Err(StoreError::Damaged(why)) => Err(IntakeError::Damaged(why)),
    }
}

/// After the commit: the lanes concerned have work.
fn ring_lanes<'a, S, C>(shared: &Shared<S, C>, accepted: impl Iterator<Item = &'a Accepted>) {
    let mut concerned = vec![false; shared.lanes.len()];
    for accepted in accepted {
        if let Accepted::Taken { contact, .. } = accepted {
            concerned[shared.lane_of(*contact)] = true;
        }
    }
    let lanes = shared.lanes.iter().zip(concerned);
    lanes.filter(|(_, concerned)| *concerned).for_each(|(lane, _)| lane.ring());
}
