//! The store against real databases: SQLite in a file of each test's own, and PostgreSQL where
//! `RUNNEL_TEST_POSTGRES` names a server on which databases may be created.
//!
//! The engine is not here. Each test brings a small function in its place (`work.rs`), so that
//! what is checked is what the store does with an outcome, not what the outcome should be.

mod harness;
mod work;

mod accepting;
mod damaged;
mod effects;
mod listing;
mod merging;
mod opening;
mod processing;
mod publishing;
mod retaining;
mod sampling;
mod team;
mod waking;
