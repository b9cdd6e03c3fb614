//! Contacts of whom something is asked that is not published: all of them, or some taken at random
//! where there are many.

use std::time::{Duration, Instant};

use runnel_engine::Recall;
use runnel_model::{Contact, Event, InputBody, Timestamp};
use runnel_store::EventRow;

use crate::app::App;
use crate::edits::random;
use crate::error::{Error, Result};
use crate::retention::kept_since;
use crate::time::Time;

/// How many contacts are read at a time.
const CHUNK: usize = 50;
/// How long contacts are tried. They come in an order of chance, so that those that were tried by
/// then are a fair sample as well.
const PATIENCE: Duration = Duration::from_secs(3);

/// Shows contacts as they are now, with what has to be recalled of their pasts. Answers how many.
pub async fn try_out(
    app: &App,
    recall: &Recall,
    mut see: impl FnMut(&Contact, Timestamp),
) -> Result<u64> {
    // A few at a time, as simulations are: what they read is what live traffic needs as well.
    let _permit = app.simulations.acquire().await.map_err(Error::internal)?;
    let begun = Instant::now();
    let seed = random()? as u64;
    let ids = app.database.random_contacts(app.limits.preview_contacts, seed).await?;
    let mut looked_at = 0;
    for ids in ids.chunks(CHUNK) {
        for mut contact in app.database.states_of(ids).await? {
            recall_past(app, recall, &mut contact).await?;
            looked_at += 1;
            see(&contact, app.engine.now().max(contact.now));
        }
        if begun.elapsed() > PATIENCE {
            break;
        }
    }
    Ok(looked_at)
}

/// Since when there is what has to be recalled; None: nothing of it is missing.
pub async fn recalled_since(app: &App, recall: &Recall) -> Result<Option<Time>> {
    if recall.events().is_empty() { Ok(None) } else { kept_since(app).await }
}

/// Reads from the log what the contact's state does not keep.
async fn recall_past(app: &App, recall: &Recall, contact: &mut Contact) -> Result<()> {
    let mut rows = Vec::new();
    for name in recall.events() {
        rows.extend(app.database.events_named(contact.id, &name).await?);
    }
    // Each name brought its own; what happened at the same time counts in the order applied.
    rows.sort_by_key(|row| (row.applied_at, row.seq));
    recall.give(contact, rows.iter().filter_map(happened));
    Ok(())
}

/// An event, and when it counted: not after it was applied, whatever its source said.
fn happened(row: &EventRow) -> Option<(&Event, Timestamp)> {
    match &row.input.body {
        InputBody::Event(event) => Some((event, row.occurred_at.min(row.applied_at))),
        _ => None,
    }
}
