//! The team: who is in it, what each may do, and links for those who have no password.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::EmailAddress;
use runnel_store::{UserChange, UserChanged, UserRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::names::{RoleName, name};
use super::paging::whole;
use crate::app::App;
use crate::auth::{Administer, Allowed, Read};
use crate::dto::{Page, Shown};
use crate::error::{Error, Result};
use crate::http::{Body, Id};
use crate::ids::UserId;
use crate::links::Links;
use crate::time::Time;

/// A user.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserResponse {
    /// `usr_1`.
    #[schema(value_type = String)]
    pub id: Shown<UserId>,
    /// What people call them; their address until they have joined.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: RoleName,
    /// Whether they have chosen a password.
    pub joined: bool,
    /// Whether they are kept out.
    pub disabled: bool,
    /// When they were invited.
    pub created_at: Time,
    /// When they were last here, to the minute.
    pub last_seen_at: Option<Time>,
}

/// Somebody to be invited.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteRequest {
    /// Their address.
    pub email: String,
    /// What they are to do.
    pub role: RoleName,
}

/// Somebody who was invited.
#[derive(Debug, Serialize, ToSchema)]
pub struct InviteResponse {
    /// Who.
    pub user: UserResponse,
    /// The link to give to them. It is not shown again.
    pub link: String,
}

/// What is to be changed about a user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeUserRequest {
    /// What people call them.
    pub name: Option<String>,
    /// What they may do.
    pub role: Option<RoleName>,
    /// Whether they are kept out. Their sessions end.
    pub disabled: Option<bool>,
}

/// A link for a user.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserLinkResponse {
    /// The link to give to them: to join, or to choose a new password. It is not shown again.
    pub link: String,
}

impl From<UserRow> for UserResponse {
    fn from(row: UserRow) -> Self {
        Self {
            id: Shown(UserId(row.id)),
            name: row.name,
            email: row.email.to_string(),
            role: row.role.into(),
            joined: row.joined,
            disabled: row.disabled,
            created_at: Time(row.created_at),
            last_seen_at: row.seen_at.map(Time),
        }
    }
}

/// All users, by address.
#[utoipa::path(
    get, path = "/users", tag = "users", responses((status = 200, body = Page<UserResponse>))
)]
pub async fn list_users(
    _: Allowed<Read>,
    State(app): State<App>,
) -> Result<Json<Page<UserResponse>>> {
    Ok(Json(whole(app.database.users().await?.into_iter().map(UserResponse::from))))
}

/// Invites somebody. The link is to be given to them; Runnel sends no mail.
#[utoipa::path(
    post, path = "/users", tag = "users", request_body = InviteRequest,
    responses((status = 201, body = InviteResponse))
)]
pub async fn invite_user(
    _: Allowed<Administer>,
    State(app): State<App>,
    Body(request): Body<InviteRequest>,
) -> Result<(StatusCode, Json<InviteResponse>)> {
    let email = EmailAddress::parse(&request.email)
        .map_err(|error| Error::unprocessable("invalid_email", error.to_string()))?;
    let (id, link) = links(&app).invite(email, request.role.into(), app.engine.now()).await?;
    let user = find(&app, UserId(id)).await?.into();
    Ok((StatusCode::CREATED, Json(InviteResponse { user, link })))
}

/// Changes what somebody is called or may do, or keeps them out.
#[utoipa::path(
    patch, path = "/users/{id}", tag = "users", request_body = ChangeUserRequest,
    params(("id" = String, Path)), responses((status = 200, body = UserResponse))
)]
pub async fn change_user(
    _: Allowed<Administer>,
    State(app): State<App>,
    Id(id): Id<UserId>,
    Body(request): Body<ChangeUserRequest>,
) -> Result<Json<UserResponse>> {
    let change = UserChange {
        name: request.name.as_deref().map(name).transpose()?,
        role: request.role.map(Into::into),
        disabled: request.disabled,
        ..UserChange::default()
    };
    done(id, app.database.change_user(id.0, &change).await?)?;
    Ok(Json(find(&app, id).await?.into()))
}

/// A new link for a user: to join, or to choose a new password. Older ones are void.
#[utoipa::path(
    post, path = "/users/{id}/link", tag = "users", params(("id" = String, Path)),
    responses((status = 200, body = UserLinkResponse))
)]
pub async fn make_link(
    _: Allowed<Administer>,
    State(app): State<App>,
    Id(id): Id<UserId>,
) -> Result<Json<UserLinkResponse>> {
    let user = find(&app, id).await?;
    if user.disabled {
        let message = format!("{} is kept out; let them in first", user.email);
        return Err(Error::conflict("user_disabled", message));
    }
    let link = links(&app).renew(&user, app.engine.now()).await?;
    Ok(Json(UserLinkResponse { link }))
}

/// Removes a user. What they did stays in the audit log, under their name.
#[utoipa::path(
    delete, path = "/users/{id}", tag = "users", params(("id" = String, Path)),
    responses((status = 204))
)]
pub async fn remove_user(
    _: Allowed<Administer>,
    State(app): State<App>,
    Id(id): Id<UserId>,
) -> Result<StatusCode> {
    done(id, app.database.remove_user(id.0).await?)?;
    Ok(StatusCode::NO_CONTENT)
}

fn links(app: &App) -> Links<'_> {
    let team = &app.limits.team;
    Links { database: &app.database, public_url: &team.public_url, lasting: team.link }
}

async fn find(app: &App, id: UserId) -> Result<UserRow> {
    app.database.user(id.0).await?.ok_or_else(|| Error::not_found("user", id))
}

fn done(id: UserId, changed: UserChanged) -> Result<()> {
    match changed {
        UserChanged::Done => Ok(()),
        UserChanged::Missing => Err(Error::not_found("user", id)),
        UserChanged::LastAdmin => {
            let message = "nobody would be left who administers; make somebody else an admin first";
            Err(Error::conflict("last_admin", message))
        }
    }
}
