//! The server: database, loops and router put together, from the first connection to the last.

mod connections;
mod database_time;

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use runnel_api::links::Links;
use runnel_api::{
    App, Limits, SharedClock, TeamSettings, router, watch_companies, watch_fuses,
    watch_preparations,
};
use runnel_connect::webhook;
use runnel_model::{Clock, EffectId, Http, Span, Timestamp};
use runnel_runtime::{Changes, Parts, Runtime, Signer, Tasks};
use runnel_store::Database;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::clock::SystemClock;
use crate::http::Outbound;
use crate::settings::{Secret, Settings};
use crate::{commands, open};

/// A connection that breaks takes PostgreSQL's lock with it.
const OWNERSHIP_EVERY: Duration = Duration::from_secs(5);
/// Stopping takes at most the sum of these: less than the 15 s after which supervisors kill.
const REQUESTS_TIME_MAX: Duration = Duration::from_secs(5);
const LOOPS_TIME_MAX: Duration = Duration::from_secs(7);
const DATABASE_TIME_MAX: Duration = Duration::from_secs(2);

/// A server that is ready for requests.
pub struct Server {
    listener: TcpListener,
    router: Router,
    head_time_max: Duration,
    tasks: Tasks,
    /// Pauses flows that send too much. It holds nothing that would have to be ended.
    watching: JoinHandle<()>,
    changes: Changes,
    database: Database,
}

/// Runs a server until the process is asked to stop.
pub async fn serve(settings: &Settings) -> Result<()> {
    let database = open::own(settings).await?;
    let http = Outbound::new(settings.allow_private_addresses)?;
    let clock = clock();
    let server = Server::start(settings, database.clone(), &clock, http).await?;
    let address = server.address()?;
    announce(address)?;
    if let Some(welcome) = welcome(settings, &database, address, clock.now()).await? {
        commands::print(&welcome)?;
    }
    drop(database);
    server.run().await
}

/// The first line on stdout, which whoever started us waits for.
pub fn announce(address: SocketAddr) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "Runnel listens on http://{address}")?;
    Ok(stdout.flush()?)
}

/// What whoever comes first is told: where to make themselves the first user. Nobody else is.
pub async fn welcome(
    settings: &Settings,
    database: &Database,
    address: SocketAddr,
    now: Timestamp,
) -> Result<Option<String>> {
    let public_url = settings.public_url(address);
    let links = Links { database, public_url: &public_url, lasting: team(settings, address).link };
    let link = links.set_up(now).await?;
    Ok(link.map(|link| format!("Nobody is here yet. Open this link to set up Runnel:\n  {link}\n")))
}

/// The clock of this process; tests say what time it begins with.
pub fn clock() -> SystemClock {
    let clock = SystemClock::default();
    #[cfg(feature = "virtual-clock")]
    if let Some(start) = std::env::var("RUNNEL_TEST_START_MS").ok().and_then(|ms| ms.parse().ok()) {
        clock.set(Timestamp::from_ms(start));
    }
    clock
}

/// What has to be seen to beside the requests, without end.
async fn watch(app: App) {
    tokio::join!(watch_fuses(app.clone()), watch_preparations(app.clone()), watch_companies(app));
}

