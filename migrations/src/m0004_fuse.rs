//! What a flow may send within an hour, and what it has sent.
//!
//! A flow that was published before may send a thousand, as somebody gets it who sets nothing.
//! `outbox.held_by` finds what is held back of a flow whose fuse is blown: it is due at the end of
//! all time, so that it is in nobody's way.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, &FUSES).await
    }

    /// A half-made schema would keep every later start from succeeding.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const FUSES: [&str; 4] = [
    "CREATE TABLE fuses (
        flow {text} PRIMARY KEY,
        per_hour BIGINT NOT NULL,
        hour BIGINT NOT NULL,
        sent BIGINT NOT NULL,
        blown_at BIGINT
    ){busy}",
    "INSERT INTO fuses (flow, per_hour, hour, sent)
    SELECT id, 1000, 0, 0 FROM flows WHERE current_version IS NOT NULL",
    "ALTER TABLE outbox ADD COLUMN held_by {text}",
    "CREATE INDEX outbox_held ON outbox (held_by) WHERE held_by IS NOT NULL",
];
