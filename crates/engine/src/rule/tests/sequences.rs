//! One thing and then another: whether, and until when.

use runnel_model::{Contact, ContactId, Event, Properties};

use super::*;

/// The verdict at a second on a contact who did these things at these seconds: `a3 b5`.
#[track_caller]
fn did(story: &str, rule: &str, now: i64, expect: &str) {
    let (rule, needs) = compile(rule);
    let mut contact = Contact::new(ContactId(1), at(0));
    for deed in story.split_whitespace() {
        let (name, second) = deed.split_at(1);
        let name = format!("custom:{name}").parse().unwrap();
        let event = Event { name, properties: Properties::default() };
        for memory in needs.behaviours().filter_map(Memory::compile) {
            let second: i64 = second.parse().unwrap();
            memory.take(&mut contact.behaviours, &Seen::new(&event), at(second * SECOND));
        }
    }
    let Verdict { holds, until } = rule.holds(&contact, at(now * SECOND));
    let until = until.map(|until| format!(" until {}", until.as_ms() / SECOND));
    assert_eq!(format!("{holds}{}", until.unwrap_or_default()), expect);
}

const EVER: &str = r#"{"sequence":{"first":{"event":"custom:a"},"then":{"event":"custom:b"},
    "at_most":{"seconds":10}}}"#;
const WITHIN: &str = r#"{"sequence":{"first":{"event":"custom:a"},"then":{"event":"custom:b"},
    "at_most":{"seconds":10},"within":{"seconds":30}}}"#;

#[test]
fn what_happened_in_time_has_happened_for_good() {
    did("a3 b13", EVER, 13, "true");
    did("a3 b13 b40", EVER, 9_999, "true");
    did("a3 b14", EVER, 14, "false");
    did("b3 a4", EVER, 9, "false");
    did("", EVER, 9, "false");
}

#[test]
fn within_a_window_it_holds_until_the_beginning_leaves() {
    did("a3 a5 b13", WITHIN, 13, "true until 35");
    did("a3 a5 b13", WITHIN, 34, "true until 35");
    did("a3 a5 b13", WITHIN, 35, "false");
    did("a3 b5 a20 b21 a40", WITHIN, 41, "true until 50");
}

#[test]
fn an_event_that_arrives_late_is_as_good_as_one_in_time() {
    did("b13 a3", WITHIN, 14, "true until 33");
    did("a3 a12 b5 b13", WITHIN, 14, "true until 42");
}
