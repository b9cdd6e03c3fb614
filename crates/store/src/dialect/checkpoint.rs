//! Moving SQLite's log into the file beside the commits, not inside one of them.
//!
//! Seldom, since each page is written once however often it changed meanwhile: by SQLite's own
//! measure each batch would write the same pages again. On a connection of its own, since
//! whoever happens to commit when it is due would wait a tenth of a second for it.

use std::time::Duration;

use sea_orm::sqlx::sqlite::SqliteConnection;
use sea_orm::sqlx::{ConnectOptions, Result, SqlitePool, query_as};
use tokio::task::JoinHandle;

/// Pages in the log from which on they are moved.
const PAGES: i64 = 20_000;
const LOOK_EVERY: Duration = Duration::from_millis(100);

const LOOK: &str = "PRAGMA wal_checkpoint(NOOP)";
const MOVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// The task that looks after the log; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Checkpoints(JoinHandle<()>);

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Checkpoints {
    /// Begins to look after the log of the file that this pool's one connection writes.
    pub(crate) fn begin(writer: SqlitePool) -> Self {
        Self(tokio::spawn(async move {
            loop {
                // A log that grows is slower and harms nothing: what failed is tried again.
                let _ = look_after(&writer).await;
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }))
    }
}

async fn look_after(writer: &SqlitePool) -> Result<()> {
    let mut own = writer.connect_options().connect().await?;
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        if left(&mut own, LOOK).await? >= PAGES {
            left(&mut own, MOVE).await?;
            // What was committed meanwhile is little. With it moved as well, the next commit
            // begins the log from its start; between commits, there would always be a rest.
            left(&mut *writer.acquire().await?, MOVE).await?;
        }
    }
}

/// How many pages of the log are not in the file.
async fn left(connection: &mut SqliteConnection, pragma: &'static str) -> Result<i64> {
    let (_, pages, moved): (i64, i64, i64) = query_as(pragma).fetch_one(connection).await?;
    Ok(pages - moved)
}
