//! How long a loop waits after a failure, and that a failure is logged once, not once per try.

use std::time::Duration;

use runnel_model::StoreError;

const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(5);

/// The waiting of one loop.
pub(crate) struct Backoff {
    /// What the loop does, for the log: "processing".
    doing: &'static str,
    failures: u32,
    turn: u32,
}

impl Backoff {
    /// `turn` sets loops apart that would otherwise all come back in the same moment.
    pub(crate) const fn new(doing: &'static str, turn: u32) -> Self {
        Self { doing, failures: 0, turn }
    }

    /// It failed (again): how long to wait, from 250 ms to 5 s.
    pub(crate) fn failed(&mut self, error: &StoreError) -> Duration {
        if self.failures == 0 {
            log_failure(self.doing, error);
        }
        let pause = FIRST.saturating_mul(1 << self.failures.min(8));
        self.failures += 1;
        self.turn = self.turn.wrapping_add(1);
        let jitter = FIRST * (self.turn.wrapping_mul(37) % 100) / 100;
        (pause + jitter).min(LONGEST)
    }

    /// It worked.
    pub(crate) fn worked(&mut self) {
        if self.failures > 0 {
            tracing::info!(doing = self.doing, failures = self.failures, "works again");
            self.failures = 0;
        }
    }
}

/// One line per failure. The database's words about data it refused may quote that data, so
/// they are shown in the dead-letter list and not logged.
pub(crate) fn log_failure(doing: &str, error: &StoreError) {
    match error {
        StoreError::Unavailable(why) => {
            tracing::warn!(doing, why, "the database is unavailable; trying again");
        }
        StoreError::Refused(_) => tracing::error!(doing, "the database refused the data"),
        StoreError::Damaged(why) => tracing::error!(doing, why, "stored data is damaged"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_to_five_seconds_and_starts_anew() {
        let down = StoreError::Unavailable("down".into());
        let mut backoff = Backoff::new("testing", 0);
        let pauses: Vec<_> = (0..12).map(|_| backoff.failed(&down)).collect();
        assert!(pauses[0] >= FIRST && pauses[0] < 2 * FIRST, "{pauses:?}");
        assert!(pauses.iter().all(|pause| (FIRST..=LONGEST).contains(pause)), "{pauses:?}");
        assert_eq!(pauses.last(), Some(&LONGEST));
        backoff.worked();
        assert!(backoff.failed(&down) < 2 * FIRST);
    }
}
