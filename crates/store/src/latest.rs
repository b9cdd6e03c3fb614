//! The newest entries of all contacts' logs together: what has just come in.
//!
//! There is no index by time, since each event would pay for it. Each partition's log is read
//! back from its end by position, a little way at first, and the ends are merged by time. Where
//! that does not settle which the newest are, as when one source tells little among others that
//! tell much, it goes further back; but never further than the last of the depths.

use std::collections::BTreeMap;

use runnel_model::{PARTITIONS, SourceId};

use crate::dialect::{Packed, cells, number, packed, unpack};
use crate::log::{EVENTS_AT, LogRow};
use crate::{Database, EventRow, Result};

/// How many entries of each partition are looked at, until it is enough.
const DEPTHS: [u32; 3] = [16, 64, 256];

/// When each of the last `$1` entries of each partition was applied, and who told of it.
const ENDS: &str = concat!(
    "WITH RECURSIVE back (n) AS (SELECT CAST(0 AS BIGINT) \
    UNION ALL SELECT n + 1 FROM back WHERE n + 1 < $1) ",
    packed!("e.position", "e.applied_at", "COALESCE(e.source_id, 0)";
        "partitions p CROSS JOIN back CROSS JOIN events e \
        WHERE e.position = (p.applied_seq - back.n) * 64 + p.id")
);

/// An entry near the end of a partition's log.
#[derive(Clone, Copy, Debug)]
struct Entry {
    position: i64,
    applied_at: i64,
    /// 0: no source told of it.
    source: i64,
}

/// The newest entries that were looked for, the newest first.
#[derive(Debug, PartialEq, Eq)]
struct Newest {
    positions: Vec<i64>,
    /// Nothing that was not looked at can be newer.
    is_sure: bool,
}

impl Database {
    /// The newest entries that sources told of, or this one, over all contacts; newest first.
    /// Of a source that tells little there may be fewer than there are in the whole log.
    pub async fn latest_events(
        &self,
        source: Option<SourceId>,
        limit: usize,
    ) -> Result<Vec<EventRow>> {
        let mut found = Newest { positions: Vec::new(), is_sure: false };
        for depth in DEPTHS {
            found = newest(self.ends(depth).await?, depth, source, limit);
            if found.is_sure {
                break;
            }
        }
        let rows: Vec<LogRow> =
            self.pool().read(&EVENTS_AT, cells!(&found.positions, |position| *position)).await?;
        let mut rows: BTreeMap<i64, LogRow> =
            rows.into_iter().map(|row| (row.position, row)).collect();
        let rows = found.positions.iter().filter_map(|position| rows.remove(position));
        rows.map(EventRow::read).collect()
    }

    async fn ends(&self, depth: u32) -> Result<Vec<Entry>> {
        let packs: Vec<Packed> = self.pool().query(ENDS, vec![depth.into()]).await?;
        let entry = |row: Result<[&str; 3]>| {
            let [position, applied_at, source] = row?;
            let (position, applied_at) = (number(position)?, number(applied_at)?);
            Ok(Entry { position, applied_at, source: number(source)? })
        };
        unpack(&packs).map(entry).collect()
    }
}

/// The newest among the last `depth` entries of each partition.
fn newest(ends: Vec<Entry>, depth: u32, source: Option<SourceId>, limit: usize) -> Newest {
    let mut looked_at: BTreeMap<i64, (u32, i64)> = BTreeMap::new();
    for entry in &ends {
        let partition = entry.position % i64::from(PARTITIONS);
        let (number, oldest) = looked_at.entry(partition).or_insert((0, i64::MAX));
        (*number, *oldest) = (*number + 1, entry.applied_at.min(*oldest));
    }
    // What a partition has beyond is no newer than the oldest that was looked at.
    let beyond = looked_at.into_values().filter(|(number, _)| *number == depth);
    let beyond = beyond.map(|(_, oldest)| oldest).max();

    let is_wanted = |entry: &Entry| match source {
        Some(source) => entry.source == source.0,
        None => entry.source != 0,
    };
    let mut wanted: Vec<Entry> = ends.into_iter().filter(is_wanted).collect();
    wanted.sort_unstable_by_key(|entry| (entry.applied_at, entry.position));
    wanted.reverse();
    wanted.truncate(limit);
    let last = wanted.last().filter(|_| wanted.len() == limit).map(|entry| entry.applied_at);
    let is_sure = beyond.is_none_or(|beyond| last.is_some_and(|last| last >= beyond));
    Newest { positions: wanted.into_iter().map(|entry| entry.position).collect(), is_sure }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries of the partitions 0 and 1, each with its time and source, the newest first.
    fn check(
        partitions: [&[(i64, i64)]; 2],
        source: Option<i64>,
        limit: usize,
        expect: (&[i64], bool),
    ) {
        let mut ends = Vec::new();
        for (partition, entries) in partitions.into_iter().enumerate() {
            for (back, (applied_at, source)) in entries.iter().enumerate() {
                let position = (100 - back as i64) * 64 + partition as i64;
                ends.push(Entry { position, applied_at: *applied_at, source: *source });
            }
        }
        let times: BTreeMap<i64, i64> =
            ends.iter().map(|entry| (entry.position, entry.applied_at)).collect();
        let found = newest(ends, 3, source.map(SourceId), limit);
        let found_times: Vec<i64> = found.positions.iter().map(|at| times[at]).collect();
        assert_eq!((found_times.as_slice(), found.is_sure), expect, "{partitions:?}");
    }

    #[test]
    fn the_ends_of_the_partitions_are_merged_by_time() {
        let all = [&[(9, 1), (5, 1), (1, 2)][..], &[(8, 2), (7, 0), (6, 1)]];
        check(all, None, 2, (&[9, 8], true));
        check(all, None, 3, (&[9, 8, 6], true));
        check(all, Some(1), 2, (&[9, 6], true));
    }

    #[test]
    fn what_was_not_looked_at_may_be_newer_than_what_was_found() {
        let all = [&[(9, 1), (5, 1), (1, 2)][..], &[(8, 2), (7, 0), (6, 1)]];
        check(all, None, 4, (&[9, 8, 6, 5], false));
        check(all, Some(2), 2, (&[8, 1], false));
        check(all, Some(3), 1, (&[], false));
        let short = [&[(9, 1), (5, 1)][..], &[(8, 2)]];
        check(short, None, 50, (&[9, 8, 5], true));
        check([&[], &[]], None, 50, (&[], true));
    }
}
