//! `runnel demo`: a server with a company's contacts in it, to look around in.
//!
//! What it shows is not made up: its history went through the same store, loops and flows as
//! everything that comes in afterwards, only in virtual time. A second start finds it done.

mod lines;
mod live;
mod nowhere;
mod past;
mod progress;
mod published;

use anyhow::Result;
use clap::Args;
use runnel_model::{Clock, SourceId};
use runnel_sim::history::{Origin, Wanted};
use runnel_store::{Database, KeyPurpose, Role, SourceKind};
use tokio::task::JoinHandle;

use super::{key, print};
use crate::http::Outbound;
use crate::serve::{self, Server};
use crate::settings::{Flags, Settings};
use crate::{log, open};
use lines::Shown;
use nowhere::ExampleDomains;

/// By this name the demo knows its own keys and sources again.
const NAME: &str = "Demo";

/// How the demo is started.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    settings: Flags,
    /// How many contacts the history is of. Fewer make the first start faster.
    #[arg(long, default_value_t = 5_000)]
    people: usize,
    /// Nobody visits while the demo runs.
    #[arg(long)]
    quiet_demo: bool,
}

/// Runs the demo until the process is asked to stop.
pub async fn run(arguments: Arguments) -> Result<()> {
    let flags = arguments.settings.with_default("data_dir", "./data/demo");
    let settings = Settings::load(&flags.with_default("log", "warn"))?;
    log::start(&settings);
    let database = open::own(&settings).await?;
    let clock = serve::clock();
    let server = source(&database, SourceKind::Server, &clock).await?;
    let calendly = source(&database, SourceKind::Calendly, &clock).await?;
    let sources = past::Sources::from([(Origin::Server, server), (Origin::Calendly, calendly)]);
    let wanted = Wanted { people: arguments.people, ..Wanted::until(clock.now()) };
    past::make_sure(&settings, &database, &sources, wanted).await?;
    let shown = Shown {
        api_key: fresh_key(&database, KeyPurpose::Api(Role::Admin), &clock).await?,
        write_key: fresh_key(&database, KeyPurpose::Write(server), &clock).await?,
        calendly,
        signing_key: lines::signing_key(&settings, calendly)?,
        contact: lines::somebody_with_a_deal(&database).await?,
    };
    let http = ExampleDomains(Outbound::new(settings.allow_private_addresses)?);
    let server = Server::start(&settings, database.clone(), &clock, http).await?;
    let address = server.address()?;
    serve::announce(address)?;
    let welcome = serve::welcome(&settings, &database, address, clock.now()).await?;
    print(&shown.text(address, welcome.as_deref()))?;
    let visits = live::visits(server.engine(), database, sources, wanted);
    let visits = (!arguments.quiet_demo).then(|| tokio::spawn(visits));
    let ended = server.run().await;
    visits.inspect(JoinHandle::abort);
    ended
}

/// The demo's source of this kind; made at the first start.
async fn source(database: &Database, kind: SourceKind, clock: &impl Clock) -> Result<SourceId> {
    let known = database.sources().await?;
    match known.iter().find(|source| source.kind == kind && source.name == NAME) {
        Some(source) => Ok(source.id),
        None => Ok(database.add_source(kind, NAME, clock.now()).await?),
    }
}

/// A key is shown once, so each start makes one, and the one before opens nothing any more.
async fn fresh_key(database: &Database, purpose: KeyPurpose, clock: &impl Clock) -> Result<String> {
    for old in database.keys().await? {
        if old.name == NAME && old.purpose == purpose && old.revoked_at.is_none() {
            database.revoke_key(old.id, clock.now()).await?;
        }
    }
    let (_, key) = key::make(database, NAME, purpose, clock.now()).await?;
    Ok(key)
}
