//! Data as it comes: separable, missing, constant, broken, too much.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use runnel_model::{Timestamp, Value};
use runnel_predict::{
    Example, Feature, LeftOut, Progress, Refusal, Settings, Warning, Why, train, train_watched,
};

use crate::world::{CLOSED, Chance, Person, company, probability, property};

fn sized(
    seed: u64,
    contacts: i64,
    mut more: impl FnMut(Person, &mut Chance) -> Person,
) -> Vec<Example> {
    company(seed, contacts, |person, chance| {
        let size = chance.normal();
        let person = more(person.number("size", size), chance);
        let won = chance.yes(probability(1.5 * size));
        person.won(won)
    })
}

fn left_out(examples: &[Example], settings: &Settings) -> Vec<LeftOut> {
    train(examples, settings).unwrap().report.left_out
}

#[test]
fn separable_data_gives_finite_effects() {
    let examples = company(1, 200, |person, chance| {
        let size = chance.normal();
        person.number("size", size).won(size > 0.0)
    });
    let trained = train(&examples, &Settings::default()).unwrap();
    let effect = trained.model.effects[0].log_odds;
    assert!(effect.value.is_finite() && (2.0..20.0).contains(&effect.value), "{effect:?}");
    assert!(trained.report.warnings.iter().any(|one| matches!(one, Warning::TooGood { .. })));
}

#[test]
fn being_unknown_is_learned_from_when_it_tells() {
    let examples = company(1, 1_000, |person, chance| {
        let known = chance.yes(0.5);
        let person = if known { person.number("phone", chance.normal()) } else { person };
        let won = chance.yes(if known { 0.7 } else { 0.2 });
        person.won(won)
    });
    let model = train(&examples, &Settings::default()).unwrap().model;
    let now = Timestamp::of_day(CLOSED);
    let unknown = model.predict(&Person::new(1).history().features(now));
    assert!((unknown.probability - 0.2).abs() < 0.05, "{unknown:?}");
    assert_eq!(
        (&unknown.reasons[0].feature, &unknown.reasons[0].value),
        (&property("phone"), &None)
    );
    let known = model.predict(&Person::new(1).number("phone", 0.0).history().features(now));
    assert!((known.probability - 0.7).abs() < 0.05, "{known:?}");
}

#[test]
fn what_never_differs_or_always_differs_is_left_out_and_said() {
    let examples = sized(1, 300, |person, _| {
        let id = person.id();
        let person = person.number("constant", 7.0).text("one of a kind", &format!("k{id}"));
        if id % 20 == 0 { person.text("seldom", "x") } else { person }
    });
    let is = left_out(&examples, &Settings::default());
    let why = |name| is.iter().find(|one| one.feature == property(name)).map(|one| one.why);
    assert_eq!(why("constant"), Some(Why::TellsNothingApart));
    assert_eq!(why("one of a kind"), Some(Why::TellsNothingApart));
    assert_eq!(why("source"), Some(Why::TellsNothingApart), "one category only");
    assert_eq!(why("seldom"), Some(Why::TooSeldom));
    assert_eq!(why("size"), None);
}

#[test]
fn numbers_that_are_none_and_numbers_beyond_reckoning_do_no_harm() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE, -1e300];
    let mut place = 0;
    let examples = sized(1, 600, |person, _| {
        place += 1;
        person.number("odd", odd[place % odd.len()])
    });
    let model = train(&examples, &Settings::default()).unwrap().model;
    let now = Timestamp::of_day(CLOSED);
    for number in odd {
        let person = Person::new(1).number("size", number).number("odd", number);
        let is = model.predict(&person.history().features(now)).probability;
        assert!((0.0..=1.0).contains(&is), "{number}: {is}");
    }
    let written = serde_json::to_string(&model).unwrap();
    assert!(!written.contains("null"), "no number was lost on the way to JSON");
}

