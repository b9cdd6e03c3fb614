//! `wake`: very many contacts wait, and the time of a tenth of them comes at once.
//!
//! They enter the wait one after the other, so the server is stopped before the first is due and
//! started again when all are: then all are due in the same moment, and what is measured is how
//! fast they are woken.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::Arguments;
use super::contacts::{self, Api};
use super::database::Link;
use super::figures::Figures;
use super::ground::{Ground, check, drain};
use super::published::{flow, publish_flow};

/// How many of all are due is one of so many.
const DUE_OF: u32 = 10;
/// What each gets who is woken.
const POINTS: i64 = 10;
/// How many a second enter the wait, at the least, and what comes to it in any case.
const ENTER_PER_S: u32 = 2_000;
const WAIT_S_MIN: u32 = 5;
/// How long waking may take.
const TIME_MAX: Duration = Duration::from_secs(600);

const WAITING: &str = "SELECT count(*) FROM enrolments WHERE flow = 'soon' AND ended_at IS NULL";

/// Fills the wait, and wakes.
pub async fn measure(arguments: &Arguments) -> Result<Figures> {
    let ground = Ground::make(arguments).await?;
    let figures = wake(arguments, &ground).await;
    ground.clear().await?;
    figures
}

async fn wake(arguments: &Arguments, ground: &Ground) -> Result<Figures> {
    let contacts = arguments.contacts();
    let due = contacts.div_ceil(DUE_OF);
    let wait = WAIT_S_MIN + due / ENTER_PER_S;
    let server = ground.serve()?;
    publish(&mut Api::open(server.address, &ground.keys.api).await?, wait).await?;
    let mut link = ground.database.connect().await?;
    let authorization = ground.keys.authorization();
    contacts::track(server.address, &authorization, "later", due..contacts).await?;
    drain(&mut link).await?;
    link.analyze().await?;
    contacts::track(server.address, &authorization, "soon", 0..due).await?;
    let entered = Instant::now();
    drain(&mut link).await?;
    ensure!(link.number(WAITING).await? == i64::from(due), "somebody was woken while others came");
    server.stop()?;
    tokio::time::sleep_until((entered + Duration::from_secs(wait.into())).into()).await;

    let begun = Instant::now();
    let server = ground.serve()?;
    let seconds = until_woken(&mut link, begun).await?;
    woken(&mut link, contacts, due, wait).await?;
    let mut figures = Figures::of(arguments.workload, ground.place.name());
    figures.add("contacts that wait", 0, contacts.into());
    figures.add("woken", 0, due.into());
    figures.add("woken per second", 0, f64::from(due) / seconds);
    server.stop()?;
    Ok(figures)
}

async fn publish(api: &mut Api, wait: u32) -> Result<()> {
    for (id, span) in [("soon", json!({ "seconds": wait })), ("later", json!({ "days": 30 }))] {
        let steps = [
            ("event", json!({ "of": { "event": format!("custom:{id}") } })),
            ("wait", json!({ "for": span })),
            ("adjust_score", json!({ "points": POINTS, "reason": "waited" })),
        ];
        publish_flow(api, flow(id, &steps)).await?;
    }
    Ok(())
}

/// Starting the server is part of it: it wakes before it listens.
async fn until_woken(link: &mut Link, begun: Instant) -> Result<f64> {
    while link.number(WAITING).await? > 0 {
        ensure!(begun.elapsed() < TIME_MAX, "not all were woken");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(begun.elapsed().as_secs_f64())
}

/// Each once, none early, and the others wait on.
async fn woken(link: &mut Link, contacts: u32, due: u32, wait: u32) -> Result<()> {
    let points = "SELECT CAST(coalesce(sum(points), 0) AS BIGINT) FROM scores WHERE category = ''";
    check(link, "points", POINTS * i64::from(due), points).await?;
    let shortest = "SELECT min(ended_at - entered_at) FROM enrolments WHERE flow = 'soon'";
    let shortest = link.number(shortest).await.context("the shortest wait")?;
    ensure!(shortest >= 1_000 * i64::from(wait), "one was woken after {shortest} ms");
    let others = "SELECT count(*) FROM enrolments WHERE flow = 'later' AND ended_at IS NULL";
    check(link, "contacts that go on waiting", i64::from(contacts - due), others).await
}
