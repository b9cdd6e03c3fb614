//! The log of a contact as people read it: what happened, what came of it, and why.
//!
//! Facts hold ids; here they get the names that flows, steps and segments had in the very version
//! that acted. Nothing is reckoned anew: a receipt shows the points that were given.

mod entry;
mod names;
mod receipt;
mod sentence;

pub use entry::{EventRef, TimelineEntry};
pub use names::{FlowRef, Names, StepRef};
pub use receipt::{ReceiptPoint, points};
pub use sentence::{fact as fact_text, input as input_text, value as value_text};
