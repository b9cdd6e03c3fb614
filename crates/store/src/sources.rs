//! Where events come from, and what of each was taken, repeated and refused.

use runnel_model::{SourceId, Timestamp};

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::dialect::cells;
use crate::entity::{refusals, sources};
use crate::error::{classify_orm, read_back, unsigned};
use crate::statements::REFUSALS_COUNT;
use crate::{Database, Result};

/// What kind of source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// The customer's servers.
    Server,
    /// The customer's web pages.
    Browser,
    /// Calendly's webhooks.
    Calendly,
}

/// A source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// Its id.
    pub id: SourceId,
    /// What kind.
    pub kind: SourceKind,
    /// What people call it.
    pub name: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// How many items were taken.
    pub accepted: u64,
    /// How many had been taken before.
    pub duplicates: u64,
    /// When the last item was taken.
    pub last_at: Option<Timestamp>,
}

/// Items of a source that were refused for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The reason, for programs.
    pub code: String,
    /// How many.
    pub count: u64,
    /// One of them, cut to a bearable length.
    pub sample: String,
}

/// What was refused for one reason so far; the sample is the latest one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalRow {
    /// Reason, number and latest sample.
    pub refused: Refused,
    /// When the last one was refused.
    pub last_at: Timestamp,
}

impl SourceKind {
    const ALL: [Self; 3] = [Self::Server, Self::Browser, Self::Calendly];

    /// As stored, and as people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Browser => "browser",
            Self::Calendly => "calendly",
        }
    }

    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl SourceRow {
    fn read(row: sources::Model) -> Result<Self> {
        Ok(Self {
            id: SourceId(row.id),
            kind: read_back("a source's kind", SourceKind::parse(&row.kind))?,
            name: row.name,
            created_at: Timestamp::from_ms(row.created_at),
            accepted: unsigned(row.accepted),
            duplicates: unsigned(row.duplicates),
            last_at: row.last_at.map(Timestamp::from_ms),
        })
    }
}

impl Database {
    /// Creates a source.
    pub async fn add_source(
        &self,
        kind: SourceKind,
        name: &str,
        now: Timestamp,
    ) -> Result<SourceId> {
        let row = sources::ActiveModel {
            kind: Set(kind.as_str().into()),
            name: Set(name.into()),
            created_at: Set(now.as_ms()),
            accepted: Set(0),
            duplicates: Set(0),
            last_at: Set(None),
            ..Default::default()
        };
        let inserted = sources::Entity::insert(row).exec(self.writer()).await;
        Ok(SourceId(inserted.map_err(classify_orm)?.last_insert_id))
    }

    /// All sources, oldest first.
    pub async fn sources(&self) -> Result<Vec<SourceRow>> {
        let query = sources::Entity::find().order_by_asc(sources::Column::Id);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        rows.into_iter().map(SourceRow::read).collect()
    }

    /// One source.
    pub async fn source(&self, id: SourceId) -> Result<Option<SourceRow>> {
        let found = sources::Entity::find_by_id(id.0).one(self.reader()).await;
        found.map_err(classify_orm)?.map(SourceRow::read).transpose()
    }

    /// What of a source was refused, most frequent first.
    pub async fn refusals(&self, source: SourceId) -> Result<Vec<RefusalRow>> {
        let query = refusals::Entity::find()
            .filter(refusals::Column::SourceId.eq(source.0))
            .order_by_desc(refusals::Column::Count)
            .order_by_asc(refusals::Column::Code);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        let read = |row: refusals::Model| RefusalRow {
            refused: Refused { code: row.code, count: unsigned(row.count), sample: row.sample },
            last_at: Timestamp::from_ms(row.last_at),
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Adds to what of a source was refused.
    pub async fn note_refusals(
        &self,
        source: SourceId,
        refused: &[Refused],
        now: Timestamp,
    ) -> Result<()> {
        if refused.is_empty() {
            return Ok(());
        }
        let mut refused: Vec<_> = refused.iter().collect();
        refused.sort_by(|a, b| a.code.cmp(&b.code));
        let rows =
            cells!(refused, |one| source.0, one.code.as_str(), one.count, one.sample.as_str(), now);
        let mut tx = self.pool().begin().await?;
        tx.write(&REFUSALS_COUNT, rows).await?;
        tx.commit().await
    }
}
