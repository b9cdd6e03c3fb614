//! Deleting what is old: entries of the log, and the hashes by which repetitions are recognised.
//!
//! Entries go from the front of a partition's log, a page at a time, so that what remains has no
//! gaps. The page's transaction also writes down what can no longer be counted: the present state
//! of each contact that has no baseline behind the page, which is about one for each contact in
//! the time that events are kept, and what the page's facts had added to numbers on canvases. So
//! nothing is replayed in order to delete, and wherever it breaks off, nothing is missing.

use std::collections::BTreeMap;

use runnel_model::{Contact, ContactId, Fact, Timestamp};

use crate::dialect::{Cell, Tx, cells};
use crate::error::parsed;
use crate::positions::{Positions, split};
use crate::projections::{Counter, count};
use crate::statements::{
    BASELINES_PUT, COUNTER_BASELINES_ADD, DEDUPE_DELETE, EVENTS_DELETE, PARTITIONS_SHORTEN,
    SETTINGS_RAISE,
};
use crate::{Database, Result};

const KEPT_SINCE: &str = "events_kept_since";

/// A partition whose log begins with an entry that was applied before `$1`.
const BEGINS_BEFORE: &str = "SELECT p.id, p.deleted_seq FROM partitions p \
    JOIN events e ON e.position = (p.deleted_seq + 1) * 64 + p.id \
    WHERE e.applied_at < $1 ORDER BY p.id LIMIT 1";

/// The first `$1` entries of partition `$3` after its place `$2`; facts only if steps made some.
const FIRST: &str = "WITH RECURSIVE ahead (n) AS (SELECT CAST(1 AS BIGINT) \
    UNION ALL SELECT n + 1 FROM ahead WHERE n < $1) \
    SELECT e.position, e.contact_id, e.applied_at, \
    CASE WHEN e.facts LIKE '%\"step\":%' THEN e.facts END \
    FROM ahead CROSS JOIN events e WHERE e.position = ($2 + ahead.n) * 64 + $3 ORDER BY e.position";

/// Those of one part of all hashes that were taken before the day `$3`.
const HASHES: &str = "SELECT hash FROM dedupe WHERE hash >= $1 AND hash <= $2 AND day < $3";

/// A contact as it was when the beginning of its log was deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// The place in the partition's log up to which it stands for all of the contact's entries.
    pub seq: i64,
    /// When it was written down.
    pub at: Timestamp,
    /// The contact.
    pub contact: Contact,
}

/// An entry that is to be deleted: position, contact, when it was applied, facts with steps.
type Old = (i64, i64, i64, Option<String>);

impl Database {
    /// From when on all that happened is kept; None: since the beginning.
    pub async fn events_kept_since(&self) -> Result<Option<Timestamp>> {
        let value = self.setting(KEPT_SINCE).await?;
        let since = value.map(|value| parsed::<i64>("since when events are kept", &value));
        Ok(since.transpose()?.map(Timestamp::from_ms))
    }

    /// Where the log of this contact id begins; None: with its first entry.
    pub async fn baseline(&self, contact: ContactId) -> Result<Option<Baseline>> {
        let text = "SELECT position, at, state FROM baselines WHERE contact_id = $1";
        let rows: Vec<(i64, i64, String)> = self.pool().query(text, vec![contact.into()]).await?;
        let baseline = |(position, at, state): (i64, i64, String)| {
            let contact = parsed("a contact's baseline", &state)?;
            Ok(Baseline { seq: split(position).0, at: Timestamp::from_ms(at), contact })
        };
        rows.into_iter().next().map(baseline).transpose()
    }

    pub(crate) async fn delete_page(
        &self,
        before: Timestamp,
        limit: usize,
        now: Timestamp,
    ) -> Result<usize> {
        let found: Vec<(i16, i64)> = self.pool().query(BEGINS_BEFORE, vec![before.into()]).await?;
        let Some((partition, deleted)) = found.into_iter().next() else { return Ok(0) };
        let mut tx = self.pool().begin().await?;
        // Nobody else deletes, and under the lock no contact of the page moves on.
        let id = u8::try_from(partition).unwrap_or_default();
        Positions::lock(&mut tx, &(id..=id), self.owner()).await?;
        let limit = Cell::Int(i64::try_from(limit).unwrap_or(i64::MAX));
        let cells = vec![limit, deleted.into(), i64::from(partition).into()];
        let mut page: Vec<Old> = tx.query(FIRST, cells).await?;
        // A clock that was set back may have left a younger one in between.
        page.truncate(page.iter().take_while(|(_, _, at, _)| *at < before.as_ms()).count());
        let Some((last, ..)) = page.last() else { return Ok(0) };
        let shortened = cells!([split(*last).0], |seq| i64::from(partition), seq);
        carry_over(&mut tx, &page, now).await?;
        tx.write(&EVENTS_DELETE, cells!(&page, |(position, ..)| *position)).await?;
        tx.write(&PARTITIONS_SHORTEN, shortened).await?;
        let since = before.as_ms().to_string();
        tx.write(&SETTINGS_RAISE, cells!([since], |since| KEPT_SINCE, since)).await?;
        tx.commit().await?;
        Ok(page.len())
    }

    /// Of all hashes, those that begin with this byte: whole bytes are short reads.
    pub(crate) async fn delete_hashes_of(&self, before: Timestamp, first_byte: u8) -> Result<()> {
        let bound = |rest| {
            let mut hash = [rest; 16];
            hash[0] = first_byte;
            Cell::from(hash)
        };
        let cells = vec![bound(0), bound(u8::MAX), before.day().into()];
        let hashes: Vec<(Vec<u8>,)> = self.pool().query(HASHES, cells).await?;
        if hashes.is_empty() {
            return Ok(());
        }
        let mut tx = self.pool().begin().await?;
        let hashes = hashes.into_iter().map(|(hash,)| Cell::Bytes(hash));
        tx.write(&DEDUPE_DELETE, hashes.collect()).await?;
        tx.commit().await
    }
}

/// Writes down what cannot be counted any more without the page.
async fn carry_over(tx: &mut Tx, page: &[Old], now: Timestamp) -> Result<()> {
    let mut newest: BTreeMap<i64, i64> = BTreeMap::new();
    let mut counters: BTreeMap<Counter, i64> = BTreeMap::new();
    for (position, contact, _, facts) in page {
        newest.insert(*contact, *position);
        let facts = facts
            .as_deref()
            .map_or(Ok(Vec::new()), |facts| parsed::<Vec<Fact>>("facts in the log", facts));
        facts?.iter().for_each(|fact| count(fact, &mut counters));
    }
    let rows = cells!(newest, |(contact, position)| contact, position, now);
    tx.write(&BASELINES_PUT, rows).await?;
    let rows = cells!(counters, |(of, count)| of.flow, of.version, of.day, of.node, of.port, count);
    tx.write(&COUNTER_BASELINES_ADD, rows).await
}
