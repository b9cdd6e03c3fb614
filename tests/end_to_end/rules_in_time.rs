//! What rules can ask, one case of each kind: who it concerns, from which second to which.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reqwest::Method;
use runnel_tests::{DAY_MS, TestApp, both_databases, event, identify, ms_of, track};
use serde_json::{Value, json};

use crate::segments_in_time::{BEFORE_MS, moves_of};

both_databases!(
    sums_and_different_values_leave_with_the_first_of_their_events,
    a_sequence_leaves_with_its_beginning,
    a_birthday_lasts_a_day_at_the_contacts_place,
    working_hours_are_those_of_the_contacts_place,
    who_does_not_say_where_they_are_is_where_the_workspace_is,
    an_address_is_a_place_that_rules_know,
);

const MONTH_MS: i64 = 30 * DAY_MS;

async fn sums_and_different_values_leave_with_the_first_of_their_events(app: &mut TestApp) {
    let of = || event("custom:ordered");
    let within = || json!({ "days": 30 });
    let sum =
        json!({ "of": of(), "property": "amount", "is": { "at_least": 100 }, "within": within() });
    let distinct =
        json!({ "of": of(), "property": "product", "is": { "at_least": 2 }, "within": within() });
    app.api().put_segment("big", json!({ "sum": sum })).await;
    app.api().put_segment("varied", json!({ "distinct": distinct })).await;

    let first = did(app, "ordered", json!({ "amount": 60.5, "product": "Shoes" })).await;
    app.advance_days(10).await;
    let second = did(app, "ordered", json!({ "amount": "39.50", "product": "hats" })).await;
    for segment in ["big", "varied"] {
        assert_eq!(moves(app, segment).await, [entered(second)], "{segment}");
    }
    app.advance_to(first + MONTH_MS - BEFORE_MS).await;
    assert_eq!(moves(app, "big").await.len(), 1, "not a moment too early");
    app.advance_days(90).await;
    for segment in ["big", "varied"] {
        assert_eq!(
            moves(app, segment).await,
            [entered(second), left(first + MONTH_MS)],
            "{segment}"
        );
    }
}

async fn a_sequence_leaves_with_its_beginning(app: &mut TestApp) {
    let (first, then) = (event("custom:asked_for_demo"), event("custom:booked"));
    let at_most = json!({ "days": 2 });
    let within = json!({ "days": 30 });
    let sequence = json!({ "first": first, "then": then, "at_most": at_most, "within": within });
    app.api().put_segment("quick", json!({ "sequence": sequence })).await;

    did(app, "asked_for_demo", json!({})).await;
    app.advance_days(3).await;
    did(app, "booked", json!({})).await;
    assert_eq!(moves(app, "quick").await, [], "three days are too many");
    let began = did(app, "asked_for_demo", json!({})).await;
    app.advance_days(1).await;
    let ended = did(app, "booked", json!({})).await;
    assert_eq!(moves(app, "quick").await, [entered(ended)]);
    app.advance_days(90).await;
    assert_eq!(moves(app, "quick").await, [entered(ended), left(began + MONTH_MS)]);
}

async fn a_birthday_lasts_a_day_at_the_contacts_place(app: &mut TestApp) {
    let rule = json!({ "anniversary": { "property": "birthday", "is": { "in_days": 7 } } });
    app.api().put_segment("soon", rule).await;
    let zone = "Pacific/Auckland";
    let eve = today(app, zone).await + 3.days();
    let birthday = (eve + 7.days()).strftime("1984-%m-%d").to_string();
    told(app, json!({ "birthday": birthday, "timezone": zone })).await;
    app.advance_days(10).await;
    let (from, to) = (begins(eve, zone), begins(eve + 1.day(), zone));
    assert_eq!(moves(app, "soon").await, [entered(from), left(to)]);
}

