//! The course of a benchmark: set up, warm up, then run after run, server and bare database.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::contacts::{self, Api};
use super::database::{Database, Link, Place};
use super::load::{self, Sent, Target};
use super::probe::Probe;
use super::report::{Report, Run, percentile, sorted};
use super::server::{self, Server};
use super::usage::{self, Usage};
use super::{Arguments, bare};

/// Before the first run: caches, statements and files get the shape they keep.
const WARM_UP: Duration = Duration::from_secs(5);
/// How long what was accepted may take to be run through the flows after the load has ended.
const DRAIN_TIME_MAX: Duration = Duration::from_secs(300);

/// All runs of a workload.
pub async fn all(arguments: &Arguments) -> Result<Report> {
    let folder = Folder::create(&arguments.folder)?;
    let place = match &arguments.database {
        Some(url) => Place::Server(url.clone()),
        None => Place::Folder(folder.0.clone()),
    };
    let process = std::process::id();
    let names = [format!("runnel_bench_{process}"), format!("runnel_bare_{process}")];
    let runs = runs(arguments, &place, &folder.0, &names).await;
    for name in &names {
        place.remove(name).await?;
    }
    Ok(Report { workload: arguments.workload.name(), database: place.name(), runs: runs? })
}

async fn runs(
    arguments: &Arguments,
    place: &Place,
    folder: &Path,
    names: &[String; 2],
) -> Result<Vec<Run>> {
    let database = place.create(&names[0]).await?;
    let keys = Keys::make(&database, folder)?;
    let sent = Arc::new(Sent::nothing(arguments.contacts));
    warm_up(arguments, &database, folder, &keys, &sent).await?;
    let bare = place.copy(&database, &names[1]).await?;
    let mut bare = bare::Loop::open(&bare).await?;

    let server = Server::start(&database.url, folder)?;
    let mut stage = Stage::open(arguments, &database, server, &keys, sent).await?;
    let time = Duration::from_secs(arguments.seconds);
    let mut runs = Vec::new();
    for number in 1..=arguments.runs {
        let mut run = stage.run(number, time).await?;
        run.bare_events_per_s = bare.run_for(time, arguments.batch_size()).await?;
        run.ratio_percent = 100.0 * run.events_per_s / run.bare_events_per_s;
        let Run { events_per_s, ratio_percent, .. } = &run;
        eprintln!(
            "run {number}: {events_per_s:.0} events/s, {ratio_percent:.0} % of the bare database"
        );
        runs.push(run);
    }
    stage.check().await?;
    stage.server.stop()?;
    Ok(runs)
}

/// Flows, contacts, and some seconds of load; then everything is stopped, so that it can be
/// copied.
async fn warm_up(
    arguments: &Arguments,
    database: &Database,
    folder: &Path,
    keys: &Keys,
    sent: &Arc<Sent>,
) -> Result<()> {
    let server = Server::start(&database.url, folder)?;
    Api::open(server.address, &keys.api).await?.publish_flows().await?;
    contacts::make(server.address, &keys.authorization(), arguments.contacts).await?;
    let mut link = database.connect().await?;
    drain(&mut link).await?;
    link.analyze().await?;
    let target = keys.target(arguments, &server);
    load::send_for(WARM_UP, 0, &target, sent).await?;
    drain(&mut link).await?;
    link.close().await?;
    server.stop()
}

/// What it takes to drive one server.
struct Stage {
    server: Server,
    link: Link,
    target: Target,
    probe: Probe,
    sent: Arc<Sent>,
}

impl Stage {
    async fn open(
        arguments: &Arguments,
        database: &Database,
        server: Server,
        keys: &Keys,
        sent: Arc<Sent>,
    ) -> Result<Self> {
        let probe = Probe::new(server.address, &keys.api, &keys.authorization()).await?;
        let target = keys.target(arguments, &server);
        Ok(Self { link: database.connect().await?, target, probe, sent, server })
    }

