//! A flow that is paused and goes on.

use runnel_model::FlowState;
use serde_json::json;

use crate::documents::{flow, on};
use crate::world::{DAY, HOUR, MINUTE, known};

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
