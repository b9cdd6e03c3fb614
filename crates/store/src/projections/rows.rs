//! The rows themselves, typed, and written table by table.

use std::collections::BTreeMap;

use runnel_model::{
    Contact, ContactId, Deal, EffectId, EndReason, Enrolment, EnrolmentId, EventId, SourceId, Task,
    TaskId, Timestamp,
};

use crate::Result;
use crate::accept::partition;
use crate::dialect::{Tx, cells};
use crate::error::written;
use crate::statements as sql;
use crate::text;

/// All that a batch writes, except positions and what is deleted from the inbox.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) log: Vec<LogRow>,
    pub(crate) contacts_put: Vec<ContactRow>,
    pub(crate) contacts_touched: Vec<ContactRow>,
    pub(crate) wakes: Vec<(ContactId, Timestamp)>,
    pub(crate) wakes_deleted: Vec<ContactId>,
    pub(crate) scores: Vec<(ContactId, String, i64)>,
    pub(crate) tags: Vec<(String, ContactId)>,
    pub(crate) tags_deleted: Vec<(String, ContactId)>,
    pub(crate) members: Vec<(String, ContactId, Timestamp)>,
    pub(crate) members_deleted: Vec<(String, ContactId)>,
    pub(crate) enrolments: Vec<EnrolmentRow>,
    pub(crate) enrolments_ended: Vec<EndRow>,
    pub(crate) counters: BTreeMap<Counter, i64>,
    pub(crate) deals: Vec<DealRow>,
    pub(crate) tasks: Vec<TaskRow>,
    pub(crate) tasks_done: Vec<(TaskId, Timestamp)>,
    pub(crate) outbox: Vec<OutboxRow>,
    pub(crate) dead_letters: Vec<DeadLetterRow>,
}

/// One entry of the log.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LogRow {
    pub(crate) position: i64,
    pub(crate) previous: Option<i64>,
    pub(crate) contact: ContactId,
    pub(crate) event: EventId,
    pub(crate) source: Option<SourceId>,
    pub(crate) name: String,
    pub(crate) occurred_at: Timestamp,
    pub(crate) applied_at: Timestamp,
    pub(crate) catalog_version: u64,
    pub(crate) engine_version: String,
    pub(crate) input: String,
    pub(crate) facts: Option<String>,
}

/// A contact's columns to search and sort by that seldom change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    catalog_version: u64,
    email: Option<String>,
    user_id: Option<String>,
    name: String,
    stage: Option<String>,
    /// Which, and which of its versions.
    company: Option<(i64, u64)>,
    created_at: Timestamp,
    merged_into: Option<ContactId>,
}

/// A contact's row.
#[derive(Debug)]
pub(crate) struct ContactRow {
    pub(crate) id: ContactId,
    pub(crate) columns: Columns,
    pub(crate) edit_version: u64,
    pub(crate) seen_at: Timestamp,
    pub(crate) log_head: Option<i64>,
    pub(crate) state: String,
}

/// An active enrolment, or one that began and ended in one batch.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct EnrolmentRow {
    pub(crate) id: EnrolmentId,
    pub(crate) contact: ContactId,
    pub(crate) flow: String,
    pub(crate) version: u32,
    pub(crate) key: Option<String>,
    pub(crate) node: String,
    pub(crate) entered_at: Timestamp,
    pub(crate) since: Timestamp,
    pub(crate) due: Option<Timestamp>,
    pub(crate) ended: Option<(Timestamp, EndReason)>,
}

/// The end of an enrolment that began in an earlier batch.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct EndRow {
    pub(crate) id: EnrolmentId,
    pub(crate) node: String,
    pub(crate) since: Option<Timestamp>,
    pub(crate) ended_at: Timestamp,
    pub(crate) reason: EndReason,
}

/// A number on the canvas.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Counter {
    pub(crate) flow: String,
    pub(crate) version: u32,
    pub(crate) day: i64,
    pub(crate) node: String,
    pub(crate) port: String,
}

/// A deal and whose it is.
#[derive(Debug)]
pub(crate) struct DealRow {
    contact: ContactId,
    pub(super) deal: Deal,
}

/// A task and whom it is about.
#[derive(Debug)]
pub(crate) struct TaskRow {
    contact: ContactId,
    task: Task,
}

/// An effect to be carried out.
#[derive(Debug)]
pub(crate) struct OutboxRow {
    pub(crate) id: EffectId,
    pub(crate) contact: ContactId,
    pub(crate) due_at: Timestamp,
    pub(crate) effect: String,
}

