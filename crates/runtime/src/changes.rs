//! What changed, in the coarsest words: for screens, which then ask again for what they show.
//!
//! Not a queue: whoever is slow finds what came meanwhile merged into one set, so that nobody
//! holds anybody up and memory is bounded by the number of flows. Told only after a commit.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use crate::guard::lock;
use crate::topic::Topic;

/// Where changes are told and heard. Clones are the same place.
#[derive(Clone, Default)]
pub struct Changes(Arc<Shared>);

#[derive(Default)]
struct Shared {
    listening: Mutex<Listening>,
    /// As many as listen: looked at for each batch, where a lock would be too much.
    count: AtomicUsize,
}

#[derive(Default)]
struct Listening {
    ears: Vec<Arc<Ear>>,
    over: bool,
}

#[derive(Default)]
struct Ear {
    heard: Mutex<BTreeSet<Topic>>,
    bell: Notify,
}

/// Somebody who listens, until dropped.
pub struct Listener {
    changes: Changes,
    ear: Arc<Ear>,
}

impl Changes {
    /// Whether anybody listens: if not, nobody needs to find out what to tell.
    pub fn is_heard(&self) -> bool {
        self.0.count.load(Ordering::Relaxed) > 0
    }

    /// Tells everybody who listens.
    pub fn tell(&self, topics: &BTreeSet<Topic>) {
        if topics.is_empty() || !self.is_heard() {
            return;
        }
        for ear in &lock(&self.0.listening).ears {
            lock(&ear.heard).extend(topics.iter().cloned());
            ear.bell.notify_one();
        }
    }

    /// Listens to all that is told from now on.
    pub fn listen(&self) -> Listener {
        let ear = Arc::new(Ear::default());
        let mut listening = lock(&self.0.listening);
        listening.ears.push(Arc::clone(&ear));
        self.0.count.store(listening.ears.len(), Ordering::Relaxed);
        Listener { changes: self.clone(), ear }
    }

    /// Nothing more will be told: everybody who listens is let go.
    pub fn end(&self) {
        let mut listening = lock(&self.0.listening);
        listening.over = true;
        listening.ears.iter().for_each(|ear| ear.bell.notify_one());
    }

    fn is_over(&self) -> bool {
        lock(&self.0.listening).over
    }
}

impl Listener {
    /// Waits until there is something to take. False: there never will be.
    pub async fn changed(&self) -> bool {
        loop {
            if self.changes.is_over() {
                return false;
            }
            if !lock(&self.ear.heard).is_empty() {
                return true;
            }
            self.ear.bell.notified().await;
        }
    }

    /// All that was told since the last time.
    pub fn take(&self) -> BTreeSet<Topic> {
        std::mem::take(&mut *lock(&self.ear.heard))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut listening = lock(&self.changes.0.listening);
        listening.ears.retain(|ear| !Arc::ptr_eq(ear, &self.ear));
        self.changes.0.count.store(listening.ears.len(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    fn told(changes: &Changes, topics: &[Topic]) {
        changes.tell(&topics.iter().cloned().collect());
    }

    #[tokio::test]
    async fn who_is_slow_finds_everything_merged_and_loses_nothing() {
        let changes = Changes::default();
        let (quick, slow) = (changes.listen(), changes.listen());
        told(&changes, &[Topic::Flows]);
        assert!(quick.changed().await);
        assert_eq!(quick.take(), [Topic::Flows].into());
        told(&changes, &[Topic::Deals, Topic::Flows]);
        told(&changes, &[Topic::Tasks]);
        assert!(slow.changed().await);
        assert_eq!(slow.take(), [Topic::Flows, Topic::Deals, Topic::Tasks].into());
        assert_eq!(slow.changed().now_or_never(), None, "there is nothing more");
        assert!(quick.changed().await);
    }

    #[tokio::test]
    async fn nobody_is_held_when_it_is_over() {
        let changes = Changes::default();
        let before = changes.listen();
        assert_eq!(before.changed().now_or_never(), None);
        changes.end();
        assert!(!before.changed().await);
        assert!(!changes.listen().changed().await, "nor who comes too late");
    }

    #[test]
    fn who_stops_listening_costs_nothing_more() {
        let changes = Changes::default();
        assert!(!changes.is_heard());
        let listeners = [changes.listen(), changes.listen()];
        assert!(changes.is_heard());
        drop(listeners);
        assert!(!changes.is_heard());
    }
}
