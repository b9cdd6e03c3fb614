//! A clock that stands still until it is set: for history in virtual time and for tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use runnel_model::{Clock, Timestamp};

/// Clones show the same time.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// Shows this time.
    pub fn at(time: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(time.as_ms())))
    }

    /// Moves on to this time; never goes back.
    pub fn set(&self, time: Timestamp) {
        self.0.fetch_max(time.as_ms(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }
}
