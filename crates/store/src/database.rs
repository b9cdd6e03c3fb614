//! The handle to the database: opening it, owning it, closing it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use futures::lock::Mutex;
use runnel_migrations::Migrator;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, SqlxPostgresConnector,
    SqlxSqliteConnector, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::dialect::{Cell, Checkpoints, Pool, connect_postgres, connect_sqlite, postgres_options};
use crate::error::{classify, classify_orm, unopened};
use crate::ids::ContactIds;
use crate::ownership::{Lock, lock_advisory, lock_file, lock_path};
use crate::{Error, Result};

/// Before it, two connections to one file can damage it: <https://sqlite.org/releaselog/3_51_3.html>
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
    pub url: String,
    /// Connections that read at most, beside those that write: one on SQLite, as many on PostgreSQL.
    pub connections: u32,
    /// Written into each log entry: which engine led from the input to its facts.
    pub engine_version: String,
}

impl Options {
    /// With the usual number of connections.
    pub fn new(url: impl Into<String>, engine_version: impl Into<String>) -> Self {
        Self { url: url.into(), connections: 8, engine_version: engine_version.into() }
    }
}

/// The database. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Database {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    pool: Pool,
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    lockable: Lockable,
    lock: Mutex<Option<Lock>>,
    checkpoints: Mutex<Option<Checkpoints>>,
    owner: AtomicI64,
    engine_version: String,
    ids: Mutex<ContactIds>,
    may_have_merges: AtomicBool,
    merging: Mutex<()>,
}

/// What the owner locks.
#[derive(Debug)]
enum Lockable {
    File(PathBuf),
    Advisory(Box<PgConnectOptions>),
}

impl Database {
    /// Connects, becomes the owner and brings the schema up to date.
    pub async fn open(options: &Options) -> Result<Self, Error> {
        let database = Self::connect(options).await?;
        database.take_lock().await?;
        database.migrate().await?;
        database.become_owner().await?;
        Ok(database)
    }

    /// Connects, and nothing else: for commands that work beside a running server.
    pub async fn connect(options: &Options) -> Result<Self, Error> {
        let url = options.url.as_str();
        if url.starts_with("sqlite:") {
            let unopened = |why| Error::Unopened { url: url.to_owned(), why: classify(why) };
            let (writer, readers, version) =
                connect_sqlite(url, options.connections).await.map_err(unopened)?;
            check_version(version)?;
            let file = writer.connect_options().get_filename().to_owned();
            Ok(Self::new(
                Pool::Sqlite { writer, readers },
                Lockable::File(lock_path(&file)),
                options,
            ))
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let (writer, readers) =
                connect_postgres(url, options.connections).await.map_err(unopened)?;
            let lockable = Lockable::Advisory(Box::new(postgres_options(url).map_err(classify)?));
            Ok(Self::new(Pool::Postgres { writer, readers }, lockable, options))
        } else {
            Err(Error::Url)
        }
    }

