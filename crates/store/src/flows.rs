//! Flows as their authors see them: what runs, and the draft they work on.

use runnel_model::{Flow, FlowId, FlowState, Timestamp};

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::flows;
use crate::error::{classify_orm, parsed, read_back, unsigned, written};
use crate::flow_versions::{Publication, author, small};
use crate::{Actor, BlownFuse, Database, Result, text};

/// A flow over all its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowRow {
    /// Its id.
    pub id: FlowId,
    /// What people call it.
    pub name: String,
    /// What its author works on.
    pub draft: Flow,
    /// Counts the times the draft was saved.
    pub draft_version: u64,
    /// Whether it runs.
    pub state: FlowState,
    /// The version that takes contacts in; absent: never published.
    pub current_version: Option<u32>,
    /// When that version was published, and by whom.
    pub published: Option<Publication>,
    /// Its fuse, if that is blown.
    pub blown: Option<BlownFuse>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its draft was last saved or it was last published, paused, resumed or archived.
    pub updated_at: Timestamp,
    /// Who last saved its draft; absent: it is not known.
    pub updated_by: Option<Actor>,
}

/// What became of saving a draft.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftSaved {
    /// It was saved and has this version now.
    Saved(u64),
    /// Somebody else saved it meanwhile; this is the flow now.
    Conflict(Box<FlowRow>),
    /// There is no such flow.
    Missing,
}

impl FlowRow {
    fn read(
        row: flows::Model,
        published: Option<Publication>,
        blown: Option<BlownFuse>,
    ) -> Result<Self> {
        Ok(Self {
            id: read_back("a flow's id", FlowId::parse(&row.id).ok())?,
            name: row.name,
            draft: parsed("a draft", &row.draft)?,
            draft_version: unsigned(row.draft_version),
            state: text::read("a flow's state", row.state)?,
            current_version: row.current_version.map(small),
            published,
            blown,
            created_at: Timestamp::from_ms(row.created_at),
            updated_at: Timestamp::from_ms(row.updated_at),
            updated_by: author(row.updated_by.as_deref())?,
        })
    }
}

impl Database {
    /// All flows, by name.
    pub async fn flows(&self) -> Result<Vec<FlowRow>> {
        let query =
            flows::Entity::find().order_by_asc(flows::Column::Name).order_by_asc(flows::Column::Id);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        let mut published = self.publications(None).await?;
        let blown = self.blown_fuses().await?;
        let read = |row: flows::Model| {
            let published = published.remove(&row.id);
            let blown = blown.iter().find(|fuse| fuse.flow.as_str() == row.id).cloned();
            FlowRow::read(row, published, blown)
        };
        rows.into_iter().map(read).collect()
    }

    /// One flow.
    pub async fn flow(&self, id: &FlowId) -> Result<Option<FlowRow>> {
        let found = flows::Entity::find_by_id(id.as_str()).one(self.reader()).await;
        let Some(row) = found.map_err(classify_orm)? else { return Ok(None) };
        let published = self.publications(Some(id)).await?.remove(&row.id);
        let blown = self.blown_fuses().await?.into_iter().find(|fuse| fuse.flow == *id);
        FlowRow::read(row, published, blown).map(Some)
    }

    /// Creates a flow with this draft, of version 1. False if there is one of that id.
    pub async fn create_flow(&self, draft: &Flow, by: &Actor, now: Timestamp) -> Result<bool> {
        let row = flows::ActiveModel {
            id: Set(draft.id.as_str().into()),
            name: Set(draft.name.clone()),
            draft: Set(written(draft)?),
            draft_version: Set(1),
            state: Set(text::of(&FlowState::Draft)),
            current_version: Set(None),
            created_at: Set(now.as_ms()),
            updated_at: Set(now.as_ms()),
            updated_by: Set(Some(written(by)?)),
        };
        let keep = OnConflict::column(flows::Column::Id).do_nothing().to_owned();
        let insert = flows::Entity::insert(row).on_conflict(keep);
        let inserted = insert.exec_without_returning(self.writer()).await.map_err(classify_orm)?;
        Ok(inserted > 0)
    }

    /// Saves the draft of the flow with the document's id, if it still has the version `expected`.
    pub async fn save_draft(
        &self,
        draft: &Flow,
        expected: Option<u64>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<DraftSaved> {
        let mut update = flows::Entity::update_many()
            .col_expr(flows::Column::Draft, Expr::value(written(draft)?))
            .col_expr(flows::Column::Name, Expr::value(draft.name.clone()))
            .col_expr(flows::Column::DraftVersion, Expr::col(flows::Column::DraftVersion).add(1))
            .col_expr(flows::Column::UpdatedAt, Expr::value(now.as_ms()))
            .col_expr(flows::Column::UpdatedBy, Expr::value(written(by)?))
            .filter(flows::Column::Id.eq(draft.id.as_str()));
        if let Some(expected) = expected {
            let expected = i64::try_from(expected).unwrap_or(i64::MAX);
            update = update.filter(flows::Column::DraftVersion.eq(expected));
        }
        let rows = update.exec_with_returning(self.writer()).await.map_err(classify_orm)?;
        if let Some(row) = rows.first() {
            return Ok(DraftSaved::Saved(unsigned(row.draft_version)));
        }
        let there = self.flow(&draft.id).await?;
        Ok(there.map_or(DraftSaved::Missing, |row| DraftSaved::Conflict(Box::new(row))))
    }
}
