//! Rules compiled, and asked: does this hold of this contact now, and until when is that sure?
//!
//! A rule is compiled once per publication ([`Compiled`]) and then asked many times. The answer
//! is a [`Verdict`]: besides yes or no, the time before which nothing but something happening to
//! the contact can change it. So nobody polls and nobody rebuilds a segment at night: a contact
//! is looked at again when something happened or when that time has come.
//!
//! What a contact did is not read from its log but from its behaviours, which keep just as much
//! as the published rules ask about. Compiling a rule therefore also says what it needs kept
//! ([`Needs`]) and what it reads ([`Reads`]), so that only the facts that concern it make anybody
//! ask again.
//!
//! Nothing here reads a clock, and nothing here translates a rule into a query: this is the only
//! evaluator there is. Asked *whether*, it stops where the answer is sure; asked *why*
//! ([`Explanation`]), it says of each part what it found. The compiled tree has the shape of the
//! document, part for part, so that an explanation walks both.

mod calendar;
mod compile;
mod dates;
mod distinct;
mod evaluate;
mod explain;
mod filled_in;
mod fold;
mod given;
mod local_time;
mod matching;
mod memory;
mod needs;
mod number;
mod reads;
mod sequence;
mod tally;
mod test_value;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value;

pub use calendar::zone;
pub use compile::Compiled;
pub use dates::Day;
pub use evaluate::Verdict;
pub use explain::{Clause, Explanation, Found};
pub use local_time::Clock;
pub use matching::{Match, Seen};
pub use memory::Memory;
pub use needs::{Needs, behaviour_id};
pub use number::Taking;
pub use reads::Reads;
pub use tally::Tally;

/// Why a rule cannot be published, in words for the one who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable, for programs: `rule_too_deep`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The names and numbers that the message speaks of.
    pub values: BTreeMap<String, Value>,
}

impl Problem {
    fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: help.into(), values: BTreeMap::new() }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }
}
