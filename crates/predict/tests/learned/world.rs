//! Made-up contacts whose odds are known. The same seed makes the same contacts, everywhere.

use runnel_model::{ContactId, PropertyName, Tag, Timestamp, Value};
use runnel_predict::{
    Activity, Example, Feature, History, Observation, Observed, Outcome, Settings,
};

/// The day on which deals are closed.
pub const CLOSED: i64 = 1_000;

/// Numbers that look random (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    /// Between 0 and 1.
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn yes(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Mean 0, spread 1: twelve dice.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    pub fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[(self.unit() * all.len() as f64) as usize]
    }
}

/// A contact in the making.
pub struct Person {
    history: History,
}

impl Person {
    pub fn new(id: i64) -> Self {
        let history =
            History { contact: ContactId(id), observations: Vec::new(), outcomes: Vec::new() };
        // Something is known of everybody.
        Self { history }.property_at(1, "source", Value::Text("made up".into()))
    }

    pub fn observe(mut self, day: i64, what: Observed) -> Self {
        self.history.observations.push(Observation { at: Timestamp::of_day(day), what });
        self
    }

    pub fn property_at(self, day: i64, name: &str, value: Value) -> Self {
        self.observe(day, Observed::Property(name_of(name), Some(value)))
    }

    pub fn number(self, name: &str, number: f64) -> Self {
        self.property_at(1, name, Value::Number(number))
    }

    pub fn text(self, name: &str, text: &str) -> Self {
        self.property_at(1, name, Value::Text(text.into()))
    }

    pub fn flag(self, name: &str, yes: bool) -> Self {
        self.property_at(1, name, Value::Boolean(yes))
    }

    pub fn tag(self, tag: &str, has: bool) -> Self {
        self.observe(1, Observed::Tag(Tag::parse(tag).unwrap(), has))
    }

    pub fn did(self, times: u32, event: &str) -> Self {
        (0..times).fold(self, |one, _| one.did_on(900, event))
    }

    pub fn did_on(self, day: i64, event: &str) -> Self {
        self.observe(day, Observed::Happened(activity(event), 1))
    }

    pub fn won(self, won: bool) -> Self {
        self.won_on(CLOSED, won)
    }

    /// Closes a deal that was opened fifty days before.
    pub fn won_on(mut self, day: i64, won: bool) -> Self {
        let [opened_at, closed_at] = [day - 50, day].map(Timestamp::of_day);
        self.history.outcomes.push(Outcome { opened_at, closed_at, won });
        self
    }

    pub fn id(&self) -> i64 {
        self.history.contact.0
    }

    pub fn history(self) -> History {
        self.history
    }

    pub fn examples(self) -> Vec<Example> {
        self.history.examples(&Settings::default())
    }
}

/// So many contacts, each made from its number and chance.
pub fn company(
    seed: u64,
    contacts: i64,
    mut person: impl FnMut(Person, &mut Chance) -> Person,
) -> Vec<Example> {
    let mut chance = Chance(seed);
    (1..=contacts).flat_map(|id| person(Person::new(id), &mut chance).examples()).collect()
}

pub fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

pub fn name_of(property: &str) -> PropertyName {
    PropertyName::parse(property).unwrap()
}

pub fn property(name: &str) -> Feature {
    Feature::Property(name_of(name))
}

pub fn activity(event: &str) -> Activity {
    serde_json::from_value(serde_json::json!({ "event": event })).unwrap()
}
