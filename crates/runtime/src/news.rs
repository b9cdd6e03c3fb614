//! What a batch leads to beside what it writes: who is waiting for it, who has to look.

use std::collections::BTreeSet;

use runnel_model::{ContactId, Done, EventId, Parked, Timestamp};

use crate::changes::{Topic, topics_of};
use crate::shared::Shared;
use crate::waiters::Told;

/// What others want to hear of a batch, once it is committed.
#[derive(Default)]
pub(crate) struct News {
    /// How many inputs were applied or parked.
    pub(crate) inputs: usize,
    wakes: Vec<(ContactId, Timestamp)>,
    effects: bool,
    told: Vec<(EventId, Told)>,
    parked: Vec<(ContactId, EventId)>,
    topics: BTreeSet<Topic>,
}

impl News {
    pub(crate) fn gather<S, C>(&mut self, done: &[Done], shared: &Shared<S, C>) {
        if shared.changes.is_heard() {
            topics_of(done, &mut self.topics);
        }
        for Done { contact, applied, parked } in done {
            self.inputs += applied.len() + parked.len();
            self.wakes.extend(contact.wake_at.map(|at| (contact.id, at)));
            for entry in applied {
                self.effects |= !entry.effects.is_empty();
                if shared.waiters.is_awaited(entry.input.id) {
                    let facts = entry.facts.clone();
                    let told = Told::Applied { contact: contact.id, facts };
                    self.told.push((entry.input.id, told));
                }
            }
            for Parked { input, reason } in parked {
                self.parked.push((contact.id, input.id));
                self.told.push((input.id, Told::Parked(reason.clone())));
            }
        }
    }

    pub(crate) fn spread<S, C>(self, shared: &Shared<S, C>) {
        for (contact, at) in self.wakes {
            shared.lanes[shared.lane_of(contact)].due_at(at);
        }
        if self.effects {
            shared.outbox.ring();
        }
        for (contact, input) in self.parked {
            tracing::error!(
                contact.id = %contact,
                event.id = %input,
                "an input could not be applied; it waits in the dead-letter list"
            );
        }
        for (input, told) in self.told {
            shared.waiters.tell(input, told);
        }
        shared.changes.tell(&self.topics);
    }
}
