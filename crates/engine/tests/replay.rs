//! Random histories: what must hold after every input, and that a replay of what was recorded
//! gives the same state and facts.
//!
//! The histories run through one catalog that has a bit of everything, published anew in the
//! middle. The replay reads every input and every state back from JSON, as the log stores them.

use std::cell::Cell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use runnel_engine::{Catalog, ModelPreview, advance};
use runnel_model::{
    CatalogDocument, Category, Contact, ContactId, Event, EventId, Fact, FactBody, FlowState,
    Input, InputBody, Properties, PublishedFlow, PublishedModel, PublishedSegment, Timestamp,
};
use serde_json::{Value, json};

const START: i64 = 1_700_000_000_000;
const HOUR: i64 = 3_600_000;

fn catalog(version: u64) -> CatalogDocument {
    let flow = |document: Value| PublishedFlow {
        version: 1,
        since: 1,
        state: if version == 2 { FlowState::Paused } else { FlowState::Active },
        current: true,
        migrations: Default::default(),
        members_since: 0,
        document: serde_json::from_value(document).unwrap(),
    };
    let segment = |since: u64, document: Value| PublishedSegment {
        version: 1,
        since,
        starts_flows: false,
        document: serde_json::from_value(document).unwrap(),
    };
    let visits = |times: Value, within: Value| json!({ "count": { "of": { "event": "page_visited" }, "times": times, "within": within } });
    let mut segments = vec![
        segment(
            1,
            json!({ "id": "keen", "name": "Keen", "rule": visits(json!({ "at_least": 2 }), json!({ "hours": 9 })) }),
        ),
        segment(
            1,
            json!({ "id": "silent", "name": "Silent", "rule": { "last_occurred": {
            "of": { "event": "page_visited" }, "more_than_ago": { "hours": 20 } } } }),
        ),
        segment(
            1,
            json!({ "id": "hot", "name": "Hot", "rule": { "score": { "points": { "more_than": 20 } } } }),
        ),
        segment(
            1,
            json!({ "id": "both", "name": "Both", "rule": { "all": [
            { "segment": "keen" }, { "not": { "segment": "silent" } }, { "tag": "seen" }] } }),
        ),
    ];
    if version >= 2 {
        let rule = json!({ "any": [visits(json!({ "exactly": 1 }), json!({ "hours": 5 })), { "segment": "hot" }] });
        segments.push(segment(2, json!({ "id": "new", "name": "New", "rule": rule })));
    }
    CatalogDocument {
        version,
        sweep: version,
        flows: vec![flow(scoring()), flow(nurture())],
        segments,
        models: vec![table(version)],
        pipelines: Vec::new(),
        zone: Default::default(),
        behaviours: Vec::new(),
        limits: Default::default(),
    }
}

/// A scoring model, edited in version 3.
fn table(version: u64) -> PublishedModel {
    let edited = version >= 3;
    let visit =
        json!({ "of": { "event": "page_visited" }, "at_most": 3, "fades_after": { "hours": 30 } });
    let reply = json!({ "of": { "event": "custom:reply" }, "per_period": { "times": 1, "period": { "days": 1 } } });
    let rows = json!([
        { "id": "keen", "name": "Keen", "points": if edited { 5 } else { 4 }, "when": { "while": { "segment": "keen" } } },
        { "id": "visit", "name": "Visit", "points": 2, "when": { "each": visit } },
        { "id": "reply", "name": "Reply", "points": -1, "when": { "each": reply } },
    ]);
    let group = json!({ "name": "Web", "category": "web", "at_most": if edited { 8 } else { 7 }, "rows": rows });
    let document = json!({ "id": "table", "name": "Table", "groups": [group] });
    PublishedModel {
        version: if edited { 2 } else { 1 },
        since: if edited { 3 } else { 1 },
        starts_flows: edited,
        document: serde_json::from_value(document).unwrap(),
    }
}

