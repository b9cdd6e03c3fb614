//! Segments: entered and left by what happens, by time, and because a rule is new.

use runnel_model::{CatalogDocument, WorkspaceZone};
use serde_json::json;

use crate::documents::{flow, segment, visits};
use crate::world::{DAY, HOUR, World, known};

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

/// `hot` is asked for by a flow, and by somebody who carries `vip` before the rule says so.
fn vip_before_hot() -> World {
    let nodes = [
        ("t", "segment_entered", json!({ "segment": "hot" })),
        ("a", "add_tag", json!({ "tag": "in" })),
    ];
    let hot = segment("hot", json!({ "tag": "nobody" }));
    let mut world = known(&[flow("f", &nodes, "t>a")], &[hot]);
    world.edit(1, json!({ "add_tag": "vip" }));
    world
}

fn hot_is_vip(document: &mut CatalogDocument, starts_flows: bool) {
    let hot = &mut document.segments[0];
    hot.document.rule = serde_json::from_value(json!({ "tag": "vip" })).unwrap();
    (hot.since, hot.starts_flows) = (document.version, starts_flows);
}

#[test]
fn a_new_rule_finds_its_members_without_starting_flows() {
    let mut world = vip_before_hot();
    world.publish(|document| hot_is_vip(document, false));
    assert_eq!(world.wake(2), "in hot (initial)\n");
    world.publish(|document| {
        document.segments.clear();
        document.flows.clear();
    });
    assert_eq!(world.wake(3), "out of hot (initial)\n");
}

/// It is a quarter past ten in the evening in Greenwich, and past eleven in the morning in Auckland.
#[test]
fn where_the_workspace_is_now_it_may_be_another_hour_and_no_flow_starts_by_that() {
    let at_work = json!({ "local_time": { "from": "09:00", "to": "17:00" } });
    let nodes = [
        ("t", "segment_entered", json!({ "segment": "at_work" })),
        ("a", "add_tag", json!({ "tag": "in" })),
    ];
    let mut world = known(&[flow("f", &nodes, "t>a")], &[segment("at_work", at_work)]);
    world.publish(|document| {
        document.segments[0].starts_flows = true;
        document.zone = WorkspaceZone { name: "Pacific/Auckland".into(), since: document.version };
    });
    assert_eq!(world.wake(1), "in at_work (initial)\n");
    assert_eq!(world.wake_at().as_deref(), Some("0d5h46m40000ms"));
    assert_eq!(world.wake(6 * HOUR), "@0d5h46m40000ms out of at_work\n");
}

#[test]
fn a_new_rule_starts_flows_with_its_members_if_its_publisher_wants() {
    let mut world = vip_before_hot();
    world.publish(|document| hot_is_vip(document, true));
    let entered = "in hot\nenrolled\nnext -> a\n+in\nnext -> end\nfinished\n";
    assert_eq!(world.wake(2), entered);
}

#[test]
fn a_flow_takes_in_who_is_in_its_segment_already_if_its_publisher_wants() {
    let mut world = vip_before_hot();
    world.publish(|document| hot_is_vip(document, false));
    assert_eq!(world.wake(2), "in hot (initial)\n");
    world.publish(|document| document.flows[0].members_since = document.version);
    let entered = world.wake(3);
    assert!(entered.starts_with("enrolled\n"), "{entered}");
    assert_eq!(world.wake(4), "");
    // Another publication takes nobody in by what was wanted for an older one.
    world.publish(|document| document.flows[0].since = document.version);
    assert_eq!(world.wake(5), "");
}
