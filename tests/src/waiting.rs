//! Waiting for something to become so. No test sleeps for any other reason.

use std::time::{Duration, Instant};

/// How long something may take that should be nearly immediate: far longer than on any machine
/// that is not broken, so that a slow one fails no test.
pub const PATIENCE: Duration = Duration::from_secs(60);

const POLL: Duration = Duration::from_millis(10);

/// Asks until there is an answer. Panics, saying `what` was awaited, when patience is at its end.
pub async fn eventually<T>(what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    eventually_within(PATIENCE, what, ask).await
}

/// Like [`eventually`], with a patience of the caller's.
pub async fn eventually_within<T>(
    patience: Duration,
    what: &str,
    mut ask: impl AsyncFnMut() -> Option<T>,
) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        let waited = started.elapsed();
        assert!(waited < patience, "waited {} s in vain for: {what}", waited.as_secs());
        tokio::time::sleep(POLL).await;
    }
}
