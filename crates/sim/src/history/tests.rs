//! That the history is the same every time, is in order, and is worth looking at.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

const UNTIL: Timestamp = Timestamp::from_ms(1_767_603_600_000);

fn names(history: &[Happening]) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for happening in history {
        let name = match &happening.body {
            InputBody::Event(event) => event.name.to_string(),
            InputBody::Identify { .. } => "identify".into(),
            _ => "by hand".into(),
        };
        *names.entry(name).or_default() += 1;
    }
    names
}

#[test]
fn the_same_seed_gives_the_same_history_and_another_seed_another() {
    let wanted = Wanted::until(UNTIL);
    assert_eq!(invent(wanted), invent(wanted));
    assert_ne!(invent(wanted), invent(Wanted { seed: 3, ..wanted }));
}

#[test]
fn it_is_in_order_within_its_weeks_and_no_message_comes_twice() {
    let wanted = Wanted::until(UNTIL);
    let history = invent(wanted);
    assert!(history.is_sorted_by_key(|happening| happening.at));
    let from = wanted.until - Span::Weeks(wanted.weeks);
    assert!(history.iter().all(|happening| (from..wanted.until).contains(&happening.at)));
    let ids: BTreeSet<&String> = history.iter().map(|happening| &happening.message_id).collect();
    assert_eq!(ids.len(), history.len());
}

#[test]
fn there_is_something_of_everything() {
    let history = invent(Wanted::until(UNTIL));
    insta::assert_snapshot!(format!("{:#?}", names(&history)), @r#"
    {
        "by hand": 41,
        "custom:created_a_project": 30,
        "custom:created_a_task": 80,
        "custom:started_a_trial": 25,
        "identify": 35,
        "meeting_booked": 20,
        "meeting_cancelled": 5,
        "meeting_rescheduled": 5,
        "page_visited": 245,
    }
    "#);
    let pricing = |happening: &&Happening| match &happening.body {
        InputBody::Event(event) => event.properties.as_str().contains("/pricing"),
        _ => false,
    };
    assert!(history.iter().filter(pricing).count() > 50);
}

#[test]
fn one_person_less_changes_nobody_else() {
    let all = invent(Wanted::until(UNTIL));
    let fewer = invent(Wanted { people: Wanted::PEOPLE_MAX - 1, ..Wanted::until(UNTIL) });
    let last = Wanted::PEOPLE_MAX - 1;
    let others: Vec<_> = all.into_iter().filter(|happening| happening.person != last).collect();
    assert_eq!(others, fewer);
}

#[test]
fn every_address_is_reserved_for_examples_and_somebodys_own() {
    let history = invent(Wanted::until(UNTIL));
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    for happening in &history {
        if let Some(email) = &happening.keys.email {
            let domain = email.as_str().rsplit('@').next().unwrap();
            assert!(["example.com", "example.org", "example.net"].contains(&domain), "{email}");
            assert_eq!(
                *owners.entry(email.to_string()).or_insert(happening.person),
                happening.person
            );
        }
    }
    assert!(owners.len() > 30);
}
