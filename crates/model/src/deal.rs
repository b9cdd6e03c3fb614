//! A possible sale and where it stands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DealId, PipelineId, StageId, Timestamp};

/// An amount in the smallest unit of its currency: 1234 and EUR are 12.34 €.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units.
    pub amount_minor: i64,
    /// ISO 4217, three capital letters.
    pub currency: String,
}

/// Whether a deal can still be won.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DealStatus {
    /// Neither won nor lost.
    Open,
    /// Bought.
    Won,
    /// Not bought.
    Lost,
}

/// A possible sale to one contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// Its id.
    pub id: DealId,
    /// What it is about.
    pub name: String,
    /// Which pipeline it moves through.
    pub pipeline: PipelineId,
    /// Where in it.
    pub stage: StageId,
    /// What that stage means.
    pub status: DealStatus,
    /// What it may be worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it came to its stage.
    pub moved_at: Timestamp,
}