fn scoring() -> Value {
    json!({ "id": "scoring", "name": "Scoring", "reentry": "every_time",
        "nodes": [
            { "id": "visit", "kind": "page_visited" },
            { "id": "keen", "kind": "segment_entered", "settings": { "segment": "keen" } },
            { "id": "points", "kind": "adjust_score", "settings": { "points": 7, "reason": "visit" } },
            { "id": "more", "kind": "adjust_score", "settings": { "points": 3, "category": "fit" } },
            { "id": "seen", "kind": "add_tag", "settings": { "tag": "seen" } },
        ],
        "edges": [
            { "from": "visit", "to": "points" }, { "from": "keen", "to": "more" }, { "from": "points", "to": "seen" },
        ] })
}

fn nurture() -> Value {
    json!({ "id": "nurture", "name": "Nurture",
        "exit_when": { "score": { "points": { "at_least": 60 } } },
        "nodes": [
            { "id": "start", "kind": "event", "settings": { "of": { "event": "custom:start" } } },
            { "id": "wait", "kind": "wait", "settings": { "for": { "hours": 4 } } },
            { "id": "reply", "kind": "wait_for", "settings": {
                "event": { "event": "custom:reply" }, "at_most": { "hours": 6 } } },
            { "id": "calm", "kind": "wait_for", "settings": { "rule": { "segment": "silent" }, "at_most": { "hours": 48 } } },
            { "id": "cold", "kind": "set_score", "settings": { "points": 0 } },
            { "id": "hot", "kind": "goal", "settings": { "rule": { "segment": "hot" } } },
            { "id": "tell", "kind": "post_to_url", "settings": { "url": "https://x.test/" } },
        ],
        "edges": [
            { "from": "start", "to": "wait" }, { "from": "wait", "to": "reply" },
            { "from": "reply", "port": "timed_out", "to": "calm" }, { "from": "calm", "port": "happened", "to": "cold" },
            { "from": "cold", "to": "wait" }, { "from": "hot", "to": "tell" },
        ] })
}

/// What happens next: after how long, how late it is told, and what.
#[derive(Clone, Debug)]
struct Happening {
    after: i64,
    late: i64,
    what: u8,
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    // Whole hours, so that boundaries are met exactly; now and then a millisecond off.
    let after = prop_oneof![0..12i64, Just(24), Just(72)].prop_map(|hours| hours * HOUR);
    let off = prop_oneof![4 => Just(0i64), 1 => Just(1), 1 => Just(HOUR - 1)];
    let late = prop_oneof![3 => Just(0i64), 1 => (1..30i64).prop_map(|hours| hours * HOUR)];
    let one = (after, off, late, 0u8..8);
    let one = one.prop_map(|(after, off, late, what)| Happening { after: after + off, late, what });
    proptest::collection::vec(one, 1..25)
}

fn body(what: u8) -> InputBody {
    let event = |name: &str| {
        InputBody::Event(Event { name: name.parse().unwrap(), properties: Properties::default() })
    };
    match what {
        0..=2 => event("page_visited"),
        3 => event("custom:start"),
        4 => event("custom:reply"),
        5 => {
            let edit =
                json!({ "adjust_score": { "category": "fit", "points": -9, "reason": "by hand" } });
            InputBody::Edit { by: "test".into(), edit: serde_json::from_value(edit).unwrap() }
        }
        6 => InputBody::Edit {
            by: "test".into(),
            edit: serde_json::from_value(json!({ "remove_tag": "seen" })).unwrap(),
        },
        _ => InputBody::Wake,
    }
}

struct Recorded {
    input: Input,
    now: Timestamp,
    catalog: usize,
    facts: Vec<Fact>,
}

/// Lives through a history; every due time gets its wake, as the product does it.
fn live(happenings: &[Happening], catalogs: &[Catalog]) -> (Contact, Vec<Recorded>) {
    let mut contact = Contact::new(ContactId(1), Timestamp::from_ms(START));
    let mut log = Vec::new();
    let mut now = START;
    for (at, happening) in happenings.iter().enumerate() {
        let catalog = at * catalogs.len() / happenings.len();
        let next = now + happening.after;
        while let Some(due) = contact.wake_at.filter(|due| due.as_ms() <= next) {
            now = now.max(due.as_ms());
            contact = apply(contact, &mut log, InputBody::Wake, 0, now, catalog, catalogs);
            assert!(
                contact.wake_at != Some(due) || due.as_ms() > now,
                "a wake that changes nothing came again"
            );
        }
        now = next;
        contact =
            apply(contact, &mut log, body(happening.what), happening.late, now, catalog, catalogs);
    }
    (contact, log)
}

