//! Keys of the API and of sources. Only their SHA-256 is stored.

use runnel_model::{SourceId, Timestamp};

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::keys;
use crate::error::{classify_orm, read_back};
use crate::{Database, Result};

/// What a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPurpose {
    /// Sending events, as this source.
    Write(SourceId),
    /// The API, in this role.
    Api(Role),
}

/// What the holder of an API key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Look.
    Viewer,
    /// Also work with contacts, deals and tasks.
    Sales,
    /// Also change flows and segments.
    Marketer,
    /// Everything.
    Admin,
}

/// A key to be stored.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What people call it.
    pub name: String,
    /// What it opens.
    pub purpose: KeyPurpose,
    /// SHA-256 of the whole key.
    pub hash: [u8; 32],
    /// Its first characters, to recognise it by.
    pub prefix: String,
}

/// A stored key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// Its id.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// What it opens.
    pub purpose: KeyPurpose,
    /// Its first characters.
    pub prefix: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// Since when it opens nothing any more.
    pub revoked_at: Option<Timestamp>,
}

impl Role {
    const ALL: [Self; 4] = [Self::Viewer, Self::Sales, Self::Marketer, Self::Admin];

    /// As stored, and as people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Sales => "sales",
            Self::Marketer => "marketer",
            Self::Admin => "admin",
        }
    }

    /// The role of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

impl KeyRow {
    fn read(row: keys::Model) -> Result<Self> {
        let purpose = match row.purpose.as_str() {
            "write" => row.source_id.map(|id| KeyPurpose::Write(SourceId(id))),
            _ => row.role.as_deref().and_then(Role::parse).map(KeyPurpose::Api),
        };
        Ok(Self {
            id: row.id,
            name: row.name,
            purpose: read_back("a key's purpose", purpose)?,
            prefix: row.prefix,
            created_at: Timestamp::from_ms(row.created_at),
            revoked_at: row.revoked_at.map(Timestamp::from_ms),
        })
    }
}

impl Database {
    /// Stores a key and answers its id.
    pub async fn add_key(&self, key: &NewKey, now: Timestamp) -> Result<i64> {
        let (purpose, source_id, role) = match key.purpose {
            KeyPurpose::Write(source) => ("write", Some(source.0), None),
            KeyPurpose::Api(role) => ("api", None, Some(role.as_str().to_owned())),
        };
        let row = keys::ActiveModel {
            hash: Set(key.hash.to_vec()),
            purpose: Set(purpose.into()),
            source_id: Set(source_id),
            role: Set(role),
            name: Set(key.name.clone()),
            prefix: Set(key.prefix.clone()),
            created_at: Set(now.as_ms()),
            revoked_at: Set(None),
            ..Default::default()
        };
        let inserted = keys::Entity::insert(row).exec(self.writer()).await;
        Ok(inserted.map_err(classify_orm)?.last_insert_id)
    }

    /// The key of this hash, unless it is revoked.
    pub async fn find_key(&self, hash: &[u8; 32]) -> Result<Option<KeyRow>> {
        let query = keys::Entity::find()
            .filter(keys::Column::Hash.eq(hash.to_vec()))
            .filter(keys::Column::RevokedAt.is_null());
        let found = query.one(self.reader()).await.map_err(classify_orm)?;
        found.map(KeyRow::read).transpose()
    }

    /// All keys, oldest first, revoked ones included.
    pub async fn keys(&self) -> Result<Vec<KeyRow>> {
        let query = keys::Entity::find().order_by_asc(keys::Column::Id);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        rows.into_iter().map(KeyRow::read).collect()
    }

    /// Revokes a key. False if there is none of this id that is not revoked.
    pub async fn revoke_key(&self, id: i64, now: Timestamp) -> Result<bool> {
        let update = keys::Entity::update_many()
            .col_expr(keys::Column::RevokedAt, Expr::value(now.as_ms()))
            .filter(keys::Column::Id.eq(id))
            .filter(keys::Column::RevokedAt.is_null());
        let done = update.exec(self.writer()).await.map_err(classify_orm)?;
        Ok(done.rows_affected > 0)
    }
}
