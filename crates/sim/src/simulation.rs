//! What would become of a contact in a flow: the real engine, everything that is published, and
//! the flow as it is drawn at present, in virtual time.
//!
//! Nothing is written and nobody is asked: each request to the world is noted, and answered as
//! chosen. Other published flows run as well, since they would. Everything is bounded: so many
//! inputs, so many facts, so long a time.

mod given;
mod run;

#[cfg(test)]
mod tests;

pub use crate::drive::Applied;
pub use crate::scenario::Answer;
pub use given::{Happening, Invented, Refusal, Simulation, Start, Subject};
pub use run::{Simulated, Stopped, simulate};
