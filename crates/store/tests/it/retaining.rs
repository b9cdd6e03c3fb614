//! Old entries of the log are deleted, and nothing that follows from them is lost.

use runnel_model::{
    Batch, ContactId, Done, EnrolmentId, FactBody, FlowId, NodeId, StepRef, Store, Timestamp,
};
use runnel_store::Database;

use crate::harness::{at, device, on_each, user, user_on_device, visit};
use crate::work::{count, count_one};

const ALL: std::ops::RangeInclusive<u8> = 0..=63;

fn day(number: i64) -> Timestamp {
    Timestamp::of_day(number)
}

/// A visit of this user on this day, applied at once.
async fn live(database: &Database, who: &str, number: u32, on: i64) {
    let now = day(on);
    database.accept(vec![visit(user(who), number, now.as_ms())]).await.unwrap();
    database.process(ALL, 10, now, count(now)).await.unwrap();
}

async fn delete_all(database: &Database, before: Timestamp, page: usize) -> Vec<usize> {
    let mut pages = Vec::new();
    loop {
        match database.delete_entries(before, page, day(100)).await.unwrap() {
            0 => return pages,
            number => pages.push(number),
        }
    }
}

/// On which days the entries of this contact id were applied that are still there.
async fn days(database: &Database, contact: i64) -> Vec<i64> {
    let log = database.log(ContactId(contact), 0, 100).await.unwrap();
    log.iter().map(|entry| entry.applied_at.day()).collect()
}

#[tokio::test]
async fn what_is_older_goes_and_a_baseline_stands_for_it() {
    on_each(|database| async move {
        for (number, on) in (1..=5).enumerate() {
            live(&database, "ana", number as u32, on).await;
        }
        live(&database, "bo", 10, 2).await;
        live(&database, "cy", 11, 9).await;
        assert_eq!(database.events_kept_since().await.unwrap(), None);
        assert_eq!(delete_all(&database, day(4), 2).await, [2, 1, 1]);
        assert_eq!(delete_all(&database, day(4), 2).await, [0; 0]);
        assert_eq!(database.events_kept_since().await.unwrap(), Some(day(4)));
        assert_eq!(days(&database, 1).await, [4, 5]);
        assert_eq!(days(&database, 2).await, [0; 0]);
        assert_eq!(days(&database, 3).await, [9]);

        let ana = database.baseline(ContactId(1)).await.unwrap().unwrap();
        assert_eq!((ana.seq, ana.at, ana.contact.score(None)), (5, day(100), 5));
        let bo = database.baseline(ContactId(2)).await.unwrap().unwrap();
        assert_eq!((bo.seq, bo.contact.score(None)), (1, 1));
        assert_eq!(database.baseline(ContactId(3)).await.unwrap(), None);
        for row in database.partitions().await.unwrap() {
            assert_eq!(row.applied_seq - row.deleted_seq, row.entries, "{row:?}");
        }
        let state = database.contact(ContactId(1)).await.unwrap().unwrap();
        assert_eq!(state, ana.contact, "nobody is changed by it");
    })
    .await;
}

#[tokio::test]
async fn what_reads_the_log_ends_where_it_begins() {
    on_each(|database| async move {
        for on in 1..=4 {
            live(&database, "ana", on as u32, on).await;
        }
        delete_all(&database, day(3), 100).await;
        let first = database.timeline(ContactId(1), 1, None).await.unwrap();
        let rest = database.timeline(ContactId(1), 9, first.next.as_ref()).await.unwrap();
        assert_eq!((first.items.len(), rest.items.len(), rest.next), (1, 1, None));
        let receipt = database.receipt(ContactId(1), 1, None).await.unwrap();
        let rest = database.receipt(ContactId(1), 1, receipt.next.as_ref()).await.unwrap();
        assert_eq!((rest.items.len(), rest.next), (1, None));
        assert_eq!(database.latest_events(None, 10).await.unwrap().len(), 2);

        // All of it goes, and it goes on.
        delete_all(&database, day(9), 100).await;
        assert_eq!(database.timeline(ContactId(1), 9, None).await.unwrap().items.len(), 0);
        assert_eq!(database.latest_events(None, 10).await.unwrap().len(), 0);
        live(&database, "ana", 9, 9).await;
        assert_eq!(days(&database, 1).await, [9]);
        assert_eq!(database.contact(ContactId(1)).await.unwrap().unwrap().score(None), 5);
    })
    .await;
}

