//! What `advance` answers.

use crate::{Contact, Effect, Fact, Timestamp};

/// The contact as it is now, what changed on the way, and what the world is to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The new state.
    pub contact: Contact,
    /// What changed, in order.
    pub facts: Vec<Fact>,
    /// What the world is to be asked, in order.
    pub effects: Vec<Effect>,
}

impl Outcome {
    /// The one time at which this contact next has something to do.
    pub const fn wake_at(&self) -> Option<Timestamp> {
        self.contact.wake_at
    }
}
