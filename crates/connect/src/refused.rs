//! What was not taken, and why, for the page on which an engineer looks for it.

use runnel_model::ParseError;

/// A bad item, or a bad part of an item that was taken otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Stable, for counting: `missing_event`.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
    /// What was sent, at most [`Refused::SAMPLE_MAX`] characters of it.
    pub sample: String,
    /// How many items or parts this stands for.
    pub count: u64,
}

impl Refused {
    /// The longest sample kept, in characters.
    pub const SAMPLE_MAX: usize = 500;

    /// A refusal of one thing.
    pub fn new(code: &'static str, message: impl Into<String>, sample: &str) -> Self {
        let sample = sample.chars().filter(|c| !c.is_control()).take(Self::SAMPLE_MAX).collect();
        Self { code, message: message.into(), sample, count: 1 }
    }

    /// A refusal because of what a parser of the model said.
    pub(crate) fn because(code: &'static str, error: &ParseError, sample: &str) -> Self {
        Self::new(code, error.to_string(), sample)
    }
}