#[tokio::test]
async fn a_contact_gets_a_new_baseline_only_when_what_came_after_it_is_old() {
    on_each(|database| async move {
        let score = async |database: &Database| {
            database.baseline(ContactId(1)).await.unwrap().unwrap().contact.score(None)
        };
        for on in 1..=4 {
            live(&database, "ana", on as u32, on).await;
        }
        delete_all(&database, day(2), 100).await;
        live(&database, "ana", 5, 5).await;
        delete_all(&database, day(5), 100).await;
        assert_eq!((days(&database, 1).await, score(&database).await), (vec![5], 4));
        live(&database, "ana", 6, 6).await;
        delete_all(&database, day(6), 100).await;
        assert_eq!((days(&database, 1).await, score(&database).await), (vec![6], 6));
    })
    .await;
}

#[tokio::test]
async fn who_became_part_of_another_has_a_baseline_as_well() {
    on_each(|database| async move {
        let loser = visit(device("d"), 1, day(1).as_ms());
        database.accept(vec![loser, visit(user("ana"), 2, day(1).as_ms())]).await.unwrap();
        database.process(ALL, 10, day(1), count(day(1))).await.unwrap();
        database.accept(vec![visit(user_on_device("ana", "d"), 3, day(2).as_ms())]).await.unwrap();
        assert!(database.merge(day(2), |job| count_one(job, day(2))).await.unwrap());
        database.process(ALL, 10, day(2), count(day(2))).await.unwrap();
        delete_all(&database, day(2), 100).await;
        let winner = database.contact(ContactId(1)).await.unwrap().unwrap().id;
        let loser = ContactId(3 - winner.0);
        let of_loser = database.baseline(loser).await.unwrap().unwrap().contact;
        assert_eq!((of_loser.merged_into, of_loser.score(None)), (Some(winner), 1));
        assert_eq!(days(&database, winner.0).await, [2, 2]);
        assert_eq!(database.timeline(winner, 10, None).await.unwrap().items.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_steps_were_counted_stays_counted() {
    on_each(|database| async move {
        let counted = async |database: &Database| {
            let table = database.flow_counters().await.unwrap();
            let baselines = database.counter_baselines().await.unwrap();
            assert_eq!(table.len(), 2);
            baselines.into_iter().map(|one| (one.day, one.port, one.count)).collect::<Vec<_>>()
        };
        for (number, on) in [1, 1, 2].into_iter().enumerate() {
            database
                .accept(vec![visit(user("ana"), number as u32, day(on).as_ms())])
                .await
                .unwrap();
            database.process(ALL, 10, day(on), |batch| enrol(batch, day(on))).await.unwrap();
        }
        assert_eq!(delete_all(&database, day(2), 1).await, [1, 1]);
        assert_eq!(counted(&database).await, [(1, String::new(), 2)]);
        delete_all(&database, day(3), 1).await;
        let expect = [(1, String::new(), 2), (2, String::new(), 1)];
        assert_eq!(counted(&database).await, expect);
    })
    .await;
}

/// Also begins an enrolment.
fn enrol(batch: Batch, now: Timestamp) -> Vec<Done> {
    let mut done = count(now)(batch);
    for one in &mut done {
        let step = StepRef {
            flow: FlowId::parse("flow").unwrap(),
            version: 1,
            enrolment: EnrolmentId(one.contact.id.own(0)),
            node: NodeId::parse("start").unwrap(),
        };
        let mut fact = crate::work::fact(now, FactBody::Enrolled { key: None });
        fact.step = Some(step);
        one.applied[0].facts.push(fact);
    }
    done
}

#[tokio::test]
async fn a_message_is_recognised_as_long_as_the_events_of_its_day_are_kept() {
    on_each(|database| async move {
        let accept = async |number: u32, on: i64| {
            let ms = day(on).as_ms() + 3_600_000;
            let answers = database.accept(vec![visit(user("ana"), number, ms)]).await.unwrap();
            !matches!(answers[0], runnel_model::Accepted::Duplicate)
        };
        assert!(accept(1, 1).await && accept(2, 2).await);
        for byte in 0..=u8::MAX {
            database.delete_hashes(at(day(2).as_ms() + 1), byte).await.unwrap();
        }
        assert!(!accept(2, 2).await, "its day is not over");
        assert!(accept(1, 3).await, "nobody remembers");
    })
    .await;
}
