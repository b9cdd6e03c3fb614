//! A sound case, in which nothing differs, and one planted corruption after the other, each of
//! which is found by the check that is there for it.

use serde_json::json;

use runnel_engine::{Catalog, VERSION, advance};
use runnel_model::{
    CatalogDocument, Category, Contact, ContactId, Edit, EngineLimits, Event, EventId, EventName,
    FactBody, FlowState, Input, InputBody, KeptBehaviour, Outcome, Properties, PublishedFlow,
    PublishedModel, PublishedSegment, Tag, Timestamp,
};

use super::*;
use crate::scenario::sales_pipeline;

const START: Timestamp = Timestamp::from_ms(1_700_000_000_000);
const HOUR_MS: i64 = 3_600_000;

/// All that is stored about one contact, to be spoiled.
struct Stored {
    contact: Contact,
    log: Log,
    absorbed: Vec<Log>,
    rows: Rows,
    catalogs: BTreeMap<u64, Catalog>,
}

impl Stored {
    fn case(&self) -> Case<'_> {
        let Self { contact, log, absorbed, rows, catalogs } = self;
        Case { contact, log, absorbed, rows, catalogs }
    }

    /// The numbers of the invariants that `check` finds broken.
    fn broken(&self) -> Vec<u8> {
        let mut numbers: Vec<u8> = check(self.case()).iter().map(|one| one.invariant).collect();
        numbers.dedup();
        numbers
    }

    fn facts(&mut self) -> impl Iterator<Item = &mut Fact> {
        self.log.entries.iter_mut().flat_map(|entry| &mut entry.facts)
    }

    fn apply(&mut self, ms: i64, body: InputBody) {
        let now = Timestamp::from_ms(START.as_ms() + ms);
        let input = Input {
            id: EventId::new(now, self.log.entries.len() as u128),
            source: None,
            occurred_at: now,
            accepted_at: now,
            historic: false,
            attached: Vec::new(),
            joins: None,
            body,
        };
        let (version, catalog) = self.catalogs.last_key_value().unwrap();
        let Outcome { contact, facts, .. } = advance(self.contact.clone(), &input, catalog, now);
        let (catalog_version, engine_version) = (*version, VERSION.to_owned());
        self.log.entries.push(Entry { input, now, catalog_version, engine_version, facts });
        self.contact = contact;
        self.project();
    }

    fn project(&mut self) {
        let Contact { scores, tags, segments, enrolments, wake_at, .. } = &self.contact;
        let all = (!scores.is_empty()).then(|| (None, self.contact.score(None)));
        let scores = scores.iter().map(|(category, points)| (Some(category.clone()), *points));
        self.rows = Rows {
            scores: scores.chain(all).collect(),
            tags: tags.keys().cloned().collect(),
            members: segments.iter().map(|(id, member)| (id.clone(), member.since)).collect(),
            enrolments: enrolments.iter().map(|one| (one.id, one.node.clone())).collect(),
            wake_at: *wake_at,
        };
    }
}

fn catalog() -> CatalogDocument {
    let flow = json!({
        "id": "f", "name": "F",
        "nodes": [
            { "id": "visit", "kind": "page_visited" },
            { "id": "points", "kind": "adjust_score", "settings": { "points": 7 } },
            { "id": "wait", "kind": "wait", "settings": { "for": { "hours": 5 } } },
            { "id": "tag", "kind": "add_tag", "settings": { "tag": "done" } },
            { "id": "wait_again", "kind": "wait", "settings": { "for": { "days": 5 } } },
            { "id": "won", "kind": "goal", "settings": { "rule": { "tag": "won" } } },
            { "id": "wait_for_good", "kind": "wait", "settings": { "for": { "days": 50 } } }
        ],
        "edges": [
            { "from": "visit", "to": "points" },
            { "from": "points", "to": "wait" },
            { "from": "wait", "to": "tag" },
            { "from": "tag", "to": "wait_again" },
            { "from": "won", "to": "wait_for_good" }
        ],
        "reentry": "every_time"
    });
    let lately = json!({
        "id": "lately", "name": "Came lately",
        "rule": { "count": { "of": { "event": "page_visited" }, "times": { "at_least": 1 }, "within": { "days": 1 } } }
    });
    let flow = PublishedFlow {
        version: 1,
        since: 1,
        state: FlowState::Active,
        current: true,
        migrations: Default::default(),
        members_since: 0,
        document: serde_json::from_value(flow).unwrap(),
    };
    let segment = PublishedSegment {
        version: 1,
        since: 1,
        starts_flows: false,
        document: serde_json::from_value(lately).unwrap(),
    };
    let visits = json!({ "each": { "of": { "event": "page_visited" } } });
    let table = json!({
        "id": "table", "name": "Table",
        "groups": [{ "name": "Web", "category": "web", "rows": [
            { "id": "visit", "name": "Visit", "points": 1, "when": visits }
        ] }]
    });
    let model = PublishedModel {
        version: 1,
        since: 1,
        starts_flows: false,
        document: serde_json::from_value(table).unwrap(),
    };
    CatalogDocument {
        version: 1,
        sweep: 1,
        flows: vec![flow],
        segments: vec![segment],
        models: vec![model],
        pipelines: vec![sales_pipeline()],
        zone: Default::default(),
        behaviours: Vec::new(),
        limits: EngineLimits::default(),
    }
}

