//! Without signal, or without enough of both kinds, there is no model.

use runnel_predict::{Estimate, Example, Refusal, Settings, train};

use crate::world::company;

fn noise(seed: u64, contacts: i64) -> Vec<Example> {
    company(seed, contacts, |mut person, chance| {
        for place in 0..8 {
            person = person.number(&format!("number {place}"), chance.normal());
        }
        let person = person
            .text("letter", chance.one_of(&["a", "b", "c", "d"]))
            .tag("tagged", chance.yes(0.3))
            .did((chance.unit() * 4.0) as u32, "page_visited");
        let won = chance.yes(0.3);
        person.won(won)
    })
}

#[test]
fn on_noise_it_refuses_with_an_interval_that_contains_a_half() {
    let refused = train(&noise(1, 1_000), &Settings::default()).unwrap_err();
    let Refusal::NoSignal { auc, won, lost } = refused else { panic!("{refused:?}") };
    assert!(auc.low <= 0.5 && 0.5 <= auc.high, "{auc:?}");
    assert_eq!(won + lost, 1_000);
}

#[test]
fn noise_is_believed_no_more_often_than_the_interval_says() {
    let results: Vec<_> =
        (0..60).map(|seed| train(&noise(seed, 300), &Settings::default())).collect();
    let auc = |result: &Result<_, _>| -> Estimate {
        match result {
            Ok(runnel_predict::Trained { report, .. }) => report.auc,
            Err(Refusal::NoSignal { auc, .. }) => *auc,
            Err(other) => panic!("{other}"),
        }
    };
    let contains = results.iter().map(auc).filter(|auc| auc.low <= 0.5 && 0.5 <= auc.high).count();
    let believed = results.iter().filter(|result| result.is_ok()).count();
    assert!(believed <= 3, "{believed} of 60 are believed; 1.5 are expected");
    assert!(contains >= 54, "{contains} of 60 intervals contain a half; 57 are expected");
}

#[test]
fn too_few_of_either_kind_are_refused_with_both_numbers() {
    let of = |contacts, won: i64| {
        let examples = company(1, contacts, |person, _| {
            let id = person.id();
            person.number("n", id as f64).won(id <= won)
        });
        train(&examples, &Settings::default()).unwrap_err()
    };
    assert_eq!(of(0, 0), Refusal::TooFewWon { won: 0, needed: 30 });
    assert_eq!(of(200, 0), Refusal::TooFewWon { won: 0, needed: 30 });
    assert_eq!(of(200, 29), Refusal::TooFewWon { won: 29, needed: 30 });
    assert_eq!(of(200, 200), Refusal::TooFewLost { lost: 0, needed: 30 });
    assert_eq!(of(200, 171), Refusal::TooFewLost { lost: 29, needed: 30 });
}

#[test]
fn how_many_are_enough_is_a_setting() {
    let settings = Settings { won_min: 200, ..Settings::default() };
    let refused = train(&noise(1, 300), &settings).unwrap_err();
    assert!(matches!(refused, Refusal::TooFewWon { needed: 200, .. }), "{refused:?}");
}

#[test]
fn a_hundred_deals_of_one_contact_are_one_contact() {
    let examples = company(1, 40, |mut person, _| {
        let id = person.id();
        for _ in 0..if id == 1 { 100 } else { 1 } {
            person = person.won(id == 1);
        }
        person
    });
    assert_eq!(examples.len(), 139);
    let refused = train(&examples, &Settings::default()).unwrap_err();
    assert_eq!(refused, Refusal::TooFewWon { won: 1, needed: 30 });
}

#[test]
fn where_nothing_differs_nothing_is_learned() {
    let examples = company(1, 200, |person, chance| {
        let won = chance.yes(0.5);
        person.number("same", 7.0).text("same too", "x").won(won)
    });
    let refused = train(&examples, &Settings::default()).unwrap_err();
    assert_eq!(refused, Refusal::NothingDiffers { needed: 20 });
}

#[test]
fn a_refusal_says_what_it_is_in_words_and_in_a_code() {
    let refused = Refusal::TooFewWon { won: 12, needed: 30 };
    let words = "12 contacts have bought so far; 30 are needed to learn from";
    assert_eq!(refused.to_string(), words);
    let code = serde_json::json!({ "code": "too_few_won", "won": 12, "needed": 30 });
    assert_eq!(serde_json::to_value(refused).unwrap(), code);
    let auc = Estimate { value: 0.52, low: 0.47, high: 0.57 };
    let refused = Refusal::NoSignal { auc, won: 100, lost: 200 };
    let words = "what is known does not tell who buys: of two contacts the one who bought is picked \
                 in 52 % of cases, and it may be 47 %";
    assert_eq!(refused.to_string(), words);
}
