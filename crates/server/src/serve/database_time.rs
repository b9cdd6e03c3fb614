//! Keeping our clock at the database's, where the database has one of its own.

use std::time::Duration;

use anyhow::{Context, Result};
use runnel_store::Database;

use crate::clock::SystemClock;

const EVERY: Duration = Duration::from_secs(60);

/// Corrects `clock` now, and from now on in the background.
pub async fn follow(database: &Database, clock: &SystemClock) -> Result<()> {
    let time = database.time().await.context("cannot read the database's clock")?;
    let Some(time) = time else { return Ok(()) };
    clock.correct(time);
    let (database, clock) = (database.clone(), clock.clone());
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            // A database that is away is noticed, and told of, by everybody else.
            if let Ok(Some(time)) = database.time().await {
                clock.correct(time);
            }
        }
    });
    Ok(())
}
