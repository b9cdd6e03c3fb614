//! Published versions of flows: their documents, who published them, and who is still inside.

use std::collections::HashMap;

use runnel_model::{Flow, FlowId, Timestamp};
use sea_orm::EntityTrait;

use crate::entity::flow_versions;
use crate::error::{classify_orm, parsed, unsigned};
use crate::flow_numbers::or_all;
use crate::page::page_size;
use crate::{Actor, Cursor, Database, Page, Result};

/// When a version was published, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// When.
    pub at: Timestamp,
    /// Who did it; absent: it is not known.
    pub by: Option<Actor>,
}

/// A published version of a flow.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowVersionRow {
    /// Its version.
    pub version: u32,
    /// The document.
    pub document: Flow,
    /// When it was published, and by whom.
    pub published: Publication,
}

/// A published version of a flow, in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowVersionLine {
    /// Its version.
    pub version: u32,
    /// When it was published, and by whom.
    pub published: Publication,
    /// How many are inside it now.
    pub inside: u64,
}

/// A version's number as it is stored.
pub(crate) fn small(version: i64) -> u32 {
    u32::try_from(version).unwrap_or(0)
}

/// Whoever is stored as having written something.
pub(crate) fn author(text: Option<&str>) -> Result<Option<Actor>> {
    text.map(|text| parsed("an author", text)).transpose()
}

impl Publication {
    fn read(at: i64, by: Option<&str>) -> Result<Self> {
        Ok(Self { at: Timestamp::from_ms(at), by: author(by)? })
    }
}

impl FlowVersionRow {
    fn read(row: flow_versions::Model) -> Result<Self> {
        Ok(Self {
            version: small(row.version),
            document: parsed("a flow's version", &row.document)?,
            published: Publication::read(row.published_at, row.published_by.as_deref())?,
        })
    }
}

impl Database {
    /// A page of the published versions of a flow, newest first.
    pub async fn flow_versions(
        &self,
        id: &FlowId,
        limit: u64,
        cursor: Option<&Cursor>,
    ) -> Result<Page<FlowVersionLine>> {
        let limit = page_size(limit);
        let [before] = cursor.and_then(Cursor::keys).unwrap_or([i64::MAX]);
        let text = "SELECT v.version, v.published_at, v.published_by, \
            (SELECT COUNT(*) FROM enrolments e \
            WHERE e.flow = v.flow AND e.version = v.version AND e.ended_at IS NULL) \
            FROM flow_versions v WHERE v.flow = $1 AND v.version < $2 \
            ORDER BY v.version DESC LIMIT $3";
        let cells = vec![id.as_str().into(), before.into(), (limit + 1).into()];
        let rows: Vec<(i64, i64, Option<String>, i64)> = self.pool().query(text, cells).await?;
        let line = |(version, at, by, inside): (i64, i64, Option<String>, i64)| {
            let published = Publication::read(at, by.as_deref())?;
            Ok(FlowVersionLine { version: small(version), published, inside: unsigned(inside) })
        };
        let rows: Result<Vec<_>> = rows.into_iter().map(line).collect();
        Ok(Page::cut(rows?, limit, |row| vec![row.version.into()]))
    }

    /// One published version of a flow.
    pub async fn flow_version(&self, id: &FlowId, version: u32) -> Result<Option<FlowVersionRow>> {
        let key = (id.as_str().to_owned(), i64::from(version));
        let found = flow_versions::Entity::find_by_id(key).one(self.reader()).await;
        found.map_err(classify_orm)?.map(FlowVersionRow::read).transpose()
    }

    /// When and by whom the current version of each flow was published, or of this one.
    pub(crate) async fn publications(
        &self,
        of: Option<&FlowId>,
    ) -> Result<HashMap<String, Publication>> {
        let text = "SELECT v.flow, v.published_at, v.published_by FROM flows f \
            JOIN flow_versions v ON v.flow = f.id AND v.version = f.current_version \
            WHERE $1 = '' OR f.id = $1";
        let cells = vec![or_all(of).into()];
        let rows: Vec<(String, i64, Option<String>)> = self.pool().query(text, cells).await?;
        let read = |(flow, at, by): (String, i64, Option<String>)| {
            Ok((flow, Publication::read(at, by.as_deref())?))
        };
        rows.into_iter().map(read).collect()
    }
}
