//! Test builds only: moves the time, holds up processing, tells whether anything is left to do.
//!
//! For peers on the loopback interface alone, so that a test build that is reachable by others
//! by mistake is still nobody's toy.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::{Error, Result};
use crate::http::Body;

/// How far to move.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveRequest {
    advance_ms: i64,
}

/// What time it is then.
#[derive(Debug, Serialize)]
struct MoveResponse {
    now: i64,
}

/// Whether what is accepted is to wait.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PauseRequest {
    paused: bool,
}

/// Whether anything is left to do by now.
#[derive(Debug, Serialize)]
struct IdleResponse {
    idle: bool,
    inbox: u64,
    merges: u64,
    due_wakes: u64,
    due_effects: u64,
}

/// The routes of test builds.
pub fn router() -> Router<App> {
    Router::new()
        .route("/test/clock", post(move_clock))
        .route("/test/processing", post(pause_processing))
        .route("/test/idle", get(idle))
}

async fn move_clock(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Body(request): Body<MoveRequest>,
) -> Result<Json<MoveResponse>> {
    refuse_strangers(peer)?;
    let mover = app.mover.as_ref().ok_or_else(|| Error::internal("nobody can move the time"))?;
    Ok(Json(MoveResponse { now: mover.advance(request.advance_ms).as_ms() }))
}

async fn pause_processing(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Body(request): Body<PauseRequest>,
) -> Result<StatusCode> {
    refuse_strangers(peer)?;
    app.engine.pause_processing(request.paused);
    Ok(StatusCode::NO_CONTENT)
}

async fn idle(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
) -> Result<Json<IdleResponse>> {
    refuse_strangers(peer)?;
    // The loops are asked before and after: what one of them holds in its hands is in no table.
    let before = app.engine.idle();
    let left = app.database.backlog(app.engine.now()).await?;
    Ok(Json(IdleResponse {
        idle: before && left.is_empty() && app.engine.idle(),
        inbox: left.inbox,
        merges: left.merges,
        due_wakes: left.due_wakes,
        due_effects: left.due_effects,
    }))
}

fn refuse_strangers(peer: SocketAddr) -> Result<()> {
    if peer.ip().to_canonical().is_loopback() {
        return Ok(());
    }
    Err(Error::refused(StatusCode::FORBIDDEN, "forbidden", "only for the machine itself"))
}
