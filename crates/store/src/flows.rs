//! Flows as their authors see them: drafts, versions, and how many contacts are where.

use std::collections::BTreeMap;

use runnel_model::{ContactId, EndReason, EnrolmentId, Flow, FlowId, FlowState, NodeId, Timestamp};

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{enrolments, flow_versions, flows};
use crate::error::{classify_orm, parsed, read_back, unsigned, written};
use crate::page::page_size;
use crate::{Cursor, Database, Page, Result, text};

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
    /// When it was created.
    pub created_at: Timestamp,
    /// When its draft was last saved or it was last published, paused, resumed or archived.
    pub updated_at: Timestamp,
}

/// A published version of a flow.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowVersionRow {
    /// Its version.
    pub version: u32,
    /// The document.
    pub document: Flow,
    /// When it was published.
    pub published_at: Timestamp,
}

/// What became of saving a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftSaved {
    /// It was saved and has this version now.
    Saved(u64),
    /// Somebody else saved it meanwhile; it has this version now.
    Conflict(u64),
    /// There is no such flow.
    Missing,
}

/// What happened at one node of one version of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeNumbers {
    /// The node.
    pub node: NodeId,
    /// How often an enrolment came there.
    pub entered: u64,
    /// How many are there now.
    pub inside: u64,
    /// How often one left, by port.
    pub left: BTreeMap<String, u64>,
    /// How often the step failed.
    pub failed: u64,
}

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

impl FlowRow {
    fn read(row: flows::Model) -> Result<Self> {
        Ok(Self {
            id: read_back("a flow's id", FlowId::parse(&row.id).ok())?,
            name: row.name,
            draft: parsed("a draft", &row.draft)?,
            draft_version: unsigned(row.draft_version),
            state: text::read("a flow's state", row.state)?,
            current_version: row.current_version.map(small),
            created_at: Timestamp::from_ms(row.created_at),
            updated_at: Timestamp::from_ms(row.updated_at),
        })
    }
}

impl FlowVersionRow {
    fn read(row: flow_versions::Model) -> Result<Self> {
        Ok(Self {
            version: small(row.version),
            document: parsed("a flow's version", &row.document)?,
            published_at: Timestamp::from_ms(row.published_at),
        })
    }
}

impl EnrolmentRow {
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

/// A version's number as it is stored.
fn small(version: i64) -> u32 {
    u32::try_from(version).unwrap_or(0)
}

/// The numbers of a node.
fn at<'a>(nodes: &'a mut BTreeMap<String, NodeNumbers>, node: &str) -> Result<&'a mut NodeNumbers> {
    let id = read_back("a counter's node", NodeId::parse(node).ok())?;
    let none = NodeNumbers { node: id, entered: 0, inside: 0, left: BTreeMap::new(), failed: 0 };
    Ok(nodes.entry(node.to_owned()).or_insert(none))
}

fn add(numbers: &mut NodeNumbers, port: &str, count: u64) {
    match port.strip_prefix("p:") {
        Some(name) => *numbers.left.entry(name.to_owned()).or_default() += count,
        None if port.is_empty() => numbers.entered += count,
        None => numbers.failed += count,
    }
}

/// How many are at a step of a version of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// Which version.
    pub version: u32,
    /// Which step.
    pub node: NodeId,
    /// How many.
    pub count: u64,
}

impl Database {
    /// All flows, by name.
    pub async fn flows(&self) -> Result<Vec<FlowRow>> {
        let query =
            flows::Entity::find().order_by_asc(flows::Column::Name).order_by_asc(flows::Column::Id);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        rows.into_iter().map(FlowRow::read).collect()
    }

    /// One flow.
    pub async fn flow(&self, id: &FlowId) -> Result<Option<FlowRow>> {
        let found = flows::Entity::find_by_id(id.as_str()).one(self.reader()).await;
        found.map_err(classify_orm)?.map(FlowRow::read).transpose()
    }

