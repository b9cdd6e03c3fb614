//! `backfill`: a new segment asks about a past that nobody has counted, while half of the possible
//! load goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::Arguments;
use super::contacts::{self, Api};
use super::database::Link;
use super::figures::Figures;
use super::ground::{Ground, check, drain};
use super::load::{self, Sent, Target};
use super::published::Published;

/// How long counting may take.
const TIME_MAX: Duration = Duration::from_secs(1_800);
/// While it counts, load comes in pieces of this length.
const PIECE: Duration = Duration::from_secs(1);
const MEMBERS: &str = "SELECT count(*) FROM members";
/// So many visits make a member.
const KEEN: u32 = 3;

/// Fills a database with a past, and publishes the segment.
pub async fn measure(arguments: &Arguments) -> Result<Figures> {
    let ground = Ground::make(arguments).await?;
    let figures = backfill(arguments, &ground).await;
    ground.clear().await?;
    figures
}

async fn backfill(arguments: &Arguments, ground: &Ground) -> Result<Figures> {
    let contacts = arguments.contacts();
    let server = ground.serve()?;
    let mut api = Api::open(server.address, &ground.keys.api).await?;
    Published::of(arguments.workload, arguments.models).publish(&mut api).await?;
    contacts::make(server.address, &ground.keys.authorization(), contacts).await?;
    let mut link = ground.database.connect().await?;
    drain(&mut link).await?;
    link.analyze().await?;
    let sent = Arc::new(Sent::nothing(contacts, 0));
    let target = Target::of(arguments, ground, &server);
    let past = u64::from(contacts) * u64::from(arguments.events_per_contact);
    let full = fill(&target, &sent, past).await?;
    drain(&mut link).await?;

    let half = Target { rate: Some((full / 2.0).max(1.0) as u32), ..target };
    let before = sent.events.load(Ordering::Relaxed);
    let counted = AtomicBool::new(false);
    let (seconds, meanwhile) = tokio::try_join!(
        count(&mut api, &mut link, keen(&sent), &counted),
        keep_on(&half, &sent, &counted)
    )?;
    drain(&mut link).await?;
    members(&mut link, keen(&sent)).await?;
    check(&mut link, "members", keen(&sent), MEMBERS).await?;
    let mut figures = Figures::of(arguments.workload, ground.place.name());
    figures.add("contacts", 0, contacts.into());
    figures.add("events before", 0, before as f64);
    figures.add("until it is counted, s", 1, seconds);
    figures.add("load before, events/s", 0, full);
    figures.add("load wanted meanwhile, events/s", 0, full / 2.0);
    figures.add("load taken meanwhile, events/s", 0, meanwhile);
    server.stop()?;
    Ok(figures)
}

/// Sends until there are so many events, and answers how many a second were taken.
async fn fill(target: &Target, sent: &Arc<Sent>, events: u64) -> Result<f64> {
    let begun = Instant::now();
    let mut piece = 1;
    while sent.events.load(Ordering::Relaxed) < events {
        load::send_for(PIECE, piece, target, sent).await?;
        piece += 1;
    }
    Ok(sent.events.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64())
}

/// How many visited often enough.
fn keen(sent: &Sent) -> i64 {
    let often = |visits: &&AtomicU32| visits.load(Ordering::Relaxed) >= KEEN;
    sent.pricing.iter().filter(often).count() as i64
}

/// Publishes the segment, and answers how many seconds it took until all who belong into it by
/// their past are in it: they come in one after the other once it is published.
async fn count(api: &mut Api, link: &mut Link, keen: i64, counted: &AtomicBool) -> Result<f64> {
    let begun = Instant::now();
    api.call("PUT", "/api/v1/segments/keen", &segment()).await?;
    while !is_counted(api).await? {
        ensure!(begun.elapsed() < TIME_MAX, "the past was not counted");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    members(link, keen).await?;
    counted.store(true, Ordering::Relaxed);
    Ok(begun.elapsed().as_secs_f64())
}

/// Waits until so many are members.
async fn members(link: &mut Link, expected: i64) -> Result<()> {
    let begun = Instant::now();
    while link.number(MEMBERS).await? < expected {
        ensure!(begun.elapsed() < TIME_MAX, "there are fewer members than {expected}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Sends until then, and answers how many events a second were taken.
async fn keep_on(target: &Target, sent: &Arc<Sent>, counted: &AtomicBool) -> Result<f64> {
    let (begun, before) = (Instant::now(), sent.events.load(Ordering::Relaxed));
    let mut piece = 1_000_000;
    while !counted.load(Ordering::Relaxed) {
        load::send_for(PIECE, piece, target, sent).await?;
        piece += 1;
    }
    let events = sent.events.load(Ordering::Relaxed) - before;
    Ok(events as f64 / begun.elapsed().as_secs_f64())
}

fn segment() -> Value {
    let pricing = json!({
        "event": "page_visited",
        "where": [{ "name": "url", "test": { "contains": "/pricing" } }],
    });
    let count = json!({ "of": pricing, "times": { "at_least": KEEN }, "within": { "days": 30 } });
    json!({ "name": "Keen", "rule": { "count": count } })
}

async fn is_counted(api: &mut Api) -> Result<bool> {
    let waiting = api.call("GET", "/api/v1/preparations", &Value::Null).await?;
    Ok(waiting["items"].as_array().context("preparations are a list")?.is_empty())
}
