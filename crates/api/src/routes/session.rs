//! The session of whoever is signed in: beginning it, ending it, what they keep for themselves.

use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use runnel_model::EmailAddress;
use runnel_store::UserChange;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::names::name;
use super::user_settings::{ChangeSettingsRequest, UserSettings};
use super::users::UserResponse;
use crate::app::App;
use crate::audit::Deed;
use crate::auth::{Caller, Session, SignedIn, address, demand_own_page};
use crate::error::{Error, Result};
use crate::http::Body;
use crate::token;

/// Somebody who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionResponse {
    /// Who.
    pub user: UserResponse,
    /// To be sent as `X-CSRF-Token` with every change.
    pub csrf: String,
    /// What they have set for themselves.
    pub settings: UserSettings,
}

/// Whether anybody is there yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct WelcomeResponse {
    /// Nobody is: the link that the server prints at its start makes the first user.
    pub needs_setup: bool,
}

/// Who wants to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
}

/// What somebody wants to change about themselves.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSessionRequest {
    /// What people call them.
    pub name: Option<String>,
    /// Their password. Their other sessions end.
    pub password: Option<NewPassword>,
    /// Their own settings; those that are not said stay.
    pub settings: Option<ChangeSettingsRequest>,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The one they have.
    pub current: String,
    /// The one they want.
    pub new: String,
}

impl SessionResponse {
    /// As the person sees it themselves.
    pub fn of(session: Session) -> Self {
        Self {
            csrf: token::csrf(&session.token),
            settings: UserSettings::read(&session.user.settings),
            user: session.user.into(),
        }
    }
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/session", tag = "session", responses((status = 200, body = SessionResponse))
)]
pub async fn get_session(SignedIn(session): SignedIn) -> Json<SessionResponse> {
    Json(SessionResponse::of(session))
}

/// Whether anybody is there yet. Open to all.
#[utoipa::path(
    get, path = "/session/welcome", tag = "session", security(()),
    responses((status = 200, body = WelcomeResponse))
)]
pub async fn get_welcome(State(app): State<App>) -> Result<Json<WelcomeResponse>> {
    Ok(Json(WelcomeResponse { needs_setup: !app.database.has_users().await? }))
}

/// Signs in. The answer to a wrong address is that to a wrong password, and takes as long.
#[utoipa::path(
    post, path = "/session", tag = "session", security(()), request_body = SignInRequest,
    responses((status = 200, body = SessionResponse))
)]
pub async fn sign_in(
    State(app): State<App>,
    Extension(deed): Extension<Deed>,
    parts: Parts,
    Body(request): Body<SignInRequest>,
) -> Result<Response> {
    demand_own_page(&parts, &app)?;
    let email = EmailAddress::parse(&request.email).map_err(|_| wrong_credentials())?;
    admit(&app, &parts, &email)?;
    let login = app.database.login(&email).await?;
    let hash = login.as_ref().map(|login| login.password.clone());
    let right = app.passwords.check(request.password, hash).await?;
    let login = login.filter(|_| right).ok_or_else(wrong_credentials)?;
    let session = app.sessions.begin(login.user, &parts.headers, app.engine.now()).await?;
    Ok(signed_in(&app, &deed, session))
}

/// The answer that hands out a session.
pub fn signed_in(app: &App, deed: &Deed, session: Session) -> Response {
    deed.done_by(Caller::Person(session.clone()).actor());
    let cookie = app.sessions.hand_out(&session);
    with_cookie(cookie, Json(SessionResponse::of(session)))
}

fn with_cookie(cookie: HeaderValue, answer: impl IntoResponse) -> Response {
    ([(header::SET_COOKIE, cookie)], answer).into_response()
}

fn admit(app: &App, parts: &Parts, email: &EmailAddress) -> Result<()> {
    let admitted = app.throttle.admit(address(parts, app), email);
    admitted.map_err(|wait| Error::TooManyAttempts { wait })
}

fn wrong_credentials() -> Error {
    let message = "the address or the password is not right";
    Error::refused(StatusCode::UNAUTHORIZED, "wrong_credentials", message)
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204)))]
pub async fn sign_out(SignedIn(session): SignedIn, State(app): State<App>) -> Result<Response> {
    app.database.end_session(&session.hash()).await?;
    Ok(with_cookie(app.sessions.take_back(), StatusCode::NO_CONTENT))
}

/// Changes one's own name, password or settings.
#[utoipa::path(
    patch, path = "/session", tag = "session", request_body = ChangeSessionRequest,
    responses((status = 200, body = SessionResponse))
)]
pub async fn change_session(
    SignedIn(session): SignedIn,
    State(app): State<App>,
    Extension(deed): Extension<Deed>,
    parts: Parts,
    Body(request): Body<ChangeSessionRequest>,
) -> Result<Json<SessionResponse>> {
    let settings = match request.settings {
        Some(change) => Some(UserSettings::read(&session.user.settings).with(change)?.written()),
        None => None,
    };
    let changes_password = request.password.is_some();
    let change = UserChange {
        name: request.name.as_deref().map(name).transpose()?,
        password: new_password(&app, &parts, &session, request.password).await?,
        settings,
        ..UserChange::default()
    };
    app.database.change_user(session.user.id, &change).await?;
    if changes_password {
        deed.called("user.password_changed");
        app.database.end_other_sessions(session.user.id, &session.hash()).await?;
    }
    let user = app.database.user(session.user.id).await?.ok_or_else(Error::unauthorised)?;
    Ok(Json(SessionResponse::of(Session { user, ..session })))
}

/// Its hash. Whoever finds a screen unlocked must not be able to keep the owner out.
async fn new_password(
    app: &App,
    parts: &Parts,
    session: &Session,
    request: Option<NewPassword>,
) -> Result<Option<String>> {
    let Some(NewPassword { current, new }) = request else { return Ok(None) };
    admit(app, parts, &session.user.email)?;
    let login = app.database.login(&session.user.email).await?;
    if !app.passwords.check(current, login.map(|login| login.password)).await? {
        return Err(Error::unprocessable("wrong_password", "the current password is not right"));
    }
    app.passwords.hash(new).await.map(Some)
}
