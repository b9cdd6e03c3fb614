//! What one input does: the order of things inside `advance`, case by case.
//!
//! Each case is a small catalog in JSON, a line of inputs with their times, and what came of it
//! written as short lines, so that a reader sees the whole of it at a glance.

use std::fmt::Write;

use runnel_engine::{Catalog, advance};
use runnel_model::{
    CatalogDocument, Contact, ContactId, Edit, EndReason, EngineLimits, Event, EventId, EventName,
    FactBody, FlowState, Input, InputBody, Pipeline, Properties, PublishedFlow, PublishedSegment,
    Span, Timestamp,
};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const START: i64 = 1_700_000_000_000;

/// A contact, a catalog and a clock.
struct World {
    document: CatalogDocument,
    catalog: Catalog,
    contact: Contact,
    inputs: u128,
}

impl World {
    fn new(flows: &[Value], segments: &[Value]) -> Self {
        let flow = |document: &Value| PublishedFlow {
            version: 1,
            since: 1,
            state: FlowState::Active,
            current: true,
            migrations: Default::default(),
            document: serde_json::from_value(document.clone()).unwrap(),
        };
        let segment = |document: &Value| PublishedSegment {
            version: 1,
            since: 1,
            document: serde_json::from_value(document.clone()).unwrap(),
        };
        let document = CatalogDocument {
            version: 1,
            sweep: 0,
            flows: flows.iter().map(flow).collect(),
            segments: segments.iter().map(segment).collect(),
            pipelines: vec![sales()],
            limits: EngineLimits::default(),
        };
        Self::of(document)
    }

    fn of(document: CatalogDocument) -> Self {
        let catalog =
            Catalog::compile(document.clone()).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let contact = Contact::new(ContactId(7), Timestamp::from_ms(START));
        Self { document, catalog, contact, inputs: 0 }
    }

    /// Publishes what `change` makes of the document.
    fn publish(&mut self, change: impl FnOnce(&mut CatalogDocument)) {
        self.document.version += 1;
        change(&mut self.document);
        self.catalog = Catalog::compile(self.document.clone()).unwrap();
    }

    /// Applies an input at so many milliseconds after the start.
    fn apply(&mut self, after: i64, body: InputBody) -> String {
        self.apply_input(after, after, false, body)
    }

    fn apply_input(
        &mut self,
        after: i64,
        occurred: i64,
        historic: bool,
        body: InputBody,
    ) -> String {
        self.inputs += 1;
        let at = Timestamp::from_ms(START + after);
        let input = Input {
            id: EventId::new(at, self.inputs),
            source: None,
            occurred_at: Timestamp::from_ms(START + occurred),
            accepted_at: at,
            historic,
            attached: Vec::new(),
            body,
        };
        let outcome = advance(self.contact.clone(), &input, &self.catalog, at);
        assert_eq!(
            outcome,
            advance(self.contact.clone(), &input, &self.catalog, at),
            "not deterministic"
        );
        let mut told = String::new();
        for fact in &outcome.facts {
            let ms = fact.at.as_ms() - START;
            let late = if ms == after { String::new() } else { format!("@{} ", pretty(ms)) };
            writeln!(told, "{late}{}", tell(&fact.body)).unwrap();
        }
        self.contact = outcome.contact;
        told
    }

    fn track(&mut self, after: i64, name: &str) -> String {
        self.track_with(after, name, json!({}))
    }

    fn track_with(&mut self, after: i64, name: &str, properties: Value) -> String {
        let name: EventName = name.parse().unwrap();
        let properties = Properties::from_map(properties.as_object().unwrap());
        self.apply(after, InputBody::Event(Event { name, properties }))
    }

    fn wake(&mut self, after: i64) -> String {
        self.apply(after, InputBody::Wake)
    }

    fn edit(&mut self, after: i64, edit: Value) -> String {
        let edit: Edit = serde_json::from_value(edit).unwrap();
        self.apply(after, InputBody::Edit { by: "test".into(), edit })
    }

    fn wake_at(&self) -> Option<String> {
        self.contact.wake_at.map(|at| pretty(at.as_ms() - START))
    }
}

fn sales() -> Pipeline {
    let stage = |id: &str, kind: &str| json!({ "id": id, "name": id, "kind": kind });
    let stages =
        [stage("new", "open"), stage("hot", "open"), stage("won", "won"), stage("lost", "lost")];
    serde_json::from_value(json!({ "id": "sales", "name": "Sales", "stages": stages })).unwrap()
}

fn pretty(ms: i64) -> String {
    format!("{}d{}h{}m{}ms", ms / DAY, ms % DAY / HOUR, ms % HOUR / MINUTE, ms % MINUTE)
}

