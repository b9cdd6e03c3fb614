//! Random dates, hours and places, against a reading that looks at a calendar as a person does:
//! as text, and minute by minute or hour by hour.

use jiff::tz::TimeZone;
use jiff::{Timestamp as Instant, ToSpan};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, TestRunner};
use runnel_engine::rule::{Compiled, Needs, Verdict};
use runnel_model::{
    AnniversaryTest, Contact, ContactId, DateTest, LocalTime, PropertyName, PropertyValue, Rule,
    TimeOfDay, Timestamp, Value, Weekday,
};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Places with half hours, quarters, no clock changes, many, and midnights that are shown twice or
/// not at all.
const ZONES: [&str; 10] = [
    "UTC",
    "Europe/Warsaw",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
];

/// A reading minute by minute is slow: of these cases there are few, and ten times as many when
/// somebody wants many of the others.
fn few(cases: u32) -> TestRunner {
    let usual = std::env::var_os("PROPTEST_CASES").is_none();
    let cases = if usual { cases } else { 10 * cases };
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

fn zone() -> impl Strategy<Value = &'static str> {
    select(ZONES.to_vec())
}

/// Some time of the years 2005 to 2030, often within a day of a change of the clocks.
fn now(zone: &str, ms: i64, near: bool) -> Instant {
    let from: Instant = "2005-01-01T00:00:00Z".parse().unwrap();
    let any = from + ms.milliseconds();
    let zone = TimeZone::get(zone).unwrap();
    let change = zone.following(any).next().map(|change| change.timestamp());
    match change.filter(|_| near) {
        Some(change) => change + (ms % (48 * HOUR_MS) - 24 * HOUR_MS).milliseconds(),
        None => any,
    }
}

fn moments() -> impl Strategy<Value = (i64, bool)> {
    (0..25 * 365 * 24 * HOUR_MS, any::<bool>())
}

fn contact(zone: &str, date: &str) -> Contact {
    let mut contact = Contact::new(ContactId(1), Timestamp::MIN);
    for (name, value) in [("timezone", zone), ("date", date)] {
        let value =
            PropertyValue { value: Some(Value::Text(value.into())), set_at: Timestamp::MIN };
        contact.properties.insert(PropertyName::parse(name).unwrap(), value);
    }
    contact
}

fn verdict(rule: &Rule, contact: &Contact, now: Instant) -> Verdict {
    let compiled = Compiled::compile(rule, &mut Needs::default()).unwrap();
    compiled.holds(contact, Timestamp::from_ms(now.as_millisecond()))
}

/// Every answer until `until` is the same, and at `until` it is another one, if it is not more
/// than `far` away: then nobody looks.
fn check(
    rule: &Rule,
    contact: &Contact,
    now: Instant,
    (step_ms, far_ms): (i64, i64),
    answer: impl Fn(Instant) -> bool,
) -> Result<(), TestCaseError> {
    let Verdict { holds, until } = verdict(rule, contact, now);
    let begin = now.as_millisecond();
    prop_assert_eq!(holds, answer(now), "at {}", now);
    let until = until.map(Timestamp::as_ms);
    prop_assert!(until.is_none_or(|until| until > begin));
    let end = until.unwrap_or(i64::MAX).min(begin + far_ms);
    // From the full minute on, where all changes are.
    let full = (begin / MINUTE_MS + 1) * MINUTE_MS;
    for ms in (full..end).step_by(step_ms as usize).chain([end - 1]) {
        let then = Instant::from_millisecond(ms).unwrap();
        prop_assert_eq!(answer(then), holds, "at {}, of {} until {:?}", now, then, until);
    }
    if let Some(until) = until.filter(|until| *until == end) {
        prop_assert_ne!(answer(Instant::from_millisecond(until).unwrap()), holds, "at {}", until);
    }
    Ok(())
}

/// The clock at a place, as text.
fn shown(zone: &str, at: Instant, format: &str) -> String {
    at.to_zoned(TimeZone::get(zone).unwrap()).strftime(format).to_string()
}

