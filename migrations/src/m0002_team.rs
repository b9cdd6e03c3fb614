//! Who works here: users, their sessions, one-time links, and who did what.
//!
//! No secret is stored: of a password there is its argon2 hash, of a session and a link the SHA-256
//! of a random token. The audit log names users and keys as they were called then, and refers to
//! nothing, so that it outlives them.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, &TEAM).await
    }

    /// A half-made schema would keep every later start from succeeding.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const TEAM: [&str; 6] = [
    "CREATE TABLE users (
        id {id},
        email {text} NOT NULL UNIQUE,
        name TEXT NOT NULL,
        role {text} NOT NULL,
        password TEXT,
        settings TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        seen_at BIGINT,
        disabled BOOLEAN NOT NULL
    )",
    "CREATE TABLE sessions (
        hash {bytes} PRIMARY KEY,
        user_id BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        seen_at BIGINT NOT NULL
    )",
    "CREATE INDEX sessions_user ON sessions (user_id)",
    "CREATE TABLE links (
        hash {bytes} PRIMARY KEY,
        kind {text} NOT NULL,
        user_id BIGINT,
        expires_at BIGINT NOT NULL
    )",
    "CREATE INDEX links_user ON links (user_id)",
    "CREATE TABLE audit (
        id {id},
        at BIGINT NOT NULL,
        by_kind {text} NOT NULL,
        by_id {text},
        by_name TEXT NOT NULL,
        verb {text} NOT NULL,
        subject_kind {text},
        subject_id {text},
        subject_name TEXT,
        details TEXT
    )",
];
