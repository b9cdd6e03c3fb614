//! Contacts are woken when they asked to be: not earlier, and not over a reply.

use runnel_model::{ContactId, InputBody, Store};

use crate::harness::{at, on_each, user, visit};
use crate::work::{and_wake_at, count};

const ALL: std::ops::RangeInclusive<u8> = 0..=63;

#[tokio::test]
async fn a_wake_comes_once_and_not_before_its_time() {
    on_each(|database| async move {
        database.accept(vec![visit(user("u"), 1, 10)]).await.unwrap();
        database.process(ALL, 10, at(20), and_wake_at(100, at(20))).await.unwrap();
        assert_eq!(database.next_wake(ALL).await.unwrap(), Some(at(100)));
        let early = database.process(ALL, 10, at(99), count(at(99))).await.unwrap();
        assert_eq!(early.inputs, 0);
        let due = database.process(ALL, 10, at(100), count(at(100))).await.unwrap();
        assert_eq!(due.inputs, 1);
        assert_eq!(database.next_wake(ALL).await.unwrap(), None);
        let again = database.process(ALL, 10, at(200), count(at(200))).await.unwrap();
        assert_eq!(again.inputs, 0);
    })
    .await;
}

#[tokio::test]
async fn what_was_accepted_before_comes_first() {
    on_each(|database| async move {
        database.accept(vec![visit(user("u"), 1, 10), visit(user("w"), 2, 10)]).await.unwrap();
        database.process(ALL, 10, at(20), and_wake_at(100, at(20))).await.unwrap();
        // Both are due, and a reply of the second one waits behind another one's events.
        let mut items: Vec<_> = (3..6).map(|n| visit(user("other"), n, 50)).collect();
        items.push(visit(user("w"), 6, 60));
        database.accept(items).await.unwrap();
        let see = |batch: runnel_model::Batch| {
            let bodies = batch.jobs.iter().flat_map(|job| &job.inputs).map(|input| &input.body);
            assert_eq!(bodies.filter(|body| matches!(body, InputBody::Wake)).count(), 1);
            count(at(110))(batch)
        };
        database.process(ALL, 2, at(110), see).await.unwrap();
        let woken = database.states(ContactId(0), 10).await.unwrap();
        let woken: Vec<_> = woken.iter().map(|contact| contact.tags.len()).collect();
        assert_eq!(woken.iter().sum::<usize>(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_sweep_wakes_everybody_who_is_behind_and_nobody_else() {
    on_each(|database| async move {
        let items = (0..5).map(|n| visit(user(&format!("u{n}")), n, 10)).collect();
        database.accept(items).await.unwrap();
        database.process(ALL, 10, at(20), count(at(20))).await.unwrap();
        assert_eq!(database.sweep(1, 10, at(30)).await.unwrap(), 0);
        // One is to be woken earlier than the sweep would, and stays so.
        assert_eq!(database.sweep(2, 3, at(30)).await.unwrap(), 3);
        assert_eq!(database.next_wake(ALL).await.unwrap(), Some(at(30)));
        let adopt = |batch| {
            let mut done = count(at(31))(batch);
            done.iter_mut().for_each(|one| one.contact.catalog_version = 2);
            done
        };
        assert_eq!(database.process(ALL, 10, at(31), adopt).await.unwrap().inputs, 3);
        assert_eq!(database.sweep(2, 10, at(32)).await.unwrap(), 2);
        assert_eq!(database.process(ALL, 10, at(33), adopt).await.unwrap().inputs, 2);
        assert_eq!(database.sweep(2, 10, at(34)).await.unwrap(), 0);
    })
    .await;
}
