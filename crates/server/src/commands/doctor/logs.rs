//! The whole log of a contact, with those of the contacts that became part of it.

use anyhow::Result;
use runnel_model::{ContactId, InputBody};
use runnel_sim::invariants::{Entry, Log};
use runnel_store::{Database, EventRow, PAGE_MAX};

/// The log of one contact id.
pub struct Kept {
    /// Entries that are still there although the baseline stands for them.
    pub covered: Vec<Entry>,
    /// The log from its baseline on.
    pub log: Log,
}

impl Kept {
    /// Reads it.
    pub async fn read(database: &Database, contact: ContactId) -> Result<Self> {
        let baseline = database.baseline(contact).await?;
        let covered = baseline.as_ref().map_or(0, |baseline| baseline.seq);
        let rows = rows(database, contact).await?;
        let (covered, since): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.seq <= covered);
        let log = Log {
            baseline: baseline.map(|baseline| baseline.contact),
            entries: since.into_iter().map(entry).collect(),
        };
        Ok(Self { covered: covered.into_iter().map(entry).collect(), log })
    }
}

/// All entries of one contact id that are kept.
pub async fn log(database: &Database, contact: ContactId) -> Result<Vec<Entry>> {
    Ok(rows(database, contact).await?.into_iter().map(entry).collect())
}

async fn rows(database: &Database, contact: ContactId) -> Result<Vec<EventRow>> {
    let mut log = Vec::new();
    let mut last = 0;
    loop {
        let page = database.log(contact, last, PAGE_MAX).await?;
        let is_last = (page.len() as u64) < PAGE_MAX;
        last = page.last().map_or(last, |row| row.seq);
        log.extend(page);
        if is_last {
            return Ok(log);
        }
    }
}

/// The logs of those who became part of a contact, and of those who had become part of them, as
/// far as its own log tells of it: before that, its baseline has all that they brought.
pub async fn absorbed(database: &Database, own: &[Entry]) -> Result<Vec<Log>> {
    let mut absorbed = Vec::new();
    let mut waiting: Vec<ContactId> = own.iter().filter_map(loser).collect();
    while let Some(contact) = waiting.pop() {
        let Kept { log, .. } = Kept::read(database, contact).await?;
        waiting.extend(log.entries.iter().filter_map(loser));
        // Whoever was absorbed first acted first.
        absorbed.insert(0, log);
    }
    Ok(absorbed)
}

fn entry(row: EventRow) -> Entry {
    Entry {
        input: row.input,
        now: row.applied_at,
        catalog_version: row.catalog_version,
        engine_version: row.engine_version,
        facts: row.facts,
    }
}

fn loser(entry: &Entry) -> Option<ContactId> {
    match &entry.input.body {
        InputBody::Merge { loser } => Some(loser.id),
        _ => None,
    }
}
