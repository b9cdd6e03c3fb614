//! Sessions: who is signed in. Found by the SHA-256 of a token that only the browser has.
//!
//! When a session is over is decided by whoever asks, from the two times it has: nothing here
//! knows a clock.

use runnel_model::Timestamp;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::entity::{sessions, users};
use crate::error::classify_orm;
use crate::{Database, Result, UserRow};

/// A session of somebody who is not kept out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Whose.
    pub user: UserRow,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
}

/// Which sessions are over.
#[derive(Clone, Copy, Debug)]
pub struct SessionsEnd {
    /// Those that began at this time or before.
    pub begun_by: Timestamp,
    /// Those that were last used at this time or before.
    pub unused_since: Timestamp,
}

impl SessionRow {
    /// Whether it is over.
    pub fn is_over(&self, end: SessionsEnd) -> bool {
        self.created_at <= end.begun_by || self.seen_at <= end.unused_since
    }
}

impl Database {
    /// Begins a session, and clears away those that are over.
    pub async fn begin_session(
        &self,
        hash: &[u8; 32],
        user: i64,
        over: SessionsEnd,
        now: Timestamp,
    ) -> Result<()> {
        let is_over = Condition::any()
            .add(sessions::Column::CreatedAt.lte(over.begun_by.as_ms()))
            .add(sessions::Column::SeenAt.lte(over.unused_since.as_ms()));
        let cleared = sessions::Entity::delete_many().filter(is_over);
        cleared.exec(self.writer()).await.map_err(classify_orm)?;
        let row = sessions::ActiveModel {
            hash: Set(hash.to_vec()),
            user_id: Set(user),
            created_at: Set(now.as_ms()),
            seen_at: Set(now.as_ms()),
        };
        let insert = sessions::Entity::insert(row);
        insert.exec_without_returning(self.writer()).await.map_err(classify_orm)?;
        self.note_seen(hash, user, now).await
    }

    /// The session of this token, unless its user is kept out. It may be over.
    pub async fn session(&self, hash: &[u8; 32]) -> Result<Option<SessionRow>> {
        let found = sessions::Entity::find_by_id(hash.to_vec()).one(self.reader()).await;
        let Some(session) = found.map_err(classify_orm)? else { return Ok(None) };
        let user = self.user(session.user_id).await?;
        Ok(user.filter(|user| !user.disabled).map(|user| SessionRow {
            user,
            created_at: Timestamp::from_ms(session.created_at),
            seen_at: Timestamp::from_ms(session.seen_at),
        }))
    }

    /// Notes that the session was used.
    pub async fn note_seen(&self, hash: &[u8; 32], user: i64, now: Timestamp) -> Result<()> {
        let session = sessions::Entity::update_many()
            .col_expr(sessions::Column::SeenAt, Expr::value(now.as_ms()))
            .filter(sessions::Column::Hash.eq(hash.to_vec()));
        session.exec(self.writer()).await.map_err(classify_orm)?;
        let user = users::Entity::update_many()
            .col_expr(users::Column::SeenAt, Expr::value(now.as_ms()))
            .filter(users::Column::Id.eq(user));
        user.exec(self.writer()).await.map_err(classify_orm)?;
        Ok(())
    }

    /// Ends one session.
    pub async fn end_session(&self, hash: &[u8; 32]) -> Result<()> {
        let ended = sessions::Entity::delete_by_id(hash.to_vec()).exec(self.writer()).await;
        ended.map_err(classify_orm)?;
        Ok(())
    }

    /// Ends all sessions of a user but this one.
    pub async fn end_other_sessions(&self, user: i64, kept: &[u8; 32]) -> Result<()> {
        let others = sessions::Entity::delete_many()
            .filter(sessions::Column::UserId.eq(user))
            .filter(sessions::Column::Hash.ne(kept.to_vec()));
        others.exec(self.writer()).await.map_err(classify_orm)?;
        Ok(())
    }
}
