//! A stream that says what has changed, for screens that then ask again for what they show.
//!
//! Server-sent events: a browser opens the stream again by itself when it breaks. Nothing is
//! replayed then; whoever was away asks for everything it shows.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, Sse};
use futures::Stream;
use futures::stream::unfold;
use runnel_runtime::{Listener, Topic};
use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, interval_at, sleep_until};
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::{Allowed, Caller, Read};
use crate::error::{Error, Result};

/// A stream says something at most this often; what comes meanwhile is said together.
const PAUSE: Duration = Duration::from_millis(250);
/// A sign of life, so that nobody on the way takes the connection for dead; and how long somebody
/// who is no longer let in may go on listening.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What has changed: the data of an event `changed`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedEvent {
    /// Any of `contacts`, `dead-letters`, `deals`, `events`, `flow:ID`, `flows`, `keys`,
    /// `segments`, `sources`, `tasks`, `users`.
    pub topics: Vec<String>,
}

/// Says what has changed, until the session ends: `event: changed` with `{"topics": […]}`.
#[utoipa::path(
    get, path = "/changes", tag = "changes",
    responses((status = 200, body = ChangedEvent, content_type = "text/event-stream"))
)]
pub async fn get_changes(
    allowed: Allowed<Read>,
    State(app): State<App>,
) -> Result<Sse<impl Stream<Item = Result<Event, axum::Error>>>> {
    let permit = Arc::clone(&app.streams).try_acquire_owned().map_err(|_| too_many())?;
    let listener = app.engine.changes().listen();
    let heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
    let listening = Listening {
        app,
        caller: allowed.caller,
        listener,
        heartbeat,
        quiet_until: Instant::now(),
        _permit: permit,
    };
    Ok(Sse::new(unfold(listening, Listening::next)))
}

fn too_many() -> Error {
    let message = "too many screens are open at once; close some, or raise `streams_max`";
    Error::refused(StatusCode::TOO_MANY_REQUESTS, "too_many_streams", message)
}

/// One screen that listens.
struct Listening {
    app: App,
    caller: Caller,
    listener: Listener,
    heartbeat: tokio::time::Interval,
    quiet_until: Instant,
    _permit: OwnedSemaphorePermit,
}

impl Listening {
    /// The next thing to say; none: it is over.
    async fn next(mut self) -> Option<(Result<Event, axum::Error>, Self)> {
        let event = tokio::select! {
            biased;
            changed = heard(&self.listener, self.quiet_until) => {
                if !changed {
                    return None;
                }
                let topics = self.listener.take();
                // It may be this very user who was kept out or has signed out.
                if topics.contains(&Topic::Users) && !self.is_let_in().await {
                    return None;
                }
                self.quiet_until = Instant::now() + PAUSE;
                let topics = topics.iter().map(Topic::to_string).collect();
                Event::default().event("changed").json_data(ChangedEvent { topics })
            }
            _ = self.heartbeat.tick() => {
                if !self.is_let_in().await {
                    return None;
                }
                Ok(Event::default().comment(""))
            }
        };
        Some((event, self))
    }

    /// While the database is away nobody is sent away.
    async fn is_let_in(&self) -> bool {
        self.caller.is_still_let_in(&self.app).await.unwrap_or(true)
    }
}

/// Waits until there is something to say and it may be said. False: there never will be.
async fn heard(listener: &Listener, quiet_until: Instant) -> bool {
    let changed = listener.changed().await;
    if changed {
        sleep_until(quiet_until).await;
    }
    changed
}
