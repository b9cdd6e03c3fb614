//! Inputs through the engine: order, isolation, wakes, and what happens when the database fails.

use std::time::Duration;

use futures::future::join_all;
use runnel_model::{Contact, ContactId, Span};
use tokio::time::Instant;

use crate::testing::{Bench, START, catalog, event, until};
use crate::{PATIENCE, Rejection, Waited};

#[tokio::test(start_paused = true)]
async fn who_waits_hears_the_facts_after_the_commit() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    let Ok(Waited::Applied { contact, facts }) =
        runtime.submit_and_wait(event(7, "hello"), PATIENCE).await
    else {
        panic!("not applied")
    };
    assert_eq!((contact, facts.len()), (ContactId(7), 1));
    assert_eq!(bench.store.applied(7), ["hello"]);
}

#[tokio::test(start_paused = true)]
async fn who_waits_too_long_is_told_that_it_will_be_done() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.pause_processing(true);
    let item = event(7, "hello");
    let id = item.id;
    let started = Instant::now();
    let waited = runtime.submit_and_wait(item, PATIENCE).await;
    assert_eq!(waited, Ok(Waited::StillWaiting(id)));
    assert_eq!(started.elapsed().as_secs(), 5);
    assert!(!runtime.idle());
    runtime.pause_processing(false);
    until("it is done", || bench.store.applied(7) == ["hello"]).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_not_taken_is_said_at_once() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    let unknown = runtime.submit_and_wait(event(-1, "a"), PATIENCE).await;
    assert_eq!(unknown, Ok(Waited::Rejected(Rejection::UnknownContact)));
    let twice = || runnel_model::Incoming { dedupe: Some([1; 16]), ..event(1, "a") };
    runtime.submit(vec![twice()]).await.unwrap();
    let again = runtime.submit_and_wait(twice(), PATIENCE).await;
    assert_eq!(again, Ok(Waited::Rejected(Rejection::Duplicate)));
}

#[tokio::test(start_paused = true)]
async fn a_panic_parks_one_input_and_leaves_the_contact_as_it_was() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    let items = vec![event(1, "a"), event(1, "boom"), event(1, "b"), event(2, "c")];
    let outcomes = runtime.submit_and_wait_all(items, PATIENCE).await.unwrap();
    assert_eq!(outcomes[1], Waited::Parked("boom went the step".into()));
    assert_eq!(bench.store.applied(1), ["a", "b"]);
    assert_eq!(bench.store.applied(2), ["c"]);
    assert_eq!(bench.store.look(|held| held.parked.len()), 1);
}

#[tokio::test(start_paused = true)]
async fn a_panicking_wake_fails_what_is_due_and_does_not_come_again() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.submit_and_wait(event(1, "curse"), PATIENCE).await.unwrap();
    bench.clock.set(START + Span::Hours(1));
    runtime.clock_moved();
    until("it rests", || runtime.idle()).await;
    assert_eq!(bench.store.applied(1), ["curse", "wake"]);
    assert_eq!(bench.store.look(|held| held.contacts[&ContactId(1)].wake_at), None);
}

#[tokio::test(start_paused = true)]
async fn a_wake_that_cannot_even_be_failed_is_parked_and_does_not_come_again() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.submit_and_wait(event(1, "curse"), PATIENCE).await.unwrap();
    bench.store.look(|held| {
        let contact = held.contacts.get_mut(&ContactId(1)).unwrap();
        contact.scores.insert(Default::default(), 1);
    });
    bench.clock.set(START + Span::Hours(1));
    runtime.clock_moved();
    until("it rests", || runtime.idle()).await;
    let parked = bench.store.look(|held| held.parked.clone());
    assert_eq!(parked, [(ContactId(1), "wake".into(), "not even that".into())]);
    assert_eq!(bench.store.look(|held| held.contacts[&ContactId(1)].wake_at), None);
}

