//! Disqualifying: at once, after a time for objections, taken back, and those who come back.

use serde_json::{Value, json};

use crate::documents::flow;
use crate::world::{DAY, World, known};

/// `go` is what brings somebody there.
fn drops(grace: Value) -> World {
    let mut settings = json!({ "reason": "Silent" });
    if !grace.is_null() {
        settings["grace"] = grace;
    }
    let nodes = [
        ("go", "event", json!({ "of": { "event": "custom:go" } })),
        ("drop", "disqualify", settings),
        ("dead", "add_tag", json!({ "tag": "dead" })),
        ("alive", "add_tag", json!({ "tag": "alive" })),
    ];
    let back = [
        ("back", "came_back", json!({ "of": { "event": "page_visited" } })),
        ("again", "requalify", json!({})),
    ];
    let mut world = known(
        &[
            flow("drops", &nodes, "go>drop drop:next>dead drop:kept>alive"),
            flow("back", &back, "back>again"),
        ],
        &[],
    );
    world.edit(1, json!({ "set_stage": "mql" }));
    world
}

#[test]
fn without_a_grace_period_it_is_done_at_once_and_only_once() {
    let mut world = drops(Value::Null);
    let told = world.track(2, "custom:go");
    assert!(
        told.contains("disqualified: Silent\nstage disqualified\nnext -> dead\n+dead"),
        "{told}"
    );
    let told = world.track(3, "custom:go");
    assert!(!told.contains("disqualified: Silent"), "{told}");
}

#[test]
fn after_a_grace_period_it_is_done_at_that_second() {
    let mut world = drops(json!({ "days": 7 }));
    assert!(world.track(2, "custom:go").ends_with("waits\n"));
    assert_eq!(world.wake(7 * DAY + 1), "");
    let told = world.wake(7 * DAY + 2);
    assert!(told.starts_with("disqualified: Silent\nstage disqualified\nnext -> dead\n"), "{told}");
}

#[test]
fn who_is_kept_in_time_is_not_disqualified() {
    let mut world = drops(json!({ "days": 7 }));
    world.track(2, "custom:go");
    let told = world.edit(DAY, json!("requalify"));
    assert!(told.starts_with("requalified\nkept -> alive\n+alive"), "{told}");
    assert_eq!(world.wake(30 * DAY), "");
    assert_eq!(world.contact.stage, Some(runnel_model::LifecycleStage::Mql));
}

#[test]
fn who_is_requalified_has_the_stage_of_before() {
    let mut world = drops(Value::Null);
    world.track(2, "custom:go");
    assert_eq!(world.edit(3, json!("requalify")), "requalified\nstage MQL\n");
    assert_eq!(world.contact.disqualified, None);
    assert_eq!(world.edit(3, json!("requalify")), "", "there is nothing to take back");
    // Another stage says as much.
    world.track(4, "custom:go");
    world.edit(5, json!({ "set_stage": "sql" }));
    assert_eq!(world.contact.disqualified, None);
}

#[test]
fn only_who_is_disqualified_comes_back() {
    let mut world = drops(Value::Null);
    assert_eq!(world.track(2, "page_visited"), "");
    world.track(3, "custom:go");
    assert_eq!(world.track(4, "custom:other"), "");
    let told = world.track(5, "page_visited");
    assert!(told.contains("requalified\nstage MQL"), "{told}");
    assert_eq!(world.track(6, "page_visited"), "");
}