fn tell(body: &FactBody) -> String {
    match body {
        FactBody::Created => "created".into(),
        FactBody::TagAdded { tag } => format!("+{tag}"),
        FactBody::TagRemoved { tag } => format!("-{tag}"),
        FactBody::ScoreAdjusted { points, total, reason, .. } => {
            format!("{points:+} = {total} ({reason})")
        }
        FactBody::SegmentEntered { segment, initial } => {
            format!("in {segment}{}", if *initial { " (initial)" } else { "" })
        }
        FactBody::SegmentLeft { segment, initial } => {
            format!("out of {segment}{}", if *initial { " (initial)" } else { "" })
        }
        FactBody::Enrolled { key } => {
            format!("enrolled {}", key.clone().unwrap_or_default()).trim().into()
        }
        FactBody::Stepped { port, to } => {
            format!("{port} -> {}", to.as_ref().map_or("end", |node| node.as_str()))
        }
        FactBody::Waiting { .. } => "waits".into(),
        FactBody::Migrated { to } => format!("migrated to {to}"),
        FactBody::GoalReached { goal } => format!("goal {goal}"),
        FactBody::Ended { reason: EndReason::Failed { why } } => format!("failed: {why}"),
        FactBody::Ended { reason } => format!("{reason:?}").to_lowercase(),
        FactBody::Refused { why, .. } => format!("refused: {why}"),
        FactBody::StepFailed { why } => format!("step failed: {why}"),
        FactBody::DealCreated { deal } => format!("deal {} in {}", deal.name, deal.stage),
        FactBody::DealMoved { from, to, .. } => format!("deal {from} -> {to}"),
        FactBody::TaskAssigned { task } => format!("task {}", task.title),
        FactBody::EffectQueued { .. } => "queued".into(),
        FactBody::Stopped { dropped, flows } => {
            format!("stopped, {dropped} dropped, {} flows", flows.len())
        }
        other => format!("{other:?}"),
    }
}

/// A flow whose nodes are `(id, kind, settings)` and whose wires are `from[:port]>to`.
fn flow(id: &str, nodes: &[(&str, &str, Value)], wires: &str) -> Value {
    let node = |(id, kind, settings): &(&str, &str, Value)| json!({ "id": id, "kind": kind, "settings": settings });
    let edge = |wire: &str| {
        let (from, to) = wire.split_once('>').unwrap();
        let (from, port) = from.split_once(':').unwrap_or((from, "next"));
        json!({ "from": from, "port": port, "to": to })
    };
    json!({
        "id": id,
        "name": id,
        "nodes": nodes.iter().map(node).collect::<Vec<_>>(),
        "edges": wires.split_whitespace().map(edge).collect::<Vec<_>>(),
    })
}

fn with(mut flow: Value, field: &str, value: Value) -> Value {
    flow[field] = value;
    flow
}

fn segment(id: &str, rule: Value) -> Value {
    json!({ "id": id, "name": id, "rule": rule })
}

fn on(event: &str) -> Value {
    json!({ "of": { "event": event } })
}

fn visits(test: Value, within: Value) -> Value {
    let of = json!({ "event": "page_visited", "where": [{ "name": "url", "test": { "contains": "/pricing" } }] });
    json!({ "count": { "of": of, "times": test, "within": within } })
}

/// A world in which somebody is known already, so that the first line is about the input.
fn known(flows: &[Value], segments: &[Value]) -> World {
    let mut world = World::new(flows, segments);
    world.wake(0);
    world
}

