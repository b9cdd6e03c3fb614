//! Applying what was accepted and what is due: one transaction takes it, has the work done, and
//! writes all of what came of it.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use runnel_model::{
    Batch, Contact, ContactId, Done, EventId, Input, InputBody, Job, Processed, StoreError,
    Timestamp,
};

use crate::accept::{Queued, partition};
use crate::dialect::{Cell, Packed, Tx, cells, number, number_or_none, packed, unpack};
use crate::entropy::entropy;
use crate::error::parsed;
use crate::positions::Positions;
use crate::projections::{self, Before, DeadLetterRow, Scope, write_dead_letters};
use crate::statements::{CONTACTS_LOAD, INBOX_DELETE, INBOX_REROUTE, WAKES_DELETE};
use crate::{Database, Result};

const INBOX: &str = packed!("i.id", "i.contact_id", "i.input";
    "(SELECT id, contact_id, input FROM inbox WHERE partition BETWEEN $1 AND $2 \
    ORDER BY id LIMIT $3) i");

/// A contact for whom something waits that was accepted is not woken before that: no time-out
/// wins over a reply that was there before it.
const DUE: &str = packed!("w.contact_id";
    "(SELECT contact_id FROM wakes WHERE at <= $1 AND partition BETWEEN $2 AND $3 \
    AND contact_id NOT IN (SELECT contact_id FROM inbox WHERE partition BETWEEN $2 AND $3) \
    ORDER BY at LIMIT $4) w");

impl Database {
    pub(crate) async fn process_lane<F>(
        &self,
        lane: RangeInclusive<u8>,
        limit: usize,
        now: Timestamp,
        work: F,
    ) -> Result<Processed>
    where
        F: FnOnce(Batch) -> Vec<Done> + Send,
    {
        let mut tx = self.pool().begin().await?;
        let mut positions = Positions::lock(&mut tx, &lane, self.owner()).await?;
        let mut taken = Taken::default();
        let full_inbox = taken.take_inbox(&mut tx, &lane, limit, now).await?;
        // Whoever asks for one wants to know which one it is that makes trouble.
        let wakes = if limit == 1 { limit - taken.inputs } else { limit };
        let full_wakes = taken.take_wakes(&mut tx, &lane, wakes, now).await?;
        let processed = Processed { inputs: taken.inputs, more: full_inbox || full_wakes };
        if taken.inputs == 0 {
            return Ok(processed);
        }
        let moved = taken.load(&mut tx, now).await?;
        taken.send_on(&mut tx, &moved).await?;
        taken.forget_nobody(&mut tx).await?;
        self.advance(&mut tx, taken, &mut positions, now, work).await?;
        tx.commit().await?;
        Ok(processed)
    }

    /// Applies what was accepted in the same transaction, under the locks of all partitions.
    pub(crate) async fn apply<F>(
        &self,
        tx: &mut Tx,
        queued: Vec<Queued>,
        mut positions: Positions,
        now: Timestamp,
        work: F,
    ) -> Result<()>
    where
        F: FnOnce(Batch) -> Vec<Done> + Send,
    {
        let mut taken = Taken::default();
        for Queued { contact, input, text } in queued {
            taken.texts.insert(input.id, text);
            taken.job(contact, input.accepted_at).inputs.push(input);
        }
        if !taken.load(tx, now).await?.is_empty() {
            // Only by way of the inbox are inputs sent on.
            return Err(StoreError::Refused("an identity leads to a merged contact".into()));
        }
        self.advance(tx, taken, &mut positions, now, work).await
    }

    /// Has the work done, and writes all of what came of it.
    async fn advance<F>(
        &self,
        tx: &mut Tx,
        taken: Taken,
        positions: &mut Positions,
        now: Timestamp,
        work: F,
    ) -> Result<()>
    where
        F: FnOnce(Batch) -> Vec<Done> + Send,
    {
        let Taken { mut jobs, mut rows, rows_of, mut before, texts, unreadable, .. } = taken;
        jobs.retain(|job| !job.inputs.is_empty());
        rows.extend(rows_of.into_values().flatten());
        rows.sort_unstable();
        let done = work(Batch { jobs });

        let engine_version = self.engine_version();
        let first_partition = positions.first();
        let mut scope = Scope { positions, texts, engine_version, now };
        let written = projections::rows(done, &mut before, &mut scope)?;
        written.write(tx, first_partition).await?;
        write_dead_letters(tx, unreadable).await?;
        tx.write(&INBOX_DELETE, cells!(rows, |id| id)).await?;
        positions.write(tx).await
    }
}

/// What a transaction has taken to work on.
#[derive(Default)]
struct Taken {
    jobs: Vec<Job>,
    places: HashMap<ContactId, usize>,
    /// Inbox rows that will be done.
    rows: Vec<i64>,
    rows_of: HashMap<ContactId, Vec<i64>>,
    texts: HashMap<EventId, String>,
    before: HashMap<ContactId, Before>,
    woken: Vec<ContactId>,
    /// What cannot be read is parked: it must not hold up everybody else of the lane.
    unreadable: Vec<DeadLetterRow>,
    inputs: usize,
}

