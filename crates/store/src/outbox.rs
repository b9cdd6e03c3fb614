//! Effects on their way out: claimed with a lease, and what became of each.

use std::collections::HashMap;

use runnel_model::{
    Claim, ContactId, Delivery, Effect, EventId, Input, InputBody, Lease, Settled, StoreError,
    Timestamp,
};

use crate::accept::partition;
use crate::dialect::{Cell, Tx, cells};
use crate::entropy::entropy;
use crate::error::{parsed, written};
use crate::fuse::{NEVER, hold_back};
use crate::projections::{DeadLetterRow, write_dead_letters};
use crate::statements::{CONTACTS_KNOWN, INBOX_INSERT, OUTBOX_DELETE, OUTBOX_RETRY};
use crate::{Database, Result};

type ClaimedRow = (Vec<u8>, i64, String, i64, i64);

const CLAIM: [&str; 2] = [
    "UPDATE outbox SET due_at = $2, fence = fence + 1 WHERE id IN \
    (SELECT id FROM outbox WHERE due_at <= $1 ORDER BY due_at LIMIT $3) \
    RETURNING id, contact_id, effect, attempts, fence",
    "UPDATE outbox SET due_at = $2, fence = fence + 1 WHERE id IN \
    (SELECT id FROM outbox WHERE due_at <= $1 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED) \
    RETURNING id, contact_id, effect, attempts, fence",
];

impl Database {
    pub(crate) async fn first_effect(&self) -> Result<Option<Timestamp>> {
        let text = "SELECT due_at FROM outbox WHERE due_at < $1 ORDER BY due_at LIMIT 1";
        let rows: Vec<(i64,)> = self.pool().query(text, vec![NEVER.into()]).await?;
        Ok(rows.first().map(|(at,)| Timestamp::from_ms(*at)))
    }

    /// A claimed effect is due again when its lease ends. What its flow may not send any more is
    /// held back.
    pub(crate) async fn claim_due(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: usize,
    ) -> Result<Claim> {
        // Most of the time nothing is due: SQLite's one writer is not asked for that.
        if self.first_effect().await?.is_none_or(|at| at > now) {
            return Ok(Claim::default());
        }
        let mut tx = self.pool().begin().await?;
        let limit = Cell::Int(i64::try_from(limit).unwrap_or(i64::MAX));
        let text = tx.either(CLAIM[0], CLAIM[1]);
        let rows: Vec<ClaimedRow> =
            tx.query(text, vec![now.into(), lease_until.into(), limit]).await?;
        let taken = rows.len();
        let mut leases = Vec::with_capacity(taken);
        for (id, contact, effect, attempts, fence) in rows {
            let contact = ContactId(contact);
            match parsed("an effect", &effect) {
                Ok(effect) => {
                    let attempts = u32::try_from(attempts).unwrap_or(u32::MAX);
                    leases.push(Lease { effect, contact, attempts, fence });
                }
                Err(error) => give_up(&mut tx, id, contact, effect, &error, now).await?,
            }
        }
        let fuse_blew = hold_back(&mut tx, &mut leases, now).await?;
        tx.commit().await?;
        Ok(Claim { leases, taken, fuse_blew })
    }

    pub(crate) async fn settle_all(&self, settled: Vec<Settled>, now: Timestamp) -> Result<()> {
        if settled.is_empty() {
            return Ok(());
        }
        let mut tx = self.pool().begin().await?;
        let (retries, finals): (Vec<_>, Vec<_>) =
            settled.into_iter().partition(|one| matches!(one.delivery, Delivery::Retry { .. }));
        retry(&mut tx, retries).await?;
        finish(&mut tx, finals, now).await?;
        tx.commit().await
    }
}

/// Takes an effect that cannot be read out of the others' way.
async fn give_up(
    tx: &mut Tx,
    id: Vec<u8>,
    contact: ContactId,
    body: String,
    error: &StoreError,
    at: Timestamp,
) -> Result<()> {
    let text = "DELETE FROM outbox WHERE id = $1 RETURNING contact_id";
    let _: Vec<(i64,)> = tx.query(text, vec![Cell::Bytes(id)]).await?;
    let letter = DeadLetterRow { kind: "effect", contact, at, reason: error.to_string(), body };
    write_dead_letters(tx, vec![letter]).await
}

async fn retry(tx: &mut Tx, mut retries: Vec<Settled>) -> Result<()> {
    retries.sort_unstable_by_key(Settled::id);
    let cells = retries.into_iter().flat_map(|Settled { lease, delivery }| {
        let Delivery::Retry { at, why } = delivery else { return Vec::new() };
        cells!([lease], |lease| key(&lease.effect), lease.fence, at, why.as_str())
    });
    let cells = cells.collect();
    tx.write(&OUTBOX_RETRY, cells).await
}

/// Takes those whose lease still holds out of the outbox, and tells whoever waits for them.
async fn finish(tx: &mut Tx, mut finals: Vec<Settled>, now: Timestamp) -> Result<()> {
    finals.sort_unstable_by_key(Settled::id);
    let rows = cells!(&finals, |one| key(&one.lease.effect), one.lease.fence);
    let held: Vec<(Vec<u8>, i64)> = tx.read(&OUTBOX_DELETE, rows).await?;
    let held: HashMap<Vec<u8>, i64> = held.into_iter().collect();
    let contacts = whose_now(tx, held.values().copied().map(ContactId).collect()).await?;

    let (mut letters, mut answers) = (Vec::new(), Vec::new());
    for Settled { lease: Lease { effect, .. }, delivery } in finals {
        let Some(contact) = held.get(key(&effect).as_slice()) else { continue };
        let contact = contacts.get(contact).copied().unwrap_or(ContactId(*contact));
        let why = match delivery {
            Delivery::Dead { why } => Some(why),
            Delivery::Delivered | Delivery::Retry { .. } => None,
        };
        if effect.answer {
            answers.push((contact, written(&answer(&effect, why.as_deref(), now))?));
        }
        if let Some(reason) = why {
            let body = written(&effect)?;
            letters.push(DeadLetterRow { kind: "effect", contact, at: now, reason, body });
        }
    }
    write_dead_letters(tx, letters).await?;
    let answers = cells!(answers, |(contact, input)| contact, partition(contact), input);
    tx.write(&INBOX_INSERT, answers).await
}

/// What contacts have become part of meanwhile: an effect keeps the contact that it came from.
async fn whose_now(tx: &mut Tx, mut ids: Vec<ContactId>) -> Result<HashMap<i64, ContactId>> {
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(i64, Option<i64>)> = tx.read(&CONTACTS_KNOWN, cells!(ids, |id| id)).await?;
    Ok(rows.into_iter().filter_map(|(id, now)| Some((id, ContactId(now?)))).collect())
}

fn answer(effect: &Effect, failure: Option<&str>, now: Timestamp) -> Input {
    let about = i64::from_be_bytes(effect.id.0.to_be_bytes()[8..].try_into().expect("eight bytes"));
    Input {
        id: EventId::new(now, entropy("answer", about, now)),
        source: None,
        occurred_at: now,
        accepted_at: now,
        historic: false,
        attached: Vec::new(),
        joins: None,
        body: InputBody::Answer {
            effect: effect.id,
            enrolment: effect.step.enrolment,
            delivered: failure.is_none(),
            why: failure.unwrap_or_default().to_owned(),
        },
    }
}

fn key(effect: &Effect) -> [u8; 16] {
    effect.id.0.to_be_bytes()
}
