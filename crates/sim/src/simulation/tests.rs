//! That a simulation does what the engine would do, and no more than it may.

use runnel_model::{CatalogDocument, EngineLimits, FactBody, Flow, PublishedSegment, Span};
use serde_json::{Value as Json, json};

use super::*;
use crate::scenario::sales_pipeline;

const MONDAY: runnel_model::Timestamp = runnel_model::Timestamp::from_ms(1_767_603_600_000);

/// Whoever gets a tag waits a day, is asked about the score, and another system is told.
fn flow() -> Flow {
    let flow = json!({ "id": "trial", "name": "Trial", "nodes": [
        { "id": "start", "kind": "tag_added", "settings": { "tag": "vip" } },
        { "id": "rest", "kind": "wait", "settings": { "for": { "days": 1 } } },
        { "id": "ask", "kind": "branch", "settings": { "rule": { "score": { "points": { "more_than": 20 } } } } },
        { "id": "tell", "kind": "post_to_url", "settings": { "url": "https://example.com/hook" } },
        { "id": "hot", "kind": "add_tag", "settings": { "tag": "told" } },
        { "id": "sad", "kind": "add_tag", "settings": { "tag": "not_told" } },
        { "id": "reply", "kind": "wait_for", "settings": { "event": { "event": "page_visited" }, "at_most": { "days": 3 } } },
        { "id": "cold", "kind": "add_tag", "settings": { "tag": "cold" } }
    ], "edges": [
        { "from": "start", "to": "rest" }, { "from": "rest", "to": "ask" },
        { "from": "ask", "port": "yes", "to": "tell" }, { "from": "ask", "port": "no", "to": "reply" },
        { "from": "tell", "to": "hot" }, { "from": "tell", "port": "failed", "to": "sad" },
        { "from": "reply", "port": "timed_out", "to": "cold" }
    ]});
    serde_json::from_value(flow).unwrap()
}

fn simulation(subject: Json, start: Start) -> Simulation {
    let segment = json!({ "id": "keen", "name": "Keen", "rule": { "tag": "never" } });
    let segment = PublishedSegment {
        version: 1,
        since: 1,
        starts_flows: false,
        document: serde_json::from_value(segment).unwrap(),
    };
    Simulation {
        published: CatalogDocument {
            version: 4,
            sweep: 1,
            flows: Vec::new(),
            segments: vec![segment],
            models: Vec::new(),
            pipelines: vec![sales_pipeline()],
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        },
        flow: flow(),
        version: 1,
        subject: Subject::Invented(Box::new(serde_json::from_value(subject).unwrap())),
        start,
        at: MONDAY,
        run_for: Span::Days(90),
        forced: Default::default(),
        answers: Default::default(),
    }
}

fn enter(subject: Json) -> Simulation {
    simulation(subject, Start::Enter(None))
}

fn happenings(list: Json) -> Start {
    Start::Happenings(serde_json::from_value(list).unwrap())
}

fn node(id: &str) -> runnel_model::NodeId {
    id.parse().unwrap()
}

