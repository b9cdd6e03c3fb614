//! What is simulated: which flow, whom, what happens, and what is chosen on the way.

use std::collections::BTreeMap;

use runnel_model::{
    CatalogDocument, Category, Contact, Diagnostic, EmailAddress, EventName, Flow, LifecycleStage,
    NodeId, PropertyName, SegmentId, Span, Tag, Timestamp, UserId, Value,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::scenario::{Answer, Change, StartingContact, StartingDeal, Step};

/// All that a simulation depends on.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// What is published.
    pub published: CatalogDocument,
    /// The flow that is tried out.
    pub flow: Flow,
    /// The version that it takes the place of, or would be.
    pub version: u32,
    /// Who goes through it.
    pub subject: Subject,
    /// How it begins.
    pub start: Start,
    /// When it begins.
    pub at: Timestamp,
    /// How far time runs.
    pub run_for: Span,
    /// The port that a step goes on through, whatever its rule says.
    pub forced: BTreeMap<NodeId, String>,
    /// What the world answers to what a step asks; else it does at once what it is asked.
    pub answers: BTreeMap<NodeId, Answer>,
}

/// Who goes through it.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A contact as it is now.
    Known(Box<Contact>),
    /// Somebody who does not exist.
    Invented(Box<Invented>),
}

/// Somebody who does not exist. What is left out is not known of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Invented {
    /// Its address.
    #[serde(default)]
    pub email: Option<EmailAddress>,
    /// Its id in your own system.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// Its properties.
    #[serde(default)]
    pub properties: BTreeMap<PropertyName, Value>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// Its points in the category `general`.
    #[serde(default)]
    pub score: Option<i64>,
    /// Its points in other categories.
    #[serde(default)]
    pub scores: BTreeMap<Category, i64>,
    /// Its lifecycle stage.
    #[serde(default)]
    pub stage: Option<LifecycleStage>,
    /// Segments that it is in all the time, whatever their rules say. It is in others as their
    /// rules say.
    #[serde(default)]
    pub segments: Vec<SegmentId>,
    /// Its deals, oldest first.
    #[serde(default)]
    pub deals: Vec<StartingDeal>,
}

/// How it begins.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// The contact is put in at this trigger, or at the first; no re-entry rule is asked.
    Enter(Option<NodeId>),
    /// These things happen, and whether the contact enters is for the triggers to say.
    Happenings(Vec<Happening>),
}

/// Something that happens: one of `event`, `identify` and `change`; if none is there, time passes
/// and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// How long after the one before; absent: at the same time.
    #[serde(default)]
    pub after: Option<Span>,
    /// An event comes in.
    #[serde(default)]
    pub event: Option<EventName>,
    /// The properties of that event.
    #[serde(default, rename = "with")]
    pub properties: serde_json::Map<String, serde_json::Value>,
    /// Properties of the contact are told; null clears one.
    #[serde(default)]
    pub identify: Option<BTreeMap<PropertyName, Option<Value>>>,
    /// A person changes something.
    #[serde(default)]
    pub change: Option<Change>,
}

/// Why nothing was simulated.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The flow cannot be published.
    Diagnostics(Vec<Diagnostic>),
    /// The flow has no such step.
    UnknownStep(NodeId),
    /// The step has only these ports.
    UnknownPort(NodeId, Vec<&'static str>),
    /// Contacts do not come in at this step.
    NotATrigger(NodeId),
    /// Somebody is to be in a segment that there is not.
    UnknownSegment(SegmentId),
    /// What is to happen cannot; its place in the list, from 1, and why.
    Happening(usize, &'static str),
}

impl From<&Invented> for StartingContact {
    fn from(invented: &Invented) -> Self {
        let Invented { email, user_id, properties, tags, score, scores, stage, deals, .. } =
            invented.clone();
        Self { email, user_id, properties, tags, score, scores, stage, deals }
    }
}

impl From<Happening> for Step {
    fn from(happening: Happening) -> Self {
        let Happening { after, event, properties, identify, change } = happening;
        Self { after, event, properties, identify, change, ..Self::default() }
    }
}
