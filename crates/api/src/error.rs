//! What goes wrong while a request is answered, and how it is told.
//!
//! Whoever asked learns what is wrong, with which thing, and what to do next. What is our own
//! fault is not told: it is logged once, with its chain, by [`crate::http::report`], and answered
//! with a fixed text and the id under which it stands in the log.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use runnel_model::{Diagnostic, ParseError, StoreError};
use runnel_runtime::IntakeError;
use serde::Serialize;
use serde_json::{Value, json};

/// The seconds after which somebody may try again when the database is not there.
pub const RETRY_AFTER_S: u32 = 3;

/// The one error of this crate.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request cannot be answered as it is; told to whoever sent it.
    #[error("{code}: {message}")]
    Refused {
        /// 4xx.
        status: StatusCode,
        /// Stable, for programs.
        code: &'static str,
        /// For people: what is wrong, with which thing, what to do.
        message: String,
        /// What a program may want to know; null if nothing.
        details: Value,
    },
    /// The database is not there or full, or more came than is stored: it will be again.
    #[error("cannot store anything at present")]
    Unavailable(#[source] Arc<dyn std::error::Error + Send + Sync>),
    /// More came than can be taken at present.
    #[error("overloaded")]
    Overloaded,
    /// Somebody tried too often.
    #[error("too many attempts")]
    TooManyAttempts {
        /// How long they should wait.
        wait: Duration,
    },
    /// A defect of ours.
    #[error("{0}")]
    Internal(Arc<dyn std::error::Error + Send + Sync>),
}

/// What is answered.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A refusal without details.
    pub fn refused(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused { status, code, message: message.into(), details: Value::Null }
    }

    /// 401: no session and no key, or ones that are not known.
    pub fn unauthorised() -> Self {
        let message = "sign in, or send a key of the API: `Authorization: Bearer rk_…`";
        Self::refused(StatusCode::UNAUTHORIZED, "unauthorised", message)
    }

    /// 404: there is no such thing.
    pub fn not_found(what: &str, id: impl std::fmt::Display) -> Self {
        Self::refused(StatusCode::NOT_FOUND, "not_found", format!("there is no {what} `{id}`"))
    }

    /// 404: nothing is served under this path.
    pub fn no_route() -> Self {
        Self::refused(StatusCode::NOT_FOUND, "no_route", "nothing is here; see /api/docs")
    }

    /// 405: there is something, but not for this method.
    pub fn method_not_allowed() -> Self {
        let message = "this method is not possible here; see /api/docs";
        Self::refused(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message)
    }

    /// 400: this cannot be read at all.
    pub fn malformed(code: &'static str, message: impl Into<String>) -> Self {
        Self::refused(StatusCode::BAD_REQUEST, code, message)
    }

    /// 409: it stands in the way of something else.
    pub fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::refused(StatusCode::CONFLICT, code, message)
    }

    /// 412: it was changed since it was read.
    pub fn changed_since(what: &str, expected: u64, found: u64) -> Self {
        Self::Refused {
            status: StatusCode::PRECONDITION_FAILED,
            code: "changed_since",
            message: format!(
                "the {what} was changed meanwhile: If-Match says {expected}, it is {found} now; read it again"
            ),
            details: json!({ "expected": expected, "found": found }),
        }
    }

    /// Adds to what a program may want to know.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        if let Self::Refused { details: Value::Object(details), .. } = &mut self {
            details.insert(name.into(), json!(value));
        }
        self
    }

    /// 412: a contact is as expected, but edits of it are accepted and not applied yet.
    pub fn about_to_change(expected: u64, waiting: u64) -> Self {
        Self::Refused {
            status: StatusCode::PRECONDITION_FAILED,
            code: "changed_since",
            message: "the contact was changed meanwhile, by what was answered 202 and is not \
                applied yet: read it again when it is"
                .into(),
            details: json!({ "expected": expected, "waiting": waiting }),
        }
    }

    /// 422: understood, but it cannot be done.
    pub fn unprocessable(code: &'static str, message: impl Into<String>) -> Self {
        Self::refused(StatusCode::UNPROCESSABLE_ENTITY, code, message)
    }

    /// 422 with all that is wrong with a document.
    pub fn diagnostics(message: impl Into<String>, diagnostics: &[Diagnostic]) -> Self {
        Self::Refused {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code: "diagnostics",
            message: message.into(),
            details: json!({ "diagnostics": diagnostics }),
        }
    }

    /// 500, with the defect for the log.
    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into().into())
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Refused { status, .. } => *status,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Overloaded | Self::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn body(&self) -> Value {
        let (code, message, details) = match self {
            Self::Refused { code, message, details, .. } => (*code, &**message, details.clone()),
            Self::Unavailable(_) => ("unavailable", "try again in a few seconds", Value::Null),
            Self::Overloaded => ("overloaded", "too much at once; try again", Value::Null),
            Self::TooManyAttempts { .. } => {
                ("too_many_attempts", "too many attempts; wait a moment and try again", Value::Null)
            }
            Self::Internal(_) => ("internal", "something broke on our side", Value::Null),
        };
        json!({ "code": code, "message": message, "details": details })
    }

    fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Unavailable(_) => Some(RETRY_AFTER_S),
            Self::Overloaded => Some(1),
            // Rounded up: who comes back at that second is let in.
            Self::TooManyAttempts { wait } => {
                Some(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
            }
            Self::Refused { .. } | Self::Internal(_) => None,
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(Arc::new(error)),
            StoreError::Refused(_) | StoreError::Damaged(_) => Self::Internal(Arc::new(error)),
        }
    }
}