impl Taken {
    /// Answers whether there may be more.
    async fn take_inbox(
        &mut self,
        tx: &mut Tx,
        lane: &RangeInclusive<u8>,
        limit: usize,
        now: Timestamp,
    ) -> Result<bool> {
        let cells = vec![bound(*lane.start()), bound(*lane.end()), count(limit)];
        let packs: Vec<Packed> = tx.query(INBOX, cells).await?;
        let mut rows = Vec::with_capacity(limit);
        for row in unpack(&packs) {
            let [row, contact, text] = row?;
            rows.push((number(row)?, ContactId(number(contact)?), text));
        }
        // Put together in this order already, as a rule; that is nothing to rely on.
        rows.sort_unstable_by_key(|(row, ..)| *row);
        let full = rows.len() == limit;
        self.inputs += rows.len();
        for (row, contact, text) in rows {
            match parsed::<Input>("an accepted input", text) {
                Ok(input) => {
                    self.texts.insert(input.id, text.to_owned());
                    self.rows_of.entry(contact).or_default().push(row);
                    self.job(contact, input.accepted_at).inputs.push(input);
                }
                Err(error) => {
                    self.rows.push(row);
                    self.park(contact, text.to_owned(), &error, now);
                }
            }
        }
        Ok(full)
    }

    /// Answers whether there may be more.
    async fn take_wakes(
        &mut self,
        tx: &mut Tx,
        lane: &RangeInclusive<u8>,
        limit: usize,
        now: Timestamp,
    ) -> Result<bool> {
        let cells = vec![now.into(), bound(*lane.start()), bound(*lane.end()), count(limit)];
        let packs: Vec<Packed> = tx.query(DUE, cells).await?;
        for row in unpack(&packs) {
            let [contact] = row?;
            let contact = ContactId(number(contact)?);
            self.woken.push(contact);
            self.job(contact, now).inputs.push(wake(contact, now));
        }
        self.inputs += self.woken.len();
        Ok(self.woken.len() == limit)
    }

    fn job(&mut self, contact: ContactId, first_seen: Timestamp) -> &mut Job {
        let jobs = &mut self.jobs;
        let place = *self.places.entry(contact).or_insert_with(|| {
            jobs.push(Job { contact: Contact::new(contact, first_seen), inputs: Vec::new() });
            jobs.len() - 1
        });
        &mut self.jobs[place]
    }

    fn park(&mut self, contact: ContactId, body: String, error: &StoreError, at: Timestamp) {
        let reason = error.to_string();
        self.unreadable.push(DeadLetterRow { kind: "input", contact, at, reason, body });
    }

    /// Parks all that was taken for a contact whose state cannot be read.
    fn park_all(&mut self, contact: ContactId, error: &StoreError, at: Timestamp) {
        for input in std::mem::take(&mut self.jobs[self.places[&contact]].inputs) {
            // A wake has no text of its own, and nothing is lost with it.
            if let Some(text) = self.texts.remove(&input.id) {
                self.park(contact, text, error, at);
            }
        }
    }

    /// Puts the contacts' states in place of the fresh ones. Answers which of them have become
    /// part of another one.
    async fn load(&mut self, tx: &mut Tx, now: Timestamp) -> Result<Vec<(ContactId, ContactId)>> {
        let mut ids: Vec<_> = self.places.keys().copied().collect();
        ids.sort_unstable();
        let packs: Vec<Packed> = tx.read(&CONTACTS_LOAD, cells!(ids, |id| id)).await?;
        let mut moved = Vec::new();
        for row in unpack(&packs) {
            let [id, merged_into, log_head, state] = row?;
            let (id, log_head) = (ContactId(number(id)?), number_or_none(log_head)?);
            if let Some(winner) = number_or_none(merged_into)? {
                moved.push((id, ContactId(winner)));
                continue;
            }
            match parsed::<Contact>("a contact's state", state) {
                Ok(contact) => {
                    self.before.insert(id, Before::of(&contact, log_head));
                    self.jobs[self.places[&id]].contact = contact;
                }
                Err(error) => self.park_all(id, &error, now),
            }
        }
        for id in &self.woken {
            self.before.entry(*id).or_default().woken = true;
        }
        Ok(moved)
    }

    /// Sends on what came for contacts that are part of another one: it is that one's turn.
    async fn send_on(&mut self, tx: &mut Tx, moved: &[(ContactId, ContactId)]) -> Result<()> {
        tx.write(&INBOX_REROUTE, cells!(moved, |(from, to)| *to, *from, partition(*to))).await?;
        for (from, _) in moved {
            self.rows_of.remove(from);
            self.jobs[self.places[from]].inputs.clear();
        }
        Ok(())
    }

    /// A wake of a contact that has no state, or is part of another one, wakes nobody.
    async fn forget_nobody(&mut self, tx: &mut Tx) -> Result<()> {
        let has_state = |id: &ContactId| self.before[id].columns.is_some();
        let nobody: Vec<_> = self.woken.iter().copied().filter(|id| !has_state(id)).collect();
        for id in &nobody {
            self.jobs[self.places[id]].inputs.clear();
        }
        tx.write(&WAKES_DELETE, cells!(nobody, |id| id)).await
    }
}

/// The input of a contact whose time has come. Its id is the same however often the transaction
/// that it belongs to is tried.
fn wake(contact: ContactId, now: Timestamp) -> Input {
    Input {
        id: EventId::new(now, entropy("wake", contact.0, now)),
        source: None,
        occurred_at: now,
        accepted_at: now,
        historic: false,
        attached: Vec::new(),
        joins: None,
        body: InputBody::Wake,
    }
}

fn bound(partition: u8) -> Cell {
    Cell::Int(partition.into())
}

fn count(limit: usize) -> Cell {
    Cell::Int(i64::try_from(limit).unwrap_or(i64::MAX))
}
