//! Other systems' wire formats: into our events, out of our effects.
//!
//! Everything here turns bytes into values of `runnel-model` or values into bytes. Nothing here
//! does IO, reads a clock or looks anything up: the time of receipt is an argument, and whom an
//! item concerns is decided by `runnel_model::resolve` later.
//!
//! What cannot be taken is never an error of the whole: each bad item, and each bad part of a
//! good item, becomes a [`Refused`] with a sample, so that an engineer sees what is wrong while
//! everything else goes through. An [`Error`] is only for a body that cannot be read at all.
//!
//! Reading order: the shared pieces (refusals, JSON, times, values), then the formats:
//! [`tracking`], [`calendly`], [`webhook`], and where a webhook may go: [`address`].

mod clean;
mod dedupe;
mod error;
mod json;
mod refused;
mod time;
mod value;

pub mod address;
pub mod calendly;
pub mod tracking;
pub mod webhook;

mod item;

pub use dedupe::dedupe;
pub use error::Error;
pub use item::Item;
pub use refused::Refused;
pub use time::parse_time;
pub use value::{Typed, coerce, natural, typed};
