//! People inside a flow when a new version of it is published.

use runnel_model::{FlowState, PublishedFlow, Timestamp};
use serde_json::{Value, json};

use crate::documents::{flow, on};
use crate::world::{DAY, HOUR, START, World, known};

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
            members_since: 0,
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

/// Somebody who is tagged `early` waits for `ready` in the version that is over. The new one waits
/// for `tag`, and is paused before anybody is taken there.
fn paused_when_a_version_waits_for(tag: &str) -> World {
    let version = |tag: &str| {
        let rule = json!({ "rule": { "tag": tag }, "at_most": { "days": 2 } });
        let nodes = [("t", "event", on("custom:x")), ("w", "wait_for", rule)];
        flow("f", &nodes, "t>w")
    };
    let mut world = known(&[version("ready")], &[]);
    world.edit(0, json!({ "add_tag": "early" }));
    world.track(0, "custom:x");
    world.publish(|document| {
        let older = &mut document.flows[0];
        (older.current, older.state) = (false, FlowState::Paused);
        document.flows.push(PublishedFlow {
            version: 2,
            since: 2,
            state: FlowState::Paused,
            current: true,
            migrations: serde_json::from_value(json!({ "w": "retime" })).unwrap(),
            members_since: 0,
            document: serde_json::from_value(version(tag)).unwrap(),
        });
    });
    world
}

fn resume(world: &mut World) {
    world.publish(|document| {
        for flow in &mut document.flows {
            (flow.state, flow.since) = (FlowState::Active, document.version);
        }
    });
}

#[test]
fn a_wait_of_a_paused_flow_is_timed_anew_when_the_flow_goes_on() {
    let mut world = paused_when_a_version_waits_for("early");
    assert_eq!(world.wake(HOUR), "");
    resume(&mut world);
    assert_eq!(world.wake(2 * HOUR), "migrated to 2\nhappened -> end\nfinished\n");
}

#[test]
fn what_was_heard_in_a_pause_is_not_forgotten_when_the_wait_is_timed_anew() {
    let mut world = paused_when_a_version_waits_for("never");
    assert_eq!(world.edit(HOUR, json!({ "add_tag": "ready" })), "+ready\nHeard\n");
    resume(&mut world);
    assert_eq!(world.wake(2 * HOUR), "migrated to 2\nhappened -> end\nfinished\n");
}

#[test]
fn nobody_is_taken_to_another_kind_of_step() {
    let mut world = waiting_when_a_new_version_comes(&json!({ "w": "move" }));
    world.publish(|document| {
        let version = document.flows.last_mut().unwrap();
        version.document.nodes[1].kind = "add_tag".into();
        version.document.nodes[1].settings = json!({ "tag": "instead" });
    });
    assert_eq!(world.wake(2 * HOUR), "");
    assert_eq!(world.contact.enrolments[0].version, 1);
}
