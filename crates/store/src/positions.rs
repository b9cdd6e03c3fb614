//! Places in the partitions' logs, given under the partitions' locks: dense, never twice.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use runnel_model::{PARTITIONS, Partition, StoreError};

use crate::Result;
use crate::dialect::{Cell, Tx, cells};
use crate::statements::PARTITIONS_ADVANCE;

/// The partitions that a transaction has locked.
#[derive(Debug, Default)]
pub(crate) struct Positions {
    locked: BTreeMap<u8, Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    seq: i64,
    catalog_version: i64,
    moved: bool,
}

impl Positions {
    /// Locks partitions, in ascending order, until the transaction ends. It fails if another
    /// process has become the owner.
    pub(crate) async fn lock(tx: &mut Tx, lane: &RangeInclusive<u8>, owner: i64) -> Result<Self> {
        Self::lock_either(tx, [*lane.start(), *lane.end()], BETWEEN, owner).await
    }

    /// Locks the partitions of two contacts.
    pub(crate) async fn lock_two(tx: &mut Tx, two: [Partition; 2], owner: i64) -> Result<Self> {
        Self::lock_either(tx, two.map(|partition| partition.0), TWO, owner).await
    }

    async fn lock_either(
        tx: &mut Tx,
        which: [u8; 2],
        texts: [&'static str; 2],
        owner: i64,
    ) -> Result<Self> {
        let text = tx.either(texts[0], texts[1]);
        let which = which.map(|partition| Cell::Int(partition.into())).to_vec();
        let rows: Vec<(i16, i64, i64, Option<i64>)> = tx.query(text, which).await?;
        let mut positions = Self::default();
        for (id, seq, catalog_version, owned_by) in rows {
            if owned_by != Some(owner) {
                return Err(StoreError::Unavailable(format!(
                    "partition {id} belongs to another process by now"
                )));
            }
            let place = Place { seq, catalog_version, moved: false };
            positions.locked.insert(u8::try_from(id).unwrap_or_default(), place);
        }
        Ok(positions)
    }

    /// The lowest of the partitions.
    pub(crate) fn first(&self) -> u8 {
        self.locked.keys().next().copied().unwrap_or_default()
    }

    /// The next position in a partition's log: its seq × 64 + the partition.
    pub(crate) fn next(&mut self, partition: Partition, catalog_version: u64) -> i64 {
        let place = self.locked.get_mut(&partition.0).expect("work is only taken under the lock");
        let version = i64::try_from(catalog_version).unwrap_or(i64::MAX);
        place.seq += 1;
        place.moved = true;
        place.catalog_version = place.catalog_version.max(version);
        place.seq * i64::from(PARTITIONS) + i64::from(partition.0)
    }

    /// Takes the partitions to a version of the catalog. Answers the last position that is taken
    /// in any of them.
    pub(crate) fn adopt(&mut self, catalog_version: u64) -> i64 {
        let version = i64::try_from(catalog_version).unwrap_or(i64::MAX);
        for place in self.locked.values_mut() {
            place.moved = true;
            place.catalog_version = place.catalog_version.max(version);
        }
        let last = |(id, place): (&u8, &Place)| place.seq * i64::from(PARTITIONS) + i64::from(*id);
        self.locked.iter().map(last).max().unwrap_or(0)
    }

    /// Writes down how far the partitions have come.
    pub(crate) async fn write(&self, tx: &mut Tx) -> Result<()> {
        let moved = self.locked.iter().filter(|(_, place)| place.moved);
        let cells = cells!(moved, |(id, place)| i64::from(*id), place.seq, place.catalog_version);
        tx.write(&PARTITIONS_ADVANCE, cells).await
    }

    /// For tests of what only needs places.
    #[cfg(test)]
    pub(crate) fn all_at_zero() -> Self {
        let place = Place { seq: 0, catalog_version: 0, moved: false };
        Self { locked: (0..PARTITIONS).map(|id| (id, place)).collect() }
    }
}

/// The seq and the partition that a position is made of.
pub(crate) const fn split(position: i64) -> (i64, Partition) {
    let partitions = PARTITIONS as i64;
    (position / partitions, Partition((position % partitions) as u8))
}

/// SQLite's transaction is the only one that writes; it needs no locks, and knows none.
const BETWEEN: [&str; 2] = [
    "SELECT id, applied_seq, catalog_version, owner FROM partitions WHERE id BETWEEN $1 AND $2",
    "SELECT id, applied_seq, catalog_version, owner FROM partitions WHERE id BETWEEN $1 AND $2 \
    ORDER BY id FOR UPDATE",
];
const TWO: [&str; 2] = [
    "SELECT id, applied_seq, catalog_version, owner FROM partitions WHERE id IN ($1, $2)",
    "SELECT id, applied_seq, catalog_version, owner FROM partitions WHERE id IN ($1, $2) \
    ORDER BY id FOR UPDATE",
];
