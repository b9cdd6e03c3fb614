//! Who wrote what flows are, and on which day what they count happened.
//!
//! An author is JSON, as the audit log would name them: nothing is looked for by it. Counters are
//! keyed by flow first now, since they are read flow by flow and grow by the day; what was counted
//! before days were kept has the day 0.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, &AUTHORS).await?;
        dialect::run(manager, &DAYS).await
    }

    /// A half-made schema would keep every later start from succeeding.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const AUTHORS: [&str; 2] = [
    "ALTER TABLE flows ADD COLUMN updated_by TEXT",
    "ALTER TABLE flow_versions ADD COLUMN published_by TEXT",
];

/// `day` is the number of the UTC day since 1970.
const DAYS: [&str; 4] = [
    "CREATE TABLE flow_counters_by_day (
        flow {text} NOT NULL,
        version BIGINT NOT NULL,
        day BIGINT NOT NULL,
        node {text} NOT NULL,
        port {text} NOT NULL,
        partition SMALLINT NOT NULL,
        count BIGINT NOT NULL,
        PRIMARY KEY (flow, version, day, node, port, partition)
    ){narrow}{hot}",
    "INSERT INTO flow_counters_by_day (flow, version, day, node, port, partition, count)
        SELECT flow, version, 0, node, port, partition, count FROM flow_counters",
    "DROP TABLE flow_counters",
    "ALTER TABLE flow_counters_by_day RENAME TO flow_counters",
];
