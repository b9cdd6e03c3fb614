//! Categories: a column for each that is frequent, one for the rare ones together, one for unknown.
//!
//! Case does not make a category, as it makes no difference to rules.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use runnel_model::Value;
use serde::{Deserialize, Serialize};

use super::Raw;
use crate::feature::FeatureValue;
use crate::settings::Settings;

/// The categories of a property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Category {
    /// Those with a column of their own, the most frequent first.
    pub levels: Vec<Level>,
    /// Whether the rare ones together are frequent enough for a column.
    rare: bool,
    /// Whether being unknown has a column.
    pub unknown: bool,
}

/// One category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
        let frequent: usize = levels.iter().map(|(count, _)| count).sum();
        let rare = values.len() - frequent >= settings.category_min;
        Self { levels: levels.into_iter().map(|(_, level)| level).collect(), rare, unknown }
    }

    /// A column per level, one for the rare ones and one for unknown, where there are such. What
    /// has no column is as good as average.
    pub(super) fn raw(&self, value: Option<&FeatureValue>) -> Vec<Raw> {
        let rare = self.levels.len();
        let unknown = rare + usize::from(self.rare);
        let place = match value.and_then(category) {
            Some(value) => {
                let key = key(&value.to_string());
                let level = self.levels.iter().position(|level| level.key == key);
                level.or(self.rare.then_some(rare))
            }
            None => self.unknown.then_some(unknown),
        };
        let column = |column| place.map(|place| f64::from(u8::from(place == column)));
        (0..unknown + usize::from(self.unknown)).map(column).collect()
    }

    /// Whether this value is of that level.
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
    written.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn countries(all: &[&str], unknown: bool) -> Category {
        let values: Vec<_> = all.iter().map(|c| FeatureValue::Text((*c).into())).collect();
        let settings = Settings { category_min: 2, ..Settings::default() };
        Category::of(&values.iter().collect::<Vec<_>>(), unknown, &settings)
    }

    #[track_caller]
    fn check(category: &Category, country: Option<&str>, expect: Option<&[f64]>) {
        let value = country.map(|c| FeatureValue::Text(c.into()));
        let raw: Option<Vec<f64>> = category.raw(value.as_ref()).into_iter().collect();
        assert_eq!(raw.as_deref(), expect);
    }

    #[test]
    fn frequent_ones_have_a_column_rare_ones_share_one_and_unknown_has_one() {
        let category = countries(&["US", "us", "US", "PL", "PL", "MD", "Chad"], true);
        check(&category, Some("US"), Some(&[1., 0., 0., 0.]));
        check(&category, Some("uS"), Some(&[1., 0., 0., 0.]));
        check(&category, Some("PL"), Some(&[0., 1., 0., 0.]));
        check(&category, Some("MD"), Some(&[0., 0., 1., 0.]));
        check(&category, Some("never seen"), Some(&[0., 0., 1., 0.]));
        check(&category, None, Some(&[0., 0., 0., 1.]));
    }

    #[test]
    fn what_was_hardly_ever_seen_is_as_good_as_average() {
        let category = countries(&["US", "US", "US", "PL", "PL", "MD"], false);
        check(&category, Some("PL"), Some(&[0., 1.]));
        check(&category, Some("MD"), None);
        check(&category, None, None);
    }

    #[test]
    fn of_too_many_the_most_frequent_have_a_column() {
        let values = ["a", "a", "b", "b", "b", "c", "c"].map(|c| FeatureValue::Text(c.into()));
        let settings = Settings { category_min: 2, categories_max: 1, ..Settings::default() };
        let category = Category::of(&values.each_ref(), false, &settings);
        check(&category, Some("b"), Some(&[1., 0.]));
        check(&category, Some("a"), Some(&[0., 1.]));
    }

    #[test]
    fn a_category_is_shown_as_it_is_written_most_often() {
        let category = countries(&["us", "US", "US"], false);
        assert_eq!(category.levels[0].value, Value::Text("US".into()));
    }
}
