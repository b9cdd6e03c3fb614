//! The fuse: what a flow may send within an hour, counted where it leaves.
//!
//! The transaction that claims effects counts them, for all their flows in one statement, and
//! holds back what is beyond: the count is as durable as the claim. What is held back is due at
//! the end of all time, so that nobody meets it again before somebody lets the flow go on. That
//! the flow is then paused is not decided here: it is a change of the catalog.

use std::collections::BTreeMap;

use runnel_model::{FlowId, Lease, Timestamp};

use crate::dialect::{Tx, cells};
use crate::error::{read_back, unsigned};
use crate::statements::{FUSES_BLOW, FUSES_COUNT, OUTBOX_HOLD};
use crate::{Database, Result};

/// When what is held back is due.
pub(crate) const NEVER: Timestamp = Timestamp::MAX;

const HOUR_MS: i64 = 60 * 60 * 1_000;

/// A fuse that is blown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlownFuse {
    /// Whose.
    pub flow: FlowId,
    /// What it may send within an hour.
    pub per_hour: u64,
    /// When it wanted to send more.
    pub at: Timestamp,
}

/// What is left of a flow's hour.
#[derive(Default)]
struct Left {
    room: i64,
    is_blown: bool,
}

/// Takes what may not leave out of what was claimed. Answers whether a fuse blew.
pub(crate) async fn hold_back(
    tx: &mut Tx,
    leases: &mut Vec<Lease>,
    now: Timestamp,
) -> Result<bool> {
    let mut left = count(tx, leases, now).await?;
    let (mut held, mut blown) = (Vec::new(), BTreeMap::new());
    leases.retain(|lease| {
        let flow = &lease.effect.step.flow;
        // Of a flow that was deleted nothing is counted.
        let Some(left) = left.get_mut(flow.as_str()) else { return true };
        left.room -= i64::from(is_first(lease));
        if !left.is_blown && left.room < 0 {
            left.is_blown = true;
            blown.insert(flow.clone(), now);
        }
        if left.is_blown {
            held.push((lease.effect.id.0.to_be_bytes(), flow.clone()));
        }
        !left.is_blown
    });
    held.sort_unstable_by_key(|(id, _)| *id);
    let held = cells!(held, |(id, flow)| id, NEVER, flow.as_str());
    tx.write(&OUTBOX_HOLD, held).await?;
    let blew = !blown.is_empty();
    tx.write(&FUSES_BLOW, cells!(blown, |(flow, at)| flow.as_str(), at)).await?;
    Ok(blew)
}

/// Counts what leaves for the first time, by flow. It is counted also if it is then held back:
/// whose fuse is blown begins anew when somebody lets it go on.
async fn count(tx: &mut Tx, leases: &[Lease], now: Timestamp) -> Result<BTreeMap<String, Left>> {
    let mut wanted: BTreeMap<&FlowId, u64> = BTreeMap::new();
    for lease in leases {
        *wanted.entry(&lease.effect.step.flow).or_default() += u64::from(is_first(lease));
    }
    let hour = now.as_ms().div_euclid(HOUR_MS);
    let rows = cells!(&wanted, |(flow, count)| flow.as_str(), hour, *count);
    let counted: Vec<(String, i64, i64, Option<i64>)> = tx.read(&FUSES_COUNT, rows).await?;
    let left = counted.into_iter().map(|(flow, per_hour, sent, blown_at)| {
        let now_wanted = wanted.iter().find(|(one, _)| one.as_str() == flow);
        let before = sent - now_wanted.map_or(0, |(_, count)| i64::try_from(*count).unwrap_or(0));
        (flow, Left { room: per_hour - before, is_blown: blown_at.is_some() })
    });
    Ok(left.collect())
}

/// Neither tried nor claimed before, nor let go by somebody after it was held back.
const fn is_first(lease: &Lease) -> bool {
    lease.attempts == 0 && lease.fence == 1
}

/// The flow may send so many within an hour from now on.
pub(crate) async fn set(tx: &mut Tx, flow: &FlowId, per_hour: u64) -> Result<()> {
    let text = "INSERT INTO fuses (flow, per_hour, hour, sent) VALUES ($1, $2, 0, 0) \
        ON CONFLICT (flow) DO UPDATE SET per_hour = excluded.per_hour RETURNING flow";
    tx.query::<(String,)>(text, vec![flow.as_str().into(), per_hour.into()]).await.map(drop)
}

/// Lets what was held back leave, uncounted: somebody has looked at it.
pub(crate) async fn let_go(tx: &mut Tx, flow: &FlowId, now: Timestamp) -> Result<()> {
    let text = "UPDATE fuses SET blown_at = NULL, sent = 0 WHERE flow = $1 RETURNING flow";
    tx.query::<(String,)>(text, vec![flow.as_str().into()]).await?;
    let text = "UPDATE outbox SET due_at = $2, held_by = NULL WHERE held_by = $1 RETURNING due_at";
    tx.query::<(i64,)>(text, vec![flow.as_str().into(), now.into()]).await.map(drop)
}

/// A flow that is over sends nothing any more; what it has under way ends as it would.
pub(crate) async fn drop_held(tx: &mut Tx, flow: &FlowId) -> Result<()> {
    let text = "DELETE FROM outbox WHERE held_by = $1 RETURNING held_by";
    tx.query::<(String,)>(text, vec![flow.as_str().into()]).await?;
    let text = "UPDATE fuses SET blown_at = NULL, sent = 0 WHERE flow = $1 RETURNING flow";
    tx.query::<(String,)>(text, vec![flow.as_str().into()]).await.map(drop)
}

/// Nothing is counted of a flow that is deleted.
pub(crate) async fn remove(tx: &mut Tx, flow: &FlowId) -> Result<()> {
    let text = "DELETE FROM fuses WHERE flow = $1 RETURNING flow";
    tx.query::<(String,)>(text, vec![flow.as_str().into()]).await.map(drop)
}

impl Database {
    /// The fuses that are blown.
    pub async fn blown_fuses(&self) -> Result<Vec<BlownFuse>> {
        let text = "SELECT flow, per_hour, blown_at FROM fuses WHERE blown_at IS NOT NULL \
            ORDER BY flow";
        let rows: Vec<(String, i64, i64)> = self.pool().query(text, Vec::new()).await?;
        let blown = |(flow, per_hour, at): (String, i64, i64)| {
            let flow = read_back("a fuse's flow", FlowId::parse(&flow).ok())?;
            Ok(BlownFuse { flow, per_hour: unsigned(per_hour), at: Timestamp::from_ms(at) })
        };
        rows.into_iter().map(blown).collect()
    }
}
