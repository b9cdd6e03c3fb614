//! What an input changes: what is old, what fails, what two contacts become.

use runnel_model::{ContactId, Event, InputBody, Properties};
use serde_json::json;

use crate::documents::{flow, on, segment};
use crate::world::{DAY, HOUR, START, known};

#[test]
fn what_is_historic_changes_what_is_derived_and_starts_nothing() {
    let nodes = [
        ("t", "segment_entered", json!({ "segment": "seen" })),
        ("a", "add_tag", json!({ "tag": "x" })),
    ];
    let seen = segment(
        "seen",
        json!({ "count": { "of": { "event": "custom:x" }, "times": { "at_least": 1 } } }),
    );
    let mut world = known(&[flow("f", &nodes, "t>a")], &[seen]);
    let event = Event { name: "custom:x".parse().unwrap(), properties: Properties::default() };
    assert_eq!(world.apply_input(3 * DAY, DAY, true, InputBody::Event(event)), "in seen\n");
    assert_eq!(world.contact.enrolments, []);
}

#[test]
fn a_step_that_fails_takes_its_failed_port_or_goes_on() {
    let move_deal = json!({ "pipeline": "sales", "stage": "lost" });
    let nodes = [
        ("t", "event", on("custom:x")),
        ("m", "change_deal_stage", move_deal),
        ("ok", "add_tag", json!({ "tag": "moved" })),
        ("no", "add_tag", json!({ "tag": "no_deal" })),
    ];
    let mut wired = known(&[flow("f", &nodes, "t>m m>ok m:failed>no")], &[]);
    insta::assert_snapshot!(wired.track(1, "custom:x"), @r"
    enrolled
    next -> m
    step failed: The contact has no open deal in `sales`.
    failed -> no
    +no_deal
    next -> end
    finished
    ");
    let mut plain = known(&[flow("f", &nodes, "t>m m>ok")], &[]);
    assert!(
        plain
            .track(1, "custom:x")
            .contains("step failed: The contact has no open deal in `sales`.\nnext -> ok")
    );
    let deal = json!({ "create_deal": { "name": "Big one", "pipeline": "sales", "stage": null, "amount": null } });
    plain.edit(2, deal);
    assert!(plain.track(3, "custom:x").contains("deal new -> lost\nnext -> ok"));
}

#[test]
fn an_older_identify_does_not_overwrite_a_newer_value() {
    let mut world = known(&[], &[]);
    let set = |value: &str| InputBody::Identify {
        properties: vec![(
            runnel_model::PropertyName::parse("plan").unwrap(),
            Some(runnel_model::Value::Text(value.into())),
        )],
        fill_only: false,
    };
    assert_ne!(world.apply_input(10, 9, false, set("new")), "");
    assert_eq!(world.apply_input(11, 8, false, set("old")), "");
}

#[test]
fn a_merge_unites_what_two_contacts_did_and_keeps_the_older_enrolment() {
    let nodes = [("t", "event", on("custom:x")), ("w", "wait", json!({ "for": { "days": 9 } }))];
    let keen = segment(
        "keen",
        json!({ "count": {
        "of": { "event": "custom:x" }, "times": { "at_least": 3 }, "within": { "days": 30 } } }),
    );
    let twice = [flow("f", &nodes, "t>w")];
    let mut loser = known(&twice, std::slice::from_ref(&keen));
    loser.track(HOUR, "custom:x");
    loser.contact.id = ContactId(8);
    for enrolment in &mut loser.contact.enrolments {
        enrolment.id = runnel_model::EnrolmentId(ContactId(8).own(1));
    }
    let mut winner = known(&twice, &[keen]);
    winner.track(2 * HOUR, "custom:x");
    winner.track(3 * HOUR, "custom:x");
    let merged = winner.apply(4 * HOUR, InputBody::Merge { loser: Box::new(loser.contact) });
    insta::assert_snapshot!(merged, @r"
    merged
    Merged { contact: ContactId(8) }
    in keen
    ");
    assert_eq!(winner.contact.enrolments.len(), 1);
    assert_eq!(winner.contact.enrolments[0].entered_at.as_ms() - START, HOUR);
    assert_eq!(winner.wake_at().as_deref(), Some("9d1h0m0ms"));
}
