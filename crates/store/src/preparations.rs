//! Publications that wait until the past that they ask about has been counted.
//!
//! One for each flow, segment or scoring model: a newer one takes the place of an older one, and whatever is
//! published of it ends it.

use runnel_model::Timestamp;

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::catalog::Change;
use crate::dialect::Tx;
use crate::entity::preparations;
use crate::error::{classify_orm, parsed, read_back, unsigned, written};
use crate::{Database, Result};

/// A publication that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Preparation {
    /// Its id.
    pub id: i64,
    /// What is to be published: `flow`, `segment` or `scoring_model`.
    pub kind: String,
    /// Its id.
    pub subject: String,
    /// The publication.
    pub change: Change,
    /// The catalog version that collects for it; absent: its turn has not come.
    pub since: Option<u64>,
    /// When somebody wanted to publish it.
    pub started_at: Timestamp,
    /// Why it cannot be published after all.
    pub problem: Option<String>,
}

impl Preparation {
    fn read(row: preparations::Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            kind: row.kind,
            subject: row.subject,
            change: parsed("what is to be published", &row.change)?,
            since: row.catalog_version.map(unsigned),
            started_at: Timestamp::from_ms(row.started_at),
            problem: row.problem,
        })
    }
}

impl Database {
    /// Puts a publication off. Answers the id of its preparation.
    pub async fn prepare(&self, change: &Change, now: Timestamp) -> Result<i64> {
        let (kind, subject) = read_back("what can be prepared", subject(change))?;
        let row = preparations::ActiveModel {
            id: NotSet,
            kind: Set(kind.into()),
            subject: Set(subject.into()),
            change: Set(written(change)?),
            catalog_version: Set(None),
            started_at: Set(now.as_ms()),
            problem: Set(None),
        };
        let tx = self.begin().await?;
        let same = preparations::Entity::delete_many()
            .filter(preparations::Column::Kind.eq(kind))
            .filter(preparations::Column::Subject.eq(subject));
        same.exec(&tx).await.map_err(classify_orm)?;
        let inserted = preparations::Entity::insert(row).exec(&tx).await.map_err(classify_orm)?;
        tx.commit().await.map_err(classify_orm)?;
        Ok(inserted.last_insert_id)
    }

    /// All of them, oldest first.
    pub async fn preparations(&self) -> Result<Vec<Preparation>> {
        let query = preparations::Entity::find().order_by_asc(preparations::Column::Id);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        rows.into_iter().map(Preparation::read).collect()
    }

    /// Notes why it cannot be published after all.
    pub async fn preparation_failed(&self, id: i64, problem: &str) -> Result<()> {
        let tx = self.begin().await?;
        let row = preparations::ActiveModel {
            id: Set(id),
            problem: Set(Some(problem.to_owned())),
            ..Default::default()
        };
        let update =
            preparations::Entity::update_many().set(row).filter(preparations::Column::Id.eq(id));
        update.exec(&tx).await.map_err(classify_orm)?;
        tx.commit().await.map_err(classify_orm)
    }

    /// Gives up a publication that waits. False if there is none.
    pub async fn drop_preparation(&self, id: i64) -> Result<bool> {
        let tx = self.begin().await?;
        let deleted = preparations::Entity::delete_by_id(id).exec(&tx).await;
        let deleted = deleted.map_err(classify_orm)?.rows_affected > 0;
        tx.commit().await.map_err(classify_orm)?;
        Ok(deleted)
    }
}

fn subject(change: &Change) -> Option<(&'static str, &str)> {
    match change {
        Change::Flow { flow, .. } => Some(("flow", flow.id.as_str())),
        Change::Segment { segment, .. } => Some(("segment", segment.id.as_str())),
        Change::Model { model, .. } => Some(("scoring_model", model.id.as_str())),
        _ => None,
    }
}

/// From this catalog version on it is collected for it.
pub(crate) async fn begun(tx: &mut Tx, id: i64, version: u64) -> Result<()> {
    let text = "UPDATE preparations SET catalog_version = $2 WHERE id = $1 RETURNING id";
    tx.query::<(i64,)>(text, vec![id.into(), version.into()]).await.map(drop)
}

/// Something of this is published, or it is gone.
pub(crate) async fn done(tx: &mut Tx, kind: &str, subject: &str) -> Result<()> {
    let text = "DELETE FROM preparations WHERE kind = $1 AND subject = $2 RETURNING id";
    tx.query::<(i64,)>(text, vec![kind.into(), subject.into()]).await.map(drop)
}
