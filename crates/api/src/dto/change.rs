//! What a fact says, as data: one object per kind of change, with public ids and times.

use runnel_model::{
    ContactId, Deal, DealId, DealStatus, EffectId, EndReason, FactBody, FlowId, IdentityKey,
    LifecycleStage, NodeId, RowRef, SegmentId, StageId, TaskId,
};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::{DealResponse, Shown, TaskResponse, show_value};
use crate::described;
use crate::time::Time;

/// A change, by its kind. The fields are those of [`FactBody`], told there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    Created,
    Identified {
        /// `user_id`, `email` or `anonymous_id`.
        by: String,
        value: String,
    },
    PropertyChanged {
        name: String,
        #[schema(value_type = Option<Value>)]
        from: Option<Json>,
        #[schema(value_type = Option<Value>)]
        to: Option<Json>,
    },
    CompanyChanged {
        company: Option<String>,
        name: Option<String>,
        /// It is another company than before.
        joined: bool,
        changed: Vec<String>,
    },
    TagAdded {
        tag: String,
    },
    TagRemoved {
        tag: String,
    },
    ScoreAdjusted {
        category: String,
        points: i64,
        score: i64,
        total: i64,
        reason: String,
        #[schema(value_type = Option<described::RowRef>)]
        row: Option<RowRef>,
        initial: bool,
    },
    StageChanged {
        #[schema(value_type = Option<described::LifecycleStage>)]
        from: Option<LifecycleStage>,
        #[schema(value_type = described::LifecycleStage)]
        to: LifecycleStage,
    },
    Disqualified {
        reason: String,
    },
    Requalified,
    SegmentEntered {
        #[schema(value_type = String)]
        segment: SegmentId,
        initial: bool,
    },
    SegmentLeft {
        #[schema(value_type = String)]
        segment: SegmentId,
        initial: bool,
    },
    Enrolled {
        key: Option<String>,
    },
    Stepped {
        port: String,
        #[schema(value_type = Option<String>)]
        to: Option<NodeId>,
    },
    Waiting {
        due: Option<Time>,
    },
    Heard,
    Migrated {
        to: u32,
    },
    GoalReached {
        #[schema(value_type = String)]
        goal: NodeId,
    },
    Ended {
        #[schema(value_type = described::EndReason)]
        reason: EndReason,
    },
    Refused {
        #[schema(value_type = String)]
        flow: FlowId,
        why: String,
    },
    StepFailed {
        why: String,
    },
    DealCreated {
        deal: DealResponse,
    },
    DealMoved {
        #[schema(value_type = String)]
        deal: Shown<DealId>,
        #[schema(value_type = String)]
        from: StageId,
        #[schema(value_type = String)]
        to: StageId,
        #[schema(value_type = described::DealStatus)]
        status: DealStatus,
    },
    TaskAssigned {
        task: TaskResponse,
    },
    TaskCompleted {
        #[schema(value_type = String)]
        task: Shown<TaskId>,
    },
    EffectQueued {
        #[schema(value_type = String)]
        effect: Shown<EffectId>,
    },
    Merged {
        #[schema(value_type = String)]
        contact: Shown<ContactId>,
    },
    Stopped {
        dropped: u32,
        #[schema(value_type = Vec<String>)]
        flows: Vec<FlowId>,
    },
}

impl Change {
    /// A fact of `contact`'s log.
    pub fn new(contact: ContactId, body: FactBody) -> Self {
        match body {
            FactBody::Created => Self::Created,
            FactBody::Identified { key } => identified(&key),
            FactBody::PropertyChanged { name, from, to } => Self::PropertyChanged {
                name: name.to_string(),
                from: from.as_ref().map(show_value),
                to: to.as_ref().map(show_value),
            },
            FactBody::CompanyChanged { company, name, joined, changed } => {
                let company = company.map(|id| id.to_string());
                let changed = changed.iter().map(ToString::to_string).collect();
                Self::CompanyChanged { company, name, joined, changed }
            }
            FactBody::TagAdded { tag } => Self::TagAdded { tag: tag.to_string() },
            FactBody::TagRemoved { tag } => Self::TagRemoved { tag: tag.to_string() },
            FactBody::ScoreAdjusted { category, points, score, total, reason, row, initial } => {
                let category = category.to_string();
                Self::ScoreAdjusted { category, points, score, total, reason, row, initial }
            }
            FactBody::StageChanged { from, to } => Self::StageChanged { from, to },
            FactBody::Disqualified { reason } => Self::Disqualified { reason },
            FactBody::Requalified => Self::Requalified,
            FactBody::SegmentEntered { segment, initial } => {
                Self::SegmentEntered { segment, initial }
            }
            FactBody::SegmentLeft { segment, initial } => Self::SegmentLeft { segment, initial },
            FactBody::Enrolled { key } => Self::Enrolled { key },
            FactBody::Stepped { port, to } => Self::Stepped { port, to },
            FactBody::Waiting { due } => Self::Waiting { due: due.map(Time) },
            FactBody::Heard => Self::Heard,
            FactBody::Migrated { to } => Self::Migrated { to },
            FactBody::GoalReached { goal } => Self::GoalReached { goal },
            FactBody::Ended { reason } => Self::Ended { reason },
            FactBody::Refused { flow, why } => Self::Refused { flow, why },
            FactBody::StepFailed { why } => Self::StepFailed { why },
            FactBody::DealCreated { deal } => deal_created(contact, deal),
            FactBody::DealMoved { deal, from, to, status } => {
                Self::DealMoved { deal: Shown(deal), from, to, status }
            }
            FactBody::TaskAssigned { task } => {
                Self::TaskAssigned { task: TaskResponse::new(contact, task) }
            }
            FactBody::TaskCompleted { task } => Self::TaskCompleted { task: Shown(task) },
            FactBody::EffectQueued { effect } => Self::EffectQueued { effect: Shown(effect) },
            FactBody::Merged { contact } => Self::Merged { contact: Shown(contact) },
            FactBody::Stopped { dropped, flows } => Self::Stopped { dropped, flows },
        }
    }
}

fn identified(key: &IdentityKey) -> Change {
    Change::Identified { by: key.kind().into(), value: key.value().into() }
}

fn deal_created(contact: ContactId, deal: Deal) -> Change {
    Change::DealCreated { deal: DealResponse::new(contact, deal) }
}
