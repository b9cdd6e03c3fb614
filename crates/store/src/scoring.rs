//! Scoring models as their authors see them, and how many contacts have how many points. Writing
//! one is a publication.

use runnel_model::{Category, ModelId, ScoringModel, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::{scoring_model_versions, scoring_models};
use crate::error::{classify_orm, parsed, read_back, unsigned};
use crate::{Database, Result};

/// A scoring model.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelRow {
    /// As its author wrote it.
    pub model: ScoringModel,
    /// Counts its changes.
    pub version: u32,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Database {
    /// All scoring models that are not deleted, by name.
    pub async fn scoring_models(&self) -> Result<Vec<ModelRow>> {
        let query = scoring_models::Entity::find()
            .filter(scoring_models::Column::Deleted.eq(false))
            .order_by_asc(scoring_models::Column::Name)
            .order_by_asc(scoring_models::Column::Id);
        let rows = query.all(self.reader()).await.map_err(classify_orm)?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.push(self.read_model(row).await?);
        }
        Ok(found)
    }

    /// One scoring model that is not deleted.
    pub async fn scoring_model(&self, id: &ModelId) -> Result<Option<ModelRow>> {
        let found = scoring_models::Entity::find_by_id(id.as_str()).one(self.reader()).await;
        match found.map_err(classify_orm)?.filter(|row| !row.deleted) {
            Some(row) => self.read_model(row).await.map(Some),
            None => Ok(None),
        }
    }

    async fn read_model(&self, row: scoring_models::Model) -> Result<ModelRow> {
        let key = (row.id, row.current_version);
        let document = scoring_model_versions::Entity::find_by_id(key).one(self.reader()).await;
        let document = read_back("a scoring model's version", document.map_err(classify_orm)?)?;
        Ok(ModelRow {
            model: parsed("a scoring model", &document.document)?,
            version: u32::try_from(row.current_version).unwrap_or(0),
            updated_at: Timestamp::from_ms(row.updated_at),
        })
    }

    /// How many contacts have at least so many points of a category, or of all together.
    pub async fn count_with_points(&self, category: Option<&Category>, least: i64) -> Result<u64> {
        let cells = || vec![category.map_or("", Category::as_str).into(), least.into()];
        if least > 0 {
            let text = "SELECT COUNT(*) FROM scores WHERE category = $1 AND points >= $2";
            let rows: Vec<(i64,)> = self.pool().query(text, cells()).await?;
            return Ok(rows.first().map_or(0, |(count,)| unsigned(*count)));
        }
        let text = "SELECT COUNT(*) FROM scores WHERE category = $1 AND points < $2";
        let rows: Vec<(i64,)> = self.pool().query(text, cells()).await?;
        let below = rows.first().map_or(0, |(count,)| unsigned(*count));
        // Whoever never had any has none, and no row.
        Ok(self.count_contacts().await?.saturating_sub(below))
    }
}
