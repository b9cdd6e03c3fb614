//! What stands in tables and in no contact's state: the numbers on the canvas, the partitions'
//! positions, and rows that belong to nobody.

use anyhow::Result;
use runnel_sim::invariants::{Counter, Counters, compare_counters};
use runnel_store::{Database, FlowCounter};

use super::Findings;

/// Compares them with what the log adds up to.
pub async fn examine(
    database: &Database,
    counted: &Counters,
    findings: &mut Findings,
) -> Result<()> {
    for difference in compare_counters(counted, &stored(database).await?) {
        findings.tell(difference)?;
    }
    for row in database.partitions().await? {
        let (partition, entries) = (row.partition.0, row.entries);
        let (first, last) = (row.deleted_seq + 1, row.applied_seq);
        if last + 1 - first != entries {
            findings.tell(format_args!(
                "partition {partition}: of the positions from {first} to {last}, its log has {entries}"
            ))?;
        }
    }
    for orphan in database.orphans().await? {
        let (table, contact) = (orphan.table, orphan.contact);
        findings.tell(format_args!("tables: {table}: rows of {contact}, who does not exist"))?;
    }
    Ok(())
}

/// The numbers on the canvas, over all partitions.
async fn stored(database: &Database) -> Result<Counters> {
    Ok(counters(database.flow_counters().await?))
}

/// What facts had added to them that were deleted since.
pub async fn counter_baselines(database: &Database) -> Result<Counters> {
    Ok(counters(database.counter_baselines().await?))
}

fn counters(rows: Vec<FlowCounter>) -> Counters {
    let mut counters = Counters::new();
    for row in rows {
        let FlowCounter { flow, version, day, node, port, count } = row;
        let days = counters.entry(Counter { flow, version, node, port }).or_default();
        *days.entry(day).or_default() += count;
    }
    counters
}
