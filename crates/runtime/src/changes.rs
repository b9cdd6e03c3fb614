//! What changed, in the coarsest words: for screens, which then ask again for what they show.
//!
//! Not a queue: whoever is slow finds what came meanwhile merged into one set, so that nobody
//! holds anybody up and memory is bounded by the number of flows. Told only after a commit.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use runnel_model::{Applied, Done, FactBody, FlowId};
use tokio::sync::Notify;

use crate::guard::lock;

/// Something that a screen may show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Contacts, with their scores, tags and properties.
    Contacts,
    /// What could not be applied or delivered.
    DeadLetters,
    /// Deals.
    Deals,
    /// The log.
    Events,
    /// One flow: its draft, its state, the numbers on its steps.
    Flow(FlowId),
    /// The list of flows.
    Flows,
    /// Keys.
    Keys,
    /// Segments and who is in them.
    Segments,
    /// Sources and what came from them.
    Sources,
    /// Tasks.
    Tasks,
    /// Users and their sessions.
    Users,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contacts => f.write_str("contacts"),
            Self::DeadLetters => f.write_str("dead-letters"),
            Self::Deals => f.write_str("deals"),
            Self::Events => f.write_str("events"),
            Self::Flow(id) => write!(f, "flow:{id}"),
            Self::Flows => f.write_str("flows"),
            Self::Keys => f.write_str("keys"),
            Self::Segments => f.write_str("segments"),
            Self::Sources => f.write_str("sources"),
            Self::Tasks => f.write_str("tasks"),
            Self::Users => f.write_str("users"),
        }
    }
}

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

/// What a batch has changed.
pub(crate) fn topics_of(done: &[Done], topics: &mut BTreeSet<Topic>) {
    for one in done {
        for entry in &one.applied {
            topics.extend([Topic::Contacts, Topic::Events]);
            topics.extend(entry.input.source.map(|_| Topic::Sources));
            topics_of_facts(entry, topics);
        }
        topics.extend(one.parked.first().map(|_| Topic::DeadLetters));
    }
}

fn topics_of_facts(entry: &Applied, topics: &mut BTreeSet<Topic>) {
    for fact in &entry.facts {
        topics.extend(match &fact.body {
            FactBody::SegmentEntered { .. } | FactBody::SegmentLeft { .. } => Some(Topic::Segments),
            FactBody::DealCreated { .. } | FactBody::DealMoved { .. } => Some(Topic::Deals),
            FactBody::TaskAssigned { .. } | FactBody::TaskCompleted { .. } => Some(Topic::Tasks),
            FactBody::Refused { flow, .. } => Some(Topic::Flow(flow.clone())),
            _ => None,
        });
        topics.extend(fact.step.as_ref().map(|step| Topic::Flow(step.flow.clone())));
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

    #[test]
    fn topics_are_written_as_screens_know_them() {
        let flow = Topic::Flow(FlowId::parse("welcome").unwrap());
        assert_eq!(flow.to_string(), "flow:welcome");
        assert_eq!(Topic::DeadLetters.to_string(), "dead-letters");
    }
}
