//! How the loops are told to end.

use std::time::Duration;

use tokio::sync::watch;

/// Held by every loop.
#[derive(Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// The switch and what it stops. Dropping the switch stops as well.
    pub(crate) fn new() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Whether it is time to end.
    pub(crate) fn is_set(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Returns when it is time to end.
    pub(crate) async fn wait(&mut self) {
        // An error means that the switch is gone, which stops as well.
        let _ = self.0.wait_for(|stop| *stop).await;
    }

    /// Waits as long as told, or until it is time to end.
    pub(crate) async fn pause(&mut self, time: Duration) {
        let _ = tokio::time::timeout(time, self.wait()).await;
    }
}
