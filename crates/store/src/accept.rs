//! Taking what comes in: who it concerns is decided, and it is durable before anybody is told so.
//!
//! Decided item by item, since one item of a batch may create the contact that the next one is
//! about; looked up and written for all at once. What is decided is a pure function of what was
//! looked up (`who.rs`); here are the statements.
//!
//! What is taken waits in the inbox, or is applied in the same transaction if nothing else waits
//! there: then its row is never written, read again and deleted.

pub(crate) mod companies;
mod who;

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::Ordering;

use runnel_model::{
    Acceptance, Accepted, Batch, ContactId, Done, IdentityKey, Incoming, Input, Joining, Known,
    Lane, PARTITIONS, SourceId, Timestamp,
};

use crate::dialect::{Cell, Packed, Tx, cells, number, unpack};
use crate::error::{read_back, written};
use crate::positions::Positions;
use crate::statements::{
    CONTACTS_KNOWN, DEDUPE_INSERT, DEDUPE_KNOWN, IDENTITIES_FIND, IDENTITIES_INSERT,
    IDENTITIES_MOVE, INBOX_INSERT, MERGES_INSERT, PROPERTY_TYPES_INSERT, SOURCES_COUNT,
};
use crate::{Database, Result};
use companies::Companies;
use who::Who;

const ALL_PARTITIONS: Lane = 0..=PARTITIONS - 1;

impl Database {
    /// With work, and nobody to overtake, what is taken is applied at once.
    pub(crate) async fn accept_all<F>(
        &self,
        items: Vec<Incoming>,
        work: Option<(Timestamp, F)>,
    ) -> Result<Acceptance>
    where
        F: FnOnce(Batch) -> Vec<Done> + Send,
    {
        if items.is_empty() {
            return Ok(Acceptance { accepted: Vec::new(), applied: false });
        }
        let mut ids = self.ids().lock().await;
        ids.reserve(self.pool(), items.len()).await?;
        let mut tx = self.pool().begin().await?;
        let fresh = fresh(&mut tx, &items).await?;
        let mut who = look_up(&mut tx, &items, &fresh).await?;
        let mut companies = Companies::of(&mut tx, fresh_of(&items, &fresh)).await?;

        let mut accepted = Vec::with_capacity(items.len());
        let mut writes = Writes::default();
        for (item, fresh) in items.into_iter().zip(fresh) {
            if !fresh {
                writes.count(&item, false);
                accepted.push(Accepted::Duplicate);
                continue;
            }
            let Some(mut found) = who.resolve(&item.keys, item.trust, || ids.next()) else {
                accepted.push(Accepted::UnknownContact);
                continue;
            };
            writes.merge(found.contact, &found.merge, item.accepted_at);
            let (joins, refused) = companies.join(&item)?;
            found.refused.extend(refused);
            writes.take(item, found.contact, found.attach, joins)?;
            accepted.push(Accepted::Taken { contact: found.contact, refused: found.refused });
        }
        let taken = std::mem::take(&mut writes.taken);
        let merges = writes.write(&mut tx, &who).await?;
        companies.write(&mut tx).await?;
        let applied = self.apply_or_queue(&mut tx, taken, work).await?;
        tx.commit().await?;
        if merges {
            self.may_have_merges().store(true, Ordering::Release);
        }
        Ok(Acceptance { accepted, applied })
    }

    /// Answers whether it was applied.
    async fn apply_or_queue<F>(
        &self,
        tx: &mut Tx,
        taken: Vec<Queued>,
        work: Option<(Timestamp, F)>,
    ) -> Result<bool>
    where
        F: FnOnce(Batch) -> Vec<Done> + Send,
    {
        if taken.is_empty() {
            return Ok(false);
        }
        if let Some((now, work)) = work {
            // Under the locks of all partitions nobody else takes from the inbox.
            let positions = Positions::lock(tx, &ALL_PARTITIONS, self.owner()).await?;
            if nothing_waits(tx).await? {
                self.apply(tx, taken, positions, now, work).await?;
                return Ok(true);
            }
        }
        let rows = cells!(taken, |one| one.contact, partition(one.contact), one.text);
        tx.write(&INBOX_INSERT, rows).await?;
        Ok(false)
    }
}

/// An input on its way to the inbox, or around it.
pub(crate) struct Queued {
    pub(crate) contact: ContactId,
    pub(crate) input: Input,
    /// The input as it is stored.
    pub(crate) text: String,
}

/// Neither an input nor a merge, after which it may be another contact's turn.
async fn nothing_waits(tx: &mut Tx) -> Result<bool> {
    let text = "SELECT id FROM inbox UNION ALL SELECT id FROM merges LIMIT 1";
    let waiting: Vec<(i64,)> = tx.query(text, Vec::new()).await?;
    Ok(waiting.is_empty())
}

