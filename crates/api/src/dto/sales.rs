//! Deals, tasks and enrolments as they are shown.

use runnel_model::{
    ContactId, Deal, DealId, DealStatus, Enrolment, EnrolmentId, FlowId, Money, NodeId, PipelineId,
    StageId, Task, TaskId, TaskStatus,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::Shown;
use crate::described;
use crate::time::Time;

/// A possible sale.
#[derive(Debug, Serialize, ToSchema)]
pub struct DealResponse {
    /// `deal_42`.
    #[schema(value_type = String)]
    pub id: Shown<DealId>,
    /// Whose it is.
    #[schema(value_type = String)]
    pub contact: Shown<ContactId>,
    /// What it is about.
    pub name: String,
    /// Which pipeline it moves through.
    #[schema(value_type = String)]
    pub pipeline: PipelineId,
    /// Where in it.
    #[schema(value_type = String)]
    pub stage: StageId,
    /// What that stage means.
    #[schema(value_type = described::DealStatus)]
    pub status: DealStatus,
    /// What it may be worth.
    #[schema(value_type = Option<described::Money>)]
    pub amount: Option<Money>,
    /// When it was created.
    pub created_at: Time,
    /// When it came to its stage.
    pub moved_at: Time,
}

impl DealResponse {
    /// A deal of `contact`.
    pub fn new(contact: ContactId, deal: Deal) -> Self {
        Self {
            id: Shown(deal.id),
            contact: Shown(contact),
            name: deal.name,
            pipeline: deal.pipeline,
            stage: deal.stage,
            status: deal.status,
            amount: deal.amount,
            created_at: Time(deal.created_at),
            moved_at: Time(deal.moved_at),
        }
    }
}

/// Work for a sales person.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskResponse {
    /// `task_42`.
    #[schema(value_type = String)]
    pub id: Shown<TaskId>,
    /// About whom.
    #[schema(value_type = String)]
    pub contact: Shown<ContactId>,
    /// What is to be done, in one line.
    pub title: String,
    /// What helps doing it.
    pub note: String,
    /// Who is to do it; null: nobody yet.
    pub owner: Option<String>,
    /// When it is due.
    pub due_at: Option<Time>,
    /// Whether it is done.
    #[schema(value_type = described::TaskStatus)]
    pub status: TaskStatus,
    /// When it was assigned.
    pub created_at: Time,
}

impl TaskResponse {
    /// A task about `contact`.
    pub fn new(contact: ContactId, task: Task) -> Self {
        Self {
            id: Shown(task.id),
            contact: Shown(contact),
            title: task.title,
            note: task.note,
            owner: task.owner,
            due_at: task.due_at.map(Time),
            status: task.status,
            created_at: Time(task.created_at),
        }
    }
}

/// A contact's passage through a flow that is not over.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentResponse {
    /// `enr_42`.
    #[schema(value_type = String)]
    pub id: Shown<EnrolmentId>,
    /// Which flow.
    #[schema(value_type = String)]
    pub flow: FlowId,
    /// The version it started in, and stays in.
    pub version: u32,
    /// What sets it apart from others in the same flow.
    pub key: Option<String>,
    /// When it began.
    pub entered_at: Time,
    /// The step it stands at.
    #[schema(value_type = String)]
    pub node: NodeId,
    /// Since when.
    pub since: Time,
    /// Until when at most it waits there.
    pub due: Option<Time>,
}

impl From<Enrolment> for EnrolmentResponse {
    fn from(enrolment: Enrolment) -> Self {
        Self {
            id: Shown(enrolment.id),
            flow: enrolment.flow,
            version: enrolment.version,
            key: enrolment.key,
            entered_at: Time(enrolment.entered_at),
            node: enrolment.node,
            since: Time(enrolment.since),
            due: enrolment.wait.and_then(|wait| wait.due).map(Time),
        }
    }
}
