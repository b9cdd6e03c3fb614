//! The log as a whole, for what has to be counted from it.
//!
//! Windows of positions and not pages of what is found: where little is found, a page would be one
//! long read, which keeps SQLite's log from being reset.

use runnel_model::{
    ContactId, Input, InputBody, PARTITIONS, PastEvent, PastWindow, StoreError, Timestamp,
};

use crate::dialect::Cell;
use crate::error::{parsed, unsigned};
use crate::positions::Positions;
use crate::{Database, Result};

/// How many names one read can ask for.
const NAMES: usize = 8;

const EVENTS: &str = "SELECT contact_id, occurred_at, applied_at, catalog_version, input \
    FROM events WHERE position > $1 AND position <= $2 AND position % 64 BETWEEN $3 AND $4 \
    AND name IN ($5, $6, $7, $8, $9, $10, $11, $12)";

impl Database {
    /// Waits for every transaction that may still apply something with an older catalog.
    pub(crate) async fn move_partitions(&self, version: u64) -> Result<i64> {
        let mut tx = self.pool().begin().await?;
        let mut positions = Positions::lock(&mut tx, &(0..=PARTITIONS - 1), self.owner()).await?;
        let last = positions.adopt(version);
        positions.write(&mut tx).await?;
        tx.commit().await?;
        Ok(last)
    }

    pub(crate) async fn past_events(&self, window: &PastWindow) -> Result<Vec<PastEvent>> {
        let mut events = Vec::new();
        for names in window.names.chunks(NAMES) {
            let bound = |partition: &u8| Cell::from(i64::from(*partition));
            let partitions = [bound(window.partitions.start()), bound(window.partitions.end())];
            // Fewer names are said several times: one text for any number of them.
            let names = names.iter().cycle().take(NAMES).map(|name| name.to_string().into());
            let positions = [window.after.into(), window.up_to.into()];
            let cells = positions.into_iter().chain(partitions).chain(names).collect();
            let rows: Vec<Row> = self.pool().query(EVENTS, cells).await?;
            let found = rows.into_iter().map(read).filter_map(Result::transpose);
            events.extend(found.collect::<Result<Vec<_>>>()?);
        }
        Ok(events)
    }
}

type Row = (i64, i64, i64, i64, String);

/// None: it only has the name of an event.
fn read(
    (contact, occurred_at, applied_at, version, input): Row,
) -> Result<Option<PastEvent>, StoreError> {
    let InputBody::Event(event) = parsed::<Input>("an input of the log", &input)?.body else {
        return Ok(None);
    };
    Ok(Some(PastEvent {
        contact: ContactId(contact),
        at: Timestamp::from_ms(occurred_at.min(applied_at)),
        catalog_version: unsigned(version),
        event,
    }))
}
