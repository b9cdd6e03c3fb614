//! Two contacts that turn out to be one person become one.

use runnel_model::{
    Accepted, Batch, ContactId, Done, EndReason, EnrolmentId, Fact, FactBody, FlowId, IdentityKeys,
    NodeId, StepRef, Store,
};
use runnel_store::{Database, EnrolmentQuery, NamedContact};

use crate::harness::{at, device, on_each, user, user_on_device, visit};
use crate::work::{and_wake_at, count, count_one, fact};

const ALL: std::ops::RangeInclusive<u8> = 0..=63;

async fn one(database: &Database, keys: IdentityKeys, number: u32) -> ContactId {
    match &database.accept(vec![visit(keys, number, 10)]).await.unwrap()[0] {
        Accepted::Taken { contact, .. } => *contact,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_loser_leads_to_the_winner_with_all_that_it_had() {
    on_each(|database| async move {
        let loser = one(&database, device("d"), 1).await;
        let winner = one(&database, user("u"), 2).await;
        database.process(ALL, 10, at(20), and_wake_at(500, at(20))).await.unwrap();
        // The loser's next event is accepted before it is known who it is.
        assert_eq!(one(&database, device("d"), 3).await, loser);
        assert_eq!(one(&database, user_on_device("u", "d"), 4).await, winner);

        assert!(database.merge(at(30), |job| count_one(job, at(30))).await.unwrap());
        assert!(!database.merge(at(30), |job| count_one(job, at(30))).await.unwrap());
        let processed = database.process(ALL, 10, at(40), count(at(40))).await.unwrap();
        assert_eq!(processed.inputs, 2);

        let state = database.contact(loser).await.unwrap().unwrap();
        assert_eq!((state.id, state.score(None)), (winner, 4));
        assert_eq!(database.count_contacts().await.unwrap(), 1);
        assert_eq!(one(&database, device("d"), 5).await, winner);
        let named = IdentityKeys { contact: Some(loser), ..IdentityKeys::default() };
        assert_eq!(one(&database, named, 6).await, winner);

        let log = database.timeline(winner, 10, None).await.unwrap().items;
        let names: Vec<_> = log.iter().map(|entry| (entry.contact, entry.name.as_str())).collect();
        let visit = "page_visited";
        let expect =
            [(winner, visit), (winner, visit), (winner, "merge"), (winner, visit), (loser, visit)];
        assert_eq!(names, expect);
        assert_eq!(database.orphans().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_belonged_to_the_loser_is_found_at_the_winner() {
    on_each(|database| async move {
        let first = one(&database, device("d"), 1).await;
        let second = one(&database, device("e"), 2).await;
        let enrol = |batch: Batch| -> Vec<Done> {
            let mut done = count(at(20))(batch);
            done.iter_mut().for_each(enrol);
            done
        };
        database.process(ALL, 10, at(20), enrol).await.unwrap();
        let joined = IdentityKeys { previous: Some("d".into()), ..device("e") };
        one(&database, joined, 3).await;
        let winner = one(&database, user("u"), 4).await;
        one(&database, user_on_device("u", "e"), 5).await;
        while database.merge(at(30), |job| count_one(job, at(30))).await.unwrap() {}
        for contact in [first, second, winner] {
            let query = EnrolmentQuery { contact: Some(contact), ..EnrolmentQuery::default() };
            let found = database.enrolments(&query).await.unwrap().items;
            let found: Vec<_> = found.iter().map(|row| (row.id, row.contact)).collect();
            let theirs = |id: ContactId| (EnrolmentId(id.own(0)), winner);
            assert_eq!(found, [theirs(second), theirs(first)]);
        }
        let names = database.contact_names([first, winner]).await.unwrap();
        let named = NamedContact { id: winner, name: winner.to_string() };
        assert_eq!(names, [(first, named.clone()), (winner, named)].into());
        let rows = database.projections(&[winner, first]).await.unwrap();
        assert_eq!((rows[0].enrolments.len(), rows[1].enrolments.len()), (2, 0));
        assert_eq!(database.orphans().await.unwrap(), []);
    })
    .await;
}

/// Begins an enrolment and ends it.
fn enrol(done: &mut Done) {
    let step = StepRef {
        flow: FlowId::parse("flow").unwrap(),
        version: 1,
        enrolment: EnrolmentId(done.contact.id.own(0)),
        node: NodeId::parse("start").unwrap(),
    };
    let reason = EndReason::Finished;
    for body in [FactBody::Enrolled { key: None }, FactBody::Ended { reason }] {
        let step = Some(step.clone());
        done.applied[0].facts.push(Fact { step, ..fact(at(20), body) });
    }
}

#[tokio::test]
async fn a_loser_that_was_never_processed_is_merged_as_well() {
    on_each(|database| async move {
        let winner = one(&database, user("u"), 1).await;
        let loser = one(&database, device("d"), 2).await;
        assert_eq!(one(&database, user_on_device("u", "d"), 3).await, winner);
        assert!(database.merge(at(30), |job| count_one(job, at(30))).await.unwrap());
        database.process(ALL, 10, at(40), count(at(40))).await.unwrap();
        assert_eq!(database.contact(loser).await.unwrap().unwrap().score(None), 3);
        assert_eq!(database.inbox_len().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn merges_that_follow_each_other_all_lead_to_the_last_winner() {
    on_each(|database| async move {
        let first = one(&database, device("d"), 1).await;
        let second = one(&database, device("e"), 2).await;
        let joined = IdentityKeys { previous: Some("d".into()), ..device("e") };
        let third = one(&database, joined, 3).await;
        let last = one(&database, user("u"), 4).await;
        one(&database, user_on_device("u", "e"), 5).await;
        while database.merge(at(30), |job| count_one(job, at(30))).await.unwrap() {}
        database.process(ALL, 10, at(40), count(at(40))).await.unwrap();
        for id in [first, second, third, last] {
            let state = database.contact(id).await.unwrap().unwrap();
            assert_eq!((state.id, state.score(None)), (last, 5));
        }
    })
    .await;
}
