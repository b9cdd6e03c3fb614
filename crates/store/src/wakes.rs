//! Times at which contacts want to be woken, and waking those that a new catalog concerns.

use std::ops::RangeInclusive;

use runnel_model::{ContactId, Timestamp};

use crate::accept::partition;
use crate::dialect::{Cell, cells};
use crate::statements::WAKES_HASTEN;
use crate::{Database, Result};

const NEXT: &str = "SELECT at FROM wakes WHERE partition BETWEEN $1 AND $2 ORDER BY at LIMIT 1";

const BEHIND: &str = "SELECT id FROM contacts WHERE catalog_version < $1 AND merged_into IS NULL \
    ORDER BY catalog_version, id LIMIT $2";

impl Database {
    pub(crate) async fn first_wake(&self, lane: RangeInclusive<u8>) -> Result<Option<Timestamp>> {
        let cells = vec![i64::from(*lane.start()).into(), i64::from(*lane.end()).into()];
        let rows: Vec<(i64,)> = self.pool().query(NEXT, cells).await?;
        Ok(rows.first().map(|(at,)| Timestamp::from_ms(*at)))
    }

    /// Contacts that are behind stay found until they have been woken: so a wake that is lost to
    /// a batch which still had the old catalog is handed out again, and whoever calls again only
    /// after what was handed out has been processed never floods the inbox's turn.
    pub(crate) async fn wake_behind(
        &self,
        version: u64,
        limit: usize,
        now: Timestamp,
    ) -> Result<usize> {
        let limit = Cell::Int(i64::try_from(limit).unwrap_or(i64::MAX));
        let rows: Vec<(i64,)> = self.pool().query(BEHIND, vec![version.into(), limit]).await?;
        let mut behind: Vec<_> = rows.into_iter().map(|(id,)| ContactId(id)).collect();
        if behind.is_empty() {
            return Ok(0);
        }
        behind.sort_unstable();
        let mut tx = self.pool().begin().await?;
        let found = behind.len();
        tx.write(&WAKES_HASTEN, cells!(behind, |id| id, partition(id), now)).await?;
        tx.commit().await?;
        Ok(found)
    }
}
