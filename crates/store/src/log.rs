//! One contact's part of the log, read along the positions that lead from each entry to the one
//! before it.
//!
//! The database follows them itself, and no further than it has to: the cost is that of what is
//! read, however long the log is and whoever else's entries lie between.

use std::ops::RangeInclusive;

use runnel_model::{ContactId, PARTITIONS};
use sea_orm::sqlx::{self, ColumnIndex, Decode, FromRow, Row, Type};

use crate::dialect::{Bulk, Cell, Kind};
use crate::error::Result;
use crate::merge::own_ids;
use crate::{Database, EventRow};

/// A row of `events` as it is stored.
pub(crate) struct LogRow {
    pub(crate) position: i64,
    pub(crate) previous: Option<i64>,
    pub(crate) contact_id: i64,
    pub(crate) event_id: Vec<u8>,
    pub(crate) source_id: Option<i64>,
    pub(crate) name: String,
    pub(crate) occurred_at: i64,
    pub(crate) applied_at: i64,
    pub(crate) catalog_version: i64,
    pub(crate) engine_version: String,
    pub(crate) input: String,
    pub(crate) facts: Option<String>,
}

impl<'r, R: Row> FromRow<'r, R> for LogRow
where
    usize: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
    Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            position: row.try_get(0)?,
            previous: row.try_get(1)?,
            contact_id: row.try_get(2)?,
            event_id: row.try_get(3)?,
            source_id: row.try_get(4)?,
            name: row.try_get(5)?,
            occurred_at: row.try_get(6)?,
            applied_at: row.try_get(7)?,
            catalog_version: row.try_get(8)?,
            engine_version: row.try_get(9)?,
            input: row.try_get(10)?,
            facts: row.try_get(11)?,
        })
    }
}

macro_rules! columns {
    () => {
        "e.position, e.previous, e.contact_id, e.event_id, e.source_id, e.name, e.occurred_at, \
        e.applied_at, e.catalog_version, e.engine_version, e.input, e.facts"
    };
}

/// From the entry at `$1` back, until `$2` have matched.
macro_rules! back_while {
    ($matches:literal) => {
        concat!(
            "WITH RECURSIVE log (position, previous, hit, hits) AS (SELECT e.position, e.previous, \
            CASE WHEN ",
            $matches,
            " THEN 1 ELSE 0 END, CASE WHEN ",
            $matches,
            " THEN 1 ELSE 0 END \
            FROM events e WHERE e.position = $1 UNION ALL SELECT e.position, e.previous, \
            CASE WHEN ",
            $matches,
            " THEN 1 ELSE 0 END, \
            log.hits + CASE WHEN ",
            $matches,
            " THEN 1 ELSE 0 END \
            FROM log JOIN events e ON e.position = log.previous WHERE log.hits < $2) \
            SELECT ",
            columns!(),
            " FROM log JOIN events e ON e.position = log.position \
            WHERE log.hit = 1 ORDER BY log.position DESC"
        )
    };
}

/// Every entry.
pub(crate) const ALL: &str = back_while!("1 = 1");
/// Those that gave or took points.
pub(crate) const OF_POINTS: &str = back_while!("e.facts LIKE '%\"score_adjusted\"%'");
/// Those of events of this name.
pub(crate) const OF_NAME: &str = back_while!("e.name = $3");
/// The one with this id.
pub(crate) const ONE: &str = back_while!("e.event_id = $3");

/// Those at these positions.
pub(crate) static EVENTS_AT: Bulk = Bulk::new(
    &[("position", Kind::Int)],
    concat!("SELECT ", columns!(), " FROM v CROSS JOIN events e WHERE e.position = v.position"),
);

/// From each of these positions back, at most 64 entries. `owner` is whoever asks for them.
pub(crate) static PARTS_BACK: Bulk = Bulk::new(
    &[("position", Kind::Int), ("owner", Kind::Int)],
    concat!(
        "SELECT ",
        columns!(),
        ", log.owner FROM (WITH RECURSIVE chain (owner, position, previous, depth) AS (\
        SELECT v.owner, e.position, e.previous, 1 FROM v CROSS JOIN events e \
        WHERE e.position = v.position UNION ALL \
        SELECT chain.owner, e.position, e.previous, chain.depth + 1 \
        FROM chain JOIN events e ON e.position = chain.previous WHERE chain.depth < 64) \
        SELECT owner, position FROM chain) log CROSS JOIN events e WHERE e.position = log.position"
    ),
);

/// The first `$3` entries after position `$2`, oldest first.
const FORWARD: &str = concat!(
    "WITH RECURSIVE log (position, previous) AS (SELECT e.position, e.previous FROM events e \
    WHERE e.position = $1 AND e.position > $2 UNION ALL SELECT e.position, e.previous \
    FROM log JOIN events e ON e.position = log.previous WHERE e.position > $2) \
    SELECT ",
    columns!(),
    " FROM (SELECT position FROM log ORDER BY position LIMIT $3) first \
    JOIN events e ON e.position = first.position ORDER BY e.position"
);

impl Database {
    /// The contact that an id leads to, and those that have become part of it, each with the
    /// position of its newest entry; 0: it has none.
    pub(crate) async fn logs(&self, id: ContactId) -> Result<Vec<(ContactId, i64)>> {
        let text = "SELECT o.id, COALESCE(o.log_head, 0), 0 AS part FROM contacts c \
            JOIN contacts o ON o.id = COALESCE(c.merged_into, c.id) WHERE c.id = $1 \
            UNION ALL SELECT o.id, COALESCE(o.log_head, 0), 1 FROM contacts c \
            JOIN contacts o ON o.merged_into = COALESCE(c.merged_into, c.id) WHERE c.id = $1 \
            ORDER BY 3, 1";
        let rows: Vec<(i64, i64, i32)> = self.pool().query(text, vec![id.into()]).await?;
        Ok(rows.into_iter().map(|(id, head, _)| (ContactId(id), head)).collect())
    }

    /// The ids that a contact's enrolments, deals and tasks can have: they begin with its own, or
    /// with those of the contacts that have become part of it.
    pub(crate) async fn own_ids(&self, id: ContactId) -> Result<Vec<RangeInclusive<i64>>> {
        let others = self.logs(id).await?.into_iter().map(|(other, _)| other);
        let others = others.filter(|other| *other != id);
        Ok([id].into_iter().chain(others).map(own_ids).collect())
    }

    /// Entries from this position back.
    pub(crate) async fn back(
        &self,
        text: &'static str,
        from: i64,
        limit: u64,
        id: Option<Cell>,
    ) -> Result<Vec<LogRow>> {
        let cells = [from.into(), limit.into()].into_iter().chain(id);
        self.pool().query(text, cells.collect()).await
    }

    /// The log entries of one contact id (those merged into it are not followed) whose seq is
    /// above `after`, in the order applied.
    pub async fn log(&self, contact: ContactId, after: i64, limit: u64) -> Result<Vec<EventRow>> {
        let text = "SELECT COALESCE(log_head, 0) FROM contacts WHERE id = $1";
        let head: Vec<(i64,)> = self.pool().query(text, vec![contact.into()]).await?;
        let Some((head,)) = head.first() else { return Ok(Vec::new()) };
        let partitions = i64::from(PARTITIONS);
        let after = after.saturating_mul(partitions).saturating_add(partitions - 1);
        let limit = crate::page::page_size(limit);
        let cells = vec![(*head).into(), after.into(), limit.into()];
        let rows: Vec<LogRow> = self.pool().query(FORWARD, cells).await?;
        rows.into_iter().map(EventRow::read).collect()
    }
}
