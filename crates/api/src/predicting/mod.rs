//! Who buys: learned from the deals that were won and lost, in the background, and asked for.
//!
//! `runnel_predict` learns; here is what it learns from, read from the logs, and what becomes of
//! what it learned. No HTTP: the command line asks in the same way. Nothing here changes a contact,
//! and no rule can ask for a probability.
//!
//! Reading order: `activities` (what an event counts as), `past` (what a log tells), `reading` (of
//! whom), `scores`; `applying` (how probably everybody buys); then `job`, which does it all, and
//! `predictor`, which is asked for it.

mod activities;
mod applying;
mod job;
mod past;
mod predictor;
mod progress;
mod reading;
mod scores;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use runnel_model::{Contact, StoreError, Timestamp};
use runnel_predict::{Model, Prediction};
use runnel_store::{Database, PredictionRow};
use serde_json::Value;

use crate::app::App;
use activities::Activities;
use applying::just_after;
use past::pasts;

pub use predictor::Predictor;
pub use progress::{Progress, Step};
pub use reading::{Found, Reading};
pub use scores::ScoresBefore;
pub use settings::{read_settings, with};

const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Learns whenever somebody wants it, without end. What was broken off by the end of the process
/// is begun again.
pub async fn watch_predictions(app: App) {
    loop {
        match app.predictor.learn_next().await {
            Ok(true) => {}
            Ok(false) => app.predictor.wanted().await,
            Err(error) => {
                tracing::warn!(%error, "who buys could not be learned yet");
                tokio::time::sleep(AGAIN_AFTER).await;
            }
        }
    }
}

/// How probably a contact buys now, and why: from its own log, and so from whatever happened since
/// the model was learned as well.
pub async fn predict(
    database: &Database,
    model: &Model,
    contact: &Contact,
    now: Timestamp,
) -> Result<Prediction, StoreError> {
    let mut pasts = pasts(database, &[contact.id], &Activities::of(model)).await?;
    let past = pasts.remove(&contact.id).expect("whoever is asked for has a past, if an empty one");
    Ok(model.predict(&past.history.features(just_after(now.max(contact.now)))))
}

/// The prediction that is shown, and its model; None: there is none that this version can read.
pub async fn shown(database: &Database) -> Result<Option<(PredictionRow, Arc<Model>)>, StoreError> {
    let Some(row) = database.done_prediction().await? else { return Ok(None) };
    let model = model(database, row.id).await?;
    Ok(model.map(|model| (row, model)))
}

/// The model of a prediction. None: it is of another format, and has to be learned anew.
pub async fn model(database: &Database, id: i64) -> Result<Option<Arc<Model>>, StoreError> {
    let Some(stored) = database.prediction_model(id).await? else { return Ok(None) };
    if stored["format"] != Model::FORMAT {
        return Ok(None);
    }
    read("a prediction's model", stored).map(|model| Some(Arc::new(model)))
}

/// What was stored as JSON, read back.
pub fn read<T: serde::de::DeserializeOwned>(what: &str, stored: Value) -> Result<T, StoreError> {
    serde_json::from_value(stored).map_err(|error| StoreError::Damaged(format!("{what}: {error}")))
}
