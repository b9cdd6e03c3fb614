//! What was published and waits until the past has been counted is taken care of.

use std::time::Duration;

use crate::app::App;

const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Counts the past for whatever is put off, without end.
pub async fn watch_preparations(app: App) {
    loop {
        match app.publisher.prepare_all().await {
            Ok(()) => app.publisher.put_off().await,
            Err(error) => {
                tracing::warn!(%error, "what happened before could not be counted yet");
                tokio::time::sleep(AGAIN_AFTER).await;
            }
        }
    }
}
