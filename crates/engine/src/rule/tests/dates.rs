//! Dates and the time of day at a contact's place: the answer, and until when it is sure.

use jiff::Timestamp as Instant;
use runnel_model::{Contact, ContactId, PropertyName, PropertyValue, Value};
use serde_json::{Value as Json, json};

use super::*;

/// The verdict at a time on a contact with this date in this zone. Written `no until 2026-01-01T…`.
#[track_caller]
pub(super) fn check(zone: &str, date: Json, rule: &Json, now: &str, expect: &str) {
    let (rule, _) = compile(&rule.to_string());
    let mut contact = Contact::new(ContactId(1), at(0));
    let date: Option<Value> = serde_json::from_value(date).unwrap();
    let zone = (!zone.is_empty()).then(|| Value::Text(zone.into()));
    for (name, value) in [("date", date), ("timezone", zone)] {
        let name = PropertyName::parse(name).unwrap();
        contact.properties.insert(name, PropertyValue { value, set_at: at(0) });
    }
    let now: Instant = now.parse().unwrap();
    let Verdict { holds, until } = rule.holds(&contact, at(now.as_millisecond()));
    let until = until.map(|until| Instant::from_millisecond(until.as_ms()).unwrap());
    let until = until.map(|until| format!(" until {until}")).unwrap_or_default();
    assert_eq!(format!("{}{until}", if holds { "yes" } else { "no" }), expect);
}

fn comes_round(is: Json) -> Json {
    json!({ "anniversary": { "property": "date", "is": is } })
}

fn is(is: Json) -> Json {
    json!({ "date": { "property": "date", "is": is } })
}

#[test]
fn a_birthday_is_a_day_at_the_contacts_place() {
    let (today, born) = (comes_round(json!("today")), json!("1985-05-17"));
    let warsaw = "Europe/Warsaw";
    let check = |now, expect| check(warsaw, born.clone(), &today, now, expect);
    check("2026-05-16T21:59:59.999Z", "no until 2026-05-16T22:00:00Z");
    check("2026-05-16T22:00:00Z", "yes until 2026-05-17T22:00:00Z");
    check("2026-05-17T22:00:00Z", "no until 2027-05-16T22:00:00Z");
}

#[test]
fn a_birthday_comes_and_has_been() {
    let born = || json!("1985-01-03");
    let soon = comes_round(json!({ "in_days": 7 }));
    check("", born(), &soon, "2026-12-26T12:00:00Z", "no until 2026-12-27T00:00:00Z");
    check("", born(), &soon, "2026-12-27T12:00:00Z", "yes until 2026-12-28T00:00:00Z");
    check("", born(), &soon, "2026-12-28T00:00:00Z", "no until 2027-12-27T00:00:00Z");
    let past = comes_round(json!({ "days_ago": 7 }));
    check("", born(), &past, "2027-01-10T12:00:00Z", "yes until 2027-01-11T00:00:00Z");
    check("", born(), &past, "2026-12-31T00:00:00Z", "no until 2027-01-10T00:00:00Z");
}

#[test]
fn who_was_born_on_29_february_has_a_birthday_every_year() {
    let (today, born) = (comes_round(json!("today")), || json!("1984-02-29"));
    check("", born(), &today, "2026-02-28T12:00:00Z", "yes until 2026-03-01T00:00:00Z");
    check("", born(), &today, "2026-03-01T12:00:00Z", "no until 2027-02-28T00:00:00Z");
    check("", born(), &today, "2028-02-28T12:00:00Z", "no until 2028-02-29T00:00:00Z");
    check("", born(), &today, "2028-02-29T12:00:00Z", "yes until 2028-03-01T00:00:00Z");
}

#[test]
fn a_date_comes_nearer_and_passes() {
    let renewal = || json!("2026-03-31");
    let next = is(json!({ "within_next_days": 30 }));
    // The clocks of Warsaw are put forward in between.
    let check = |rule: &Json, now, expect| check("Europe/Warsaw", renewal(), rule, now, expect);
    check(&next, "2026-02-10T12:00:00Z", "no until 2026-02-28T23:00:00Z");
    check(&next, "2026-02-28T23:00:00Z", "yes until 2026-03-31T22:00:00Z");
    check(&next, "2026-03-31T22:00:00Z", "no");
    let last = is(json!({ "within_last_days": 1 }));
    check(&last, "2026-02-10T12:00:00Z", "no until 2026-03-30T22:00:00Z");
    check(&last, "2026-03-31T12:00:00Z", "yes until 2026-04-01T22:00:00Z");
    let ahead = is(json!({ "more_than_days_ahead": 1 }));
    check(&ahead, "2026-02-10T12:00:00Z", "yes until 2026-03-29T22:00:00Z");
    check(&ahead, "2026-03-29T22:00:00Z", "no");
    let ago = is(json!({ "more_than_days_ago": 1 }));
    check(&ago, "2026-02-10T12:00:00Z", "no until 2026-04-01T22:00:00Z");
    check(&ago, "2026-04-01T22:00:00Z", "yes");
}

#[test]
fn dates_are_read_as_they_were_meant() {
    let today = is(json!({ "within_next_days": 0 }));
    let check = |zone, date, expect| check(zone, date, &today, "2026-05-17T03:00:00Z", expect);
    let (new_york, midnight) = ("America/New_York", || json!({ "time": 1_778_976_000_000_i64 }));
    // 2026-05-17, written without a time, is not the 16th in New York.
    check("", midnight(), "yes until 2026-05-18T00:00:00Z");
    check(new_york, midnight(), "no until 2026-05-17T04:00:00Z");
    check(new_york, json!("2026-05-17"), "no until 2026-05-17T04:00:00Z");
    check(new_york, json!("2026-05-17T00:00:00Z"), "no until 2026-05-17T04:00:00Z");
    check(new_york, json!("2026-05-17T02:00:00Z"), "yes until 2026-05-17T04:00:00Z");
    check(new_york, json!("2026-05-16T22:00:00"), "yes until 2026-05-17T04:00:00Z");
    check("Mars/Base", midnight(), "yes until 2026-05-18T00:00:00Z");
    for nothing in [Json::Null, json!("soon"), json!(17), json!(["2026-05-17"])] {
        check("", nothing, "no");
    }
}

#[test]
fn a_midnight_that_does_not_exist_is_when_the_clocks_are_put_over_it() {
    let tomorrow = is(json!({ "within_last_days": 0 }));
    let date = || json!("2018-11-04");
    let sao_paulo = "America/Sao_Paulo";
    check(sao_paulo, date(), &tomorrow, "2018-11-04T02:00:00Z", "no until 2018-11-04T03:00:00Z");
    check(sao_paulo, date(), &tomorrow, "2018-11-04T03:00:00Z", "yes until 2018-11-05T02:00:00Z");
}

#[test]
fn where_the_calendar_ends_nothing_changes_any_more() {
    let now = "9999-12-30T20:00:00Z";
    let (today, soon) = (is(json!({ "within_next_days": 0 })), json!({ "in_days": 365 }));
    check("", json!("9999-12-30"), &today, now, "yes");
    check("", json!("9999-12-30"), &comes_round(soon), now, "no");
}
