//! Settings that live in the database, and the types that properties have.

use std::collections::BTreeMap;

use runnel_model::{PropertyName, PropertyType};

use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;

use crate::entity::{property_types, settings};
use crate::error::{classify_orm, read_back};
use crate::{Database, Result, text};

impl Database {
    /// The value of a setting.
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        let found = settings::Entity::find_by_id(name).one(self.reader()).await;
        Ok(found.map_err(classify_orm)?.map(|row| row.value))
    }

    /// Sets a setting.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<()> {
        let row = settings::ActiveModel { name: Set(name.into()), value: Set(value.into()) };
        let put = OnConflict::column(settings::Column::Name)
            .update_column(settings::Column::Value)
            .to_owned();
        let insert = settings::Entity::insert(row).on_conflict(put);
        insert.exec_without_returning(self.writer()).await.map_err(classify_orm)?;
        Ok(())
    }

    /// The type of every property that was ever set.
    pub async fn property_types(&self) -> Result<BTreeMap<PropertyName, PropertyType>> {
        let rows = property_types::Entity::find().all(self.reader()).await.map_err(classify_orm)?;
        let read = |row: property_types::Model| {
            let name = PropertyName::parse(&row.name).ok();
            let kind = text::read("a property's type", row.r#type)?;
            Ok((read_back("a property's name", name)?, kind))
        };
        rows.into_iter().map(read).collect()
    }
}
