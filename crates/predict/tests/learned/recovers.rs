//! Coefficients that are known are found again, and probabilities are what they say.

use runnel_predict::{
    Effect, EffectOf, Example, Feature, FeatureValue, Model, Prediction, Report, Settings, Trained,
    train,
};
use serde_json::{Value, json};

use crate::world::{CLOSED, Chance, Person, activity, company, probability, property};
use runnel_model::{Tag, Timestamp};

const VISITED: &str = "page_visited";

/// A contact and its true log-odds.
fn lead(person: Person, chance: &mut Chance) -> (Person, f64) {
    let country = chance.one_of(&["US", "US", "PL", "PL", "MD"]);
    let age = 40.0 + 10.0 * chance.normal();
    let (decides, vip) = (chance.yes(0.4), chance.yes(0.15));
    let visits = (chance.unit() * 8.0) as u32;
    let person = person
        .text("country", country)
        .number("age", age)
        .flag("decides", decides)
        .tag("vip", vip)
        .did(visits, VISITED)
        .number("shoe size", 42.0 + chance.normal());
    let of_country = match country {
        "US" => 0.8,
        "PL" => 0.0,
        _ => -0.5,
    };
    let yes = |is: bool, log_odds| if is { log_odds } else { 0.0 };
    let log_odds = -3.5
        + of_country
        + 0.04 * age
        + yes(decides, 0.9)
        + yes(vip, 1.2)
        + 0.7 * f64::from(visits).ln_1p();
    (person, log_odds)
}

fn leads(seed: u64, contacts: i64) -> Vec<Example> {
    company(seed, contacts, |person, chance| {
        let (person, log_odds) = lead(person, chance);
        let won = chance.yes(probability(log_odds));
        person.won(won)
    })
}

fn learned(seed: u64, contacts: i64) -> Trained {
    train(&leads(seed, contacts), &Settings::default()).unwrap()
}

fn slope<'a>(model: &'a Model, feature: &Feature) -> &'a Effect {
    let of = |effect: &&Effect| !matches!(effect.of, EffectOf::Condition { .. });
    model.effects.iter().filter(of).find(|effect| effect.feature == *feature).unwrap()
}

fn condition(model: &Model, rule: Value) -> &Effect {
    model.effect_of(&serde_json::from_value(rule).unwrap()).unwrap()
}

fn is(name: &str, value: impl Into<Value>) -> Value {
    json!({ "property": { "name": name, "test": { "is": value.into() } } })
}

/// The effects with what they truly are. The US is two fifths, against PL with two and MD with one.
fn truth(model: &Model) -> Vec<(&Effect, f64)> {
    vec![
        (condition(model, is("country", "US")), 0.8 + 0.5 / 3.0),
        (condition(model, is("decides", true)), 0.9),
        (condition(model, json!({ "tag": "vip" })), 1.2),
        (slope(model, &property("age")), 0.04),
        (slope(model, &Feature::Times(activity(VISITED))), 0.7 * std::f64::consts::LN_2),
        (slope(model, &property("shoe size")), 0.0),
    ]
}

#[test]
fn known_coefficients_are_recovered_within_fifteen_percent_or_a_tenth() {
    let Trained { model, .. } = learned(1, 10_000);
    for (effect, truth) in truth(&model) {
        let off = (effect.log_odds.value - truth).abs();
        // A year of age is a small thing: ten of them are to be within the same.
        let scale = if effect.feature == property("age") { 10.0 } else { 1.0 };
        assert!(off * scale < 0.1_f64.max(0.15 * truth.abs() * scale), "{truth}: {effect:?}");
    }
}

#[test]
fn intervals_cover_the_truth_as_often_as_they_say() {
    let all: Vec<_> = (0..40).map(|seed| learned(seed, 1_000).model).collect();
    let truths: Vec<_> = all.iter().flat_map(truth).collect();
    let covers = |(effect, truth): &&(&Effect, f64)| {
        effect.log_odds.low <= *truth && *truth <= effect.log_odds.high
    };
    let covered = truths.iter().filter(covers).count() as f64 / truths.len() as f64;
    assert!((0.92..=0.98).contains(&covered), "{covered} of {}", truths.len());
}

