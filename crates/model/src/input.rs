//! What can move a contact. There is no second way to change one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Behaviour, BehaviourId, Category, CompanyCopy, CompanyId, Contact, DealId, EffectId,
    EnrolmentId, Event, EventId, FlowId, IdentityKey, Joining, LifecycleStage, Money, PipelineId,
    PropertyName, SourceId, StageId, Tag, TaskId, Timestamp, Value,
};

/// Something that happened to one contact, as it was accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Its id; that of the log entry it becomes.
    pub id: EventId,
    /// Who told us; absent: Runnel itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// When it happened, by the corrected clock of who told us.
    pub occurred_at: Timestamp,
    /// When we took it.
    pub accepted_at: Timestamp,
    /// Too old to act upon: it updates what is derived, and starts, resumes and sends nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub historic: bool,
    /// The identities that were attached to the contact when this was accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<IdentityKey>,
    /// The company that it says the contact works for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joins: Option<Joining>,
    /// What happened.
    pub body: InputBody,
}

/// The kinds of input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputBody {
    /// An event of a source.
    Event(Event),
    /// A source told who this is.
    Identify {
        /// Properties; absent values clear. Already coerced to the types the properties have.
        properties: Vec<(PropertyName, Option<Value>)>,
        /// Only fill what is empty: the source is a browser, which anybody can write with.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        fill_only: bool,
    },
    /// A person or the API changed something.
    Edit {
        /// Who, as shown in a receipt.
        by: String,
        /// What.
        edit: Edit,
    },
    /// Another contact turned out to be the same person.
    Merge {
        /// Its state, kept so that a replay needs nothing else.
        loser: Box<Contact>,
    },
    /// The final answer to an effect.
    Answer {
        /// Which effect.
        effect: EffectId,
        /// Whose step asked.
        enrolment: EnrolmentId,
        /// Whether the world did it.
        delivered: bool,
        /// If not, why.
        why: String,
    },
    /// What the contact did before its state kept it, counted from its log.
    History {
        /// The catalog version from which on its state kept it. What was counted for another one
        /// is void.
        since: u64,
        /// Of each behaviour, what happened before.
        behaviours: BTreeMap<BehaviourId, Behaviour>,
    },
    /// Something about the company that it works for changed.
    CompanyChanged {
        /// The company as it is now.
        company: CompanyCopy,
    },
    /// An enrolment is to end, because its flow was archived or deleted.
    EndEnrolments {
        /// Of which flow.
        flow: FlowId,
    },
    /// The time you asked for has come, or the catalog has changed.
    Wake,
}

impl InputBody {
    /// What the log calls it: an event's name, or `identify`, `edit`, `merge`, `answer`,
    /// `history`, `company`, `end`, `wake`.
    pub fn name(&self) -> String {
        match self {
            Self::Event(event) => return event.name.to_string(),
            Self::Identify { .. } => "identify",
            Self::Edit { .. } => "edit",
            Self::Merge { .. } => "merge",
            Self::Answer { .. } => "answer",
            Self::History { .. } => "history",
            Self::CompanyChanged { .. } => "company",
            Self::EndEnrolments { .. } => "end",
            Self::Wake => "wake",
        }
        .to_owned()
    }
}

/// What a person or the API can change about a contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Set properties; absent values clear.
    SetProperties(Vec<(PropertyName, Option<Value>)>),
    /// Add a tag.
    AddTag(Tag),
    /// Remove a tag.
    RemoveTag(Tag),
    /// Give or take points.
    AdjustScore {
        /// Of which category.
        category: Category,
        /// How many.
        points: i64,
        /// Why.
        reason: String,
    },
    /// Works for this company from now on: the one that the input says; absent: for none.
    SetCompany(Option<CompanyId>),
    /// Change the lifecycle stage.
    SetStage(LifecycleStage),
    /// Take back that it is disqualified, or about to be.
    Requalify,
    /// Create a deal.
    CreateDeal {
        /// What it is about.
        name: String,
        /// In which pipeline.
        pipeline: PipelineId,
        /// In which stage; absent: the pipeline's first.
        stage: Option<StageId>,
        /// What it may be worth.
        amount: Option<Money>,
    },
    /// Move a deal.
    MoveDeal {
        /// Which.
        deal: DealId,
        /// Where to.
        stage: StageId,
    },
    /// Mark a task as done.
    CompleteTask {
        /// Which.
        task: TaskId,
    },
}
