//! Where the log begins once old entries of it are deleted.
//!
//! A contact's state as a baseline stands for all of its entries up to `position`. What facts of
//! deleted entries had added to the numbers on canvases is in `counter_baselines`. A partition's
//! log has no entry up to `deleted_seq`, and all after it. Hashes of messages that were taken
//! before now have no day, and stay.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, &RETENTION).await
    }

    /// A half-made schema would keep every later start from succeeding.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const RETENTION: [&str; 4] = [
    "CREATE TABLE baselines (
        contact_id {key},
        position BIGINT NOT NULL,
        at BIGINT NOT NULL,
        state TEXT NOT NULL
    )",
    "CREATE TABLE counter_baselines (
        flow {text} NOT NULL,
        version BIGINT NOT NULL,
        day BIGINT NOT NULL,
        node {text} NOT NULL,
        port {text} NOT NULL,
        count BIGINT NOT NULL,
        PRIMARY KEY (flow, version, day, node, port)
    ){narrow}",
    "ALTER TABLE partitions ADD COLUMN deleted_seq BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE dedupe ADD COLUMN day INTEGER",
];
