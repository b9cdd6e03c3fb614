//! Why: what each part found, and how near it was.

use runnel_model::{
    Contact, ContactId, Event, EventMatch, Properties, PropertyName, PropertyValue, Tag, Value,
};

use super::*;

/// Ann: 18 points, 34 years old, tagged, with five visits, one a day.
fn ann(needs: &Needs) -> Contact {
    let mut ann = Contact::new(ContactId(1), at(0));
    ann.scores.insert(Default::default(), 18);
    ann.tags.insert(Tag::parse("hot").unwrap(), at(DAY));
    let age = PropertyValue { value: Some(Value::Number(34.0)), set_at: at(0) };
    ann.properties.insert(PropertyName::parse("age").unwrap(), age);
    let born = PropertyValue { value: Some(Value::Time { time: at(DAY) }), set_at: at(0) };
    ann.properties.insert(PropertyName::parse("born").unwrap(), born);
    for memory in needs.behaviours().filter_map(Memory::compile) {
        for day in 1..=5 {
            let visit = visit(day);
            memory.take(&mut ann.behaviours, &Seen::new(&visit), at(day * DAY));
        }
    }
    ann
}

/// Each day another page, and twice as many seconds as the day before.
fn visit(day: i64) -> Event {
    let visit = serde_json::json!({ "url": format!("/{day}"), "seconds": 1 << day });
    let properties = Properties::from_map(visit.as_object().unwrap());
    Event { name: "page_visited".parse().unwrap(), properties }
}

fn explain(rule: &str) -> Explanation {
    let (rule, needs) = compile(rule);
    rule.explain(&ann(&needs), at(6 * DAY))
}

#[track_caller]
fn check(rule: &str, expect: bool, expect_found: &Found, expect_missing: Option<f64>) {
    let explained = explain(rule);
    assert_eq!(explained.verdict.holds, expect);
    let Clause::Asked { found, missing, .. } = explained.clause else { panic!("not a question") };
    assert_eq!((&found, missing), (expect_found, expect_missing));
}

