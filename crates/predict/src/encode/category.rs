//! Categories: a column for each that is frequent, one for the rare ones together, one for unknown.
//!
//! Case and blanks around do not make a category, as they make no difference to rules.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use runnel_model::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::feature::FeatureValue;
use crate::settings::Settings;

/// The categories of a property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Category {
    /// Those with a column of their own, the most frequent first.
    pub levels: Vec<Level>,
    /// Whether unknown is a category as well, which takes the last column. Else a contact of whom
    /// the property is not known is in none, like one whose category is rare.
    pub unknown: bool,
}

/// One category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Level {
    key: String,
    /// As it is written most often.
    pub value: Value,
}

impl Category {
    pub(super) fn of(values: &[&FeatureValue], unknown: bool, settings: &Settings) -> Self {
        let mut spellings: BTreeMap<String, BTreeMap<String, (usize, Value)>> = BTreeMap::new();
        for value in values.iter().filter_map(|value| category(value)) {
            let written = value.to_string();
            let of_key = spellings.entry(key(&written)).or_default();
            of_key.entry(written).or_insert((0, value)).0 += 1;
        }
        let mut levels: Vec<(usize, Level)> =
            spellings.into_iter().filter_map(|(key, spelled)| level(key, spelled)).collect();
        levels.retain(|(count, _)| *count >= settings.category_min);
        levels.sort_by_key(|(count, _)| Reverse(*count));
        levels.truncate(settings.categories_max);
        Self { levels: levels.into_iter().map(|(_, level)| level).collect(), unknown }
    }

    /// One column per level, the rare ones together, and unknown.
    pub(super) fn raw(&self, value: Option<&FeatureValue>) -> Vec<f64> {
        let mut raw = vec![0.0; self.levels.len() + 1 + usize::from(self.unknown)];
        let place = match value.and_then(category) {
            Some(value) => {
                let key = key(&value.to_string());
                let known = self.levels.iter().position(|level| level.key == key);
                known.unwrap_or(self.levels.len())
            }
            None => self.levels.len() + 1,
        };
        if let Some(column) = raw.get_mut(place) {
            *column = 1.0;
        }
        raw
    }

    /// The level that this value is of.
    pub(crate) fn is(&self, level: &Level, value: Option<&FeatureValue>) -> bool {
        value.and_then(category).is_some_and(|value| key(&value.to_string()) == level.key)
    }
}

/// How many have it, and its most frequent spelling; of equals the first of the alphabet.
fn level(key: String, spelled: BTreeMap<String, (usize, Value)>) -> Option<(usize, Level)> {
    let count = spelled.values().map(|(count, _)| count).sum();
    let (_, value) = spelled.into_values().rev().max_by_key(|(count, _)| *count)?;
    Some((count, Level { key, value }))
}

fn category(value: &FeatureValue) -> Option<Value> {
    match value {
        FeatureValue::Text(text) => Some(Value::Text(text.clone())),
        FeatureValue::Flag(yes) => Some(Value::Boolean(*yes)),
        _ => None,
    }
}

fn key(written: &str) -> String {
    written.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn countries(unknown: bool) -> Category {
        let all = ["US", "us", "US", "PL", "PL", "MD", "Chad"];
        let values: Vec<_> = all.map(|c| FeatureValue::Text(c.into())).into();
        let settings = Settings { category_min: 2, ..Settings::default() };
        Category::of(&values.iter().collect::<Vec<_>>(), unknown, &settings)
    }

    #[track_caller]
    fn check(country: Option<&str>, with_unknown: &[f64], without: &[f64]) {
        let value = country.map(|c| FeatureValue::Text(c.into()));
        assert_eq!(countries(true).raw(value.as_ref()), with_unknown);
        assert_eq!(countries(false).raw(value.as_ref()), without);
    }

    #[test]
    fn frequent_ones_have_a_column_rare_ones_share_one_and_unknown_may_have_one() {
        assert_eq!(countries(true).levels.len(), 2);
        check(Some("US"), &[1., 0., 0., 0.], &[1., 0., 0.]);
        check(Some(" us "), &[1., 0., 0., 0.], &[1., 0., 0.]);
        check(Some("PL"), &[0., 1., 0., 0.], &[0., 1., 0.]);
        check(Some("MD"), &[0., 0., 1., 0.], &[0., 0., 1.]);
        check(Some("never seen"), &[0., 0., 1., 0.], &[0., 0., 1.]);
        check(None, &[0., 0., 0., 1.], &[0., 0., 0.]);
    }

    #[test]
    fn a_category_is_shown_as_it_is_written_most_often() {
        assert_eq!(countries(true).levels[0].value, Value::Text("US".into()));
    }
}
