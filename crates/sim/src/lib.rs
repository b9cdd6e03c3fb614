//! What tries the engine out and checks it: scenarios, an invented history, the invariants.
//!
//! All of it is pure. Time is a number that is counted up, chance a seed, and whoever wants the
//! real loops and a real database around it (the demo, `doctor`, the tests) brings them.
//!
//! - [`scenario`]: a flow file's own tests, "events in, expected path out"
//! - [`simulation`]: what would become of a contact in a flow
//! - [`history`]: a small company's contacts and what they did for some weeks
//! - [`invariants`]: what must be true of a contact's state, its log and the rows made of them

mod drive;
pub mod history;
pub mod invariants;
pub mod scenario;
pub mod simulation;
