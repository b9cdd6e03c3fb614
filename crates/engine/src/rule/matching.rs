//! Whether an event is one of those that are meant.
//!
//! One event is matched against many rules and behaviours, so what its source told about it is
//! parsed at most once, and not at all if its name already decides.

use std::cell::OnceCell;

use jiff::tz::TimeZone;
use runnel_model::{Event, EventMatch, EventName};
use serde_json::{Map, Value as Json};

use super::Problem;
use super::compile::Compiler;
use super::given::Given;
use super::test_value::Condition;

/// A compiled [`EventMatch`].
#[derive(Clone, Debug)]
pub struct Match {
    pub(super) event: EventName,
    pub(super) conditions: Vec<Condition>,
}

impl Match {
    /// Compiles it, or says everything that is wrong with it.
    pub fn compile(of: &EventMatch) -> Result<Self, Vec<Problem>> {
        let mut compiler = Compiler::new(TimeZone::UTC);
        let compiled = compiler.event(of);
        compiled.ok_or(compiler.problems)
    }

    /// The only name of event that can match.
    pub const fn event(&self) -> &EventName {
        &self.event
    }

    /// Whether the event is one of those that are meant.
    pub fn matches(&self, seen: &Seen<'_>) -> bool {
        let holds = |condition: &Condition| {
            condition.holds(seen.property(condition.name.as_str()).map(Given::Told))
        };
        seen.event.name == self.event && self.conditions.iter().all(holds)
    }

    /// Of each condition, in order: whether it holds, and the value that it was given. None if
    /// the event has another name.
    pub fn explain(&self, seen: &Seen<'_>) -> Option<Vec<(bool, Option<Json>)>> {
        let tried = |condition: &Condition| {
            let given = seen.property(condition.name.as_str());
            (condition.holds(given.map(Given::Told)), given.cloned())
        };
        (seen.event.name == self.event).then(|| self.conditions.iter().map(tried).collect())
    }
}

/// An event while it is being looked at.
#[derive(Debug)]
pub struct Seen<'a> {
    event: &'a Event,
    properties: OnceCell<Map<String, Json>>,
}

impl<'a> Seen<'a> {
    /// Nothing is parsed yet.
    pub const fn new(event: &'a Event) -> Self {
        Self { event, properties: OnceCell::new() }
    }

    /// The event.
    pub const fn event(&self) -> &'a Event {
        self.event
    }

    /// The property of this name; else the one at the end of this path: `context.campaign.source`.
    ///
    /// The exact name goes first, so that a source which likes dots in its names is understood.
    /// Null is no value.
    pub fn property(&self, name: &str) -> Option<&Json> {
        let properties = self.properties.get_or_init(|| self.event.properties.to_map());
        let found = properties.get(name).or_else(|| {
            let mut path = name.split('.');
            let first = properties.get(path.next()?)?;
            path.try_fold(first, |inside, name| inside.as_object()?.get(name))
        });
        found.filter(|value| !value.is_null())
    }
}
