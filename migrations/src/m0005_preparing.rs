//! What is to be published once the past that it asks about has been counted.
//!
//! Which behaviours are kept, and since when, is part of each catalog version from now on, so that
//! a replay knows it; the table of its own goes.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, &PREPARATIONS).await
    }

    /// A half-made schema would keep every later start from succeeding.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const PREPARATIONS: [&str; 3] = [
    "CREATE TABLE preparations (
        id {once},
        kind {text} NOT NULL,
        subject {text} NOT NULL,
        change TEXT NOT NULL,
        catalog_version BIGINT,
        started_at BIGINT NOT NULL,
        problem TEXT
    )",
    "CREATE UNIQUE INDEX preparations_subject ON preparations (kind, subject)",
    "DROP TABLE behaviours",
];
