//! One contact's passage through one version of a flow.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DealId, EffectId, EnrolmentId, FlowId, NodeId, Timestamp};

/// A contact that is inside a flow, and where its one token stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Its id.
    pub id: EnrolmentId,
    /// Which flow.
    pub flow: FlowId,
    /// Which version of it: an enrolment keeps the version it started in.
    pub version: u32,
    /// What sets it apart from others in the same flow: a cart, a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// When it began.
    pub entered_at: Timestamp,
    /// The step that the token stands at.
    pub node: NodeId,
    /// When the token came there.
    pub since: Timestamp,
    /// What the token waits for; absent only while `advance` runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Wait>,
    /// The deal that this enrolment created or was started by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<DealId>,
    /// The goals it has reached; it jumps to none of them again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub goals: BTreeSet<NodeId>,
}

/// What ends a wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// The time at which it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// The awaited thing came while the flow was paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Timestamp>,
    /// The effect whose final answer is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<EffectId>,
}

/// Why an enrolment is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// It came to an end of the flow.
    Finished,
    /// An *exit* step ended it.
    Exited,
    /// The flow's exit rule held.
    ExitRule,
    /// Two contacts turned out to be one; the older enrolment goes on.
    Merged,
    /// The flow was archived or deleted, or a publisher chose to end it.
    Stopped,
    /// It could not go on.
    Failed {
        /// Why, for the one who drew the flow.
        why: String,
    },
}

/// What a contact has behind it in a flow, over all versions: what re-entry is decided by, and
/// what rules about the flow ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entries {
    /// How often it entered.
    pub count: u32,
    /// The last time it did.
    pub last: Timestamp,
    /// How often it came to an end of the flow.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub finished: u32,
    /// How often it reached a goal.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub goals: u32,
    /// The last time by key, of a flow that has keys and limits how often each may enter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<String, Timestamp>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}
