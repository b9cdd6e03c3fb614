//! The pure engine: flow document → plan, rule → verdict, contact × input → outcome.
//!
//! No IO, no clock, no randomness, no async: the same code serves live traffic, simulation,
//! scenarios and replay. What is *absent* is the point: this crate's dependencies contain no
//! runtime, no database and no logging, and a test keeps it so.
//!
//! Reading order: [`advance`] and `turn/` (what one input does), `rule/` (what holds, and until
//! when), `catalog` and `compile` (what is decided once per publication), `kinds/` (what a node
//! can be).

mod advance;
mod catalog;
mod check;
mod compile;
mod kind;
mod kinds;
mod merge;
mod plan;
pub mod rule;
mod signal;
mod turn;

pub use advance::{advance, fail_due};
pub use catalog::{Catalog, check_segments};
pub use check::Scope;
pub use compile::{NODES_MAX, compile};
pub use kind::{KindInfo, Role};
pub use kinds::kinds;
pub use merge::merge;
pub use plan::Plan;

/// The version of the engine, recorded with each input: a replay is exact by the same version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