#[tokio::test(start_paused = true)]
async fn a_wake_comes_at_its_time_and_not_before() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.submit_and_wait(event(1, "wait"), PATIENCE).await.unwrap();
    bench.clock.set(START + Span::Minutes(59));
    runtime.clock_moved();
    until("it rests", || runtime.idle()).await;
    assert_eq!(bench.store.applied(1), ["wait"]);
    bench.clock.set(START + Span::Hours(1));
    until("the timer sees the clock", || bench.store.applied(1) == ["wait", "wake"]).await;
}

#[tokio::test(start_paused = true)]
async fn an_input_is_applied_at_its_acceptance_and_time_never_falls() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.pause_processing(true);
    let later = runnel_model::Incoming { accepted_at: START + Span::Hours(2), ..event(1, "b") };
    runtime.submit(vec![event(1, "a"), later, event(1, "c")]).await.unwrap();
    bench.clock.set(START + Span::Days(1));
    runtime.pause_processing(false);
    until("it rests", || runtime.idle()).await;
    let times = bench.store.look(|held| held.log.iter().map(|one| one.2).collect::<Vec<_>>());
    assert_eq!(times, [START, START + Span::Hours(2), START + Span::Hours(2)]);
}

#[tokio::test(start_paused = true)]
async fn data_that_is_refused_is_found_by_halving_and_parked() {
    let mut bench = Bench::new();
    bench.settings.process_batch_max = 64;
    let (runtime, _tasks) = bench.start();
    runtime.pause_processing(true);
    let named = |n: i64| event(n, if n == 37 { "bad" } else { "a" });
    runtime.submit((1..=200).map(named).collect()).await.unwrap();
    bench.store.look(|held| held.refuses = Some("bad"));
    runtime.pause_processing(false);
    until("it rests", || runtime.idle()).await;
    let parked = bench.store.look(|held| held.parked.clone());
    let why = "the database refused the data: not this one";
    assert_eq!(parked, [(ContactId(37), "bad".into(), why.into())]);
    assert_eq!(bench.store.look(|held| held.log.len()), 199);
    let limits = bench.store.look(|held| held.limits.clone());
    assert!(limits.contains(&1) && limits.last() > Some(&1), "{limits:?}");
}

#[tokio::test(start_paused = true)]
async fn a_merge_that_is_refused_is_parked_and_holds_up_nobody() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.submit(vec![event(1, "a"), event(2, "a")]).await.unwrap();
    until("it rests", || runtime.idle()).await;
    bench.store.look(|held| {
        held.merges.push_back((ContactId(1), ContactId(2)));
        held.refuses = Some("merge");
    });
    runtime.submit_and_wait(event(3, "b"), PATIENCE).await.unwrap();
    assert_eq!(bench.store.applied(3), ["b"]);
    assert_eq!(bench.store.look(|held| held.parked.len()), 1);
    bench.store.look(|held| {
        held.merges.push_back((ContactId(1), ContactId(2)));
        held.trips_over = Some("merge");
    });
    runtime.submit_and_wait(event(3, "c"), PATIENCE).await.unwrap();
    assert_eq!(bench.store.applied(3), ["b", "c"]);
}

#[tokio::test(start_paused = true)]
async fn a_database_that_is_away_is_asked_rarely_and_all_goes_on_when_it_is_back() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.pause_processing(true);
    runtime.submit(vec![event(1, "a")]).await.unwrap();
    bench.store.look(|held| held.down = true);
    runtime.pause_processing(false);
    let before = bench.store.look(|held| held.calls);
    tokio::time::sleep(Duration::from_secs(60)).await;
    let calls = bench.store.look(|held| held.calls) - before;
    assert!((10..60).contains(&calls), "{calls} calls a minute");
    bench.store.look(|held| held.down = false);
    until("it is done", || bench.store.applied(1) == ["a"]).await;
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_of_the_database_while_there_is_nothing_to_do() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.submit_and_wait(event(1, "wait"), PATIENCE).await.unwrap();
    until("it rests", || runtime.idle()).await;
    let before = bench.store.look(|held| held.calls);
    tokio::time::sleep(Duration::from_secs(600)).await;
    let calls = bench.store.look(|held| held.calls) - before;
    assert!(calls <= 100, "{calls} calls in ten minutes");
}

