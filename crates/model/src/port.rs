//! The ports: what the engine's shell needs of the outside world, and the values that cross.
//!
//! `runnel-store` implements [`Store`] over a database; tests and the demo bring clocks of their
//! own. The futures are `Send`, so a loop that uses a port can be spawned.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::{
    Contact, ContactId, Effect, EffectId, Event, EventId, EventName, Fact, IdentityKeys, Input,
    InputBody, Outcome, PropertyName, PropertyType, Refusal, SourceId, Timestamp, ToldCompany,
    Trust,
};

/// The only way to know what time it is.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// A clock that several hold is a clock.
impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

/// An input before it is known whom it concerns.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The id it will have.
    pub id: EventId,
    /// Who told us; absent: Runnel itself.
    pub source: Option<SourceId>,
    /// A hash of (source, message id); absent: the sender gave no message id, it is always new.
    pub dedupe: Option<[u8; 16]>,
    /// Whom it concerns.
    pub keys: IdentityKeys,
    /// Who vouches for it.
    pub trust: Trust,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// When it was taken.
    pub accepted_at: Timestamp,
    /// Too old to act upon.
    pub historic: bool,
    /// What happened.
    pub body: InputBody,
    /// What it says about the company that the contact works for.
    pub company: Option<ToldCompany>,
    /// Properties that get their type by this item.
    pub defines: Vec<(PropertyName, PropertyType)>,
}

impl Incoming {
    /// From Runnel itself, to a contact that exists.
    pub fn to_contact(contact: ContactId, id: EventId, now: Timestamp, body: InputBody) -> Self {
        Self {
            id,
            source: None,
            dedupe: None,
            keys: IdentityKeys { contact: Some(contact), ..IdentityKeys::default() },
            trust: Trust::Server,
            occurred_at: now,
            accepted_at: now,
            historic: false,
            body,
            company: None,
            defines: Vec::new(),
        }
    }
}

/// What became of an [`Incoming`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It is durable and will be applied.
    Taken {
        /// Whom it concerns.
        contact: ContactId,
        /// What of its identity was not taken.
        refused: Vec<Refusal>,
    },
    /// The same message of the same source was taken before.
    Duplicate,
    /// It names a contact that does not exist.
    UnknownContact,
}

/// What became of items that were accepted, and maybe applied, in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// One for each item, in order.
    pub accepted: Vec<Accepted>,
    /// All that was taken is applied already; otherwise it waits for its processing.
    pub applied: bool,
}

/// Which partitions one processing loop works on.
pub type Lane = RangeInclusive<u8>;

/// The work of one process transaction: contacts, each with its inputs in order.
#[derive(Debug, Default)]
pub struct Batch {
    /// One entry per contact.
    pub jobs: Vec<Job>,
}

/// What is to be done for one contact.
#[derive(Debug)]
pub struct Job {
    /// Its state; a fresh one for a contact seen for the first time.
    pub contact: Contact,
    /// Inputs in the order of their acceptance.
    pub inputs: Vec<Input>,
}

/// What was done for one contact.
#[derive(Debug)]
pub struct Done {
    /// Its new state.
    pub contact: Contact,
    /// The inputs applied, in order.
    pub applied: Vec<Applied>,
    /// The inputs that could not be applied.
    pub parked: Vec<Parked>,
}

/// An input and what it led to: one entry of the contact's log.
#[derive(Debug)]
pub struct Applied {
    /// The input.
    pub input: Input,
    /// The time it was applied at.
    pub now: Timestamp,
    /// The catalog it was applied with.
    pub catalog_version: u64,
    /// What changed.
    pub facts: Vec<Fact>,
    /// What the world is to be asked.
    pub effects: Vec<Effect>,
}

impl Applied {
    /// Splits an outcome into the new state and the log entry.
    pub fn from_outcome(
        input: Input,
        now: Timestamp,
        catalog_version: u64,
        outcome: Outcome,
    ) -> (Contact, Self) {
        let Outcome { contact, facts, effects } = outcome;
        (contact, Self { input, now, catalog_version, facts, effects })
    }
}

/// An input that could not be applied; it waits in the dead-letter list for a person.
#[derive(Debug)]
pub struct Parked {
    /// The input.
    pub input: Input,
    /// Why.
    pub reason: String,
}

/// How much one process transaction did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Processed {
    /// Inputs applied or parked, wakes included.
    pub inputs: usize,
    /// More may be waiting.
    pub more: bool,
}

/// A part of the log.
#[derive(Clone, Debug)]
pub struct PastWindow {
    /// After this position.
    pub after: i64,
    /// Up to this one.
    pub up_to: i64,
    /// Of contacts in these partitions.
    pub partitions: Lane,
    /// Events of these names.
    pub names: Vec<EventName>,
}

/// An event that was applied.
#[derive(Clone, Debug, PartialEq)]
pub struct PastEvent {
    /// Whose log it is in.
    pub contact: ContactId,
    /// The time at which it counts: not after it was applied, whatever its source said.
    pub at: Timestamp,
    /// The catalog it was applied with.
    pub catalog_version: u64,
    /// What happened.
    pub event: Event,
}

/// An effect claimed for carrying out.
#[derive(Clone, Debug)]
pub struct Lease {
    /// The effect.
    pub effect: Effect,
    /// Whom it concerns.
    pub contact: ContactId,
    /// Tries before this one.
    pub attempts: u32,
    /// Shows, when settling, that nobody else has claimed it meanwhile.
    pub fence: i64,
}

