//! The tracking API as existing client libraries speak it, and Calendly's webhook.
//!
//! What these clients do with an answer decides how it has to be: a 4xx makes them drop what they
//! sent, all of it. So single bad items are noted on the source's page and the answer is 200;
//! what is our fault is 503 or 429, after which they come again.

mod calendly;
mod call;
mod cors;
mod intake;
mod settings;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post};
use axum::{Json, Router};
use runnel_connect::tracking::{self, Envelope, Route};
use runnel_model::Trust;
use runnel_store::SourceKind;
use serde_json::json;

use call::Call;
use intake::Origin;

use crate::app::{App, Limits};
use crate::auth::Holder;
use crate::error::{Error, Result};
use crate::pages;
use crate::token;

/// The routes. Their last parts say what they are, since clients keep whatever path their host
/// was configured with; so everything that nobody else serves comes here.
pub fn router(limits: &Limits) -> Router<App> {
    Router::new()
        .route("/hooks/calendly/{id}", post(calendly::receive))
        .route("/v1/{*rest}", any(serve))
        .route("/beacon/v1/{*rest}", any(serve))
        .route("/sourceConfig", any(serve))
        .route("/sourceConfig/", any(serve))
        .fallback(serve)
        .layer(DefaultBodyLimit::max(limits.tracking.body_bytes_max))
}

async fn serve(State(app): State<App>, request: Request) -> Response {
    let Some(call) = Call::of(request.uri().path()) else {
        let page = pages::show(request.method(), request.uri().path(), request.headers());
        return page.unwrap_or_else(|| Error::no_route().into_response());
    };
    let (parts, body) = request.into_parts();
    let origin = parts.headers.get(header::ORIGIN).cloned();
    let answer = match (call, parts.method.clone()) {
        (_, Method::OPTIONS) => Ok(cors::preflight()),
        (Call::Send(route), Method::POST) => send(&app, route, parts, body).await,
        (Call::SegmentSettings(key), Method::GET) => settings::segment(&app, &key, &parts).await,
        (Call::RudderSettings, Method::GET) => settings::rudder(&app, &parts).await,
        _ => Err(Error::method_not_allowed()),
    };
    cors::allow(answer.into_response(), origin)
}

/// Takes the events of one request.
async fn send(app: &App, route: Route, parts: Parts, body: Body) -> Result<Response> {
    let received_at = app.engine.now();
    let header_key = key_in_header(&parts);
    let query_key = parts.uri.query().and_then(tracking::key_from_query);
    // Before the body is read: who has no key should cost nothing.
    let by_header = match &header_key {
        Some(key) => Some(origin(app, key).await?),
        None => None,
    };
    let bytes = read(Request::from_parts(parts, body), app).await?;
    let limits = app.limits.tracking;
    let text = tracking::readable(&bytes, &limits).map_err(unreadable)?;
    let envelope = Envelope::read(route, &text, limits).map_err(unreadable)?;
    let origin = match by_header {
        Some(origin) => origin,
        None => {
            let key = envelope.write_key().map(str::to_owned).or(query_key);
            origin(app, &key.ok_or_else(no_key)?).await?
        }
    };
    let parsed = envelope.parse(origin.trust, received_at);
    intake::take(app, origin, parsed.items, parsed.refused, received_at).await?;
    Ok(success())
}

/// Durable, whatever of it was refused.
fn success() -> Response {
    Json(json!({ "success": true })).into_response()
}

fn key_in_header(parts: &Parts) -> Option<String> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    tracking::key_from_authorization(value)
}

async fn read(request: Request, app: &App) -> Result<Bytes> {
    Bytes::from_request(request, app).await.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return too_large(app.limits.tracking.body_bytes_max);
        }
        // The connection broke; whoever sent it will not see this.
        Error::malformed("body_cut_off", "the body could not be read to its end")
    })
}

fn too_large(bytes_max: usize) -> Error {
    let message = format!("a request has at most {bytes_max} bytes, also after inflating");
    Error::refused(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
}

fn unreadable(error: runnel_connect::Error) -> Error {
    match error {
        runnel_connect::Error::TooLarge { bytes_max } => too_large(bytes_max),
        other => Error::malformed("invalid_json", other.to_string()),
    }
}

fn no_key() -> Error {
    let message = "the write key is missing or not known; it begins with wk_";
    Error::refused(StatusCode::UNAUTHORIZED, "unauthorised", message)
}

/// The source that a write key belongs to, and how far it is trusted.
async fn origin(app: &App, key: &str) -> Result<Origin> {
    match app.keys.holder(token::hash(key)).await? {
        Some(Holder::Source { id, kind }) => Ok(Origin { source: id, trust: trust(kind) }),
        Some(Holder::Api { .. }) | None => Err(no_key()),
    }
}

const fn trust(kind: SourceKind) -> Trust {
    match kind {
        SourceKind::Browser => Trust::Browser,
        SourceKind::Server | SourceKind::Calendly => Trust::Server,
    }
}
