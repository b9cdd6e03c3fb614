//! The one error of this crate: a text from outside is not what it should be.

/// A value from outside that cannot be taken, with what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} is not valid: {why}")]
pub struct ParseError {
    /// What was being read, in the words of the product: "tag", "flow id".
    pub what: &'static str,
    /// What is wrong and what would be right; safe to show to whoever sent it.
    pub why: String,
}

impl ParseError {
    /// An error about `what`.
    pub fn new(what: &'static str, why: impl Into<String>) -> Self {
        Self { what, why: why.into() }
    }
}
