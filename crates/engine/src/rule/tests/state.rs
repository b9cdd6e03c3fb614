//! What a contact is: its properties, tags, scores, stage, segments and deals.

use runnel_model::{
    Category, Contact, ContactId, Deal, DealId, DealStatus, LifecycleStage, Membership, PipelineId,
    PropertyName, PropertyValue, SegmentId, StageId, Tag, Value,
};

use super::*;

/// Ann: on record since day 100, with a bit of everything.
fn ann() -> Contact {
    let mut ann = Contact::new(ContactId(1), at(100 * DAY));
    for (name, value) in [
        ("country", Value::Text("UK".into())),
        ("age", Value::Number(34.0)),
        ("vip", Value::Boolean(true)),
        ("trial_ends", Value::Time { time: at(200 * DAY) }),
        ("blank", Value::Text(" ".into())),
        ("blank_list", Value::List(vec![String::new()])),
        ("interests", Value::List(vec!["Shoes".into(), "bags".into()])),
    ] {
        let name = PropertyName::parse(name).unwrap();
        ann.properties.insert(name, PropertyValue { value: Some(value), set_at: at(0) });
    }
    let cleared = PropertyValue { value: None, set_at: at(0) };
    ann.properties.insert(PropertyName::parse("cleared").unwrap(), cleared);
    ann.tags.insert(Tag::parse("hot").unwrap(), at(0));
    ann.scores.insert(Category::parse("shoes").unwrap(), 43);
    ann.scores.insert(Category::default(), -10);
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
fn it_is_counted_how_many_properties_are_filled_in() {
    let filled = |of: &str, is: &str, expect| {
        check(&format!(r#"{{"filled_in":{{"of":[{of}],"is":{is}}}}}"#), expect);
    };
    // Known, blank, cleared, never told.
    let card = r#""country","age","vip","interests","blank","blank_list","cleared","phone""#;
    filled(card, r#"{"exactly":4}"#, true);
    filled(card, r#"{"at_least":5}"#, false);
    filled(card, r#"{"less_than":5}"#, true);
    filled(r#""country","country""#, r#"{"exactly":1}"#, true);
    filled(r#""phone""#, r#"{"exactly":0}"#, true);
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
