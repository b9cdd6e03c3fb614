//! While the demo runs, somebody is on the site: every few seconds something happens, and goes
//! through the same loops as everything else.

use std::time::Duration;

use anyhow::Result;
use runnel_api::Engine;
use runnel_sim::history::{Visitors, Wanted};
use runnel_store::Database;

use super::past::{self, Sources};

/// From one event to the next.
const EVERY: Duration = Duration::from_secs(3);

/// Has people visit until this is dropped.
pub async fn visits(engine: Engine, database: Database, sources: Sources, wanted: Wanted) {
    let mut visitors = Visitors::after(wanted);
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = visit(&engine, &database, &sources, &mut visitors).await {
            tracing::warn!("a visitor of the demo was lost: {error:#}");
        }
    }
}

async fn visit(
    engine: &Engine,
    database: &Database,
    sources: &Sources,
    visitors: &mut Visitors,
) -> Result<()> {
    let happening = visitors.next(engine.now());
    let items = past::incoming(database, sources, happening).await?;
    engine.submit(items).await?;
    Ok(())
}
