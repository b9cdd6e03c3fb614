//! Work for a sales person.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{TaskId, Timestamp};

/// Whether a task is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskStatus {
    /// To be done.
    Open,
    /// Done.
    Done,
}

/// Work that somebody is to do about one contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What is to be done, in one line.
    pub title: String,
    /// What helps doing it: the score and where it came from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who is to do it; absent: nobody yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// Whether it is done.
    pub status: TaskStatus,
    /// When it was assigned.
    pub created_at: Timestamp,
}