    fn new(pool: Pool, lockable: Lockable, options: &Options) -> Self {
        let (reader, writer) = match pool.clone() {
            Pool::Sqlite { writer, readers } => (
                SqlxSqliteConnector::from_sqlx_sqlite_pool(readers),
                SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
            ),
            Pool::Postgres { writer, readers } => (
                SqlxPostgresConnector::from_sqlx_postgres_pool(readers),
                SqlxPostgresConnector::from_sqlx_postgres_pool(writer),
            ),
        };
        let shared = Shared {
            pool,
            reader,
            writer,
            lockable,
            lock: Mutex::new(None),
            checkpoints: Mutex::new(None),
            owner: AtomicI64::new(0),
            engine_version: options.engine_version.clone(),
            ids: Mutex::new(ContactIds::default()),
            may_have_merges: AtomicBool::new(true),
            merging: Mutex::new(()),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), Error> {
        let done = Migrator::up(self.writer(), None).await;
        done.map_err(|error| Error::Migration(error.to_string()))
    }

    /// Becomes the owner, until the last clone is dropped or [`close`](Self::close) is called.
    /// The schema must be up to date.
    pub async fn lock(&self) -> Result<(), Error> {
        self.take_lock().await?;
        self.become_owner().await
    }

    /// Makes sure that this process still is the owner: takes the lock again if the connection
    /// that held it broke. To be called every few seconds.
    pub async fn renew_lock(&self) -> Result<(), Error> {
        let mut lock = self.shared.lock.lock().await;
        if let Some(held) = lock.as_mut()
            && !held.holds().await
        {
            *lock = None;
            *lock = Some(self.new_lock().await?);
        }
        Ok(())
    }

    async fn take_lock(&self) -> Result<(), Error> {
        let mut lock = self.shared.lock.lock().await;
        if lock.is_none() {
            *lock = Some(self.new_lock().await?);
        }
        Ok(())
    }

    async fn new_lock(&self) -> Result<Lock, Error> {
        match &self.shared.lockable {
            Lockable::File(path) => lock_file(path),
            Lockable::Advisory(options) => lock_advisory(options).await,
        }
    }

    async fn become_owner(&self) -> Result<(), Error> {
        let mut tx = self.pool().begin().await?;
        let text = "UPDATE sequences SET next = next + 1 WHERE name = 'owner' RETURNING next";
        let owner: Vec<(i64,)> = tx.query(text, Vec::new()).await?;
        let owner = owner.first().map_or(1, |(next,)| *next);
        let text = "UPDATE partitions SET owner = $1 RETURNING id";
        tx.query::<(i16,)>(text, vec![Cell::Int(owner)]).await?;
        tx.commit().await?;
        self.shared.owner.store(owner, Ordering::Release);
        *self.shared.checkpoints.lock().await = self.pool().look_after();
        Ok(())
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.pool().query::<(i64,)>("SELECT CAST(1 AS BIGINT)", Vec::new()).await.map(|_| ())
    }

    /// Ends all connections in good order and gives up the ownership.
    pub async fn close(&self) {
        *self.shared.checkpoints.lock().await = None;
        self.pool().close().await;
        if let Some(lock) = self.shared.lock.lock().await.take() {
            lock.release().await;
        }
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.shared.pool
    }

    /// For what is read by way of the entities.
    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.shared.reader
    }

    /// For what is written by way of the entities.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.shared.writer
    }

    /// Begins a transaction that writes by way of the entities.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction> {
        // As in `Pool::begin`: one that turns out to write fails at once if somebody else has.
        let immediate = Some(SqliteTransactionMode::Immediate);
        let options =
            TransactionOptions { sqlite_transaction_mode: immediate, ..Default::default() };
        self.writer().begin_with_options(options).await.map_err(classify_orm)
    }

    /// The number that `partitions` show while this process is the owner.
    pub(crate) fn owner(&self) -> i64 {
        self.shared.owner.load(Ordering::Acquire)
    }

    pub(crate) fn engine_version(&self) -> &str {
        &self.shared.engine_version
    }

    /// Contact ids that nobody else gives. Holding it, one accepts alone.
    pub(crate) fn ids(&self) -> &Mutex<ContactIds> {
        &self.shared.ids
    }

    /// Held by whoever makes two contacts one.
    pub(crate) fn merging(&self) -> &Mutex<()> {
        &self.shared.merging
    }

    /// Spares a look into `merges`, which is nearly always empty.
    pub(crate) fn may_have_merges(&self) -> &AtomicBool {
        &self.shared.may_have_merges
    }
}

fn check_version(version: String) -> Result<(), Error> {
    let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    if (next(), next(), next()) < SQLITE_MIN {
        return Err(Error::SqliteTooOld(version));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_that_can_damage_the_file_is_refused() {
        let check = |version: &str, good| assert_eq!(check_version(version.into()).is_ok(), good);
        check("3.51.2", false);
        check("3.50.9", false);
        check("3.51.3", true);
        check("3.52.0", true);
        check("4.0.0", true);
    }
}
