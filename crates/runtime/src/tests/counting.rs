//! The past, counted and handed out.

use std::sync::Mutex;

use runnel_engine::Recalled;
use runnel_model::{
    ContactId, EventMatch, InputBody, KeptBehaviour, PastEvent, Question, Span, Timestamp,
};

use crate::testing::{Bench, Held, START, event};
use crate::{PATIENCE, Past};

fn visit(contact: i64, hour: u32, catalog_version: u64) -> PastEvent {
    let InputBody::Event(event) = event(contact, "visit").body else { unreachable!() };
    let at = START + Span::Hours(hour);
    PastEvent { contact: ContactId(contact), at, catalog_version, event }
}

fn past(since: u64) -> Past {
    let InputBody::Event(event) = event(1, "visit").body else { unreachable!() };
    let of = EventMatch { event: event.name, conditions: Vec::new() };
    let behaviours = vec![KeptBehaviour { question: Question::Times(of), keep: 8, since }];
    Past { since, behaviours, contacts: 3, contacts_max: 2 }
}

/// What was handed out: to whom, how often it happened, and when last.
fn handed_out(bench: &Bench) -> Vec<(i64, u64, Option<Timestamp>)> {
    let see = |held: &mut Held| held.histories.clone();
    let of = |(contact, behaviours): (ContactId, Recalled)| {
        behaviours.into_values().map(move |one| (contact.0, one.total, one.last))
    };
    bench.store.look(see).into_iter().flat_map(of).collect()
}

#[tokio::test(start_paused = true)]
async fn each_contact_gets_what_was_before_and_gets_it_once() {
    let bench = Bench::new();
    let (runtime, tasks) = bench.start();
    let log = [visit(1, 1, 1), visit(2, 2, 1), visit(1, 3, 1), visit(2, 4, 2), visit(3, 5, 2)];
    bench.store.look(|held| held.past = log.to_vec());
    let shares = Mutex::new(Vec::new());
    let told = |share: f64| {
        shares.lock().unwrap().push(share);
        true
    };
    runtime.count_past(&past(2), told).await.unwrap();
    let hours = |hours| Some(START + Span::Hours(hours));
    assert_eq!(handed_out(&bench), [(1, 2, hours(3)), (2, 1, hours(2))]);
    let shares = shares.into_inner().unwrap();
    assert!(shares.is_sorted(), "{shares:?}");
    assert!(shares.iter().all(|share| (0.0..1.0).contains(share)), "{shares:?}");

    // Broken off and begun again, nobody gets anything twice; another one is another one.
    runtime.count_past(&past(2), |_| true).await.unwrap();
    assert_eq!(handed_out(&bench).len(), 2);
    runtime.count_past(&past(3), |_| true).await.unwrap();
    assert_eq!(handed_out(&bench).len(), 5);
    tasks.shutdown(PATIENCE).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_given_up_hands_out_nothing_more() {
    let bench = Bench::new();
    let (runtime, tasks) = bench.start();
    bench.store.look(|held| held.past = vec![visit(1, 1, 1)]);
    runtime.count_past(&past(2), |share| share < 0.25).await.unwrap();
    assert_eq!(handed_out(&bench), []);
    tasks.shutdown(PATIENCE).await;
}
