//! How an event gets into a behaviour: whether it belongs there, and what of it is kept.
//!
//! Live traffic, a preview and whoever counts the past all come through here, so that a behaviour
//! that was counted later is the one that would have been kept.

use std::collections::BTreeMap;

use runnel_model::{Behaviour, BehaviourId, Decimal, PropertyName, Question, Step, Timestamp};
use serde_json::Value as Json;
use xxhash_rust::xxh3::xxh3_64;

use super::fold::Folded;
use super::given::Given;
use super::matching::{Match, Seen};

/// One behaviour that is kept.
#[derive(Clone, Debug)]
pub struct Memory {
    id: BehaviourId,
    keep: usize,
    of: Of,
}

#[derive(Clone, Debug)]
enum Of {
    Times(Match),
    Numbers { of: Match, property: PropertyName, within_ms: Option<i64> },
    Values { of: Match, property: PropertyName },
    Periods { of: Match, at_most: u32, period_ms: i64 },
    Sequence { first: Match, then: Match, at_most_ms: i64 },
}

impl Memory {
    /// From what is needed, as [`Needs::behaviours`](super::Needs::behaviours) has it. None if its
    /// events cannot be compiled, which has been reported with the rule that asks.
    pub fn compile((id, question, keep): (BehaviourId, &Question, usize)) -> Option<Self> {
        let of = match question {
            Question::Times(of) => Of::Times(Match::compile(of).ok()?),
            Question::Numbers { of, property, within_ms } => {
                let (of, property) = (Match::compile(of).ok()?, property.clone());
                Of::Numbers { of, property, within_ms: *within_ms }
            }
            Question::Values { of, property } => {
                Of::Values { of: Match::compile(of).ok()?, property: property.clone() }
            }
            Question::Periods { of, at_most, period_ms } => {
                let of = Match::compile(of).ok()?;
                Of::Periods { of, at_most: *at_most, period_ms: *period_ms }
            }
            Question::Sequence { first, then, at_most_ms } => {
                let (first, then) = (Match::compile(first).ok()?, Match::compile(then).ok()?);
                Of::Sequence { first, then, at_most_ms: *at_most_ms }
            }
        };
        Some(Self { id, keep, of })
    }

    /// Which behaviour it is.
    pub const fn id(&self) -> BehaviourId {
        self.id
    }

    /// How much is kept.
    pub const fn keep(&self) -> usize {
        self.keep
    }

    /// Takes an event that happened at this time into its behaviour. False: it does not belong
    /// there, and nothing changed.
    pub fn take(
        &self,
        behaviours: &mut BTreeMap<BehaviourId, Behaviour>,
        seen: &Seen<'_>,
        at: Timestamp,
    ) -> bool {
        let Some(read) = self.of.read(seen) else { return false };
        let behaviour = behaviours.entry(self.id).or_default();
        match read {
            Read::Time => behaviour.record(at, self.keep),
            Read::Number(number, within_ms) => {
                behaviour.record_number(at, number, within_ms, self.keep);
            }
            Read::Values(values) => behaviour.record_values(at, values, self.keep),
            Read::Period(at_most, period_ms) => {
                behaviour.record_in_period(at, at_most, period_ms, self.keep);
            }
            Read::Step(step, at_most_ms) => {
                behaviour.record_step(at, step, at_most_ms, self.keep);
            }
        }
        true
    }
}

/// What of an event is kept besides its time.
enum Read {
    Time,
    Number(Decimal, Option<i64>),
    Values(Vec<u64>),
    Period(u32, i64),
    Step(Step, i64),
}

impl Of {
    /// None: the event does not belong there.
    fn read(&self, seen: &Seen<'_>) -> Option<Read> {
        match self {
            Self::Times(of) => of.matches(seen).then_some(Read::Time),
            Self::Numbers { of, property, within_ms } => {
                let number = of.matches(seen).then(|| number(seen, property))??;
                Some(Read::Number(number, *within_ms))
            }
            Self::Values { of, property } => {
                let values = of.matches(seen).then(|| values(seen, property))?;
                (!values.is_empty()).then_some(Read::Values(values))
            }
            Self::Periods { of, at_most, period_ms } => {
                of.matches(seen).then_some(Read::Period(*at_most, *period_ms))
            }
            Self::Sequence { first, then, at_most_ms } => {
                let step = match (first.matches(seen), then.matches(seen)) {
                    (true, true) => Step::Both,
                    (true, false) => Step::First,
                    (false, true) => Step::Then,
                    (false, false) => return None,
                };
                Some(Read::Step(step, *at_most_ms))
            }
        }
    }
}

fn number(seen: &Seen<'_>, property: &PropertyName) -> Option<Decimal> {
    let told = seen.property(property.as_str())?;
    Given::Told(told).number().and_then(Decimal::from_f64)
}

/// Hashes of the values that are there; texts that differ only in case are one.
fn values(seen: &Seen<'_>, property: &PropertyName) -> Vec<u64> {
    let hash = |told: &Json| {
        let text = Given::Told(told).text()?;
        Some(xxh3_64(Folded::new(&text).as_str().as_bytes()))
    };
    match seen.property(property.as_str()) {
        Some(Json::Array(items)) => items.iter().filter_map(hash).collect(),
        Some(told) => hash(told).into_iter().collect(),
        None => Vec::new(),
    }
}