fn nobody(id: i64) -> Stored {
    let compiled = Catalog::compile(catalog()).unwrap();
    Stored {
        contact: Contact::new(ContactId(id), START),
        log: Log::default(),
        absorbed: Vec::new(),
        rows: Rows::default(),
        catalogs: BTreeMap::from([(1, compiled)]),
    }
}

fn visit() -> InputBody {
    InputBody::Event(Event { name: EventName::PageVisited, properties: Properties::default() })
}

fn edit(edit: Edit) -> InputBody {
    InputBody::Edit { by: "Ana".into(), edit }
}

/// Somebody with points, a tag, a segment, and enrolments at a wait, at another and at a goal.
fn sound() -> Stored {
    let mut stored = nobody(1);
    stored.apply(0, visit());
    stored.apply(5 * HOUR_MS, InputBody::Wake);
    stored.apply(6 * HOUR_MS, edit(Edit::AddTag(Tag::parse("won").unwrap())));
    stored.apply(7 * HOUR_MS, visit());
    stored.apply(8 * HOUR_MS, edit(Edit::RemoveTag(Tag::parse("won").unwrap())));
    stored.apply(9 * HOUR_MS, visit());
    stored
}

/// The invariants that are found broken after `spoil` has changed a sound case.
fn check_spoiled(spoil: impl FnOnce(&mut Stored), expect: &[u8]) {
    let mut stored = sound();
    spoil(&mut stored);
    assert_eq!(stored.broken(), expect, "{:#?}", check(stored.case()));
}

#[test]
fn nothing_differs_in_a_sound_case() {
    let stored = sound();
    assert_eq!(check(stored.case()), []);
    assert_eq!(stored.contact.score(None), 14 + 3);
    assert_eq!(stored.contact.enrolments.len(), 3);
    assert!(stored.contact.wake_at.is_some());
}

#[test]
fn points_that_are_not_in_the_log_are_found() {
    let general = Category::default();
    check_spoiled(|stored| *stored.contact.scores.get_mut(&general).unwrap() += 1, &[1, 8]);
    check_spoiled(|stored| stored.rows.scores[0].1 = 20, &[1]);
    check_spoiled(|stored| stored.rows.scores.clear(), &[1]);
    let forge = |stored: &mut Stored| {
        let points = stored.facts().find_map(|fact| match &mut fact.body {
            FactBody::ScoreAdjusted { points, .. } => Some(points),
            _ => None,
        });
        *points.unwrap() = 8;
    };
    check_spoiled(forge, &[1, 8]);
}

#[test]
fn points_that_no_row_gives_are_found() {
    check_spoiled(|stored| stored.contact.awards.clear(), &[1, 8]);
    check_spoiled(|stored| stored.contact.awards[0].points += 1, &[1, 8]);
    let unnamed = |stored: &mut Stored| {
        let row = stored.facts().find_map(|fact| match &mut fact.body {
            FactBody::ScoreAdjusted { row: row @ Some(_), .. } => Some(row),
            _ => None,
        });
        *row.unwrap() = None;
    };
    check_spoiled(unnamed, &[1, 8]);
}

#[test]
fn a_membership_that_the_rule_denies_is_found() {
    check_spoiled(|stored| stored.contact.segments.clear(), &[2, 5, 8]);
    check_spoiled(|stored| stored.rows.members.clear(), &[2]);
    check_spoiled(|stored| stored.rows.members[0].1 = START + runnel_model::Span::Hours(1), &[2]);
    check_spoiled(|stored| stored.rows.tags.clear(), &[2]);
    let late = |stored: &mut Stored| {
        let entered =
            stored.facts().find(|fact| matches!(fact.body, FactBody::SegmentEntered { .. }));
        entered.unwrap().at = START + runnel_model::Span::Seconds(1);
    };
    check_spoiled(late, &[2, 8]);
}

