//! What a batch's outcomes mean for the tables, as a pure function.
//!
//! The contact's state is the truth; everything else written here is derived from the facts and
//! the new state, so that lists and numbers can be read without looking into states. Final
//! values come from the state, and facts only say what has to be looked at: whatever happened
//! in between within one batch leaves no trace in a projection.

mod passage;
mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use runnel_model::{
    Applied, Contact, ContactId, Done, EventId, Fact, FactBody, InputBody, Parked, Timestamp,
};

pub(crate) use rows::{
    ContactRow, Counter, DeadLetterRow, DealRow, EndRow, EnrolmentRow, LogRow, OutboxRow, Rows,
    TaskRow, write_contacts, write_dead_letters,
};

use crate::Result;
use crate::error::written;
use crate::positions::Positions;
use passage::Passages;

/// What is known of a contact before its work was done.
#[derive(Clone, Debug, Default)]
pub(crate) struct Before {
    /// Its row's columns beside the state; absent: it has no row.
    pub(crate) columns: Option<rows::Columns>,
    /// When its state asked to be woken.
    pub(crate) wake_at: Option<Timestamp>,
    /// The catalog it was up to date with.
    pub(crate) catalog_version: u64,
    /// The position of its newest log entry.
    pub(crate) log_head: Option<i64>,
    /// Its wake has been taken, so that the row about it has to be written again or deleted.
    pub(crate) woken: bool,
}

impl Before {
    /// Of a contact that was loaded.
    pub(crate) fn of(contact: &Contact, log_head: Option<i64>) -> Self {
        let columns = Some(rows::Columns::of(contact));
        let catalog_version = contact.catalog_version;
        Self { columns, wake_at: contact.wake_at, catalog_version, log_head, woken: false }
    }
}

/// What is the same for a whole batch.
pub(crate) struct Scope<'a> {
    /// The positions in the partitions' logs that were locked.
    pub(crate) positions: &'a mut Positions,
    /// The inputs' texts as they were stored, which need not be written again.
    pub(crate) texts: HashMap<EventId, String>,
    /// The engine's version.
    pub(crate) engine_version: &'a str,
    /// When the batch is written.
    pub(crate) now: Timestamp,
}

/// The rows that a batch's outcomes lead to.
pub(crate) fn rows(
    done: Vec<Done>,
    before: &mut HashMap<ContactId, Before>,
    scope: &mut Scope<'_>,
) -> Result<Rows> {
    let mut rows = Rows::default();
    for Done { contact, applied, parked } in done {
        for parked in parked {
            rows.dead_letters.push(dead_letter(contact.id, &parked, scope.now)?);
        }
        if !applied.is_empty() {
            let mut before = before.remove(&contact.id).unwrap_or_default();
            project(&contact, &applied, before.columns.is_none(), &mut rows);
            let adopted = contact.catalog_version != before.catalog_version;
            let head = before.log_head;
            before.log_head = write_log(contact.id, applied, adopted, head, scope, &mut rows)?;
            put(&contact, &before, &mut rows)?;
        }
    }
    rows.sort();
    Ok(rows)
}

fn dead_letter(contact: ContactId, parked: &Parked, at: Timestamp) -> Result<DeadLetterRow> {
    let body = written(&parked.input)?;
    Ok(DeadLetterRow { kind: "input", contact, at, reason: parked.reason.clone(), body })
}

/// One log entry per input. A wake that led to nothing leaves none: they may come often. But one
/// that took the contact to a new catalog does, since a replay has to do that at the same time.
///
/// Each entry has the position of the one before it; answers that of the last one.
fn write_log(
    contact: ContactId,
    applied: Vec<Applied>,
    adopted: bool,
    mut head: Option<i64>,
    scope: &mut Scope<'_>,
    rows: &mut Rows,
) -> Result<Option<i64>> {
    for Applied { input, now, catalog_version, facts, effects } in applied {
        for effect in &effects {
            let text = written(effect)?;
            rows.outbox.push(OutboxRow { id: effect.id, contact, due_at: effect.at, effect: text });
        }
        let led_to_nothing = facts.is_empty() && effects.is_empty() && !adopted;
        if matches!(input.body, InputBody::Wake) && led_to_nothing {
            continue;
        }
        let text = scope.texts.remove(&input.id);
        let position = scope.positions.next(contact.partition(), catalog_version);
        rows.log.push(LogRow {
            position,
            previous: head.replace(position),
            contact,
            event: input.id,
            source: input.source,
            name: input.body.name(),
            occurred_at: input.occurred_at,
            applied_at: now,
            catalog_version,
            engine_version: scope.engine_version.to_owned(),
            input: text.map_or_else(|| written(&input), Ok)?,
            facts: if facts.is_empty() { None } else { Some(written(&facts)?) },
        });
    }
    Ok(head)
}

