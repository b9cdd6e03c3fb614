//! Effects: tried on schedule, settled once, and no target at the cost of another.

use std::time::Duration;

use runnel_model::{Delivery, EffectId, Span};

use crate::PATIENCE;
use crate::guard::lock;
use crate::testing::{Bench, START, event, until};

#[tokio::test(start_paused = true)]
async fn an_effect_is_signed_posted_and_settled() {
    let bench = Bench::new();
    let (runtime, tasks) = bench.start();
    let item = event(1, "post good");
    let id = EffectId(item.id.0);
    runtime.submit(vec![item]).await.unwrap();
    until("it rests", || runtime.idle()).await;
    let asked = lock(&bench.world.asked).clone();
    assert_eq!(asked.len(), 1);
    let header = |name: &str| asked[0].headers.iter().find(|one| one.0 == name).unwrap().1.clone();
    assert_eq!(header("webhook-id"), id.to_string());
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(bench.store.look(|held| held.settled.clone()), [(id, Delivery::Delivered)]);
    tasks.shutdown(PATIENCE).await;
}

#[tokio::test(start_paused = true)]
async fn a_failing_effect_is_tried_as_promised_and_then_given_up() {
    let bench = Bench::new();
    let driver = bench.drive();
    driver.runtime().submit(vec![event(1, "post 500")]).await.unwrap();
    driver.advance_to(START + Span::Days(3)).await.unwrap();
    let asked = lock(&bench.world.asked).clone();
    let at = |one: &runnel_model::HttpRequest| one.headers[1].1.trim_end_matches("ms").parse();
    let times: Vec<i64> = asked.iter().map(|one| at(one).unwrap()).collect();
    let pauses: Vec<_> = times.windows(2).map(|two| (two[1] - two[0]) / 1_000).collect();
    assert_eq!(pauses, [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]);
    assert_eq!(bench.store.look(|held| held.dead.clone())[0].1, "HTTP 500, after 8 tries");
    assert!(asked.iter().all(|one| one.headers[0] == asked[0].headers[0]), "one id on all tries");
    driver.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_forbidden_address_is_given_up_and_a_panic_is_a_failed_try() {
    let bench = Bench::new();
    let driver = bench.drive();
    let items = vec![event(1, "post forbidden"), event(1, "post trap")];
    driver.runtime().submit(items).await.unwrap();
    driver.run_until_idle().await.unwrap();
    let mut settled = bench.store.look(|held| held.settled.clone());
    settled.sort_by_key(|one| one.0);
    let why = "the address is not allowed: private";
    assert_eq!(settled[0].1, Delivery::Dead { why: why.into() });
    let at = START + Span::Seconds(5);
    assert_eq!(settled[1].1, Delivery::Retry { at, why: "no answer: a trap".into() });
}

#[tokio::test(start_paused = true)]
async fn who_asked_for_an_answer_gets_it_once_nothing_more_is_tried() {
    let bench = Bench::new();
    let driver = bench.drive();
    let items = vec![event(1, "ask good"), event(2, "ask 410"), event(3, "ask 500")];
    driver.runtime().submit(items).await.unwrap();
    driver.run_until_idle().await.unwrap();
    assert_eq!(bench.store.applied(1), ["ask good", "answer true"]);
    assert_eq!(bench.store.applied(2), ["ask 410", "answer false"]);
    assert_eq!(bench.store.applied(3), ["ask 500"]);
    driver.advance_to(START + Span::Days(3)).await.unwrap();
    assert_eq!(bench.store.applied(3), ["ask 500", "answer false"]);
}

#[tokio::test(start_paused = true)]
async fn a_slow_target_does_not_hold_up_the_others() {
    let bench = Bench::new();
    let (runtime, tasks) = bench.start();
    let slow = (0..500).map(|_| event(1, "post slow"));
    let quick = (0..100).map(|_| event(2, "post quick"));
    runtime.submit(slow.chain(quick).collect()).await.unwrap();
    let quick = || {
        let asked = lock(&bench.world.asked);
        asked.iter().filter(|one| one.url.contains("quick")).count()
    };
    let started = tokio::time::Instant::now();
    until("the quick ones are through", || quick() == 100).await;
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    let most = lock(&bench.world.most).clone();
    assert!(most.values().all(|most| *most <= 4), "{most:?}");
    tasks.shutdown(Duration::from_secs(60)).await;
}

#[tokio::test(start_paused = true)]
async fn a_try_that_hangs_is_broken_off_within_its_lease() {
    let bench = Bench::new();
    let (runtime, tasks) = bench.start();
    runtime.submit(vec![event(1, "post hanging")]).await.unwrap();
    until("it is settled", || bench.store.look(|held| held.settled.len()) == 1).await;
    let settled = bench.store.look(|held| held.settled[0].1.clone());
    let at = START + Span::Seconds(5);
    let why = "no answer: it took longer than 20 seconds".into();
    assert_eq!(settled, Delivery::Retry { at, why });
    tasks.shutdown(PATIENCE).await;
}

#[tokio::test(start_paused = true)]
async fn a_try_is_settled_when_the_database_is_back() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.submit(vec![event(1, "post slow")]).await.unwrap();
    until("it is tried", || lock(&bench.world.asked).len() == 1).await;
    bench.store.look(|held| held.down = true);
    tokio::time::sleep(Duration::from_secs(30)).await;
    bench.store.look(|held| held.down = false);
    until("it is settled", || bench.store.look(|held| held.outbox.is_empty())).await;
    assert_eq!(lock(&bench.world.asked).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_during_a_try_causes_no_second_one() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.submit(vec![event(1, "post slow")]).await.unwrap();
    until("it is tried", || lock(&bench.world.asked).len() == 1).await;
    bench.clock.set(START + Span::Days(1));
    runtime.clock_moved();
    until("it is settled", || bench.store.look(|held| held.outbox.is_empty())).await;
    assert_eq!(lock(&bench.world.asked).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_settles_what_is_under_way_and_begins_nothing() {
    let bench = Bench::new();
    let (runtime, tasks) = bench.start();
    runtime.submit((0..20).map(|_| event(1, "post slow")).collect()).await.unwrap();
    until("some are tried", || lock(&bench.world.asked).len() == 4).await;
    tasks.shutdown(Duration::from_secs(15)).await;
    assert_eq!(bench.store.look(|held| held.settled.len()), 4);
    assert_eq!(lock(&bench.world.asked).len(), 4);
}
