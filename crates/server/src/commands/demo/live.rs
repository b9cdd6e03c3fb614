//! While the demo runs, somebody is on the site: every few seconds something happens, and goes
//! through the same loops as everything else.

use std::time::Duration;

use anyhow::Result;
use runnel_api::Engine;
use runnel_runtime::IntakeError;
use runnel_sim::history::{Visitors, Wanted};
use runnel_store::Database;

use super::past::{self, Sources};

/// From one event to the next.
const EVERY: Duration = Duration::from_secs(3);

/// Has people visit until the server stops.
pub async fn visits(engine: Engine, database: Database, sources: Sources, wanted: Wanted) {
    let mut visitors = Visitors::after(wanted);
    loop {
        tokio::time::sleep(EVERY).await;
        match visit(&engine, &database, &sources, &mut visitors).await {
            Ok(()) => {}
            Err(error) if stops(&error) => return,
            Err(error) => tracing::warn!("a visitor of the demo was lost: {error:#}"),
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
    for answer in engine.submit(items).await? {
        answer?;
    }
    Ok(())
}

fn stops(error: &anyhow::Error) -> bool {
    error.downcast_ref::<IntakeError>() == Some(&IntakeError::Stopping)
}
