//! That the history is the same every time, is in order, and is worth looking at.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

const UNTIL: Timestamp = Timestamp::from_ms(1_767_603_600_000);

/// Those with names of their own, and some of the crowd.
const MANY: Wanted = Wanted { people: 400, ..Wanted::until(UNTIL) };

fn names(history: &[Happening]) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for happening in history {
        let name = match &happening.deed {
            Deed::Told(InputBody::Event(event)) => event.name.to_string(),
            Deed::Told(InputBody::Identify { .. }) => "identify".into(),
            _ => "by sales".into(),
        };
        *names.entry(name).or_default() += 1;
    }
    names
}

#[test]
fn the_same_seed_gives_the_same_history_and_another_seed_another() {
    let wanted = MANY;
    assert_eq!(invent(wanted), invent(wanted));
    assert_ne!(invent(wanted), invent(Wanted { seed: 3, ..wanted }));
}

#[test]
fn it_is_in_order_within_its_weeks_and_no_message_comes_twice() {
    let wanted = MANY;
    let history = invent(wanted);
    assert!(history.is_sorted_by_key(|happening| happening.at));
    let from = wanted.from();
    assert!(history.iter().all(|happening| (from..wanted.until).contains(&happening.at)));
    let ids: BTreeSet<&String> = history.iter().map(|happening| &happening.message_id).collect();
    assert_eq!(ids.len(), history.len());
}

#[test]
fn there_is_something_of_everything() {
    let history = invent(Wanted::until(UNTIL));
    insta::assert_snapshot!(format!("{:#?}", names(&history)), @r#"
    {
        "by sales": 41,
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
    let pricing = |happening: &&Happening| match &happening.deed {
        Deed::Told(InputBody::Event(event)) => event.properties.as_str().contains("/pricing"),
        _ => false,
    };
    assert!(history.iter().filter(pricing).count() > 50);
}

#[test]
fn one_person_less_changes_nobody_else() {
    let all = invent(MANY);
    let fewer = invent(Wanted { people: MANY.people - 1, ..MANY });
    let last = MANY.people - 1;
    let others: Vec<_> = all.into_iter().filter(|happening| happening.person != last).collect();
    assert_eq!(others, fewer);
}

#[test]
fn every_address_is_reserved_for_examples_and_somebodys_own() {
    let history = invent(MANY);
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
    assert!(owners.len() > 200);
}

#[test]
fn a_crowd_changes_nothing_for_those_with_names_of_their_own() {
    let named = |happening: &Happening| happening.person < Wanted::NAMED;
    let among_many: Vec<_> = invent(MANY).into_iter().filter(named).collect();
    assert_eq!(among_many, invent(Wanted::until(UNTIL)));
}

#[test]
fn some_stay_nameless_some_are_sold_to_and_some_buy() {
    let history = invent(MANY);
    let people = |which: fn(&Deed) -> bool| {
        let those = history.iter().filter(|happening| which(&happening.deed));
        those.map(|happening| happening.person).collect::<BTreeSet<usize>>().len()
    };
    let known = people(|deed| matches!(deed, Deed::Told(InputBody::Identify { .. })));
    let lost = people(|deed| matches!(deed, Deed::DealsClosed { won: false }));
    let won = people(|deed| matches!(deed, Deed::DealsClosed { won: true }));
    assert_eq!((known, lost, won), (233, 108, 51));
}

#[test]
fn visitors_do_one_thing_after_another_now_and_no_message_comes_twice() {
    let mut visitors = Visitors::after(MANY);
    let later = |seconds: i64| Timestamp::from_ms(UNTIL.as_ms() + 1_000 * seconds);
    let visits: Vec<Happening> = (0..500).map(|nth| visitors.next(later(nth))).collect();
    assert!(visits.iter().zip(0..).all(|(visit, nth)| visit.at == later(nth)));
    let ids = |of: &[Happening]| -> BTreeSet<String> {
        of.iter().map(|happening| happening.message_id.clone()).collect()
    };
    assert_eq!(ids(&visits).len(), visits.len());
    assert!(ids(&visits).is_disjoint(&ids(&invent(MANY))));
    let devices: BTreeSet<_> =
        invent(MANY).into_iter().filter_map(|happening| happening.keys.anonymous_id).collect();
    let known = |visit: &&Happening| {
        visit.keys.anonymous_id.as_ref().is_some_and(|device| devices.contains(device))
    };
    let known = visits.iter().filter(known).count();
    assert!((100..400).contains(&known), "{known} of 500 by those who came before");
}
