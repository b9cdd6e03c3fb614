//! Deals that came to an end, and the logs of whom they belong to: what prediction learns from.
//!
//! Many contacts' logs at a time, newest entries first, each statement a bounded part of each of
//! them: neither the number of contacts nor the length of a log shows in the number of statements
//! or in what is held in memory.

use std::collections::BTreeMap;

use runnel_model::{ContactId, Event, EventName, Input, InputBody, Timestamp};
use sea_orm::sqlx::{self, ColumnIndex, Decode, FromRow, Row, Type};

use crate::dialect::{Cell, cells};
use crate::error::parsed;
use crate::log::{LogRow, PARTS_BACK};
use crate::statements::LOG_HEADS;
use crate::{Database, EventRow, Result};

/// How many names one read can ask for.
const NAMES: usize = 8;

/// A deal that was won or lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedDeal {
    /// Whose.
    pub contact: ContactId,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it came to its end.
    pub closed_at: Timestamp,
    /// Whether it was won.
    pub won: bool,
}

/// What is still to be read of some contacts' logs.
#[derive(Debug)]
pub struct Logs {
    /// The newest entry not read yet of each log, and whose past it is part of.
    heads: Vec<(i64, ContactId)>,
}

/// An entry of the log of a contact, or of one that has become part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedEntry {
    /// Whose past it belongs to.
    pub owner: ContactId,
    /// The entry.
    pub row: EventRow,
}

struct PartRow {
    owner: i64,
    row: LogRow,
}

impl<'r, R: Row> FromRow<'r, R> for PartRow
where
    usize: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
    Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self { row: LogRow::from_row(row)?, owner: row.try_get(12)? })
    }
}

const CLOSED_DEALS: &str = "SELECT contact_id, created_at, moved_at, status FROM deals \
    WHERE status <> 'open' AND moved_at >= $2 AND contact_id IN (\
    SELECT DISTINCT contact_id FROM deals \
    WHERE status <> 'open' AND moved_at >= $2 AND contact_id > $1 ORDER BY contact_id LIMIT $3) \
    ORDER BY contact_id, id";

const HAPPENED: &str = "SELECT COALESCE(c.merged_into, c.id), e.occurred_at, e.applied_at, e.input \
    FROM events e JOIN contacts c ON c.id = e.contact_id \
    WHERE e.position > $1 AND e.position <= $2 \
    AND COALESCE(c.merged_into, c.id) > $3 AND COALESCE(c.merged_into, c.id) <= $4 \
    AND e.name IN ($5, $6, $7, $8, $9, $10, $11, $12)";

impl Database {
    /// How many deals were closed, ever.
    pub async fn count_closed_deals(&self) -> Result<u64> {
        self.count("SELECT COUNT(*) FROM deals WHERE status <> 'open'").await
    }

    /// When the last deal but `skipped` was closed; None: there are no more than those.
    pub async fn deal_closed_before(&self, skipped: u64) -> Result<Option<Timestamp>> {
        let text = "SELECT moved_at FROM deals WHERE status <> 'open' \
            ORDER BY moved_at DESC LIMIT 1 OFFSET $1";
        let rows: Vec<(i64,)> = self.pool().query(text, vec![skipped.into()]).await?;
        Ok(rows.first().map(|(at,)| Timestamp::from_ms(*at)))
    }

    /// The deals closed at this time or later of the next so many contacts that have any, by
    /// contact.
    pub async fn closed_deals(
        &self,
        after: ContactId,
        since: Timestamp,
        contacts: u64,
    ) -> Result<Vec<ClosedDeal>> {
        let cells = vec![after.into(), since.into(), contacts.into()];
        let rows: Vec<(i64, i64, i64, String)> = self.pool().query(CLOSED_DEALS, cells).await?;
        let deal = |(contact, opened, closed, status): (i64, i64, i64, String)| ClosedDeal {
            contact: ContactId(contact),
            opened_at: Timestamp::from_ms(opened),
            closed_at: Timestamp::from_ms(closed),
            won: status == "won",
        };
        Ok(rows.into_iter().map(deal).collect())
    }

    /// The logs of these contacts and of those that are part of them, to be read from their ends.
    pub async fn logs_of(&self, contacts: &[ContactId]) -> Result<Logs> {
        let heads: Vec<(i64, i64)> =
            self.pool().read(&LOG_HEADS, cells!(contacts, |id| *id)).await?;
        let heads = heads.into_iter().map(|(owner, head)| (head, ContactId(owner)));
        Ok(Logs { heads: heads.collect() })
    }

    /// The next part of each log, each log's newest entries first. Empty: all is read.
    pub async fn read_back(&self, logs: &mut Logs) -> Result<Vec<OwnedEntry>> {
        let heads = std::mem::take(&mut logs.heads);
        let cells = cells!(heads, |(position, owner)| position, owner);
        let mut rows: Vec<PartRow> = self.pool().read(&PARTS_BACK, cells).await?;
        // The entries of one log are all in one partition, so that higher is later.
        rows.sort_unstable_by_key(|one| (one.row.contact_id, -one.row.position));
        let oldest: BTreeMap<i64, (Option<i64>, i64)> =
            rows.iter().map(|one| (one.row.contact_id, (one.row.previous, one.owner))).collect();
        let left = oldest.into_values().filter_map(|(next, owner)| Some((next?, ContactId(owner))));
        logs.heads = left.collect();
        let entry = |PartRow { owner, row }| {
            Ok(OwnedEntry { owner: ContactId(owner), row: EventRow::read(row)? })
        };
        rows.into_iter().map(entry).collect()
    }

    /// The position of the newest entry of the whole log; 0: there is none.
    pub async fn log_end(&self) -> Result<i64> {
        let end = self.count("SELECT COALESCE(MAX(position), 0) FROM events").await?;
        Ok(i64::try_from(end).unwrap_or(i64::MAX))
    }

    /// The last id among the first so many contacts after this one; None: there is no more.
    pub async fn last_contact_of(&self, after: ContactId, many: u64) -> Result<Option<ContactId>> {
        let text = "SELECT MAX(id) FROM \
            (SELECT id FROM contacts WHERE id > $1 ORDER BY id LIMIT $2) first";
        let rows: Vec<(Option<i64>,)> =
            self.pool().query(text, vec![after.into(), many.into()]).await?;
        Ok(rows.first().and_then(|(id,)| *id).map(ContactId))
    }

    /// Who did something by these names, within a window of the log: contacts as they are now,
    /// with an id above the first and not above the second.
    pub async fn happened(
        &self,
        window: (i64, i64),
        contacts: (ContactId, ContactId),
        names: &[EventName],
    ) -> Result<Vec<(ContactId, Timestamp, Event)>> {
        let mut found = Vec::new();
        for names in names.chunks(NAMES) {
            // Fewer names are said several times: one text for any number of them.
            let names = names.iter().cycle().take(NAMES).map(|name| name.to_string().into());
            let bounds = [window.0.into(), window.1.into(), contacts.0.into(), contacts.1.into()];
            let cells: Vec<Cell> = bounds.into_iter().chain(names).collect();
            let rows: Vec<(i64, i64, i64, String)> = self.pool().query(HAPPENED, cells).await?;
            for (contact, occurred_at, applied_at, input) in rows {
                let input = parsed::<Input>("an input of the log", &input)?;
                if let InputBody::Event(event) = input.body {
                    let at = Timestamp::from_ms(occurred_at.min(applied_at));
                    found.push((ContactId(contact), at, event));
                }
            }
        }
        Ok(found)
    }
}
