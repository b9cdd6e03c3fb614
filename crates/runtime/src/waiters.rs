//! Who waits for the outcome of what they submitted.
//!
//! They register before they submit, so that an outcome can never come before somebody listens,
//! and are told after the commit, so that nobody hears of what did not happen.

use std::collections::HashMap;
use std::sync::Mutex;

use runnel_model::{Accepted, ContactId, EventId, Fact};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

use crate::guard::lock;
use crate::intake::ItemAnswer;

/// What became of an item whose submitter waited for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Waited {
    /// It was applied and that is committed.
    Applied {
        /// Whom it concerned; after a merge, the contact that lives on.
        contact: ContactId,
        /// What changed.
        facts: Vec<Fact>,
    },
    /// It could not be applied: it waits in the dead-letter list, with this reason.
    Parked(String),
    /// It is durable and will be applied.
    StillWaiting(EventId),
    /// It was not taken.
    Rejected(Rejection),
}

/// Why an item was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The same message of the same source was taken before.
    #[error("this message was taken before")]
    Duplicate,
    /// It names a contact that does not exist.
    #[error("there is no such contact")]
    UnknownContact,
    /// The database cannot store it.
    #[error("{0}")]
    BadItem(String),
}

/// The part of an outcome that a waiter is told.
pub(crate) enum Told {
    Applied { contact: ContactId, facts: Vec<Fact> },
    Parked(String),
}

/// Everybody who waits.
#[derive(Default)]
pub(crate) struct Waiters {
    waiting: Mutex<HashMap<EventId, oneshot::Sender<Told>>>,
}

impl Waiters {
    /// Whether somebody waits for this input.
    pub(crate) fn is_awaited(&self, id: EventId) -> bool {
        lock(&self.waiting).contains_key(&id)
    }

    /// Tells who waits for it.
    pub(crate) fn tell(&self, id: EventId, told: Told) {
        if let Some(waiter) = lock(&self.waiting).remove(&id) {
            // Whoever gave up meanwhile does not want to know.
            let _ = waiter.send(told);
        }
    }

    /// Registers somebody who waits.
    pub(crate) fn register(&self, id: EventId) -> Waiter<'_> {
        let (sender, told) = oneshot::channel();
        lock(&self.waiting).insert(id, sender);
        Waiter { id, waiters: self, told }
    }
}

/// Somebody who waits. Gives up when dropped.
pub(crate) struct Waiter<'a> {
    id: EventId,
    waiters: &'a Waiters,
    told: oneshot::Receiver<Told>,
}

impl Waiter<'_> {
    /// What became of the item that was answered this when it was submitted.
    pub(crate) async fn outcome(mut self, answer: ItemAnswer, until: Instant) -> Waited {
        match answer {
            Ok(Accepted::Taken { .. }) => {}
            Ok(Accepted::Duplicate) => return Waited::Rejected(Rejection::Duplicate),
            Ok(Accepted::UnknownContact) => return Waited::Rejected(Rejection::UnknownContact),
            Err(bad) => return Waited::Rejected(Rejection::BadItem(bad.why)),
        }
        match timeout_at(until, &mut self.told).await {
            Ok(Ok(Told::Applied { contact, facts })) => Waited::Applied { contact, facts },
            Ok(Ok(Told::Parked(why))) => Waited::Parked(why),
            _ => Waited::StillWaiting(self.id),
        }
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        lock(&self.waiters.waiting).remove(&self.id);
    }
}
