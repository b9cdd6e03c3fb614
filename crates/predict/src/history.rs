//! What became known of a contact and when, and which deals came to an end.
//!
//! This is the guard against leakage: features are read off a history only up to a moment, and
//! nothing else makes features. There is no place here for an open deal: it is not lost, and
//! nobody can count it as if it were.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use runnel_model::{ContactId, Decimal, PropertyName, Span, Tag, Timestamp, Value};

use crate::feature::{Activity, Feature, FeatureValue, Features};
use crate::settings::{AsOf, Settings};

/// One contact's past, in any order.
#[derive(Clone, Debug)]
pub struct History {
    /// Whose.
    pub contact: ContactId,
    /// What became known.
    pub observations: Vec<Observation>,
    /// The deals that were won or lost.
    pub outcomes: Vec<Outcome>,
}

/// Something that became known of a contact.
#[derive(Clone, Debug)]
pub struct Observation {
    /// From when on it could be known: of an event when it happened, of a property or a tag when it
    /// was set. What an import brings has the times that the import says, and those of the import
    /// where it says none: then it is as if it had become known after every outcome before.
    pub at: Timestamp,
    /// What.
    pub what: Observed,
}

/// What became known.
#[derive(Clone, Debug)]
pub enum Observed {
    /// The property had this value from then on; none: it was cleared.
    Property(PropertyName, Option<Value>),
    /// The contact had this tag from then on (true) or no longer (false).
    Tag(Tag, bool),
    /// This happened so many times more, the last time then. Whoever counts several together must
    /// not ask what was known in between.
    Happened(Activity, u32),
}

/// A deal that came to its end.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was won or lost.
    pub closed_at: Timestamp,
    /// Whether it was won.
    pub won: bool,
}

/// One outcome and what was known before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub(crate) contact: ContactId,
    pub(crate) closed_at: Timestamp,
    pub(crate) won: bool,
    pub(crate) features: Features,
}

impl History {
    /// What can be learned from this contact. An outcome before which nothing was known of it is
    /// no example: such deals come from imports, and tell how the import was made.
    pub fn examples(&self, settings: &Settings) -> Vec<Example> {
        let always = self.always(&settings.always_so);
        let example = |outcome: &Outcome| {
            let mut features = self.features(outcome.cut_off(settings));
            for (name, value) in &always {
                features.0.entry(Feature::Property((*name).clone())).or_insert(value.clone());
            }
            (!features.0.is_empty()).then_some(Example {
                contact: self.contact,
                closed_at: outcome.closed_at,
                won: outcome.won,
                features,
            })
        };
        self.outcomes.iter().filter_map(example).collect()
    }

    /// The first value that each of these properties ever had.
    fn always<'a>(&'a self, names: &[PropertyName]) -> BTreeMap<&'a PropertyName, FeatureValue> {
        let mut first = BTreeMap::new();
        for Observation { at, what } in &self.observations {
            let Observed::Property(name, Some(value)) = what else { continue };
            let Some(value) = readable(value).filter(|_| names.contains(name)) else { continue };
            match first.entry(name) {
                Entry::Vacant(entry) => drop(entry.insert((at, value))),
                Entry::Occupied(mut entry) if at < entry.get().0 => drop(entry.insert((at, value))),
                Entry::Occupied(_) => {}
            }
        }
        first.into_iter().map(|(name, (_, value))| (name, value)).collect()
    }

    /// What was known strictly before this moment.
    pub fn features(&self, before: Timestamp) -> Features {
        let mut known: Vec<_> = self.observations.iter().filter(|seen| seen.at < before).collect();
        known.sort_by_key(|seen| seen.at);
        let mut features = BTreeMap::new();
        for observation in known {
            observation.note(before, &mut features);
        }
        Features(features)
    }
}

impl Outcome {
    fn cut_off(&self, settings: &Settings) -> Timestamp {
        let moment = match settings.as_of {
            AsOf::Opened => self.opened_at.min(self.closed_at),
            AsOf::Closed => self.closed_at,
        };
        moment - settings.gap
    }
}

impl Observation {
    fn note(&self, now: Timestamp, features: &mut BTreeMap<Feature, FeatureValue>) {
        match &self.what {
            Observed::Property(name, value) => {
                put(features, Feature::Property(name.clone()), value.as_ref().and_then(readable));
            }
            Observed::Tag(tag, has) => {
                put(features, Feature::Tag(tag.clone()), has.then_some(FeatureValue::Flag(true)));
            }
            Observed::Happened(activity, more) => {
                let times = features
                    .entry(Feature::Times(activity.clone()))
                    .or_insert(FeatureValue::Times(0));
                if let FeatureValue::Times(times) = times {
                    *times = times.saturating_add(*more);
                }
                let days = FeatureValue::Days(days(now - self.at));
                features.insert(Feature::DaysSince(activity.clone()), days);
            }
        }
    }
}

fn put(
    features: &mut BTreeMap<Feature, FeatureValue>,
    feature: Feature,
    value: Option<FeatureValue>,
) {
    match value {
        Some(value) => features.insert(feature, value),
        None => features.remove(&feature),
    };
}

