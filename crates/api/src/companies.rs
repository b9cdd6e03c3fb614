//! What changes about a company is told to its contacts, one input each, paced.

use std::time::Duration;

use runnel_model::{CompanyCopy, ContactId, EventId, Incoming, InputBody};

use crate::app::App;
use crate::edits::random;
use crate::error::Result;

const AGAIN_AFTER: Duration = Duration::from_secs(5);
/// How long to wait before looking again whether what came before the change is applied.
const SOON: Duration = Duration::from_millis(50);
/// How many contacts are told at once.
const CHUNK: u64 = 500;

/// Tells contacts of whatever changes about their companies, without end.
pub async fn watch_companies(app: App) {
    loop {
        match spread_all(&app).await {
            Ok(()) => app.company_changes.notified().await,
            Err(error) => {
                tracing::warn!(%error, "contacts could not be told of their companies yet");
                tokio::time::sleep(AGAIN_AFTER).await;
            }
        }
    }
}

async fn spread_all(app: &App) -> Result<()> {
    while let Some(company) = app.database.company_to_spread().await? {
        spread(app, &company).await?;
    }
    Ok(())
}

/// Who joins the company from now on has this version already. Who joined it before may still be
/// waiting to be applied, with an older one.
async fn spread(app: &App, company: &CompanyCopy) -> Result<()> {
    if let Some(last) = app.database.last_waiting().await? {
        while app.database.still_waits(last).await? {
            tokio::time::sleep(SOON).await;
        }
    }
    let mut after = ContactId(0);
    loop {
        let behind = app.database.contacts_behind(company, after, CHUNK).await?;
        let Some(last) = behind.last() else { break };
        after = *last;
        let told = behind.iter().map(|contact| told(app, company, *contact));
        app.engine.submit_paced(told.collect::<Result<_>>()?).await?;
    }
    Ok(app.database.company_spread(company.id, company.version).await?)
}

fn told(app: &App, company: &CompanyCopy, contact: ContactId) -> Result<Incoming> {
    let now = app.engine.now();
    let body = InputBody::CompanyChanged { company: company.clone() };
    Ok(Incoming::to_contact(contact, EventId::new(now, random()?), now, body))
}
