//! The loops together, over a store in memory and in paused time.

mod accepting;
mod counting;
mod delivering;
mod driving;
mod processing;
mod retaining;
