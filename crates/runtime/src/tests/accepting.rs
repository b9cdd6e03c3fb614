//! Group commit: what is batched, what is isolated, what is refused.

use std::time::Duration;

use futures::future::join_all;
use runnel_model::{Accepted, ContactId, PropertyName, Value};

use crate::testing::{Bench, event, until};
use crate::{BadItem, IntakeError, PATIENCE, Rejection, Waited};

fn taken(contact: i64) -> Result<Accepted, BadItem> {
    Ok(Accepted::Taken { contact: ContactId(contact), refused: vec![] })
}

#[tokio::test(start_paused = true)]
async fn whatever_arrives_during_a_commit_is_one_batch() {
    let bench = Bench::new();
    let (runtime, tasks) = bench.start();
    let blocked = bench.store.commits.clone().acquire_owned().await;
    let first = tokio::spawn({
        let runtime = runtime.clone();
        async move { runtime.submit(vec![event(1, "a")]).await }
    });
    until("the first commit begins", || bench.store.look(|held| held.accepts.len()) == 1).await;
    let rest: Vec<_> = (0..300)
        .map(|n| {
            let runtime = runtime.clone();
            tokio::spawn(async move { runtime.submit(vec![event(n, "a"), event(2, "b")]).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert!(!runtime.idle());
    drop(blocked);
    assert_eq!(first.await.unwrap().unwrap(), [taken(1)]);
    for (n, answer) in join_all(rest).await.into_iter().enumerate().skip(1) {
        assert_eq!(answer.unwrap().unwrap(), [taken(n as i64), taken(2)]);
    }
    assert_eq!(bench.store.look(|held| held.accepts.clone()), [1, 600]);
    until("all is processed", || runtime.idle()).await;
    tasks.shutdown(PATIENCE).await;
}

#[tokio::test(start_paused = true)]
async fn a_batch_has_a_size() {
    let mut bench = Bench::new();
    bench.settings.accept_batch_max = 10;
    let (runtime, _tasks) = bench.start();
    join_all((0..25).map(|n| runtime.submit(vec![event(n, "a")]))).await;
    assert_eq!(bench.store.look(|held| held.accepts.clone()), [10, 10, 5]);
    let large = (0..40).map(|_| event(1, "a")).collect();
    assert_eq!(runtime.submit(large).await.unwrap().len(), 40);
}

#[tokio::test(start_paused = true)]
async fn what_overtakes_nobody_is_applied_by_the_commit_that_accepts_it() {
    let mut bench = Bench::new();
    bench.settings.apply_at_once = true;
    let (runtime, _tasks) = bench.start();
    runtime.submit(vec![event(1, "a"), event(2, "b"), event(1, "c")]).await.unwrap();
    assert_eq!(bench.store.applied(1), ["a", "c"]);

    runtime.pause_processing(true);
    runtime.submit(vec![event(1, "d")]).await.unwrap();
    assert_eq!(bench.store.applied(1), ["a", "c"]);
    runtime.pause_processing(false);
    // What waits is not overtaken, whoever it concerns.
    runtime.submit(vec![event(1, "e")]).await.unwrap();
    until("all is processed", || runtime.idle()).await;
    assert_eq!(bench.store.applied(1), ["a", "c", "d", "e"]);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_applied_is_accepted_all_the_same_and_put_aside_by_its_lane() {
    let mut bench = Bench::new();
    bench.settings.apply_at_once = true;
    bench.store.look(|held| held.refuses_applied = Some("bad"));
    let (runtime, _tasks) = bench.start();
    let answers = runtime.submit(vec![event(1, "a"), event(2, "bad"), event(3, "a")]).await;
    assert_eq!(answers.unwrap(), [taken(1), taken(2), taken(3)]);
    until("all is processed", || runtime.idle()).await;
    assert_eq!(bench.store.applied(1), ["a"]);
    assert_eq!(bench.store.applied(3), ["a"]);
    let parked = bench.store.look(|held| held.parked.len());
    assert_eq!((parked, bench.store.applied(2).len()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn only_the_item_that_cannot_be_stored_is_refused() {
    let bench = Bench::new();
    bench.store.look(|held| held.refuses = Some("bad"));
    let (runtime, _tasks) = bench.start();
    let good = (1..60).map(|n| runtime.submit(vec![event(n, "a"), event(n, "a")]));
    let bad = runtime.submit(vec![event(100, "a"), event(101, "bad"), event(102, "a")]);
    let (good, bad) = futures::join!(join_all(good), bad);
    assert!(good.into_iter().flat_map(Result::unwrap).all(|answer| answer.is_ok()));
    let why = BadItem { why: "not this one".into() };
    assert_eq!(bad.unwrap(), [taken(100), Err(why), taken(102)]);
    let rejected = runtime.submit_and_wait(event(1, "bad"), PATIENCE).await;
    let why = Rejection::BadItem("not this one".into());
    assert_eq!(rejected, Ok(Waited::Rejected(why)));
}

#[tokio::test(start_paused = true)]
async fn a_panic_in_the_store_fails_only_the_submission_that_causes_it() {
    let bench = Bench::new();
    bench.store.look(|held| held.trips_over = Some("trap"));
    let (runtime, _tasks) = bench.start();
    let good = (1..9).map(|n| runtime.submit(vec![event(n, "a")]));
    let (good, bad) = futures::join!(join_all(good), runtime.submit(vec![event(9, "trap")]));
    assert!(good.into_iter().flat_map(Result::unwrap).all(|answer| answer.is_ok()));
    assert!(matches!(bad, Err(IntakeError::Damaged(_))), "{bad:?}");
}

#[tokio::test(start_paused = true)]
async fn without_a_database_nothing_is_said_to_be_taken() {
    let bench = Bench::new();
    bench.store.look(|held| held.down = true);
    let (runtime, _tasks) = bench.start();
    let answer = runtime.submit(vec![event(1, "a")]).await.unwrap_err();
    assert_eq!(answer, IntakeError::Unavailable("down".into()));
    assert_eq!(answer.retry_after(), Some(5));
    bench.store.look(|held| held.down = false);
    assert_eq!(runtime.submit(vec![event(1, "a")]).await.unwrap(), [taken(1)]);
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_and_takes_again_when_there_is_room() {
    let mut bench = Bench::new();
    bench.settings.accept_queue_max = 8;
    let (runtime, _tasks) = bench.start();
    let answers = join_all((0..10).map(|n| runtime.submit(vec![event(n + 1, "a")]))).await;
    let refused = answers.iter().filter(|answer| **answer == Err(IntakeError::Overloaded));
    assert_eq!(refused.count(), 2);
    assert_eq!(runtime.submit(vec![event(1, "a")]).await.unwrap(), [taken(1)]);
}

#[tokio::test(start_paused = true)]
async fn a_large_item_takes_more_room() {
    let mut bench = Bench::new();
    bench.settings.accept_queue_max = 8;
    let (runtime, _tasks) = bench.start();
    let large = || {
        let name = PropertyName::parse("note").unwrap();
        let properties = vec![(name, Some(Value::Text("x".repeat(5_000))))];
        let body = runnel_model::InputBody::Identify { properties, fill_only: false };
        runnel_model::Incoming { body, ..event(1, "a") }
    };
    let answers = join_all([runtime.submit(vec![large()]), runtime.submit(vec![large()])]).await;
    assert!(answers[0].is_ok());
    assert_eq!(answers[1], Err(IntakeError::Overloaded));
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_commits_what_is_queued_and_takes_no_more() {
    let bench = Bench::new();
    let (runtime, tasks) = bench.start();
    let queued: Vec<_> = (1..50)
        .map(|n| {
            let runtime = runtime.clone();
            tokio::spawn(async move { runtime.submit(vec![event(n, "a")]).await })
        })
        .collect();
    tokio::task::yield_now().await;
    tasks.shutdown(PATIENCE).await;
    for answer in join_all(queued).await {
        assert!(answer.unwrap().is_ok());
    }
    assert_eq!(runtime.submit(vec![event(1, "a")]).await, Err(IntakeError::Stopping));
}

#[tokio::test(start_paused = true)]
async fn a_property_is_defined_until_that_is_stored() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    let name = PropertyName::parse("age").unwrap();
    let coerce = || runtime.coerce(vec![(name.clone(), Some(Value::Number(1.0)))]).defines;
    let item = || runnel_model::Incoming { defines: coerce(), ..event(1, "a") };
    bench.store.look(|held| held.down = true);
    assert!(runtime.submit(vec![item()]).await.is_err());
    assert_eq!(coerce().len(), 1);
    bench.store.look(|held| held.down = false);
    assert!(runtime.submit(vec![item()]).await.is_ok());
    assert_eq!(coerce().len(), 0);
}
