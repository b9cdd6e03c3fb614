//! Why something was not published.

use std::fmt::Display;

use axum::http::StatusCode;
use runnel_model::{Diagnostic, FlowId, FlowState, StoreError};
use runnel_runtime::{IntakeError, PastError};
use serde_json::json;

/// Why something was not published.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such flow, segment or scoring model.
    #[error("there is no {what} `{id}`")]
    NotFound {
        /// Which of them.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// It has errors.
    #[error("it cannot be published: {}", first(.0))]
    Refused(Vec<Diagnostic>),
    /// Its state, or what refers to it, stands in the way.
    #[error("{message}")]
    Conflict {
        /// For programs.
        code: &'static str,
        /// For people.
        message: String,
    },
    /// Somebody is inside, and nothing was said about them.
    #[error("{inside} are inside the flow `{flow}`; say that their enrolments end: `people=exit`")]
    PeopleInside {
        /// Which flow.
        flow: FlowId,
        /// How many.
        inside: u64,
    },
    /// Others published all the time.
    #[error("somebody else is publishing; try again")]
    Busy,
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The enrolments of an archived flow could not all be ended; archiving it again goes on.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// What is to be counted first could not be.
    #[error(transparent)]
    Past(#[from] PastError),
    /// The system has no random numbers to give.
    #[error("no random numbers: {0}")]
    Random(String),
}

impl Error {
    /// Whether it may go well the next time.
    pub(super) const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Busy | Self::Store(_) | Self::Intake(_) | Self::Past(_) | Self::Random(_)
        )
    }

    pub(super) fn wrong_state(id: &FlowId, state: FlowState) -> Self {
        let message = match state {
            FlowState::Draft => format!("the flow `{id}` was never published"),
            FlowState::Active => format!("the flow `{id}` is active"),
            FlowState::Paused => format!("the flow `{id}` is paused"),
            FlowState::Archived => format!("the flow `{id}` is archived; publish it anew"),
        };
        Self::Conflict { code: "wrong_state", message }
    }

    pub(super) fn in_use(what: &str, id: &dyn Display, users: &[String]) -> Self {
        let users = users.join(", ");
        let message = format!("the {what} `{id}` is used by {users}; change that first");
        Self::Conflict { code: "in_use", message }
    }
}

fn first(diagnostics: &[Diagnostic]) -> &str {
    diagnostics.first().map_or("", |diagnostic| &diagnostic.message)
}

impl From<Error> for crate::error::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound { what, id } => Self::not_found(what, id),
            Error::Refused(diagnostics) => Self::diagnostics(
                "it has errors and was not published; `details.diagnostics` lists all of them",
                &diagnostics,
            ),
            Error::Conflict { code, message } => Self::conflict(code, message),
            Error::PeopleInside { inside, .. } => Self::Refused {
                status: StatusCode::CONFLICT,
                code: "people_inside",
                message: error.to_string(),
                details: json!({ "inside": inside }),
            },
            Error::Busy => Self::conflict("busy", error.to_string()),
            Error::Store(error) => error.into(),
            Error::Intake(error) => error.into(),
            Error::Past(PastError::Store(error)) => error.into(),
            Error::Past(PastError::Intake(error)) => error.into(),
            Error::Random(_) => Self::internal(error),
        }
    }
}
