//! Invariant 2: a contact is in a segment if and only if its rule holds, since the time at which
//! the log says it entered; and the table says the same. Tags are compared beside them.

use std::collections::BTreeMap;

use runnel_engine::Catalog;
use runnel_model::{FactBody, SegmentId, Tag, Timestamp};

use super::{Case, Difference};

const INVARIANT: u8 = 2;

/// Asks each rule again, and follows entering and leaving through the log.
pub fn memberships(case: Case) -> Vec<Difference> {
    let mut found = Vec::new();
    match case.catalog() {
        Some(catalog) => {
            let segments = catalog.document().segments.iter();
            found.extend(segments.filter_map(|one| ask(case, catalog, &one.document.id)));
        }
        None => {
            let version = case.contact.catalog_version;
            found.push(case.differ(INVARIANT, format!("there is no catalog {version}")));
        }
    }
    let state: BTreeMap<SegmentId, Timestamp> =
        case.contact.segments.iter().map(|(id, member)| (id.clone(), member.since)).collect();
    let log = follow(case);
    if log != state {
        found.push(
            case.differ(
                INVARIANT,
                format!("by the log it is in {log:?}, by the state in {state:?}"),
            ),
        );
    }
    let rows: BTreeMap<SegmentId, Timestamp> = case.rows.members.iter().cloned().collect();
    if rows != state {
        found.push(case.differ(
            INVARIANT,
            format!("by the table it is in {rows:?}, by the state in {state:?}"),
        ));
    }
    compare_tags(case, &mut found);
    found
}

fn ask(case: Case, catalog: &Catalog, id: &SegmentId) -> Option<Difference> {
    let at = case.contact.now;
    let holds = catalog.explain_segment(id, case.contact, at)?.verdict.holds;
    let is_in = case.contact.segments.contains_key(id);
    let what = format!("at {at} the rule of segment `{id}` says {holds}, the state says {is_in}");
    (holds != is_in).then(|| case.differ(INVARIANT, what))
}

fn follow(case: Case) -> BTreeMap<SegmentId, Timestamp> {
    let before = case.log.baseline.iter().flat_map(|state| &state.segments);
    let mut members: BTreeMap<SegmentId, Timestamp> =
        before.map(|(id, member)| (id.clone(), member.since)).collect();
    for fact in case.log.entries.iter().flat_map(|entry| &entry.facts) {
        match &fact.body {
            FactBody::SegmentEntered { segment, .. } => {
                members.insert(segment.clone(), fact.at);
            }
            FactBody::SegmentLeft { segment, .. } => {
                members.remove(segment);
            }
            _ => {}
        }
    }
    members
}

fn compare_tags(case: Case, found: &mut Vec<Difference>) {
    let mut rows: Vec<&Tag> = case.rows.tags.iter().collect();
    rows.sort_unstable();
    let state: Vec<&Tag> = case.contact.tags.keys().collect();
    if rows != state {
        found.push(case.differ(
            INVARIANT,
            format!("by the table it has the tags {rows:?}, by the state {state:?}"),
        ));
    }
}
