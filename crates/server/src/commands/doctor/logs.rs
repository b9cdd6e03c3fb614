//! The whole log of a contact, with those of the contacts that became part of it.

use anyhow::Result;
use runnel_model::{ContactId, InputBody};
use runnel_sim::invariants::Entry;
use runnel_store::{Database, EventRow, PAGE_MAX};

/// The whole log of one contact id.
pub async fn log(database: &Database, contact: ContactId) -> Result<Vec<Entry>> {
    let mut log = Vec::new();
    let mut last = 0;
    loop {
        let page = database.log(contact, last, PAGE_MAX).await?;
        let is_last = (page.len() as u64) < PAGE_MAX;
        last = page.last().map_or(last, |row| row.seq);
        log.extend(page.into_iter().map(entry));
        if is_last {
            return Ok(log);
        }
    }
}

/// The logs of those who became part of a contact, and of those who had become part of them.
pub async fn absorbed(database: &Database, own: &[Entry]) -> Result<Vec<Entry>> {
    let mut absorbed = Vec::new();
    let mut waiting: Vec<ContactId> = own.iter().filter_map(loser).collect();
    while let Some(contact) = waiting.pop() {
        let log = log(database, contact).await?;
        waiting.extend(log.iter().filter_map(loser));
        // Whoever was absorbed first acted first.
        absorbed.splice(0..0, log);
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