#[test]
fn of_what_is_enormous_for_a_few_each_doubling_counts() {
    let examples = company(1, 5_000, |person, chance| {
        let size = (3.0 + 1.5 * chance.normal()).exp();
        let won = chance.yes(probability(0.6 * size.ln_1p() - 2.5));
        person.number("company size", size).won(won)
    });
    let model = train(&examples, &Settings::default()).unwrap().model;
    let effect = slope(&model, &property("company size"));
    assert_eq!(effect.of, EffectOf::Doubled);
    assert!((effect.log_odds.value - 0.6 * std::f64::consts::LN_2).abs() < 0.05, "{effect:?}");
}

#[test]
fn what_happened_lately_is_told_from_what_happened_long_ago() {
    let examples = company(1, 5_000, |person, chance| {
        let ago = (chance.unit() * 60.0) as i64;
        let fresh = 0.5_f64.powf((ago + 1) as f64 / 14.0);
        let won = chance.yes(probability(3.0 * fresh - 1.0));
        person.did_on(CLOSED - 2 - ago, VISITED).won(won)
    });
    let model = train(&examples, &Settings::default()).unwrap().model;
    let rows = model.suggested_points(10);
    let within = json!({ "count": {
        "of": { "event": VISITED }, "times": { "at_least": 1 }, "within": { "days": 30 } } });
    assert_eq!(rows.len(), 1, "how often is the same for all: {rows:?}");
    assert_eq!((serde_json::to_value(&rows[0].when).unwrap(), rows[0].points), (within, 10));
    let now = Timestamp::of_day(CLOSED);
    let ago = |days| {
        let features = Person::new(1).did_on(CLOSED - days, VISITED).history().features(now);
        model.predict(&features).probability
    };
    for days in [1, 14, 40] {
        let truth = probability(3.0 * 0.5_f64.powf(days as f64 / 14.0) - 1.0);
        assert!((ago(days) - truth).abs() < 0.03, "{days} days ago: {} for {truth}", ago(days));
    }
}

#[test]
fn what_has_an_effect_is_sound_and_what_has_none_is_not() {
    let Trained { model, .. } = learned(1, 10_000);
    for (effect, truth) in truth(&model) {
        assert_eq!(effect.sound, truth != 0.0, "{effect:?}");
    }
}

#[test]
fn a_probability_is_near_the_true_one_also_for_those_who_were_not_learned_from() {
    let Trained { model, .. } = learned(1, 10_000);
    let mut chance = Chance(99);
    let off: f64 = (0..500)
        .map(|id| {
            let (person, log_odds) = lead(Person::new(1_000_000 + id), &mut chance);
            let features = person.history().features(Timestamp::of_day(CLOSED - 1));
            (model.predict(&features).probability - probability(log_odds)).abs()
        })
        .sum();
    assert!(off / 500.0 < 0.02, "on average {}", off / 500.0);
}

#[test]
fn calibration_holds_on_data_that_a_logistic_regression_made() {
    let report = learned(3, 10_000).report;
    let bins = &report.calibration.bins;
    assert_eq!(bins.iter().map(|bin| bin.seen.of).collect::<Vec<_>>(), [1_000; 10]);
    for bin in bins {
        let seen = bin.seen.share;
        assert!((seen.value - bin.expected).abs() < 0.05, "{bin:?}");
    }
    assert!(report.calibration.brier < report.calibration.brier_of_the_share);
    assert_eq!(report.warnings, []);
}

