//! Who enters a flow, how often, and how they leave it: goals and exit rules.

use serde_json::json;

use crate::documents::{flow, on, with};
use crate::world::{DAY, known};

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