/// A value that somebody might import.
fn any_value() -> impl Strategy<Value = Value> {
    let number = prop_oneof![any::<f64>(), Just(0.0), Just(1.0), -5.0..5.0];
    prop_oneof![
        number.prop_map(Value::Number),
        "[aAbB ]{0,2}".prop_map(Value::Text),
        any::<bool>().prop_map(Value::Boolean),
        Just(Value::List(vec!["a".into()])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_known_there_is_a_refusal_or_a_model_of_finite_numbers(
        contacts in vec((any::<bool>(), vec(option::of(any_value()), 4), 0..4_u32), 30..90),
    ) {
        let settings = Settings { won_min: 4, lost_min: 4, folds: 2, category_min: 3, ..Settings::default() };
        let person = |(id, (won, values, visits)): (usize, &(bool, Vec<Option<Value>>, u32))| {
            let person = Person::new(id as i64).did(*visits, "page_visited").won(*won);
            values.iter().enumerate().fold(person, |person, (place, value)| match value {
                // What tells all makes it likely that there is a model.
                Some(value) if place > 0 || *won => person.property_at(1, &format!("p{place}"), value.clone()),
                _ => person,
            })
        };
        let histories: Vec<_> = contacts.iter().enumerate().map(|one| person(one).history()).collect();
        let examples: Vec<_> = histories.iter().flat_map(|one| one.examples(&settings)).collect();
        if let Ok(trained) = train(&examples, &settings) {
            prop_assert!(!serde_json::to_string(&trained).unwrap().contains(":null"));
            for history in &histories {
                let features = history.features(Timestamp::of_day(CLOSED));
                let probability = trained.model.predict(&features).probability;
                prop_assert!((0.0..=1.0).contains(&probability));
            }
        }
    }
}

#[test]
fn who_is_unlike_anybody_seen_is_not_more_certain_than_the_outermost_seen() {
    let model = train(&sized(1, 600, |person, _| person), &Settings::default()).unwrap().model;
    let of = |size| {
        let person = Person::new(1).number("size", size).history();
        model.predict(&person.features(Timestamp::of_day(CLOSED))).probability
    };
    assert_eq!(of(1e9), of(5.0));
    assert!(of(5.0) > of(1.0));
}

#[test]
fn a_property_of_two_kinds_is_taken_as_the_more_frequent_one() {
    let mut place = 0;
    let examples = sized(1, 400, |person, _| {
        place += 1;
        if place % 4 == 0 { person.text("mixed", "many") } else { person.number("mixed", 3.0) }
    });
    let trained = train(&examples, &Settings::default()).unwrap();
    let person = Person::new(1).property_at(1, "mixed", Value::Boolean(true)).history();
    let is = trained.model.predict(&person.features(Timestamp::of_day(CLOSED)));
    assert!((0.0..=1.0).contains(&is.probability));
}

#[test]
fn of_whom_nothing_is_known_the_average_is_said() {
    let examples = sized(1, 600, |person, chance| {
        person.text("letter", chance.one_of(&["a", "a", "b"])).flag("decides", chance.yes(0.3))
    });
    let model = train(&examples, &Settings::default()).unwrap().model;
    for nothing in [Person::new(1), Person::new(1).text("letter", "never seen")] {
        let is = model.predict(&nothing.history().features(Timestamp::of_day(CLOSED)));
        assert!((is.probability - is.average).abs() < 1e-9, "{is:?}");
        assert_eq!(is.reasons, []);
    }
}

#[test]
fn what_is_just_frequent_enough_is_so_in_each_fold_as_well() {
    let examples = company(1, 200, |person, chance| {
        let known = person.id() <= 20;
        let won = chance.yes(if known { 0.95 } else { 0.3 });
        if known { person.tag("demo seen", true) } else { person }.won(won)
    });
    // Not refused as if nothing differed: there is a result of a trial.
    match train(&examples, &Settings::default()) {
        Ok(trained) => assert_eq!(trained.report.columns, 1),
        Err(refused) => assert!(matches!(refused, Refusal::NoSignal { .. }), "{refused:?}"),
    }
}

#[test]
fn of_too_many_features_those_known_of_most_are_kept() {
    let examples = sized(1, 300, |person, chance| {
        (0..10).fold(person, |person, place| match chance.yes(0.5) {
            true => person.number(&format!("half {place}"), chance.normal()),
            false => person,
        })
    });
    let settings = Settings { features_max: 3, ..Settings::default() };
    let is = left_out(&examples, &settings);
    let too_many = is.iter().filter(|one| one.why == Why::TooMany).count();
    assert_eq!(too_many, 8, "eleven differ, three are kept");
    assert!(is.iter().all(|one| one.feature != property("size")));
}

#[test]
fn of_too_many_deals_the_latest_are_learned_from() {
    // In former times the small ones bought.
    let examples = company(1, 1_000, |person, chance| {
        let (size, former) = (chance.normal(), person.id() <= 600);
        let won = chance.yes(probability(if former { -2.0 * size } else { 2.0 * size }));
        person.number("size", size).won_on(if former { 500 } else { CLOSED }, won)
    });
    let settings = Settings { examples_max: 400, ..Settings::default() };
    let trained = train(&examples, &settings).unwrap();
    assert_eq!((trained.report.deals.of, trained.report.deals_too_old), (400, 600));
    assert!(trained.model.effects[0].log_odds.low > 1.0, "{:?}", trained.model.effects[0]);
}

#[test]
fn many_columns_for_few_deals_are_warned_about() {
    let examples = sized(1, 150, |person, chance| {
        (0..20).fold(person, |person, place| person.number(&format!("n{place}"), chance.normal()))
    });
    let report = train(&examples, &Settings::default()).unwrap().report;
    let rarer = report.deals.won.min(150 - report.deals.won);
    assert_eq!(report.warnings, [Warning::FewForSoMuch { rarer, columns: 21 }]);
}

#[test]
fn five_thousand_contacts_with_sixty_features_are_learned_from_step_by_step() {
    let examples = sized(1, 5_000, |person, chance| {
        let person = (0..59)
            .fold(person, |person, place| person.number(&format!("n{place}"), chance.normal()));
        let visits = (chance.unit() * 5.0) as u32;
        person.did(visits, "page_visited")
    });
    let mut steps = Vec::new();
    let trained =
        train_watched(&examples, &Settings::default(), &mut |step| steps.push(step)).unwrap();
    assert_eq!(steps, (0..=6).map(|done| Progress { done, of: 6 }).collect::<Vec<_>>());
    assert_eq!(trained.report.columns, 62);
    assert_eq!(trained.report.auc_by_fold.len(), 5);
    let first = trained.model.suggested_points(20);
    assert_eq!(first[0].feature, property("size"));
    assert!(!first.iter().any(|row| matches!(row.feature, Feature::Times(_))));
}