fn apply(
    contact: Contact,
    log: &mut Vec<Recorded>,
    body: InputBody,
    late: i64,
    now: i64,
    catalog: usize,
    catalogs: &[Catalog],
) -> Contact {
    let now = Timestamp::from_ms(now);
    let input = Input {
        id: EventId::new(now, log.len() as u128),
        source: None,
        occurred_at: Timestamp::from_ms(now.as_ms() - late),
        accepted_at: now,
        historic: late > 24 * HOUR,
        attached: Vec::new(),
        joins: None,
        body,
    };
    let before = contact.now;
    let outcome = advance(contact, &input, &catalogs[catalog], now);
    check_invariants(&outcome.contact, &outcome.facts, before, &catalogs[catalog]);
    log.push(Recorded { input, now, catalog, facts: outcome.facts });
    outcome.contact
}

fn check_invariants(contact: &Contact, facts: &[Fact], before: Timestamp, catalog: &Catalog) {
    let mut last = before;
    for fact in facts {
        assert!(
            fact.at >= last && fact.at <= contact.now,
            "facts are in the order of time: {facts:#?}"
        );
        last = fact.at;
    }
    assert!(
        contact.wake_at.is_none_or(|at| at > contact.now),
        "nothing that is due was left: {contact:#?}"
    );
    for segment in &catalog.document().segments {
        let mut needs = runnel_engine::rule::Needs::default();
        let rule =
            runnel_engine::rule::Compiled::compile(&segment.document.rule, &mut needs).unwrap();
        let holds = rule.holds(contact, contact.now).holds;
        assert_eq!(
            contact.segments.contains_key(&segment.document.id),
            holds,
            "{}",
            segment.document.name
        );
    }
    for model in &catalog.document().models {
        let preview = ModelPreview::compile(&model.document, catalog).unwrap();
        let rescored = preview.rescore(contact, contact.now);
        assert_eq!(rescored.rows, [], "each row gave what it gives");
    }
    for enrolment in &contact.enrolments {
        assert!(enrolment.wait.is_some(), "a token that does not wait moves on: {enrolment:?}");
    }
}

fn sums(log: &[Recorded]) -> BTreeMap<Category, i64> {
    let mut sums = BTreeMap::new();
    for fact in log.iter().flat_map(|entry| &entry.facts) {
        if let FactBody::ScoreAdjusted { category, points, .. } = &fact.body {
            *sums.entry(category.clone()).or_default() += points;
        }
    }
    sums
}

fn through_json<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

#[test]
fn a_replay_of_the_recorded_inputs_gives_the_same_state_and_facts() {
    let catalogs: Vec<Catalog> =
        (1..=3).map(|version| Catalog::compile(catalog(version)).unwrap()).collect();
    let ended = Cell::new(0);
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let result = runner.run(&happenings(), |happenings| {
        let (contact, log) = live(&happenings, &catalogs);
        assert_eq!(contact.scores, sums(&log), "the score is the sum of its facts");
        replay(&contact, &log, &catalogs);
        let is_end = |fact: &&Fact| matches!(fact.body, FactBody::Ended { .. });
        ended.set(ended.get() + log.iter().flat_map(|entry| &entry.facts).filter(is_end).count());
        Ok(())
    });
    result.unwrap();
    assert!(
        ended.get() > 100,
        "the histories are too tame to prove anything: {} enrolments ended",
        ended.get()
    );
}

fn replay(contact: &Contact, log: &[Recorded], catalogs: &[Catalog]) {
    let mut replayed = Contact::new(ContactId(1), Timestamp::from_ms(START));
    for entry in log {
        let input: Input = through_json(&entry.input);
        let outcome = advance(through_json(&replayed), &input, &catalogs[entry.catalog], entry.now);
        assert_eq!(outcome.facts, entry.facts);
        assert_eq!(through_json(&outcome.facts), outcome.facts);
        replayed = outcome.contact;
    }
    assert_eq!(replayed, *contact);
}
