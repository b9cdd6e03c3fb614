//! The loops around the pure engine: the only place in Runnel that waits.
//!
//! Each loop is two things: a `*_once` function that does one transaction's worth of work and can
//! be driven by hand, and a loop around it that knows when to call it again. None of them knows
//! what an input or an effect means (`runnel-engine` does), how anything is stored (`Store`) or
//! what the time is (`Clock`).
//!
//! Reading order: [`Runtime`] (the handle), `intake` (group commit), `process` and `work` (inputs
//! through the engine), `waiters` (who wants to know), `outbox`, `targets` and `schedule`
//! (effects), `sweep` (changes that concern everybody), `past` (what happened before anybody asked),
//! `retention` (what is too old), [`Changes`] (what screens are told), [`Driver`] (all of it by hand).

mod alarm;
mod backoff;
mod changes;
mod clock;
mod driver;
mod engine;
mod guard;
mod intake;
mod news;
mod outbox;
mod paced;
mod past;
mod process;
mod property_types;
mod retention;
mod runtime;
mod schedule;
mod settings;
mod shared;
mod stop;
mod sweep;
mod targets;
mod topic;
mod waiters;
mod work;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use changes::{Changes, Listener};
pub use clock::ManualClock;
pub use driver::Driver;
pub use intake::{BadItem, IntakeError, ItemAnswer};
pub use outbox::Signer;
pub use past::{Past, PastError};
pub use property_types::{Coerced, PropertyRefusal};
pub use runtime::{Parts, Runtime, Tasks};
pub use settings::{DRAIN, PATIENCE, Settings};
pub use topic::Topic;
pub use waiters::{Rejection, Waited};