/// A value that can be learned from. A blank text is as good as none, and so are numbers that rules
/// do not reckon with either: those beyond a million millions, infinite, or none at all.
fn readable(value: &Value) -> Option<FeatureValue> {
    match value {
        Value::Boolean(yes) => Some(FeatureValue::Flag(*yes)),
        Value::Number(number) => {
            (number.abs() <= Decimal::MAX).then_some(FeatureValue::Number(*number))
        }
        Value::Text(text) => {
            let text = text.trim();
            (!text.is_empty()).then(|| FeatureValue::Text(text.to_owned()))
        }
        Value::Time { .. } | Value::List(_) => None,
    }
}

pub(crate) fn days(ms: i64) -> f64 {
    ms as f64 / Span::Days(1).as_ms() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::of_day(day)
    }

    fn property(name: &str) -> PropertyName {
        PropertyName::parse(name).unwrap()
    }

    fn visited() -> Activity {
        serde_json::from_str(r#"{ "event": "page_visited" }"#).unwrap()
    }

    fn history(observations: Vec<(i64, Observed)>, outcomes: Vec<Outcome>) -> History {
        let observations =
            observations.into_iter().map(|(at, what)| Observation { at: day(at), what }).collect();
        History { contact: ContactId(1), observations, outcomes }
    }

    fn number(name: &str, number: f64) -> Observed {
        Observed::Property(property(name), Some(Value::Number(number)))
    }

    #[test]
    fn what_was_known_at_the_cut_off_or_later_is_not_known() {
        let outcome = Outcome { opened_at: day(50), closed_at: day(100), won: true };
        let seen = vec![
            (40, number("size", 1.0)),
            (98, number("size", 2.0)),
            (99, number("size", 3.0)),
            (101, number("invoice", 1.0)),
        ];
        let history = history(seen, vec![outcome]);
        let size = |settings: Settings| {
            let example = history.examples(&settings).remove(0);
            assert_eq!(example.features.0.len(), 1, "the invoice came after the sale");
            example.features.get(&Feature::Property(property("size"))).cloned()
        };
        let closed = Settings::default();
        let opened = Settings { as_of: AsOf::Opened, ..Settings::default() };
        assert_eq!(size(closed), Some(FeatureValue::Number(2.0)), "one day before the end");
        assert_eq!(size(opened), Some(FeatureValue::Number(1.0)), "one day before the beginning");
    }

    #[test]
    fn the_order_in_which_observations_are_given_does_not_matter() {
        let seen = vec![
            (1, Observed::Happened(visited(), 1)),
            (3, number("size", 5.0)),
            (2, number("size", 4.0)),
            (2, Observed::Happened(visited(), 1)),
        ];
        let features = history(seen, vec![]).features(day(9));
        let of = |feature| features.get(&feature).cloned();
        assert_eq!(of(Feature::Property(property("size"))), Some(FeatureValue::Number(5.0)));
        assert_eq!(of(Feature::Times(visited())), Some(FeatureValue::Times(2)));
        assert_eq!(of(Feature::DaysSince(visited())), Some(FeatureValue::Days(7.0)));
    }

    #[test]
    fn what_was_taken_back_or_cannot_be_read_is_unknown() {
        let vip = || Tag::parse("vip").unwrap();
        let seen = vec![
            (1, Observed::Tag(vip(), true)),
            (1, number("age", 30.0)),
            (1, number("odd", f64::NAN)),
            (1, number("infinite", f64::INFINITY)),
            (1, number("far", -1e300)),
            (1, Observed::Property(property("blank"), Some(Value::Text(" ".into())))),
            (2, Observed::Tag(vip(), false)),
            (2, Observed::Property(property("age"), None)),
        ];
        let history = history(seen, vec![]);
        assert_eq!(history.features(day(3)), Features::default());
        assert_eq!(history.features(day(2)).0.len(), 2);
    }

    #[test]
    fn what_was_so_all_along_is_known_from_the_beginning_by_its_first_value() {
        let outcome = Outcome { opened_at: day(1), closed_at: day(10), won: true };
        let seen =
            vec![(30, number("size", 3.0)), (20, number("size", 2.0)), (20, number("age", 1.0))];
        let history = history(seen, vec![outcome]);
        assert_eq!(history.examples(&Settings::default()), [], "all of it came with an import");
        let settings = Settings { always_so: vec![property("size")], ..Settings::default() };
        let known = history.examples(&settings).remove(0).features;
        let size = (Feature::Property(property("size")), FeatureValue::Number(2.0));
        assert_eq!(known, Features([size].into()));
    }

    #[test]
    fn a_value_that_was_known_in_time_is_not_replaced_by_an_earlier_one() {
        let outcome = Outcome { opened_at: day(1), closed_at: day(10), won: true };
        let history =
            history(vec![(2, number("size", 2.0)), (5, number("size", 5.0))], vec![outcome]);
        let settings = Settings { always_so: vec![property("size")], ..Settings::default() };
        let known = history.examples(&settings).remove(0).features;
        let size = known.get(&Feature::Property(property("size")));
        assert_eq!(size, Some(&FeatureValue::Number(5.0)));
    }

    #[test]
    fn an_outcome_before_which_nothing_was_known_is_no_example() {
        let outcome = |closed| Outcome { opened_at: day(1), closed_at: day(closed), won: true };
        let history = history(vec![(10, number("size", 1.0))], vec![outcome(10), outcome(20)]);
        let examples = history.examples(&Settings::default());
        assert_eq!(examples.iter().map(|e| e.closed_at).collect::<Vec<_>>(), [day(20)]);
    }
}
