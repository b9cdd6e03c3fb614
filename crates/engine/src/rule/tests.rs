//! What a marketer writes and what it says, case by case. Random rules against a second,
//! simpler reading of them are in `tests/rules.rs`.

use runnel_model::{
    Contact, ContactId, Deal, DealId, DealStatus, Event, EventMatch, FactBody, LifecycleStage,
    Membership, PipelineId, PropertyName, PropertyValue, Rule, SegmentId, StageId, Tag, Timestamp,
    Value,
};

use super::*;

const SECOND: i64 = 1_000;
const DAY: i64 = 86_400 * SECOND;

const fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(ms)
}

fn compile(rule: &str) -> (Compiled, Needs) {
    let mut needs = Needs::default();
    let rule: Rule = serde_json::from_str(rule).unwrap();
    (Compiled::compile(&rule, &mut needs).unwrap(), needs)
}

/// Ann: on record since day 100, with a bit of everything.
fn ann() -> Contact {
    let mut ann = Contact::new(ContactId(1), at(100 * DAY));
    for (name, value) in [
        ("country", Value::Text("UK".into())),
        ("age", Value::Number(34.0)),
        ("vip", Value::Boolean(true)),
        ("trial_ends", Value::Time { time: at(200 * DAY) }),
        ("interests", Value::List(vec!["Shoes".into(), "bags".into()])),
    ] {
        let name = PropertyName::parse(name).unwrap();
        ann.properties.insert(name, PropertyValue { value: Some(value), set_at: at(0) });
    }
    let cleared = PropertyValue { value: None, set_at: at(0) };
    ann.properties.insert(PropertyName::parse("cleared").unwrap(), cleared);
    ann.tags.insert(Tag::parse("hot").unwrap(), at(0));
    ann.scores.insert(runnel_model::Category::parse("shoes").unwrap(), 43);
    ann.scores.insert(runnel_model::Category::default(), -10);
    ann.stage = Some(LifecycleStage::Mql);
    ann.segments.insert(SegmentId::parse("active").unwrap(), Membership { since: at(0) });
    ann.deals.push(Deal {
        id: DealId(1),
        name: "Boots".into(),
        pipeline: PipelineId::parse("sales").unwrap(),
        stage: StageId::parse("proposal").unwrap(),
        status: DealStatus::Open,
        amount: None,
        created_at: at(0),
        moved_at: at(0),
    });
    ann
}

#[track_caller]
fn check(rule: &str, expect: bool) {
    let (rule, _) = compile(rule);
    let verdict = rule.holds(&ann(), at(150 * DAY));
    assert_eq!(verdict, Verdict { holds: expect, until: None });
}

