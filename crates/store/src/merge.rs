//! Making two contacts one that turned out to be the same person.
//!
//! `accept` has pointed the identities to the winner already and noted the pair. Here the
//! winner's state takes in the loser's, and whatever belonged to the loser follows. The log is
//! not rewritten: the loser's row stays as a tombstone that leads to the winner.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};

use runnel_model::{Contact, ContactId, Done, EventId, Input, InputBody, Job, Timestamp};

use crate::accept::partition;
use crate::dialect::{Packed, Tx, cells, number_or_none, unpack};
use crate::entropy::entropy;
use crate::error::parsed;
use crate::positions::Positions;
use crate::projections::{self, Before, ContactRow, Scope, write_contacts};
use crate::statements as sql;
use crate::{Database, Result};

impl Database {
    pub(crate) async fn merge_one<F>(&self, now: Timestamp, work: F) -> Result<bool>
    where
        F: FnOnce(Job) -> Done + Send,
    {
        let _one_at_a_time = self.merging().lock().await;
        let Some(looking) = Looking::begin(self.may_have_merges()) else { return Ok(false) };
        let mut tx = self.pool().begin().await?;
        let Some(pair) = Pair::first(&mut tx).await? else {
            looking.found_none();
            return Ok(false);
        };
        self.merge_pair(&mut tx, &pair, now, work).await?;
        tx.write(&sql::MERGES_DELETE, cells!([pair.row], |row| row)).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn merge_pair<F>(&self, tx: &mut Tx, pair: &Pair, now: Timestamp, work: F) -> Result<()>
    where
        F: FnOnce(Job) -> Done + Send,
    {
        let both = [pair.winner.partition(), pair.loser.partition()];
        let mut positions = Positions::lock_two(tx, both, self.owner()).await?;
        let Loaded { contact: winner, before } = load(tx, pair.winner, pair.accepted_at).await?;
        let Loaded { contact: loser, before: Before { log_head, .. } } =
            load(tx, pair.loser, pair.accepted_at).await?;
        if winner.id == loser.id || loser.merged_into.is_some() {
            return Ok(());
        }
        let (winner_id, input) = (winner.id, merge_input(winner.id, &loser, now));
        let done = work(Job { contact: winner, inputs: vec![input] });

        bury(tx, loser, log_head, winner_id).await?;
        let mut before = HashMap::from([(winner_id, before)]);
        let (texts, engine_version) = (HashMap::new(), self.engine_version());
        let mut scope = Scope { positions: &mut positions, texts, engine_version, now };
        let rows = projections::rows(vec![done], &mut before, &mut scope)?;
        rows.write(tx, winner_id.partition().0).await?;
        positions.write(tx).await
    }
}

/// Two contacts that are one.
struct Pair {
    row: i64,
    winner: ContactId,
    loser: ContactId,
    accepted_at: Timestamp,
}

struct Loaded {
    contact: Contact,
    before: Before,
}

impl Pair {
    async fn first(tx: &mut Tx) -> Result<Option<Self>> {
        // The winner may have become part of another contact since the pair was noted.
        let text = "SELECT m.id, COALESCE(c.merged_into, m.winner), m.loser, m.accepted_at \
            FROM merges m LEFT JOIN contacts c ON c.id = m.winner ORDER BY m.id LIMIT 1";
        let rows: Vec<(i64, i64, i64, i64)> = tx.query(text, Vec::new()).await?;
        Ok(rows.into_iter().next().map(|(row, winner, loser, at)| Self {
            row,
            winner: ContactId(winner),
            loser: ContactId(loser),
            accepted_at: Timestamp::from_ms(at),
        }))
    }
}

/// A contact's state; a fresh one if nothing was processed of it yet.
async fn load(tx: &mut Tx, id: ContactId, accepted_at: Timestamp) -> Result<Loaded> {
    let packs: Vec<Packed> = tx.read(&sql::CONTACTS_LOAD, cells!([id], |id| id)).await?;
    let Some(row) = unpack(&packs).next() else {
        let contact = Contact::new(id, accepted_at);
        return Ok(Loaded { contact, before: Before::default() });
    };
    let [_, merged_into, log_head, state] = row?;
    let mut contact: Contact = parsed("a contact's state", state)?;
    contact.merged_into = number_or_none(merged_into)?.map(ContactId);
    let before = Before::of(&contact, number_or_none(log_head)?);
    Ok(Loaded { contact, before })
}

/// What belonged to the loser is the winner's; what is derived from its state goes.
async fn bury(tx: &mut Tx, loser: Contact, log_head: Option<i64>, winner: ContactId) -> Result<()> {
    let id = loser.id;
    tx.write(&sql::INBOX_REROUTE, cells!([id], |id| winner, id, partition(winner))).await?;
    // What it had taken over from others still has ids that begin with theirs.
    let text = "SELECT id FROM contacts WHERE merged_into = $1 ORDER BY id";
    let parts: Vec<(i64,)> = tx.query(text, vec![id.into()]).await?;
    let parts: Vec<_> =
        [id].into_iter().chain(parts.into_iter().map(|(id,)| ContactId(id))).collect();
    for table in [&sql::ENROLMENTS_MOVE, &sql::DEALS_MOVE, &sql::TASKS_MOVE] {
        let ranges = parts.iter().map(|part| own_ids(*part));
        tx.write(table, cells!(ranges, |own| winner, *own.start(), *own.end())).await?;
    }
    tx.write(&sql::TOMBSTONES_MOVE, cells!([id], |id| winner, id)).await?;
    for table in [&sql::SCORES_DROP, &sql::TAGS_DROP, &sql::MEMBERS_DROP, &sql::WAKES_DELETE] {
        tx.write(table, cells!([id], |id| id)).await?;
    }
    let tombstone = Contact { merged_into: Some(winner), wake_at: None, ..loser };
    write_contacts(tx, vec![ContactRow::of(&tombstone, log_head)?], Vec::new()).await
}

/// The ids that the enrolments, deals and tasks of a contact have.
pub(crate) const fn own_ids(contact: ContactId) -> RangeInclusive<i64> {
    contact.own(0)..=contact.own(u32::MAX)
}

fn merge_input(winner: ContactId, loser: &Contact, now: Timestamp) -> Input {
    Input {
        id: EventId::new(now, entropy("merge", loser.id.0, now) ^ entropy("into", winner.0, now)),
        source: None,
        occurred_at: now,
        accepted_at: now,
        historic: false,
        attached: Vec::new(),
        joins: None,
        body: InputBody::Merge { loser: Box::new(loser.clone()) },
    }
}

/// That somebody looks whether there are pairs. Unless it found none, the next one looks again:
/// also when the look failed or was given up halfway.
struct Looking<'a>(Option<&'a AtomicBool>);

impl<'a> Looking<'a> {
    fn begin(may_have: &'a AtomicBool) -> Option<Self> {
        // Cleared before the look, so that a pair noted during it is not overlooked.
        may_have.swap(false, Ordering::AcqRel).then_some(Self(Some(may_have)))
    }

    fn found_none(mut self) {
        self.0 = None;
    }
}

impl Drop for Looking<'_> {
    fn drop(&mut self) {
        if let Some(may_have) = self.0 {
            may_have.store(true, Ordering::Release);
        }
    }
}