/// The contact's own row and its wake.
fn put(contact: &Contact, before: &Before, rows: &mut Rows) -> Result<()> {
    let row = ContactRow::of(contact, before.log_head)?;
    if before.columns.as_ref() == Some(&row.columns) {
        rows.contacts_touched.push(row);
    } else {
        rows.contacts_put.push(row);
    }
    match contact.wake_at {
        Some(at) if before.woken || before.wake_at != Some(at) => rows.wakes.push((contact.id, at)),
        None if before.woken || before.wake_at.is_some() => rows.wakes_deleted.push(contact.id),
        _ => {}
    }
    Ok(())
}

/// Everything derived of one contact. All of it is looked at when the contact is new to its
/// tables or has taken over another one's rows.
fn project(contact: &Contact, applied: &[Applied], new: bool, rows: &mut Rows) {
    let merged = applied.iter().any(|one| matches!(one.input.body, InputBody::Merge { .. }));
    let facts = || applied.iter().flat_map(|one| &one.facts);
    let mut changed = Changed::default();
    if merged {
        changed.everything(contact);
    }
    changed.score |= new;
    let mut passages = Passages::default();
    for fact in facts() {
        changed.read(fact);
        passages.read(fact);
        count(fact, &mut rows.counters);
    }
    changed.write(contact, rows);
    passages.write(contact, merged, rows);
}

/// What facts say has to be looked at.
#[derive(Default)]
struct Changed<'a> {
    score: bool,
    categories: BTreeSet<&'a str>,
    tags: BTreeSet<&'a runnel_model::Tag>,
    segments: BTreeSet<&'a runnel_model::SegmentId>,
    deals: BTreeMap<runnel_model::DealId, Option<&'a runnel_model::Deal>>,
    tasks: Vec<&'a runnel_model::Task>,
    tasks_done: Vec<(runnel_model::TaskId, Timestamp)>,
}

impl<'a> Changed<'a> {
    fn everything(&mut self, contact: &'a Contact) {
        self.score = true;
        self.categories.extend(contact.scores.keys().map(|category| category.as_str()));
        self.tags.extend(contact.tags.keys());
        self.segments.extend(contact.segments.keys());
        self.deals.extend(contact.deals.iter().map(|deal| (deal.id, Some(deal))));
        self.tasks.extend(&contact.tasks);
    }

    fn read(&mut self, fact: &'a Fact) {
        match &fact.body {
            FactBody::ScoreAdjusted { category, .. } => {
                self.score = true;
                self.categories.insert(category.as_str());
            }
            FactBody::TagAdded { tag } | FactBody::TagRemoved { tag } => {
                self.tags.insert(tag);
            }
            FactBody::SegmentEntered { segment, .. } | FactBody::SegmentLeft { segment, .. } => {
                self.segments.insert(segment);
            }
            FactBody::DealCreated { deal } => {
                self.deals.insert(deal.id, Some(deal));
            }
            FactBody::DealMoved { deal, .. } => {
                self.deals.entry(*deal).or_default();
            }
            FactBody::TaskAssigned { task } => self.tasks.push(task),
            FactBody::TaskCompleted { task } => self.tasks_done.push((*task, fact.at)),
            _ => {}
        }
    }

    fn write(self, contact: &Contact, rows: &mut Rows) {
        let id = contact.id;
        if self.score {
            rows.scores.push((id, String::new(), contact.score(None)));
        }
        for category in self.categories {
            let points = contact.scores.get(category).copied().unwrap_or(0);
            rows.scores.push((id, category.to_owned(), points));
        }
        for tag in self.tags {
            let list = if contact.tags.contains_key(tag) {
                &mut rows.tags
            } else {
                &mut rows.tags_deleted
            };
            list.push((tag.as_str().to_owned(), id));
        }
        for segment in self.segments {
            let name = segment.as_str().to_owned();
            match contact.segments.get(segment) {
                Some(membership) => rows.members.push((name, id, membership.since)),
                None => rows.members_deleted.push((name, id)),
            }
        }
        for (deal, created) in self.deals {
            let now = contact.deals.iter().find(|one| one.id == deal).or(created);
            rows.deals.extend(now.map(|deal| DealRow::of(id, deal)));
        }
        rows.tasks.extend(self.tasks.into_iter().map(|task| TaskRow::of(id, task)));
        rows.tasks_done.extend(self.tasks_done);
    }
}

/// The numbers on the canvas.
pub(crate) fn count(fact: &Fact, counters: &mut BTreeMap<Counter, i64>) {
    let Some(step) = &fact.step else { return };
    let mut add = |node: &runnel_model::NodeId, port: String| {
        let counter = Counter {
            flow: step.flow.as_str().to_owned(),
            version: step.version,
            day: fact.at.day(),
            node: node.as_str().to_owned(),
            port,
        };
        *counters.entry(counter).or_default() += 1;
    };
    match &fact.body {
        FactBody::Enrolled { .. } => add(&step.node, String::new()),
        FactBody::Stepped { port, to } => {
            add(&step.node, format!("p:{port}"));
            if let Some(to) = to {
                add(to, String::new());
            }
        }
        FactBody::GoalReached { goal } => add(goal, String::new()),
        FactBody::StepFailed { .. } => add(&step.node, "failed!".into()),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