#[test]
fn a_visit_that_is_not_in_the_log_is_found() {
    let twice = |stored: &mut Stored| {
        let behaviour = stored.contact.behaviours.values_mut().next().unwrap();
        behaviour.total += 1;
    };
    check_spoiled(twice, &[2, 8]);
    check_spoiled(|stored| stored.contact.behaviours.clear(), &[1, 2, 5, 8]);
}

#[test]
fn a_step_that_no_wire_leads_to_is_found() {
    let astray = |stored: &mut Stored| {
        let to = stored.facts().find_map(|fact| match &mut fact.body {
            FactBody::Stepped { to: Some(to), .. } if to.as_str() == "wait" => Some(to),
            _ => None,
        });
        *to.unwrap() = NodeId::parse("tag").unwrap();
    };
    check_spoiled(astray, &[4, 8]);
    check_spoiled(
        |stored| stored.contact.enrolments[1].node = NodeId::parse("tag").unwrap(),
        &[4, 8],
    );
    check_spoiled(|stored| stored.rows.enrolments.truncate(1), &[4]);
    let acausal = |stored: &mut Stored| stored.facts().next().unwrap().after = Some(3);
    check_spoiled(acausal, &[4, 8]);
    let no_trigger = |stored: &mut Stored| {
        let enrolled = stored.facts().find(|fact| matches!(fact.body, FactBody::Enrolled { .. }));
        enrolled.unwrap().step.as_mut().unwrap().node = NodeId::parse("points").unwrap();
    };
    check_spoiled(no_trigger, &[4, 8]);
}

#[test]
fn a_lost_wake_is_found_and_an_early_one_is_not() {
    check_spoiled(|stored| stored.rows.wake_at = None, &[5]);
    let lost = |stored: &mut Stored| {
        stored.contact.wake_at = None;
        stored.rows.wake_at = None;
    };
    check_spoiled(lost, &[5]);
    let early = |stored: &mut Stored| {
        let early = stored.contact.now + runnel_model::Span::Seconds(1);
        stored.contact.wake_at = Some(early);
        stored.rows.wake_at = Some(early);
    };
    // A wake that finds nothing to do leaves no entry, and asks again.
    check_spoiled(early, &[]);
}

#[test]
fn an_input_that_was_not_recorded_is_found() {
    check_spoiled(|stored| drop(stored.log.entries.pop()), &[1, 2, 4, 8]);
    check_spoiled(|stored| stored.contact.edit_version += 1, &[8]);
    check_spoiled(|stored| stored.catalogs.clear(), &[2, 4, 8]);
    let older = |stored: &mut Stored| {
        stored.contact.edit_version += 1;
        stored.log.entries[0].engine_version = "0.0.1".into();
    };
    check_spoiled(older, &[]);
}

#[test]
fn a_merge_brings_points_and_enrolments_along() {
    let mut loser = nobody(2);
    loser.apply(0, visit());
    let mut winner = nobody(1);
    winner.apply(HOUR_MS, edit(Edit::AddTag(Tag::parse("vip").unwrap())));
    winner.apply(2 * HOUR_MS, InputBody::Merge { loser: Box::new(loser.contact.clone()) });
    winner.apply(5 * HOUR_MS, InputBody::Wake);
    winner.absorbed = vec![loser.log.clone()];
    assert_eq!(check(winner.case()), []);
    assert_eq!(winner.contact.score(None), 7 + 1);
    assert_eq!(winner.contact.enrolments[0].node.as_str(), "wait_again");

    loser.contact.merged_into = Some(ContactId(1));
    assert_eq!(loser.broken(), [5], "a tombstone is not woken");
    loser.rows.wake_at = None;
    assert_eq!(loser.broken(), [0; 0]);
}

/// The same, after the first entries of the log were deleted.
fn shortened(by: usize) -> Stored {
    let mut baseline = nobody(1);
    let mut stored = sound();
    let entries = stored.log.entries.split_off(by);
    for entry in std::mem::replace(&mut stored.log.entries, entries) {
        baseline.apply(entry.now - START, entry.input.body);
    }
    stored.log.baseline = Some(baseline.contact);
    stored
}

#[test]
fn a_log_begins_wherever_its_baseline_stands() {
    for by in 0..=sound().log.entries.len() {
        assert_eq!(check(shortened(by).case()), [], "after {by} entries");
    }
}

