//! One entry of the log: an input, and the facts that it led to, each with its cause.

use runnel_model::{Event, EventId, Fact, InputBody, SourceId};
use runnel_store::EventRow;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::names::{FlowRef, Names, StepRef};
use super::sentence;
use crate::dto::{Change, Shown};
use crate::time::Time;

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventRef {
    /// `evt_…`.
    #[schema(value_type = String)]
    pub id: Shown<EventId>,
    /// An event's name, or `identify`, `edit`, `merge`, `answer`, `end`, `wake`.
    pub name: String,
    /// When it happened.
    pub occurred_at: Time,
}

/// Where something was told from.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceRef {
    /// `src_…`.
    #[schema(value_type = String)]
    pub id: Shown<SourceId>,
    /// What people call it.
    pub name: String,
}

/// Something that happened, and what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// What happened.
    pub event: EventRef,
    /// In a sentence.
    pub text: String,
    /// Who told us; null: Runnel itself, or a person.
    pub source: Option<SourceRef>,
    /// Who did it, of a change by a person or the API.
    pub by: Option<String>,
    /// When it was applied.
    pub applied_at: Time,
    /// Too old to act upon: it updated what is derived, and started nothing.
    pub historic: bool,
    /// What the source told about the event.
    #[schema(value_type = Option<Object>)]
    pub properties: Option<Map<String, Value>>,
    /// What changed, in order.
    pub facts: Vec<FactResponse>,
}

/// A change, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactResponse {
    /// When it became true.
    pub at: Time,
    /// In a sentence.
    pub text: String,
    /// As data.
    pub change: Change,
    /// The flow that did it; null: the event itself, or a rule that reads what changed.
    pub flow: Option<FlowRef>,
    /// The step that did it.
    pub step: Option<StepRef>,
    /// The place, among the facts of this entry, of the one that this follows from; null: the
    /// event itself.
    pub after: Option<u32>,
}

impl EventRef {
    /// The event of an entry.
    pub fn of(row: &EventRow) -> Self {
        Self { id: Shown(row.id), name: row.name.clone(), occurred_at: Time(row.occurred_at) }
    }
}

impl TimelineEntry {
    /// An entry as it is shown.
    pub fn new(row: EventRow, names: &Names) -> Self {
        let contact = row.contact;
        let shown = |fact: Fact| FactResponse {
            at: Time(fact.at),
            text: sentence::fact(&fact, names),
            flow: flow_of(&fact, names),
            step: step_of(&fact, names),
            after: fact.after,
            change: Change::new(contact, fact.body),
        };
        Self {
            event: EventRef::of(&row),
            text: sentence::input(&row.input.body, names),
            source: row.source.map(|id| SourceRef { id: Shown(id), name: names.source(id) }),
            by: editor(&row.input.body).map(str::to_owned),
            applied_at: Time(row.applied_at),
            historic: row.input.historic,
            properties: told(&row.input.body),
            facts: row.facts.into_iter().map(shown).collect(),
        }
    }
}

/// Who made an edit.
pub fn editor(body: &InputBody) -> Option<&str> {
    match body {
        InputBody::Edit { by, .. } => Some(by),
        _ => None,
    }
}

/// The flow that did it.
pub fn flow_of(fact: &Fact, names: &Names) -> Option<FlowRef> {
    fact.step.as_ref().map(|step| names.flow(&step.flow, step.version))
}

/// The step that did it.
pub fn step_of(fact: &Fact, names: &Names) -> Option<StepRef> {
    fact.step.as_ref().map(|step| names.step(&step.flow, step.version, &step.node))
}

fn told(body: &InputBody) -> Option<Map<String, Value>> {
    match body {
        InputBody::Event(Event { properties, .. }) => Some(properties.to_map()),
        _ => None,
    }
}
