//! Keeping our clock at the database's, where the database has one of its own.
//!
//! SQLite has none: it asks the same machine. PostgreSQL is asked at start and every minute, on a
//! connection that is closed again: the pool belongs to the loops.

use std::time::Duration;

use anyhow::{Context, Result};
use runnel_model::Timestamp;
use sea_orm::sqlx::{Connection, PgConnection, query_scalar};

use crate::clock::SystemClock;
use crate::open::sqlite_path;

const EVERY: Duration = Duration::from_secs(60);

/// Corrects `clock` now, and from now on in the background.
pub async fn follow(url: &str, clock: &SystemClock) -> Result<()> {
    if sqlite_path(url).is_some() {
        return Ok(());
    }
    correct(url, clock).await.context("cannot read the database's clock")?;
    let (url, clock) = (url.to_owned(), clock.clone());
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            // A database that is away is noticed, and told of, by everybody else.
            correct(&url, &clock).await.ok();
        }
    });
    Ok(())
}

async fn correct(url: &str, clock: &SystemClock) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    let asked = SystemClock::machine();
    let text = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
    let ms: i64 = query_scalar(text).fetch_one(&mut connection).await?;
    clock.correct(asked, Timestamp::from_ms(ms));
    Ok(connection.close().await?)
}
