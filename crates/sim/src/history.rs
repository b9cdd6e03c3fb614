//! The invented history of a small company's contacts, for the demo: who they are, which pages
//! they read, what they try out, which meetings they book, move and cancel.
//!
//! Made from a seed and nothing else, so that it is the same on every machine and every day, and
//! shifted as a whole to end when the caller says. It knows nothing of the flows: whether
//! somebody becomes a hot lead is up to the engine.

mod chooser;
mod life;
mod people;

#[cfg(test)]
mod tests;

use runnel_model::{
    EventId, IdentityKeys, Incoming, InputBody, PropertyName, PropertyType, SourceId, Span,
    Timestamp, Trust,
};

use chooser::Chooser;
use life::Life;

/// What to invent.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The same seed gives the same history.
    pub seed: u64,
    /// How many people, at most [`Wanted::PEOPLE_MAX`].
    pub people: usize,
    /// How many weeks.
    pub weeks: u32,
    /// When it ends.
    pub until: Timestamp,
}

impl Wanted {
    /// How many people are known by name.
    pub const PEOPLE_MAX: usize = people::PEOPLE.len();

    /// Some dozens of people over six weeks.
    pub const fn until(until: Timestamp) -> Self {
        Self { seed: 2, people: Self::PEOPLE_MAX, weeks: 6, until }
    }
}

/// Where something is told from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The company's servers: its web site and its product.
    Server,
    /// Calendly.
    Calendly,
    /// A person of the company, by hand.
    Person,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// When.
    pub at: Timestamp,
    /// The place of the person among all, from 0. For tests; the product resolves identities.
    pub person: usize,
    /// Who told.
    pub origin: Origin,
    /// Whom it concerns.
    pub keys: IdentityKeys,
    /// The teller's own id of it.
    pub message_id: String,
    /// What happened.
    pub body: InputBody,
}

impl Happening {
    /// As the shell takes it. `source` and the hash of source and message id are the caller's,
    /// who created the sources.
    pub fn incoming(self, source: Option<SourceId>, dedupe: Option<[u8; 16]>) -> Incoming {
        let entropy = dedupe.map_or(self.person as u128, u128::from_be_bytes);
        Incoming {
            id: EventId::new(self.at, entropy),
            source,
            dedupe,
            defines: defines(&self.body),
            keys: self.keys,
            trust: Trust::Server,
            occurred_at: self.at,
            accepted_at: self.at,
            historic: false,
            company: None,
            body: self.body,
        }
    }
}

fn defines(body: &InputBody) -> Vec<(PropertyName, PropertyType)> {
    let InputBody::Identify { properties, .. } = body else { return Vec::new() };
    let kind = |(name, value): &(PropertyName, Option<runnel_model::Value>)| {
        Some((name.clone(), value.as_ref()?.kind()))
    };
    properties.iter().filter_map(kind).collect()
}

/// Invents a history, in the order in which it happened.
pub fn invent(wanted: Wanted) -> Vec<Happening> {
    let from = wanted.until - Span::Weeks(wanted.weeks);
    let people = people::PEOPLE.iter().take(wanted.people).enumerate();
    let lives = people.flat_map(|(at, person)| {
        // A chooser each, so that one more person changes nobody else's life.
        let chooser = Chooser::new(wanted.seed.wrapping_mul(0x1_0001).wrapping_add(at as u64));
        Life::new(at, person, chooser, from, wanted.until).live()
    });
    let mut history: Vec<Happening> = lives.collect();
    history.sort_by_key(|happening| (happening.at, happening.person));
    history
}