#[test]
fn a_number_that_falls_short_says_by_how_much() {
    check(r#"{"score":{"points":{"more_than":20}}}"#, false, &Found::Score(18), Some(3.0));
    check(r#"{"score":{"points":{"at_most":10}}}"#, false, &Found::Score(18), Some(-8.0));
    check(r#"{"score":{"points":{"at_least":18}}}"#, true, &Found::Score(18), None);
    let visits = |times| Found::Times { times, or_more: false };
    let often = r#"{"count":{"of":{"event":"page_visited"},"times":{"at_least":7}}}"#;
    check(often, false, &visits(5), Some(2.0));
    check(r#"{"never":{"event":"page_visited"}}"#, false, &visits(5), Some(-5.0));
    let known = Found::FilledIn(vec![PropertyName::parse("age").unwrap()]);
    let card = r#"{"filled_in":{"of":["phone","age","role"],"is":{"at_least":3}}}"#;
    check(card, false, &known, Some(2.0));
    let age = Found::Property(Some(Value::Number(34.0)));
    let between = r#"{"property":{"name":"age","test":{"between":[40,50]}}}"#;
    check(between, false, &age, Some(6.0));
    let younger = r#"{"property":{"name":"age","test":{"less_than":30}}}"#;
    check(younger, false, &age, Some(-4.0));
}

#[test]
fn what_is_no_matter_of_degree_says_what_was_found() {
    check(r#"{"tag":"hot"}"#, true, &Found::Tag(Some(at(DAY))), None);
    check(r#"{"tag":"cold"}"#, false, &Found::Tag(None), None);
    check(r#"{"stage":["mql"]}"#, false, &Found::Stage(None), None);
    check(r#"{"segment":"vip"}"#, false, &Found::Segment(None), None);
    let city = r#"{"property":{"name":"city","test":{"is":"Paris"}}}"#;
    check(city, false, &Found::Property(None), None);
    check(r#"{"deal":{"is":"won"}}"#, false, &Found::Deals(Vec::new()), None);
}

#[test]
fn more_than_is_kept_is_said_to_be_more() {
    let (rule, needs) = compile(
        r#"{"count":{"of":{"event":"page_visited"},"times":{"at_least":2},"within":{"days":3}}}"#,
    );
    let (id, _, keep) = needs.behaviours().next().unwrap();
    let mut ann = ann(&needs);
    (0..9).for_each(|ms| ann.behaviours.get_mut(&id).unwrap().record(at(6 * DAY - ms), keep));
    let Clause::Asked { found, .. } = rule.explain(&ann, at(6 * DAY)).clause else { panic!() };
    assert_eq!(found, Found::Times { times: keep as i64, or_more: true });
}

#[test]
fn a_window_says_how_many_are_inside_and_when_it_closes() {
    let rule =
        r#"{"count":{"of":{"event":"page_visited"},"times":{"at_least":2},"within":{"days":3}}}"#;
    let explained = explain(rule);
    assert_eq!(explained.verdict, Verdict { holds: true, until: Some(at(7 * DAY)) });
    let Clause::Asked { found, .. } = explained.clause else { panic!() };
    // Days 4 and 5 are inside.
    assert_eq!(found, Found::Times { times: 2, or_more: false });
    let rule = r#"{"last_occurred":{"of":{"event":"page_visited"},"more_than_ago":{"days":60}}}"#;
    let explained = explain(rule);
    assert_eq!(explained.verdict, Verdict { holds: false, until: Some(at(65 * DAY)) });
    let Clause::Asked { found, .. } = explained.clause else { panic!() };
    assert_eq!(found, Found::Last { at: Some(at(5 * DAY)), counted_from: Some(at(5 * DAY)) });
}

#[test]
fn what_numbers_and_values_come_to_is_said() {
    let number = |number, events| Found::Number(Taking { number, events, or_more: false });
    let seconds = r#""of":{"event":"page_visited"},"property":"seconds""#;
    let sum = format!(r#"{{"sum":{{{seconds},"is":{{"at_least":70.5}}}}}}"#);
    check(&sum, false, &number(Some(62.0), 5), Some(8.5));
    let last_days =
        format!(r#"{{"sum":{{{seconds},"is":{{"less_than":48}},"within":{{"days":3}}}}}}"#);
    check(&last_days, false, &number(Some(48.0), 2), Some(0.0));
    let least = format!(r#"{{"min":{{{seconds},"is":{{"at_most":2}}}}}}"#);
    check(&least, true, &number(Some(2.0), 5), None);
    let most = r#"{"max":{"of":{"event":"custom:x"},"property":"seconds","is":{"at_least":1}}}"#;
    check(most, false, &number(None, 0), None);
    let pages =
        r#"{"distinct":{"of":{"event":"page_visited"},"property":"url","is":{"at_least":7}}}"#;
    check(pages, false, &Found::Values { values: 5, or_more: false }, Some(2.0));
    let few = pages.replace("7", "3");
    check(&few, true, &Found::Values { values: 3, or_more: true }, None);
}

#[test]
fn of_a_sequence_it_is_said_when_it_began_or_whether_it_has() {
    let page = |url: &str| {
        format!(r#"{{"event":"page_visited","where":[{{"name":"url","test":{{"is":"{url}"}}}}]}}"#)
    };
    let sequence = |first: &str, then: &str, days: u8| {
        let (first, then) = (page(first), page(then));
        format!(r#"{{"sequence":{{"first":{first},"then":{then},"at_most":{{"days":{days}}}}}}}"#)
    };
    let found = |began: Option<i64>, open: Option<i64>| Found::Sequence {
        began: began.map(|day| at(day * DAY)),
        open: open.map(|day| at(day * DAY)),
    };
    check(&sequence("/2", "/4", 2), true, &found(Some(2), None), None);
    check(&sequence("/2", "/4", 1), false, &found(None, None), None);
    check(&sequence("/5", "/9", 1), false, &found(None, Some(5)), None);
}

#[test]
fn of_a_date_it_is_said_how_many_days_are_missing() {
    // It is 1970-01-07.
    let date = |is: &str| format!(r#"{{"date":{{"property":"born","is":{is}}}}}"#);
    let found = |days| {
        let date = Some(jiff::civil::date(1970, 1, 2));
        Found::Day(Day { date, days: Some(days), zone: "UTC".into() })
    };
    check(&date(r#"{"within_last_days":3}"#), false, &found(-5), Some(2.0));
    check(&date(r#"{"more_than_days_ago":5}"#), false, &found(-5), Some(-1.0));
    check(&date(r#"{"more_than_days_ago":4}"#), true, &found(-5), None);
    let round = r#"{"anniversary":{"property":"born","is":"today"}}"#;
    check(round, false, &found(360), None);
    let none = Found::Day(Day { date: None, days: None, zone: "UTC".into() });
    check(&round.replace("born", "age"), false, &none, None);
}

#[test]
fn of_a_time_of_the_week_it_is_said_what_the_clock_shows() {
    let local = jiff::civil::date(1970, 1, 7).at(0, 0, 0, 0);
    let clock = Found::Clock(Clock { local, zone: "UTC".into() });
    check(r#"{"local_time":{"weekdays":["sunday"]}}"#, false, &clock, None);
    check(r#"{"local_time":{"weekdays":["wednesday"]}}"#, true, &clock, None);
}

#[test]
fn every_part_is_explained_also_where_the_answer_was_sure_before() {
    let explained = explain(r#"{"any":[{"tag":"hot"},{"not":{"tag":"cold"}},{"tag":"x"}]}"#);
    let Clause::Any(parts) = explained.clause else { panic!() };
    let holds: Vec<bool> = parts.iter().map(|part| part.verdict.holds).collect();
    assert_eq!(holds, [true, true, false]);
    let Clause::Not(inner) = &parts[1].clause else { panic!() };
    assert!(!inner.verdict.holds);
}

#[test]
fn an_event_says_what_each_condition_was_given() {
    let of = r#"{"event":"page_visited","where":[{"name":"url","test":{"contains":"/pricing"}},{"name":"seconds","test":{"more_than":5}}]}"#;
    let of: EventMatch = serde_json::from_str(of).unwrap();
    let matching = Match::compile(&of).unwrap();
    let properties = serde_json::from_str(r#"{"url":"/blog","seconds":9}"#).unwrap();
    let event = Event {
        name: "page_visited".parse().unwrap(),
        properties: Properties::from_map(&properties),
    };
    let tried = matching.explain(&Seen::new(&event)).unwrap();
    assert_eq!(tried[0], (false, Some("/blog".into())));
    assert_eq!(tried[1], (true, Some(9.into())));
}
