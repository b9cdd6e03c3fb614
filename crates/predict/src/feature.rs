//! What can be known of a contact, and what it was known to be.
//!
//! Only what can become a row of a scoring table is a feature: a property, a tag, and for each
//! activity how often and how lately. Times and lists among the properties are not looked at.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use runnel_model::{EventMatch, PropertyName, Tag};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing that may tell who buys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// A property of the contact.
    Property(PropertyName),
    /// Whether the contact carries this tag.
    Tag(Tag),
    /// How often this happened.
    Times(#[schemars(with = "EventMatch")] Activity),
    /// How many days ago this happened last.
    DaysSince(#[schemars(with = "EventMatch")] Activity),
}

/// What a feature was known to be. A property that nobody filled in and an activity that never
/// happened have none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeatureValue {
    /// A category: the country.
    Text(String),
    /// A finite number: the size of the company.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// How often, at least once.
    Times(u32),
    /// How many days ago.
    Days(f64),
}

/// All that was known of one contact at one time.
///
/// Only a [`History`](crate::History) makes them, so that what was known later cannot get in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features(pub(crate) BTreeMap<Feature, FeatureValue>);

impl Features {
    /// What was known of this feature.
    pub fn get(&self, feature: &Feature) -> Option<&FeatureValue> {
        self.0.get(feature)
    }

    /// Everything that was known.
    pub fn iter(&self) -> impl Iterator<Item = (&Feature, &FeatureValue)> {
        self.0.iter()
    }
}

/// Events that count as one activity. Two are the same when they are written the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "EventMatch", into = "EventMatch")]
pub struct Activity {
    of: Arc<EventMatch>,
    written: Arc<str>,
}

impl Activity {
    /// Which events count.
    pub fn of(&self) -> &EventMatch {
        &self.of
    }
}

impl From<EventMatch> for Activity {
    fn from(of: EventMatch) -> Self {
        let written = serde_json::to_string(&of).expect("it has only texts as keys");
        Self { of: Arc::new(of), written: written.into() }
    }
}

impl From<Activity> for EventMatch {
    fn from(activity: Activity) -> Self {
        Arc::unwrap_or_clone(activity.of)
    }
}

impl PartialEq for Activity {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Activity {}

impl PartialOrd for Activity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Activity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.written.cmp(&other.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_is_written_as_the_rule_language_writes_it() {
        let written = [
            r#"{"property":"country"}"#,
            r#"{"tag":"vip"}"#,
            r#"{"times":{"event":"page_visited","where":[{"name":"url","test":{"contains":"/pricing"}}]}}"#,
            r#"{"days_since":{"event":"custom:Trial started"}}"#,
        ];
        for text in written {
            let feature: Feature = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&feature).unwrap(), text);
            assert_eq!(feature, serde_json::from_str(text).unwrap());
        }
    }
}
