//! What `runnel doctor` compares: states and log as stored, and every number derived from them.
//!
//! Pages by key rather than one long read, which would keep SQLite's log from being reset.

use std::collections::{BTreeSet, HashMap};

use runnel_model::{
    Category, Contact, ContactId, EffectId, FlowId, NodeId, Partition, SegmentId, Tag, Timestamp,
};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::dialect::cells;
use crate::entity::{enrolments, members, scores, tags, wakes};
use crate::error::{classify_orm, parsed, read_back};
use crate::merge::own_ids;
use crate::page::page_size;
use crate::statements::{ENROLMENTS_OF, TOMBSTONES_OF};
use crate::{Database, EnrolmentRow, Result};

macro_rules! orphans {
    ($($table:literal),+) => {
        [$(($table, concat!(
            "SELECT DISTINCT t.contact_id FROM ", $table, " t \
            LEFT JOIN contacts c ON c.id = t.contact_id \
            WHERE c.id IS NULL OR c.merged_into IS NOT NULL ORDER BY t.contact_id LIMIT 100"
        ))),+]
    };
}

/// What is looked for by [`Database::orphans`].
const ORPHANS: [(&str, &str); 7] =
    orphans!("scores", "tags", "members", "wakes", "enrolments", "deals", "tasks");

/// The projections of one contact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projections {
    /// Points by category; the sum is under no category.
    pub scores: Vec<(Option<Category>, i64)>,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Its segments, since when.
    pub members: Vec<(SegmentId, Timestamp)>,
    /// Its enrolments, active and over.
    pub enrolments: Vec<EnrolmentRow>,
    /// When it is to be woken.
    pub wake_at: Option<Timestamp>,
}

/// A number on the canvas.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FlowCounter {
    /// Of which flow.
    pub flow: FlowId,
    /// Of which version.
    pub version: u32,
    /// On which UTC day; 0: before days were kept.
    pub day: i64,
    /// Of which node.
    pub node: NodeId,
    /// Empty: came to the node; `p:NAME`: left by that port; `failed!`: failed there.
    pub port: String,
    /// How often.
    pub count: i64,
}

/// A partition's position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartitionRow {
    /// Which.
    pub partition: Partition,
    /// The place of its last log entry; 0: none.
    pub applied_seq: i64,
    /// The place of the last that was deleted; 0: none.
    pub deleted_seq: i64,
    /// How many log entries it has.
    pub entries: i64,
    /// The place of the last of them.
    pub last_seq: i64,
}

/// An effect that is not delivered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// The effect.
    pub id: EffectId,
    /// Whom it concerns.
    pub contact: ContactId,
    /// When it is due.
    pub due_at: Timestamp,
    /// Tries so far.
    pub attempts: u32,
}

/// Whom projections speak of although there is no such contact (any more).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// In which table.
    pub table: &'static str,
    /// Which contact.
    pub contact: ContactId,
}

/// A row of `enrolments`: its columns in order.
type StoredEnrolment = (
    i64,
    i64,
    String,
    i64,
    Option<String>,
    String,
    i64,
    i64,
    Option<i64>,
    Option<i64>,
    Option<String>,
);

fn read_enrolment(row: StoredEnrolment) -> Result<EnrolmentRow> {
    let (id, contact_id, flow, version, key, node, entered_at, since, due, ended_at, reason) = row;
    let row = enrolments::Model {
        id,
        contact_id,
        flow,
        version,
        key,
        node,
        entered_at,
        since,
        due,
        ended_at,
        reason,
    };
    EnrolmentRow::read(row)
}

impl Database {
    /// States of contacts with an id above `after`, by id; tombstones included.
    pub async fn states(&self, after: ContactId, limit: u64) -> Result<Vec<Contact>> {
        let text = "SELECT state, merged_into FROM contacts WHERE id > $1 ORDER BY id LIMIT $2";
        let cells = vec![after.into(), page_size(limit).into()];
        let rows: Vec<(String, Option<i64>)> = self.pool().query(text, cells).await?;
        let state = |(state, _): (String, Option<i64>)| parsed("a contact's state", &state);
        rows.into_iter().map(state).collect()
    }

    /// The projections of these contacts, in the same order.
    pub async fn projections(&self, contacts: &[ContactId]) -> Result<Vec<Projections>> {
        let ids: Vec<i64> = contacts.iter().map(|id| id.0).collect();
        let mut found: HashMap<i64, Projections> = HashMap::new();
        self.add_small(&ids, &mut found).await?;
        for row in self.enrolments_of(contacts).await? {
            found.entry(row.contact.0).or_default().enrolments.push(row);
        }
        Ok(ids.iter().map(|id| found.remove(id).unwrap_or_default()).collect())
    }

    /// The enrolments of these contacts, and those that came with others merged into them.
    async fn enrolments_of(&self, contacts: &[ContactId]) -> Result<Vec<EnrolmentRow>> {
        let parts: Vec<(i64,)> =
            self.pool().read(&TOMBSTONES_OF, cells!(contacts, |id| *id)).await?;
        let parts = parts.into_iter().map(|(id,)| ContactId(id));
        // A contact and one that is part of it may both have been asked for.
        let all: BTreeSet<ContactId> = contacts.iter().copied().chain(parts).collect();
        let ranges = all.into_iter().map(own_ids);
        let cells = cells!(ranges, |ids| *ids.start(), *ids.end());
        let rows: Vec<StoredEnrolment> = self.pool().read(&ENROLMENTS_OF, cells).await?;
        let mut rows: Result<Vec<_>> = rows.into_iter().map(read_enrolment).collect();
        if let Ok(rows) = &mut rows {
            rows.sort_by_key(|row| row.id);
        }
        rows
    }