/// What was claimed at once.
#[derive(Clone, Debug, Default)]
pub struct Claim {
    /// What may be tried.
    pub leases: Vec<Lease>,
    /// How many were due, those included that are held back because their flow sends too much.
    pub taken: usize,
    /// A flow has just begun to send too much.
    pub fuse_blew: bool,
}

/// What became of a claimed effect.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Which one.
    pub lease: Lease,
    /// What became of it.
    pub delivery: Delivery,
}

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The world did it.
    Delivered,
    /// To be tried again.
    Retry {
        /// When.
        at: Timestamp,
        /// What went wrong.
        why: String,
    },
    /// Given up; it waits in the dead-letter list for a person.
    Dead {
        /// What went wrong.
        why: String,
    },
}

/// Why the store could not do it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is not there, full or overloaded: try again later.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// This very data cannot be stored: trying again is in vain, a smaller batch is not.
    #[error("the database refused the data: {0}")]
    Refused(String),
    /// What was read does not make sense: a defect of ours or a damaged database.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
}

/// The database as the loops see it.
pub trait Store: Clone + Send + Sync + 'static {
    /// Resolves identities and makes all items durable, in one transaction.
    /// Answers one [`Accepted`] per item, in order.
    fn accept(
        &self,
        items: Vec<Incoming>,
    ) -> impl Future<Output = Result<Vec<Accepted>, StoreError>> + Send;

    /// As [`accept`](Self::accept), and lets `work` advance what was taken in the same
    /// transaction, if nothing that was accepted before still waits: nobody is overtaken.
    /// If what it leads to cannot be stored, nothing is accepted either.
    fn accept_and_apply<F>(
        &self,
        items: Vec<Incoming>,
        now: Timestamp,
        work: F,
    ) -> impl Future<Output = Result<Acceptance, StoreError>> + Send
    where
        F: FnOnce(Batch) -> Vec<Done> + Send;

    /// Takes up to `limit` inputs and due wakes of a lane, lets `work` advance them, and writes
    /// all of what came of it, in one transaction.
    fn process<F>(
        &self,
        lane: Lane,
        limit: usize,
        now: Timestamp,
        work: F,
    ) -> impl Future<Output = Result<Processed, StoreError>> + Send
    where
        F: FnOnce(Batch) -> Vec<Done> + Send;

    /// Makes one pair of contacts one that turned out to be the same person, in a transaction
    /// of its own. False if there is none. `work` gets the winner's job, its input a merge.
    fn merge<F>(
        &self,
        now: Timestamp,
        work: F,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send
    where
        F: FnOnce(Job) -> Done + Send;

    /// The earliest time at which a contact of this lane wants to be woken.
    fn next_wake(
        &self,
        lane: Lane,
    ) -> impl Future<Output = Result<Option<Timestamp>, StoreError>> + Send;

    /// Hands the next contacts that have not adopted the catalog's sweep a wake, at most `limit`.
    /// Answers how many were found.
    fn sweep(
        &self,
        version: u64,
        limit: usize,
        now: Timestamp,
    ) -> impl Future<Output = Result<usize, StoreError>> + Send;

    /// Returns when nothing is applied with an older version of the catalog than this any more.
    /// Answers the last position in the log that was.
    fn all_adopted(&self, version: u64) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// Events from the log, in no particular order.
    fn past(
        &self,
        window: &PastWindow,
    ) -> impl Future<Output = Result<Vec<PastEvent>, StoreError>> + Send;

    /// Deletes the oldest entries of a log, at most `limit` that were applied before this time,
    /// and writes down whatever follows from them and has to stay. Answers how many; 0: none is
    /// left.
    fn delete_entries(
        &self,
        before: Timestamp,
        limit: usize,
        now: Timestamp,
    ) -> impl Future<Output = Result<usize, StoreError>> + Send;

    /// Forgets messages that were taken before the day of this time, those whose hash begins with
    /// this byte: they are recognised no more.
    fn delete_hashes(
        &self,
        before: Timestamp,
        first_byte: u8,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Claims effects that are due until `lease_until`, in a committed transaction.
    fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: usize,
    ) -> impl Future<Output = Result<Claim, StoreError>> + Send;

    /// Writes down what became of claimed effects. One whose lease was lost meanwhile is ignored.
    fn settle(
        &self,
        settled: Vec<Settled>,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The earliest time at which an effect is due.
    fn next_effect(&self) -> impl Future<Output = Result<Option<Timestamp>, StoreError>> + Send;
}

/// A request to the world.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    /// Where to.
    pub url: String,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// What the world answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The status code.
    pub status: u16,
    /// From Retry-After, in seconds.
    pub retry_after: Option<u32>,
}

/// Why there was no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum HttpError {
    /// The address is private or malformed, and will be the next time too.
    #[error("the address is not allowed: {0}")]
    Forbidden(String),
    /// Nobody answered in time.
    #[error("no answer: {0}")]
    Unreachable(String),
}

/// POSTs to the world: bounded in time and size, follows no redirects, refuses private addresses.
pub trait Http: Send + Sync + 'static {
    /// One try.
    fn post(
        &self,
        request: HttpRequest,
    ) -> impl Future<Output = Result<HttpAnswer, HttpError>> + Send;
}

/// Which effects one settled batch was about.
impl Settled {
    /// The effect's id.
    pub const fn id(&self) -> EffectId {
        self.lease.effect.id
    }
}
