//! A flow that sends too much is paused, and it is said why.
//!
//! What it may not send is held back where it leaves, from that moment on and whatever happens
//! here. A flow whose fuse blew just before the process ended is paused at the next start.

use std::time::Duration;

use runnel_runtime::Topic;
use runnel_store::{Actor, AuditEntry, BlownFuse, Subject};
use serde_json::json;

use crate::app::App;
use crate::error::Result;

const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Pauses flows as their fuses blow, without end.
pub async fn watch_fuses(app: App) {
    loop {
        match pause_blown(&app).await {
            Ok(()) => app.engine.fuse_blew().await,
            Err(error) => {
                tracing::warn!(%error, "a flow that sends too much could not be paused yet");
                tokio::time::sleep(AGAIN_AFTER).await;
            }
        }
    }
}

async fn pause_blown(app: &App) -> Result<()> {
    for fuse in app.publisher.pause_blown().await? {
        let topics = [Topic::Flows, Topic::Flow(fuse.flow.clone())];
        app.engine.changes().tell(&topics.into());
        tracing::warn!(flow.id = %fuse.flow, "a flow was paused: {}", message(&fuse));
        app.database.note_audit(entry(app, &fuse).await?).await?;
    }
    Ok(())
}

async fn entry(app: &App, fuse: &BlownFuse) -> Result<AuditEntry> {
    let name = app.database.flow(&fuse.flow).await?.map(|flow| flow.name);
    Ok(AuditEntry {
        at: fuse.at,
        by: Actor { kind: "runnel".into(), id: None, name: "Runnel".into() },
        verb: "flow.paused".into(),
        subject: Some(Subject { kind: "flow".into(), id: fuse.flow.to_string(), name }),
        details: json!({ "reason": "fuse", "per_hour": fuse.per_hour }),
    })
}

/// Why the flow was paused, for people.
pub fn message(fuse: &BlownFuse) -> String {
    let most = fuse.per_hour;
    format!(
        "it wanted to send more than {most} within an hour; what is beyond waits, and leaves when it is resumed"
    )
}
