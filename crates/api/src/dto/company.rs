//! A company as it is shown.

use std::collections::BTreeMap;

use runnel_model::{CompanyCopy, CompanyId, CompanyKey};
use runnel_store::CompanyRow;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Shown, show_value};
use crate::time::Time;

/// A company that something else speaks of.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyRef {
    /// `company_7`.
    #[schema(value_type = String)]
    pub id: Shown<CompanyId>,
    /// What people call it: its property `name`, else its key.
    pub name: String,
}

/// A company.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyResponse {
    /// `company_7`.
    #[schema(value_type = String)]
    pub id: Shown<CompanyId>,
    /// The id it has in the sender's own system: `groupId` of a *group* call.
    #[schema(value_type = String)]
    pub key: CompanyKey,
    /// What people call it: its property `name`, else its key.
    pub name: String,
    /// Named facts: texts, numbers, yes or no, lists of texts, times as `{"time": "…"}`.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub properties: BTreeMap<String, serde_json::Value>,
    /// How many contacts work for it.
    pub contacts: u64,
    /// When something about it was last changed.
    pub updated_at: Time,
}

impl From<&CompanyCopy> for CompanyRef {
    fn from(copy: &CompanyCopy) -> Self {
        Self { id: Shown(copy.id), name: copy.display_name().to_owned() }
    }
}

impl From<CompanyRow> for CompanyResponse {
    fn from(row: CompanyRow) -> Self {
        let copy = row.company.copy();
        let shown =
            copy.properties.iter().map(|(name, value)| (name.to_string(), show_value(value)));
        Self {
            id: Shown(copy.id),
            name: copy.display_name().to_owned(),
            properties: shown.collect(),
            key: copy.key,
            contacts: row.contacts,
            updated_at: Time(row.updated_at),
        }
    }
}
