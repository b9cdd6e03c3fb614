//! Numbers and values of events: what they come to, and until when.

use runnel_model::{Contact, ContactId, Event, Properties};
use serde_json::{Value as Json, json};

use super::*;

/// The verdict at a second on a contact who bought for these amounts at these seconds.
#[track_caller]
fn bought(amounts: &[(i64, Json)], rule: Json, now: i64, expect: &str) {
    let (rule, needs) = compile(&rule.to_string());
    let mut contact = Contact::new(ContactId(1), at(0));
    for (second, amount) in amounts {
        let told = json!({ "amount": amount });
        let properties = Properties::from_map(told.as_object().unwrap());
        let event = Event { name: "custom:bought".parse().unwrap(), properties };
        for memory in needs.behaviours().filter_map(Memory::compile) {
            memory.take(&mut contact.behaviours, &Seen::new(&event), at(second * SECOND));
        }
    }
    let Verdict { holds, until } = rule.holds(&contact, at(now * SECOND));
    let until = until.map(|until| format!(" until {}", until.as_ms() / SECOND));
    assert_eq!(format!("{holds}{}", until.unwrap_or_default()), expect);
}

fn asked(what: &str, is: Json) -> Json {
    json!({ what: { "of": { "event": "custom:bought" }, "property": "amount", "is": is } })
}

fn within(seconds: i64, mut rule: Json) -> Json {
    let inner = rule.as_object_mut().unwrap().values_mut().next().unwrap();
    inner["within"] = json!({ "seconds": seconds });
    rule
}

#[test]
fn numbers_of_ever_only_grow() {
    let amounts = [(1, json!(19.99)), (2, json!("5.01")), (3, json!(-3))];
    bought(&amounts, asked("sum", json!({ "exactly": 22 })), 9, "true");
    bought(&amounts, asked("sum", json!({ "more_than": 22 })), 9, "false");
    bought(&amounts, asked("min", json!({ "less_than": -2.9 })), 9, "true");
    bought(&amounts, asked("max", json!({ "at_least": 20 })), 9, "false");
}

#[test]
fn of_nothing_the_sum_is_nothing_and_there_is_no_least() {
    let told_nothing = [(1, Json::Null), (2, json!("much")), (3, json!(1e13)), (4, json!([1]))];
    for amounts in [&[][..], &told_nothing] {
        bought(amounts, asked("sum", json!({ "exactly": 0 })), 9, "true");
        bought(amounts, asked("min", json!({ "at_most": 1000 })), 9, "false");
        bought(amounts, within(5, asked("max", json!({ "at_least": -1000 }))), 9, "false");
        bought(amounts, within(5, asked("sum", json!({ "at_most": 0 }))), 9, "true");
    }
}

#[test]
fn within_a_window_the_answer_is_sure_until_the_number_that_decides_leaves() {
    let amounts = [(1, json!(50)), (2, json!(5)), (3, json!(60)), (4, json!(-20))];
    let sum = |is| within(10, asked("sum", is));
    bought(&amounts, sum(json!({ "at_least": 46 })), 4, "true until 11");
    bought(&amounts, sum(json!({ "at_least": 40 })), 4, "true until 13");
    bought(&amounts, sum(json!({ "less_than": 42 })), 4, "false until 12");
    bought(&amounts, sum(json!({ "less_than": 0 })), 13, "true until 14");
    bought(&amounts, sum(json!({ "less_than": 0 })), 14, "false");
    bought(&amounts, within(10, asked("max", json!({ "at_least": 50 }))), 4, "true until 13");
    bought(&amounts, within(10, asked("min", json!({ "at_least": 0 }))), 4, "false");
    bought(&amounts, within(10, asked("min", json!({ "at_most": 5 }))), 4, "true until 14");
}

#[test]
fn what_leaves_together_is_one_change() {
    let amounts = [(1, json!(5)), (1, json!(-5)), (2, json!(0))];
    bought(&amounts, within(10, asked("sum", json!({ "exactly": 0 }))), 4, "true");
}

#[test]
fn of_more_than_a_thousand_numbers_of_a_window_the_latest_count() {
    let amounts: Vec<_> = (1..=1_001).map(|second| (second, json!(1))).collect();
    let sum = |is| within(10_000, asked("sum", is));
    bought(&amounts, sum(json!({ "exactly": 1_000 })), 1_001, "true until 10002");
    bought(&amounts, asked("sum", json!({ "exactly": 1_001 })), 1_001, "true");
}

#[test]
fn different_values_are_counted_whatever_their_case_or_type() {
    let told = [json!("A"), json!("a"), json!(4), json!("4"), json!(["b", "c"]), json!(null)];
    let amounts: Vec<_> = told.into_iter().zip(1..).map(|(told, second)| (second, told)).collect();
    bought(&amounts, asked("distinct", json!({ "exactly": 4 })), 9, "true");
    bought(&amounts, asked("distinct", json!({ "at_least": 5 })), 9, "false");
    bought(&[], asked("distinct", json!({ "exactly": 0 })), 9, "true");
}

#[test]
fn a_value_that_is_seen_again_stays_longer() {
    let amounts = [(1, json!("a")), (2, json!("b")), (3, json!("a"))];
    let two = |is| within(10, asked("distinct", is));
    bought(&amounts, two(json!({ "at_least": 2 })), 4, "true until 12");
    bought(&amounts, two(json!({ "at_most": 1 })), 4, "false until 12");
    bought(&amounts, two(json!({ "exactly": 1 })), 12, "true until 13");
}
