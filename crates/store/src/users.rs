//! Users: the people who sign in. What they may do is their role; of a password only its hash is
//! known here, as a text that nobody here can read.
//!
//! One rule is kept here because only a transaction can keep it: somebody who administers is left.

use runnel_model::{EmailAddress, Timestamp};

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult,
};

use crate::entity::{links, sessions, users};
use crate::error::{classify_orm, read_back};
use crate::{Database, Result, Role};

/// A user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    /// Its id.
    pub id: i64,
    /// Its address, to sign in with.
    pub email: EmailAddress,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whether it has chosen a password.
    pub joined: bool,
    /// Its own settings: a JSON text that is not looked into here.
    pub settings: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last asked for anything.
    pub seen_at: Option<Timestamp>,
    /// Whether it is kept out.
    pub disabled: bool,
}

/// A user to be invited.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Its address.
    pub email: EmailAddress,
    /// What it may do.
    pub role: Role,
}

/// Who signs in with an address, and what its password is checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Who.
    pub user: UserRow,
    /// The hash of the password.
    pub password: String,
}

/// What is to be changed about a user.
#[derive(Clone, Debug, Default)]
pub struct UserChange {
    /// What people call it.
    pub name: Option<String>,
    /// What it may do.
    pub role: Option<Role>,
    /// Whether it is kept out.
    pub disabled: Option<bool>,
    /// Its own settings, all of them.
    pub settings: Option<String>,
    /// The hash of its password.
    pub password: Option<String>,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserChanged {
    /// It is done.
    Done,
    /// There is no such user.
    Missing,
    /// Nobody who administers would be left.
    LastAdmin,
}

impl UserRow {
    pub(crate) fn read(row: users::Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            email: read_back("a user's address", EmailAddress::parse(&row.email).ok())?,
            name: row.name,
            role: read_back("a user's role", Role::parse(&row.role))?,
            joined: row.password.is_some(),
            settings: row.settings,
            created_at: Timestamp::from_ms(row.created_at),
            seen_at: row.seen_at.map(Timestamp::from_ms),
            disabled: row.disabled,
        })
    }

    fn administers(&self) -> bool {
        self.role == Role::Admin && self.joined && !self.disabled
    }
}

impl UserChange {
    fn takes_admin_away(&self) -> bool {
        self.disabled == Some(true) || self.role.is_some_and(|role| role != Role::Admin)
    }

    fn apply_to(&self, row: users::Model) -> users::ActiveModel {
        let mut row = row.into_active_model();
        if let Some(name) = &self.name {
            row.name = Set(name.clone());
        }
        if let Some(role) = self.role {
            row.role = Set(role.as_str().into());
        }
        if let Some(disabled) = self.disabled {
            row.disabled = Set(disabled);
        }
        if let Some(settings) = &self.settings {
            row.settings = Set(settings.clone());
        }
        if let Some(password) = &self.password {
            row.password = Set(Some(password.clone()));
        }
        row
    }
}

/// A user as stored, before it is given an id.
pub(crate) fn fresh(
    email: &EmailAddress,
    name: &str,
    role: Role,
    password: Option<String>,
    now: Timestamp,
) -> users::ActiveModel {
    users::ActiveModel {
        email: Set(email.as_str().into()),
        name: Set(name.into()),
        role: Set(role.as_str().into()),
        password: Set(password),
        settings: Set("{}".into()),
        created_at: Set(now.as_ms()),
        seen_at: Set(None),
        disabled: Set(false),
        ..Default::default()
    }
}

impl Database {
    /// All users, by address.
    pub async fn users(&self) -> Result<Vec<UserRow>> {
        let query = users::Entity::find().order_by_asc(users::Column::Email);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        rows.into_iter().map(UserRow::read).collect()
    }

    /// One user.
    pub async fn user(&self, id: i64) -> Result<Option<UserRow>> {
        let found = users::Entity::find_by_id(id).one(self.reader()).await;
        found.map_err(classify_orm)?.map(UserRow::read).transpose()
    }

    /// Whether there is anybody.
    pub async fn has_users(&self) -> Result<bool> {
        any_user(self.reader()).await
    }

