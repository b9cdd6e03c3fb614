//! The answer to a write that moves a contact: its result, or where to look for it later.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use runnel_model::{ContactId, EventId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::Shown;
use crate::edits::Edited;
use crate::error::Result;

/// What a write answers.
pub enum Answer<T, L = Pending> {
    /// Its outcome is committed; this is the result.
    Done(StatusCode, T),
    /// It is durable and will be done, but was not within the time that a caller waits.
    Later(L),
}

/// A write that is durable and not applied yet: 202.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pending {
    /// The entry of the log that it becomes.
    #[schema(value_type = String)]
    pub event: Shown<EventId>,
    /// Whose log; null: of a contact that does not exist yet.
    #[schema(value_type = Option<String>)]
    pub contact: Option<Shown<ContactId>>,
}

impl<T> Answer<T> {
    /// The result of an edit of `contact`, once it is applied.
    pub async fn of(
        edited: Edited,
        contact: Option<ContactId>,
        status: StatusCode,
        result: impl AsyncFnOnce(ContactId) -> Result<T>,
    ) -> Result<Self> {
        match edited {
            Edited::Applied { contact, .. } => Ok(Self::Done(status, result(contact).await?)),
            Edited::Waiting(event) => {
                Ok(Self::Later(Pending { event: Shown(event), contact: contact.map(Shown) }))
            }
        }
    }
}

impl<T: Serialize, L: Serialize> IntoResponse for Answer<T, L> {
    fn into_response(self) -> Response {
        match self {
            Self::Done(status, result) => (status, Json(result)).into_response(),
            Self::Later(pending) => (StatusCode::ACCEPTED, Json(pending)).into_response(),
        }
    }
}
