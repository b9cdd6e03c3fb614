//! Rules that ask how a contact stands to a flow.

use serde_json::{Value, json};

use crate::documents::{flow, on, segment, with};
use crate::world::{DAY, HOUR, World, known};

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
