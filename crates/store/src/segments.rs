//! Segments as their authors see them, and who is in them. Writing one is a publication.

use std::collections::{BTreeSet, HashMap};

use runnel_model::{ContactId, Segment, SegmentId, Timestamp};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::{segment_versions, segments};
use crate::error::{classify_orm, parsed, read_back, unsigned};
use crate::page::page_size;
use crate::{Cursor, Database, Page, Result};

/// A segment.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentRow {
    /// As its author wrote it.
    pub segment: Segment,
    /// Counts its changes.
    pub version: u32,
    /// How many contacts are in it.
    pub members: u64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A contact in a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// The contact.
    pub contact: ContactId,
    /// What people call it.
    pub name: String,
    /// The time at which the segment's rule became true.
    pub since: Timestamp,
}

impl Database {
    /// All segments that are not deleted, by name.
    pub async fn segments(&self) -> Result<Vec<SegmentRow>> {
        let query = segments::Entity::find()
            .filter(segments::Column::Deleted.eq(false))
            .order_by_asc(segments::Column::Name)
            .order_by_asc(segments::Column::Id);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        let text = "SELECT segment, COUNT(*) FROM members GROUP BY segment";
        let counts: Vec<(String, i64)> = self.pool().query(text, Vec::new()).await?;
        let counts: HashMap<_, _> = counts.into_iter().collect();
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let members = counts.get(&row.id).copied().unwrap_or(0);
            found.push(self.read_segment(row, members).await?);
        }
        Ok(found)
    }

    /// One segment that is not deleted.
    pub async fn segment(&self, id: &SegmentId) -> Result<Option<SegmentRow>> {
        let found = segments::Entity::find_by_id(id.as_str()).one(self.reader()).await;
        let Some(row) = found.map_err(classify_orm)?.filter(|row| !row.deleted) else {
            return Ok(None);
        };
        let text = "SELECT COUNT(*) FROM members WHERE segment = $1";
        let count: Vec<(i64,)> = self.pool().query(text, vec![id.as_str().into()]).await?;
        let members = count.first().map_or(0, |(count,)| *count);
        self.read_segment(row, members).await.map(Some)
    }

    /// The segments that nobody is in.
    pub async fn empty_segments(&self) -> Result<BTreeSet<SegmentId>> {
        let text = "SELECT s.id FROM segments s WHERE NOT s.deleted \
            AND NOT EXISTS (SELECT 1 FROM members m WHERE m.segment = s.id)";
        let rows: Vec<(String,)> = self.pool().query(text, Vec::new()).await?;
        Ok(rows.iter().filter_map(|(id,)| SegmentId::parse(id).ok()).collect())
    }

    async fn read_segment(&self, row: segments::Model, members: i64) -> Result<SegmentRow> {
        let key = (row.id, row.current_version);
        let document = segment_versions::Entity::find_by_id(key).one(self.reader()).await;
        let document = read_back("a segment's version", document.map_err(classify_orm)?)?;
        Ok(SegmentRow {
            segment: parsed("a segment", &document.document)?,
            version: u32::try_from(row.current_version).unwrap_or(0),
            members: unsigned(members),
            updated_at: Timestamp::from_ms(row.updated_at),
        })
    }

    /// A page of the contacts in a segment, by contact id.
    pub async fn members(
        &self,
        id: &SegmentId,
        limit: u64,
        cursor: Option<&Cursor>,
    ) -> Result<Page<MemberRow>> {
        let limit = page_size(limit);
        let after = cursor.and_then(Cursor::keys).map_or(i64::MIN, |[id]| id);
        let text = "SELECT m.contact_id, c.name, m.since FROM members m \
            JOIN contacts c ON c.id = m.contact_id \
            WHERE m.segment = $1 AND m.contact_id > $2 ORDER BY m.contact_id LIMIT $3";
        let cells = vec![id.as_str().into(), after.into(), (limit + 1).into()];
        let rows: Vec<(i64, String, i64)> = self.pool().query(text, cells).await?;
        let row = |(id, name, since)| MemberRow {
            contact: ContactId(id),
            name,
            since: Timestamp::from_ms(since),
        };
        Ok(Page::cut(rows.into_iter().map(row).collect(), limit, |row| vec![row.contact.0]))
    }
}
