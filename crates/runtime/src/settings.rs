//! How much the loops do at once. Every bound that keeps memory and latency in check is here.

use std::time::Duration;

use runnel_model::Span;

/// How long an API call waits for the outcome of what it asked for before it answers 202.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// How long a shutdown may take.
pub const DRAIN: Duration = Duration::from_secs(15);

/// The sizes of batches and queues.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many processing loops share the partitions: 1 for SQLite, which has one writer;
    /// 2 or more for PostgreSQL.
    pub lanes: u8,
    /// What may wait for its commit, in units of one item plus its KiB. Beyond it new items are
    /// refused as overload, so that memory stays bounded.
    pub accept_queue_max: usize,
    /// How many items one accept transaction takes, unless a single submission has more.
    pub accept_batch_max: usize,
    /// What is accepted is applied in the same transaction, unless something else still waits:
    /// one commit instead of two, and no way through the inbox.
    pub apply_at_once: bool,
    /// How many inputs one process transaction takes.
    pub process_batch_max: usize,
    /// How many contacts one step of a sweep wakes.
    pub sweep_batch_max: usize,
    /// How long entries of the log are kept, and hashes of messages; None: for ever.
    pub events_kept: Option<Span>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lanes: 1,
            accept_queue_max: 32_768,
            accept_batch_max: 2_048,
            apply_at_once: true,
            process_batch_max: 1_024,
            sweep_batch_max: 500,
            events_kept: None,
        }
    }
}
