//! Effects are claimed by one at a time, and what became of each is written down once.

use runnel_model::{
    Batch, Delivery, Done, Effect, EffectBody, EffectId, EnrolmentId, FlowId, InputBody, Lease,
    NodeId, Settled, StepRef, Store, Timestamp,
};
use runnel_store::{Database, DeadLetter};

use crate::harness::{at, on_each, user, visit};
use crate::work::count;

const ALL: std::ops::RangeInclusive<u8> = 0..=63;

fn effect(number: u128, answer: bool) -> Effect {
    let step = StepRef {
        flow: FlowId::parse("flow").unwrap(),
        version: 1,
        enrolment: EnrolmentId(7),
        node: NodeId::parse("post").unwrap(),
    };
    let body = EffectBody::PostToUrl { url: "https://example.com".into(), body: "{}".into() };
    Effect { id: EffectId(number), at: at(20), step, answer, body }
}

/// A database with these effects waiting.
async fn waiting(database: &Database, effects: Vec<Effect>) {
    database.accept(vec![visit(user("u"), 1, 10)]).await.unwrap();
    let queue = |batch: Batch| -> Vec<Done> {
        let mut done = count(at(20))(batch);
        done[0].applied[0].effects = effects;
        done
    };
    database.process(ALL, 10, at(20), queue).await.unwrap();
}

async fn claim(database: &Database, now: i64) -> Vec<Lease> {
    database.claim(at(now), at(now + 100), 10).await.unwrap().leases
}

async fn settle(database: &Database, lease: &Lease, delivery: Delivery, now: Timestamp) {
    database.settle(vec![Settled { lease: lease.clone(), delivery }], now).await.unwrap();
}

#[tokio::test]
async fn an_effect_is_claimed_by_one_until_its_lease_ends() {
    on_each(|database| async move {
        waiting(&database, vec![effect(1, false)]).await;
        assert_eq!(database.next_effect().await.unwrap(), Some(at(20)));
        assert_eq!(claim(&database, 19).await.len(), 0);
        let first = claim(&database, 30).await;
        assert_eq!((first.len(), first[0].attempts), (1, 0));
        assert_eq!(first[0].effect, effect(1, false));
        assert_eq!(claim(&database, 40).await.len(), 0);
        assert_eq!(database.next_effect().await.unwrap(), Some(at(130)));

        let second = claim(&database, 130).await;
        assert!(second[0].fence > first[0].fence);
        // The first one comes too late: it says nothing about the second one's try.
        settle(&database, &first[0], Delivery::Delivered, at(140)).await;
        assert_eq!(database.outbox().await.unwrap().len(), 1);
        settle(&database, &second[0], Delivery::Delivered, at(150)).await;
        assert_eq!(database.outbox().await.unwrap().len(), 0);
        assert_eq!(database.inbox_len().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_failed_try_is_made_again_at_its_time() {
    on_each(|database| async move {
        waiting(&database, vec![effect(1, true)]).await;
        let lease = claim(&database, 30).await.remove(0);
        let retry = Delivery::Retry { at: at(5_000), why: "500".into() };
        settle(&database, &lease, retry, at(40)).await;
        assert_eq!(claim(&database, 4_999).await.len(), 0);
        let again = claim(&database, 5_000).await;
        assert_eq!(again[0].attempts, 1);
        assert_eq!(database.inbox_len().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_waits_for_the_final_answer_gets_it() {
    on_each(|database| async move {
        waiting(&database, vec![effect(1, true), effect(2, true)]).await;
        let leases = claim(&database, 30).await;
        for lease in &leases {
            let dead = Delivery::Dead { why: "gone".into() };
            let delivery = if lease.effect.id == EffectId(1) { Delivery::Delivered } else { dead };
            settle(&database, lease, delivery, at(40)).await;
        }
        let see = |batch: Batch| {
            let mut answers: Vec<_> =
                batch.jobs[0].inputs.iter().map(|input| &input.body).collect();
            answers.sort_by_key(|body| format!("{body:?}"));
            let answer = |effect, delivered, why: &str| InputBody::Answer {
                effect: EffectId(effect),
                enrolment: EnrolmentId(7),
                delivered,
                why: why.into(),
            };
            assert_eq!(answers, [&answer(1, true, ""), &answer(2, false, "gone")]);
            count(at(50))(batch)
        };
        assert_eq!(database.process(ALL, 10, at(50), see).await.unwrap().inputs, 2);

        let letters = database.dead_letters(10, None).await.unwrap().items;
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].letter, DeadLetter::Effect(Box::new(effect(2, true))));
        assert!(database.retry_dead_letter(letters[0].id, at(60)).await.unwrap());
        assert_eq!(claim(&database, 60).await.len(), 1);
    })
    .await;
}
