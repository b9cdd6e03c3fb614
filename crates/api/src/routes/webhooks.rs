//! What receivers of our webhooks verify them with.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::auth::{Administer, Allowed};
use crate::error::{Error, Result};
use crate::http::Asked;
use crate::secrets;

/// Whose secret.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WebhookSecretQuery {
    /// The address that a flow posts to.
    url: String,
}

/// What the receiver at an origin verifies our webhooks with.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookSecretResponse {
    /// The origin; all its addresses have this secret.
    pub origin: String,
    /// `whsec_…`, as Standard Webhooks has it.
    pub secret: String,
}

/// The signing secret of an address that flows post to.
#[utoipa::path(
    get, path = "/webhook-secret", tag = "webhooks", params(WebhookSecretQuery),
    responses((status = 200, body = WebhookSecretResponse))
)]
pub async fn get_webhook_secret(
    _: Allowed<Administer>,
    State(app): State<App>,
    Asked(query): Asked<WebhookSecretQuery>,
) -> Result<Json<WebhookSecretResponse>> {
    let secret = secrets::webhook_secret(&app.master, &query.url);
    match (secrets::origin(&query.url), secret) {
        (Some(origin), Some(secret)) => Ok(Json(WebhookSecretResponse { origin, secret })),
        _ => Err(Error::malformed("invalid_query", "`url` looks like https://example.com/hook")),
    }
}
