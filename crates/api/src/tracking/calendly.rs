//! Calendly's webhook. It disables a hook that does not answer 2xx for a day, so whatever is
//! signed is answered 2xx as soon as it is committed, also what we have no use for.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use runnel_connect::calendly::{parse, verify};
use runnel_model::{SourceId, Trust};
use runnel_store::SourceKind;

use super::intake::{Origin, take};
use super::{success, unreadable};
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::Id;
use crate::secrets::calendly_signing_key;

const SIGNATURE: &str = "calendly-webhook-signature";

/// Takes one delivery.
pub async fn receive(
    State(app): State<App>,
    Id(source): Id<SourceId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response> {
    let known = app.database.source(source).await?;
    if known.is_none_or(|source| source.kind != SourceKind::Calendly) {
        return Err(Error::not_found("Calendly source", source));
    }
    let received_at = app.engine.now();
    let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    let key = calendly_signing_key(&app.master, source);
    verify(signature.unwrap_or_default(), &body, &key, received_at).map_err(|error| {
        Error::refused(StatusCode::UNAUTHORIZED, "bad_signature", error.to_string())
    })?;
    let (items, refused) = match parse(&body, received_at).map_err(unreadable)? {
        Ok(item) => (item.into_iter().collect(), Vec::new()),
        Err(refused) => (Vec::new(), vec![refused]),
    };
    take(&app, Origin { source, trust: Trust::Server }, items, refused, received_at).await?;
    Ok(success())
}
