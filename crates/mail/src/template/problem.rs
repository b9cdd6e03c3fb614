//! What may be wrong: with a template when it is saved, with a mail when it is rendered.

use std::fmt;

use serde::Serialize;

/// The parts of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The subject line.
    Subject,
    /// The text for readers without HTML.
    Text,
    /// The HTML.
    Html,
}

/// Why a template cannot be used, and where. The text is for whoever wrote the template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{part}, line {line}: {message}")]
pub struct Problem {
    /// Which part.
    pub part: Part,
    /// The line in it, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// Why a mail is not sent to this contact: it is held until the contact or the template changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Held {
    /// The contact lacks it, and the template has no `default` for it.
    #[error("{part}: `{field}` is empty for this contact and has no default")]
    Missing {
        /// Which part.
        part: Part,
        /// What is missing, as it is written in the template.
        field: String,
    },
    /// A limit was met.
    #[error("{part}: {what} of more than {max}")]
    TooMuch {
        /// Which part.
        part: Part,
        /// Of what.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// A filter could not work with the value of this contact.
    #[error("{part}: {message}")]
    Failed {
        /// Which part.
        part: Part,
        /// What it said.
        message: String,
    },
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Subject => "subject",
            Self::Text => "text",
            Self::Html => "HTML",
        })
    }
}
