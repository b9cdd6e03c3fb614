//! What a source told about an event.

use runnel_model::{Event, EventMatch};

use super::*;

#[track_caller]
fn told(properties: &str, name: &str, test: &str, expect: bool) {
    let of = format!(r#"{{"event":"custom:x","where":[{{"name":"{name}","test":{test}}}]}}"#);
    let of: EventMatch = serde_json::from_str(&of).unwrap();
    let event = format!(r#"{{"name":"custom:x","properties":{properties}}}"#);
    let event: Event = serde_json::from_str(&event).unwrap();
    assert_eq!(Match::compile(&of).unwrap().matches(&Seen::new(&event)), expect);
}

#[test]
fn what_a_source_told_is_read_as_what_is_asked_for() {
    told(r#"{"n":42}"#, "n", r#"{"is":42}"#, true);
    told(r#"{"n":42}"#, "n", r#"{"is":"42"}"#, true);
    told(r#"{"n":42.0}"#, "n", r#"{"is":"42"}"#, true);
    told(r#"{"n":" 42 "}"#, "n", r#"{"at_least":42}"#, true);
    told(r#"{"n":"42"}"#, "n", r#"{"is":42}"#, true);
    told(r#"{"n":"4 2"}"#, "n", r#"{"at_least":0}"#, false);
    told(r#"{"n":"inf"}"#, "n", r#"{"at_least":0}"#, false);
    told(r#"{"n":12345678901234567890}"#, "n", r#"{"starts_with":"1234567890123456789"}"#, true);
    told(r#"{"yes":true}"#, "yes", r#"{"is":true}"#, true);
    told(r#"{"yes":"true"}"#, "yes", r#"{"is":true}"#, true);
    told(r#"{"yes":true}"#, "yes", r#"{"is":"TRUE"}"#, true);
    told(r#"{"yes":1}"#, "yes", r#"{"is":true}"#, false);
    told(r#"{"t":"1970-01-01T00:00:01Z"}"#, "t", r#"{"before":1001}"#, true);
    told(r#"{"t":"1970-01-01T02:00:01+02:00"}"#, "t", r#"{"is":{"time":1000}}"#, true);
    told(r#"{"t":"1970-01-01T00:00:01Z"}"#, "t", r#"{"after":1000}"#, false);
    told(r#"{"t":"yesterday"}"#, "t", r#"{"before":1}"#, false);
    told(r#"{"t":5}"#, "t", r#"{"after":0}"#, false);
    told(r#"{"l":["a",7,null,["b"],{}]}"#, "l", r#"{"is":"A"}"#, true);
    told(r#"{"l":["a",7,null,["b"],{}]}"#, "l", r#"{"more_than":6}"#, true);
    told(r#"{"l":["a",7,null,["b"],{}]}"#, "l", r#"{"is_any_of":["b","null"]}"#, false);
    told(r#"{"l":["a",7]}"#, "l", r#"{"is":["A","7"]}"#, true);
    told(r#"{"l":["a",{}]}"#, "l", r#"{"is":["a",""]}"#, false);
    told(r#"{"n":null}"#, "n", r#"{"exists":false}"#, true);
}

#[test]
fn a_nested_property_is_named_by_its_path() {
    let properties = r#"{"a":{"b":{"c":"deep"},"n":null,"l":[1]},"a.b":{"c":"dots"},"x":1}"#;
    told(properties, "a.b.c", r#"{"is":"deep"}"#, true);
    told(properties, "a.b", r#"{"exists":true}"#, true);
    told(properties, "a.b.d", r#"{"exists":false}"#, true);
    told(properties, "a.n", r#"{"exists":false}"#, true);
    told(properties, "x.y", r#"{"exists":false}"#, true);
    told(properties, "a.l.0", r#"{"exists":false}"#, true);
    told(r#"{"a":{"b":1},"a.b":2}"#, "a.b", r#"{"is":2}"#, true);
    told("{}", ".", r#"{"exists":false}"#, true);
}

#[test]
fn an_event_matches_by_its_name_and_all_conditions() {
    let of = r#"{"event":"page_visited","where":[
        {"name":"url","test":{"contains":"/pricing"}},{"name":"seconds","test":{"at_least":30}}]}"#;
    let of = Match::compile(&serde_json::from_str(of).unwrap()).unwrap();
    let matches = |event: &str| {
        let event: Event = serde_json::from_str(event).unwrap();
        of.matches(&Seen::new(&event))
    };
    let properties = r#"{"url":"https://x.test/Pricing","seconds":31}"#;
    assert!(matches(&format!(r#"{{"name":"page_visited","properties":{properties}}}"#)));
    assert!(!matches(&format!(r#"{{"name":"screen_viewed","properties":{properties}}}"#)));
    assert!(!matches(r#"{"name":"page_visited","properties":{"url":"/pricing","seconds":3}}"#));
    assert!(!matches(r#"{"name":"page_visited"}"#));
}