impl Server {
    /// Starts the loops over a database that is ours, and takes the address.
    pub async fn start<H: Http>(
        settings: &Settings,
        database: Database,
        clock: &SystemClock,
        http: H,
    ) -> Result<Self> {
        let listen = settings.listen;
        let listener = TcpListener::bind(listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {listen}"))?;
        let master = open::master_key(settings)?;
        database_time::follow(&database, clock).await?;
        let shared: SharedClock = Arc::new(clock.clone());
        let parts = parts(settings, &database, shared, http).await?;
        let (engine, tasks) = Runtime::start(parts);
        let limits = limits(settings, listener.local_addr()?);
        let changes = engine.changes().clone();
        let app = App::new(engine.clone(), database.clone(), *master.bytes(), limits);
        #[cfg(feature = "virtual-clock")]
        let app = app.with_clock_mover(Arc::new(Mover { clock: clock.clone(), engine }));
        let head_time_max = Duration::from_secs(settings.request_head_seconds.0.into());
        let watching = tokio::spawn(watch(app.clone()));
        Ok(Self {
            listener,
            router: router(app),
            head_time_max,
            tasks,
            watching,
            changes,
            database,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Answers requests until the process is asked to stop; then finishes what was begun.
    pub async fn run(self) -> Result<()> {
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move { drop(stopped.await) };
        let serving = connections::serve(self.listener, self.router, self.head_time_max, stopped);
        let mut requests = tokio::spawn(serving);
        let ended = tokio::select! {
            ended = &mut requests => ended.map_err(Into::into),
            asked = asked_to_stop() => asked,
            lost = ownership_lost(&self.database) => Err(lost),
        };
        tracing::info!("stopping");
        drop(stop);
        // Screens that listen would go on for ever.
        self.changes.end();
        // First the requests: they wait for the loops. One that dawdles is left to its fate.
        if !requests.is_finished() {
            timeout(REQUESTS_TIME_MAX, &mut requests).await.ok();
            requests.abort();
        }
        self.watching.abort();
        self.tasks.shutdown(LOOPS_TIME_MAX).await;
        timeout(DATABASE_TIME_MAX, self.database.close()).await.ok();
        ended
    }
}

/// What the loops need, from what the settings say.
pub async fn parts<C: Clock, H: Http>(
    settings: &Settings,
    database: &Database,
    clock: C,
    http: H,
) -> Result<Parts<Database, C, H>> {
    Ok(Parts {
        settings: loops(settings),
        store: database.clone(),
        clock,
        http,
        signer: signer(&open::master_key(settings)?),
        catalog: open::catalog(database).await?,
        property_types: database.property_types().await?.into_iter().collect(),
    })
}

/// SQLite has one writer, so that a second lane would only wait for the first.
fn loops(settings: &Settings) -> runnel_runtime::Settings {
    let lanes = if open::sqlite_path(&settings.database_url()).is_some() { 1 } else { 2 };
    let events_kept = settings.events_kept_days.0.map(Span::Days);
    runnel_runtime::Settings { lanes, events_kept, ..runnel_runtime::Settings::default() }
}

fn signer(master: &Secret) -> Signer {
    let master = *master.bytes();
    Arc::new(move |url: &str, id: EffectId, at: Timestamp, body: &str| {
        let secret = runnel_api::secrets::webhook_secret(&master, url).unwrap_or_default();
        let headers = webhook::sign(&secret, &id.to_string(), at, body);
        let headers = headers.into_iter().flatten();
        headers.map(|(name, value)| (name.to_owned(), value)).collect()
    })
}

fn limits(settings: &Settings, address: SocketAddr) -> Limits {
    let allow_private_addresses = settings.allow_private_addresses;
    let simulation = Span::Days(settings.simulation_days.0);
    let preview_contacts = settings.preview_contacts.0 as usize;
    let team = team(settings, address);
    let flow_sends_per_hour = settings.flow_sends_per_hour.0.into();
    Limits {
        allow_private_addresses,
        flow_sends_per_hour,
        simulation,
        preview_contacts,
        team,
        ..Limits::default()
    }
}

/// What concerns people who sign in to what listens at this address.
pub fn team(settings: &Settings, address: SocketAddr) -> TeamSettings {
    TeamSettings {
        public_url: settings.public_url(address),
        behind_proxy: settings.behind_proxy,
        session_idle: Span::Hours(settings.session_idle_hours.0),
        session: Span::Hours(settings.session_hours.0),
        link: Span::Hours(settings.link_hours.0),
        password_length_min: settings.password_length_min.0 as usize,
        streams_max: settings.streams_max.0 as usize,
    }
}

/// Moves the time of a test build, and tells the loops.
#[cfg(feature = "virtual-clock")]
struct Mover {
    clock: SystemClock,
    engine: runnel_api::Engine,
}

#[cfg(feature = "virtual-clock")]
impl runnel_api::MoveClock for Mover {
    fn advance(&self, ms: i64) -> Timestamp {
        self.clock.skip(ms);
        self.engine.clock_moved();
        self.engine.now()
    }
}

/// Keeps the database ours; answers when another process has taken it.
async fn ownership_lost(database: &Database) -> anyhow::Error {
    loop {
        tokio::time::sleep(OWNERSHIP_EVERY).await;
        // If the database is away for a while, nobody can take it, and the loops tell of it.
        if let Err(owned @ runnel_store::Error::Owned(_)) = database.renew_lock().await {
            return owned.into();
        }
    }
}

async fn asked_to_stop() -> Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}