#[test]
fn what_is_spoiled_is_found_from_a_baseline_as_well() {
    let check = |spoil: fn(&mut Stored), expect: &[u8]| {
        let mut stored = shortened(3);
        spoil(&mut stored);
        assert_eq!(stored.broken(), expect, "{:#?}", check(stored.case()));
    };
    check(|stored| *stored.contact.scores.values_mut().next().unwrap() += 1, &[1, 8]);
    check(|stored| stored.contact.awards[0].points += 1, &[1, 8]);
    check(|stored| stored.contact.behaviours.values_mut().next().unwrap().total += 1, &[2, 8]);
    check(|stored| stored.contact.segments.clear(), &[2, 5, 8]);
    check(|stored| stored.contact.enrolments[1].node = NodeId::parse("tag").unwrap(), &[4, 8]);
    check(|stored| drop(stored.log.entries.pop()), &[1, 2, 4, 8]);
    check(|stored| stored.log.baseline = None, &[1, 2, 4, 8]);
}

/// What a rule asks about is kept since version 2 only, and what was before was counted.
#[test]
fn what_was_counted_later_is_known_from_what_was_handed_out() {
    let mut stored = nobody(1);
    stored.apply(0, visit());
    let mut later = catalog();
    let compiled = Catalog::compile(later.clone()).unwrap();
    let kept = |(_, question, keep): (_, &runnel_model::Question, usize)| KeptBehaviour {
        question: question.clone(),
        keep,
        since: 2,
    };
    later.behaviours = compiled.asked().map(kept).collect();
    later.version = 2;
    stored.log.baseline = Some(stored.contact.clone());
    stored.log.entries.clear();
    stored.catalogs.insert(2, Catalog::compile(later).unwrap());
    let behaviours = stored.contact.behaviours.clone();
    stored.apply(HOUR_MS, visit());
    stored.apply(2 * HOUR_MS, InputBody::History { since: 2, behaviours });
    assert_eq!(check(stored.case()), []);
    let behaviours = stored.contact.behaviours.values();
    assert!(behaviours.clone().count() > 0 && behaviours.clone().all(|one| one.total == 2));
    stored.contact.behaviours.values_mut().for_each(|one| one.total += 1);
    assert!(stored.broken().contains(&2));
}

#[test]
fn a_counter_that_is_off_by_one_is_found() {
    let mut log = Counters::new();
    sound().facts().for_each(|fact| count(fact, &mut log));
    let mut table = log.clone();
    assert_eq!(compare_counters(&log, &table), []);
    let of = |node: &str, port: &str| Counter {
        flow: "f".parse().unwrap(),
        version: 1,
        node: node.parse().unwrap(),
        port: port.into(),
    };
    let total = |node: &str, port: &str| log[&of(node, port)].values().sum::<i64>();
    assert_eq!((total("visit", ""), total("wait", "p:next"), total("won", "")), (3, 1, 2));
    *table.get_mut(&of("wait", "")).unwrap().first_entry().unwrap().get_mut() += 1;
    table.insert(of("tag", "failed!"), Days::from([(20_000, 1)]));
    table.insert(of("tag", "p:failed"), Days::from([(20_000, 0)]));
    let found: Vec<String> =
        compare_counters(&log, &table).iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(found.join("\n"), @r#"
    invariant 7: flow `f` version 1, `wait` ``: the log has 1, the table 2 on day 19675
    invariant 7: flow `f` version 1, `tag` `failed!`: the log has 0, the table 1 on day 20000
    "#);
}

#[test]
fn what_was_counted_before_days_were_kept_may_be_of_any_day() {
    let check = |log: &[(i64, i64)], table: &[(i64, i64)], expect: &[&str]| {
        let of = |days: &[(i64, i64)]| {
            let (flow, node) = ("f".parse().unwrap(), "n".parse().unwrap());
            let counter = Counter { flow, version: 1, node, port: String::new() };
            Counters::from([(counter, days.iter().copied().collect())])
        };
        let found = compare_counters(&of(log), &of(table)).into_iter().map(|one| one.what);
        let found: Vec<String> =
            found.map(|what| what.replace("flow `f` version 1, `n` ``: ", "")).collect();
        assert_eq!(found, expect, "{log:?} {table:?}");
    };
    check(&[(7, 2), (8, 1)], &[(7, 2), (8, 1)], &[]);
    check(&[(7, 2), (8, 1)], &[(0, 3)], &[]);
    check(&[(7, 2), (8, 1)], &[(0, 1), (7, 1), (8, 1)], &[]);
    check(
        &[(7, 2), (8, 1)],
        &[(7, 1), (8, 2)],
        &["the log has 2, the table 1 on day 7", "the log has 1, the table 2 on day 8"],
    );
    check(&[(7, 2), (8, 1)], &[(0, 1), (8, 2)], &["the log has 1, the table 2 on day 8"]);
    check(&[(7, 2)], &[(0, 3)], &["the log has 2, the table 3 on all days"]);
}
