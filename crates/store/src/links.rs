//! One-time links: how somebody gets in who has no password yet, or has forgotten it. Found by
//! the SHA-256 of a token that is shown once.
//!
//! Using one is a single transaction: it is gone, and what it allowed is done, or neither.

use runnel_model::{EmailAddress, Timestamp};

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use crate::entity::{links, users};
use crate::error::{classify_orm, read_back};
use crate::users::{any_user, forget, fresh};
use crate::{Database, Result, Role, UserRow};

/// What a link allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// Becoming the first user, who administers. Void as soon as there is anybody.
    Setup,
    /// Joining, as the user who was invited.
    Invitation,
    /// Choosing a new password.
    Reset,
}

/// A link to be stored.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// SHA-256 of its token.
    pub hash: [u8; 32],
    /// What it allows.
    pub kind: LinkKind,
    /// Whom; nobody yet when it is for setting up.
    pub user: Option<i64>,
    /// From when on it is void.
    pub expires_at: Timestamp,
}

/// A link that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    /// What it allows.
    pub kind: LinkKind,
    /// Whom; nobody yet when it is for setting up.
    pub user: Option<UserRow>,
}

/// What whoever uses a link says.
#[derive(Clone, Debug)]
pub struct Joining {
    /// What people call them; kept as it is when only the password is new.
    pub name: Option<String>,
    /// Their address, when the link is for setting up: others have one.
    pub email: Option<EmailAddress>,
    /// The hash of their password.
    pub password: String,
}

/// What became of using a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// They are in.
    User(i64),
    /// There is no such link any more.
    Void,
    /// A link for setting up needs an address.
    NoEmail,
}

impl LinkKind {
    const ALL: [Self; 3] = [Self::Setup, Self::Invitation, Self::Reset];

    /// As stored, and as shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl Database {
    /// Stores a link. Older ones of the same user, or for setting up, are void from then on.
    pub async fn add_link(&self, link: &NewLink, now: Timestamp) -> Result<()> {
        let of_same = match link.user {
            Some(user) => links::Column::UserId.eq(user),
            None => links::Column::Kind.eq(link.kind.as_str()),
        };
        let is_void = Condition::any().add(of_same).add(links::Column::ExpiresAt.lte(now.as_ms()));
        let row = links::ActiveModel {
            hash: Set(link.hash.to_vec()),
            kind: Set(link.kind.as_str().into()),
            user_id: Set(link.user),
            expires_at: Set(link.expires_at.as_ms()),
        };
        let tx = self.begin().await?;
        let void = links::Entity::delete_many().filter(is_void);
        void.exec(&tx).await.map_err(classify_orm)?;
        links::Entity::insert(row).exec_without_returning(&tx).await.map_err(classify_orm)?;
        tx.commit().await.map_err(classify_orm)
    }

    /// The link of this token, if it can be used.
    pub async fn link(&self, hash: &[u8; 32], now: Timestamp) -> Result<Option<LinkRow>> {
        let found = links::Entity::find_by_id(hash.to_vec()).one(self.reader()).await;
        let found = found.map_err(classify_orm)?.filter(|row| row.expires_at > now.as_ms());
        let Some(row) = found else { return Ok(None) };
        let kind = read_back("a link's kind", LinkKind::parse(&row.kind))?;
        let Some(user) = row.user_id else {
            let is_open = !self.has_users().await?;
            return Ok(is_open.then_some(LinkRow { kind, user: None }));
        };
        let user = self.user(user).await?.filter(|user| !user.disabled);
        Ok(user.map(|user| LinkRow { kind, user: Some(user) }))
    }

    /// Uses a link. Whoever gets a password this way is signed out everywhere.
    pub async fn join(&self, hash: &[u8; 32], with: &Joining, now: Timestamp) -> Result<Joined> {
        let tx = self.begin().await?;
        let found =
            links::Entity::find_by_id(hash.to_vec()).one(&tx).await.map_err(classify_orm)?;
        let Some(link) = found.filter(|row| row.expires_at > now.as_ms()) else {
            return Ok(Joined::Void);
        };
        // Of two who use it at once, the second one finds nothing to delete.
        let gone = link.clone().into_active_model().delete(&tx).await.map_err(classify_orm)?;
        if gone.rows_affected == 0 {
            return Ok(Joined::Void);
        }
        let joined = match link.user_id {
            None => set_up(&tx, with, now).await?,
            Some(user) => let_in(&tx, user, with).await?,
        };
        // Whatever stood in the way, the link can be used again.
        if matches!(joined, Joined::User(_)) {
            tx.commit().await.map_err(classify_orm)?;
        }
        Ok(joined)
    }
}

async fn set_up(tx: &DatabaseTransaction, with: &Joining, now: Timestamp) -> Result<Joined> {
    if any_user(tx).await? {
        return Ok(Joined::Void);
    }
    let Some(email) = &with.email else { return Ok(Joined::NoEmail) };
    let name = with.name.as_deref().unwrap_or(email.as_str());
    let first = fresh(email, name, Role::Admin, Some(with.password.clone()), now);
    let first = first.insert(tx).await.map_err(classify_orm)?;
    Ok(Joined::User(first.id))
}

async fn let_in(tx: &DatabaseTransaction, user: i64, with: &Joining) -> Result<Joined> {
    let found = users::Entity::find_by_id(user).one(tx).await.map_err(classify_orm)?;
    let Some(row) = found.filter(|row| !row.disabled) else { return Ok(Joined::Void) };
    let mut row = row.into_active_model();
    row.password = Set(Some(with.password.clone()));
    if let Some(name) = &with.name {
        row.name = Set(name.clone());
    }
    row.update(tx).await.map_err(classify_orm)?;
    forget(tx, user).await?;
    Ok(Joined::User(user))
}
