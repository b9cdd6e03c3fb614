//! Calendly's webhooks: a meeting booked, moved, cancelled or missed, a routing form submitted.
//!
//! A reschedule is sent as two deliveries, a cancellation and a booking, in any order. Only the
//! booking speaks: it names the old invitee and becomes *meeting rescheduled*; the cancellation
//! that says it was rescheduled is nothing at all, so no lead is lost by moving a meeting.

mod payload;
mod signature;

pub use payload::parse;
pub use signature::{SignatureError, TOLERANCE_MS, verify};
