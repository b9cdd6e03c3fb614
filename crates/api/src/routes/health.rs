//! Whether the process is fit to take events: asked by load balancers, so it tells nothing else.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::error::Result;

/// 200 when the database answers, else 503.
pub async fn health(State(app): State<App>) -> Result<StatusCode> {
    app.database.ping().await?;
    Ok(StatusCode::OK)
}
