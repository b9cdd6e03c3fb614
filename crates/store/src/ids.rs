//! Ids of contacts, taken from the database a thousand at a time.
//!
//! Ids that were reserved and not given, because the process ended or a transaction failed, are
//! lost: an id is never given twice, that is all.

use std::ops::Range;

use runnel_model::ContactId;

use crate::Result;
use crate::dialect::{Cell, Pool};

const BLOCK: usize = 1_000;

/// Ids that are reserved and not given yet.
#[derive(Debug, Default)]
pub(crate) struct ContactIds {
    reserved: Range<i64>,
}

impl ContactIds {
    /// Makes sure that there are enough for `count` new contacts.
    ///
    /// In a transaction of its own: the one that uses the ids may fail, and they must not be
    /// given again all the same.
    pub(crate) async fn reserve(&mut self, pool: &Pool, count: usize) -> Result<()> {
        let left = usize::try_from(self.reserved.end - self.reserved.start).unwrap_or(0);
        if left >= count {
            return Ok(());
        }
        let block = i64::try_from(count.max(BLOCK)).unwrap_or(i64::MAX);
        let mut tx = pool.begin().await?;
        let text = "UPDATE sequences SET next = next + $1 WHERE name = 'contact' RETURNING next";
        let next: Vec<(i64,)> = tx.query(text, vec![Cell::Int(block)]).await?;
        tx.commit().await?;
        let end = crate::error::read_back("the sequence of contacts", next.first())?.0;
        self.reserved = end - block..end;
        Ok(())
    }

    /// The next id. Enough must have been reserved.
    pub(crate) fn next(&mut self) -> ContactId {
        ContactId(self.reserved.next().expect("reserved before the batch began"))
    }
}
