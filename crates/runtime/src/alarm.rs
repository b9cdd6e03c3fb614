//! What a loop sleeps on: it is called when there is work, or the time it waits for comes.
//!
//! An alarm also knows whether the last call was answered, which is how [`Runtime::idle`]
//! tells rest from work without asking the database.
//!
//! [`Runtime::idle`]: crate::Runtime::idle

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use runnel_model::{Clock, Timestamp};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};

/// The clock is corrected now and then and tests move it, so it is looked at this often. That
/// costs no statement.
const LOOK_AT_THE_CLOCK: Duration = Duration::from_secs(1);

/// A loop looks by itself this often, should something have been written behind its back.
const LOOK_ANYWAY: Duration = Duration::from_secs(30);

const NEVER: i64 = i64::MAX;

/// A bell with a timer.
pub(crate) struct Alarm {
    rung: AtomicU64,
    answered: AtomicU64,
    /// A lower bound of the next time at which there is work.
    due: AtomicI64,
    call: Notify,
    rest: Notify,
}

impl Alarm {
    /// An alarm that has rung once, because at start nobody knows what there is to do, and whose
    /// time is over, because nobody has asked for it.
    pub(crate) fn new() -> Self {
        Self {
            rung: AtomicU64::new(1),
            answered: AtomicU64::new(0),
            due: AtomicI64::new(i64::MIN),
            call: Notify::new(),
            rest: Notify::new(),
        }
    }

    /// There is work.
    pub(crate) fn ring(&self) {
        self.rung.fetch_add(1, Ordering::SeqCst);
        self.call.notify_one();
    }

    /// How often it has rung. Asked before the work is looked for, answered after.
    pub(crate) fn rung(&self) -> u64 {
        self.rung.load(Ordering::SeqCst)
    }

    /// All that was there at the `rung`th call is done.
    pub(crate) fn answer(&self, rung: u64) {
        self.answered.fetch_max(rung, Ordering::SeqCst);
        self.rest.notify_waiters();
    }

    /// Nobody has called since the last answer.
    pub(crate) fn is_answered(&self) -> bool {
        self.answered.load(Ordering::SeqCst) >= self.rung()
    }

    /// There will be work at this time.
    pub(crate) fn due_at(&self, time: Timestamp) {
        self.due.fetch_min(time.as_ms(), Ordering::SeqCst);
    }

    /// Whether the time it waits for has come: what comes next has to be asked for anew.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        self.due.load(Ordering::SeqCst) <= now.as_ms()
    }

    /// Forgets its time. Called *before* the database is asked for the next one, so that what
    /// others hear of meanwhile is not overwritten by an answer that does not know it.
    pub(crate) fn forget_time(&self) {
        self.due.store(NEVER, Ordering::SeqCst);
    }

    /// Sleeps until it rings for more than the `heard`th time, or its time comes, which rings it.
    pub(crate) async fn called(&self, clock: &impl Clock, heard: u64) {
        let started = Instant::now();
        while self.rung() <= heard {
            let now = clock.now();
            if self.is_due(now) || started.elapsed() >= LOOK_ANYWAY {
                return self.ring();
            }
            let left_ms = self.due.load(Ordering::SeqCst).saturating_sub(now.as_ms());
            let left = Duration::from_millis(left_ms.unsigned_abs()).min(LOOK_AT_THE_CLOCK);
            // Whether it rang or the time was up is seen at the top of the loop.
            let _ = timeout(left, self.call.notified()).await;
        }
    }

    /// Sleeps until every call is answered.
    pub(crate) async fn at_rest(&self) {
        loop {
            let mut rest = std::pin::pin!(self.rest.notified());
            rest.as_mut().enable();
            if self.is_answered() {
                return;
            }
            rest.await;
        }
    }
}

/// Sleeps until every alarm is at rest, at most this long.
pub(crate) async fn all_at_rest(alarms: &[Alarm], at_most: Duration) {
    let rest = async {
        for alarm in alarms {
            alarm.at_rest().await;
        }
    };
    tokio::select! {
        () = rest => {}
        () = sleep(at_most) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_ms(ms)
    }

    fn answered() -> Alarm {
        let alarm = Alarm::new();
        alarm.forget_time();
        alarm.answer(alarm.rung());
        alarm
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_before_the_sleep_is_not_lost() {
        let (alarm, clock) = (answered(), ManualClock::at(at(0)));
        alarm.ring();
        let started = Instant::now();
        alarm.called(&clock, 1).await;
        assert_eq!(started.elapsed(), Duration::ZERO);
        assert!(!alarm.is_answered());
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_was_answered_does_not_wake_again() {
        let (alarm, clock) = (answered(), ManualClock::at(at(0)));
        alarm.ring();
        alarm.answer(alarm.rung());
        let started = Instant::now();
        alarm.called(&clock, alarm.rung()).await;
        assert_eq!(started.elapsed(), LOOK_ANYWAY);
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_is_moved_is_noticed_within_a_second() {
        let (alarm, clock) = (answered(), ManualClock::at(at(0)));
        alarm.due_at(at(3_600_000));
        alarm.due_at(at(7_200_000));
        let started = Instant::now();
        let moved = async {
            sleep(Duration::from_millis(100)).await;
            clock.set(at(3_600_000));
        };
        tokio::join!(alarm.called(&clock, 1), moved);
        assert!(started.elapsed() <= Duration::from_secs(1));
    }
}
