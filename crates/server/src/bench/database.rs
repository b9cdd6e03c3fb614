//! Databases of the benchmark's own: made fresh, copied for the bare loop, removed in the end.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sea_orm::sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection, query, query_scalar,
};

use super::usage::{self, Usage};

/// Where databases are made.
pub enum Place {
    /// As files in this folder.
    Folder(PathBuf),
    /// On the PostgreSQL server of this URL, beside the database that it names.
    Server(String),
}

/// One database.
pub struct Database {
    /// How it is opened.
    pub url: String,
    name: String,
}

/// One connection.
pub enum Link {
    /// To a file.
    Sqlite(SqliteConnection),
    /// To a server.
    Postgres(PgConnection),
}

impl Place {
    /// As it is shown.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Folder(_) => "sqlite",
            Self::Server(_) => "postgresql",
        }
    }

    /// A database that does not exist before; a file exists once it is opened.
    pub async fn create(&self, name: &str) -> Result<Database> {
        let database = self.named(name);
        if let Self::Server(url) = self {
            run(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
            run(url, &format!("CREATE DATABASE {name}")).await?;
        }
        Ok(database)
    }

    /// A copy of one that nobody is connected to.
    pub async fn copy(&self, of: &Database, name: &str) -> Result<Database> {
        let copy = self.named(name);
        match self {
            Self::Folder(folder) => {
                for suffix in ["", "-wal"] {
                    let (from, to) =
                        (format!("{}.db{suffix}", of.name), format!("{name}.db{suffix}"));
                    if folder.join(&from).exists() {
                        fs::copy(folder.join(from), folder.join(to))?;
                    }
                }
            }
            Self::Server(url) => {
                run(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
                run(url, &format!("CREATE DATABASE {name} TEMPLATE {}", of.name)).await?;
            }
        }
        Ok(copy)
    }

    /// Removes one for good. Files go with their folder.
    pub async fn remove(&self, name: &str) -> Result<()> {
        match self {
            Self::Folder(_) => Ok(()),
            Self::Server(url) => {
                run(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
            }
        }
    }

    fn named(&self, name: &str) -> Database {
        let url = match self {
            Self::Folder(folder) => format!("sqlite:{}", folder.join(name).display()) + ".db",
            Self::Server(url) => beside(url, name),
        };
        Database { url, name: name.to_owned() }
    }
}

/// The URL with another database's name at its end.
fn beside(url: &str, name: &str) -> String {
    let (start, parameters) = url.split_once('?').map_or((url, None), |(a, b)| (a, Some(b)));
    let server = start.rsplit_once('/').map_or(start, |(server, _)| server);
    let parameters = parameters.map(|text| format!("?{text}")).unwrap_or_default();
    format!("{server}/{name}{parameters}")
}

async fn run(url: &str, text: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await.context("PostgreSQL is not there")?;
    connection.execute(AssertSqlSafe(text.to_owned())).await?;
    Ok(connection.close().await?)
}

impl Database {
    /// Connects.
    pub async fn connect(&self) -> Result<Link> {
        Ok(match crate::open::sqlite_path(&self.url) {
            Some(path) => Link::Sqlite(connect_file(&path).await?),
            None => Link::Postgres(PgConnection::connect(&self.url).await?),
        })
    }
}

/// With what the server sets for its writer, as far as it matters for speed and durability.
async fn connect_file(path: &Path) -> Result<SqliteConnection> {
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await?;
    for pragma in [
        "busy_timeout = 5000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "wal_autocheckpoint = 20000",
        "cache_size = -65536",
        "mmap_size = 1073741824",
    ] {
        query(AssertSqlSafe(format!("PRAGMA {pragma}"))).execute(&mut connection).await?;
    }
    Ok(connection)
}

impl Link {
    /// The one number that a query answers.
    pub async fn number(&mut self, text: &'static str) -> Result<i64> {
        Ok(match self {
            Self::Sqlite(connection) => query_scalar(text).fetch_one(connection).await?,
            Self::Postgres(connection) => query_scalar(text).fetch_one(connection).await?,
        })
    }

    /// Ends the connection: a database that somebody is connected to cannot be copied.
    pub async fn close(self) -> Result<()> {
        match self {
            Self::Sqlite(connection) => connection.close().await?,
            Self::Postgres(connection) => connection.close().await?,
        }
        Ok(())
    }

    /// What PostgreSQL does by itself within a minute or two of many new rows; until then it
    /// plans for empty tables. SQLite needs no such thing.
    pub async fn analyze(&mut self) -> Result<()> {
        if let Self::Postgres(connection) = self {
            query("VACUUM (ANALYZE)").execute(connection).await?;
        }
        Ok(())
    }

    /// What the database's own processes have used, where it has any on this machine.
    pub async fn usage(&mut self) -> Result<Usage> {
        let Self::Postgres(connection) = self else { return Ok(Usage::default()) };
        let ours: i32 = query_scalar("SELECT pg_backend_pid()").fetch_one(connection).await?;
        let server = u32::try_from(ours).ok().and_then(usage::parent);
        Ok(server.and_then(usage::of_family).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_databases_of_the_benchmark_stand_beside_the_one_named() {
        let check = |url, expect| assert_eq!(beside(url, "bench"), expect);
        check("postgres://me@host:5432/postgres", "postgres://me@host:5432/bench");
        check("postgres://me@host/db?sslmode=disable", "postgres://me@host/bench?sslmode=disable");
    }
}
