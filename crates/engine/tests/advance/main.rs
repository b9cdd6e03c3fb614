//! What one input does: the order of things inside `advance`, case by case.
//!
//! Each case is a small catalog in JSON, a line of inputs with their times, and what came of it
//! written as short lines, so that a reader sees the whole of it at a glance.

mod changing;
mod companies;
mod disqualifying;
mod documents;
mod entering;
mod migrating;
mod order;
mod pausing;
mod recalling;
mod scoring;
mod segments;
mod standing;
mod time;
mod told;
mod world;
