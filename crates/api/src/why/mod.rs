//! Why a contact went where it went, and why it did not: explanations of rules, and the passages
//! of a contact through a flow, as values and in sentences.
//!
//! Passages are read from facts, those of the log as well as those of a simulation. What a rule
//! found at the time is known only of a simulation; of the log it is asked again, of the contact
//! as it is now, and each answer says which of the two it is.

mod asked;
mod clause;
mod explained;
mod passage;
mod reason;
mod reasons;
mod way;

pub use asked::Asked;
pub use explained::{About, Explained};
pub use passage::{Evaluated, Passage, Wanted, passages};
pub use reason::{Standing, WhyReason};
