//! What time it is: the machine's clock, corrected to the database's, that never falls.
//!
//! Several machines share a database, and their clocks differ; waits are due by the database's.
//! A clock that is set back does not make what happened unhappen, so time stands still until the
//! machine has caught up. Tests and the demo add an offset of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use runnel_model::{Clock, Timestamp};

/// The clock of this process. Clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct SystemClock {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// What the database's clock is ahead of the machine's, in ms.
    database_offset_ms: AtomicI64,
    /// What has been skipped on purpose, in ms.
    skipped_ms: AtomicI64,
    /// The latest time shown.
    shown_ms: AtomicI64,
}

impl SystemClock {
    /// Takes note of what the database's clock says now.
    pub fn correct(&self, database: Timestamp) {
        let offset = database.as_ms() - machine_ms();
        self.inner.database_offset_ms.store(offset, Ordering::Relaxed);
    }

    /// Skips time; it goes on from there at its usual pace. A negative span is as if the clock
    /// had been set back.
    #[cfg(any(test, feature = "virtual-clock"))]
    pub fn skip(&self, ms: i64) {
        self.inner.skipped_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// Makes it `time` now.
    #[cfg(any(test, feature = "virtual-clock"))]
    pub fn set(&self, time: Timestamp) {
        self.skip(time.as_ms() - self.reckoned_ms());
    }

    fn reckoned_ms(&self) -> i64 {
        let inner = &self.inner;
        machine_ms()
            + inner.database_offset_ms.load(Ordering::Relaxed)
            + inner.skipped_ms.load(Ordering::Relaxed)
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let now = self.reckoned_ms();
        let shown = self.inner.shown_ms.fetch_max(now, Ordering::Relaxed);
        Timestamp::from_ms(shown.max(now))
    }
}

fn machine_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn it_follows_the_database_and_never_falls() {
        let clock = SystemClock::default();
        let start = clock.now();
        clock.correct(Timestamp::from_ms(machine_ms() + HOUR));
        let corrected = clock.now();
        assert!(corrected - start >= HOUR - 1_000, "{}", corrected - start);
        clock.correct(Timestamp::from_ms(machine_ms()));
        assert!(clock.now() >= corrected, "time stands still instead of falling");
        clock.skip(-HOUR);
        assert!(clock.now() >= corrected);
    }

    #[test]
    fn it_can_be_set_to_the_past_before_it_was_looked_at() {
        let clock = SystemClock::default();
        clock.set(Timestamp::from_ms(1_000));
        let now = clock.now().as_ms();
        assert!((1_000..60_000).contains(&now), "{now}");
        clock.skip(HOUR);
        assert!(clock.now().as_ms() >= 1_000 + HOUR);
    }
}