    /// Who signs in with this address: nobody who has not joined or is kept out.
    pub async fn login(&self, email: &EmailAddress) -> Result<Option<Login>> {
        let query = users::Entity::find().filter(users::Column::Email.eq(email.as_str()));
        let found = query.one(self.reader()).await.map_err(classify_orm)?;
        let Some(row) = found.filter(|row| !row.disabled) else { return Ok(None) };
        let Some(password) = row.password.clone() else { return Ok(None) };
        Ok(Some(Login { user: UserRow::read(row)?, password }))
    }

    /// Adds a user who has not joined yet, and answers its id. None if the address is taken.
    pub async fn add_user(&self, user: &NewUser, now: Timestamp) -> Result<Option<i64>> {
        // Until they say what they are called, they are called by their address.
        let row = fresh(&user.email, user.email.as_str(), user.role, None, now);
        let insert = users::Entity::insert(row).on_conflict_do_nothing_on([users::Column::Email]);
        match insert.exec(self.writer()).await.map_err(classify_orm)? {
            TryInsertResult::Inserted(done) => Ok(Some(done.last_insert_id)),
            TryInsertResult::Conflicted | TryInsertResult::Empty => Ok(None),
        }
    }

    /// Changes a user. Whoever is kept out is signed out as well, and its links open nothing.
    pub async fn change_user(&self, id: i64, change: &UserChange) -> Result<UserChanged> {
        let tx = self.begin().await?;
        if change.takes_admin_away() && is_last_admin(&tx, id).await? {
            return Ok(UserChanged::LastAdmin);
        }
        let found = users::Entity::find_by_id(id).one(&tx).await.map_err(classify_orm)?;
        let Some(row) = found else { return Ok(UserChanged::Missing) };
        let row = change.apply_to(row);
        if row.is_changed() {
            row.update(&tx).await.map_err(classify_orm)?;
        }
        if change.disabled == Some(true) {
            forget(&tx, id).await?;
        }
        tx.commit().await.map_err(classify_orm)?;
        Ok(UserChanged::Done)
    }

    /// Removes a user, its sessions and its links.
    pub async fn remove_user(&self, id: i64) -> Result<UserChanged> {
        let tx = self.begin().await?;
        if is_last_admin(&tx, id).await? {
            return Ok(UserChanged::LastAdmin);
        }
        forget(&tx, id).await?;
        let done = users::Entity::delete_by_id(id).exec(&tx).await.map_err(classify_orm)?;
        tx.commit().await.map_err(classify_orm)?;
        Ok(if done.rows_affected == 0 { UserChanged::Missing } else { UserChanged::Done })
    }
}

pub(crate) async fn any_user(connection: &impl ConnectionTrait) -> Result<bool> {
    let count = users::Entity::find().limit(1).count(connection).await.map_err(classify_orm)?;
    Ok(count > 0)
}

/// Whether nobody would be left who administers if this user did not. The admins stay as they are
/// until the transaction ends: of two who lower each other at once, the second one is refused.
async fn is_last_admin(tx: &DatabaseTransaction, id: i64) -> Result<bool> {
    let admins = users::Entity::find()
        .filter(users::Column::Role.eq(Role::Admin.as_str()))
        .order_by_asc(users::Column::Id)
        .lock_exclusive();
    let admins = admins.all(tx).await.map_err(classify_orm)?;
    let admins: Result<Vec<_>> = admins.into_iter().map(UserRow::read).collect();
    let admins = admins?.into_iter().filter(UserRow::administers);
    let ids: Vec<i64> = admins.map(|admin| admin.id).collect();
    Ok(ids == [id])
}

/// Ends the sessions of a user, and makes its links void.
pub(crate) async fn forget(tx: &DatabaseTransaction, user: i64) -> Result<()> {
    let ended = sessions::Entity::delete_many().filter(sessions::Column::UserId.eq(user));
    ended.exec(tx).await.map_err(classify_orm)?;
    let void = links::Entity::delete_many().filter(links::Column::UserId.eq(user));
    void.exec(tx).await.map_err(classify_orm)?;
    Ok(())
}
