//! The pure engine: flow document → plan, rule → verdict, contact × input → outcome.
//!
//! No IO, no clock, no randomness, no async: the same code serves live traffic, simulation,
//! scenarios and replay. What is *absent* is the point: this crate's dependencies contain no
//! runtime, no database and no logging, and a test keeps it so.
//!
//! Reading order: [`advance`] and `turn/` (what one input does), `rule/` (what holds, and until
//! when), `catalog` and `compile` (what is decided once per publication), `kinds/` (what a node
//! can be). `tried`, `why` and `preview` are for people who want to know: what a flow would
//! do, and why, and whom a rule would concern.

mod advance;
mod catalog;
mod check;
mod compile;
mod kind;
mod kinds;
mod merge;
mod order;
mod plan;
mod preview;
mod recall;
pub mod rule;
mod scored;
mod scoring;
mod signal;
mod tried;
mod turn;
mod why;

pub use advance::{advance, fail_due};
pub use catalog::{Catalog, check_segments};
pub use check::{Reference, Scope, references_of_model, references_of_rule};
pub use compile::{NODES_MAX, compile, references};
pub use kind::{KindInfo, Role, Wants};
pub use kinds::kinds;
pub use merge::merge;
pub use plan::Plan;
pub use preview::Preview;
pub use recall::{Recall, Recalled};
pub use scored::{ModelPreview, Rescored};
pub use tried::{Decided, Decision, NotForced, advance_explained, enter};
pub use why::{Entry, StepKind};

/// The version of the engine, recorded with each input: a replay is exact by the same version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
