//! Invariant 5: no wake is lost. The time at which a contact is to be woken is not after the
//! first time at which it has something to do; and the table says the same.

use runnel_engine::advance;
use runnel_model::{EventId, Input, InputBody, Timestamp};

use super::{Case, Difference};

const INVARIANT: u8 = 5;

/// Asks the engine when this contact needs to be woken, and compares.
pub fn wakes(case: Case) -> Vec<Difference> {
    let mut found = Vec::new();
    let (state, row) = (case.contact.wake_at, case.rows.wake_at);
    if state != row {
        found.push(case.differ(
            INVARIANT,
            format!("by the table it is woken at {row:?}, by the state at {state:?}"),
        ));
    }
    let needed = needed(case);
    // Earlier than needed is harmless: a wake that finds nothing to do asks again.
    if let Some(needed) = needed.filter(|needed| state.is_none_or(|state| state > *needed)) {
        found.push(
            case.differ(INVARIANT, format!("it must be woken at {needed}, and is at {state:?}")),
        );
    }
    found
}

/// When a contact that is looked at right now asks to be looked at again.
fn needed(case: Case) -> Option<Timestamp> {
    let now = case.contact.now;
    let look = Input {
        id: EventId::new(now, 0),
        source: None,
        occurred_at: now,
        accepted_at: now,
        historic: false,
        attached: Vec::new(),
        joins: None,
        body: InputBody::Wake,
    };
    let outcome = advance(case.contact.clone(), &look, case.catalog()?, now);
    // If looking at it changes something, that was due already.
    if outcome.facts.is_empty() { outcome.wake_at() } else { Some(now) }
}
