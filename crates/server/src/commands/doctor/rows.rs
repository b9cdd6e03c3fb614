//! A contact's rows compared with its state, as far as the invariants do not: what is in a row
//! of an enrolment, deals, tasks, and what a contact that became part of another left behind.

use std::collections::BTreeSet;
use std::fmt::Debug;

use runnel_model::{
    Contact, Deal, Enrolment, EnrolmentId, FlowId, NodeId, Task, TaskStatus, Timestamp,
};
use runnel_sim::invariants::Rows;
use runnel_store::{EnrolmentRow, Projections, TaskRow};

/// What the invariants compare.
pub fn for_invariants(rows: Projections) -> Rows {
    let active = rows.enrolments.into_iter().filter(is_active);
    Rows {
        scores: rows.scores,
        tags: rows.tags,
        members: rows.members,
        enrolments: active.map(|row| (row.id, row.node)).collect(),
        wake_at: rows.wake_at,
    }
}

/// Every other difference.
pub fn differences(
    contact: &Contact,
    rows: &Projections,
    deals: &[Deal],
    tasks: &[TaskRow],
) -> Vec<String> {
    if contact.merged_into.is_some() {
        return of_tombstone(rows, deals, tasks);
    }
    let active = rows.enrolments.iter().filter(|row| is_active(row));
    let open = tasks.iter().map(|row| &row.task).filter(|task| task.status == TaskStatus::Open);
    let enrolments = compare("enrolments", contact.enrolments.iter().map(place), active.map(shown));
    let deals = compare("deals", &contact.deals, deals);
    let tasks = compare::<&Task>("tasks", &contact.tasks, open);
    enrolments.chain(deals).chain(tasks).collect()
}

/// In no particular order; told apart by all that they show.
fn compare<T: Debug>(
    table: &'static str,
    state: impl IntoIterator<Item = T>,
    rows: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = String> {
    let text = |thing: T| format!("{thing:?}");
    let state: BTreeSet<String> = state.into_iter().map(text).collect();
    let rows: BTreeSet<String> = rows.into_iter().map(text).collect();
    let missing = state.difference(&rows).map(|one| format!("{table}: no row says {one}"));
    let surplus = rows.difference(&state).map(|one| format!("{table}: only a row says {one}"));
    missing.chain(surplus).collect::<Vec<_>>().into_iter()
}

/// A contact that became part of another one has nothing of its own any more.
fn of_tombstone(rows: &Projections, deals: &[Deal], tasks: &[TaskRow]) -> Vec<String> {
    let left = [
        ("scores", rows.scores.len()),
        ("tags", rows.tags.len()),
        ("members", rows.members.len()),
        ("enrolments", rows.enrolments.iter().filter(|row| is_active(row)).count()),
        ("deals", deals.len()),
        ("tasks", tasks.len()),
    ];
    let left = left.into_iter().filter(|(_, rows)| *rows > 0);
    left.map(|(table, rows)| format!("{table}: {rows} rows, but it became part of another contact"))
        .collect()
}

const fn is_active(row: &EnrolmentRow) -> bool {
    row.ended_at.is_none()
}

/// What a row tells of an enrolment that goes on.
#[derive(Debug)]
#[expect(dead_code, reason = "read by way of Debug")]
struct Place<'a> {
    id: EnrolmentId,
    flow: &'a FlowId,
    version: u32,
    key: Option<&'a str>,
    node: &'a NodeId,
    entered_at: Timestamp,
    since: Timestamp,
    due: Option<Timestamp>,
}

fn place(of: &Enrolment) -> Place<'_> {
    Place {
        id: of.id,
        flow: &of.flow,
        version: of.version,
        key: of.key.as_deref(),
        node: &of.node,
        entered_at: of.entered_at,
        since: of.since,
        due: of.wait.as_ref().and_then(|wait| wait.due),
    }
}

fn shown(row: &EnrolmentRow) -> Place<'_> {
    Place {
        id: row.id,
        flow: &row.flow,
        version: row.version,
        key: row.key.as_deref(),
        node: &row.node,
        entered_at: row.entered_at,
        since: row.since,
        due: row.due,
    }
}

#[cfg(test)]
mod tests {
    use runnel_model::{ContactId, TaskId};
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_000);

    /// A contact in the middle of a wait and with a task, and the rows of both.
    fn contact() -> (Contact, Projections, Vec<TaskRow>) {
        let mut contact = Contact::new(ContactId(1), NOW);
        let (flow, node) = (FlowId::parse("f").unwrap(), NodeId::parse("n").unwrap());
        let enrolment = json!({
            "id": 7, "flow": "f", "version": 1, "node": "n",
            "entered_at": 1_000, "since": 1_000, "wait": { "due": 1_000 },
        });
        contact.enrolments.push(serde_json::from_value(enrolment).unwrap());
        let task = Task {
            id: TaskId(3),
            title: "Call".into(),
            note: String::new(),
            owner: None,
            due_at: None,
            status: TaskStatus::Open,
            created_at: NOW,
        };
        contact.tasks.push(task.clone());
        let row = EnrolmentRow {
            id: EnrolmentId(7),
            contact: contact.id,
            flow,
            version: 1,
            key: None,
            node,
            entered_at: NOW,
            since: NOW,
            due: Some(NOW),
            ended_at: None,
            reason: None,
        };
        let rows = Projections { enrolments: vec![row], ..Projections::default() };
        let tasks = vec![TaskRow { contact: contact.id, task, done_at: None }];
        (contact, rows, tasks)
    }

    fn check(change: impl Fn(&mut Contact, &mut Projections, &mut Vec<TaskRow>), expect: &[&str]) {
        let (mut contact, mut rows, mut tasks) = contact();
        change(&mut contact, &mut rows, &mut tasks);
        let found = differences(&contact, &rows, &[], &tasks);
        let is_as_expected = |(found, expect): (&String, &&str)| found.starts_with(*expect);
        let agree = found.len() == expect.len() && found.iter().zip(expect).all(is_as_expected);
        assert!(agree, "{found:?}");
    }

    #[test]
    fn a_state_and_its_own_rows_agree() {
        check(|_, _, _| {}, &[]);
    }

    #[test]
    fn a_row_that_says_something_else_is_found_from_both_sides() {
        let both = ["enrolments: no row says Place { id: EnrolmentId(7)", "enrolments: only a row"];
        check(|_, rows, _| rows.enrolments[0].due = None, &both);
        check(|_, rows, _| rows.enrolments[0].ended_at = Some(NOW), &both[..1]);
        check(|_, _, tasks| tasks.clear(), &["tasks: no row says Task { id: TaskId(3)"]);
        check(|contact, _, _| contact.tasks.clear(), &["tasks: only a row says Task"]);
    }

    #[test]
    fn a_contact_that_became_part_of_another_has_no_rows_left() {
        let expect = ["enrolments: 1 rows, but it", "tasks: 1 rows, but it"];
        check(|contact, _, _| contact.merged_into = Some(ContactId(2)), &expect);
    }
}
