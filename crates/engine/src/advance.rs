//! The one way to change a contact.

use runnel_model::{Contact, Input, InputBody, Outcome, Timestamp};

use crate::catalog::Catalog;
use crate::tried::Decision;
use crate::turn::Turn;

/// What an input does to a contact at `now`.
///
/// Total and deterministic: the same contact, input, catalog and time give the same outcome,
/// whatever happens around it. `now` below the contact's own is taken as the contact's.
pub fn advance(contact: Contact, input: &Input, catalog: &Catalog, now: Timestamp) -> Outcome {
    if contact.merged_into.is_some() {
        return Outcome { contact, facts: Vec::new(), effects: Vec::new() };
    }
    work_off(Turn::new(contact, input, catalog), input, now).0
}

/// What happens in a turn, in order; with the decisions, if they are kept.
pub(crate) fn work_off(
    mut turn: Turn<'_>,
    input: &Input,
    now: Timestamp,
) -> (Outcome, Vec<Decision>) {
    let woke = turn.catch_up(now);
    let adopted = turn.adopt();
    turn.apply();
    turn.react();
    turn.settle(woke || adopted || matches!(input.body, InputBody::Wake))
}

/// What to do with a contact whose wake made the engine panic: the enrolments that are due fail
/// with `why`, so that nothing else of the contact is held up and the wake does not come again.
pub fn fail_due(
    contact: Contact,
    input: &Input,
    catalog: &Catalog,
    now: Timestamp,
    why: &str,
) -> Outcome {
    let mut turn = Turn::new(contact, input, catalog);
    turn.fail_due(now, why);
    turn.finish_without_looking()
}
