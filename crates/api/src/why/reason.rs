//! How a contact stands to a step, and each reason for it, as it is told.

use runnel_model::FlowState;
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::Explained;
use crate::described;
use crate::log::{EventRef, StepRef};
use crate::time::Time;

/// How a contact stands to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is there.
    IsThere,
    /// It was there before.
    WasThere,
    /// It is in the flow and may still come there.
    OnTheWay,
    /// It was in the flow, or is, and went another way.
    WentAnotherWay,
    /// It has not entered the flow.
    NotEntered,
}

/// One reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyReason {
    /// In a sentence.
    pub text: String,
    /// As data.
    pub reason: Reason,
}

/// A reason, by its code. Rules are asked of the contact as it is now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The flow does not run.
    FlowState {
        #[schema(value_type = described::FlowState)]
        state: FlowState,
    },
    /// What a trigger waits for: something that is to become so, or an event and the last one of
    /// its name that came.
    Trigger { step: StepRef, explanation: Option<Explained>, last_event: Option<TriedEvent> },
    /// Whether the contact may enter again.
    Reentry { allowed: bool, last: Option<Time>, again_at: Option<Time> },
    /// The flow's exit rule holds, so the contact would leave at once.
    ExitRule { explanation: Explained },
    /// Whether the goal is reached.
    Goal { step: StepRef, explanation: Option<Explained> },
    /// A step on the way that chooses: by which port the contact left it, if it did, and by which
    /// one would lead here.
    Choice {
        step: StepRef,
        at: Option<Time>,
        taken: Option<String>,
        needed: String,
        explanation: Option<Explained>,
    },
    /// It waits at a step.
    Waits { step: StepRef, until: Option<Time> },
    /// It came there.
    Came { at: Option<Time>, left_by: Option<String> },
    /// Its last passage is over.
    Ended { at: Time },
    /// No wire leads there from where the contact is or comes in.
    NoWay,
}

/// An event that a trigger looked at.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriedEvent {
    /// Which.
    pub event: EventRef,
    /// What was asked of it.
    pub conditions: Vec<TriedCondition>,
}

/// What was asked of an event's property.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriedCondition {
    /// Which property.
    pub name: String,
    /// What was asked, in words.
    pub asked: String,
    /// What the source told; null: nothing.
    #[schema(value_type = Option<Value>)]
    pub value: Option<Json>,
    /// Whether it holds.
    pub holds: bool,
}

pub fn no_way() -> WhyReason {
    reason("No wire leads there from where the contact comes in".into(), Reason::NoWay)
}

pub const fn reason(text: String, reason: Reason) -> WhyReason {
    WhyReason { text, reason }
}
