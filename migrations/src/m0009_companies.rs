//! Companies, and which contacts work for them.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName};
use sea_orm_migration::{MigrationTrait, SchemaManager, async_trait};

use crate::dialect;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run(manager, &COMPANIES).await
    }

    /// A half-made schema would keep every later start from succeeding.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// `spread`: the version that all its contacts have. `company_version`: the one that a contact has.
const COMPANIES: [&str; 7] = [
    "CREATE TABLE companies (
        id {once},
        key {text} NOT NULL UNIQUE,
        name TEXT NOT NULL,
        name_key {text} NOT NULL,
        version BIGINT NOT NULL,
        spread BIGINT NOT NULL,
        properties TEXT NOT NULL,
        updated_at BIGINT NOT NULL
    ){hot}",
    "CREATE INDEX companies_name ON companies (name_key)",
    "CREATE INDEX companies_updated_at ON companies (updated_at, id)",
    "CREATE INDEX companies_to_spread ON companies (id) WHERE spread < version",
    "ALTER TABLE contacts ADD COLUMN company BIGINT",
    "ALTER TABLE contacts ADD COLUMN company_version BIGINT",
    "CREATE INDEX contacts_company ON contacts (company, id) WHERE company IS NOT NULL",
];
