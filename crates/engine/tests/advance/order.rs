//! What happens first within one input: what is derived, then reactions in order, up to a bound.

use serde_json::json;

use crate::documents::{flow, on, segment, with};
use crate::world::known;

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
