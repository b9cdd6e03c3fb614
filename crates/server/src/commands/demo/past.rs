//! Weeks of events, run through the real store, loops and flows in virtual time.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow, bail};
use runnel_api::publishing::{Choices, Publisher};
use runnel_connect::dedupe;
use runnel_model::{Clock, SourceId, Span, Timestamp};
use runnel_runtime::{Driver, ManualClock};
use runnel_sim::history::{Happening, Origin, Wanted, invent};
use runnel_sim::scenario::FlowFile;
use runnel_store::{Actor, Database};
use rust_embed::RustEmbed;

use super::nowhere::ExampleDomains;
use crate::http::Outbound;
use crate::serve;
use crate::settings::Settings;

/// Says, in the database, that the history was lived through to its end.
const DONE: &str = "demo_history";

/// The flows that ship.
#[derive(RustEmbed)]
#[folder = "../../flows"]
struct Shipped;

/// Who tells, as sources of this database.
pub type Sources = HashMap<Origin, SourceId>;

type World = ExampleDomains<Outbound>;

/// Makes sure that the database holds the demo's history, and nothing else.
pub async fn make_sure(
    settings: &Settings,
    database: &Database,
    sources: &Sources,
    now: Timestamp,
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
    eprintln!("Living through the weeks before today, in virtual time …");
    live_through(settings, database, sources, now).await?;
    Ok(database.set_setting(DONE, "done").await?)
}

async fn live_through(
    settings: &Settings,
    database: &Database,
    sources: &Sources,
    now: Timestamp,
) -> Result<()> {
    let wanted = Wanted::until(now);
    let clock = ManualClock::at(now - Span::Weeks(wanted.weeks));
    let http = ExampleDomains(Outbound::new(settings.allow_private_addresses)?);
    let parts = serve::parts(settings, database, clock.clone(), http).await?;
    let driver = Driver::start(parts);
    publish(&driver, database, clock.now()).await?;
    for happening in invent(wanted) {
        driver.advance_to(happening.at).await?;
        happen(&driver, sources, happening).await?;
    }
    driver.advance_to(now).await?;
    driver.finish().await;
    Ok(())
}

/// Before anything happens, since what nobody has counted cannot be asked about afterwards.
async fn publish(
    driver: &Driver<Database, World>,
    database: &Database,
    now: Timestamp,
) -> Result<()> {
    let publisher = Publisher::new(driver.runtime().clone(), database.clone());
    for file in flow_files()? {
        for segment in file.segments {
            publisher.put_segment(segment, false).await?;
        }
        let FlowFile { flow, .. } = file;
        database.create_flow(&flow, &Actor::command_line(), now).await?;
        let published =
            publisher.publish_flow(&flow.id, Choices::default(), Actor::command_line()).await;
        published.with_context(|| format!("flow `{}`", flow.id))?;
    }
    Ok(())
}

fn flow_files() -> Result<Vec<FlowFile>> {
    let names = Shipped::iter().filter(|name| name.ends_with(".json"));
    let read = |name: std::borrow::Cow<'static, str>| {
        let file = Shipped::get(&name).context("it was listed")?;
        let text = String::from_utf8(file.data.into_owned())?;
        FlowFile::parse(&text).with_context(|| format!("flows/{name}"))
    };
    names.map(read).collect()
}

async fn happen(
    driver: &Driver<Database, World>,
    sources: &Sources,
    happening: Happening,
) -> Result<()> {
    let source = sources.get(&happening.origin).copied();
    let message = dedupe(source.unwrap_or(SourceId(0)), &happening.message_id);
    let incoming = happening.incoming(source, Some(message));
    let answers = driver.runtime().submit(vec![incoming]).await?;
    for answer in answers {
        answer.map_err(|bad| anyhow!("the history was refused: {}", bad.why))?;
    }
    Ok(driver.run_until_idle().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flows_that_ship_are_in_the_binary() {
        let files = flow_files().unwrap();
        assert!(files.iter().any(|file| file.flow.id.as_str() == "meeting-cancelled"));
    }
}
