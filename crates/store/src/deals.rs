//! Deals, for lists: each is part of its contact's state, and moves only by an input to it.

use runnel_model::{ContactId, Deal, DealId, DealStatus, Money, PipelineId, StageId, Timestamp};

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::deals;
use crate::error::{classify_orm, read_back};
use crate::page::page_size;
use crate::{Cursor, Database, Page, Result, text};

/// Which deals.
#[derive(Clone, Debug, Default)]
pub struct DealQuery {
    /// Of this contact.
    pub contact: Option<ContactId>,
    /// In this pipeline.
    pub pipeline: Option<PipelineId>,
    /// In this stage.
    pub stage: Option<StageId>,
    /// Open, won or lost.
    pub status: Option<DealStatus>,
    /// The most rows.
    pub limit: u64,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
}

/// A deal and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealRow {
    /// Whose.
    pub contact: ContactId,
    /// The deal.
    pub deal: Deal,
}

impl DealRow {
    fn read(row: deals::Model) -> Result<Self> {
        let money = |(amount_minor, currency)| Money { amount_minor, currency };
        let deal = Deal {
            id: DealId(row.id),
            name: row.name,
            pipeline: read_back("a deal's pipeline", PipelineId::parse(&row.pipeline).ok())?,
            stage: read_back("a deal's stage", StageId::parse(&row.stage).ok())?,
            status: text::read("a deal's status", row.status)?,
            amount: row.amount_minor.zip(row.currency).map(money),
            created_at: Timestamp::from_ms(row.created_at),
            moved_at: Timestamp::from_ms(row.moved_at),
        };
        Ok(Self { contact: ContactId(row.contact_id), deal })
    }
}

impl Database {
    /// A page of deals, newest first.
    pub async fn deals(&self, query: &DealQuery) -> Result<Page<DealRow>> {
        let limit = page_size(query.limit);
        let mut select = deals::Entity::find();
        if let Some(contact) = query.contact {
            let own = self.own_ids(contact).await?.into_iter();
            let own = own.map(|ids| deals::Column::Id.between(*ids.start(), *ids.end()));
            select = select.filter(own.fold(Condition::any(), Condition::add));
        }
        if let Some(pipeline) = &query.pipeline {
            select = select.filter(deals::Column::Pipeline.eq(pipeline.as_str()));
        }
        if let Some(stage) = &query.stage {
            select = select.filter(deals::Column::Stage.eq(stage.as_str()));
        }
        if let Some(status) = query.status {
            select = select.filter(deals::Column::Status.eq(text::of(&status)));
        }
        let order = (deals::Column::CreatedAt, deals::Column::Id);
        if let Some([at, id]) = query.cursor.as_ref().and_then(Cursor::keys) {
            let same = Condition::all().add(order.0.eq(at)).add(order.1.lt(id));
            select = select.filter(Condition::any().add(order.0.lt(at)).add(same));
        }
        let select = select.order_by_desc(order.0).order_by_desc(order.1).limit(limit + 1);
        let rows = select.all(self.reader()).await.map_err(classify_orm)?;
        let rows: Result<Vec<_>> = rows.into_iter().map(DealRow::read).collect();
        let key = |row: &DealRow| vec![row.deal.created_at.as_ms(), row.deal.id.0];
        Ok(Page::cut(rows?, limit, key))
    }

    /// One deal.
    pub async fn deal(&self, id: DealId) -> Result<Option<DealRow>> {
        let found = deals::Entity::find_by_id(id.0).one(self.reader()).await;
        found.map_err(classify_orm)?.map(DealRow::read).transpose()
    }
}
