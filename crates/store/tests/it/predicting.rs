//! What prediction reads: many logs at a time; and what it writes: predictions and probabilities.

use std::collections::BTreeMap;

use runnel_model::{ContactId, EventName, Store};
use runnel_store::{
    ContactQuery, ContactSort, Database, OwnedEntry, PredictionEnd, PredictionState,
};
use serde_json::json;

use crate::harness::{at, device, on_each, user, user_on_device, visit};
use crate::work::{count, count_one};

const ALL: std::ops::RangeInclusive<u8> = 0..=63;

/// A user who came from a device and visited 200 pages, and another who visited one.
async fn visits(database: &Database) -> (ContactId, ContactId) {
    let mut items = vec![visit(device("d"), 0, 5), visit(user("one"), 1, 6)];
    items.extend((0..200).map(|n| visit(user("many"), 10 + n, i64::from(10 + n))));
    database.accept(items).await.unwrap();
    database.process(ALL, 1_000, at(300), count(at(300))).await.unwrap();
    database.accept(vec![visit(user_on_device("many", "d"), 500, 400)]).await.unwrap();
    while database.merge(at(410), |job| count_one(job, at(410))).await.unwrap() {}
    database.process(ALL, 10, at(420), count(at(420))).await.unwrap();
    let states = database.states(ContactId(0), 10).await.unwrap();
    let of = |name: &str| states.iter().find(|one| one.display_name() == name).unwrap().id;
    (of("many"), of("one"))
}

#[tokio::test]
async fn long_logs_are_read_back_in_parts_with_those_that_became_part_of_them() {
    on_each(|database| async move {
        let (many, one) = visits(&database).await;
        let mut logs = database.logs_of(&[one, many]).await.unwrap();
        let (mut parts, mut read) = (0, Vec::new());
        loop {
            let part = database.read_back(&mut logs).await.unwrap();
            if part.is_empty() {
                break;
            }
            parts += 1;
            read.extend(part);
        }
        assert_eq!(parts, 4, "64 entries at a time");
        let mut times: BTreeMap<ContactId, Vec<i64>> = BTreeMap::new();
        for OwnedEntry { owner, row } in &read {
            if row.name == "page_visited" {
                times.entry(*owner).or_default().push(row.occurred_at.as_ms());
            }
        }
        let own: Vec<_> = read.iter().filter(|entry| entry.row.contact == many).collect();
        assert!(own.is_sorted_by_key(|entry| -entry.row.seq), "the newest first");
        times.get_mut(&many).unwrap().sort_unstable();
        let expect: Vec<i64> = [5].into_iter().chain(10..210).chain([400]).collect();
        assert_eq!(times, BTreeMap::from([(many, expect), (one, vec![6])]));
        let none = database.read_back(&mut database.logs_of(&[]).await.unwrap()).await.unwrap();
        assert_eq!(none, []);
    })
    .await;
}

#[tokio::test]
async fn what_happened_belongs_to_whom_it_belongs_now() {
    on_each(|database| async move {
        let (many, one) = visits(&database).await;
        let window = (0, database.log_end().await.unwrap());
        let visited = [EventName::PageVisited];
        let everybody = (ContactId(0), ContactId(i64::MAX));
        let all = database.happened(window, everybody, &visited).await.unwrap();
        let of = |id| all.iter().filter(|(contact, ..)| *contact == id).count();
        assert_eq!((all.len(), of(many), of(one)), (203, 202, 1));
        let only = (ContactId(one.0 - 1), one);
        assert_eq!(database.happened(window, only, &visited).await.unwrap().len(), 1);
        let booked = [EventName::MeetingBooked];
        assert_eq!(database.happened(window, everybody, &booked).await.unwrap(), []);
    })
    .await;
}

fn end(state: PredictionState) -> PredictionEnd {
    let model = (state == PredictionState::Done).then(|| json!({ "format": 1 }));
    PredictionEnd { state, model, report: None, refusal: None, scores: Some(json!({})) }
}

async fn listed(database: &Database) -> Vec<Option<f64>> {
    let sort = ContactSort::Probability;
    let query = ContactQuery { sort, descending: true, ..ContactQuery::default() };
    let found = database.contacts(&query).await.unwrap().items;
    found.into_iter().map(|row| row.probability).collect()
}

#[tokio::test]
async fn a_list_shows_the_probabilities_of_the_last_model_until_the_next_is_done() {
    on_each(|database| async move {
        let (many, one) = visits(&database).await;
        let first = database.begin_prediction(&json!({}), at(1)).await.unwrap().unwrap();
        assert_eq!(database.begin_prediction(&json!({}), at(1)).await.unwrap(), None);
        database.put_probabilities(first, &[(many, 0.25), (one, 0.75)]).await.unwrap();
        assert_eq!(listed(&database).await, [], "it is not done");
        assert!(database.end_prediction(first, &end(PredictionState::Done), at(2)).await.unwrap());
        assert_eq!(listed(&database).await, [Some(0.75), Some(0.25)]);

        let second = database.begin_prediction(&json!({}), at(3)).await.unwrap().unwrap();
        database.put_probabilities(second, &[(many, 0.5)]).await.unwrap();
        database.put_probabilities(second, &[(many, 0.125)]).await.unwrap();
        assert!(!database.drop_old_probabilities(10).await.unwrap(), "both are needed");
        assert_eq!(listed(&database).await, [Some(0.75), Some(0.25)]);
        assert!(database.end_prediction(second, &end(PredictionState::Done), at(4)).await.unwrap());
        assert_eq!(listed(&database).await, [Some(0.125)]);
        assert!(database.drop_old_probabilities(1).await.unwrap());
        assert!(database.drop_old_probabilities(1).await.unwrap());
        assert!(!database.drop_old_probabilities(1).await.unwrap());
        assert_eq!(listed(&database).await, [Some(0.125)]);
    })
    .await;
}

#[tokio::test]
async fn what_is_broken_off_was_never_there_and_the_last_model_is_never_forgotten() {
    on_each(|database| async move {
        let begin = async || database.begin_prediction(&json!({}), at(1)).await.unwrap().unwrap();
        let broken_off = begin().await;
        assert_eq!(database.break_off_prediction().await.unwrap(), Some(broken_off));
        assert_eq!(database.break_off_prediction().await.unwrap(), None);
        let done = PredictionState::Done;
        assert!(!database.end_prediction(broken_off, &end(done), at(2)).await.unwrap());
        let model = begin().await;
        database.end_prediction(model, &end(done), at(2)).await.unwrap();
        for _ in 0..3 {
            let refused = begin().await;
            let end = end(PredictionState::Refused);
            database.end_prediction(refused, &end, at(2)).await.unwrap();
        }
        database.forget_predictions(2).await.unwrap();
        let left = database.predictions(10, None).await.unwrap().items;
        let states: Vec<_> = left.iter().map(|row| row.state).collect();
        let refused = PredictionState::Refused;
        assert_eq!(states, [refused, refused, done]);
        assert_eq!(database.done_prediction().await.unwrap().unwrap().id, model);
        assert_eq!(database.prediction_model(model).await.unwrap(), Some(json!({ "format": 1 })));
    })
    .await;
}
