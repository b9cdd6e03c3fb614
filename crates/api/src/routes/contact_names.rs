//! What the contacts of a list are called, looked up once for all of it.

use std::collections::HashMap;

use runnel_model::ContactId;
use runnel_store::NamedContact;

use crate::app::App;
use crate::dto::{ContactRef, Shown};
use crate::error::Result;

/// The names of some contacts.
pub struct ContactNames(HashMap<ContactId, NamedContact>);

impl ContactNames {
    /// Looks them up.
    pub async fn of(app: &App, ids: impl IntoIterator<Item = ContactId>) -> Result<Self> {
        Ok(Self(app.database.contact_names(ids).await?))
    }

    /// What people call one of them; of one that is not known, its id.
    pub fn get(&self, id: ContactId) -> String {
        self.0.get(&id).map_or_else(|| id.to_string(), |known| known.name.clone())
    }

    /// Who one of them is by now, with the name.
    pub fn contact(&self, id: ContactId) -> ContactRef {
        let now = self.0.get(&id).map_or(id, |known| known.id);
        ContactRef { id: Shown(now), name: self.get(id) }
    }
}
