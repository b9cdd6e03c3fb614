//! Who did what, and when. Rows are only ever added.

use runnel_model::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::audit;
use crate::error::{classify_orm, parsed};
use crate::page::page_size;
use crate::{Cursor, Database, Page, Result};

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// `user`, `key`, or `runnel` for what was done at the command line.
    pub kind: String,
    /// Its id, as shown.
    pub id: Option<String>,
    /// What it was called then.
    pub name: String,
}

/// What it was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// `flow`, `segment`, `user` and so on.
    pub kind: String,
    /// Its id, as shown.
    pub id: String,
    /// What it was called then; absent: not kept, as of people.
    pub name: Option<String>,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What was done: `flow.published`.
    pub verb: String,
    /// To what.
    pub subject: Option<Subject>,
    /// What else there is to know; null: nothing.
    pub details: Value,
}

/// Something that was done, as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRow {
    /// Its number.
    pub id: i64,
    /// What was done.
    pub entry: AuditEntry,
}

impl Actor {
    /// Whoever sits at the machine itself.
    pub fn command_line() -> Self {
        Self { kind: "runnel".into(), id: None, name: "Command line".into() }
    }
}

impl AuditRow {
    fn read(row: audit::Model) -> Result<Self> {
        let subject = match (row.subject_kind, row.subject_id) {
            (Some(kind), Some(id)) => Some(Subject { kind, id, name: row.subject_name }),
            _ => None,
        };
        let details = row.details.map(|text| parsed("an audit entry's details", &text));
        let entry = AuditEntry {
            at: Timestamp::from_ms(row.at),
            by: Actor { kind: row.by_kind, id: row.by_id, name: row.by_name },
            verb: row.verb,
            subject,
            details: details.transpose()?.unwrap_or_default(),
        };
        Ok(Self { id: row.id, entry })
    }
}

impl Database {
    /// Writes down what was done.
    pub async fn note_audit(&self, entry: AuditEntry) -> Result<()> {
        let (kind, id, name) = match entry.subject {
            Some(Subject { kind, id, name }) => (Some(kind), Some(id), name),
            None => (None, None, None),
        };
        let row = audit::ActiveModel {
            at: Set(entry.at.as_ms()),
            by_kind: Set(entry.by.kind),
            by_id: Set(entry.by.id),
            by_name: Set(entry.by.name),
            verb: Set(entry.verb),
            subject_kind: Set(kind),
            subject_id: Set(id),
            subject_name: Set(name),
            details: Set((!entry.details.is_null()).then(|| entry.details.to_string())),
            ..Default::default()
        };
        let insert = audit::Entity::insert(row);
        insert.exec_without_returning(self.writer()).await.map_err(classify_orm)?;
        Ok(())
    }

    /// A page of what was done, newest first.
    pub async fn audit(&self, limit: u64, before: Option<&Cursor>) -> Result<Page<AuditRow>> {
        let limit = page_size(limit);
        let mut select = audit::Entity::find();
        if let Some([id]) = before.and_then(Cursor::keys) {
            select = select.filter(audit::Column::Id.lt(id));
        }
        let select = select.order_by_desc(audit::Column::Id).limit(limit + 1);
        let rows = select.all(self.reader()).await.map_err(classify_orm)?;
        let rows: Result<Vec<_>> = rows.into_iter().map(AuditRow::read).collect();
        Ok(Page::cut(rows?, limit, |row| vec![row.id]))
    }
}
