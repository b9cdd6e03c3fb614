//! Weeks of events, run through the real store, loops and flows in virtual time.
//!
//! Time moves in steps, and what happens within one is taken in one commit, as a busy server takes
//! it. Everything keeps its own time; only a wait that ends within a step is seen to at its end.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow, bail};
use runnel_connect::dedupe;
use runnel_model::{Clock, Contact, IdentityKey, Incoming, SourceId, Span};
use runnel_runtime::{Driver, ManualClock};
use runnel_sim::history::{Deed, Happening, Origin, Wanted, invent};
use runnel_store::Database;

use super::nowhere::ExampleDomains;
use super::{progress::Progress, published};
use crate::http::Outbound;
use crate::serve;
use crate::settings::Settings;

/// Says, in the database, that the history was lived through to its end.
const DONE: &str = "demo_history";
/// How much time goes by at once.
const STEP: Span = Span::Hours(3);

/// Who tells, as sources of this database.
pub type Sources = HashMap<Origin, SourceId>;

pub type World = ExampleDomains<Outbound>;

/// Makes sure that the database holds the demo's history, and nothing else.
pub async fn make_sure(
    settings: &Settings,
    database: &Database,
    sources: &Sources,
    wanted: Wanted,
) -> Result<()> {
    if database.setting(DONE).await?.is_some() {
        return Ok(());
    }
    if database.has_history().await? {
        bail!(
            "this database has contacts, but not the whole history of the demo; \
             give the demo a folder of its own with --data-dir, or remove this one"
        );
    }
    live_through(settings, database, sources, wanted).await?;
    Ok(database.set_setting(DONE, "done").await?)
}

async fn live_through(
    settings: &Settings,
    database: &Database,
    sources: &Sources,
    wanted: Wanted,
) -> Result<()> {
    let clock = ManualClock::at(wanted.from());
    let http = ExampleDomains(Outbound::new(settings.allow_private_addresses)?);
    let parts = serve::parts(settings, database, clock.clone(), http).await?;
    let driver = Driver::start(parts);
    published::publish(&driver, database, clock.now()).await?;
    driver.run_until_idle().await?;
    let mut history = invent(wanted).into_iter().peekable();
    let mut progress = Progress::over(history.len());
    while let Some(first) = history.peek() {
        let until = (first.at + STEP).min(wanted.until);
        let mut step = Vec::new();
        while let Some(happening) = history.next_if(|happening| happening.at <= until) {
            step.push(happening);
        }
        let events = step.len();
        happen(&driver, database, sources, step).await?;
        clock.set(until);
        driver.run_until_idle().await?;
        progress.add(events);
    }
    clock.set(wanted.until);
    driver.run_until_idle().await?;
    driver.finish().await;
    progress.end();
    Ok(())
}

/// All that happens within a step, in one commit.
async fn happen(
    driver: &Driver<Database, World>,
    database: &Database,
    sources: &Sources,
    step: Vec<Happening>,
) -> Result<()> {
    let mut items = Vec::new();
    for happening in step {
        items.extend(incoming(database, sources, happening).await?);
    }
    for answer in driver.runtime().submit(items).await? {
        answer.map_err(|bad| anyhow!("the history was refused: {}", bad.why))?;
    }
    Ok(())
}

/// As the loops take it. What sales does depends on what has become of the contact; a life leaves
/// a day before that, so it is not of this step.
pub async fn incoming(
    database: &Database,
    sources: &Sources,
    happening: Happening,
) -> Result<Vec<Incoming>> {
    let contact = match (&happening.deed, &happening.keys.email) {
        (Deed::Told(_), _) | (_, None) => None,
        (_, Some(email)) => known(database, IdentityKey::Email(email.clone())).await?,
    };
    let source = sources.get(&happening.origin).copied();
    let hash = |message: &str| dedupe(source.unwrap_or(SourceId(0)), message);
    Ok(happening.incoming(contact.as_ref(), source, hash))
}

async fn known(database: &Database, key: IdentityKey) -> Result<Option<Contact>> {
    let Some(id) = database.find_contact(&key).await? else { return Ok(None) };
    database.contact(id).await.context("a contact that was found")
}
