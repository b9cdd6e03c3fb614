//! Whoever learns who buys, and what is known of that in this process.
//!
//! What is to be done is a row of `predictions`, so that it survives the end of the process: it is
//! then begun again. Nothing of it is shown before all of it is done, so that a list is never
//! sorted by two models.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};

use futures::FutureExt;
use runnel_model::StoreError;
use runnel_predict::Settings;
use runnel_runtime::Topic;
use runnel_store::Database;
use serde_json::json;
use tokio::sync::Notify;

use super::job::FAILED;
use super::progress::Progress;
use crate::app::Engine;

/// How many predictions are kept.
const KEPT: u64 = 20;
/// Old probabilities are dropped so many at a time: each time, writers wait.
const DROPPED_AT_ONCE: u64 = 5_000;
/// Screens are told of every such share.
const TOLD_EVERY: f64 = 0.01;

type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Who learns who buys.
#[derive(Clone)]
pub struct Predictor(Arc<Work>);

/// What it works with.
pub(super) struct Work {
    pub(super) engine: Engine,
    pub(super) database: Database,
    wanted: Notify,
    /// The prediction that is being made, and how far it is.
    current: Mutex<Option<(i64, Progress)>>,
}

impl Predictor {
    /// Learns from what this engine wrote.
    pub fn new(engine: Engine, database: Database) -> Self {
        let (wanted, current) = (Notify::new(), Mutex::default());
        Self(Arc::new(Work { engine, database, wanted, current }))
    }

    /// Begins a prediction. None: one is being made.
    pub async fn begin(&self, settings: &Settings) -> Result<Option<i64>> {
        let work = &self.0;
        let begun = work.database.begin_prediction(&json!(settings), work.engine.now()).await?;
        work.wanted.notify_one();
        work.tell();
        Ok(begun)
    }

    /// Breaks off the one that is being made. False: none is.
    pub async fn break_off(&self) -> Result<bool> {
        let broken_off = self.0.database.break_off_prediction().await?;
        lock(&self.0.current).take_if(|(id, _)| Some(*id) == broken_off);
        self.0.tell();
        Ok(broken_off.is_some())
    }

    /// How far the one that is running is.
    pub fn progress(&self, id: i64) -> Progress {
        let current = *lock(&self.0.current);
        let of_it = current.filter(|(current, _)| *current == id);
        of_it.map_or(Progress::BEGINNING, |(_, progress)| progress)
    }

    /// Waits until one has been begun.
    pub async fn wanted(&self) {
        self.0.wanted.notified().await;
    }

    /// Makes the prediction that is to be made. False: none is.
    pub async fn learn_next(&self) -> Result<bool> {
        let work = &self.0;
        let Some(row) = work.database.running_prediction().await? else { return Ok(false) };
        *lock(&work.current) = Some((row.id, Progress::BEGINNING));
        work.tell();
        // A panic ends this prediction, and nothing else that is seen to beside the requests.
        let learned = AssertUnwindSafe(work.learn(&row)).catch_unwind().await;
        let defect = || Err(StoreError::Damaged("a defect: it panicked".into()));
        let end = match learned.unwrap_or_else(|_| defect()) {
            Err(error @ StoreError::Unavailable(_)) => return Err(error),
            Err(error) => {
                tracing::error!(%error, "who buys cannot be learned");
                Some(FAILED)
            }
            Ok(end) => end,
        };
        if let Some(end) = end {
            work.database.end_prediction(row.id, &end, work.engine.now()).await?;
        }
        lock(&work.current).take();
        work.tell();
        work.tidy_up().await?;
        Ok(true)
    }
}

impl Work {
    /// Lets live inputs go first. False: it was broken off.
    pub(super) async fn go_on(&self, id: i64, progress: Progress) -> bool {
        self.engine.give_way().await;
        self.note(id, progress)
    }

    /// Says how far it is. False: it was broken off.
    pub(super) fn note(&self, id: i64, progress: Progress) -> bool {
        let mut current = lock(&self.current);
        let Some((_, known)) = current.as_mut().filter(|(current, _)| *current == id) else {
            return false;
        };
        let told = (progress.share / TOLD_EVERY) as u64 != (known.share / TOLD_EVERY) as u64;
        *known = progress;
        drop(current);
        if told {
            self.tell();
        }
        true
    }

    async fn tidy_up(&self) -> Result<()> {
        self.database.forget_predictions(KEPT).await?;
        while self.database.drop_old_probabilities(DROPPED_AT_ONCE).await? {
            self.engine.give_way().await;
        }
        Ok(())
    }

    fn tell(&self) {
        self.engine.changes().tell(&[Topic::Prediction].into());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