#[tokio::test(start_paused = true)]
async fn several_lanes_share_the_contacts() {
    let mut bench = Bench::new();
    bench.settings.lanes = 3;
    let (runtime, _tasks) = bench.start();
    let items = (1..=128).map(|n| runtime.submit_and_wait(event(n, "a"), PATIENCE));
    for waited in join_all(items).await {
        assert!(matches!(waited, Ok(Waited::Applied { .. })), "{waited:?}");
    }
}

#[test]
fn every_partition_is_in_exactly_one_lane_whatever_their_number() {
    for lanes in 1..=64 {
        let mut bench = Bench::new();
        bench.settings.lanes = lanes;
        let parts = (bench.store.clone(), bench.clock.clone());
        let (shared, _queue) = crate::shared::Shared::new(
            bench.settings,
            crate::testing::ENGINE,
            parts,
            catalog(1, 0),
            vec![],
        );
        for partition in 0..64 {
            let holds = |lane: &usize| shared.partitions_of(*lane).contains(&partition);
            let found: Vec<_> = (0..usize::from(lanes)).filter(holds).collect();
            assert_eq!(found, [shared.lane_of(ContactId(i64::from(partition)))]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_catalog_that_concerns_everybody_wakes_everybody_once() {
    let bench = Bench::new();
    bench.store.look(|held| {
        let contacts = (1..=1_200).map(|n| (ContactId(n), Contact::new(ContactId(n), START)));
        held.contacts.extend(contacts);
    });
    let (runtime, _tasks) = bench.start();
    runtime.adopt(catalog(2, 0));
    until("it rests", || runtime.idle()).await;
    assert_eq!(bench.store.look(|held| held.log.len()), 0);
    runtime.adopt(catalog(3, 3));
    runtime.adopt(catalog(2, 2));
    assert_eq!(runtime.catalog().version(), 3);
    until("it rests", || runtime.idle()).await;
    let sweeps = bench.store.look(|held| held.sweeps.clone());
    assert_eq!(sweeps, [(3, 500), (3, 500), (3, 200), (3, 0)]);
    assert_eq!(bench.store.look(|held| held.log.len()), 1_200);
}

#[tokio::test(start_paused = true)]
async fn a_merge_goes_first() {
    let bench = Bench::new();
    let (runtime, _tasks) = bench.start();
    runtime.submit(vec![event(1, "a"), event(2, "a")]).await.unwrap();
    until("it rests", || runtime.idle()).await;
    bench.store.look(|held| held.merges.push_back((ContactId(1), ContactId(2))));
    runtime.submit_and_wait(event(1, "b"), PATIENCE).await.unwrap();
    assert_eq!(bench.store.applied(1), ["a", "merge", "b"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_submitters_at_once_get_everything_applied_once_and_in_order() {
    let mut bench = Bench::new();
    bench.settings.lanes = 4;
    let (runtime, tasks) = bench.start();
    let submitters = (1..=64).map(|contact| {
        let runtime = runtime.clone();
        tokio::spawn(async move {
            for n in 0..50 {
                runtime.submit(vec![event(contact, &format!("e{n}"))]).await.unwrap();
            }
        })
    });
    for submitter in join_all(submitters).await {
        submitter.unwrap();
    }
    until("it rests", || runtime.idle()).await;
    let expect: Vec<_> = (0..50).map(|n| format!("e{n}")).collect();
    (1..=64).for_each(|contact| assert_eq!(bench.store.applied(contact), expect));
    tasks.shutdown(PATIENCE).await;
}

#[tokio::test(start_paused = true)]
async fn an_input_that_is_sent_on_to_another_lane_is_processed_at_once() {
    let mut bench = Bench::new();
    bench.settings.lanes = 2;
    let (runtime, _tasks) = bench.start();
    bench.store.look(|held| {
        let part =
            Contact { merged_into: Some(ContactId(3)), ..Contact::new(ContactId(60), START) };
        held.contacts.insert(part.id, part);
    });
    let waited = runtime.submit_and_wait(event(60, "a"), PATIENCE).await;
    assert!(matches!(waited, Ok(Waited::Applied { contact: ContactId(3), .. })), "{waited:?}");
}
