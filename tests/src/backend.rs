//! The two databases, and one of each for a test: made fresh, dropped afterwards.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection, query_as,
};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file in a folder of the test's.
    Sqlite,
    /// A database on the server that `RUNNEL_TEST_POSTGRES` names.
    Postgres,
}

/// A database of one test's own.
#[derive(Debug)]
pub struct TestDatabase {
    /// As `runnel` is told.
    pub url: String,
    /// What has to be dropped, and where: the server's URL and the database's name.
    dropped_with: Option<(String, String)>,
}

impl TestDatabase {
    /// Makes one; a SQLite file appears in `folder` when it is first opened.
    pub async fn create(backend: Backend, folder: &Path) -> Self {
        match backend {
            Backend::Sqlite => {
                let url = format!("sqlite:{}", folder.join("runnel.db").display());
                Self { url, dropped_with: None }
            }
            Backend::Postgres => {
                let server = server();
                let name = unique_name();
                run(&server, &format!("CREATE DATABASE {name}")).await;
                let (base, _) = server.rsplit_once('/').expect("the URL names a database");
                let url = format!("{base}/{name}");
                Self { url, dropped_with: Some((server, name)) }
            }
        }
    }

    /// A copy of it. Nobody may use the database meanwhile.
    pub async fn copy(&self) -> Self {
        let name = unique_name();
        match &self.dropped_with {
            None => {
                let (folder, _) = self.url.rsplit_once('/').expect("the URL names a file");
                let url = format!("{folder}/{name}.db");
                let file = url.trim_start_matches("sqlite:");
                self.execute(&format!("VACUUM INTO '{file}'")).await;
                Self { url, dropped_with: None }
            }
            Some((server, original)) => {
                run(server, &format!("CREATE DATABASE {name} TEMPLATE {original}")).await;
                let (base, _) = self.url.rsplit_once('/').expect("the URL names a database");
                let url = format!("{base}/{name}");
                Self { url, dropped_with: Some((server.clone(), name)) }
            }
        }
    }

    /// Rows of numbers and texts that `sql` gives: `(text, number)`. For what no API tells, such
    /// as what a killed process left behind.
    pub async fn rows(&self, sql: &str) -> Vec<(String, i64)> {
        let sql = AssertSqlSafe(sql.to_owned());
        let rows = if self.url.starts_with("sqlite:") {
            let mut link = SqliteConnection::connect(&self.url).await.expect("SQLite opens");
            let rows = query_as(sql).fetch_all(&mut link).await;
            link.close().await.expect("SQLite closes");
            rows
        } else {
            let mut link = PgConnection::connect(&self.url).await.expect("PostgreSQL answers");
            query_as(sql).fetch_all(&mut link).await
        };
        rows.expect("the query is right")
    }

    /// Changes the database behind the product's back.
    pub async fn execute(&self, sql: &str) {
        if self.url.starts_with("sqlite:") {
            let mut link = SqliteConnection::connect(&self.url).await.expect("SQLite opens");
            link.execute(AssertSqlSafe(sql.to_owned())).await.expect("the statement is right");
            link.close().await.expect("SQLite closes");
        } else {
            run(&self.url, sql).await;
        }
    }
}

/// A database that nobody else can write to.
pub enum Held {
    /// Until its transaction ends.
    Sqlite(SqliteConnection),
    /// Until connections are let in again: the server's URL and the database's name.
    Postgres(String, String),
}

impl TestDatabase {
    /// Lets nobody write: SQLite's lock is taken, PostgreSQL lets nobody in.
    pub async fn hold(&self) -> Held {
        let Some((server, name)) = &self.dropped_with else {
            let mut link = SqliteConnection::connect(&self.url).await.expect("SQLite opens");
            link.execute("BEGIN IMMEDIATE").await.expect("the lock is free sooner or later");
            return Held::Sqlite(link);
        };
        run(server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        run(server, &end).await;
        Held::Postgres(server.clone(), name.clone())
    }
}

impl Held {
    /// Lets everybody write again.
    pub async fn release(self) {
        match self {
            Self::Sqlite(link) => link.close().await.expect("SQLite closes"),
            Self::Postgres(server, name) => {
                run(&server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some((server, name)) = self.dropped_with.take() else { return };
        // A runtime of its own: the test's may be the one that is unwinding.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            runtime.expect("a runtime starts").block_on(run(&server, &sql));
        });
        // If the server is gone, so is the database.
        dropping.join().ok();
    }
}

/// The server's URL. A test that cannot run has to say so: skipped in silence, it proves nothing.
pub fn server() -> String {
    std::env::var("RUNNEL_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "this test needs a PostgreSQL server and RUNNEL_TEST_POSTGRES is not set: \
             run `cargo xtask test`, or `cargo xtask with cargo test -p runnel-tests NAME`"
        )
    })
}

fn unique_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("runnel_test_{}_{number}", std::process::id())
}

async fn run(url: &str, sql: &str) {
    let mut link = PgConnection::connect(url).await.expect("PostgreSQL answers");
    link.execute(AssertSqlSafe(sql.to_owned())).await.expect("the statement is right");
}
