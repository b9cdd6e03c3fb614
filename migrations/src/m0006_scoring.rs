//! Scoring models, with all their versions: what receipts name.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, &SCORING).await
    }

    /// A half-made schema would keep every later start from succeeding.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const SCORING: [&str; 2] = [
    "CREATE TABLE scoring_models (
        id {text} PRIMARY KEY,
        name TEXT NOT NULL,
        current_version BIGINT NOT NULL,
        deleted BOOLEAN NOT NULL,
        updated_at BIGINT NOT NULL
    )",
    "CREATE TABLE scoring_model_versions (
        model {text} NOT NULL,
        version BIGINT NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (model, version)
    )",
];