#[test]
fn a_step_sees_the_segment_that_the_step_before_it_caused() {
    let hot = segment("hot", json!({ "tag": "hot" }));
    let nodes = [
        ("t", "event", on("custom:x")),
        ("add", "add_tag", json!({ "tag": "hot" })),
        ("ask", "branch", json!({ "rule": { "segment": "hot" } })),
        ("yes", "adjust_score", json!({ "points": 5, "reason": "hot" })),
    ];
    let mut world = known(&[flow("f", &nodes, "t>add add>ask ask:yes>yes")], &[hot]);
    insta::assert_snapshot!(world.track(1, "custom:x"), @r"
    enrolled
    next -> add
    +hot
    in hot
    next -> ask
    yes -> yes
    +5 = 5 (hot)
    next -> end
    finished
    ");
}

#[test]
fn seven_visits_within_three_days_are_a_segment_until_the_first_is_three_days_old() {
    let keen = segment("keen", visits(json!({ "at_least": 7 }), json!({ "days": 3 })));
    let mut world = known(&[], &[keen]);
    let page = json!({ "url": "https://x.test/pricing" });
    for visit in 1..7 {
        assert_eq!(world.track_with(visit * HOUR, "page_visited", page.clone()), "");
    }
    assert_eq!(world.track_with(7 * HOUR, "page_visited", page), "in keen\n");
    assert_eq!(world.wake_at().as_deref(), Some("3d1h0m0ms"));
    assert_eq!(world.wake(3 * DAY + HOUR - 1), "");
    // However late the wake comes, the fact carries the second at which it became true.
    assert_eq!(world.wake(5 * DAY), "@3d1h0m0ms out of keen\n");
    assert_eq!(world.wake_at(), None);
}

#[test]
fn a_new_contact_is_asked_about_every_segment_once_its_first_input_is_applied() {
    let never = segment("never", json!({ "never": { "event": "custom:x" } }));
    let silent = segment(
        "silent",
        json!({ "last_occurred": { "of": { "event": "custom:x" }, "more_than_ago": { "days": 60 } } }),
    );
    let mut world = World::new(&[], &[never, silent]);
    assert_eq!(world.track(0, "custom:y"), "created\nin never\n");
    assert_eq!(world.track(DAY, "custom:x"), "out of never\n");
    assert_eq!(world.wake_at().as_deref(), Some("60d0h0m0ms"));
    assert_eq!(world.wake(60 * DAY), "");
    assert_eq!(world.wake(61 * DAY), "in silent\n");
}

#[test]
fn a_wait_ends_at_its_second_and_a_time_out_does_not_win_over_a_reply_before_it() {
    let nodes = [
        ("t", "event", on("custom:x")),
        (
            "w",
            "wait_for",
            json!({ "event": { "event": "custom:reply" }, "at_most": { "days": 2 } }),
        ),
        ("yes", "add_tag", json!({ "tag": "replied" })),
        ("no", "add_tag", json!({ "tag": "silent" })),
    ];
    let wires = "t>w w:happened>yes w:timed_out>no";
    let mut world = known(&[flow("f", &nodes, wires)], &[]);
    world.track(0, "custom:x");
    insta::assert_snapshot!(world.track(2 * DAY - 1, "custom:reply"), @r"
    happened -> yes
    +replied
    next -> end
    finished
    ");
    world.track(3 * DAY, "custom:x");
    assert_eq!(world.wake_at().as_deref(), Some("5d0h0m0ms"));
    // An event accepted after the time-out finds the time-out worked off first.
    insta::assert_snapshot!(world.track(5 * DAY + MINUTE, "custom:reply"), @r"
    @5d0h0m0ms timed_out -> no
    @5d0h0m0ms +silent
    @5d0h0m0ms next -> end
    @5d0h0m0ms finished
    ");
}

#[test]
fn a_step_that_is_long_overdue_runs_at_the_actual_time_and_later_waits_count_from_there() {
    let nodes = [
        ("t", "event", on("custom:x")),
        ("w1", "wait", json!({ "for": { "hours": 1 } })),
        ("a", "add_tag", json!({ "tag": "first" })),
        ("w2", "wait", json!({ "for": { "hours": 1 } })),
        ("b", "add_tag", json!({ "tag": "second" })),
    ];
    let mut world = known(&[flow("f", &nodes, "t>w1 w1>a a>w2 w2>b")], &[]);
    world.track(0, "custom:x");
    insta::assert_snapshot!(world.wake(3 * DAY), @r"
    next -> a
    +first
    next -> w2
    waits
    ");
    assert_eq!(world.wake_at().as_deref(), Some("3d1h0m0ms"));
}

#[test]
fn a_goal_ends_a_wait_at_once_and_an_exit_rule_ends_the_enrolment() {
    let nodes = [
        ("t", "event", on("custom:x")),
        ("w", "wait", json!({ "for": { "days": 30 } })),
        ("late", "add_tag", json!({ "tag": "late" })),
        ("g", "goal", json!({ "rule": { "score": { "points": { "at_least": 10 } } } })),
        ("won", "add_tag", json!({ "tag": "won" })),
    ];
    let nurture = flow("f", &nodes, "t>w w>late g>won");
    let mut world = known(&[with(nurture, "exit_when", json!({ "tag": "gone" }))], &[]);
    world.track(0, "custom:x");
    let ten = json!({ "adjust_score": { "category": "general", "points": 10, "reason": "test" } });
    insta::assert_snapshot!(world.edit(DAY, ten), @r"
    +10 = 10 (test)
    goal g
    next -> won
    +won
    next -> end
    finished
    ");
    world.edit(
        DAY,
        json!({ "adjust_score": { "category": "general", "points": -10, "reason": "back" } }),
    );
    world.track(2 * DAY, "custom:x");
    insta::assert_snapshot!(world.edit(3 * DAY, json!({ "add_tag": "gone" })), @r"
    +gone
    exitrule
    ");
    // The time that the ended wait had asked for still comes; nothing happens, and it is gone.
    assert_eq!(world.wake(31 * DAY), "");
    assert_eq!(world.wake_at(), None);
}

#[test]
fn two_triggers_that_one_event_matches_start_one_enrolment_at_the_first_of_them() {
    let nodes = [
        ("any", "page_visited", json!({})),
        ("pricing", "page_visited", json!({ "url": { "contains": "/pricing" } })),
        ("a", "add_tag", json!({ "tag": "any" })),
        ("b", "add_tag", json!({ "tag": "pricing" })),
    ];
    let mut world = known(&[flow("f", &nodes, "any>a pricing>b")], &[]);
    insta::assert_snapshot!(world.track_with(1, "page_visited", json!({ "url": "/pricing" })), @r"
    enrolled
    next -> a
    +any
    next -> end
    finished
    ");
}

#[test]
fn reactions_run_in_the_order_of_the_facts_that_they_answer() {
    let two_tags = [
        ("t", "event", on("custom:x")),
        ("a", "add_tag", json!({ "tag": "first" })),
        ("b", "add_tag", json!({ "tag": "second" })),
    ];
    let reward = |tag: &str| {
        let points = json!({ "points": 1, "reason": tag });
        let nodes = [("t", "tag_added", json!({ "tag": tag })), ("p", "adjust_score", points)];
        flow(tag, &nodes, "t>p")
    };
    let flows = [flow("f", &two_tags, "t>a a>b"), reward("second"), reward("first")];
    let told = known(&flows, &[]).track(1, "custom:x");
    let points: Vec<_> = told.lines().filter(|line| line.contains("+1")).collect();
    assert_eq!(points, ["+1 = 1 (first)", "+1 = 2 (second)"]);
}

#[test]
fn a_score_crosses_up_and_down_also_within_one_input() {
    let up = [
        ("t", "score_crosses", json!({ "points": 20 })),
        ("a", "add_tag", json!({ "tag": "hot" })),
        ("b", "adjust_score", json!({ "points": -5, "reason": "cooled" })),
    ];
    let down = [
        ("t", "score_crosses", json!({ "points": 20, "direction": "down" })),
        ("a", "remove_tag", json!({ "tag": "hot" })),
    ];
    let mut world = known(&[flow("down", &down, "t>a"), flow("up", &up, "t>a a>b")], &[]);
    let points =
        |n: i64| json!({ "adjust_score": { "category": "fit", "points": n, "reason": "test" } });
    assert_eq!(world.edit(1, points(19)), "+19 = 19 (test)\n");
    insta::assert_snapshot!(world.edit(2, points(1)), @r"
    +1 = 20 (test)
    enrolled
    next -> a
    +hot
    next -> b
    -5 = 15 (cooled)
    next -> end
    finished
    enrolled
    next -> a
    -hot
    next -> end
    finished
    ");
}

#[test]
fn flows_that_play_ping_pong_are_stopped_and_named() {
    let ping =
        [("t", "tag_added", json!({ "tag": "x" })), ("a", "remove_tag", json!({ "tag": "x" }))];
    let pong =
        [("t", "tag_removed", json!({ "tag": "x" })), ("a", "add_tag", json!({ "tag": "x" }))];
    let ping = with(flow("ping", &ping, "t>a"), "reentry", json!("every_time"));
    let pong = with(flow("pong", &pong, "t>a"), "reentry", json!("every_time"));
    // One input starts one enrolment per flow, so two flows stop by themselves …
    let mut world = known(&[ping, pong], &[]);
    let told = world.edit(1, json!({ "add_tag": "x" }));
    assert!(told.lines().count() < 15, "{told}");
    // … and a storm of many flows stops at the bound.
    let storm = |at: usize| {
        let tag = |n: usize| format!("t{n}");
        let nodes = [
            ("t", "tag_added", json!({ "tag": tag(at) })),
            ("a", "add_tag", json!({ "tag": tag(at + 1) })),
        ];
        flow(&format!("storm{at}"), &nodes, "t>a")
    };
    let flows: Vec<_> = (0..400).map(storm).collect();
    let mut world = known(&flows, &[]);
    let told = world.edit(1, json!({ "add_tag": "t0" }));
    assert!(told.ends_with("stopped, 1 dropped, 200 flows\n"), "{}", &told[told.len() - 200..]);
    assert_eq!(world.contact.enrolments, []);
}

#[test]
fn a_paused_flow_takes_nobody_in_remembers_what_it_heard_and_goes_on_when_resumed() {
    let nodes = [
        ("t", "event", on("custom:x")),
        (
            "w",
            "wait_for",
            json!({ "event": { "event": "custom:reply" }, "at_most": { "days": 2 } }),
        ),
        ("yes", "add_tag", json!({ "tag": "replied" })),
    ];
    let mut world = known(&[flow("f", &nodes, "t>w w:happened>yes")], &[]);
    world.track(0, "custom:x");
    world.publish(|document| document.flows[0].state = FlowState::Paused);
    assert_eq!(world.track(HOUR, "custom:reply"), "Heard\n");
    assert_eq!(world.wake_at(), None);
    assert_eq!(world.wake(3 * DAY), "");
    world.publish(|document| document.flows[0].state = FlowState::Active);
    insta::assert_snapshot!(world.wake(4 * DAY), @r"
    happened -> yes
    +replied
    next -> end
    finished
    ");
}

#[test]
fn a_due_wait_of_a_flow_that_was_resumed_runs_at_the_actual_time() {
    let nodes = [
        ("t", "event", on("custom:x")),
        ("w", "wait", json!({ "for": { "minutes": 10 } })),
        ("yes", "add_tag", json!({ "tag": "done" })),
    ];
    let mut world = known(&[flow("f", &nodes, "t>w w>yes")], &[]);
    world.track(0, "custom:x");
    world.publish(|document| document.flows[0].state = FlowState::Paused);
    assert_eq!(world.wake(15 * MINUTE), "");
    world.publish(|document| document.flows[0].state = FlowState::Active);
    assert_eq!(world.wake(16 * MINUTE), "next -> yes\n+done\nnext -> end\nfinished\n");
}

#[test]
fn a_new_rule_finds_its_members_without_starting_flows() {
    let nodes = [
        ("t", "segment_entered", json!({ "segment": "hot" })),
        ("a", "add_tag", json!({ "tag": "in" })),
    ];
    let hot = segment("hot", json!({ "tag": "nobody" }));
    let mut world = known(&[flow("f", &nodes, "t>a")], &[hot]);
    world.edit(1, json!({ "add_tag": "vip" }));
    world.publish(|document| {
        document.segments[0].document.rule =
            serde_json::from_value(json!({ "tag": "vip" })).unwrap();
        document.segments[0].since = 2;
    });
    assert_eq!(world.wake(2), "in hot (initial)\n");
    world.publish(|document| {
        document.segments.clear();
        document.flows.clear();
    });
    assert_eq!(world.wake(3), "out of hot (initial)\n");
}

#[test]
fn an_event_without_the_key_is_refused_and_each_key_is_an_enrolment_of_its_own() {
    let nodes = [("t", "event", on("custom:cart")), ("w", "wait", json!({ "for": { "days": 1 } }))];
    let carts = with(flow("carts", &nodes, "t>w"), "key", json!({ "property": "cart" }));
    let mut world = known(&[carts], &[]);
    assert!(world.track(1, "custom:cart").starts_with("refused: The event has no `cart`"));
    assert!(world.track_with(2, "custom:cart", json!({ "cart": "A" })).starts_with("enrolled A\n"));
    assert_eq!(world.track_with(3, "custom:cart", json!({ "cart": "A" })), "");
    assert!(world.track_with(4, "custom:cart", json!({ "cart": 7 })).starts_with("enrolled 7\n"));
}

#[test]
fn re_entry_is_once_or_once_per_period() {
    let nodes = [
        ("t", "event", on("custom:x")),
        ("a", "adjust_score", json!({ "points": 1, "reason": "x" })),
    ];
    let once = with(flow("once", &nodes, "t>a"), "reentry", json!("once"));
    let daily = with(flow("daily", &nodes, "t>a"), "reentry", json!({ "once_per": { "days": 1 } }));
    let mut world = known(&[once, daily], &[]);
    let entered = |told: &str| told.matches("enrolled").count();
    assert_eq!(entered(&world.track(0, "custom:x")), 2);
    assert_eq!(entered(&world.track(DAY - 1, "custom:x")), 0);
    assert_eq!(entered(&world.track(DAY, "custom:x")), 1);
}

#[test]
fn what_is_historic_changes_what_is_derived_and_starts_nothing() {
    let nodes = [
        ("t", "segment_entered", json!({ "segment": "seen" })),
        ("a", "add_tag", json!({ "tag": "x" })),
    ];
    let seen = segment(
        "seen",
        json!({ "count": { "of": { "event": "custom:x" }, "times": { "at_least": 1 } } }),
    );
    let mut world = known(&[flow("f", &nodes, "t>a")], &[seen]);
    let event = Event { name: "custom:x".parse().unwrap(), properties: Properties::default() };
    assert_eq!(world.apply_input(3 * DAY, DAY, true, InputBody::Event(event)), "in seen\n");
    assert_eq!(world.contact.enrolments, []);
}

#[test]
fn a_step_that_fails_takes_its_failed_port_or_goes_on() {
    let move_deal = json!({ "pipeline": "sales", "stage": "lost" });
    let nodes = [
        ("t", "event", on("custom:x")),
        ("m", "change_deal_stage", move_deal),
        ("ok", "add_tag", json!({ "tag": "moved" })),
        ("no", "add_tag", json!({ "tag": "no_deal" })),
    ];
    let mut wired = known(&[flow("f", &nodes, "t>m m>ok m:failed>no")], &[]);
    insta::assert_snapshot!(wired.track(1, "custom:x"), @r"
    enrolled
    next -> m
    step failed: The contact has no open deal in `sales`.
    failed -> no
    +no_deal
    next -> end
    finished
    ");
    let mut plain = known(&[flow("f", &nodes, "t>m m>ok")], &[]);
    assert!(
        plain
            .track(1, "custom:x")
            .contains("step failed: The contact has no open deal in `sales`.\nnext -> ok")
    );
    let deal = json!({ "create_deal": { "name": "Big one", "pipeline": "sales", "stage": null, "amount": null } });
    plain.edit(2, deal);
    assert!(plain.track(3, "custom:x").contains("deal new -> lost\nnext -> ok"));
}

#[test]
fn an_older_identify_does_not_overwrite_a_newer_value() {
    let mut world = known(&[], &[]);
    let set = |value: &str| InputBody::Identify {
        properties: vec![(
            runnel_model::PropertyName::parse("plan").unwrap(),
            Some(runnel_model::Value::Text(value.into())),
        )],
        fill_only: false,
    };
    assert_ne!(world.apply_input(10, 9, false, set("new")), "");
    assert_eq!(world.apply_input(11, 8, false, set("old")), "");
}

#[test]
fn a_loop_through_a_wait_goes_round_and_one_without_is_refused() {
    let nodes = [
        ("t", "event", on("custom:x")),
        ("w", "wait", json!({ "for": { "days": 1 } })),
        ("a", "adjust_score", json!({ "points": 1, "reason": "round" })),
    ];
    let mut world = known(&[flow("f", &nodes, "t>w w>a a>w")], &[]);
    world.track(0, "custom:x");
    for round in 1..=3 {
        assert_eq!(
            world.wake(round * DAY),
            format!("next -> a\n+1 = {round} (round)\nnext -> w\nwaits\n")
        );
    }
}

#[test]
fn a_loop_that_is_late_by_several_rounds_goes_round_each_at_its_time() {
    let nodes = [
        ("t", "event", on("custom:x")),
        ("w", "wait", json!({ "for": { "minutes": 2 } })),
        ("a", "adjust_score", json!({ "points": 1, "reason": "round" })),
    ];
    let mut world = known(&[flow("f", &nodes, "t>w w>a a>w")], &[]);
    world.track(0, "custom:x");
    let told = world.wake(7 * MINUTE);
    for (round, minute) in [(1, 2), (2, 4), (3, 6)] {
        assert!(told.contains(&format!("@0d0h{minute}m0ms +1 = {round} (round)")), "{told}");
    }
    assert_eq!(world.wake_at().as_deref(), Some("0d0h8m0ms"));
}

#[test]
fn a_merge_unites_what_two_contacts_did_and_keeps_the_older_enrolment() {
    let nodes = [("t", "event", on("custom:x")), ("w", "wait", json!({ "for": { "days": 9 } }))];
    let keen = segment(
        "keen",
        json!({ "count": {
        "of": { "event": "custom:x" }, "times": { "at_least": 3 }, "within": { "days": 30 } } }),
    );
    let twice = [flow("f", &nodes, "t>w")];
    let mut loser = known(&twice, std::slice::from_ref(&keen));
    loser.track(HOUR, "custom:x");
    loser.contact.id = ContactId(8);
    for enrolment in &mut loser.contact.enrolments {
        enrolment.id = runnel_model::EnrolmentId(ContactId(8).own(1));
    }
    let mut winner = known(&twice, &[keen]);
    winner.track(2 * HOUR, "custom:x");
    winner.track(3 * HOUR, "custom:x");
    let merged = winner.apply(4 * HOUR, InputBody::Merge { loser: Box::new(loser.contact) });
    insta::assert_snapshot!(merged, @r"
    merged
    Merged { contact: ContactId(8) }
    in keen
    ");
    assert_eq!(winner.contact.enrolments.len(), 1);
    assert_eq!(winner.contact.enrolments[0].entered_at.as_ms() - START, HOUR);
    assert_eq!(winner.wake_at().as_deref(), Some("9d1h0m0ms"));
}

#[test]
fn the_limit_of_what_is_overdue_belongs_to_the_catalog() {
    let nodes = [
        ("t", "event", on("custom:x")),
        ("w", "wait", json!({ "for": { "hours": 1 } })),
        ("a", "add_tag", json!({ "tag": "x" })),
    ];
    let mut world = World::new(&[flow("f", &nodes, "t>w w>a")], &[]);
    world.publish(|document| document.limits.overdue_max = Span::Days(10));
    world.track(0, "custom:x");
    assert!(world.wake(3 * DAY).starts_with("@0d1h0m0ms next -> a"));
}

#[test]
fn an_exit_rule_that_a_step_makes_true_ends_the_enrolment_before_the_next_step() {
    let nodes = [
        ("t", "event", on("custom:x")),
        ("done", "add_tag", json!({ "tag": "done" })),
        ("a", "adjust_score", json!({ "points": 5, "reason": "too late" })),
    ];
    let flow = with(flow("f", &nodes, "t>done done>a"), "exit_when", json!({ "tag": "done" }));
    let mut world = known(&[flow], &[]);
    insta::assert_snapshot!(world.track(0, "custom:x"), @r"
    enrolled
    next -> done
    +done
    next -> a
    exitrule
    ");
}

#[test]
fn a_token_that_comes_to_a_step_twice_within_one_input_fails_there() {
    let rule = json!({ "tag": "ready" });
    let nodes = [
        ("t", "event", on("custom:x")),
        ("w", "wait_for", json!({ "rule": rule, "at_most": { "days": 1 } })),
        ("a", "adjust_score", json!({ "points": 1, "reason": "round" })),
    ];
    let mut world = known(&[flow("f", &nodes, "t>w w:happened>a a>w")], &[]);
    world.edit(0, json!({ "add_tag": "ready" }));
    insta::assert_snapshot!(world.track(0, "custom:x"), @r"
    enrolled
    next -> w
    happened -> a
    +1 = 1 (round)
    next -> w
    failed: The contact came to this step a second time without a wait in between.
    ");
}

/// Somebody waits for a day at `w`; two hours later a version is published in which the wait is
/// an hour and a tag follows that the first version did not have.
fn waiting_when_a_new_version_comes(choices: &Value) -> World {
    let version = |hours: i64, tag: &str| {
        let nodes = [
            ("t", "event", on("custom:x")),
            ("w", "wait", json!({ "for": { "hours": hours } })),
            ("a", "add_tag", json!({ "tag": tag })),
        ];
        flow("f", &nodes, "t>w w>a")
    };
    let mut world = known(&[version(24, "old")], &[]);
    world.track(0, "custom:x");
    world.publish(|document| {
        document.flows[0].current = false;
        document.flows.push(PublishedFlow {
            version: 2,
            since: 2,
            state: FlowState::Active,
            current: true,
            migrations: serde_json::from_value(choices.clone()).unwrap(),
            document: serde_json::from_value(version(1, "new")).unwrap(),
        });
    });
    world
}

#[test]
fn whoever_is_inside_goes_on_as_the_publisher_of_the_new_version_chose() {
    let check = |choices: Value, adopts: &str, next_day: &str| {
        let mut world = waiting_when_a_new_version_comes(&choices);
        assert_eq!(world.wake(2 * HOUR), adopts, "{choices}");
        assert_eq!(world.wake(DAY), next_day, "{choices}");
    };
    let goes_on = |tag: &str| format!("next -> a\n+{tag}\nnext -> end\nfinished\n");
    check(json!({}), "", &goes_on("old"));
    check(json!({ "w": "finish" }), "", &goes_on("old"));
    check(json!({ "a": "exit" }), "", &goes_on("old"));
    check(json!({ "w": "move" }), "migrated to 2\n", &goes_on("new"));
    let at_once = format!("migrated to 2\nwaits\n{}", goes_on("new"));
    check(json!({ "w": "retime" }), &at_once, "");
    check(json!({ "w": "exit" }), "stopped\n", "");
}

#[test]
fn a_wait_that_is_timed_anew_counts_from_when_it_began() {
    let mut world = waiting_when_a_new_version_comes(&json!({ "w": "retime" }));
    assert_eq!(world.wake(HOUR / 2), "migrated to 2\nwaits\n");
    assert_eq!(world.contact.wake_at, Some(Timestamp::from_ms(START + HOUR)));
}

#[test]
fn a_step_that_the_new_version_does_not_have_keeps_whoever_is_there() {
    let mut world = waiting_when_a_new_version_comes(&json!({ "w": "move" }));
    world.publish(|document| {
        let version = document.flows.last_mut().unwrap();
        version.document.nodes.retain(|node| node.id.as_str() != "w");
        version.document.edges =
            serde_json::from_value(json!([{ "from": "t", "to": "a" }])).unwrap();
    });
    assert_eq!(world.wake(2 * HOUR), "");
    assert_eq!(world.contact.enrolments[0].version, 1);
}

fn stands(is: Value) -> Value {
    json!({ "flow": { "flow": "nurture", "is": is } })
}

/// Two steps, a wait of a day between them, and a goal that is an event.
fn nurture() -> Value {
    let nodes = [
        ("t", "event", on("custom:x")),
        ("wait", "wait", json!({ "for": { "days": 1 } })),
        ("tag", "add_tag", json!({ "tag": "done" })),
        ("bought", "goal", json!({ "event": { "event": "custom:bought" } })),
    ];
    with(flow("nurture", &nodes, "t>wait wait>tag tag>bought"), "reentry", json!("once"))
}

#[test]
fn segments_follow_where_somebody_stands_in_a_flow() {
    let segments = [
        segment("at-wait", stands(json!({ "waits_at": "wait" }))),
        segment("entered", stands(json!("entered"))),
        segment("finished", stands(json!("finished"))),
        segment("inside", stands(json!("inside"))),
        segment("winners", stands(json!("reached_goal"))),
    ];
    let mut world = known(&[nurture()], &segments);
    insta::assert_snapshot!(world.track(HOUR, "custom:x"), @r"
    enrolled
    in inside
    in entered
    next -> wait
    waits
    in at-wait
    ");
    insta::assert_snapshot!(world.wake(DAY + HOUR), @r"
    next -> tag
    out of at-wait
    +done
    next -> bought
    next -> end
    in winners
    finished
    out of inside
    in finished
    ");
}

#[test]
fn a_goal_reached_by_an_event_is_seen_at_once() {
    let winners = segment("winners", stands(json!("reached_goal")));
    let mut world = known(&[nurture()], &[winners]);
    world.track(HOUR, "custom:x");
    insta::assert_snapshot!(world.track(2 * HOUR, "custom:bought"), @r"
    goal bought
    in winners
    next -> end
    finished
    ");
}

#[test]
fn a_flow_may_wait_for_another() {
    let nodes = [
        ("t", "event", on("custom:y")),
        (
            "until",
            "wait_for",
            json!({ "rule": stands(json!("finished")), "at_most": { "days": 9 } }),
        ),
        ("points", "adjust_score", json!({ "points": 5, "reason": "nurtured" })),
    ];
    let follower = flow("follower", &nodes, "t>until until:happened>points");
    let mut world = known(&[follower, nurture()], &[]);
    world.track(HOUR, "custom:y");
    world.track(2 * HOUR, "custom:x");
    insta::assert_snapshot!(world.wake(DAY + 2 * HOUR), @r"
    next -> tag
    +done
    next -> bought
    next -> end
    finished
    happened -> points
    +5 = 5 (nurtured)
    next -> end
    finished
    ");
}

#[test]
fn a_flow_that_its_own_segment_starts_again_and_again_starts_once_per_event() {
    let outside = segment("outside", json!({ "not": stands(json!("inside")) }));
    let nodes = [
        ("t", "segment_entered", json!({ "segment": "outside" })),
        ("points", "adjust_score", json!({ "points": 1, "reason": "again" })),
    ];
    let mut world = World::new(&[flow("nurture", &nodes, "t>points")], &[outside]);
    insta::assert_snapshot!(world.track(HOUR, "custom:x"), @r"
    created
    in outside
    enrolled
    out of outside
    next -> points
    +1 = 1 (again)
    next -> end
    finished
    in outside
    ");
}

#[test]
fn where_nobody_asks_a_step_is_no_news() {
    let mut world = known(&[nurture()], &[segment("tagged", json!({ "tag": "done" }))]);
    insta::assert_snapshot!(world.track(HOUR, "custom:x"), @r"
    enrolled
    next -> wait
    waits
    ");
}
