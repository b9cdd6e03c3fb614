//! Whole bodies, as clients send them and as they should not, and what becomes of them.

use std::fmt::Write;

use runnel_model::{InputBody, Timestamp, Trust};

use super::{Envelope, Kind, Limits, Parsed, Route, readable};
use crate::{Error, Item, Refused};

const RECEIVED: Timestamp = Timestamp::from_ms(1_795_293_500_000);

fn parse_as(route: Route, trust: Trust, body: &str) -> Parsed {
    let body = readable(body.as_bytes(), &Limits::default()).unwrap();
    Envelope::read(route, &body, Limits::default()).unwrap().parse(trust, RECEIVED)
}

/// A batch of these items, without a `sentAt`.
fn batch(items: &str) -> Parsed {
    parse_as(Route::Batch, Trust::Server, &format!(r#"{{"batch": [{items}]}}"#))
}

fn show(parsed: &Parsed) -> String {
    let mut text = String::new();
    for Item { keys, occurred_at, body, .. } in &parsed.items {
        let user = keys.user_id.iter().map(ToString::to_string);
        let device = keys.anonymous_id.iter().map(|id| format!("device {id}"));
        let email = keys.email.iter().map(|email| format!("<{email}>"));
        let previous = keys.previous.iter().map(|id| format!("was {id}"));
        let who: Vec<_> = user.chain(device).chain(email).chain(previous).collect();
        let ago = RECEIVED.as_ms() - occurred_at.as_ms();
        let what = match body {
            InputBody::Event(event) => format!("{} {}", event.name, event.properties.as_str()),
            InputBody::Identify { properties, fill_only } => {
                let properties: Vec<_> =
                    properties.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
                let only = if *fill_only { "fills " } else { "sets " };
                format!("{only}{}", properties.join(" "))
            }
            other => format!("{other:?}"),
        };
        writeln!(text, "{} | {ago} ms ago | {}", who.join(" "), what.trim_end()).unwrap();
    }
    for Refused { code, message, count, .. } in &parsed.refused {
        let times = if *count == 1 { String::new() } else { format!(" × {count}") };
        writeln!(text, "refused {code}: {message}{times}").unwrap();
    }
    text.trim_end().to_owned()
}

/// What is refused of a batch with this one item, by code; empty if nothing is.
fn check_refused(item: &str, expect: &str) {
    let parsed = batch(item);
    let codes: Vec<_> = parsed.refused.iter().map(|refused| refused.code).collect();
    assert_eq!(codes.join(" "), expect, "{item}");
    assert!(parsed.items.is_empty(), "{item}");
}

/// What the name and properties of the one event in a batch with this item are.
fn check_event(item: &str, expect: &str) {
    let parsed = batch(item);
    let Some(Item { body: InputBody::Event(event), .. }) = parsed.items.first() else {
        panic!("{item}: {parsed:?}")
    };
    assert_eq!(format!("{} {}", event.name, event.properties.as_str()), expect);
}

/// How long before its receipt an item with these time fields happened, in milliseconds.
fn check_time(fields: &str, expect: i64) {
    let item = format!(r#"{{"type": "track", "event": "E", "userId": "u", {fields}}}"#);
    let parsed = parse_as(Route::Single(Kind::Track), Trust::Server, &item);
    assert_eq!(RECEIVED - parsed.items[0].occurred_at, expect, "{fields}");
}

#[test]
fn a_batch_of_a_node_client() {
    let parsed = batch(
        r#"{"timestamp": "2026-11-21T20:37:44.351Z", "type": "identify", "userId": "u1",
            "traits": {"email": "ana@example.com", "firstName": "Ana"}, "integrations": {},
            "context": {"library": {"name": "node", "version": "3"}}, "messageId": "m1",
            "_metadata": {"nodeVersion": "v20"}},
           {"timestamp": "2026-11-21T20:37:44.352Z", "type": "track", "event": "Demo Booked",
            "userId": "u1", "properties": {"value": 100},
            "context": {"campaign": {"source": "google"}, "traits": {"email": "x@example.com"}}},
           {"timestamp": "2026-11-21T20:37:44.373Z", "type": "screen", "name": "Home", "userId": "u1",
            "properties": {}},
           {"timestamp": "2026-11-21T20:37:44.373Z", "type": "group", "groupId": "acme",
            "userId": "u1", "traits": {"name": "Acme", "employees": 10}},
           {"timestamp": "2026-11-21T20:37:44.373Z", "type": "alias", "userId": "u1",
            "previousId": "anon-1"}"#,
    );
    insta::assert_snapshot!(show(&parsed), @r#"
    u1 <ana@example.com> | 35649 ms ago | sets first_name=Some(Text("Ana"))
    u1 | 35648 ms ago | custom:Demo Booked {"value":100,"context":{"campaign":{"source": "google"}}}
    u1 | 35627 ms ago | screen_viewed {"name":"Home"}
    u1 | 35627 ms ago | company_joined {"group_id":"acme","traits":{"name":"Acme","employees":10}}
    u1 was anon-1 | 35627 ms ago | sets
    "#);
    assert_eq!(parsed.items[0].message_id.as_deref(), Some("m1"));
}

#[test]
fn a_page_takes_from_its_context_what_the_caller_left_out() {
    check_event(
        r#"{"type": "page", "anonymousId": "a", "name": "Pricing", "category": "Docs",
            "properties": {"url": "https://x.test/pricing", "name": "Own"}}"#,
        r#"page_visited {"url":"https://x.test/pricing","name":"Own","category":"Docs"}"#,
    );
    check_event(
        r#"{"type": "page", "anonymousId": "a", "context": {"page": {"path": "/p", "url": "u"}}}"#,
        r#"page_visited {"url":"u","path":"/p","context":{"page":{"path": "/p", "url": "u"}}}"#,
    );
}

#[test]
fn what_we_do_not_know_is_kept_under_context() {
    check_event(
        r#"{"type": "track", "event": "E", "userId": "u", "channel": "web", "odd": {"a": 1},
            "context": {"locale": "pl-PL", "odd": null}}"#,
        r#"custom:E {"context":{"locale":"pl-PL","channel":"web","odd":{"a": 1}}}"#,
    );
    check_event(
        r#"{"type": "track", "event": "E", "userId": "u", "properties": {"context": "mine"},
            "channel": "web"}"#,
        r#"custom:E {"context":"mine"}"#,
    );
}

