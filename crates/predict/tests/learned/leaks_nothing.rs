//! What was known only after the outcome is not used.

use runnel_model::{Timestamp, Value};
use runnel_predict::{AsOf, Refusal, Settings, Warning, train};

use crate::world::{CLOSED, Chance, Person, company, property};

/// Contacts of whom nothing tells who buys, but a customer number given on this day to buyers.
fn with_number_given_on(day: i64) -> Vec<runnel_predict::History> {
    let mut chance = Chance(7);
    let mut person = |id| {
        let won = chance.yes(0.4);
        let person = Person::new(id).number("age", 40.0 + chance.normal()).won(won);
        let customer = || Value::Text("yes".into());
        if won { person.property_at(day, "customer", customer()) } else { person }.history()
    };
    (1..=500).map(&mut person).collect()
}

fn trained_on(day: i64, settings: &Settings) -> Result<runnel_predict::Trained, Refusal> {
    let histories = with_number_given_on(day);
    let examples: Vec<_> = histories.iter().flat_map(|one| one.examples(settings)).collect();
    train(&examples, settings)
}

#[test]
fn what_became_known_after_the_sale_or_within_the_gap_is_not_used() {
    for day in [CLOSED - 1, CLOSED, CLOSED + 1] {
        let refused = trained_on(day, &Settings::default()).unwrap_err();
        assert!(matches!(refused, Refusal::NoSignal { .. }), "{day}: {refused:?}");
    }
}

#[test]
fn as_of_the_opening_nothing_that_came_during_the_deal_is_used() {
    let settings = Settings { as_of: AsOf::Opened, ..Settings::default() };
    let refused = trained_on(CLOSED - 10, &settings).unwrap_err();
    assert!(matches!(refused, Refusal::NoSignal { .. }), "{refused:?}");
}

#[test]
fn what_leaks_before_the_cut_off_is_too_good_to_be_true_and_said_to_be() {
    let trained = trained_on(CLOSED - 10, &Settings::default()).unwrap();
    assert_eq!(trained.report.auc.value, 1.0);
    let suspect = Warning::TooGood { feature: property("customer") };
    assert!(trained.report.warnings.contains(&suspect), "{:?}", trained.report.warnings);
}

#[test]
fn an_open_deal_is_no_loss() {
    let closed = company(1, 300, |person, chance| {
        let size = chance.normal();
        let won = chance.yes(if size > 0.0 { 0.8 } else { 0.2 });
        person.number("size", size).won(won)
    });
    let open = Person::new(1_000).number("size", 9.0);
    assert_eq!(open.examples(), [], "a contact without an outcome is no example");
    let model = train(&closed, &Settings::default()).unwrap().model;
    let now = Timestamp::of_day(CLOSED + 50);
    let open = Person::new(1_000).number("size", 2.0).history().features(now);
    assert!(model.predict(&open).probability > 0.7, "but it has a probability");
}
