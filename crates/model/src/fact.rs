//! What changed, and why. The log that receipts, timelines and *why* are read from.
//!
//! A fact is recorded inside the log entry of the input that caused it. So its id is that
//! entry's id and the fact's place in it, and its first cause needs no field.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Category, CompanyId, ContactId, Deal, DealId, DealStatus, EffectId, EndReason, EnrolmentId,
    FlowId, IdentityKey, LifecycleStage, NodeId, PropertyName, RowRef, SegmentId, StageId, Tag,
    Task, TaskId, Timestamp, Value,
};

/// The place of a fact among those of one input, from 0.
pub type Ordinal = u32;

/// Which step of which enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepRef {
    /// The flow.
    pub flow: FlowId,
    /// Its version.
    pub version: u32,
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The node of the flow.
    pub node: NodeId,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// When it became true.
    pub at: Timestamp,
    /// What changed.
    pub body: FactBody,
    /// The step that did it; absent: the input itself, or a rule that reads what changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepRef>,
    /// The fact of the same input that this one follows from; absent: the input itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Ordinal>,
    /// Caused by something old: starts no enrolment, resumes no wait, sends nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub historic: bool,
}

/// The kinds of change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactBody {
    /// The contact became known.
    Created,
    /// An identity was attached.
    Identified {
        /// Which.
        key: IdentityKey,
    },
    /// A property was set, changed or cleared.
    PropertyChanged {
        /// Which.
        name: PropertyName,
        /// What it was.
        from: Option<Value>,
        /// What it is.
        to: Option<Value>,
    },
    /// The contact works for another company, or something about it changed.
    CompanyChanged {
        /// Which; absent: it works for none any more.
        company: Option<CompanyId>,
        /// What people call it.
        name: Option<String>,
        /// It is another one than before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        joined: bool,
        /// The properties that are different now.
        changed: Vec<PropertyName>,
    },
    /// A tag was added.
    TagAdded {
        /// Which.
        tag: Tag,
    },
    /// A tag was removed.
    TagRemoved {
        /// Which.
        tag: Tag,
    },
    /// Points were given or taken.
    ScoreAdjusted {
        /// Of which category.
        category: Category,
        /// How many.
        points: i64,
        /// The score of the category afterwards.
        score: i64,
        /// The sum over all categories afterwards.
        total: i64,
        /// Why, in the words of who set it up.
        reason: String,
        /// By which row of a scoring model.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row: Option<RowRef>,
        /// It is about an edited scoring model, not about the contact: no flow starts by it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        initial: bool,
    },
    /// The lifecycle stage changed.
    StageChanged {
        /// What it was.
        from: Option<LifecycleStage>,
        /// What it is.
        to: LifecycleStage,
    },
    /// Nobody will sell to it any more; the lifecycle stage follows.
    Disqualified {
        /// Why.
        reason: String,
    },
    /// It was a mistake to disqualify it, or would be, or it came back.
    Requalified,
    /// A segment's rule became true.
    SegmentEntered {
        /// Which.
        segment: SegmentId,
        /// It was true when the segment was published: no flow starts by it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        initial: bool,
    },
    /// A segment's rule became false, or the segment was deleted.
    SegmentLeft {
        /// Which.
        segment: SegmentId,
        /// It is about an edited rule, not about the contact: no flow reacts.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        initial: bool,
    },
    /// An enrolment began; the step is its trigger.
    Enrolled {
        /// What sets it apart from others of the flow.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    },
    /// An enrolment left a step.
    Stepped {
        /// Through which port.
        port: String,
        /// To which node; absent: nothing is wired there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<NodeId>,
    },
    /// An enrolment waits at a step.
    Waiting {
        /// Until when at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
    },
    /// What an enrolment awaits came while its flow is paused.
    Heard,
    /// An enrolment was taken to a newer version of its flow, where it stands at the same step.
    Migrated {
        /// Which version.
        to: u32,
    },
    /// An enrolment jumped to a goal.
    GoalReached {
        /// The goal's node.
        goal: NodeId,
    },
    /// An enrolment ended.
    Ended {
        /// Why.
        reason: EndReason,
    },
    /// A trigger matched, but the enrolment was not begun.
    Refused {
        /// Which flow.
        flow: FlowId,
        /// Why not.
        why: String,
    },
    /// A step could not do what it should.
    StepFailed {
        /// Why.
        why: String,
    },
    /// A deal was created.
    DealCreated {
        /// The deal as created.
        deal: Deal,
    },
    /// A deal moved to another stage.
    DealMoved {
        /// Which.
        deal: DealId,
        /// The stage it was in.
        from: StageId,
        /// The stage it is in.
        to: StageId,
        /// What that means.
        status: DealStatus,
    },
    /// A task was assigned.
    TaskAssigned {
        /// The task as assigned.
        task: Task,
    },
    /// A task was done.
    TaskCompleted {
        /// Which.
        task: TaskId,
    },
    /// The world is asked to do something.
    EffectQueued {
        /// The effect's id.
        effect: EffectId,
    },
    /// Another contact turned out to be the same person.
    Merged {
        /// The contact that is now part of this one.
        contact: ContactId,
    },
    /// The agenda of one input was full; the reactions that remained were dropped.
    Stopped {
        /// How many reactions.
        dropped: u32,
        /// The flows that had acted most.
        flows: Vec<FlowId>,
    },
}
