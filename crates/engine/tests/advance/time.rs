//! Waits that end at their second, and what is done when they end late.

use runnel_model::Span;
use serde_json::json;

use crate::documents::{flow, on};
use crate::world::{DAY, MINUTE, World, known};

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
