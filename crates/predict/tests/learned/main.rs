//! What is learned from companies whose truth is known, because it was made up here.

mod believes_nothing;
mod leaks_nothing;
mod recovers;
mod survives;
mod thresholds;
mod world;