/// Which items have not been taken before, neither earlier nor in this batch.
async fn fresh(tx: &mut Tx, items: &[Incoming]) -> Result<Vec<bool>> {
    let mut hashes: Vec<[u8; 16]> = items.iter().filter_map(|item| item.dedupe).collect();
    // By key: neighbours in the tree are written together, and nobody waits in a circle.
    hashes.sort_unstable();
    hashes.dedup();
    let known: Vec<(Vec<u8>,)> = tx.read(&DEDUPE_KNOWN, cells!(&hashes, |hash| *hash)).await?;
    let known: HashSet<Vec<u8>> = known.into_iter().map(|(hash,)| hash).collect();
    hashes.retain(|hash| !known.contains(hash.as_slice()));
    let mut new: HashSet<[u8; 16]> = hashes.iter().copied().collect();
    // They are kept as long as the events of the day.
    let day = items.iter().map(|item| item.accepted_at.day()).max();
    tx.write(&DEDUPE_INSERT, cells!(hashes, |hash| hash, day)).await?;
    let is_fresh = |item: &Incoming| item.dedupe.is_none_or(|hash| new.remove(&hash));
    Ok(items.iter().map(is_fresh).collect())
}

fn fresh_of<'a>(items: &'a [Incoming], fresh: &'a [bool]) -> impl Iterator<Item = &'a Incoming> {
    items.iter().zip(fresh).filter(|(_, fresh)| **fresh).map(|(item, _)| item)
}

/// What is known of everybody whom the fresh items may concern.
async fn look_up(tx: &mut Tx, items: &[Incoming], fresh: &[bool]) -> Result<Who> {
    let fresh = || fresh_of(items, fresh);
    let mut keys: Vec<_> = fresh().flat_map(|item| item.keys.to_look_up()).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut who = Who::default();
    let rows = cells!(keys.iter().enumerate(), |(n, key)| n as u64, key.kind(), key.value());
    let found: Vec<Packed> = tx.read(&IDENTITIES_FIND, rows).await?;
    for row in unpack(&found) {
        let [n, contact, has_user_id, has_email] = row?;
        let key = n.parse().ok().and_then(|n: usize| keys.get(n)).cloned();
        let key = read_back("an identity that was looked for", key)?;
        let (has_user_id, has_email) = (has_user_id == "1", has_email == "1");
        let contact = ContactId(number(contact)?);
        who.knows_identity(key, Known { contact, has_user_id, has_email });
    }
    let mut named: Vec<_> = fresh().filter_map(|item| item.keys.contact).collect();
    named.sort_unstable();
    named.dedup();
    let found: Vec<(i64, Option<i64>)> = tx.read(&CONTACTS_KNOWN, cells!(named, |id| id)).await?;
    for (id, merged_into) in found {
        who.knows_contact(ContactId(id), ContactId(merged_into.unwrap_or(id)));
    }
    Ok(who)
}

/// What a batch leads to, collected so that each table is written once.
#[derive(Default)]
struct Writes {
    taken: Vec<Queued>,
    identities: Vec<(IdentityKey, ContactId)>,
    merges: Vec<(ContactId, ContactId, Timestamp)>,
    types: BTreeMap<String, String>,
    sources: BTreeMap<SourceId, (i64, i64, Timestamp)>,
}

impl Writes {
    fn count(&mut self, item: &Incoming, fresh: bool) {
        if let Some(source) = item.source {
            let (accepted, duplicates, last_at) = self.sources.entry(source).or_default();
            *(if fresh { accepted } else { duplicates }) += 1;
            *last_at = (*last_at).max(item.accepted_at);
        }
    }

    fn merge(&mut self, winner: ContactId, losers: &[ContactId], at: Timestamp) {
        self.merges.extend(losers.iter().map(|loser| (winner, *loser, at)));
    }

    fn take(
        &mut self,
        item: Incoming,
        contact: ContactId,
        attach: Vec<IdentityKey>,
        joins: Option<Joining>,
    ) -> Result<()> {
        self.count(&item, true);
        for (name, kind) in &item.defines {
            let kind = crate::text::of(kind);
            self.types.entry(name.as_str().to_owned()).or_insert(kind);
        }
        self.identities.extend(attach.iter().map(|key| (key.clone(), contact)));
        let input = Input {
            id: item.id,
            source: item.source,
            occurred_at: item.occurred_at,
            accepted_at: item.accepted_at,
            historic: item.historic,
            attached: attach,
            joins,
            body: item.body,
        };
        self.taken.push(Queued { contact, text: written(&input)?, input });
        Ok(())
    }

    /// Answers whether there is a pair to be merged.
    async fn write(mut self, tx: &mut Tx, who: &Who) -> Result<bool> {
        self.identities.sort_unstable();
        // A contact that was new in this batch may have become part of another one since.
        let rows =
            cells!(&self.identities, |(key, contact)| key.kind(), key.value(), who.now(*contact));
        tx.write(&IDENTITIES_INSERT, rows).await?;
        let rows = cells!(&self.merges, |(_, loser, _)| who.now(*loser), *loser);
        tx.write(&IDENTITIES_MOVE, rows).await?;
        let rows = cells!(&self.merges, |(winner, loser, at)| *winner, *loser, *at);
        tx.write(&MERGES_INSERT, rows).await?;
        tx.write(&PROPERTY_TYPES_INSERT, cells!(self.types, |(name, kind)| name, kind)).await?;
        let rows =
            cells!(self.sources, |(id, (accepted, duplicates, at))| id.0, accepted, duplicates, at);
        tx.write(&SOURCES_COUNT, rows).await?;
        Ok(!self.merges.is_empty())
    }
}

/// A contact's partition as it is stored.
pub(crate) fn partition(contact: ContactId) -> Cell {
    Cell::Int(contact.partition().0.into())
}