#[test]
fn reasons_add_up_to_the_probability_and_the_strongest_is_first() {
    let Trained { model, .. } = learned(1, 10_000);
    let vip =
        Person::new(1).tag("vip", true).text("country", "md").number("age", 40.0).did(3, VISITED);
    let is = model.predict(&vip.history().features(Timestamp::of_day(901)));
    let first = &is.reasons[0];
    assert_eq!(first.feature, Feature::Tag(Tag::parse("vip").unwrap()));
    assert_eq!(first.value, Some(FeatureValue::Flag(true)));
    // 1.2 less what the average contact has of it: 15 % of 1.2.
    assert!((first.log_odds - 0.85 * 1.2).abs() < 0.15, "{first:?}");
    let country = is.reasons.iter().find(|reason| reason.feature == property("country")).unwrap();
    assert!(country.log_odds < 0.0 && country.probability < 0.0, "{country:?}");
    assert!(is.reasons.len() <= 5);
    assert!(is.reasons.is_sorted_by(|a, b| a.log_odds.abs() >= b.log_odds.abs()));
    let without = probability((is.probability / (1.0 - is.probability)).ln() - first.log_odds);
    assert!((is.probability - first.probability - without).abs() < 1e-9);
}

#[test]
fn points_are_suggested_for_what_is_sound_on_the_scale_that_was_asked_for() {
    let Trained { model, .. } = learned(1, 10_000);
    let rows = model.suggested_points(20);
    assert_eq!(rows[0].points, 20);
    assert!(rows.iter().all(|row| (1..=20).contains(&row.points.abs())));
    assert!(rows.iter().all(|row| row.feature != property("shoe size")));
    let points = |rule: Value| {
        let rule = serde_json::from_value(rule).unwrap();
        rows.iter().find(|row| row.when == rule).map(|row| row.points)
    };
    let (vip, decides) = (points(json!({ "tag": "vip" })), points(is("decides", true)));
    assert!(vip > decides && decides > Some(0), "{vip:?} {decides:?}");
    assert_eq!(points(is("decides", false)), None, "yes and no are one row");
    assert!(points(is("country", "MD")) < Some(0));
    let of_age: Vec<_> = rows.iter().filter(|row| row.feature == property("age")).collect();
    let when = serde_json::to_value(&of_age[0].when).unwrap();
    assert_eq!(when, json!({ "property": { "name": "age", "test": { "at_least": 40.0 } } }));
}

#[test]
fn a_stored_model_predicts_the_same() {
    let Trained { model, .. } = learned(1, 500);
    let stored: Model = serde_json::from_str(&serde_json::to_string(&model).unwrap()).unwrap();
    let features = Person::new(1).tag("vip", true).number("age", 33.0).history();
    let features = features.features(Timestamp::of_day(CLOSED));
    let (is, was) = (stored.predict(&features), model.predict(&features));
    assert!((is.probability - was.probability).abs() < 1e-12);
    let features = |prediction: &Prediction| {
        prediction.reasons.iter().map(|reason| reason.feature.clone()).collect::<Vec<_>>()
    };
    assert_eq!(features(&is), features(&was));
    assert_eq!(stored.suggested_points(20).len(), model.suggested_points(20).len());
}

#[test]
fn what_is_given_out_has_a_schema_under_a_name_of_its_own() {
    let mut schemas = schemars::SchemaGenerator::default();
    schemas.subschema_for::<Report>();
    schemas.subschema_for::<Effect>();
    schemas.subschema_for::<Prediction>();
    let names: Vec<_> = schemas.definitions().keys().map(String::as_str).collect();
    for name in ["PredictionReport", "FeatureEffect", "Prediction", "Feature", "EventMatch"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert!(names.iter().all(|name| !name.ends_with('2')), "two of one name: {names:?}");
}

#[test]
fn the_same_examples_give_the_same_model_in_whatever_order() {
    let examples = leads(5, 600);
    let mut other = examples.clone();
    other.reverse();
    other.rotate_left(100);
    let train = |examples: &[Example]| train(examples, &Settings::default()).unwrap();
    assert_eq!(train(&examples), train(&other));
}
