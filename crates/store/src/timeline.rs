//! What happened to a contact: its part of the log, and those entries that gave or took points.
//!
//! The log is not rewritten when two contacts become one: reads follow all ids.

use std::collections::{BTreeMap, VecDeque};

use runnel_model::{
    ContactId, EventId, Fact, Input, PARTITIONS, Partition, SourceId, StoreError, Timestamp,
};

use crate::error::parsed;
use crate::page::page_size;
use crate::positions;
use crate::{Cursor, Database, Page, Result};

/// One entry of the log: an input, and what it led to.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// Whom it happened to.
    pub contact: ContactId,
    /// In which partition.
    pub partition: Partition,
    /// Its place in the partition's log.
    pub seq: i64,
    /// Its id.
    pub id: EventId,
    /// Who told us; absent: Runnel itself.
    pub source: Option<SourceId>,
    /// An event's name, or `identify`, `edit`, `merge`, `answer`, `end`, `wake`.
    pub name: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// When it was applied.
    pub applied_at: Timestamp,
    /// The catalog it was applied with.
    pub catalog_version: u64,
    /// The engine that applied it.
    pub engine_version: String,
    /// The input.
    pub input: Input,
    /// What changed.
    pub facts: Vec<Fact>,
}

/// A row of `events` as it is stored.
pub(crate) type LogRow =
    (i64, i64, Vec<u8>, Option<i64>, String, i64, i64, i64, String, String, Option<String>);

const LOG: &str = "SELECT position, contact_id, event_id, source_id, name, occurred_at, applied_at, \
    catalog_version, engine_version, input, facts FROM events \
    WHERE contact_id = $1 AND position < $2 ORDER BY position DESC LIMIT $3";

const LOG_OF_POINTS: &str = "SELECT position, contact_id, event_id, source_id, name, occurred_at, \
    applied_at, catalog_version, engine_version, input, facts FROM events \
    WHERE contact_id = $1 AND position < $2 AND facts LIKE '%\"score_adjusted\"%' \
    ORDER BY position DESC LIMIT $3";

const LOG_ENTRY: &str = "SELECT position, contact_id, event_id, source_id, name, occurred_at, \
    applied_at, catalog_version, engine_version, input, facts FROM events \
    WHERE contact_id = $1 AND event_id = $2";

impl EventRow {
    pub(crate) fn read(row: LogRow) -> Result<Self> {
        let (
            position,
            contact,
            id,
            source,
            name,
            occurred_at,
            applied_at,
            catalog,
            engine,
            input,
            facts,
        ) = row;
        let (seq, partition) = positions::split(position);
        let id: [u8; 16] =
            id.try_into().map_err(|_| StoreError::Damaged("an event's id".into()))?;
        Ok(Self {
            contact: ContactId(contact),
            partition,
            seq,
            id: EventId(u128::from_be_bytes(id)),
            source: source.map(SourceId),
            name,
            occurred_at: Timestamp::from_ms(occurred_at),
            applied_at: Timestamp::from_ms(applied_at),
            catalog_version: u64::try_from(catalog).unwrap_or(0),
            engine_version: engine,
            input: parsed("an input in the log", &input)?,
            facts: facts.map_or(Ok(Vec::new()), |facts| parsed("facts in the log", &facts))?,
        })
    }

    const fn position(&self) -> i64 {
        self.seq * PARTITIONS as i64 + self.partition.0 as i64
    }
}

/// A cursor as how far each contact's log has been read.
fn read_to(cursor: &Cursor) -> BTreeMap<ContactId, i64> {
    cursor.0.chunks_exact(2).map(|pair| (ContactId(pair[0]), pair[1])).collect()
}

/// Takes the newest entry of several logs, each newest first.
fn newest(logs: &mut [VecDeque<EventRow>]) -> Option<EventRow> {
    let heads = logs.iter_mut().filter(|log| !log.is_empty());
    // Of two of one time, the one of the earlier log: the contact's own before the others'.
    let newest = heads.rev().max_by_key(|log| log.front().map(|entry| entry.applied_at));
    newest?.pop_front()
}

impl Database {
    /// What happened to a contact and to those that are now part of it, newest first.
    pub async fn timeline(
        &self,
        contact: ContactId,
        limit: u64,
        cursor: Option<&Cursor>,
    ) -> Result<Page<EventRow>> {
        self.entries(LOG, contact, limit, cursor).await
    }

    /// Like [`timeline`](Self::timeline), only the entries that gave or took points.
    pub async fn receipt(
        &self,
        contact: ContactId,
        limit: u64,
        cursor: Option<&Cursor>,
    ) -> Result<Page<EventRow>> {
        self.entries(LOG_OF_POINTS, contact, limit, cursor).await
    }

    /// One entry of the log of a contact or of those that are now part of it.
    pub async fn event(&self, contact: ContactId, id: EventId) -> Result<Option<EventRow>> {
        for contact in self.same_person(contact).await? {
            let rows = self.pool().query(LOG_ENTRY, vec![contact.into(), id.into()]).await?;
            if let Some(row) = rows.into_iter().next() {
                return EventRow::read(row).map(Some);
            }
        }
        Ok(None)
    }

    /// The contact that an id leads to, and those that have become part of it.
    pub(crate) async fn same_person(&self, id: ContactId) -> Result<Vec<ContactId>> {
        let text = "SELECT COALESCE(merged_into, id) FROM contacts WHERE id = $1";
        let found: Vec<(i64,)> = self.pool().query(text, vec![id.into()]).await?;
        let id = found.first().map_or(id, |(id,)| ContactId(*id));
        let text = "SELECT id FROM contacts WHERE merged_into = $1 ORDER BY id";
        let merged: Vec<(i64,)> = self.pool().query(text, vec![id.into()]).await?;
        Ok([id].into_iter().chain(merged.into_iter().map(|(id,)| ContactId(id))).collect())
    }

    /// Each contact's log is in order; the page is made of their newest entries. The cursor holds
    /// how far each of them has been read.
    async fn entries(
        &self,
        text: &'static str,
        contact: ContactId,
        limit: u64,
        cursor: Option<&Cursor>,
    ) -> Result<Page<EventRow>> {
        let limit = page_size(limit);
        let mut read_to = cursor.map(read_to).unwrap_or_default();
        let mut logs = Vec::new();
        for id in self.same_person(contact).await? {
            let before = read_to.get(&id).copied().unwrap_or(i64::MAX);
            let cells = vec![id.into(), before.into(), (limit + 1).into()];
            let rows: Vec<LogRow> = self.pool().query(text, cells).await?;
            let rows: Result<VecDeque<_>> = rows.into_iter().map(EventRow::read).collect();
            logs.push(rows?);
        }
        let mut items = Vec::new();
        while (items.len() as u64) < limit {
            let Some(newest) = newest(&mut logs) else { break };
            read_to.insert(newest.contact, newest.position());
            items.push(newest);
        }
        let more = logs.iter().any(|log| !log.is_empty());
        let pairs = read_to.into_iter().flat_map(|(id, position)| [id.0, position]);
        let next = more.then(|| Cursor(pairs.collect()));
        Ok(Page { items, next })
    }
}