#[track_caller]
fn property(name: &str, test: &str, expect: bool) {
    check(&format!(r#"{{"property":{{"name":"{name}","test":{test}}}}}"#), expect);
}

#[test]
fn a_contact_is_asked_about_everything_it_has() {
    check(r#"{"tag":"hot"}"#, true);
    check(r#"{"tag":"cold"}"#, false);
    check(r#"{"segment":"active"}"#, true);
    check(r#"{"segment":"lost"}"#, false);
    check(r#"{"stage":["lead","mql"]}"#, true);
    check(r#"{"stage":["lead"]}"#, false);
    check(r#"{"score":{"points":{"exactly":33}}}"#, true);
    check(r#"{"score":{"category":"shoes","points":{"more_than":42}}}"#, true);
    check(r#"{"score":{"category":"general","points":{"less_than":-9}}}"#, true);
    check(r#"{"score":{"category":"hats","points":{"at_most":-1}}}"#, false);
    check(r#"{"score":{"category":"hats","points":{"at_least":0}}}"#, true);
    check(r#"{"deal":{"is":"open"}}"#, true);
    check(r#"{"deal":{"is":"won"}}"#, false);
    check(r#"{"deal":{"is":"lost"}}"#, false);
    check(r#"{"deal":{"pipeline":"sales","is":{"in_stage":["new","proposal"]}}}"#, true);
    check(r#"{"deal":{"pipeline":"sales","is":{"in_stage":["new"]}}}"#, false);
    check(r#"{"deal":{"pipeline":"partners","is":"open"}}"#, false);
}

#[test]
fn rules_nest() {
    check(r#"{"all":[]}"#, true);
    check(r#"{"any":[]}"#, false);
    check(r#"{"all":[{"tag":"hot"},{"segment":"active"}]}"#, true);
    check(r#"{"all":[{"tag":"hot"},{"segment":"lost"}]}"#, false);
    check(r#"{"any":[{"tag":"cold"},{"segment":"active"}]}"#, true);
    check(r#"{"any":[{"tag":"cold"},{"segment":"lost"}]}"#, false);
    check(r#"{"not":{"any":[{"tag":"cold"},{"not":{"tag":"hot"}}]}}"#, true);
}

#[test]
fn properties_are_tested_by_their_type() {
    property("country", r#"{"is":"uk"}"#, true);
    property("country", r#"{"is_not":"uk"}"#, false);
    property("country", r#"{"is_any_of":["US","uk"]}"#, true);
    property("country", r#"{"is_any_of":["US","U"]}"#, false);
    property("country", r#"{"contains":"K"}"#, true);
    property("country", r#"{"starts_with":"u"}"#, true);
    property("country", r#"{"ends_with":"u"}"#, false);
    property("country", r#"{"matches":"^U.$"}"#, true);
    property("country", r#"{"matches":"^u.$"}"#, false);
    property("country", r#"{"matches":"(?i)^u.$"}"#, true);
    property("country", r#"{"more_than":1}"#, false);
    property("age", r#"{"is":34}"#, true);
    property("age", r#"{"is":"34"}"#, false);
    property("age", r#"{"contains":"3"}"#, false);
    property("age", r#"{"more_than":34}"#, false);
    property("age", r#"{"at_least":34}"#, true);
    property("age", r#"{"less_than":34}"#, false);
    property("age", r#"{"at_most":34}"#, true);
    property("age", r#"{"between":[34,45]}"#, true);
    property("age", r#"{"between":[25,34]}"#, true);
    property("age", r#"{"between":[34.1,45]}"#, false);
    property("vip", r#"{"is":true}"#, true);
    property("vip", r#"{"is":"true"}"#, false);
    property("trial_ends", &format!(r#"{{"before":{}}}"#, 200 * DAY), false);
    property("trial_ends", &format!(r#"{{"before":{}}}"#, 200 * DAY + 1), true);
    property("trial_ends", &format!(r#"{{"after":{}}}"#, 200 * DAY), false);
    property("trial_ends", &format!(r#"{{"after":{}}}"#, 200 * DAY - 1), true);
    property("trial_ends", &format!(r#"{{"is":{{"time":{}}}}}"#, 200 * DAY), true);
    property("country", r#"{"before":1}"#, false);
}

#[test]
fn of_a_list_one_element_is_enough() {
    property("interests", r#"{"is":"shoes"}"#, true);
    property("interests", r#"{"is":"hats"}"#, false);
    property("interests", r#"{"is_not":"shoes"}"#, false);
    property("interests", r#"{"is_any_of":["hats","bags"]}"#, true);
    property("interests", r#"{"starts_with":"sho"}"#, true);
    property("interests", r#"{"is":["shoes","bags"]}"#, true);
    property("interests", r#"{"is":["bags","shoes"]}"#, false);
    property("interests", r#"{"is":["shoes"]}"#, false);
    property("country", r#"{"is":["UK"]}"#, false);
}

#[test]
fn what_is_absent_passes_only_is_not_and_exists_false() {
    for name in ["unknown", "cleared"] {
        property(name, r#"{"exists":false}"#, true);
        property(name, r#"{"exists":true}"#, false);
        property(name, r#"{"is_not":"x"}"#, true);
        property(name, r#"{"is":"x"}"#, false);
        property(name, r#"{"matches":""}"#, false);
        property(name, r#"{"less_than":1}"#, false);
    }
    property("age", r#"{"exists":true}"#, true);
    property("age", r#"{"exists":false}"#, false);
}

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

/// The verdict, at a second, on a contact known since second 0 who did the thing at these seconds,
/// in this order of arrival. Written `yes until 12`.
#[track_caller]
fn did(seconds: &[i64], rule: &str, now_ms: i64, expect: &str) {
    let (rule, needs) = compile(rule);
    let mut contact = Contact::new(ContactId(1), at(0));
    let (id, _, keep) = needs.behaviours().next().unwrap();
    for second in seconds {
        contact.behaviours.entry(id).or_default().record(at(second * SECOND), keep);
    }
    let Verdict { holds, until } = rule.holds(&contact, at(now_ms));
    let mut said = String::from(if holds { "yes" } else { "no" });
    if let Some(until) = until {
        said += &format!(" until {}", until.as_ms() as f64 / SECOND as f64);
    }
    assert_eq!(said, expect);
}

#[test]
fn a_count_within_a_window_falls_exactly_when_a_time_leaves_it() {
    let twice =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"at_least":2},"within":{"seconds":10}}}"#;
    did(&[], twice, 0, "no");
    did(&[3], twice, 3_000, "no");
    did(&[3, 5], twice, 5_000, "yes until 13");
    did(&[5, 3], twice, 12_999, "yes until 13");
    did(&[3, 5], twice, 13_000, "no");
    did(&[1, 3, 5], twice, 5_000, "yes until 13");
    did(&[5, 5], twice, 6_000, "yes until 15");
    let more =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"more_than":1},"within":{"seconds":10}}}"#;
    did(&[3, 5], more, 5_000, "yes until 13");
}

#[test]
fn fewer_within_a_window_comes_true_by_itself() {
    let at_most_one =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"at_most":1},"within":{"seconds":10}}}"#;
    did(&[], at_most_one, 0, "yes");
    did(&[3], at_most_one, 3_000, "yes");
    did(&[3, 5], at_most_one, 5_000, "no until 13");
    did(&[3, 5], at_most_one, 13_000, "yes");
    let less_than_two = at_most_one.replace("at_most\":1", "less_than\":2");
    did(&[3, 5], &less_than_two, 5_000, "no until 13");
    let none = at_most_one.replace("at_most\":1", "exactly\":0");
    did(&[3, 5], &none, 5_000, "no until 15");
    did(&[3, 5], &none, 15_000, "yes");
}

#[test]
fn exactly_so_many_within_a_window_comes_and_goes() {
    let two =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"exactly":2},"within":{"seconds":10}}}"#;
    did(&[3], two, 5_000, "no");
    did(&[3, 4, 5], two, 5_000, "no until 13");
    did(&[3, 4, 5], two, 13_000, "yes until 14");
    did(&[3, 4, 5], two, 14_000, "no");
    did(&[1, 2, 3, 4, 5], two, 5_000, "no until 13");
}

#[test]
fn a_time_that_lies_ahead_does_not_count_yet() {
    let once =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"at_least":1},"within":{"seconds":10}}}"#;
    did(&[5], once, 4_999, "no until 5");
    did(&[5], once, 5_000, "yes until 15");
    let none = once.replace("at_least\":1", "exactly\":0");
    did(&[5], &none, 4_000, "yes until 5");
}

#[test]
fn a_count_without_a_window_never_changes_by_time() {
    let twice = r#"{"count":{"of":{"event":"custom:x"},"times":{"exactly":2}}}"#;
    did(&[3], twice, 5_000, "no");
    did(&[3, 5], twice, 5_000, "yes");
    did(&[3, 5, 4], twice, 5_000, "no");
    let many = r#"{"count":{"of":{"event":"custom:x"},"times":{"less_than":1000000}}}"#;
    did(&[3], many, 5_000, "yes");
    let never = r#"{"never":{"event":"custom:x"}}"#;
    did(&[], never, 5_000, "yes");
    did(&[3], never, 5_000, "no");
}

#[test]
fn long_ago_comes_true_to_the_millisecond() {
    let ago = r#"{"last_occurred":{"of":{"event":"custom:x"},"more_than_ago":{"seconds":10}}}"#;
    did(&[3, 5, 4], ago, 5_000, "no until 15");
    did(&[3, 5, 4], ago, 14_999, "no until 15");
    did(&[3, 5, 4], ago, 15_000, "yes");
    did(&[], ago, 9_999, "no until 10");
    did(&[], ago, 10_000, "yes");
    let or_false = ago.replace("}}}", r#"},"if_never":"false"}}"#);
    did(&[], &or_false, 99_999, "no");
    did(&[3], &or_false, 3_000, "no until 13");
}

#[test]
fn parts_are_joined_to_the_tightest_time_that_is_sure() {
    let part = |times: &str, seconds: i64| {
        format!(
            r#"{{"count":{{"of":{{"event":"custom:x"}},"times":{{{times}}},"within":{{"seconds":{seconds}}}}}}}"#
        )
    };
    let (short, long) = (part(r#""at_least":1"#, 10), part(r#""at_least":1"#, 20));
    let (no_short, no_long) = (part(r#""at_most":0"#, 10), part(r#""at_most":0"#, 20));
    did(&[1], &format!(r#"{{"all":[{short},{long}]}}"#), 1_000, "yes until 11");
    did(&[1], &format!(r#"{{"any":[{short},{long}]}}"#), 1_000, "yes until 21");
    did(&[1], &format!(r#"{{"all":[{no_short},{no_long}]}}"#), 1_000, "no until 21");
    did(&[1], &format!(r#"{{"any":[{no_short},{no_long}]}}"#), 1_000, "no until 11");
    did(&[1], &format!(r#"{{"all":[{no_short},{{"tag":"x"}}]}}"#), 1_000, "no");
    did(&[1], &format!(r#"{{"any":[{short},{{"not":{{"tag":"x"}}}}]}}"#), 1_000, "yes");
    did(&[1], &format!(r#"{{"not":{{"all":[{short},{no_long}]}}}}"#), 1_000, "yes until 21");
}

#[test]
fn the_ends_of_time_are_no_special_case() {
    let max = Timestamp::MAX.as_ms();
    let once =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"at_least":1},"within":{"weeks":520}}}"#;
    did(&[0], once, 0, "yes until 314496000");
    did(&[max / SECOND], once, max, "yes");
    let ago = r#"{"last_occurred":{"of":{"event":"custom:x"},"more_than_ago":{"weeks":520}}}"#;
    did(&[max / SECOND], ago, max, "no");
}

#[test]
fn rules_on_nothing_but_state_do_not_depend_on_time() {
    let window =
        r#"{"count":{"of":{"event":"custom:x"},"times":{"at_least":2},"within":{"days":3}}}"#;
    let ever = r#"{"count":{"of":{"event":"custom:x"},"times":{"at_least":2}}}"#;
    let ago = r#"{"last_occurred":{"of":{"event":"custom:x"},"more_than_ago":{"days":60}}}"#;
    for (rule, expect) in [(window, true), (ago, true), (ever, false), (r#"{"tag":"a"}"#, false)] {
        assert_eq!(compile(rule).0.is_time_dependent(), expect, "{rule}");
        assert_eq!(
            compile(&format!(r#"{{"not":{{"all":[{rule}]}}}}"#)).0.is_time_dependent(),
            expect
        );
    }
}

#[test]
fn as_much_is_kept_as_the_answer_needs() {
    let keep = |times: &str, within: &str| {
        let rule =
            format!(r#"{{"count":{{"of":{{"event":"custom:x"}},"times":{{{times}}}{within}}}}}"#);
        compile(&rule).1.behaviours().next().unwrap().2
    };
    let window = r#","within":{"days":3}"#;
    assert_eq!(keep(r#""at_least":7"#, window), 7);
    assert_eq!(keep(r#""more_than":7"#, window), 8);
    assert_eq!(keep(r#""at_most":7"#, window), 8);
    assert_eq!(keep(r#""less_than":7"#, window), 7);
    assert_eq!(keep(r#""exactly":7"#, window), 8);
    assert_eq!(keep(r#""more_than":1000"#, window), 1_001);
    assert_eq!(keep(r#""at_least":7"#, ""), 0);
}

/// The codes of all problems, in order.
#[track_caller]
fn refused(rule: &str, expect: &[&str]) {
    let mut needs = Needs::default();
    let rule: Rule = serde_json::from_str(rule).unwrap();
    let problems = Compiled::compile(&rule, &mut needs).map(|_| ()).err().unwrap_or_default();
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, expect, "{problems:#?}");
    assert!(codes.is_empty() || needs == Needs::default(), "a refused rule needs nothing");
}

#[track_caller]
fn refused_test(test: &str, expect: &str) {
    refused(&format!(r#"{{"property":{{"name":"url","test":{test}}}}}"#), &[expect]);
}

#[test]
fn tests_that_make_no_sense_are_refused() {
    refused_test(r#"{"matches":"("}"#, "pattern_invalid");
    refused_test(r#"{"matches":"(?=x)"}"#, "pattern_invalid");
    refused_test(r#"{"matches":"(a{1000}){1000}"}"#, "pattern_too_large");
    refused_test(&format!(r#"{{"matches":"{}"}}"#, "a".repeat(1_001)), "pattern_too_large");
    refused_test(r#"{"between":[2,1]}"#, "bounds_reversed");
    refused_test(r#"{"is_any_of":[]}"#, "list_empty");
    refused_test(r#"{"contains":""}"#, "text_empty");
    refused(r#"{"stage":[]}"#, &["list_empty"]);
    refused(r#"{"deal":{"is":{"in_stage":[]}}}"#, &["list_empty"]);
}

#[test]
fn a_number_that_is_none_is_refused() {
    let name = PropertyName::parse("age").unwrap();
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for test in [
            runnel_model::PropertyTest::MoreThan(number),
            runnel_model::PropertyTest::Between(0.0, number),
            runnel_model::PropertyTest::Is(Value::Number(number)),
            runnel_model::PropertyTest::IsAnyOf(vec![Value::Number(number)]),
        ] {
            let condition = runnel_model::PropertyCondition { name: name.clone(), test };
            let problems = Compiled::compile(&Rule::Property(condition), &mut Needs::default());
            assert_eq!(problems.map(|_| ()).unwrap_err()[0].code, "number_invalid");
        }
    }
}

#[test]
fn counts_and_spans_that_make_no_sense_are_refused() {
    let count = |times: &str, within: &str, expect: &[&str]| {
        let of = r#""of":{"event":"custom:x"}"#;
        refused(&format!(r#"{{"count":{{{of},"times":{{{times}}}{within}}}}}"#), expect);
    };
    let window = r#","within":{"days":3}"#;
    for times in [
        r#""at_least":0"#,
        r#""less_than":0"#,
        r#""more_than":-1"#,
        r#""at_most":-1"#,
        r#""exactly":-9223372036854775808"#,
    ] {
        count(times, "", &["count_pointless"]);
        count(times, window, &["count_pointless"]);
    }
    count(r#""at_least":1001"#, window, &["count_too_high"]);
    count(r#""at_most":9223372036854775807"#, window, &["count_too_high"]);
    count(r#""at_least":1001"#, "", &[]);
    count(r#""at_least":1"#, r#","within":{"days":0}"#, &["span_empty"]);
    count(r#""at_least":1"#, r#","within":{"days":3661}"#, &["span_too_long"]);
    count(r#""at_least":2000"#, r#","within":{"days":3661}"#, &["span_too_long", "count_too_high"]);
    let ago =
        r#"{"last_occurred":{"of":{"event":"custom:x"},"more_than_ago":{"weeks":4294967295}}}"#;
    refused(ago, &["span_too_long"]);
}

#[test]
fn rules_that_are_too_large_are_refused_once() {
    let nested = |levels| {
        format!("{}{}{}", r#"{"not":"#.repeat(levels), r#"{"tag":"x"}"#, "}".repeat(levels))
    };
    refused(&nested(31), &[]);
    refused(&nested(32), &["rule_too_deep"]);
    refused(&format!(r#"{{"all":[{},{}]}}"#, nested(40), nested(40)), &["rule_too_deep"]);
    let many = |n: usize| format!(r#"{{"any":[{}]}}"#, vec![r#"{"tag":"x"}"#; n].join(","));
    refused(&many(1_000), &[]);
    refused(&many(1_001), &["rule_too_large"]);
    refused(&many(5_000), &["rule_too_large"]);
    refused(
        &format!(r#"{{"any":[{}]}}"#, vec![r#"{"all":[]}"#; 1_001].join(",")),
        &["rule_too_large"],
    );
    let condition = r#"{"name":"a","test":{"is":1}}"#;
    let event = format!(r#"{{"event":"custom:x","where":[{}]}}"#, vec![condition; 1_000].join(","));
    refused(&format!(r#"{{"never":{event}}}"#), &["rule_too_large"]);
}

#[test]
fn all_problems_are_said_at_once() {
    let rule = r#"{"any":[
        {"all":[{"stage":[]},{"not":{"property":{"name":"a","test":{"matches":"["}}}}]},
        {"never":{"event":"custom:x","where":[
            {"name":"b","test":{"contains":""}},{"name":"c","test":{"between":[1,0]}}]}},
        {"count":{"of":{"event":"custom:x"},"times":{"at_least":0},"within":{"hours":0}}}]}"#;
    let all = [
        "list_empty",
        "pattern_invalid",
        "text_empty",
        "bounds_reversed",
        "count_pointless",
        "span_empty",
    ];
    refused(rule, &all);
}

#[test]
fn a_problem_says_what_is_wrong_and_what_to_do() {
    let rule = r#"{"property":{"name":"url","test":{"matches":"(/pricing"}}}"#;
    let rule: Rule = serde_json::from_str(rule).unwrap();
    let problems = Compiled::compile(&rule, &mut Needs::default()).map(|_| ()).unwrap_err();
    insta::assert_debug_snapshot!(problems, @r#"
    [
        Problem {
            code: "pattern_invalid",
            message: "The pattern `(/pricing` for `url` cannot be read: unclosed group.",
            help: "Write a regular expression without look-around or back-references, or use contains.",
        },
    ]
    "#);
}

fn touched(rule: &str, fact: &str) -> bool {
    let fact: FactBody = serde_json::from_str(fact).unwrap();
    compile(rule).0.reads().touched_by(&fact)
}

#[test]
fn a_rule_is_touched_by_what_it_reads_and_by_nothing_else() {
    let country = r#"{"not":{"property":{"name":"country","test":{"is":"UK"}}}}"#;
    assert!(touched(country, r#"{"property_changed":{"name":"country","from":null,"to":"UK"}}"#));
    assert!(!touched(country, r#"{"property_changed":{"name":"city","from":null,"to":"UK"}}"#));
    let tag = r#"{"any":[{"tag":"hot"}]}"#;
    assert!(touched(tag, r#"{"tag_added":{"tag":"hot"}}"#));
    assert!(touched(tag, r#"{"tag_removed":{"tag":"hot"}}"#));
    assert!(!touched(tag, r#"{"tag_added":{"tag":"cold"}}"#));
    assert!(touched(tag, r#"{"merged":{"contact":2}}"#));
    assert!(!touched(tag, r#""created""#));
    let adjusted =
        r#"{"score_adjusted":{"category":"shoes","points":1,"score":1,"total":1,"reason":""}}"#;
    assert!(touched(r#"{"score":{"category":"shoes","points":{"at_least":1}}}"#, adjusted));
    assert!(touched(r#"{"score":{"points":{"at_least":1}}}"#, adjusted));
    assert!(!touched(r#"{"score":{"category":"hats","points":{"at_least":1}}}"#, adjusted));
    assert!(touched(r#"{"stage":["lead"]}"#, r#"{"stage_changed":{"from":null,"to":"mql"}}"#));
    assert!(touched(r#"{"segment":"a"}"#, r#"{"segment_left":{"segment":"a"}}"#));
    assert!(!touched(r#"{"segment":"a"}"#, r#"{"segment_entered":{"segment":"b"}}"#));
    let moved = r#"{"deal_moved":{"deal":1,"from":"new","to":"won","status":"won"}}"#;
    assert!(touched(r#"{"deal":{"is":"won"}}"#, moved));
    assert!(!touched(tag, moved));
}

#[test]
fn a_rule_knows_its_behaviours_segments_and_whether_it_reads_the_creation() {
    let (rule, needs) = compile(
        r#"{"all":[{"segment":"a"},{"never":{"event":"custom:x"}},
            {"last_occurred":{"of":{"event":"custom:y"},"more_than_ago":{"days":60}}},
            {"count":{"of":{"event":"custom:x"},"times":{"at_least":2},"within":{"days":3}}}]}"#,
    );
    let needed: Vec<_> = needs.behaviours().map(|(id, ..)| id).collect();
    assert!(rule.reads().behaviours().eq(needed));
    assert_eq!(rule.reads().behaviours().count(), 2);
    assert!(rule.reads().segments.iter().eq([&SegmentId::parse("a").unwrap()]));
    assert!(rule.reads().created);
}
