//! How the schema came to be: one file per change, applied in order, never edited once released.
//!
//! The statements are written as SQL, not with a builder: what matters here is what a builder
//! does not know, such as tables without row ids, fill factors and collations. The two dialects
//! differ in a few words only, which `dialect` fills in.

use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod dialect;
mod m0001_schema;
mod m0002_team;
mod m0003_authors_and_days;
mod m0004_fuse;
mod m0005_preparing;
mod m0006_scoring;
mod m0008_retention;
mod m0009_companies;

/// All changes, in order.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_schema::Migration),
            Box::new(m0002_team::Migration),
            Box::new(m0003_authors_and_days::Migration),
            Box::new(m0004_fuse::Migration),
            Box::new(m0005_preparing::Migration),
            Box::new(m0006_scoring::Migration),
            Box::new(m0008_retention::Migration),
            Box::new(m0009_companies::Migration),
        ]
    }
}
