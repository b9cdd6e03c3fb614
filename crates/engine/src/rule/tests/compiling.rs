//! What compiling says of a rule: what is wrong with it, what it needs and what it reads.

use runnel_model::{FactBody, PropertyCondition, PropertyName, PropertyTest, SegmentId, Value};

use super::*;

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
    assert_eq!(keep(r#""at_least":1"#, window), 8);
    assert_eq!(keep(r#""at_least":16"#, window), 16);
    assert_eq!(keep(r#""more_than":16"#, window), 32);
    assert_eq!(keep(r#""at_most":16"#, window), 32);
    assert_eq!(keep(r#""less_than":16"#, window), 16);
    assert_eq!(keep(r#""exactly":16"#, window), 32);
    assert_eq!(keep(r#""more_than":1000"#, window), 1_024);
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
            PropertyTest::MoreThan(number),
            PropertyTest::Between(0.0, number),
            PropertyTest::Is(Value::Number(number)),
            PropertyTest::IsAnyOf(vec![Value::Number(number)]),
        ] {
            let condition = PropertyCondition { name: name.clone(), test };
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
fn numbers_and_values_have_limits() {
    let number = |is: &str, within: &str| {
        let of = r#""of":{"event":"custom:x"},"property":"amount""#;
        format!(r#"{{"sum":{{{of},"is":{is}{within}}}}}"#)
    };
    refused(&number(r#"{"at_least":1000000000000}"#, ""), &[]);
    refused(&number(r#"{"at_least":1000000000001}"#, ""), &["number_out_of_range"]);
    let empty = r#","within":{"days":0}"#;
    refused(&number(r#"{"at_most":-1e300}"#, empty), &["number_out_of_range", "span_empty"]);
    let distinct = |is: &str| {
        let of = r#""of":{"event":"custom:x"},"property":"url""#;
        format!(r#"{{"distinct":{{{of},"is":{is},"within":{{"days":3661}}}}}}"#)
    };
    refused(&distinct(r#"{"at_least":1001}"#), &["distinct_too_high", "span_too_long"]);
    refused(&distinct(r#"{"at_least":0}"#), &["count_pointless", "span_too_long"]);
    let kept = |rule: &str| compile(rule).1.behaviours().next().unwrap().2;
    let of = r#""of":{"event":"custom:x"},"property":"url""#;
    assert_eq!(kept(&format!(r#"{{"distinct":{{{of},"is":{{"exactly":7}}}}}}"#)), 8);
    assert_eq!(kept(&number(r#"{"at_least":1}"#, "")), 0);
    assert_eq!(kept(&number(r#"{"at_least":1}"#, r#","within":{"days":1}"#)), 1_000);
}

#[test]
fn all_that_is_wrong_with_a_sequence_is_said() {
    let rule = r#"{"sequence":{
        "first":{"event":"custom:x","where":[{"name":"a","test":{"contains":""}}]},
        "then":{"event":"custom:y","where":[{"name":"b","test":{"matches":"("}}]},
        "at_most":{"days":0},"within":{"days":3661}}}"#;
    refused(rule, &["span_empty", "span_too_long", "text_empty", "pattern_invalid"]);
    let fine = r#"{"sequence":{"first":{"event":"custom:x"},"then":{"event":"custom:y"},
        "at_most":{"days":2}}}"#;
    let (rule, needs) = compile(fine);
    assert!(!rule.is_time_dependent());
    let (id, question, keep) = needs.behaviours().next().unwrap();
    assert_eq!((question.events().count(), keep), (2, 100));
    assert!(rule.reads().behaviours().eq([id]));
}

#[test]
fn days_have_limits_and_depend_on_time_and_zone() {
    let date = |is: &str| format!(r#"{{"date":{{"property":"trial_ends","is":{is}}}}}"#);
    let round = |is: &str| format!(r#"{{"anniversary":{{"property":"birthday","is":{is}}}}}"#);
    refused(&date(r#"{"within_next_days":3660}"#), &[]);
    refused(&date(r#"{"more_than_days_ago":3661}"#), &["days_too_many"]);
    refused(&round(r#"{"in_days":365}"#), &[]);
    refused(&round(r#"{"days_ago":366}"#), &["days_too_many"]);
    let (rule, _) = compile(&round(r#""today""#));
    assert!(rule.is_time_dependent());
    let changed =
        |name: &str| format!(r#"{{"property_changed":{{"name":"{name}","from":null,"to":null}}}}"#);
    for (name, expect) in [("birthday", true), ("timezone", true), ("city", false)] {
        let fact: FactBody = serde_json::from_str(&changed(name)).unwrap();
        assert_eq!(rule.reads().touched_by(&fact), expect, "{name}");
    }
}

#[test]
fn a_time_of_the_week_must_be_met_and_missed() {
    let hours = |asked: &str| format!(r#"{{"local_time":{{{asked}}}}}"#);
    refused(&hours(""), &["local_time_pointless"]);
    refused(&hours(r#""from":"00:00","to":"24:00""#), &["local_time_pointless"]);
    refused(&hours(r#""from":"22:00","to":"06:00""#), &["hours_reversed"]);
    refused(&hours(r#""weekdays":["monday"],"to":"00:00""#), &["hours_reversed"]);
    refused(&hours(r#""weekdays":["monday"]"#), &[]);
    let (rule, _) = compile(&hours(r#""from":"09:00""#));
    assert!(rule.is_time_dependent());
    let moved = r#"{"property_changed":{"name":"timezone","from":null,"to":"Europe/Kyiv"}}"#;
    assert!(rule.reads().touched_by(&serde_json::from_str(moved).unwrap()));
}

#[test]
fn how_many_are_filled_in_must_be_able_to_make_a_difference() {
    let filled = |of: &str, is: &str, expect: &[&str]| {
        refused(&format!(r#"{{"filled_in":{{"of":[{of}],"is":{is}}}}}"#), expect);
    };
    filled("", r#"{"at_least":1}"#, &["filled_in_empty"]);
    filled(r#""a","b","a""#, r#"{"at_least":3}"#, &["filled_in_pointless"]);
    filled(r#""a","b""#, r#"{"at_most":2}"#, &["filled_in_pointless"]);
    filled(r#""a","b""#, r#"{"at_least":0}"#, &["filled_in_pointless"]);
    filled(r#""a","b""#, r#"{"at_least":2}"#, &[]);
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
            values: {
                "name": String("url"),
                "pattern": String("(/pricing"),
                "why": String("unclosed group"),
            },
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
    let filled = r#"{"filled_in":{"of":["city","phone"],"is":{"at_least":1}}}"#;
    assert!(touched(filled, r#"{"property_changed":{"name":"city","from":null,"to":"UK"}}"#));
    assert!(!touched(filled, r#"{"property_changed":{"name":"age","from":null,"to":3}}"#));
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
    assert_eq!(rule.reads().behaviours().count(), 3);
    assert!(rule.reads().segments.iter().eq([&SegmentId::parse("a").unwrap()]));
    assert!(rule.reads().created);
}
