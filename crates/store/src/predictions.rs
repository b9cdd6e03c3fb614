//! Predictions: each time that somebody had learned who buys, and what came of it.
//!
//! What was learned is JSON here and nothing else: who reads it knows its format. At most one
//! prediction is running, which the database itself sees to.

use runnel_model::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::predictions::{self, Column};
use crate::error::{classify_orm, parsed, written};
use crate::page::page_size;
use crate::{Cursor, Database, Page, Result, text};

/// What has become of a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredictionState {
    /// It is being made.
    Running,
    /// There is a model, and contacts have their probabilities.
    Done,
    /// Nothing could be learned.
    Refused,
    /// It broke.
    Failed,
}

/// A prediction without its model.
#[derive(Clone, Debug, PartialEq)]
pub struct PredictionRow {
    /// Its number.
    pub id: i64,
    /// What has become of it.
    pub state: PredictionState,
    /// When it was asked for.
    pub started_at: Timestamp,
    /// When it was done, refused or failed.
    pub finished_at: Option<Timestamp>,
    /// How it was to be made.
    pub settings: Value,
    /// How good the model is.
    pub report: Option<Value>,
    /// Why there is none.
    pub refusal: Option<Value>,
}

/// What came of a prediction.
#[derive(Clone, Debug, PartialEq)]
pub struct PredictionEnd {
    /// What has become of it.
    pub state: PredictionState,
    /// What was learned.
    pub model: Option<Value>,
    /// How good that is.
    pub report: Option<Value>,
    /// Why nothing was learned.
    pub refusal: Option<Value>,
    /// The points that contacts had before their deals were closed.
    pub scores: Option<Value>,
}

impl PredictionRow {
    fn read(row: predictions::Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            state: text::read("a prediction's state", row.state)?,
            started_at: Timestamp::from_ms(row.started_at),
            finished_at: row.finished_at.map(Timestamp::from_ms),
            settings: parsed("a prediction's settings", &row.settings)?,
            report: json("a prediction's report", row.report)?,
            refusal: json("a prediction's refusal", row.refusal)?,
        })
    }
}

fn json(what: &str, text: Option<String>) -> Result<Option<Value>> {
    text.map(|text| parsed(what, &text)).transpose()
}

impl Database {
    /// Begins a prediction. None: one is running.
    pub async fn begin_prediction(&self, settings: &Value, now: Timestamp) -> Result<Option<i64>> {
        let text = "INSERT INTO predictions (state, started_at, settings) \
            VALUES ('running', $1, $2) ON CONFLICT DO NOTHING RETURNING id";
        let mut tx = self.pool().begin().await?;
        let cells = vec![now.into(), written(settings)?.into()];
        let begun: Vec<(i64,)> = tx.query(text, cells).await?;
        tx.commit().await?;
        Ok(begun.first().map(|(id,)| *id))
    }

    /// The one that is running.
    pub async fn running_prediction(&self) -> Result<Option<PredictionRow>> {
        self.newest_prediction(Some(PredictionState::Running)).await
    }

    /// The newest that has given a model: the one whose probabilities are shown.
    pub async fn done_prediction(&self) -> Result<Option<PredictionRow>> {
        self.newest_prediction(Some(PredictionState::Done)).await
    }

    /// The newest of all.
    pub async fn latest_prediction(&self) -> Result<Option<PredictionRow>> {
        self.newest_prediction(None).await
    }

    async fn newest_prediction(
        &self,
        state: Option<PredictionState>,
    ) -> Result<Option<PredictionRow>> {
        let mut select = predictions::Entity::find();
        if let Some(state) = state {
            select = select.filter(Column::State.eq(text::of(&state)));
        }
        let found = select.order_by_desc(Column::Id).one(self.reader()).await;
        found.map_err(classify_orm)?.map(PredictionRow::read).transpose()
    }

    /// A page of them, newest first.
    pub async fn predictions(
        &self,
        limit: u64,
        before: Option<&Cursor>,
    ) -> Result<Page<PredictionRow>> {
        let limit = page_size(limit);
        let mut select = predictions::Entity::find();
        if let Some([id]) = before.and_then(Cursor::keys) {
            select = select.filter(Column::Id.lt(id));
        }
        let select = select.order_by_desc(Column::Id).limit(limit + 1);
        let rows = select.all(self.reader()).await.map_err(classify_orm)?;
        let rows: Result<Vec<_>> = rows.into_iter().map(PredictionRow::read).collect();
        Ok(Page::cut(rows?, limit, |row| vec![row.id]))
    }

    /// What was learned.
    pub async fn prediction_model(&self, id: i64) -> Result<Option<Value>> {
        let text = "SELECT model FROM predictions WHERE id = $1 AND model IS NOT NULL";
        let rows: Vec<(String,)> = self.pool().query(text, vec![id.into()]).await?;
        rows.first().map(|(model,)| parsed("a prediction's model", model)).transpose()
    }

    /// The points before the deals, of the newest prediction that has come to its end, and when
    /// that was begun.
    pub async fn scores_before_deals(&self) -> Result<Option<(Timestamp, Value)>> {
        let text = "SELECT started_at, scores FROM predictions WHERE scores IS NOT NULL \
            ORDER BY id DESC LIMIT 1";
        let rows: Vec<(i64, String)> = self.pool().query(text, Vec::new()).await?;
        let read = |(at, scores): &(i64, String)| {
            Ok((Timestamp::from_ms(*at), parsed("the points before deals", scores)?))
        };
        rows.first().map(read).transpose()
    }

    /// Writes down what came of a prediction. False: it was broken off.
    pub async fn end_prediction(
        &self,
        id: i64,
        end: &PredictionEnd,
        now: Timestamp,
    ) -> Result<bool> {
        let text = "UPDATE predictions SET state = $2, finished_at = $3, model = $4, report = $5, \
            refusal = $6, scores = $7 WHERE id = $1 AND state = 'running' RETURNING id";
        let json = |value: &Option<Value>| value.as_ref().map(written).transpose();
        let cells = vec![
            id.into(),
            text::of(&end.state).into(),
            now.into(),
            json(&end.model)?.into(),
            json(&end.report)?.into(),
            json(&end.refusal)?.into(),
            json(&end.scores)?.into(),
        ];
        let mut tx = self.pool().begin().await?;
        let ended: Vec<(i64,)> = tx.query(text, cells).await?;
        tx.commit().await?;
        Ok(!ended.is_empty())
    }

    /// Breaks off the one that is running, as if it had never been begun. None: none is.
    pub async fn break_off_prediction(&self) -> Result<Option<i64>> {
        let text = "DELETE FROM predictions WHERE state = 'running' RETURNING id";
        let mut tx = self.pool().begin().await?;
        let broken_off: Vec<(i64,)> = tx.query(text, Vec::new()).await?;
        tx.commit().await?;
        Ok(broken_off.first().map(|(id,)| *id))
    }

    /// Forgets all but the newest so many, and never the one that is shown.
    pub async fn forget_predictions(&self, kept: u64) -> Result<()> {
        let text = "DELETE FROM predictions WHERE id NOT IN \
            (SELECT id FROM predictions ORDER BY id DESC LIMIT $1) AND id NOT IN \
            (SELECT COALESCE(MAX(id), 0) FROM predictions WHERE state = 'done') RETURNING id";
        let mut tx = self.pool().begin().await?;
        tx.query::<(i64,)>(text, vec![kept.into()]).await?;
        tx.commit().await
    }
}
