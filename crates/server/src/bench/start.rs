//! `start`: how soon a server over a large database answers an event, and how much memory it takes.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::Arguments;
use super::connection::Connection;
use super::contacts::{self, Api};
use super::figures::Figures;
use super::ground::{Ground, check, drain};
use super::published::Published;
use super::usage;

/// After the first event a server is left alone for so long before its memory is looked at.
const REST: Duration = Duration::from_secs(2);

/// Fills a database, then starts a server over it, run after run.
pub async fn measure(arguments: &Arguments) -> Result<Figures> {
    let ground = Ground::make(arguments).await?;
    let figures = starts(arguments, &ground).await;
    ground.clear().await?;
    figures
}

async fn starts(arguments: &Arguments, ground: &Ground) -> Result<Figures> {
    let mut figures = Figures::of(arguments.workload, ground.place.name());
    let server = ground.serve()?;
    tokio::time::sleep(REST).await;
    figures.add("memory without data, MiB", 0, memory_mib(server.pid())?);
    let published = Published::of(arguments.workload, arguments.models);
    published.publish(&mut Api::open(server.address, &ground.keys.api).await?).await?;
    contacts::make(server.address, &ground.keys.authorization(), arguments.contacts()).await?;
    let mut link = ground.database.connect().await?;
    drain(&mut link).await?;
    link.analyze().await?;
    server.stop()?;

    for run in 0..arguments.runs {
        let begun = Instant::now();
        let server = ground.serve()?;
        let listening = begun.elapsed();
        let mut connection = Connection::open(server.address, &ground.keys.authorization()).await?;
        let event = json!({ "type": "track", "event": "Started", "messageId": format!("start-{run}"), "userId": "user-0" });
        let answer = connection.send("POST", "/v1/track", &event.to_string()).await?;
        ensure!(answer.status == 200, "the first event was answered with {}", answer.status);
        let answered = begun.elapsed();
        tokio::time::sleep(REST).await;
        figures.add("until it listens, ms", 0, 1e3 * listening.as_secs_f64());
        figures.add("until the first event is answered, ms", 0, 1e3 * answered.as_secs_f64());
        figures.add("memory, MiB", 0, memory_mib(server.pid())?);
        server.stop()?;
    }
    let all = i64::from(arguments.contacts());
    check(&mut link, "contacts", all, "SELECT count(*) FROM contacts").await?;
    let started = "SELECT count(*) FROM events WHERE name = 'custom:Started'";
    check(&mut link, "first events", arguments.runs.into(), started).await?;
    Ok(figures)
}

fn memory_mib(pid: u32) -> Result<f64> {
    let bytes = usage::memory_bytes(pid).context("the system does not tell how much memory")?;
    Ok(bytes as f64 / (1024.0 * 1024.0))
}