    async fn run(&mut self, number: u32, time: Duration) -> Result<Run> {
        let before = self.usage().await?;
        let visits = self.probe.visits();
        let started = Instant::now();
        let (load, effects_ms) = tokio::try_join!(
            load::send_for(time, number, &self.target, &self.sent),
            self.probe.visit_until(started + time),
        )?;
        drain(&mut self.link).await?;
        let seconds = started.elapsed().as_secs_f64();
        let after = self.usage().await?;
        let events = load.events + self.probe.visits() - visits;
        let per_event = |amount: f64| amount / events as f64;
        let cpu_us = |side: fn(&(Usage, Usage)) -> Usage| {
            per_event((side(&after) - side(&before)).cpu.as_secs_f64() * 1e6)
        };
        let written = (after.0 + after.1 - before.0 - before.1).written_bytes;
        let effects_ms = sorted(effects_ms);
        Ok(Run {
            events,
            seconds,
            events_per_s: events as f64 / seconds,
            answer_p50_ms: percentile(&load.answers_ms, 50.0),
            answer_p99_ms: percentile(&load.answers_ms, 99.0),
            effect_p50_ms: percentile(&effects_ms, 50.0),
            effect_p99_ms: percentile(&effects_ms, 99.0),
            server_cpu_us: cpu_us(|(server, _)| *server),
            database_cpu_us: cpu_us(|(_, database)| *database),
            written_bytes: per_event(written as f64),
            memory_mib: self.memory_mib(),
            bare_events_per_s: 0.0,
            ratio_percent: 0.0,
        })
    }

    /// Of the server and of the database's own processes.
    async fn usage(&mut self) -> Result<(Usage, Usage)> {
        let server = usage::of(self.server.pid()).unwrap_or_default();
        Ok((server, self.link.usage().await?))
    }

    fn memory_mib(&self) -> f64 {
        let bytes = usage::memory_bytes(self.server.pid()).unwrap_or_default();
        bytes as f64 / (1024.0 * 1024.0)
    }

    /// Whether the end state is what was sent.
    async fn check(&mut self) -> Result<()> {
        let pricing = self.sent.pricing.iter().map(|visits| visits.load(Ordering::Relaxed));
        let visits: Vec<i64> = pricing.map(i64::from).chain([self.probe.visits() as i64]).collect();
        let events = self.sent.events.load(Ordering::Relaxed) + self.probe.visits();
        let expected = [
            ("events", events as i64, "SELECT count(*) FROM events WHERE name = 'page_visited'"),
            (
                "points",
                10 * visits.iter().sum::<i64>(),
                "SELECT CAST(coalesce(sum(points), 0) AS BIGINT) FROM scores WHERE category = ''",
            ),
            (
                "contacts with the tag hot",
                visits.iter().filter(|visits| **visits >= 5).count() as i64,
                "SELECT count(*) FROM tags WHERE tag = 'hot'",
            ),
        ];
        for (what, expected, text) in expected {
            let found = self.link.number(text).await?;
            ensure!(found == expected, "{what}: {expected} were sent, {found} are there");
        }
        Ok(())
    }
}

/// Waits until everything accepted has been run through the flows.
async fn drain(link: &mut Link) -> Result<()> {
    let started = Instant::now();
    while link.number("SELECT count(*) FROM inbox").await? > 0 {
        ensure!(started.elapsed() < DRAIN_TIME_MAX, "the server does not keep up at all");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}

/// What opens the server.
struct Keys {
    write: String,
    api: String,
}

impl Keys {
    fn make(database: &Database, folder: &Path) -> Result<Self> {
        server::migrate(&database.url, folder)?;
        let key = |purpose| server::add_key(&database.url, folder, purpose);
        Ok(Self { write: key("write")?, api: key("api")? })
    }

    fn authorization(&self) -> String {
        format!("Bearer {}", self.write)
    }

    fn target(&self, arguments: &Arguments, server: &Server) -> Target {
        Target {
            address: server.address,
            authorization: self.authorization(),
            connections: arguments.connections,
            events_per_request: arguments.workload.events_per_request(),
            rate: arguments.rate,
        }
    }
}

/// A folder that is fresh at first and gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn create(within: &Path) -> Result<Self> {
        let path = within.join(std::process::id().to_string());
        let created = std::fs::create_dir_all(&path);
        created.with_context(|| format!("cannot create {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left for a person to see.
        std::fs::remove_dir_all(&self.0).ok();
    }
}
