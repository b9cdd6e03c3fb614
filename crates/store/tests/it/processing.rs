//! What is accepted is applied once, in order, and every table says the same afterwards.

use runnel_model::{Accepted, Batch, Done, IdentityKeys, Parked, Processed, Store};

use crate::harness::{at, device, on_each, user, visit};
use crate::work::count;

const ALL: std::ops::RangeInclusive<u8> = 0..=63;

#[tokio::test]
async fn what_is_accepted_is_applied_once_and_leaves_the_inbox() {
    on_each(|database| async move {
        let items = (0..100).map(|n| visit(user(&format!("u{}", n % 10)), n, 10)).collect();
        database.accept(items).await.unwrap();
        let first = database.process(ALL, 60, at(20), count(at(20))).await.unwrap();
        assert_eq!(first, Processed { inputs: 60, more: true });
        let second = database.process(ALL, 60, at(21), count(at(21))).await.unwrap();
        assert_eq!(second, Processed { inputs: 40, more: false });
        let third = database.process(ALL, 60, at(22), count(at(22))).await.unwrap();
        assert_eq!(third, Processed { inputs: 0, more: false });

        let states = database.states(runnel_model::ContactId(0), 100).await.unwrap();
        let scores: Vec<_> = states.iter().map(|contact| contact.score(None)).collect();
        assert_eq!(scores, [10; 10]);
        let page = database.timeline(states[0].id, 100, None).await.unwrap();
        assert_eq!(page.items.len(), 10);
        for partition in database.partitions().await.unwrap() {
            assert_eq!(partition.applied_seq, partition.entries);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_accepted_is_applied_at_once_unless_somebody_waits() {
    on_each(|database| async move {
        let apply = async |items, when| {
            let when = at(when);
            database.accept_and_apply(items, when, count(when)).await.unwrap()
        };
        let first = apply(vec![visit(user("u"), 1, 10), visit(user("u"), 1, 10)], 20).await;
        assert!(first.applied);
        assert_eq!(first.accepted[1], Accepted::Duplicate);
        assert!(!apply(vec![visit(user("u"), 1, 10)], 21).await.applied, "nothing is new");
        assert_eq!(database.inbox_len().await.unwrap(), 0);

        database.accept(vec![visit(user("v"), 2, 30)]).await.unwrap();
        assert!(!apply(vec![visit(user("u"), 3, 31)], 40).await.applied);
        let waiting = database.process(ALL, 10, at(50), count(at(50))).await.unwrap();
        assert_eq!(waiting.inputs, 2);
        assert!(apply(vec![visit(user("v"), 4, 60)], 61).await.applied);

        let states = database.states(runnel_model::ContactId(0), 10).await.unwrap();
        let scores: Vec<_> = states.iter().map(|contact| contact.score(None)).collect();
        assert_eq!(scores, [2, 2]);
        for partition in database.partitions().await.unwrap() {
            assert_eq!(partition.applied_seq, partition.entries);
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_is_being_merged_is_not_overtaken() {
    on_each(|database| async move {
        database.accept(vec![visit(user("u"), 1, 10), visit(device("d"), 2, 10)]).await.unwrap();
        database.process(ALL, 10, at(20), count(at(20))).await.unwrap();
        let both = IdentityKeys { user_id: user("u").user_id, ..device("d") };
        let joins = database
            .accept_and_apply(vec![visit(both, 3, 30)], at(30), count(at(30)))
            .await
            .unwrap();
        assert!(!joins.applied, "a merge comes first");
        let more = visit(user("u"), 4, 31);
        let more = database.accept_and_apply(vec![more], at(31), count(at(31))).await.unwrap();
        assert!(!more.applied);
        assert_eq!(database.inbox_len().await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_stored_as_applied_is_not_accepted_either() {
    on_each(|database| async move {
        let other = database.clone();
        let broken = tokio::spawn(async move {
            let work = |_: Batch| -> Vec<Done> { panic!("work that breaks") };
            other.accept_and_apply(vec![visit(user("u"), 1, 10)], at(20), work).await
        });
        assert!(broken.await.is_err());
        assert_eq!(database.inbox_len().await.unwrap(), 0);
        let again = vec![visit(user("u"), 1, 10)];
        let again = database.accept_and_apply(again, at(30), count(at(30))).await.unwrap();
        assert!(again.applied, "it is no duplicate");
    })
    .await;
}

#[tokio::test]
async fn projections_follow_the_state() {
    on_each(|database| async move {
        database.accept(vec![visit(user("u"), 1, 10), visit(device("d"), 2, 10)]).await.unwrap();
        database.process(ALL, 10, at(20), count(at(20))).await.unwrap();
        database.accept(vec![visit(user("u"), 3, 30)]).await.unwrap();
        database.process(ALL, 10, at(40), count(at(40))).await.unwrap();
        let states = database.states(runnel_model::ContactId(0), 10).await.unwrap();
        let ids: Vec<_> = states.iter().map(|contact| contact.id).collect();
        for (state, rows) in states.iter().zip(database.projections(&ids).await.unwrap()) {
            let mut expect = vec![(None, state.score(None))];
            expect.extend(state.scores.iter().map(|(name, points)| (Some(name.clone()), *points)));
            assert_eq!(rows.scores, expect);
            assert_eq!(rows.wake_at, state.wake_at);
        }
    })
    .await;
}

#[tokio::test]
async fn a_lane_takes_only_its_own() {
    on_each(|database| async move {
        let items = (0..64).map(|n| visit(user(&format!("u{n}")), n, 10)).collect();
        database.accept(items).await.unwrap();
        let half = database.process(0..=31, 100, at(20), count(at(20))).await.unwrap();
        let other = database.process(32..=63, 100, at(20), count(at(20))).await.unwrap();
        assert_eq!((half.inputs, other.inputs), (32, 32));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_applied_waits_in_the_dead_letters_and_can_be_tried_again() {
    on_each(|database| async move {
        database.accept(vec![visit(user("u"), 1, 10)]).await.unwrap();
        let park = |batch: Batch| {
            let park = |input| Parked { input, reason: "it broke".into() };
            let jobs = batch.jobs.into_iter();
            let done = jobs.map(|job| Done {
                contact: job.contact,
                applied: Vec::new(),
                parked: job.inputs.into_iter().map(park).collect(),
            });
            done.collect()
        };
        database.process(ALL, 10, at(20), park).await.unwrap();
        assert_eq!(database.inbox_len().await.unwrap(), 0);
        let letters = database.dead_letters(10, None).await.unwrap().items;
        assert_eq!(letters[0].reason, "it broke");
        assert!(database.retry_dead_letter(letters[0].id, at(30)).await.unwrap());
        assert!(!database.retry_dead_letter(letters[0].id, at(30)).await.unwrap());
        let again = database.process(ALL, 10, at(40), count(at(40))).await.unwrap();
        assert_eq!(again.inputs, 1);
        assert_eq!(database.count_contacts().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_batch_that_is_given_up_changes_nothing_and_holds_nothing() {
    on_each(|database| async move {
        database.accept(vec![visit(user("u"), 1, 10)]).await.unwrap();
        let other = database.clone();
        let broken = tokio::spawn(async move {
            let work = |_: Batch| -> Vec<Done> { panic!("work that breaks") };
            other.process(ALL, 10, at(20), work).await
        });
        assert!(broken.await.is_err());
        assert_eq!(database.inbox_len().await.unwrap(), 1);
        let again = database.process(ALL, 10, at(30), count(at(30))).await.unwrap();
        assert_eq!(again.inputs, 1);
    })
    .await;
}
