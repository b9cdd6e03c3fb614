//! `kill -9`, again and again, with a thousand requests in flight, a thousand contacts to wake
//! and a thousand webhooks to send.
//!
//! The oracle is outside the product. A client keeps its own list of what was acknowledged and
//! sends again, under the same message id, whatever was not; in the end each contact must have
//! exactly a point for each message of that list. Contacts that wait in a loop must have been
//! woken once for each period since they came. Each webhook must have arrived, always with the
//! same id and the same bytes. And `runnel doctor` must find nothing.
//!
//! `RUNNEL_TEST_KILLS` sets the number of kills, for a quick look.

mod preparing;
mod sender;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use runnel_tests::{
    Backend, Delivery, Flow, Receiver, Reply, Setup, Source, TestApp, event, eventually, ms_of,
    text, track,
};
use serde_json::{Value, json};

use sender::{COUNTED, POSTED, SENDERS, Senders, USERS};

/// What has to be there at each kill.
const AT_LEAST: usize = 1_000;
/// Several batches of them, so that enough are left when the first ones are done.
const WAITERS: usize = 4_500;
/// How long each of them waits, over and over.
const PERIOD_MS: i64 = 10 * 60_000;
/// The receiver is slow, so that webhooks are always on their way.
const SLOW: Duration = Duration::from_millis(100);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_done_twice_on_sqlite() {
    kill_again_and_again(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_done_twice_on_postgres() {
    kill_again_and_again(Backend::Postgres).await;
}

async fn kill_again_and_again(backend: Backend) {
    let _turn = TURN.lock().await;
    let started = Instant::now();
    allow_many_sockets();
    // Above are the ports that the system gives to connections: one of them would be taken
    // by somebody who tries to connect while the process is down.
    let setup = Setup::allowing_private_addresses().with("RUNNEL_LISTEN", free_address());
    let mut app = TestApp::start_with(backend, setup).await;
    let sales = Receiver::start().await;
    sales.answer(|_| Reply { delay: SLOW, ..Reply::status(200) });
    publish(&app, &sales).await;
    let source = app.server_source().await;
    send_all(&source, (0..WAITERS).map(|number| track(&format!("waiter-{number}"), "Wait"))).await;
    let senders = Senders::start(&source);

    let kills = std::env::var("RUNNEL_TEST_KILLS").ok().and_then(|text| text.parse().ok());
    let kills: usize = kills.unwrap_or(20);
    let mut counted = 0;
    // A kill that came when most was done already has shown too little: another one is made.
    for number in 0..3 * kills {
        prepare(&app, &source, &senders).await;
        let in_flight = kill_in_the_middle(&mut app, &senders, number).await;
        counted += usize::from(was_in_the_middle(&mut app, number, in_flight).await);
        app.restart().await;
        if counted == kills {
            break;
        }
    }
    assert_eq!(counted, kills, "too many kills came too late");

    let sent = senders.finish().await;
    sales.answer(|_| Reply::status(200));
    let now = finish_all(&mut app).await;
    compare_points(&app, &sent).await;
    compare_wakes(&app, now).await;
    compare_webhooks(&sent, &sales.received());
    let counts = [COUNTED, POSTED].map(|kind| sent.values().map(|one| one[kind]).sum::<i64>());
    eprintln!(
        "{backend:?}: {} events and {} webhooks acknowledged, {} deliveries, {:.0} s",
        counts[0],
        counts[1],
        sales.count(),
        started.elapsed().as_secs_f64()
    );
    app.finish().await;
}

/// One database at a time: two at once would only wait for each other.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

async fn publish(app: &TestApp, sales: &Receiver) {
    let points = |category: &str| json!({ "points": 1, "category": category });
    let each_time = || json!("every_time");
    let of = |name: &str| json!({ "of": event(&format!("custom:{name}")) });
    let counted = Flow::new("counted").with("reentry", each_time());
    app.api()
        .publish(counted.then("event", of("Counted")).then("adjust_score", points("counted")))
        .await;
    // Its fuse is not what is tried here.
    let posted = Flow::new("posted")
        .with("reentry", each_time())
        .with("ceiling", json!({ "per_hour": 10_000_000 }));
    let url = json!({ "url": sales.url("/hook") });
    app.api().publish(posted.then("event", of("Posted")).then("post_to_url", url)).await;
    let waiting = Flow::new("waiting")
        .then("event", of("Wait"))
        .then("wait", json!({ "for": { "seconds": PERIOD_MS / 1_000 } }))
        .then("adjust_score", points("woken"))
        .wire("adjust_score", "next", "wait");
    app.api().publish(waiting).await;
}

/// Sees to it that everybody waits and that enough webhooks are on their way.
async fn prepare(app: &TestApp, source: &Source, senders: &Senders) {
    senders.settled().await;
    eventually("everybody waits again", async || {
        let left = app.backlog().await;
        (left["due_wakes"] == 0 && left["inbox"] == 0).then_some(())
    })
    .await;
    let missing = (AT_LEAST + 300).saturating_sub(rows(app, "outbox", "1 = 1").await);
    let more: Vec<Value> = (0..missing).map(|_| senders.posted()).collect();
    send_all(source, more).await;
    eventually("the webhooks are in the outbox", async || {
        (rows(app, "outbox", "1 = 1").await >= AT_LEAST + 100).then_some(())
    })
    .await;
}

/// Kills between the first and the some thousandth acknowledgement of this round; answers how many
/// requests were in flight.
async fn kill_in_the_middle(app: &mut TestApp, senders: &Senders, number: usize) -> usize {
    senders.go();
    let warm = senders.acknowledged() + SENDERS + number * 137 % 1_400;
    eventually("requests are answered, and a thousand are in flight", async || {
        (senders.acknowledged() > warm && senders.in_flight() >= AT_LEAST).then_some(())
    })
    .await;
    app.advance_ms(PERIOD_MS).await;
    // Every other time, the first are awake already and the next ones are about to be.
    if number % 2 == 1 {
        eventually("the first wakes are done", async || {
            let due = app.backlog().await["due_wakes"].as_u64().expect("a number");
            (due < WAITERS as u64).then_some(())
        })
        .await;
    }
    let in_flight = senders.in_flight();
    app.kill();
    senders.rest();
    in_flight
}

/// Whether the dead process, as its database tells, had a thousand of everything still to do.
async fn was_in_the_middle(app: &mut TestApp, number: usize, in_flight: usize) -> bool {
    let due = format!("at <= {}", app.last_known_time());
    let wakes = rows(app, "wakes", &due).await;
    let webhooks = rows(app, "outbox", "1 = 1").await;
    eprintln!(
        "kill {number}: {in_flight} requests, {wakes} due wakes and {webhooks} webhooks are left"
    );
    [in_flight, wakes, webhooks].iter().all(|left| *left >= AT_LEAST)
}

/// Works off everything; answers a time at which nobody's next wake is near.
async fn finish_all(app: &mut TestApp) -> i64 {
    // Claims of dead processes last a minute.
    for _ in 0..2 {
        app.run_until_idle().await;
        app.advance_ms(2 * 60_000).await;
    }
    app.run_until_idle().await;
    assert_eq!(rows(app, "outbox", "1 = 1").await, 0, "every webhook was taken");
    let first =
        rows_of(app, "SELECT 'first', min(created_at) FROM contacts WHERE user_id LIKE 'waiter-%'")
            .await;
    let phase = (app.now().await - first).rem_euclid(PERIOD_MS);
    app.advance_ms((PERIOD_MS / 2 - phase).rem_euclid(PERIOD_MS)).await;
    app.run_until_idle().await;
    app.now().await
}

async fn compare_points(app: &TestApp, sent: &BTreeMap<String, [i64; 2]>) {
    let all = app.api().all("/contacts?limit=1000&category=counted&search=user-").await;
    assert_eq!(all.len(), USERS);
    let wrong: Vec<String> = all
        .iter()
        .map(|one| (text(&one["user_id"]), one["score"].as_i64().expect("a number")))
        .filter(|(user, score)| *score != sent[*user][COUNTED])
        .map(|(user, score)| format!("{user}: {score} of {}", sent[user][COUNTED]))
        .collect();
    assert!(wrong.is_empty(), "applied and acknowledged differ: {wrong:?}");
}

async fn compare_wakes(app: &TestApp, now: i64) {
    let all = app.api().all("/contacts?limit=1000&category=woken&search=waiter-").await;
    assert_eq!(all.len(), WAITERS);
    let wrong: Vec<String> = all
        .iter()
        .map(|one| {
            let periods = (now - ms_of(&one["created_at"])) / PERIOD_MS;
            (text(&one["user_id"]), one["score"].as_i64().expect("a number"), periods)
        })
        .filter(|(_, score, periods)| score != periods)
        .map(|(user, score, periods)| format!("{user}: {score} of {periods}"))
        .collect();
    assert!(wrong.is_empty(), "{} were woken too often or too seldom: {wrong:?}", wrong.len());
}

fn compare_webhooks(sent: &BTreeMap<String, [i64; 2]>, received: &[Delivery]) {
    let mut bodies = BTreeMap::new();
    for delivery in received {
        let known = bodies.entry(delivery.header("webhook-id")).or_insert(&delivery.body);
        assert_eq!(*known, &delivery.body, "an id stands for the same bytes each time");
    }
    let mut ids: BTreeMap<String, i64> = BTreeMap::new();
    for body in bodies.values() {
        let told: Value = serde_json::from_slice(body).expect("webhooks carry JSON");
        *ids.entry(text(&told["data"]["contact"]["user_id"]).to_owned()).or_default() += 1;
    }
    let expect: BTreeMap<String, i64> = sent
        .iter()
        .map(|(user, counts)| (user.clone(), counts[POSTED]))
        .filter(|(_, count)| *count > 0)
        .collect();
    assert_eq!(ids, expect, "webhooks received and asked for differ");
}

async fn send_all(source: &Source, items: impl IntoIterator<Item = Value>) {
    let items: Vec<Value> = items.into_iter().collect();
    for batch in items.chunks(500) {
        source.send(batch.to_vec()).await;
    }
}

async fn rows(app: &TestApp, table: &str, condition: &str) -> usize {
    let count = rows_of(app, &format!("SELECT '', count(*) FROM {table} WHERE {condition}")).await;
    count.try_into().expect("no count is negative")
}

async fn rows_of(app: &TestApp, sql: &str) -> i64 {
    app.database().rows(sql).await[0].1
}

/// A thousand connections need more than the usual limit of 1,024 open files.
fn allow_many_sockets() {
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE).expect("limits can be read");
    setrlimit(Resource::RLIMIT_NOFILE, hard.min(20_000), hard).expect("a soft limit can be raised");
}

fn free_address() -> String {
    let free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let port = (20_000..30_000).find(free).expect("a port is free");
    format!("127.0.0.1:{port}")
}