async fn working_hours_are_those_of_the_contacts_place(app: &mut TestApp) {
    let hours = json!({ "from": "09:00", "to": "17:30" });
    app.api().put_segment("at_work", json!({ "local_time": hours })).await;
    let zone = "Asia/Kathmandu";
    let tomorrow = today(app, zone).await + 1.day();
    told(app, json!({ "timezone": zone })).await;
    app.advance_days(2).await;
    let midnight = begins(tomorrow, zone);
    let moves = moves(app, "at_work").await;
    for expect in [entered(midnight + 9 * 3_600_000), left(midnight + 17 * 3_600_000 + 1_800_000)] {
        assert!(moves.contains(&expect), "{expect:?} of {moves:?}");
    }
}

async fn who_does_not_say_where_they_are_is_where_the_workspace_is(app: &mut TestApp) {
    let hours = json!({ "from": "09:00", "to": "17:30" });
    app.api().put_segment("at_work", json!({ "local_time": hours })).await;
    let zone = "Asia/Kathmandu";
    let tomorrow = today(app, zone).await + 1.day();
    told(app, json!({})).await;
    let unknown =
        app.api().ask(Method::PUT, "/workspace", Some(json!({ "zone": "Mars/Base" }))).await;
    unknown.refused(422, "invalid_time_zone");
    assert_eq!(app.api().get("/workspace").await, json!({ "zone": "UTC" }));
    app.api().put("/workspace", json!({ "zone": zone })).await;
    app.stop().await;
    app.restart().await;
    assert_eq!(app.api().get("/workspace").await, json!({ "zone": zone }));
    app.advance_days(2).await;
    let midnight = begins(tomorrow, zone);
    let moves = moves(app, "at_work").await;
    for expect in [entered(midnight + 9 * 3_600_000), left(midnight + 17 * 3_600_000 + 1_800_000)] {
        assert!(moves.contains(&expect), "{expect:?} of {moves:?}");
    }
}

async fn an_address_is_a_place_that_rules_know(app: &mut TestApp) {
    let known = json!({ "of": ["country", "region", "city", "phone"], "is": { "at_least": 3 } });
    let place = |name, value| json!({ "property": { "name": name, "test": { "is": value } } });
    let (country, city) = (place("country", "pl"), place("city", "Łódź"));
    app.api().put_segment("local", json!({ "all": [country, city, { "filled_in": known }] })).await;
    told(app, json!({ "address": { "country": "PL", "city": "ŁÓDŹ" } })).await;
    assert_eq!(moves(app, "local").await, []);
    told(app, json!({ "address": { "state": "łódzkie" } })).await;
    assert_eq!(moves(app, "local").await.len(), 1);
}

fn entered(at: i64) -> (String, i64) {
    ("segment_entered".to_owned(), at)
}

fn left(at: i64) -> (String, i64) {
    ("segment_left".to_owned(), at)
}

async fn moves(app: &TestApp, segment: &str) -> Vec<(String, i64)> {
    moves_of(app, "ana", segment).await
}

/// Ana does something. The time at which it was taken note of.
async fn did(app: &TestApp, what: &str, properties: Value) -> i64 {
    let mut item = track("ana", what);
    item["properties"] = properties;
    app.server_source().await.send([item]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    let timeline = app.api().timeline(&ana).await;
    let last = timeline.iter().rev().find(|one| one["event"]["name"] == format!("custom:{what}"));
    ms_of(&last.expect("it is in the timeline")["applied_at"])
}

async fn told(app: &TestApp, traits: Value) {
    app.server_source().await.send([identify("ana", traits)]).await;
    app.run_until_idle().await;
}

async fn today(app: &mut TestApp, zone: &str) -> Date {
    let now = jiff::Timestamp::from_millisecond(app.now().await).expect("a time of the calendar");
    TimeZone::get(zone).expect("a zone").to_datetime(now).date()
}

/// When a day begins in a zone.
fn begins(day: Date, zone: &str) -> i64 {
    let midnight = day.to_zoned(TimeZone::get(zone).expect("a zone"));
    midnight.expect("a day of the calendar").timestamp().as_millisecond()
}
