//! Runnel's database: SQLite or PostgreSQL, one schema, one code path.
//!
//! [`Database`] implements `runnel_model::Store`, which is all the loops see, and has methods for
//! everything that screens, the API and commands read and write. Nothing here decides what a
//! contact's state becomes: that is `work`, handed in by the loops. No type of a database library
//! leaves this crate.

mod error;
mod page;

mod database;
mod dialect;
mod entity;
mod ownership;
mod statements;
mod text;

mod accept;
mod entropy;
mod fuse;
mod ids;
mod merge;
mod outbox;
mod positions;
mod process;
mod projections;
mod retention;
mod wakes;

mod audit;
mod catalog;
mod companies;
mod contacts;
mod counters;
mod dead_letters;
mod deals;
mod doctor;
mod enrolments;
mod flow_numbers;
mod flow_versions;
mod flows;
mod keys;
mod latest;
mod links;
mod log;
mod passages;
mod past;
mod preparations;
mod sample;
mod scoring;
mod segments;
mod sessions;
mod settings;
mod sources;
mod tasks;
mod timeline;
mod users;

pub use audit::{Actor, AuditEntry, AuditRow, Subject};
pub use catalog::{Change, Proposal, Published};
pub use companies::{CompanyQuery, CompanyRow};
pub use contacts::{ContactQuery, ContactRow, ContactSort, NamedContact};
pub use counters::Backlog;
pub use database::{Database, Options};
pub use dead_letters::{DeadLetter, DeadLetterRow};
pub use deals::{DealQuery, DealRow};
pub use doctor::{FlowCounter, Orphan, OutboxRow, PartitionRow, Projections};
pub use enrolments::{EnrolmentQuery, EnrolmentRow};
pub use error::{Error, Result};
pub use flow_numbers::{Came, Inside, NodeNumbers};
pub use flow_versions::{FlowVersionLine, FlowVersionRow, Publication};
pub use flows::{DraftSaved, FlowRow};
pub use fuse::BlownFuse;
pub use keys::{KeyPurpose, KeyRow, NewKey, Role};
pub use links::{Joined, Joining, LinkKind, LinkRow, NewLink};
pub use page::{Cursor, PAGE_MAX, Page};
pub use passages::Way;
pub use preparations::Preparation;
pub use retention::Baseline;
pub use scoring::ModelRow;
pub use segments::{MemberRow, SegmentRow};
pub use sessions::{SessionRow, SessionsEnd};
pub use sources::{RefusalRow, Refused, SourceKind, SourceRow};
pub use tasks::{TaskQuery, TaskRow};
pub use timeline::EventRow;
pub use users::{Login, NewUser, UserChange, UserChanged, UserRow};

use runnel_model::{
    Acceptance, Accepted, Batch, Claim, Done, Incoming, Job, Lane, PastEvent, PastWindow,
    Processed, Settled, Store, StoreError, Timestamp,
};

impl Store for Database {
    async fn accept(&self, items: Vec<Incoming>) -> Result<Vec<Accepted>, StoreError> {
        let work = None::<(Timestamp, fn(Batch) -> Vec<Done>)>;
        self.accept_all(items, work).await.map(|acceptance| acceptance.accepted)
    }

    async fn accept_and_apply<F>(
        &self,
        items: Vec<Incoming>,
        now: Timestamp,
        work: F,
    ) -> Result<Acceptance, StoreError>
    where
        F: FnOnce(Batch) -> Vec<Done> + Send,
    {
        self.accept_all(items, Some((now, work))).await
    }

    async fn process<F>(
        &self,
        lane: Lane,
        limit: usize,
        now: Timestamp,
        work: F,
    ) -> Result<Processed, StoreError>
    where
        F: FnOnce(Batch) -> Vec<Done> + Send,
    {
        self.process_lane(lane, limit, now, work).await
    }

    async fn merge<F>(&self, now: Timestamp, work: F) -> Result<bool, StoreError>
    where
        F: FnOnce(Job) -> Done + Send,
    {
        self.merge_one(now, work).await
    }

    async fn next_wake(&self, lane: Lane) -> Result<Option<Timestamp>, StoreError> {
        self.first_wake(lane).await
    }

    async fn sweep(&self, version: u64, limit: usize, now: Timestamp) -> Result<usize, StoreError> {
        self.wake_behind(version, limit, now).await
    }

    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: usize,
    ) -> Result<Claim, StoreError> {
        self.claim_due(now, lease_until, limit).await
    }

    async fn settle(&self, settled: Vec<Settled>, now: Timestamp) -> Result<(), StoreError> {
        self.settle_all(settled, now).await
    }

    async fn all_adopted(&self, version: u64) -> Result<i64, StoreError> {
        self.move_partitions(version).await
    }

    async fn past(&self, window: &PastWindow) -> Result<Vec<PastEvent>, StoreError> {
        self.past_events(window).await
    }

    async fn delete_entries(
        &self,
        before: Timestamp,
        limit: usize,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        self.delete_page(before, limit, now).await
    }

    async fn delete_hashes(&self, before: Timestamp, first_byte: u8) -> Result<(), StoreError> {
        self.delete_hashes_of(before, first_byte).await
    }

    async fn next_effect(&self) -> Result<Option<Timestamp>, StoreError> {
        self.first_effect().await
    }
}