#[test]
fn the_context_of_a_batch_holds_for_its_items() {
    let body = r#"{"batch": [{"type": "track", "event": "E", "userId": "u",
        "context": {"ip": "1.1.1.1"}}], "context": {"ip": "2.2.2.2", "locale": "ro"}}"#;
    let parsed = parse_as(Route::Batch, Trust::Server, body);
    insta::assert_snapshot!(show(&parsed), @r#"u | 0 ms ago | custom:E {"context":{"ip":"1.1.1.1","locale":"ro"}}"#);
}

#[test]
fn a_source_cannot_forge_a_built_in_event() {
    check_event(
        r#"{"type": "track", "event": "meeting_booked", "userId": "u"}"#,
        "custom:meeting_booked {}",
    );
}

#[test]
fn items_are_ordered_by_when_they_happened_and_then_by_place() {
    let item = |name: &str, time: &str| {
        format!(r#"{{"type": "track", "event": "{name}", "userId": "u", "timestamp": "{time}"}}"#)
    };
    let (early, late) = ("2026-11-01T00:00:00.001Z", "2026-11-01T00:00:00.002Z");
    // The future is clamped for what it says, not for the order.
    let items = [
        item("last", "2031-01-01"),
        item("c", late),
        item("a", early),
        item("b", early),
        item("second to last", "2030-01-01"),
    ];
    let parsed = batch(&items.join(","));
    let names: Vec<_> = parsed
        .items
        .iter()
        .map(|item| match &item.body {
            InputBody::Event(event) => event.name.to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    let expect = ["custom:a", "custom:b", "custom:c", "custom:second to last", "custom:last"];
    assert_eq!(names, expect);
    assert_eq!(parsed.items[4].occurred_at, RECEIVED);
}

#[test]
fn the_time_is_the_senders_put_right_by_when_it_was_sent() {
    // RECEIVED is 2026-11-21T20:38:20Z.
    check_time(r#""timestamp": "2026-11-21T20:38:19Z""#, 1_000);
    check_time(r#""timestamp": "2026-11-21T20:38:19Z", "sentAt": "2026-11-21T20:38:20Z""#, 1_000);
    check_time(r#""timestamp": "2020-01-01T00:00:00Z", "sentAt": "2020-01-01T00:00:05Z""#, 5_000);
    check_time(r#""timestamp": "2031-01-01T00:00:00Z", "sentAt": "2031-01-01T00:00:05Z""#, 5_000);
    check_time(r#""originalTimestamp": "2026-11-21T20:38:10Z""#, 10_000);
    check_time(
        r#""timestamp": "2026-11-21T20:38:15Z", "originalTimestamp": "2026-11-21T20:38:10Z""#,
        5_000,
    );
    check_time(r#""timestamp": 1795293490"#, 10_000);
    check_time(r#""timestamp": 1795293499000"#, 1_000);
    check_time(r#""timestamp": "2026-11-21T20:38:19""#, 1_000);
    check_time(r#""timestamp": null"#, 0);
    check_time(r#""timestamp": "2036-01-01T00:00:00Z""#, 0);
    check_time(r#""timestamp": "0000-01-01T00:00:00Z""#, RECEIVED.as_ms());
    check_time(r#""timestamp": "9999-12-31T23:59:59Z""#, 0);
    check_time(r#""timestamp": 1e300"#, 0);
}

#[test]
fn a_time_that_cannot_be_read_costs_the_time_and_not_the_event() {
    let parsed = batch(r#"{"type": "track", "event": "E", "userId": "u", "timestamp": "soon"}"#);
    insta::assert_snapshot!(show(&parsed), @r#"
    u | 0 ms ago | custom:E {}
    refused time_not_readable: `timestamp` is a time such as 2026-01-31T12:00:00Z
    "#);
}

#[test]
fn nulls_and_empty_texts_are_absent() {
    let parsed = batch(
        r#"{"type": "track", "event": "E", "userId": "u", "anonymousId": null, "messageId": ""},
           {"type": "track", "event": "E", "userId": "", "anonymousId": "a", "context": null,
            "properties": null, "timestamp": ""},
           {"type": "track", "event": "E", "userId": 42}"#,
    );
    insta::assert_snapshot!(show(&parsed), @r#"
    u | 0 ms ago | custom:E {}
    device a | 0 ms ago | custom:E {}
    42 | 0 ms ago | custom:E {}
    "#);
    assert_eq!(parsed.items[0].message_id, None);
}

#[test]
fn an_alias_joins_two_ids_and_onto_itself_does_nothing() {
    let parsed = batch(
        r#"{"type": "alias", "userId": "u1", "previousId": "u1", "anonymousId": "a"},
           {"type": "alias", "userId": "u1", "previousId": "a1"},
           {"type": "alias", "userId": "u1", "anonymousId": "a2"}"#,
    );
    insta::assert_snapshot!(show(&parsed), @r#"
    u1 was a1 | 0 ms ago | sets
    u1 device a2 | 0 ms ago | sets
    "#);
    check_refused(r#"{"type": "alias", "userId": "u1"}"#, "missing_previous_id");
    check_refused(r#"{"type": "alias", "anonymousId": "a", "previousId": "b"}"#, "missing_user_id");
}

#[test]
fn a_browser_only_fills() {
    let body =
        r#"{"userId": "u1", "context": {"traits": {"email": "ana@example.com", "city": "Cluj"}}}"#;
    let parsed = parse_as(Route::Single(Kind::Identify), Trust::Browser, body);
    insta::assert_snapshot!(show(&parsed), @r#"u1 <ana@example.com> | 0 ms ago | fills city=Some(Text("Cluj"))"#);
}

#[test]
fn a_bad_item_is_refused_by_name() {
    check_refused(r#"{"type": "track", "event": "E"}"#, "missing_identity");
    check_refused(r#"{"type": "track", "event": "E", "userId": " "}"#, "missing_identity");
    check_refused(r#"{"type": "track", "event": "E", "userId": "\u0000"}"#, "missing_identity");
    check_refused(r#"{"type": "track", "event": "E", "userId": {}}"#, "wrong_type");
    check_refused(r#"{"type": "track", "event": "E", "userId": true}"#, "wrong_type");
    check_refused(r#"{"type": "track", "userId": "u"}"#, "missing_event");
    check_refused(r#"{"type": "track", "userId": "u", "event": ""}"#, "missing_event");
    check_refused(r#"{"type": "track", "userId": "u", "event": ["E"]}"#, "wrong_type");
    check_refused(r#"{"type": "group", "userId": "u"}"#, "missing_group_id");
    check_refused(r#"{"type": "delete", "userId": "u"}"#, "unknown_type");
    check_refused(r#"{"userId": "u"}"#, "unknown_type");
    check_refused("null", "not_an_object");
    check_refused("[[]]", "not_an_object");
    check_refused("17", "not_an_object");
    let long = "x".repeat(600);
    check_refused(
        &format!(r#"{{"type": "track", "event": "E", "userId": "{long}"}}"#),
        "id_not_valid",
    );
    check_refused(
        &format!(r#"{{"type": "track", "userId": "u", "event": "{long}"}}"#),
        "event_name_not_valid",
    );
}

#[test]
fn one_bad_item_among_thousands_costs_only_itself() {
    let good = r#"{"type": "track", "event": "E", "userId": "u"}"#;
    let large = format!(r#"{{"type": "track", "event": "E", "userId": "{}"}}"#, "x".repeat(70_000));
    let deep = format!(r#"{{"a": {}1{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    let mut items = vec![good; 3_000];
    items[7] = &large;
    items[1_000] = &deep;
    items[2_999] = "false";
    let parsed = batch(&items.join(","));
    let codes: Vec<_> = parsed.refused.iter().map(|refused| refused.code).collect();
    assert_eq!(codes, ["too_large", "too_deep", "not_an_object"]);
    assert_eq!(parsed.items.len(), 2_997);
    assert_eq!(parsed.refused[0].sample.chars().count(), Refused::SAMPLE_MAX);
}

#[test]
fn more_items_than_a_batch_may_have_are_counted() {
    let limits = Limits { items_max: 2, ..Limits::default() };
    let item = r#"{"type": "track", "event": "E", "userId": "u"}"#;
    let body = format!(r#"{{"batch": [{item},{item},{item},0,0]}}"#);
    let parsed =
        Envelope::read(Route::Batch, &body, limits).unwrap().parse(Trust::Server, RECEIVED);
    assert_eq!(parsed.items.len(), 2);
    assert_eq!((parsed.refused[0].code, parsed.refused[0].count), ("too_many_items", 3));
}

#[test]
fn strange_texts_are_kept_as_what_they_are() {
    check_event(
        &r#"{"type": "track", "event": "\u0000E\ud800", "userId": "u",
            "properties": {"__proto__": {"a": 1}, "a\u0000b": "\u001b[31m", "rtl": "<א>"}}"#
            .replace('<', "\u{202E}")
            .replace('>', "\u{200B}"),
        "custom:E\u{FFFD} {\"__proto__\":{\"a\": 1},\"ab\":\"[31m\",\"rtl\":\"\u{202E}א\u{200B}\"}",
    );
    check_event(
        r#"{"type": "track", "event": "E", "userId": "u",
            "properties": {"huge": 1e400, "large": 9223372036854775808, "none": NaN}}"#,
        r#"custom:E {"large":9223372036854775808}"#,
    );
}

#[test]
fn an_overlong_property_name_costs_the_property() {
    let name = "k".repeat(10_000);
    let item = format!(
        r#"{{"type": "track", "event": "E", "userId": "u", "properties": {{"{name}": 1, "a": 2}}}}"#
    );
    check_event(&item, r#"custom:E {"a":2}"#);
    assert_eq!(batch(&item).refused[0].code, "property_name_not_valid");
}

#[test]
fn only_what_is_no_json_is_an_error() {
    let read = |body: &str| Envelope::read(Route::Batch, body, Limits::default()).map(|_| ());
    for broken in ["", "{", "{\"batch\": [", "batch", "{} {}", "{\"batch\": [{]}", "\"\u{1}\""] {
        assert!(matches!(read(broken), Err(Error::NotJson(_))), "{broken}");
    }
    for other in ["[]", "null", "{}", r#"{"batch": null}"#, r#"{"batch": {}}"#, r#""batch""#] {
        let parsed = parse_as(Route::Batch, Trust::Server, other);
        assert_eq!((parsed.items.len(), parsed.refused.len()), (0, 1), "{other}");
    }
    let deep = "[".repeat(1_000_000);
    assert!(matches!(read(&deep), Err(Error::NotJson(_))));
}

#[test]
fn the_write_key_may_be_in_the_body() {
    let check = |body: &str, expect: Option<&str>| {
        let envelope = Envelope::read(Route::Batch, body, Limits::default()).unwrap();
        assert_eq!(envelope.write_key(), expect, "{body}");
    };
    check(r#"{"batch": [], "writeKey": "wk_1"}"#, Some("wk_1"));
    check(r#"{"batch": [], "writeKey": ""}"#, None);
    check(r#"{"batch": [], "writeKey": {}}"#, None);
    check("[]", None);
    let single =
        Envelope::read(Route::Single(Kind::Track), r#"{"writeKey": "wk_2"}"#, Limits::default());
    assert_eq!(single.unwrap().write_key(), Some("wk_2"));
}
