//! What happened before anybody asked: counted from the log, and added to what was kept since.

use runnel_engine::rule::behaviour_id;
use runnel_engine::{Recall, Recalled};
use runnel_model::{Event, EventName, InputBody, KeptBehaviour, Properties, Timestamp};
use serde_json::json;

use crate::documents::segment;
use crate::world::{DAY, START, World};

fn visits(since: u64) -> KeptBehaviour {
    let question = serde_json::from_value(json!({ "event": "page_visited" })).unwrap();
    KeptBehaviour { question, keep: 8, since }
}

/// What two visits before version 2 come to, and one that was kept as it came.
fn past(since: u64) -> InputBody {
    let event = Event { name: EventName::PageVisited, properties: Properties::default() };
    let recall = Recall::of([visits(since)]);
    let mut behaviours = Recalled::new();
    for (day, catalog_version) in [(1, 1), (2, 1), (3, 2)] {
        let at = Timestamp::from_ms(START + day * DAY);
        recall.count(&mut behaviours, &event, at, catalog_version);
    }
    InputBody::History { since, behaviours }
}

fn often(document: &mut runnel_model::CatalogDocument) {
    let rule = json!({ "count": { "of": { "event": "page_visited" }, "times": { "at_least": 4 },
        "within": { "days": 30 } } });
    document.segments.push(runnel_model::PublishedSegment {
        version: 1,
        since: document.version,
        starts_flows: false,
        document: serde_json::from_value(segment("often", rule)).unwrap(),
    });
}

fn total(world: &World) -> u64 {
    let id = behaviour_id(&visits(0).question, 8);
    world.contact.behaviours.get(&id).map_or(0, |behaviour| behaviour.total)
}

/// Somebody who came twice before version 2 began to keep visits, and twice since.
fn collecting() -> World {
    let mut world = World::new(&[], &[]);
    world.track(DAY, "page_visited");
    world.track(2 * DAY, "page_visited");
    world.publish(|document| document.behaviours = vec![visits(2)]);
    world.track(3 * DAY, "page_visited");
    world
}

#[test]
fn what_was_before_is_added_to_what_is_kept_and_then_the_rule_finds_its_members() {
    let mut world = collecting();
    assert_eq!(total(&world), 1);
    assert_eq!(world.apply(4 * DAY, past(2)), "");
    world.track(5 * DAY, "page_visited");
    assert_eq!(total(&world), 4);
    world.publish(often);
    assert_eq!(world.wake(6 * DAY), "in often (initial)\n");
    // The visit of the first day is the first to be too old.
    assert_eq!(world.wake_at().as_deref(), Some("31d0h0m0ms"));
    assert_eq!(world.wake(31 * DAY), "out of often\n");
}

#[test]
fn what_was_counted_for_another_collection_is_void() {
    let mut world = collecting();
    world.publish(|document| document.behaviours.clear());
    world.publish(|document| document.behaviours = vec![visits(4)]);
    world.apply(4 * DAY, past(2));
    assert_eq!(total(&world), 0, "what was kept under the older one is forgotten as well");
    world.apply(5 * DAY, past(4));
    assert_eq!(total(&world), 3);
}
