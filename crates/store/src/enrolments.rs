//! Enrolments, for lists: one that goes on is part of its contact's state.

use runnel_model::{ContactId, EndReason, EnrolmentId, FlowId, NodeId, Timestamp};

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::enrolments;
use crate::error::{classify_orm, parsed, read_back};
use crate::flow_versions::small;
use crate::page::page_size;
use crate::{Cursor, Database, Page, Result};

/// Which enrolments.
#[derive(Clone, Debug, Default)]
pub struct EnrolmentQuery {
    /// Of this flow.
    pub flow: Option<FlowId>,
    /// Of this contact.
    pub contact: Option<ContactId>,
    /// At this node.
    pub node: Option<NodeId>,
    /// Going on (true) or over (false).
    pub active: Option<bool>,
    /// The most rows.
    pub limit: u64,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
}

/// An enrolment that goes on or is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentRow {
    /// Its id.
    pub id: EnrolmentId,
    /// Whose.
    pub contact: ContactId,
    /// In which flow.
    pub flow: FlowId,
    /// In which version of it.
    pub version: u32,
    /// What sets it apart from others of the flow.
    pub key: Option<String>,
    /// Where it is or ended.
    pub node: NodeId,
    /// When it began.
    pub entered_at: Timestamp,
    /// When it came to its node.
    pub since: Timestamp,
    /// Until when it waits at most.
    pub due: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it ended.
    pub reason: Option<EndReason>,
}

impl EnrolmentRow {
    /// Where a list that goes on after it begins.
    pub(crate) fn sort_key(&self) -> Vec<i64> {
        vec![self.entered_at.as_ms(), self.id.0]
    }

    pub(crate) fn read(row: enrolments::Model) -> Result<Self> {
        let reason = row.reason.map(|reason| parsed("why an enrolment ended", &reason));
        Ok(Self {
            id: EnrolmentId(row.id),
            contact: ContactId(row.contact_id),
            flow: read_back("an enrolment's flow", FlowId::parse(&row.flow).ok())?,
            version: small(row.version),
            key: row.key,
            node: read_back("an enrolment's node", NodeId::parse(&row.node).ok())?,
            entered_at: Timestamp::from_ms(row.entered_at),
            since: Timestamp::from_ms(row.since),
            due: row.due.map(Timestamp::from_ms),
            ended_at: row.ended_at.map(Timestamp::from_ms),
            reason: reason.transpose()?,
        })
    }
}

impl Database {
    /// A page of enrolments, newest first.
    pub async fn enrolments(&self, query: &EnrolmentQuery) -> Result<Page<EnrolmentRow>> {
        let limit = page_size(query.limit);
        let mut select = enrolments::Entity::find();
        if let Some(flow) = &query.flow {
            select = select.filter(enrolments::Column::Flow.eq(flow.as_str()));
        }
        if let Some(contact) = query.contact {
            let own = self.own_ids(contact).await?.into_iter();
            let own = own.map(|ids| enrolments::Column::Id.between(*ids.start(), *ids.end()));
            select = select.filter(own.fold(Condition::any(), Condition::add));
        }
        if let Some(node) = &query.node {
            select = select.filter(enrolments::Column::Node.eq(node.as_str()));
        }
        select = match query.active {
            Some(true) => select.filter(enrolments::Column::EndedAt.is_null()),
            Some(false) => select.filter(enrolments::Column::EndedAt.is_not_null()),
            None => select,
        };
        let order = (enrolments::Column::EnteredAt, enrolments::Column::Id);
        if let Some([at, id]) = query.cursor.as_ref().and_then(Cursor::keys) {
            let same = Condition::all().add(order.0.eq(at)).add(order.1.lt(id));
            select = select.filter(Condition::any().add(order.0.lt(at)).add(same));
        }
        let select = select.order_by_desc(order.0).order_by_desc(order.1).limit(limit + 1);
        let rows = select.all(self.reader()).await.map_err(classify_orm)?;
        let rows: Result<Vec<_>> = rows.into_iter().map(EnrolmentRow::read).collect();
        Ok(Page::cut(rows?, limit, EnrolmentRow::sort_key))
    }
}
