//! Predictions: what was learned of who buys, and how probably each contact does.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, &PREDICTIONS).await
    }

    /// A half-made schema would keep every later start from succeeding.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Probabilities are kept by prediction, so that those of the next one can be written while those
/// of the last one are shown.
const PREDICTIONS: [&str; 5] = [
    "CREATE TABLE predictions (
        id {once},
        state {text} NOT NULL,
        started_at BIGINT NOT NULL,
        finished_at BIGINT,
        settings TEXT NOT NULL,
        model TEXT,
        report TEXT,
        refusal TEXT,
        scores TEXT
    )",
    "CREATE UNIQUE INDEX predictions_running ON predictions (state) WHERE state = 'running'",
    "CREATE TABLE contact_probabilities (
        prediction BIGINT NOT NULL,
        contact_id BIGINT NOT NULL,
        millionths BIGINT NOT NULL,
        PRIMARY KEY (prediction, contact_id)
    ){narrow}",
    "CREATE INDEX contact_probabilities_order
        ON contact_probabilities (prediction, millionths, contact_id)",
    "CREATE INDEX deals_closed ON deals (contact_id, moved_at) WHERE status <> 'open'",
];
