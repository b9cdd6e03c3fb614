//! What could not be applied or delivered, and waits for a person to try again or drop it.

use runnel_model::{ContactId, Effect, Input, Timestamp};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::accept::partition;
use crate::dialect::cells;
use crate::entity::dead_letters;
use crate::error::{classify_orm, parsed};
use crate::page::page_size;
use crate::statements::{INBOX_INSERT, OUTBOX_INSERT};
use crate::{Cursor, Database, Page, Result};

/// Something that could not be applied or delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadLetterRow {
    /// Its id.
    pub id: i64,
    /// Whom it concerns.
    pub contact: ContactId,
    /// When it was given up.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// What it is.
    pub letter: DeadLetter,
}

/// What could not be applied or delivered.
#[derive(Clone, Debug, PartialEq)]
pub enum DeadLetter {
    /// An input.
    Input(Box<Input>),
    /// An effect.
    Effect(Box<Effect>),
    /// An input or effect that cannot be read: the text as it was stored.
    Unreadable(String),
}

impl DeadLetterRow {
    fn read(row: dead_letters::Model) -> Self {
        let letter = match row.kind.as_str() {
            "input" => parsed("an input", &row.body).map(DeadLetter::Input),
            _ => parsed("an effect", &row.body).map(DeadLetter::Effect),
        };
        let letter = letter.unwrap_or(DeadLetter::Unreadable(row.body));
        let (contact, at) = (ContactId(row.contact_id), Timestamp::from_ms(row.at));
        Self { id: row.id, contact, at, reason: row.reason, letter }
    }
}

impl Database {
    /// A page of the dead letters, newest first.
    pub async fn dead_letters(
        &self,
        limit: u64,
        cursor: Option<&Cursor>,
    ) -> Result<Page<DeadLetterRow>> {
        let limit = page_size(limit);
        let mut select = dead_letters::Entity::find();
        if let Some([id]) = cursor.and_then(Cursor::keys) {
            select = select.filter(dead_letters::Column::Id.lt(id));
        }
        let select = select.order_by_desc(dead_letters::Column::Id).limit(limit + 1);
        let rows = select.all(self.reader()).await.map_err(classify_orm)?;
        let rows = rows.into_iter().map(DeadLetterRow::read).collect();
        Ok(Page::cut(rows, limit, |row| vec![row.id]))
    }

    /// One dead letter.
    pub async fn dead_letter(&self, id: i64) -> Result<Option<DeadLetterRow>> {
        let found = dead_letters::Entity::find_by_id(id).one(self.reader()).await;
        Ok(found.map_err(classify_orm)?.map(DeadLetterRow::read))
    }

    /// Puts an input back into the inbox, an effect back into the outbox, due now. False if there
    /// is no such dead letter.
    pub async fn retry_dead_letter(&self, id: i64, now: Timestamp) -> Result<bool> {
        let mut tx = self.pool().begin().await?;
        let text = "DELETE FROM dead_letters WHERE id = $1 RETURNING kind, contact_id, body";
        let found: Vec<(String, i64, String)> = tx.query(text, vec![id.into()]).await?;
        let Some((kind, contact, body)) = found.into_iter().next() else { return Ok(false) };
        let contact = ContactId(contact);
        if kind == "input" {
            // If the contact is part of another one by now, processing sends it on.
            let rows = cells!([body], |body| contact, partition(contact), body);
            tx.write(&INBOX_INSERT, rows).await?;
        } else {
            let effect: Effect = parsed("an effect", &body)?;
            let rows = cells!([body], |body| effect.id.0.to_be_bytes(), contact, now, body);
            tx.write(&OUTBOX_INSERT, rows).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Drops a dead letter. False if there is none of this id.
    pub async fn delete_dead_letter(&self, id: i64) -> Result<bool> {
        let done = dead_letters::Entity::delete_by_id(id).exec(self.writer()).await;
        Ok(done.map_err(classify_orm)?.rows_affected > 0)
    }
}