/// The steps that the contact came to, with the days since the beginning.
fn path(simulated: &Simulated) -> String {
    let facts = simulated.happened.iter().flat_map(|applied| &applied.facts);
    let came = facts.filter_map(|fact| {
        let step = fact.step.as_ref()?;
        let to = match &fact.body {
            FactBody::Enrolled { .. } => Some(&step.node),
            FactBody::Stepped { to, .. } => to.as_ref(),
            _ => None,
        };
        to.map(|to| format!("{to}+{}", (fact.at - MONDAY) / 86_400_000))
    });
    came.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(simulation: &Simulation, expect_path: &str, expect: Stopped) -> Simulated {
    let simulated = simulate(simulation).unwrap();
    assert_eq!((path(&simulated).as_str(), simulated.stopped), (expect_path, expect));
    simulated
}

#[test]
fn somebody_invented_walks_in_virtual_time_and_each_branch_says_why() {
    let simulated = check(
        &enter(json!({ "score": 18 })),
        "start+0 rest+0 ask+1 reply+1 cold+4",
        Stopped::Settled,
    );
    let decisions: Vec<_> =
        simulated.happened.iter().flat_map(|applied| &applied.decisions).collect();
    assert_eq!(decisions.len(), 1);
    assert_eq!(
        (&decisions[0].step.node, decisions[0].explanation.verdict.holds),
        (&node("ask"), false)
    );
    let simulated = check(
        &enter(json!({ "score": 21 })),
        "start+0 rest+0 ask+1 tell+1 hot+1",
        Stopped::Settled,
    );
    let effects = simulated.happened.iter().flat_map(|applied| &applied.effects).count();
    assert_eq!((effects, simulated.contact.tags.len()), (1, 1));
}

#[test]
fn events_and_changes_come_in_order_and_triggers_decide() {
    let start = happenings(json!([
        { "event": "custom:other" },
        { "after": { "hours": 1 }, "change": { "add_tag": "vip" } },
        { "after": { "days": 2 }, "event": "page_visited" }
    ]));
    let simulated =
        check(&simulation(json!({}), start), "start+0 rest+0 ask+1 reply+1", Stopped::Settled);
    assert!(simulated.contact.enrolments.is_empty(), "the visit ended the wait");
    let nothing = simulation(json!({}), happenings(json!([{ "event": "custom:other" }])));
    check(&nothing, "", Stopped::Settled);
}

#[test]
fn a_forced_step_goes_the_way_that_was_chosen() {
    let mut forced = enter(json!({ "score": 18 }));
    forced.forced.insert(node("ask"), "yes".into());
    forced.answers.insert(node("tell"), Answer { delivered: false, why: "410".into() });
    check(&forced, "start+0 rest+0 ask+1 tell+1 sad+1", Stopped::Settled);
    forced.forced.insert(node("tell"), "next".into());
    check(&forced, "start+0 rest+0 ask+1 tell+1 hot+1", Stopped::Settled);
    forced.forced = [(node("ask"), "no".into()), (node("reply"), "happened".into())].into();
    check(&forced, "start+0 rest+0 ask+1 reply+1", Stopped::Settled);
    forced.forced.insert(node("reply"), "timed_out".into());
    check(&forced, "start+0 rest+0 ask+1 reply+1 cold+4", Stopped::Settled);
}

#[test]
fn time_runs_no_further_than_it_may() {
    let mut short = enter(json!({}));
    short.run_for = Span::Days(2);
    let simulated = check(&short, "start+0 rest+0 ask+1 reply+1", Stopped::OutOfTime);
    assert_eq!(simulated.ended_at, MONDAY + Span::Days(2));
    assert_eq!(simulated.contact.enrolments[0].node, node("reply"));
    let late = happenings(json!([{ "after": { "days": 3 }, "event": "custom:late" }]));
    let mut late = simulation(json!({}), late);
    late.run_for = Span::Days(2);
    check(&late, "", Stopped::OutOfTime);
}

#[test]
fn a_flow_without_end_is_stopped() {
    let mut endless = enter(json!({}));
    let looping = json!({ "id": "trial", "name": "Trial", "nodes": [
        { "id": "start", "kind": "tag_added", "settings": { "tag": "vip" } },
        { "id": "rest", "kind": "wait", "settings": { "for": { "seconds": 1 } } },
        { "id": "more", "kind": "adjust_score", "settings": { "points": 1, "reason": "Again" } }
    ], "edges": [
        { "from": "start", "to": "rest" }, { "from": "rest", "to": "more" }, { "from": "more", "to": "rest" }
    ]});
    endless.flow = serde_json::from_value(looping).unwrap();
    let simulated = simulate(&endless).unwrap();
    assert_eq!(simulated.stopped, Stopped::TooMuch);
    assert!(simulated.happened.len() <= 2_000);
}

#[test]
fn a_contact_that_exists_goes_on_from_where_it_is() {
    let ana = simulate(&enter(json!({ "score": 30 }))).unwrap();
    let mut again = enter(json!({}));
    again.at = MONDAY + Span::Days(30);
    again.subject = Subject::Known(Box::new(ana.contact));
    check(&again, "start+30 rest+30 ask+31 tell+31 hot+31", Stopped::Settled);
}

#[test]
fn somebody_invented_stays_in_the_segments_that_were_chosen() {
    let mut keen = enter(json!({ "segments": ["keen"] }));
    let rule = json!({ "rule": { "segment": "keen" } });
    keen.flow.nodes[2].settings = rule;
    check(&keen, "start+0 rest+0 ask+1 tell+1 hot+1", Stopped::Settled);
    let mut unknown = enter(json!({ "segments": ["other"] }));
    unknown.flow = keen.flow.clone();
    let refused = simulate(&unknown).unwrap_err();
    assert_eq!(refused, Refusal::UnknownSegment("other".parse().unwrap()));
}

#[test]
fn segments_may_ask_about_other_flows() {
    let mut simulation = enter(json!({}));
    let other = json!({ "version": 1, "since": 1, "state": "active", "current": true,
        "migrations": {}, "document": { "id": "other", "name": "Other", "nodes": [
            { "id": "start", "kind": "tag_added", "settings": { "tag": "x" } },
            { "id": "hot", "kind": "add_tag", "settings": { "tag": "y" } },
        ], "edges": [{ "from": "start", "to": "hot" }] } });
    simulation.published.flows.push(serde_json::from_value(other).unwrap());
    let rule = json!({ "flow": { "flow": "other", "is": "inside" } });
    simulation.published.segments[0].document.rule = serde_json::from_value(rule).unwrap();
    check(&simulation, "start+0 rest+0 ask+1 reply+1 cold+4", Stopped::Settled);
}

#[test]
fn what_cannot_be_is_refused() {
    let refused = |change: fn(&mut Simulation)| {
        let mut wrong = enter(json!({}));
        change(&mut wrong);
        simulate(&wrong).unwrap_err()
    };
    let found = refused(|wrong| drop(wrong.forced.insert(node("nowhere"), "yes".into())));
    assert_eq!(found, Refusal::UnknownStep(node("nowhere")));
    let found = refused(|wrong| drop(wrong.forced.insert(node("ask"), "maybe".into())));
    assert_eq!(found, Refusal::UnknownPort(node("ask"), vec!["yes", "no"]));
    let found = refused(|wrong| wrong.start = Start::Enter(Some(node("ask"))));
    assert_eq!(found, Refusal::NotATrigger(node("ask")));
    let found = refused(|wrong| wrong.start = Start::Enter(Some(node("nowhere"))));
    assert_eq!(found, Refusal::UnknownStep(node("nowhere")));
    let answer = Answer { delivered: true, why: String::new() };
    let mut wrong = enter(json!({}));
    wrong.answers.insert(node("nowhere"), answer);
    assert_eq!(simulate(&wrong).unwrap_err(), Refusal::UnknownStep(node("nowhere")));
    let found = refused(|wrong| wrong.flow.nodes[1].kind = "teleport".into());
    let Refusal::Diagnostics(found) = found else { panic!("{found:?}") };
    assert_eq!(found[0].code, "unknown_kind");
    let two = json!([{ "event": "custom:a", "change": { "add_tag": "b" } }]);
    let Refusal::Happening(1, _) = simulate(&simulation(json!({}), happenings(two))).unwrap_err()
    else {
        panic!()
    };
}
