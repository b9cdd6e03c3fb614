//! Contacts taken at random, and what they did.

use std::collections::BTreeSet;

use runnel_model::{ContactId, EventName, Store};

use crate::harness::{at, device, on_each, user, user_on_device, visit};
use crate::work::{count, count_one};

const ALL: std::ops::RangeInclusive<u8> = 0..=63;

#[tokio::test]
async fn each_contact_is_taken_at_most_once_and_all_of_them_if_there_are_no_more() {
    on_each(|database| async move {
        let items = (0..40).map(|n| visit(user(&format!("u{n}")), n, 10)).collect();
        database.accept(items).await.unwrap();
        database.process(ALL, 100, at(20), count(at(20))).await.unwrap();
        for (number, expect) in [(100, 40), (40, 40), (39, 39), (7, 7), (1, 1)] {
            let drawn = database.random_contacts(number, 1).await.unwrap();
            let different: BTreeSet<ContactId> = drawn.iter().copied().collect();
            assert_eq!((drawn.len(), different.len()), (expect, expect), "{number}");
        }
        let drawn = database.random_contacts(7, 1).await.unwrap();
        assert_ne!(drawn, database.random_contacts(7, 2).await.unwrap(), "by chance");
        let states = database.states_of(&drawn).await.unwrap();
        let states: BTreeSet<ContactId> = states.iter().map(|contact| contact.id).collect();
        assert_eq!(states, drawn.into_iter().collect());
    })
    .await;
}

#[tokio::test]
async fn what_a_contact_did_includes_what_became_part_of_it() {
    on_each(|database| async move {
        let items = [
            visit(device("d"), 1, 10),
            visit(user("u"), 2, 11),
            visit(user_on_device("u", "d"), 3, 12),
        ];
        for item in items {
            database.accept(vec![item]).await.unwrap();
            database.process(ALL, 10, at(20), count(at(20))).await.unwrap();
        }
        while database.merge(at(30), |job| count_one(job, at(30))).await.unwrap() {}
        database.process(ALL, 10, at(40), count(at(40))).await.unwrap();
        let left = database.random_contacts(10, 1).await.unwrap();
        assert_eq!(left.len(), 1, "who became part of another is nobody any more");
        let mut visits = database.events_named(left[0], &EventName::PageVisited).await.unwrap();
        visits.sort_by_key(|row| row.occurred_at);
        let times: Vec<_> = visits.iter().map(|row| row.occurred_at.as_ms()).collect();
        assert_eq!(times, [10, 11, 12]);
        let meetings = database.events_named(left[0], &EventName::MeetingBooked).await.unwrap();
        assert_eq!(meetings, []);
    })
    .await;
}
