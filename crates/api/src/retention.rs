//! Since when events are kept, for answers that would otherwise look as if nothing was before.

use runnel_model::Contact;

use crate::app::App;
use crate::error::Result;
use crate::time::Time;

/// What counts over the log counts since then; None: since the beginning.
pub async fn kept_since(app: &App) -> Result<Option<Time>> {
    Ok(app.database.events_kept_since().await?.map(Time))
}

/// Of this contact; None: nothing of it was deleted.
pub async fn kept_since_of(app: &App, contact: &Contact) -> Result<Option<Time>> {
    Ok(kept_since(app).await?.filter(|since| contact.created_at < since.0))
}