impl From<IntakeError> for Error {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Overloaded => Self::Overloaded,
            IntakeError::Unavailable(_) | IntakeError::Stopping => {
                Self::Unavailable(Arc::new(error))
            }
            IntakeError::Damaged(_) => Self::Internal(Arc::new(error)),
        }
    }
}

impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        Self::malformed("malformed", error.to_string())
    }
}

/// What a response carries to the log: the error behind a 5xx.
#[derive(Clone)]
pub struct Fault(pub Arc<dyn std::error::Error + Send + Sync>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = (self.status(), axum::Json(self.body())).into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        // What was not read stays in the connection; whoever used it again would find it broken.
        if self.status() == StatusCode::PAYLOAD_TOO_LARGE {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        if let Self::Unavailable(fault) | Self::Internal(fault) = self {
            response.extensions_mut().insert(Fault(fault));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(error: Error, status: u16, code: &str, retry_after: Option<&str>) {
        assert_eq!(error.body()["code"], code);
        let response = error.into_response();
        assert_eq!(response.status().as_u16(), status);
        let header = response.headers().get(header::RETRY_AFTER);
        assert_eq!(header.map(|value| value.to_str().unwrap()), retry_after);
    }

    #[test]
    fn what_is_our_fault_says_when_to_try_again_and_nothing_more() {
        let secret = || "disk /var/lib/secret is full".to_owned();
        check(StoreError::Unavailable(secret()).into(), 503, "unavailable", Some("3"));
        check(Error::Overloaded, 429, "overloaded", Some("1"));
        let wait = Duration::from_millis(1_200);
        check(Error::TooManyAttempts { wait }, 429, "too_many_attempts", Some("2"));
        check(StoreError::Damaged(secret()).into(), 500, "internal", None);
        let body = Error::from(StoreError::Damaged(secret())).body().to_string();
        assert!(!body.contains("secret"), "{body}");
    }

    #[test]
    fn what_is_not_our_fault_is_told() {
        check(Error::unauthorised(), 401, "unauthorised", None);
        check(Error::not_found("flow", "f"), 404, "not_found", None);
        check(ParseError::new("tag", "it is empty").into(), 400, "malformed", None);
    }
}