/// Something that could not be applied or delivered.
#[derive(Debug)]
pub(crate) struct DeadLetterRow {
    pub(crate) kind: &'static str,
    pub(crate) contact: ContactId,
    pub(crate) at: Timestamp,
    pub(crate) reason: String,
    pub(crate) body: String,
}

impl Columns {
    pub(crate) fn of(contact: &Contact) -> Self {
        let is_here = contact.merged_into.is_none();
        let company = contact.company.as_ref().filter(|_| is_here);
        Self {
            catalog_version: contact.catalog_version,
            email: contact.email.as_ref().filter(|_| is_here).map(ToString::to_string),
            user_id: contact.user_id.as_ref().filter(|_| is_here).map(ToString::to_string),
            name: contact.display_name(),
            stage: contact.stage.as_ref().map(text::of),
            company: company.map(|one| (one.copy.id.0, one.copy.version)),
            created_at: contact.created_at,
            merged_into: contact.merged_into,
        }
    }
}

impl ContactRow {
    /// `log_head`: the position of its newest log entry.
    pub(crate) fn of(contact: &Contact, log_head: Option<i64>) -> Result<Self> {
        Ok(Self {
            id: contact.id,
            columns: Columns::of(contact),
            edit_version: contact.edit_version,
            seen_at: contact.now,
            log_head,
            state: written(contact)?,
        })
    }
}

impl EnrolmentRow {
    pub(super) fn of(contact: ContactId, enrolment: &Enrolment) -> Self {
        Self {
            id: enrolment.id,
            contact,
            flow: enrolment.flow.as_str().to_owned(),
            version: enrolment.version,
            key: enrolment.key.clone(),
            node: enrolment.node.as_str().to_owned(),
            entered_at: enrolment.entered_at,
            since: enrolment.since,
            due: enrolment.wait.as_ref().and_then(|wait| wait.due),
            ended: None,
        }
    }
}

impl DealRow {
    pub(super) fn of(contact: ContactId, deal: &Deal) -> Self {
        Self { contact, deal: deal.clone() }
    }
}

impl TaskRow {
    pub(super) fn of(contact: ContactId, task: &Task) -> Self {
        Self { contact, task: task.clone() }
    }
}

impl Rows {
    /// By key: neighbours in a tree are written together, and two transactions never wait for
    /// each other in a circle.
    pub(super) fn sort(&mut self) {
        self.log.sort_unstable_by_key(|row| row.position);
        self.contacts_put.sort_unstable_by_key(|row| row.id);
        self.contacts_touched.sort_unstable_by_key(|row| row.id);
        self.wakes.sort_unstable();
        self.wakes_deleted.sort_unstable();
        self.scores.sort_unstable();
        self.tags.sort_unstable();
        self.tags_deleted.sort_unstable();
        self.members.sort_unstable();
        self.members_deleted.sort_unstable();
        self.enrolments.sort_unstable_by_key(|row| row.id);
        self.enrolments_ended.sort_unstable_by_key(|row| row.id);
    }

    /// `lane`: the partition under whose number the numbers on the canvas are added up.
    pub(crate) async fn write(self, tx: &mut Tx, lane: u8) -> Result<()> {
        write_log(tx, self.log).await?;
        write_contacts(tx, self.contacts_put, self.contacts_touched).await?;
        let wakes = cells!(self.wakes, |(id, at)| id, partition(id), at);
        tx.write(&sql::WAKES_PUT, wakes).await?;
        tx.write(&sql::WAKES_DELETE, cells!(self.wakes_deleted, |id| id)).await?;
        let scores = cells!(self.scores, |(id, category, points)| id, category, points);
        tx.write(&sql::SCORES_PUT, scores).await?;
        tx.write(&sql::TAGS_INSERT, cells!(self.tags, |(tag, id)| tag, id)).await?;
        tx.write(&sql::TAGS_DELETE, cells!(self.tags_deleted, |(tag, id)| tag, id)).await?;
        let members = cells!(self.members, |(segment, id, since)| segment, id, since);
        tx.write(&sql::MEMBERS_PUT, members).await?;
        let left = cells!(self.members_deleted, |(segment, id)| segment, id);
        tx.write(&sql::MEMBERS_DELETE, left).await?;
        write_enrolments(tx, self.enrolments, self.enrolments_ended).await?;
        write_counters(tx, self.counters, lane).await?;
        write_deals(tx, self.deals).await?;
        write_tasks(tx, self.tasks, self.tasks_done).await?;
        let outbox =
            cells!(self.outbox, |row| row.id.0.to_be_bytes(), row.contact, row.due_at, row.effect);
        tx.write(&sql::OUTBOX_INSERT, outbox).await?;
        write_dead_letters(tx, self.dead_letters).await
    }
}

