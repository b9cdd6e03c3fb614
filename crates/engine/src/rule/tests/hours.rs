//! What a clock at a contact's place shows: the answer, and until when it is sure.

use serde_json::{Value as Json, json};

use super::dates::check as at_place;

/// Monday to Friday from nine to five.
fn working_hours() -> Json {
    json!({ "local_time": {
        "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        "from": "09:00", "to": "17:00",
    } })
}

#[track_caller]
fn check(zone: &str, rule: &Json, now: &str, expect: &str) {
    at_place(zone, Json::Null, rule, now, expect);
}

#[test]
fn working_hours_begin_and_end_at_the_contacts_place() {
    let check = |now, expect| check("Europe/Warsaw", &working_hours(), now, expect);
    // 2026-05-15 is a Friday.
    check("2026-05-15T06:59:59.999Z", "no until 2026-05-15T07:00:00Z");
    check("2026-05-15T07:00:00Z", "yes until 2026-05-15T15:00:00Z");
    check("2026-05-15T15:00:00Z", "no until 2026-05-18T07:00:00Z");
}

#[test]
fn a_weekend_over_which_clocks_are_changed_is_as_long_as_it_is() {
    let check = |now, expect| check("Europe/Warsaw", &working_hours(), now, expect);
    check("2026-03-27T16:00:00Z", "no until 2026-03-30T07:00:00Z");
    check("2026-10-23T15:00:00Z", "no until 2026-10-26T08:00:00Z");
}

#[test]
fn whole_days_need_no_hours() {
    let weekend = json!({ "local_time": { "weekdays": ["saturday", "sunday"] } });
    check("", &weekend, "2026-05-15T12:00:00Z", "no until 2026-05-16T00:00:00Z");
    check("", &weekend, "2026-05-16T12:00:00Z", "yes until 2026-05-18T00:00:00Z");
    let evening = json!({ "local_time": { "from": "18:00" } });
    check("", &evening, "2026-05-16T12:00:00Z", "no until 2026-05-16T18:00:00Z");
    check("", &evening, "2026-05-16T18:00:00Z", "yes until 2026-05-17T00:00:00Z");
}

#[test]
fn an_hour_that_is_shown_twice_is_meant_twice_and_one_that_is_not_shown_is_not_met() {
    let night = json!({ "local_time": { "from": "02:15", "to": "02:45" } });
    let check = |now, expect| check("Europe/Warsaw", &night, now, expect);
    // Put back from 03:00 to 02:00 at 01:00 UTC.
    check("2026-10-25T00:00:00Z", "no until 2026-10-25T00:15:00Z");
    check("2026-10-25T00:20:00Z", "yes until 2026-10-25T00:45:00Z");
    check("2026-10-25T00:45:00Z", "no until 2026-10-25T01:15:00Z");
    check("2026-10-25T01:20:00Z", "yes until 2026-10-25T01:45:00Z");
    check("2026-10-25T01:45:00Z", "no until 2026-10-26T01:15:00Z");
    // Put forward from 02:00 to 03:00 at 01:00 UTC.
    check("2026-03-28T23:00:00Z", "no until 2026-03-30T00:15:00Z");
    let from_half_past_two = json!({ "local_time": { "from": "02:30" } });
    let now = "2026-03-29T00:00:00Z";
    at_place(
        "Europe/Warsaw",
        Json::Null,
        &from_half_past_two,
        now,
        "no until 2026-03-29T01:00:00Z",
    );
}

#[test]
fn a_day_that_was_left_out_is_not_met() {
    // Samoa went from 29 to 31 December 2011, which was a Saturday.
    let friday = json!({ "local_time": { "weekdays": ["friday"] } });
    check("Pacific/Apia", &friday, "2011-12-29T12:00:00Z", "no until 2012-01-05T10:00:00Z");
}