    async fn add_small(&self, ids: &[i64], found: &mut HashMap<i64, Projections>) -> Result<()> {
        let rows = scores::Entity::find()
            .filter(scores::Column::ContactId.is_in(ids.to_vec()))
            .order_by_asc(scores::Column::Category);
        for row in rows.all(self.reader()).await.map_err(classify_orm)? {
            let category = Category::parse(&row.category).ok();
            found.entry(row.contact_id).or_default().scores.push((category, row.points));
        }
        let rows = tags::Entity::find()
            .filter(tags::Column::ContactId.is_in(ids.to_vec()))
            .order_by_asc(tags::Column::Tag);
        for row in rows.all(self.reader()).await.map_err(classify_orm)? {
            let tag = read_back("a tag", Tag::parse(&row.tag).ok())?;
            found.entry(row.contact_id).or_default().tags.push(tag);
        }
        let rows = members::Entity::find()
            .filter(members::Column::ContactId.is_in(ids.to_vec()))
            .order_by_asc(members::Column::Segment);
        for row in rows.all(self.reader()).await.map_err(classify_orm)? {
            let segment = read_back("a member's segment", SegmentId::parse(&row.segment).ok())?;
            let since = Timestamp::from_ms(row.since);
            found.entry(row.contact_id).or_default().members.push((segment, since));
        }
        let rows = wakes::Entity::find().filter(wakes::Column::ContactId.is_in(ids.to_vec()));
        for row in rows.all(self.reader()).await.map_err(classify_orm)? {
            found.entry(row.contact_id).or_default().wake_at = Some(Timestamp::from_ms(row.at));
        }
        Ok(())
    }

    /// Every number on every canvas.
    pub async fn flow_counters(&self) -> Result<Vec<FlowCounter>> {
        let text = "SELECT flow, version, day, node, port, CAST(SUM(count) AS BIGINT) \
            FROM flow_counters GROUP BY flow, version, day, node, port \
            ORDER BY flow, version, day, node, port";
        self.counters(text).await
    }

    /// What facts that were deleted since had added to them.
    pub async fn counter_baselines(&self) -> Result<Vec<FlowCounter>> {
        let text = "SELECT flow, version, day, node, port, count FROM counter_baselines \
            ORDER BY flow, version, day, node, port";
        self.counters(text).await
    }

    async fn counters(&self, text: &'static str) -> Result<Vec<FlowCounter>> {
        let rows: Vec<(String, i64, i64, String, String, i64)> =
            self.pool().query(text, Vec::new()).await?;
        let row =
            |(flow, version, day, node, port, count): (String, i64, i64, String, String, i64)| {
                Ok(FlowCounter {
                    day,
                    flow: read_back("a counter's flow", FlowId::parse(&flow).ok())?,
                    version: u32::try_from(version).unwrap_or(0),
                    node: read_back("a counter's node", NodeId::parse(&node).ok())?,
                    port,
                    count,
                })
            };
        rows.into_iter().map(row).collect()
    }

    /// Every partition, with the number of its log entries.
    pub async fn partitions(&self) -> Result<Vec<PartitionRow>> {
        let text = "SELECT p.id, p.applied_seq, p.deleted_seq, COALESCE(e.entries, 0), COALESCE(e.last, 0) \
            FROM partitions p LEFT JOIN (SELECT position % 64 AS id, COUNT(*) AS entries, \
            MAX(position / 64) AS last FROM events GROUP BY position % 64) e ON e.id = p.id \
            ORDER BY p.id";
        let rows: Vec<(i16, i64, i64, i64, i64)> = self.pool().query(text, Vec::new()).await?;
        let row = |(id, applied_seq, deleted_seq, entries, last_seq)| PartitionRow {
            partition: Partition(u8::try_from(id).unwrap_or(0)),
            applied_seq,
            deleted_seq,
            entries,
            last_seq,
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// All effects that are not delivered yet.
    pub async fn outbox(&self) -> Result<Vec<OutboxRow>> {
        let text = "SELECT id, contact_id, due_at, attempts FROM outbox ORDER BY due_at, id";
        let rows: Vec<(Vec<u8>, i64, i64, i64)> = self.pool().query(text, Vec::new()).await?;
        let row = |(id, contact, due_at, attempts): (Vec<u8>, i64, i64, i64)| {
            let id: Option<[u8; 16]> = id.try_into().ok();
            Ok(OutboxRow {
                id: EffectId(u128::from_be_bytes(read_back("an effect's id", id)?)),
                contact: ContactId(contact),
                due_at: Timestamp::from_ms(due_at),
                attempts: u32::try_from(attempts).unwrap_or(0),
            })
        };
        rows.into_iter().map(row).collect()
    }

    /// Projections of contacts that do not exist or are part of another one.
    pub async fn orphans(&self) -> Result<Vec<Orphan>> {
        let mut orphans = Vec::new();
        for (table, text) in ORPHANS {
            let rows: Vec<(i64,)> = self.pool().query(text, Vec::new()).await?;
            let orphan = |(id,)| Orphan { table, contact: ContactId(id) };
            orphans.extend(rows.into_iter().map(orphan));
        }
        Ok(orphans)
    }

    /// How many different messages were taken, ever.
    pub async fn count_dedupe(&self) -> Result<u64> {
        self.count("SELECT COUNT(*) FROM dedupe").await
    }
}