async fn write_log(tx: &mut Tx, rows: Vec<LogRow>) -> Result<()> {
    let cells = cells!(
        rows,
        |row| row.position,
        row.previous,
        row.contact,
        row.event,
        row.source.map(|source| source.0),
        row.name,
        row.occurred_at,
        row.applied_at,
        row.catalog_version,
        row.engine_version,
        row.input,
        row.facts,
    );
    tx.write(&sql::EVENTS_INSERT, cells).await
}

/// Writes contacts whose columns changed, and those of which only the state did.
pub(crate) async fn write_contacts(
    tx: &mut Tx,
    put: Vec<ContactRow>,
    touched: Vec<ContactRow>,
) -> Result<()> {
    let cells = cells!(
        put,
        |row| row.id,
        partition(row.id),
        row.columns.catalog_version,
        row.edit_version,
        row.columns.email,
        row.columns.user_id,
        row.columns.name.as_str(),
        row.columns.name.to_lowercase(),
        row.columns.stage,
        row.columns.company.map(|(id, _)| id),
        row.columns.company.map(|(_, version)| version),
        row.columns.created_at,
        row.seen_at,
        row.log_head,
        row.columns.merged_into,
        row.state,
    );
    tx.write(&sql::CONTACTS_PUT, cells).await?;
    let cells =
        cells!(touched, |row| row.id, row.edit_version, row.seen_at, row.log_head, row.state);
    tx.write(&sql::CONTACTS_TOUCH, cells).await
}

async fn write_enrolments(tx: &mut Tx, rows: Vec<EnrolmentRow>, ended: Vec<EndRow>) -> Result<()> {
    let mut cells = Vec::with_capacity(rows.len() * 11);
    for row in rows {
        let reason = row.ended.as_ref().map(|(_, reason)| written(reason)).transpose()?;
        cells.extend(cells!(
            [row],
            |row| row.id.0,
            row.contact,
            row.flow,
            row.version,
            row.key,
            row.node,
            row.entered_at,
            row.since,
            row.due,
            row.ended.map(|(at, _)| at),
            reason.as_deref(),
        ));
    }
    tx.write(&sql::ENROLMENTS_PUT, cells).await?;
    let mut cells = Vec::with_capacity(ended.len() * 5);
    for row in ended {
        let reason = written(&row.reason)?;
        let rest = |row: EndRow| (row.id.0, row.node, row.since, row.ended_at);
        cells.extend(cells!(
            [rest(row)],
            |(id, node, since, at)| id,
            node,
            since,
            at,
            reason.as_str()
        ));
    }
    tx.write(&sql::ENROLMENTS_END, cells).await
}

async fn write_counters(tx: &mut Tx, rows: BTreeMap<Counter, i64>, lane: u8) -> Result<()> {
    let cells = cells!(
        rows,
        |(counter, count)| counter.flow,
        counter.version,
        counter.day,
        counter.node,
        counter.port,
        i64::from(lane),
        count,
    );
    tx.write(&sql::COUNTERS_ADD, cells).await
}

async fn write_deals(tx: &mut Tx, rows: Vec<DealRow>) -> Result<()> {
    let cells = cells!(
        rows,
        |DealRow { contact, deal }| deal.id.0,
        contact,
        deal.name,
        deal.pipeline.as_str(),
        deal.stage.as_str(),
        text::of(&deal.status),
        deal.amount.as_ref().map(|amount| amount.amount_minor),
        deal.amount.as_ref().map(|amount| amount.currency.as_str()),
        deal.created_at,
        deal.moved_at,
    );
    tx.write(&sql::DEALS_PUT, cells).await
}

async fn write_tasks(
    tx: &mut Tx,
    rows: Vec<TaskRow>,
    done: Vec<(TaskId, Timestamp)>,
) -> Result<()> {
    let cells = cells!(
        rows,
        |TaskRow { contact, task }| task.id.0,
        contact,
        task.title,
        task.note,
        task.owner,
        task.due_at,
        text::of(&task.status),
        task.created_at,
    );
    tx.write(&sql::TASKS_INSERT, cells).await?;
    tx.write(&sql::TASKS_DONE, cells!(done, |(id, at)| id.0, at)).await
}

/// Writes dead letters.
pub(crate) async fn write_dead_letters(tx: &mut Tx, rows: Vec<DeadLetterRow>) -> Result<()> {
    let cells = cells!(rows, |row| row.kind, row.contact, row.at, row.reason, row.body);
    tx.write(&sql::DEAD_LETTERS_INSERT, cells).await
}
