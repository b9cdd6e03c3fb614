//! The invented history of a company's contacts, for the demo: who they are, which pages they read,
//! what they try out, which meetings they book, move and cancel, and which deals sales wins and loses.
//!
//! Made from a seed and nothing else, so that it is the same on every machine and every day, and
//! shifted as a whole to end when the caller says. It knows nothing of the flows: whether
//! somebody becomes a hot lead is up to the engine.

mod chooser;
mod crowd;
mod deed;
mod life;
mod lives;
mod odds;
mod people;
mod visitors;

#[cfg(test)]
mod tests;

use runnel_model::{
    Contact, EventId, IdentityKeys, Incoming, InputBody, PropertyName, PropertyType, SourceId,
    Span, Timestamp, Trust,
};

pub use deed::Deed;
pub use visitors::Visitors;

use chooser::Chooser;
use life::Life;

/// What to invent.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The same seed gives the same history.
    pub seed: u64,
    /// How many people.
    pub people: usize,
    /// When it ends.
    pub until: Timestamp,
}

impl Wanted {
    /// So many have names and lives of their own; the others are put together by chance.
    pub const NAMED: usize = people::NAMED.len();
    /// How many weeks back it begins, and those with names of their own within how many.
    pub const WEEKS: u32 = 13;
    const NAMED_WEEKS: u32 = 6;

    /// Those with names of their own.
    pub const fn until(until: Timestamp) -> Self {
        Self { seed: 2, people: Self::NAMED, until }
    }

    /// When it begins.
    pub fn from(&self) -> Timestamp {
        self.until - Span::Weeks(Self::WEEKS)
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
    pub deed: Deed,
}

impl Happening {
    /// As the shell takes it, for whom it concerns as they are now. `source` and the hash of source
    /// and message id are the caller's, who created the sources.
    pub fn incoming(
        self,
        contact: Option<&Contact>,
        source: Option<SourceId>,
        dedupe: impl Fn(&str) -> [u8; 16],
    ) -> Vec<Incoming> {
        let Self { at, keys, message_id, deed, .. } = self;
        let bodies = deed.inputs(contact).into_iter().enumerate();
        let incoming = bodies.map(|(nth, body)| {
            let hash = match nth {
                0 => dedupe(&message_id),
                _ => dedupe(&format!("{message_id}-{nth}")),
            };
            Incoming {
                id: EventId::new(at, u128::from_be_bytes(hash)),
                source,
                dedupe: Some(hash),
                defines: defines(&body),
                keys: keys.clone(),
                trust: Trust::Server,
                occurred_at: at,
                accepted_at: at,
                historic: false,
                company: None,
                body,
            }
        });
        incoming.collect()
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
    let mut history: Vec<Happening> =
        (0..wanted.people).flat_map(|place| life(wanted, place).live(wanted.until)).collect();
    history.sort_by_key(|happening| (happening.at, happening.person));
    history
}

/// Those with names of their own come early in their weeks, so that all of their stories are told
/// to the end; the others come all the time.
fn life(wanted: Wanted, place: usize) -> Life {
    // A chooser each, so that one more person changes nobody else's life.
    let chooser = Chooser::new(wanted.seed.wrapping_mul(0x1_0001).wrapping_add(place as u64));
    if place < Wanted::NAMED {
        Life::new(place, chooser, wanted.until - Span::Weeks(Wanted::NAMED_WEEKS), 10)
    } else {
        Life::new(place, chooser, wanted.from(), 7 * i64::from(Wanted::WEEKS))
    }
}
