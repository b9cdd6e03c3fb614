//! The one interface to the two databases, for what happens per event.
//!
//! A [`Bulk`] is a statement over a set of rows, written once for both. Each dialect turns it
//! into a *fixed* set of texts, so that a batch of any size uses statements that are prepared
//! already: SQLite gets the rows as VALUES in chunks of a few sizes, PostgreSQL as one array per
//! column. What is not per event goes through sea-orm's entities on the same pools instead.

mod bulk;
mod checkpoint;
mod packed;
mod postgres;
mod sqlite;

use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::sqlite::SqliteRow;
use sea_orm::sqlx::{FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

pub(crate) use bulk::{Bulk, Cell, Kind, cells};
pub(crate) use checkpoint::Checkpoints;
pub(crate) use packed::{Packed, number, number_or_none, packed, unpack};
pub(crate) use postgres::{
    alone as connect_alone, connect as connect_postgres, options as postgres_options,
};
pub(crate) use sqlite::connect as connect_sqlite;

use crate::error::{Result, classify};

/// A row that both databases can give.
pub(crate) trait Record:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<T> Record for T where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

/// The connections to a database.
#[derive(Clone, Debug)]
pub(crate) enum Pool {
    /// SQLite takes one writer at a time; more connections that write would only wait in line.
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    /// Connections that write plan differently from those that read.
    Postgres { writer: PgPool, readers: PgPool },
}

/// A transaction that may write. Dropped without a commit, it did not happen.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Pool {
    /// Begins a transaction that may write.
    pub(crate) async fn begin(&self) -> Result<Tx> {
        match self {
            // A deferred transaction that turns out to write fails at once if another process
            // has written meanwhile, whatever the busy timeout.
            Self::Sqlite { writer, .. } => {
                writer.begin_with("BEGIN IMMEDIATE").await.map(Tx::Sqlite).map_err(classify)
            }
            Self::Postgres { writer, .. } => {
                writer.begin().await.map(Tx::Postgres).map_err(classify)
            }
        }
    }

    /// Rows of a query outside any transaction.
    pub(crate) async fn query<T: Record>(
        &self,
        text: &'static str,
        cells: Vec<Cell>,
    ) -> Result<Vec<T>> {
        match self {
            Self::Sqlite { readers, .. } => {
                let query = sqlite::query_as(text, cells);
                query.fetch_all(readers).await.map_err(classify)
            }
            Self::Postgres { readers, .. } => {
                postgres::query_as(text, cells).fetch_all(readers).await.map_err(classify)
            }
        }
    }

    /// Runs a statement over rows outside any transaction and answers what it returns.
    pub(crate) async fn read<T: Record>(
        &self,
        bulk: &'static Bulk,
        cells: Vec<Cell>,
    ) -> Result<Vec<T>> {
        match self {
            Self::Sqlite { readers, .. } => {
                let mut connection = readers.acquire().await.map_err(classify)?;
                sqlite::read(&mut connection, bulk, cells).await.map_err(classify)
            }
            Self::Postgres { readers, .. } => {
                let mut connection = readers.acquire().await.map_err(classify)?;
                postgres::read(&mut connection, bulk, cells).await.map_err(classify)
            }
        }
    }

    /// Begins what the owner of the database has to do beside its work.
    pub(crate) fn look_after(&self) -> Option<Checkpoints> {
        match self {
            Self::Sqlite { writer, .. } => Some(Checkpoints::begin(writer.clone())),
            Self::Postgres { .. } => None,
        }
    }

    /// Ends all connections in good order.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
        }
    }
}

impl Tx {
    /// Makes it happen.
    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await.map_err(classify),
            Self::Postgres(tx) => tx.commit().await.map_err(classify),
        }
    }

    /// Runs a statement over rows; without any rows, nothing.
    pub(crate) async fn write(&mut self, bulk: &'static Bulk, cells: Vec<Cell>) -> Result<()> {
        match self {
            Self::Sqlite(tx) => sqlite::write(tx, bulk, cells).await.map_err(classify),
            Self::Postgres(tx) => postgres::write(tx, bulk, cells).await.map_err(classify),
        }
    }

    /// Runs a statement over rows and answers what it returns, in no particular order.
    pub(crate) async fn read<T: Record>(
        &mut self,
        bulk: &'static Bulk,
        cells: Vec<Cell>,
    ) -> Result<Vec<T>> {
        match self {
            Self::Sqlite(tx) => sqlite::read(tx, bulk, cells).await.map_err(classify),
            Self::Postgres(tx) => postgres::read(tx, bulk, cells).await.map_err(classify),
        }
    }

    /// Runs one statement and answers the rows it returns. Its parameters are `$1`, `$2`, ….
    pub(crate) async fn query<T: Record>(
        &mut self,
        text: &'static str,
        cells: Vec<Cell>,
    ) -> Result<Vec<T>> {
        match self {
            Self::Sqlite(tx) => {
                sqlite::query_as(text, cells).fetch_all(&mut **tx).await.map_err(classify)
            }
            Self::Postgres(tx) => {
                postgres::query_as(text, cells).fetch_all(&mut **tx).await.map_err(classify)
            }
        }
    }

    /// One of two texts: for the few statements that cannot be written once for both.
    pub(crate) const fn either(
        &self,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> &'static str {
        match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres(_) => postgres,
        }
    }
}
