//! What columns a feature has, by its kind.

use runnel_model::Span;
use serde::{Deserialize, Serialize};

use super::{Category, Number, Raw};
use crate::feature::{Feature, FeatureValue};
use crate::history::days;
use crate::settings::Settings;

/// The columns of a feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    /// One column per category.
    Category(Category),
    /// One column, and one for being unknown.
    Number(Number),
    /// 1 with the tag, 0 without.
    Tagged,
    /// The logarithm of one more than how often: the tenth visit says less than the second.
    Times,
    /// 1 if it happens now, half of that after this time, 0 if it never happened: "never" is what
    /// "ages ago" comes to.
    Fresh(Span),
}

impl Shape {
    pub(super) fn of(
        feature: &Feature,
        values: &[&FeatureValue],
        examples: usize,
        settings: &Settings,
    ) -> Self {
        let unknown = examples - values.len() >= settings.category_min;
        match feature {
            Feature::Tag(_) => Self::Tagged,
            Feature::Times(_) => Self::Times,
            Feature::DaysSince(_) => Self::Fresh(settings.freshness),
            Feature::Property(_) => {
                let numbers: Vec<_> = values.iter().filter_map(|value| number(value)).collect();
                if numbers.len() * 2 > values.len() {
                    Self::Number(Number::of(numbers, unknown))
                } else {
                    Self::Category(Category::of(values, unknown, settings))
                }
            }
        }
    }

    pub(super) fn width(&self) -> usize {
        self.raw(None).len()
    }

    pub(super) fn raw(&self, value: Option<&FeatureValue>) -> Vec<Raw> {
        match self {
            Self::Category(category) => category.raw(value),
            Self::Number(scale) => scale.raw(value.and_then(number)),
            Self::Tagged => vec![Some(f64::from(u8::from(value.is_some())))],
            Self::Times => match value {
                Some(FeatureValue::Times(times)) => vec![Some(f64::from(*times).ln_1p())],
                _ => vec![Some(0.0)],
            },
            Self::Fresh(half) => match value {
                Some(FeatureValue::Days(since)) => {
                    vec![Some((-since / days(half.as_ms().max(1))).exp2())]
                }
                _ => vec![Some(0.0)],
            },
        }
    }
}

fn number(value: &FeatureValue) -> Option<f64> {
    match value {
        FeatureValue::Number(number) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_happened_is_nothing_and_what_happened_long_ago_nearly_so() {
        let times = |times| Shape::Times.raw(Some(&FeatureValue::Times(times)))[0].unwrap();
        assert_eq!(Shape::Times.raw(None), [Some(0.0)]);
        assert!(times(2) - times(1) > times(10) - times(9));
        let fresh = Shape::Fresh(Span::Weeks(2));
        let ago = |days| fresh.raw(Some(&FeatureValue::Days(days)))[0].unwrap();
        assert_eq!([ago(0.0), ago(14.0), ago(28.0)], [1.0, 0.5, 0.25]);
        assert_eq!(fresh.raw(None), [Some(0.0)]);
        assert!(ago(365.0) < 1e-6);
    }
}
