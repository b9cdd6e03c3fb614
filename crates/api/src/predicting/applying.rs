//! Every contact's probability, from its state and from what it did. The log is read once, in
//! windows, and never by contact: that would be a read somewhere in the log for each entry.

use std::collections::{BTreeMap, HashMap};

use runnel_model::{Contact, ContactId, Event, Timestamp};
use runnel_predict::{Activity, Features, History, Model, Observation, Observed};

use super::activities::Activities;

/// How often each contact did what a model looks at, and when last.
pub struct Tallies {
    activities: Activities,
    of: HashMap<ContactId, BTreeMap<Activity, Tally>>,
}

#[derive(Clone, Copy)]
struct Tally {
    times: u32,
    last: Timestamp,
}

impl Tallies {
    /// Nothing counted yet.
    pub fn of(model: &Model) -> Self {
        Self { activities: Activities::of(model), of: HashMap::new() }
    }

    /// What is to be counted.
    pub const fn activities(&self) -> &Activities {
        &self.activities
    }

    /// Counts what happened.
    pub fn add(&mut self, contact: ContactId, at: Timestamp, event: &Event) {
        for activity in self.activities.matching(event) {
            let tallies = self.of.entry(contact).or_default();
            let tally = tallies.entry(activity).or_insert(Tally { times: 0, last: at });
            tally.times = tally.times.saturating_add(1);
            tally.last = tally.last.max(at);
        }
    }

    /// What is known of a contact now.
    pub fn features(&self, contact: &Contact, now: Timestamp) -> Features {
        let mut observations = Vec::new();
        let mut observe = |at, what| observations.push(Observation { at, what });
        for (name, property) in &contact.properties {
            observe(property.set_at, Observed::Property(name.clone(), property.value.clone()));
        }
        for (tag, since) in &contact.tags {
            observe(*since, Observed::Tag(tag.clone(), true));
        }
        for (activity, tally) in self.of.get(&contact.id).into_iter().flatten() {
            observe(tally.last, Observed::Happened(activity.clone(), tally.times));
        }
        // Whatever stands in its state is known.
        let latest = observations.iter().map(|seen| seen.at).max();
        let now = latest.map_or(now, |latest| now.max(latest));
        let history = History { contact: contact.id, observations, outcomes: Vec::new() };
        history.features(just_after(now))
    }
}

/// Features are what was known strictly before a moment.
pub fn just_after(now: Timestamp) -> Timestamp {
    Timestamp::from_ms(now.as_ms().saturating_add(1))
}

#[cfg(test)]
mod tests {
    use runnel_model::{EventName, Properties, PropertyName, PropertyValue, Tag, Value};
    use serde_json::json;

    use super::*;

    /// A model that looks at nothing but how often pages were visited.
    fn model() -> Model {
        let feature = json!({ "times": { "event": "page_visited" } });
        let column = json!({ "mean": 0.0, "spread": 1.0, "low": 0.0, "high": 9.0 });
        serde_json::from_value(json!({
            "format": Model::FORMAT, "effects": [], "weights": [1.0], "intercept": 0.0,
            "encoder": { "inputs": [{ "feature": feature, "shape": "times", "columns": [column] }] },
        }))
        .unwrap()
    }

    #[test]
    fn what_was_counted_and_what_stands_in_the_state_is_known() {
        let day = Timestamp::of_day;
        let mut tallies = Tallies::of(&model());
        let visit = |name| Event { name, properties: Properties::default() };
        for (at, name) in
            [(5, "page_visited"), (3, "page_visited"), (9, "custom:Never asked about")]
        {
            tallies.add(ContactId(1), day(at), &visit(name.parse::<EventName>().unwrap()));
        }
        let mut contact = Contact::new(ContactId(1), day(1));
        let country = PropertyValue { value: Some(Value::Text("PL".into())), set_at: day(2) };
        contact.properties.insert(PropertyName::parse("country").unwrap(), country);
        contact.tags.insert(Tag::parse("vip").unwrap(), day(12));
        let features = tallies.features(&contact, day(10));
        let known: Vec<_> =
            features.iter().map(|(feature, value)| json!([feature, value]).to_string()).collect();
        assert_eq!(known.len(), 4, "{known:?}");
        assert!(known.contains(&r#"[{"times":{"event":"page_visited"}},{"times":2}]"#.into()));
    }
}
