//! One prediction is made: reading, learning, applying.
//!
//! Live inputs go first, between any two pages; what keeps a core busy runs where it keeps nobody
//! else from going on. Each part says `None` or `false` if somebody broke it off.

use std::sync::Arc;

use runnel_model::{ContactId, StoreError};
use runnel_predict::{Model, Refusal, Settings, Trained, train_watched};
use runnel_store::{PredictionEnd, PredictionRow, PredictionState};
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use super::applying::Tallies;
use super::predictor::Work;
use super::progress::{Progress, Step};
use super::reading::{Found, Reading};
use super::settings::read_settings;

/// How many contacts get their probabilities at once.
const PAGE: u64 = 500;
/// How many positions of the log are read at once.
const WINDOW: i64 = 64 * 1_024;
/// Of how many contacts what they did is held in memory at the same time.
const CONTACTS_MAX: u64 = 1_000_000;

type Result<T, E = StoreError> = std::result::Result<T, E>;

impl Work {
    /// What comes of this prediction. None: it was broken off.
    pub(super) async fn learn(
        self: &Arc<Self>,
        row: &PredictionRow,
    ) -> Result<Option<PredictionEnd>> {
        let settings = read_settings(Some(&row.settings));
        let Some(found) = self.read(row.id, &settings).await? else { return Ok(None) };
        let Found { examples, scores, too_old } = found;
        let scores = Some(json!(scores));
        let id = row.id;
        let trained = self.blocking(move |work| {
            let mut watch = |done: runnel_predict::Progress| {
                let share = done.done as f64 / done.of.max(1) as f64;
                work.note(id, Progress::of(Step::Learning, share));
            };
            train_watched(&examples, &settings, &mut watch)
        });
        let Trained { model, mut report } = match trained.await? {
            Ok(trained) => trained,
            Err(refusal) => return Ok(Some(refused(&refusal, scores))),
        };
        report.deals_too_old += too_old;
        let stored = json!(model);
        if !self.apply(id, model).await? {
            return Ok(None);
        }
        let (model, report) = (Some(stored), Some(json!(report)));
        let state = PredictionState::Done;
        Ok(Some(PredictionEnd { state, model, report, refusal: None, scores }))
    }

    async fn read(self: &Arc<Self>, id: i64, settings: &Settings) -> Result<Option<Found>> {
        let published = self.engine.catalog();
        let reading = Reading::begin(&self.database, published.document(), settings);
        let mut reading = reading.await?;
        while let Some(share) = reading.next_page().await? {
            if !self.go_on(id, Progress::of(Step::Reading, share)).await {
                return Ok(None);
            }
        }
        Ok(Some(reading.found()))
    }

    /// Gives every contact its probability. False: it was broken off.
    async fn apply(self: &Arc<Self>, id: i64, model: Model) -> Result<bool> {
        let model = Arc::new(model);
        let parts = self.database.count_contacts().await?.div_ceil(CONTACTS_MAX).max(1);
        let (mut from, mut part) = (ContactId(0), 0);
        while let Some(to) = self.database.last_contact_of(from, CONTACTS_MAX).await? {
            let told = |share: f64| (f64::from(part) + share) / parts as f64;
            let Some(tallies) = self.count(id, &model, (from, to), &told).await? else {
                return Ok(false);
            };
            if !self.write(id, &model, Arc::new(tallies), (from, to), &told).await? {
                return Ok(false);
            }
            (from, part) = (to, part + 1);
        }
        Ok(true)
    }

    /// What these contacts did of what the model looks at. None: it was broken off.
    async fn count(
        self: &Arc<Self>,
        id: i64,
        model: &Model,
        contacts: (ContactId, ContactId),
        told: &(dyn Fn(f64) -> f64 + Sync),
    ) -> Result<Option<Tallies>> {
        let mut tallies = Tallies::of(model);
        let names = tallies.activities().names();
        let end = if names.is_empty() { 0 } else { self.database.log_end().await? };
        for after in (0..end).step_by(WINDOW as usize) {
            let share = told(after as f64 / end as f64 / 2.0);
            if !self.go_on(id, Progress::of(Step::Applying, share)).await {
                return Ok(None);
            }
            let window = (after, after + WINDOW);
            let happened = self.database.happened(window, contacts, &names).await?;
            let counted = self.blocking(move |_| {
                happened.iter().for_each(|(contact, at, event)| tallies.add(*contact, *at, event));
                tallies
            });
            tallies = counted.await?;
        }
        Ok(Some(tallies))
    }

    /// Writes down the probabilities of these contacts. False: it was broken off.
    async fn write(
        self: &Arc<Self>,
        id: i64,
        model: &Arc<Model>,
        tallies: Arc<Tallies>,
        (from, to): (ContactId, ContactId),
        told: &(dyn Fn(f64) -> f64 + Sync),
    ) -> Result<bool> {
        let mut last = from;
        while last < to {
            let mut contacts = self.database.states(last, PAGE).await?;
            contacts.retain(|contact| contact.id <= to);
            let Some(end) = contacts.last() else { return Ok(true) };
            last = end.id;
            let (model, tallies) = (Arc::clone(model), Arc::clone(&tallies));
            let predicted = self.blocking(move |work| {
                let now = work.engine.now();
                let alive = contacts.iter().filter(|contact| contact.merged_into.is_none());
                let of = |contact| model.predict(&tallies.features(contact, now)).probability;
                alive.map(|contact| (contact.id, of(contact))).collect::<Vec<_>>()
            });
            self.database.put_probabilities(id, &predicted.await?).await?;
            let done = (last.0 - from.0) as f64 / (to.0 - from.0) as f64;
            let share = told(0.5 + done / 2.0);
            if !self.go_on(id, Progress::of(Step::Applying, share)).await {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Runs what keeps a core busy where it keeps nobody else from going on.
    async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T> {
        let this = Arc::clone(self);
        let done = spawn_blocking(move || work(&this)).await;
        done.map_err(|error| StoreError::Damaged(format!("a defect: {error}")))
    }
}

/// It broke.
pub(super) const FAILED: PredictionEnd = PredictionEnd {
    state: PredictionState::Failed,
    model: None,
    report: None,
    refusal: None,
    scores: None,
};

fn refused(refusal: &Refusal, scores: Option<Value>) -> PredictionEnd {
    let refusal = Some(json!(refusal));
    PredictionEnd { state: PredictionState::Refused, refusal, scores, ..FAILED }
}
