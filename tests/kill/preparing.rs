//! `kill -9` while the past is being counted, with people who go on coming all the time.
//!
//! The oracle is the client's own list of what was acknowledged: who came often enough, by that
//! list, must be in the segment, and nobody else; and `runnel doctor` counts the log again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::Method;
use runnel_tests::{Backend, Setup, Source, TestApp, eventually, page, page_with, text};
use serde_json::{Value, json};

use crate::{TURN, free_address};

/// How many people there are when counting begins; the number of each says how often they came.
const PEOPLE: usize = 6_000;
const OFTEN: i64 = 12;
const KILLS: usize = 3;
/// Whoever tries again at once only keeps a server from starting.
const PAUSE: Duration = Duration::from_millis(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_counted_twice_or_not_at_all_on_sqlite() {
    kill_while_it_is_counted(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_counted_twice_or_not_at_all_on_postgres() {
    kill_while_it_is_counted(Backend::Postgres).await;
}

async fn kill_while_it_is_counted(backend: Backend) {
    let _turn = TURN.lock().await;
    let setup = Setup::standard().with("RUNNEL_LISTEN", free_address());
    let mut app = TestApp::start_with(backend, setup).await;
    let source = app.server_source().await;
    let mut came = BTreeMap::new();
    for people in (0..PEOPLE).collect::<Vec<_>>().chunks(200) {
        let visits = |number: &usize| vec![*number; *number % 15];
        let batch: Vec<usize> = people.iter().flat_map(visits).collect();
        source.send(batch.iter().map(|number| page(&user(*number), PRICING))).await;
        batch.into_iter().for_each(|number| *came.entry(number).or_insert(0) += 1);
    }
    app.run_until_idle().await;

    let stop = Arc::new(AtomicBool::new(false));
    let load = tokio::spawn(visit_until(Arc::clone(&stop), source.clone()));
    let (mut asked, mut kills) = (0, 0);
    while kills < KILLS {
        asked += 1;
        assert!(asked <= 10 * KILLS, "it is always over before it can be killed");
        kills += usize::from(kill_while_counting(&mut app, asked).await);
        app.restart().await;
    }
    eventually("all is counted", async || {
        app.api().all("/preparations").await.is_empty().then_some(())
    })
    .await;
    stop.store(true, Ordering::SeqCst);
    for (number, times) in load.await.expect("the load does not panic") {
        *came.entry(number).or_insert(0) += times;
    }
    app.run_until_idle().await;
    let mut expect: Vec<String> =
        came.into_iter().filter(|(_, times)| *times >= OFTEN).map(|(one, _)| user(one)).collect();
    expect.sort();
    for number in 1..=asked {
        assert!(members(&app, &format!("often-{number}")).await == expect, "of {number}");
    }
    app.finish().await;
}

async fn members(app: &TestApp, segment: &str) -> Vec<String> {
    let members = app.api().all(&format!("/segments/{segment}/members?limit=1000")).await;
    let mut names: Vec<_> = members.iter().map(|one| text(&one["name"]).to_owned()).collect();
    names.sort();
    names
}

/// Asks for a segment that nobody has counted. Whether the kill came before that was done.
async fn kill_while_counting(app: &mut TestApp, number: usize) -> bool {
    // Each asks for something else, and yet for the same.
    let part = &PRICING[..PRICING.len() - number % PRICING.len()];
    let rule = json!({ "count": { "of": page_with(part), "times": { "at_least": OFTEN } } });
    let api = app.api();
    let path = format!("/api/v1/segments/often-{number}");
    let put =
        api.request(Method::PUT, &path).body(json!({ "name": "Often", "rule": rule }).to_string());
    let asking = tokio::spawn(put.send());
    eventually("it is being counted, or done", async || {
        let waiting = api.all("/preparations").await;
        let own = waiting.iter().find(|one| one["subject"] == format!("often-{number}"));
        let begun = own.is_some_and(|one| one["share"].as_f64() > Some(0.5));
        (begun || asking.is_finished()).then_some(())
    })
    .await;
    app.kill();
    drop(asking.await);
    app.database().rows("SELECT 'waiting', count(*) FROM preparations").await[0].1 > 0
}

const PRICING: &str = "https://example.com/pricing";

fn user(number: usize) -> String {
    format!("user-{number}")
}

/// Visits, each sent again under its own id until it is acknowledged. How often who came.
async fn visit_until(stop: Arc<AtomicBool>, source: Source) -> BTreeMap<usize, i64> {
    let mut came = BTreeMap::new();
    let mut number = 0;
    while !stop.load(Ordering::SeqCst) {
        let people: Vec<usize> = (0..20).map(|place| (number + place) * 7_919 % PEOPLE).collect();
        number += people.len();
        let items: Vec<Value> = people.iter().map(|one| page(&user(*one), PRICING)).collect();
        let body = json!({ "batch": items }).to_string();
        loop {
            let request = source.request("/v1/batch").header("authorization", source.basic());
            let answer = request.body(body.clone()).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        people.into_iter().for_each(|one| *came.entry(one).or_insert(0) += 1);
    }
    came
}
