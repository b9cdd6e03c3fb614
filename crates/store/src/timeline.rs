//! What happened to a contact: its part of the log, and those entries that gave or took points.
//!
//! The log is not rewritten when two contacts become one: reads follow all ids.

use std::collections::{BTreeMap, VecDeque};

use runnel_model::{ContactId, EventId, Fact, Input, Partition, SourceId, Timestamp};

use crate::error::{parsed, read_back, unsigned};
use crate::log::{self, LogRow};
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

/// An entry, and the position of the same contact's entry before it; 0: there is none.
struct Entry {
    row: EventRow,
    previous: i64,
}

impl Entry {
    fn read(row: LogRow) -> Result<Self> {
        let previous = row.previous.unwrap_or(0);
        Ok(Self { row: EventRow::read(row)?, previous })
    }
}

impl EventRow {
    pub(crate) fn read(row: LogRow) -> Result<Self> {
        let (seq, partition) = positions::split(row.position);
        let id: Option<[u8; 16]> = row.event_id.try_into().ok();
        let facts = row.facts.as_deref();
        Ok(Self {
            contact: ContactId(row.contact_id),
            partition,
            seq,
            id: EventId(u128::from_be_bytes(read_back("an event's id", id)?)),
            source: row.source_id.map(SourceId),
            name: row.name,
            occurred_at: Timestamp::from_ms(row.occurred_at),
            applied_at: Timestamp::from_ms(row.applied_at),
            catalog_version: unsigned(row.catalog_version),
            engine_version: row.engine_version,
            input: parsed("an input in the log", &row.input)?,
            facts: facts.map_or(Ok(Vec::new()), |facts| parsed("facts in the log", facts))?,
        })
    }
}

/// A cursor as the position at which each contact's log goes on.
fn places(cursor: &Cursor) -> BTreeMap<ContactId, i64> {
    cursor.0.chunks_exact(2).map(|pair| (ContactId(pair[0]), pair[1])).collect()
}

/// Takes the newest entry of several logs, each newest first.
fn newest(logs: &mut [VecDeque<Entry>]) -> Option<Entry> {
    let heads = logs.iter_mut().filter(|log| !log.is_empty());
    // Of two of one time, the one of the earlier log: the contact's own before the others'.
    let newest = heads.rev().max_by_key(|log| log.front().map(|entry| entry.row.applied_at));
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
        self.entries(log::ALL, contact, limit, cursor).await
    }

    /// Like [`timeline`](Self::timeline), only the entries that gave or took points.
    pub async fn receipt(
        &self,
        contact: ContactId,
        limit: u64,
        cursor: Option<&Cursor>,
    ) -> Result<Page<EventRow>> {
        self.entries(log::OF_POINTS, contact, limit, cursor).await
    }

    /// One entry of the log of a contact or of those that are now part of it.
    pub async fn event(&self, contact: ContactId, id: EventId) -> Result<Option<EventRow>> {
        for (_, head) in self.logs(contact).await? {
            let rows = self.back(log::ONE, head, 1, Some(id.into())).await?;
            if let Some(row) = rows.into_iter().next() {
                return EventRow::read(row).map(Some);
            }
        }
        Ok(None)
    }

    /// Each contact's log is in order; the page is made of their newest entries. The cursor holds
    /// where each of them goes on.
    async fn entries(
        &self,
        text: &'static str,
        contact: ContactId,
        limit: u64,
        cursor: Option<&Cursor>,
    ) -> Result<Page<EventRow>> {
        let limit = page_size(limit);
        let mut places = cursor.map(places).unwrap_or_default();
        let mut logs = Vec::new();
        for (id, head) in self.logs(contact).await? {
            let place = *places.entry(id).or_insert(head);
            let rows = self.back(text, place, limit + 1, None).await?;
            let rows: Result<VecDeque<_>> = rows.into_iter().map(Entry::read).collect();
            logs.push(rows?);
        }
        let mut items = Vec::new();
        while (items.len() as u64) < limit {
            let Some(Entry { row, previous }) = newest(&mut logs) else { break };
            places.insert(row.contact, previous);
            items.push(row);
        }
        let more = logs.iter().any(|log| !log.is_empty());
        let pairs = places.into_iter().flat_map(|(id, place)| [id.0, place]);
        let next = more.then(|| Cursor(pairs.collect()));
        Ok(Page { items, next })
    }
}
