//! One-time links in use: the first user sets up, an invited one joins, one who forgot their
//! password gets a new one.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use axum::{Extension, Json};
use runnel_model::EmailAddress;
use runnel_store::{Joined, Joining, LinkKind, LinkRow, Role};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::names::{RoleName, name};
use super::session::{SessionResponse, signed_in};
use crate::app::App;
use crate::audit::Deed;
use crate::auth::demand_own_page;
use crate::error::{Error, Result};
use crate::http::Body;
use crate::token;

/// What a link allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKindName {
    /// Becoming the first user.
    Setup,
    /// Joining as the user who was invited.
    Invitation,
    /// Choosing a new password.
    Reset,
}

/// A link that can be used.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkResponse {
    /// What it allows.
    pub kind: LinkKindName,
    /// Whose it is; null: whoever sets up says their own.
    pub email: Option<String>,
    /// What they are called, as far as is known.
    pub name: Option<String>,
    /// What they may do.
    pub role: RoleName,
    /// The characters that a password has at least.
    pub password_length_min: usize,
}

/// Somebody who uses a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinRequest {
    /// What stands behind the `#` of the link.
    pub token: String,
    /// What people are to call them. Needed but for a new password.
    pub name: Option<String>,
    /// Their address. Needed for setting up; else it is the one that was invited.
    pub email: Option<String>,
    /// Their password.
    pub password: String,
}

/// What a link allows. Open to all: knowing the token is what opens it.
#[utoipa::path(
    get, path = "/session/join/{token}", tag = "session", security(()),
    params(("token" = String, Path)), responses((status = 200, body = LinkResponse))
)]
pub async fn get_link(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Result<Json<LinkResponse>> {
    let link = find(&app, &token).await?;
    let (email, name) = match &link.user {
        Some(user) => (Some(user.email.to_string()), user.joined.then(|| user.name.clone())),
        None => (None, None),
    };
    Ok(Json(LinkResponse {
        kind: match link.kind {
            LinkKind::Setup => LinkKindName::Setup,
            LinkKind::Invitation => LinkKindName::Invitation,
            LinkKind::Reset => LinkKindName::Reset,
        },
        email,
        name,
        role: link.user.map_or(Role::Admin, |user| user.role).into(),
        password_length_min: app.limits.team.password_length_min,
    }))
}

/// Uses a link, and signs in. It works once.
#[utoipa::path(
    post, path = "/session/join", tag = "session", security(()), request_body = JoinRequest,
    responses((status = 200, body = SessionResponse))
)]
pub async fn join(
    State(app): State<App>,
    Extension(deed): Extension<Deed>,
    parts: Parts,
    Body(request): Body<JoinRequest>,
) -> Result<Response> {
    demand_own_page(&parts, &app)?;
    // Before anything is hashed: guessing must cost us nothing.
    let link = find(&app, &request.token).await?;
    let with = joining(&app, &link, &request).await?;
    let now = app.engine.now();
    let id = match app.database.join(&token::hash(&request.token), &with, now).await? {
        Joined::User(id) => id,
        Joined::Void => return Err(void()),
        Joined::NoEmail => return Err(no_email()),
    };
    if link.kind == LinkKind::Reset {
        deed.called("user.password_reset");
    }
    let user = app.database.user(id).await?.ok_or_else(void)?;
    let session = app.sessions.begin(user, &parts.headers, now).await?;
    Ok(signed_in(&app, &deed, session))
}

async fn joining(app: &App, link: &LinkRow, request: &JoinRequest) -> Result<Joining> {
    let called = request.name.as_deref().map(name).transpose()?;
    if called.is_none() && link.kind != LinkKind::Reset {
        return Err(Error::unprocessable("no_name", "say what people are to call you: `name`"));
    }
    let email = match (link.kind, &request.email) {
        (LinkKind::Setup, None) => return Err(no_email()),
        (LinkKind::Setup, Some(email)) => {
            let parsed = EmailAddress::parse(email);
            Some(parsed.map_err(|error| Error::unprocessable("invalid_email", error.to_string()))?)
        }
        _ => None,
    };
    let password = app.passwords.hash(request.password.clone()).await?;
    Ok(Joining { name: called, email, password })
}

async fn find(app: &App, token: &str) -> Result<LinkRow> {
    let found = app.database.link(&token::hash(token), app.engine.now()).await?;
    found.ok_or_else(void)
}

fn void() -> Error {
    let message = "this link was used, is too old or was replaced; ask for a new one";
    Error::refused(StatusCode::NOT_FOUND, "link_used_or_expired", message)
}

fn no_email() -> Error {
    Error::unprocessable("no_email", "say the address that you will sign in with: `email`")
}
