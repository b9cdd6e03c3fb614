//! A flow's own tests: a contact, what happens to it and when, and what is expected of the flow.
//!
//! They stand in the flow's file, beside what they test, and are written by the person who drew
//! the flow. So they speak of steps, points, tags and deals, and leave out what does not matter:
//! an expectation that is not written is not checked.
//!
//! Running one is the real engine in virtual time. The contact is looked at exactly when it
//! asked to be, so a wait of three days ends at its very second and takes none.

mod expect;
mod file;
mod happen;
mod report;
mod run;

#[cfg(test)]
mod tests;

pub use expect::{Expect, ExpectedDeal, ExpectedEffect, ExpectedTask, FactPattern};
pub use file::{
    Answer, Change, Error, FlowFile, Scenario, StartingContact, StartingDeal, Step, sales_pipeline,
};
pub use report::ScenarioResult;
pub use run::{diagnostics, run};
