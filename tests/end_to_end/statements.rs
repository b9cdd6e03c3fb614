//! A batch is written by a fixed set of statements, whatever its size: their number grows with
//! the chunks that rows go in, never with the rows.
//!
//! PostgreSQL counts for itself (`pg_stat_statements`). SQLite keeps no count; its driver logs
//! each statement that SQLite has run, which is switched on here.

use std::collections::BTreeMap;

use runnel_tests::{Backend, Flow, Setup, TestApp, event, eventually, run, track};
use serde_json::{Value, json};

/// How often each statement ran. What only differs in the number of rows is one statement.
type Counts = BTreeMap<String, i64>;

/// Rows of the largest chunk on SQLite; on PostgreSQL a chunk has all rows.
const SQLITE_CHUNK: i64 = 64;
/// A number below the largest chunk takes at most 7 of the middle ones and 7 of the smallest.
const SQLITE_REST: i64 = 14;
/// The most rows that one event of this test leads to in one table.
const ROWS_PER_EVENT: i64 = 2;
/// Now and then, whatever the batch: SQLite's log is moved into its file.
const CHECKPOINT: &str = "PRAGMA wal_checkpoint";
/// New contacts get their ids from blocks of 1,000, which are reserved now and then.
const RESERVES: &str = "UPDATE sequences SET next";
/// Whoever has worked off a batch looks whether there is more; how often depends on the moment.
const LOOKS: i64 = 8;

#[tokio::test]
async fn statements_of_a_batch_on_sqlite() {
    let setup = Setup::standard()
        .with("RUNNEL_LOG", "info,sqlx::query=trace")
        .with("RUNNEL_LOG_FORMAT", "json");
    run(Backend::Sqlite, setup, async |app| {
        let few = measure(app, 10).await;
        let many = measure(app, 1_000).await;
        compare(&few, &many, 1_000 * ROWS_PER_EVENT / SQLITE_CHUNK + SQLITE_REST);
    })
    .await;
}

#[tokio::test]
async fn statements_of_a_batch_on_postgres() {
    run(Backend::Postgres, Setup::standard(), async |app| {
        app.database().execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements").await;
        let few = measure(app, 10).await;
        let many = measure(app, 1_000).await;
        compare(&few, &many, LOOKS);
    })
    .await;
}

fn compare(few: &Counts, many: &Counts, most: i64) {
    let unknown: Vec<&String> = many.keys().filter(|text| !few.contains_key(*text)).collect();
    assert!(unknown.is_empty(), "a large batch needs statements of its own: {unknown:#?}");
    let unused: Vec<&String> = few.keys().filter(|text| !many.contains_key(*text)).collect();
    assert!(unused.is_empty(), "a small batch needs statements of its own: {unused:#?}");
    assert!((15..60).contains(&many.len()), "{} statements: {many:#?}", many.len());
    for (text, times) in many {
        assert!(*times <= most.max(LOOKS), "{times} times, and not {most}: {text}");
    }
}

/// What ran because of one request with this many events of as many people.
async fn measure(app: &mut TestApp, events: usize) -> Counts {
    if app.api().get("/flows").await["items"] == json!([]) {
        publish(app).await;
    }
    let source = app.server_source().await;
    let people = |prefix: &str, count: usize| -> Vec<Value> {
        (0..count).map(|number| track(&format!("{prefix}-{events}-{number}"), "Went")).collect()
    };
    // The first time, statements are prepared and contact ids are reserved.
    source.send(people("first", 200)).await;
    app.run_until_idle().await;
    let batch = people("then", events);
    let before = ran(app).await;
    source.send(batch).await;
    all_applied(app).await;
    let mut ran = ran(app).await;
    ran.retain(|text, times| {
        *times -= before.get(text).unwrap_or(&0);
        *times > 0
    });
    ran
}

/// Much is written for an event: points, a tag, a segment, an enrolment that waits.
async fn publish(app: &TestApp) {
    app.api().put_segment("went", json!({ "tag": "went" })).await;
    let flow = Flow::new("went")
        .then("event", json!({ "of": event("custom:Went") }))
        .then("adjust_score", json!({ "points": 1 }))
        .then("add_tag", json!({ "tag": "went" }))
        .then("wait", json!({ "for": { "days": 1 } }));
    app.api().publish(flow).await;
}

/// Asks the database itself: the app, when asked, would run statements for the answer.
async fn all_applied(app: &TestApp) {
    eventually("all is applied", async || {
        let left = app.database().rows("SELECT 'inbox', count(*) FROM inbox").await;
        (left[0].1 == 0).then_some(())
    })
    .await;
}

/// How often each statement of the app ran until now.
async fn ran(app: &TestApp) -> Counts {
    let mut counts = Counts::new();
    let log = std::fs::read_to_string(app.log()).expect("there is a log");
    for line in log.lines().filter(|line| line.contains("\"sqlx::query\"")) {
        let entry: Value = serde_json::from_str(line).expect("a line of the log is JSON");
        let statement = entry["db.statement"].as_str().unwrap_or_default().trim();
        let text = if statement.is_empty() {
            entry["summary"].as_str().unwrap_or_default()
        } else {
            statement
        };
        *counts.entry(without_rows(text)).or_default() += 1;
    }
    if app.database().url.starts_with("postgres") {
        let sql = "SELECT query, sum(calls)::bigint FROM pg_stat_statements s \
            JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database() GROUP BY query";
        counts.extend(app.database().rows(sql).await);
    }
    let is_now_and_then =
        |text: &str| [RESERVES, CHECKPOINT].iter().any(|part| text.contains(part));
    counts.retain(|text, _| !is_ours(text) && !is_now_and_then(text));
    counts
}

/// `VALUES (?,?),(?,?)` says nothing but how many rows there are.
fn without_rows(text: &str) -> String {
    let Some((before, rest)) = text.split_once("(VALUES ") else { return text.to_owned() };
    let after = rest.find(") ").map_or("", |end| &rest[end..]);
    format!("{before}(VALUES …{after}")
}

/// What the test itself asks.
fn is_ours(text: &str) -> bool {
    text.contains("pg_stat_statements")
        || text.starts_with("SELECT 'inbox'")
        || text.starts_with("SELECT $1, count(*)")
}
