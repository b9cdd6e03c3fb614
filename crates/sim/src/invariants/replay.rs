//! Invariant 8: the recorded inputs, applied once more, give the same facts and the same state.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use runnel_engine::{Catalog, VERSION, advance, fail_due};
use runnel_model::{Contact, EndReason, FactBody, InputBody, Outcome, Timestamp};

use super::{Case, Difference, Entry, Log};

const INVARIANT: u8 = 8;

/// How many characters of a value are shown.
const SHOWN_MAX: usize = 200;

/// Applies the log once more from where it begins, as far as this version of the engine wrote it:
/// another one need not give the same.
pub fn replay(case: Case) -> Vec<Difference> {
    let Some(mut contact) = beginning(case) else { return Vec::new() };
    for entry in &case.log.entries {
        if entry.engine_version != VERSION {
            return Vec::new();
        }
        let Some(catalog) = case.catalogs.get(&entry.catalog_version) else {
            return vec![
                case.differ(INVARIANT, format!("there is no catalog {}", entry.catalog_version)),
            ];
        };
        let Some(outcome) = apply(contact, entry, catalog) else {
            return vec![
                case.differ(INVARIANT, format!("{} makes the engine panic", entry.input.id)),
            ];
        };
        if let Some(what) = difference(entry, &outcome) {
            // All that follows would differ as well.
            return vec![case.differ(INVARIANT, what)];
        }
        contact = outcome.contact;
    }
    // A wake that led to nothing leaves no entry: it only took the contact's own clock on.
    contact.now = case.contact.now;
    contact.wake_at = case.contact.wake_at;
    if contact == *case.contact {
        return Vec::new();
    }
    differing_fields(&contact, case.contact).map(|what| case.differ(INVARIANT, what)).collect()
}

/// A state has hundreds of lines; only the fields that differ are shown, and of those the begin.
fn differing_fields(log: &Contact, state: &Contact) -> impl Iterator<Item = String> {
    let fields = |contact: &Contact| match serde_json::to_value(contact) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (log, state) = (fields(log), fields(state));
    let names: BTreeSet<String> = log.keys().chain(state.keys()).cloned().collect();
    names.into_iter().filter_map(move |name| {
        let (log, state) = (log.get(&name), state.get(&name));
        let shown = |value| json(&value).chars().take(SHOWN_MAX).collect::<String>();
        (log != state).then(|| {
            format!("`{name}`: the log leads to {}, the state has {}", shown(log), shown(state))
        })
    })
}

/// Its state before the first entry that there is; None: there was never any.
fn beginning(case: Case) -> Option<Contact> {
    let Log { baseline, entries } = case.log;
    let fresh = || entries.first().map(|first| Contact::new(case.contact.id, born(case, first)));
    baseline.clone().or_else(fresh)
}

/// When the contact was first seen. A merge may have made it older than its own first input.
fn born(case: Case, first: &Entry) -> Timestamp {
    let is_merge = |entry: &Entry| matches!(entry.input.body, InputBody::Merge { .. });
    if case.log.entries.iter().any(is_merge) {
        first.input.accepted_at
    } else {
        case.contact.created_at
    }
}

/// A wake that made the engine panic was recorded as the failure of what was due.
fn apply(contact: Contact, entry: &Entry, catalog: &Catalog) -> Option<Outcome> {
    let Entry { input, now, facts, .. } = entry;
    let before = contact.clone();
    let outcome = catch_unwind(AssertUnwindSafe(|| advance(contact, input, catalog, *now)));
    outcome.ok().or_else(|| {
        let why = facts.iter().find_map(|fact| match &fact.body {
            FactBody::Ended { reason: EndReason::Failed { why } } => Some(why),
            _ => None,
        })?;
        let is_wake = matches!(input.body, InputBody::Wake);
        is_wake.then(|| fail_due(before, input, catalog, *now, why))
    })
}

fn difference(entry: &Entry, outcome: &Outcome) -> Option<String> {
    if outcome.facts == entry.facts {
        return None;
    }
    let pairs = entry.facts.iter().zip(&outcome.facts);
    let at = pairs.take_while(|(log, again)| log == again).count();
    let (log, again) = (entry.facts.get(at).map(json), outcome.facts.get(at).map(json));
    let none = || "nothing".to_owned();
    let (log, again) = (log.unwrap_or_else(none), again.unwrap_or_else(none));
    Some(format!("{}, fact {at}: recorded {log}, applied again {again}", entry.input.id))
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
