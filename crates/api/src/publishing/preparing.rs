//! Publications that ask about a past that nobody has counted: it is counted first, and then they
//! take effect as if it had always been kept.
//!
//! One at a time, oldest first. From a catalog version of its own on, contacts' states keep what
//! the publication asks about; what happened before that version is counted from the log and given
//! to each contact as an input; and then the publication is made like any other. So the engine
//! never meets a rule whose answer it does not know. What is broken off by the end of the process
//! goes on at the next start.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use runnel_engine::Catalog;
use runnel_model::{Clock, KeptBehaviour};
use runnel_runtime::{Past, Topic};
use runnel_store::{Change, Preparation};
use tokio::sync::{Notify, oneshot};

use super::work::{Publication, Work};
use super::{Error, Result, kept};

/// Of how many contacts what is counted is held in memory at the same time: some 300 MB.
const CONTACTS_MAX: u64 = 1_000_000;

/// How often it is looked whether what was handed out has been applied.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Screens are told of every such share.
const TOLD_EVERY: f64 = 0.01;

/// What is known of preparations in this process.
#[derive(Default)]
pub struct Preparing {
    /// Somebody has put something off.
    pub wanted: Notify,
    /// The one whose turn it is, and how much of it is done.
    current: Mutex<Option<(i64, f64)>>,
    waiting: Mutex<HashMap<i64, oneshot::Sender<Result<Publication>>>>,
}

/// Where the end of a preparation is told. It is closed if it was given up.
pub type End = oneshot::Receiver<Result<Publication>>;

impl Preparing {
    /// How much of it is done; None: its turn has not come.
    pub fn share(&self, id: i64) -> Option<f64> {
        lock(&self.current).filter(|(current, _)| *current == id).map(|(_, share)| share)
    }

    /// Breaks it off.
    pub fn give_up(&self, id: i64) {
        lock(&self.current).take_if(|(current, _)| *current == id);
        lock(&self.waiting).remove(&id);
    }

    /// Where its end is told.
    pub fn end_of(&self, id: i64) -> End {
        let (sender, end) = oneshot::channel();
        lock(&self.waiting).insert(id, sender);
        end
    }

    fn ended(&self, id: i64, end: Result<Publication>) {
        lock(&self.current).take();
        if let Some(waiting) = lock(&self.waiting).remove(&id) {
            // Whoever gave up meanwhile does not want to know.
            let _ = waiting.send(end);
        }
    }
}

impl<C: Clock> Work<C> {
    /// Does what is to be done for the oldest publication that waits. False if none does.
    pub async fn prepare_next(&self) -> Result<bool> {
        let waiting = self.database.preparations().await?;
        let Some(next) = waiting.into_iter().find(|one| one.problem.is_none()) else {
            return Ok(false);
        };
        *lock(&self.preparing.current) = Some((next.id, 0.0));
        self.tell(&next.change);
        let end = match self.begin(&next).await {
            Ok(Some(past)) => {
                let told = |share| self.progress(&next, share);
                self.engine.count_past(&past, told).await?;
                self.all_applied().await?;
                self.make_it_so(&next).await
            }
            Ok(None) => self.make_it_so(&next).await,
            Err(error) => Err(error),
        };
        match end {
            Err(error) if error.is_passing() => return Err(error),
            Err(error) => {
                self.database.preparation_failed(next.id, &error.to_string()).await?;
                self.preparing.ended(next.id, Err(error));
            }
            Ok(Some(publication)) => self.preparing.ended(next.id, Ok(publication)),
            Ok(None) => self.preparing.give_up(next.id),
        }
        self.tell(&next.change);
        Ok(true)
    }

    /// From now on what it asks about is kept. What is to be counted; None: nothing is, any more.
    async fn begin(&self, one: &Preparation) -> Result<Option<Past>> {
        let _turn = self.turn.lock().await;
        let since = match one.since {
            Some(since) => Some(since),
            None => self.collect(one).await?,
        };
        let Some(since) = since else { return Ok(None) };
        let catalog = self.engine.catalog();
        let behaviours = &catalog.document().behaviours;
        Ok(Some(Past {
            since,
            behaviours: behaviours.iter().filter(|one| one.since == since).cloned().collect(),
            contacts: self.database.count_contacts().await?,
            contacts_max: CONTACTS_MAX,
        }))
    }

    /// Answers the catalog version from which on it is kept.
    async fn collect(&self, one: &Preparation) -> Result<Option<u64>> {
        let mut proposal = self.database.propose(one.change.clone()).await?;
        let wanted = Catalog::compile(proposal.document).map_err(Error::Refused)?;
        let counted = kept::counted(&self.engine.catalog());
        let new = kept::new(&wanted, &counted);
        if new.is_empty() {
            return Ok(None);
        }
        proposal = self.database.propose(Change::Collect { preparation: one.id }).await?;
        let mut behaviours = counted;
        let since = proposal.document.version;
        behaviours.extend(new.into_iter().map(|one| KeptBehaviour { since, ..one }));
        proposal.document.behaviours = behaviours;
        let publication = self.store_and_adopt(&proposal).await?.ok_or(Error::Busy)?;
        Ok(Some(publication.catalog_version))
    }

    /// Waits until what is accepted by now has been applied.
    async fn all_applied(&self) -> Result<()> {
        let newest = self.database.newest_in_inbox().await?;
        while self.database.oldest_in_inbox().await?.is_some_and(|oldest| Some(oldest) <= newest) {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }

    /// None if it was given up meanwhile.
    async fn make_it_so(&self, one: &Preparation) -> Result<Option<Publication>> {
        let _turn = self.turn.lock().await;
        let waiting = self.database.preparations().await?;
        if !waiting.iter().any(|other| other.id == one.id) {
            return Ok(None);
        }
        self.publish_prepared(one).await
    }

    /// False if it was given up.
    fn progress(&self, one: &Preparation, share: f64) -> bool {
        let mut current = lock(&self.preparing.current);
        let Some((_, known)) = current.as_mut().filter(|(id, _)| *id == one.id) else {
            return false;
        };
        let told = (share / TOLD_EVERY) as u64 != (*known / TOLD_EVERY) as u64;
        *known = share;
        drop(current);
        if told {
            self.tell(&one.change);
        }
        true
    }

    fn tell(&self, change: &Change) {
        let topics = match change {
            Change::Flow { flow, .. } => vec![Topic::Flows, Topic::Flow(flow.id.clone())],
            Change::Model { .. } => vec![Topic::ScoringModels],
            _ => vec![Topic::Segments],
        };
        self.engine.changes().tell(&topics.into_iter().collect());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
