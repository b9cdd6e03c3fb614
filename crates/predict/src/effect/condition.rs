//! Which conditions a feature gives: those that could stand in a row of a scoring table.
//!
//! A number becomes "at least so much", an activity "at least so often" and "within so many days",
//! each cut near the middle of what was seen and at a number that a person would write.

use runnel_model::{
    Comparison, EventMatch, PropertyCondition, PropertyName, PropertyTest, Rule, Span,
};

use crate::encode::{Category, Input, Shape};
use crate::feature::{Activity, Feature, FeatureValue};
use crate::stats::quantile;

/// A condition, and of which examples it holds.
pub(super) type Condition = (Rule, Vec<bool>);

/// The days that people say.
const DAYS: [u32; 10] = [1, 2, 3, 7, 14, 30, 60, 90, 180, 365];

pub(super) fn conditions(input: &Input, known: &[Option<&FeatureValue>]) -> Vec<Condition> {
    match (&input.feature, &input.shape) {
        (Feature::Property(name), Shape::Category(category)) => categories(name, category, known),
        (Feature::Property(name), Shape::Number(number)) => {
            let mut conditions: Vec<_> = at_least(name, known).into_iter().collect();
            conditions.extend(number.unknown.then(|| unknown(name, known)));
            conditions
        }
        (Feature::Tag(tag), _) => vec![(Rule::Tag(tag.clone()), holds(known, |_| true))],
        (Feature::Times(activity), _) => often(activity, known).into_iter().collect(),
        (Feature::DaysSince(activity), _) => lately(activity, known).into_iter().collect(),
        (Feature::Property(_), _) => Vec::new(),
    }
}

fn categories(
    name: &PropertyName,
    category: &Category,
    known: &[Option<&FeatureValue>],
) -> Vec<Condition> {
    let level = |level| {
        let holds = known.iter().map(|value| category.is(level, *value)).collect();
        (is(name, PropertyTest::Is(level.value.clone())), holds)
    };
    let mut conditions: Vec<_> = category.levels.iter().map(level).collect();
    conditions.extend(category.unknown.then(|| unknown(name, known)));
    conditions
}

fn unknown(name: &PropertyName, known: &[Option<&FeatureValue>]) -> Condition {
    let rule = is(name, PropertyTest::Exists(false));
    (rule, known.iter().map(Option::is_none).collect())
}

fn at_least(name: &PropertyName, known: &[Option<&FeatureValue>]) -> Option<Condition> {
    let number = |value: &FeatureValue| match value {
        FeatureValue::Number(number) => Some(*number),
        _ => None,
    };
    let cut = cut(&sorted(known, number))?;
    let holds = holds(known, |value| number(value).is_some_and(|number| number >= cut));
    Some((is(name, PropertyTest::AtLeast(cut)), holds))
}

fn often(activity: &Activity, known: &[Option<&FeatureValue>]) -> Option<Condition> {
    let times = |value: &FeatureValue| match value {
        FeatureValue::Times(times) => Some(*times),
        _ => None,
    };
    // Who never did it counts as 0 here: if half never did, "at least once" is the cut.
    let mut all: Vec<_> =
        known.iter().map(|value| value.and_then(times).map_or(0.0, f64::from)).collect();
    all.sort_by(f64::total_cmp);
    let cut = cut(&all)?.ceil() as u32;
    let rule = count(activity.of(), Comparison::AtLeast(i64::from(cut)), None);
    Some((rule, holds(known, |value| times(value).is_some_and(|times| times >= cut))))
}

fn lately(activity: &Activity, known: &[Option<&FeatureValue>]) -> Option<Condition> {
    let days = |value: &FeatureValue| match value {
        FeatureValue::Days(days) => Some(*days),
        _ => None,
    };
    let middle = quantile(&sorted(known, days), 0.5)?;
    let times_as_long = |days: &u32| (f64::from(*days) / middle.max(0.5)).ln().abs();
    let cut = DAYS.into_iter().min_by(|a, b| times_as_long(a).total_cmp(&times_as_long(b)))?;
    let rule = count(activity.of(), Comparison::AtLeast(1), Some(Span::Days(cut)));
    Some((rule, holds(known, |value| days(value).is_some_and(|days| days < f64::from(cut)))))
}

/// The middle, rounded; if nothing lies below it, the least that something lies below.
fn cut(sorted: &[f64]) -> Option<f64> {
    let (least, middle) = (*sorted.first()?, quantile(sorted, 0.5)?);
    let above = if middle > least { middle } else { *sorted.iter().find(|n| **n > least)? };
    let rounded = readable(above);
    let parts = rounded > least && sorted.last().is_some_and(|most| *most >= rounded);
    Some(if parts { rounded } else { above })
}

/// To two digits that count.
fn readable(number: f64) -> f64 {
    if number == 0.0 {
        return 0.0;
    }
    let unit = 10_f64.powf(number.abs().log10().floor() - 1.0);
    // Dividing by the inverse: 0.1 as a factor would leave a tail of digits.
    if unit < 1.0 {
        (number / unit).round() / (1.0 / unit).round()
    } else {
        (number / unit).round() * unit
    }
}

fn is(name: &PropertyName, test: PropertyTest) -> Rule {
    Rule::Property(PropertyCondition { name: name.clone(), test })
}

fn count(of: &EventMatch, times: Comparison, within: Option<Span>) -> Rule {
    Rule::Count { of: of.clone(), times, within }
}

fn holds(known: &[Option<&FeatureValue>], test: impl Fn(&FeatureValue) -> bool) -> Vec<bool> {
    known.iter().map(|value| value.is_some_and(&test)).collect()
}

fn sorted(
    known: &[Option<&FeatureValue>],
    read: impl Fn(&FeatureValue) -> Option<f64>,
) -> Vec<f64> {
    let mut all: Vec<_> = known.iter().filter_map(|value| value.and_then(&read)).collect();
    all.sort_by(f64::total_cmp);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_is_near_the_middle_and_a_number_that_a_person_would_write() {
        assert_eq!(cut(&[1.0, 20.0, 47.3, 90.0, 900.0]), Some(47.0));
        assert_eq!(cut(&[1.0, 2.0, 12_345.0, 20_000.0, 20_001.0]), Some(12_000.0));
        assert_eq!(cut(&[-0.5, 0.1, 0.333, 0.7, 0.9]), Some(0.33));
        assert_eq!(cut(&[0.0, 0.0, 0.0, 1.0, 5.0]), Some(1.0), "who has any, if half have none");
        assert_eq!(cut(&[100.1, 100.2, 100.3]), Some(100.2), "rounded, nothing would lie below");
        assert_eq!(cut(&[3.0, 3.0]), None);
        assert_eq!(cut(&[]), None);
    }

    #[test]
    fn lately_is_within_days_that_people_say() {
        let activity: Activity = serde_json::from_str(r#"{ "event": "page_visited" }"#).unwrap();
        let values = [2.0, 5.5, 30.0].map(FeatureValue::Days);
        let known: Vec<_> = values.iter().map(Some).chain([None]).collect();
        let (rule, holds) = lately(&activity, &known).unwrap();
        let within = serde_json::to_value(rule).unwrap()["count"]["within"].clone();
        assert_eq!(within, serde_json::json!({ "days": 7 }), "5.5 is nearer to 7 than to 3");
        assert_eq!(holds, [true, true, false, false]);
    }
}
