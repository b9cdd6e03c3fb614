//! Tasks, for lists: each is assigned and done only by an input to its contact.

use runnel_model::{ContactId, Task, TaskId, TaskStatus, Timestamp};

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::tasks;
use crate::error::classify_orm;
use crate::page::page_size;
use crate::{Cursor, Database, Page, Result, text};

const NEVER: i64 = i64::MAX;

/// Which tasks.
#[derive(Clone, Debug, Default)]
pub struct TaskQuery {
    /// About this contact.
    pub contact: Option<ContactId>,
    /// To be done or done.
    pub status: Option<TaskStatus>,
    /// The most rows.
    pub limit: u64,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
}

/// A task and whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    /// Whom it is about.
    pub contact: ContactId,
    /// The task.
    pub task: Task,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

impl TaskRow {
    fn read(row: tasks::Model) -> Result<Self> {
        let task = Task {
            id: TaskId(row.id),
            title: row.title,
            note: row.note,
            owner: row.owner,
            due_at: row.due_at.map(Timestamp::from_ms),
            status: text::read("a task's status", row.status)?,
            created_at: Timestamp::from_ms(row.created_at),
        };
        let done_at = row.done_at.map(Timestamp::from_ms);
        Ok(Self { contact: ContactId(row.contact_id), task, done_at })
    }
}

impl Database {
    /// A page of tasks: what is due first comes first, what is not due at all last.
    pub async fn tasks(&self, query: &TaskQuery) -> Result<Page<TaskRow>> {
        let limit = page_size(query.limit);
        let mut select = tasks::Entity::find();
        if let Some(contact) = query.contact {
            let own = self.own_ids(contact).await?.into_iter();
            let own = own.map(|ids| tasks::Column::Id.between(*ids.start(), *ids.end()));
            select = select.filter(own.fold(Condition::any(), Condition::add));
        }
        if let Some(status) = query.status {
            select = select.filter(tasks::Column::Status.eq(text::of(&status)));
        }
        // What is not due at all counts as due at the end of time; the column stays as it is, so
        // that its index gives the order.
        let due = Expr::col(tasks::Column::DueAt).if_null(NEVER);
        if let Some([at, id]) = query.cursor.as_ref().and_then(Cursor::keys) {
            let same = Condition::all().add(due.clone().eq(at)).add(tasks::Column::Id.gt(id));
            select = select.filter(Condition::any().add(due.clone().gt(at)).add(same));
        }
        let select = select.order_by(due, Order::Asc).order_by_asc(tasks::Column::Id);
        let rows = select.limit(limit + 1).all(self.reader()).await.map_err(classify_orm)?;
        let rows: Result<Vec<_>> = rows.into_iter().map(TaskRow::read).collect();
        let key =
            |row: &TaskRow| vec![row.task.due_at.map_or(NEVER, Timestamp::as_ms), row.task.id.0];
        Ok(Page::cut(rows?, limit, key))
    }

    /// One task.
    pub async fn task(&self, id: TaskId) -> Result<Option<TaskRow>> {
        let found = tasks::Entity::find_by_id(id.0).one(self.reader()).await;
        found.map_err(classify_orm)?.map(TaskRow::read).transpose()
    }
}
