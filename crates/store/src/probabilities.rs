//! How probably each contact buys, for lists: by prediction, so that those of the next one can be
//! written while those of the last one are shown.

use std::collections::HashMap;

use runnel_model::ContactId;

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::dialect::cells;
use crate::entity::contact_probabilities::{self, Column};
use crate::entity::predictions;
use crate::error::classify_orm;
use crate::predictions::PredictionState;
use crate::statements::PROBABILITIES_PUT;
use crate::{Database, Result, text};

/// Probabilities are stored as whole numbers, so that lists can be sorted by them and cut.
const MILLIONTHS: f64 = 1e6;

impl Database {
    /// Writes down how probably these contacts buy, according to a prediction.
    pub async fn put_probabilities(
        &self,
        prediction: i64,
        contacts: &[(ContactId, f64)],
    ) -> Result<()> {
        let mut tx = self.pool().begin().await?;
        let rows = contacts.iter().map(|(id, share)| (*id, (share * MILLIONTHS).round() as i64));
        tx.write(&PROBABILITIES_PUT, cells!(rows, |(id, millionths)| id, prediction, millionths))
            .await?;
        tx.commit().await
    }

    /// How probably these contacts buy, as far as they are known to the prediction that is shown.
    pub(crate) async fn probabilities_of(&self, contacts: &[i64]) -> Result<HashMap<i64, f64>> {
        let of_them = Column::ContactId.is_in(contacts.iter().copied());
        let rows = contact_probabilities::Entity::find().filter(of_them).filter(shown());
        let rows = rows.all(self.reader()).await.map_err(classify_orm)?;
        let share = |row: &contact_probabilities::Model| row.millionths as f64 / MILLIONTHS;
        Ok(rows.iter().map(|row| (row.contact_id, share(row))).collect())
    }

    /// Drops up to so many probabilities of predictions before the one that is shown: a range of
    /// the key. False: there are no more. What was broken off after it goes with the next one.
    pub async fn drop_old_probabilities(&self, limit: u64) -> Result<bool> {
        let text = "DELETE FROM contact_probabilities WHERE (prediction, contact_id) IN \
            (SELECT prediction, contact_id FROM contact_probabilities \
            WHERE prediction < (SELECT MAX(id) FROM predictions WHERE state = 'done') LIMIT $1) \
            RETURNING contact_id";
        let mut tx = self.pool().begin().await?;
        let dropped: Vec<(i64,)> = tx.query(text, vec![limit.into()]).await?;
        tx.commit().await?;
        Ok(!dropped.is_empty())
    }
}

/// Probabilities of the newest prediction that has given a model.
pub(crate) fn shown() -> Condition {
    let done = predictions::Entity::find()
        .select_only()
        .column_as(predictions::Column::Id.max(), "shown")
        .filter(predictions::Column::State.eq(text::of(&PredictionState::Done)));
    let of = Column::Prediction;
    Condition::all().add(of.in_subquery(done.into_query()))
}
