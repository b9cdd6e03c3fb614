//! What the contacts of a list are called, looked up once for all of it.

use std::collections::HashMap;

use runnel_model::ContactId;

use crate::app::App;
use crate::error::Result;

/// The names of some contacts.
pub struct ContactNames(HashMap<ContactId, String>);

impl ContactNames {
    /// Looks them up.
    pub async fn of(app: &App, ids: impl IntoIterator<Item = ContactId>) -> Result<Self> {
        Ok(Self(app.database.contact_names(ids).await?))
    }

    /// What people call one of them; of one that is not known, its id.
    pub fn get(&self, id: ContactId) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}