    /// Creates a flow with this draft, of version 1. False if there is one of that id.
    pub async fn create_flow(&self, draft: &Flow, now: Timestamp) -> Result<bool> {
        let row = flows::ActiveModel {
            id: Set(draft.id.as_str().into()),
            name: Set(draft.name.clone()),
            draft: Set(written(draft)?),
            draft_version: Set(1),
            state: Set(text::of(&FlowState::Draft)),
            current_version: Set(None),
            created_at: Set(now.as_ms()),
            updated_at: Set(now.as_ms()),
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
        now: Timestamp,
    ) -> Result<DraftSaved> {
        let mut update = flows::Entity::update_many()
            .col_expr(flows::Column::Draft, Expr::value(written(draft)?))
            .col_expr(flows::Column::Name, Expr::value(draft.name.clone()))
            .col_expr(flows::Column::DraftVersion, Expr::col(flows::Column::DraftVersion).add(1))
            .col_expr(flows::Column::UpdatedAt, Expr::value(now.as_ms()))
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
        Ok(there.map_or(DraftSaved::Missing, |row| DraftSaved::Conflict(row.draft_version)))
    }

    /// The published versions of a flow, newest first.
    pub async fn flow_versions(&self, id: &FlowId) -> Result<Vec<FlowVersionRow>> {
        let query = flow_versions::Entity::find()
            .filter(flow_versions::Column::Flow.eq(id.as_str()))
            .order_by_desc(flow_versions::Column::Version);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        rows.into_iter().map(FlowVersionRow::read).collect()
    }

    /// One published version of a flow.
    pub async fn flow_version(&self, id: &FlowId, version: u32) -> Result<Option<FlowVersionRow>> {
        let key = (id.as_str().to_owned(), i64::from(version));
        let found = flow_versions::Entity::find_by_id(key).one(self.reader()).await;
        found.map_err(classify_orm)?.map(FlowVersionRow::read).transpose()
    }

    /// What happened at each node of a version of a flow, by node id. Nodes that nobody came to
    /// are missing.
    pub async fn flow_numbers(&self, id: &FlowId, version: u32) -> Result<Vec<NodeNumbers>> {
        let cells = || vec![id.as_str().into(), version.into()];
        let text = "SELECT node, port, CAST(SUM(count) AS BIGINT) FROM flow_counters \
            WHERE flow = $1 AND version = $2 GROUP BY node, port";
        let counts: Vec<(String, String, i64)> = self.pool().query(text, cells()).await?;
        let text = "SELECT node, COUNT(*) FROM enrolments \
            WHERE flow = $1 AND version = $2 AND ended_at IS NULL GROUP BY node";
        let inside: Vec<(String, i64)> = self.pool().query(text, cells()).await?;

        let mut nodes = BTreeMap::new();
        for (node, port, count) in counts {
            add(at(&mut nodes, &node)?, &port, unsigned(count));
        }
        for (node, count) in inside {
            at(&mut nodes, &node)?.inside = unsigned(count);
        }
        Ok(nodes.into_values().collect())
    }

    /// How many are at which step of which version of a flow now.
    pub async fn inside(&self, id: &FlowId) -> Result<Vec<Inside>> {
        let text = "SELECT version, node, COUNT(*) FROM enrolments \
            WHERE flow = $1 AND ended_at IS NULL GROUP BY version, node ORDER BY version, node";
        let rows: Vec<(i64, String, i64)> =
            self.pool().query(text, vec![id.as_str().into()]).await?;
        let inside = |(version, node, count): (i64, String, i64)| {
            let node = read_back("a step", NodeId::parse(&node).ok())?;
            let version = read_back("a version", u32::try_from(version).ok())?;
            Ok(Inside { version, node, count: unsigned(count) })
        };
        rows.into_iter().map(inside).collect()
    }

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
        Ok(Page::cut(rows?, limit, |row| vec![row.entered_at.as_ms(), row.id.0]))
    }
}