#[test]
fn a_time_of_the_week_is_what_a_clock_shows_and_changes_when_it_is_said_to() {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let hours = (0..24_u16 * 4, 1..=24_u16 * 4);
    let cases = (zone(), moments(), subsequence(names.to_vec(), 1..=6), hours);
    let result = few(25).run(&cases, |(zone, (ms, near), weekdays, (from, to))| {
        let (from, to) = if from < to { (from, to) } else { (0, 96) };
        let time = |quarters: u16| format!("{:02}:{:02}", quarters / 4, quarters % 4 * 15);
        let (from, to) = (time(from), time(to));
        let days: Vec<Weekday> =
            weekdays.iter().map(|name| serde_json::from_value((*name).into()).unwrap()).collect();
        let parsed = |text: &str| text.parse::<TimeOfDay>().ok();
        let rule =
            Rule::LocalTime(LocalTime { weekdays: days, from: parsed(&from), to: parsed(&to) });
        let answer = |at| {
            let (day, clock) = (shown(zone, at, "%A").to_lowercase(), shown(zone, at, "%H:%M"));
            weekdays.contains(&day.as_str()) && from <= clock && clock < to
        };
        let steps = (MINUTE_MS, 9 * 24 * HOUR_MS);
        check(&rule, &contact(zone, ""), now(zone, ms, near), steps, answer)
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn a_date_comes_round_on_its_day_of_the_year_and_changes_when_it_is_said_to() {
    let dates = select(vec!["1984-02-29", "1960-12-31", "2001-01-01", "1999-07-04", "1970-03-01"]);
    let cases = (zone(), moments(), dates, -365..=365_i64);
    let result = few(40).run(&cases, |(zone, (ms, near), date, days)| {
        let is = match (days, u32::try_from(days.abs()).unwrap()) {
            (0, _) => AnniversaryTest::Today,
            (1.., days) => AnniversaryTest::InDays(days),
            (_, days) => AnniversaryTest::DaysAgo(days),
        };
        let property = PropertyName::parse("date").unwrap();
        let rule = Rule::Anniversary { property, is };
        let answer = |at: Instant| {
            let today: jiff::civil::Date = shown(zone, at, "%F").parse().unwrap();
            let meant = (today + days.days()).to_string();
            let (_, day) = date.split_once('-').unwrap();
            let is_leap = format!("{}-02-29", &meant[..4]).parse::<jiff::civil::Date>().is_ok();
            meant[5..] == *(if day == "02-29" && !is_leap { "02-28" } else { day })
        };
        check(
            &rule,
            &contact(zone, date),
            now(zone, ms, near),
            (HOUR_MS / 2, 400 * 24 * HOUR_MS),
            answer,
        )
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn a_date_is_so_many_midnights_away_and_changes_when_it_is_said_to() {
    let cases = (zone(), moments(), -60..60_i64, 0..40_u32, 0..4_u8);
    let result = few(60).run(&cases, |(zone, (ms, near), off, days, kind)| {
        let now = now(zone, ms, near);
        let today: jiff::civil::Date = shown(zone, now, "%F").parse().unwrap();
        let date = today + off.days();
        let is = match kind {
            0 => DateTest::WithinNextDays(days),
            1 => DateTest::WithinLastDays(days),
            2 => DateTest::MoreThanDaysAhead(days),
            _ => DateTest::MoreThanDaysAgo(days),
        };
        let property = PropertyName::parse("date").unwrap();
        let rule = Rule::Date { property, is };
        let answer = |at: Instant| {
            let today: jiff::civil::Date = shown(zone, at, "%F").parse().unwrap();
            let (before, after) = (date - i64::from(days).days(), date + i64::from(days).days());
            match is {
                DateTest::WithinNextDays(_) => before <= today && today <= date,
                DateTest::WithinLastDays(_) => date <= today && today <= after,
                DateTest::MoreThanDaysAhead(_) => today < before,
                DateTest::MoreThanDaysAgo(_) => today > after,
            }
        };
        let steps = (MINUTE_MS * 15, 120 * 24 * HOUR_MS);
        check(&rule, &contact(zone, &date.to_string()), now, steps, answer)
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}
