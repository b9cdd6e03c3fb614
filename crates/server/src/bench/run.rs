//! The course of a benchmark: set up, warm up, then run after run, server and bare database.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::contacts::{self, Api};
use super::database::Link;
use super::ground::{Ground, check, drain};
use super::load::{self, Sent, Target};
use super::probe::Probe;
use super::published::Published;
use super::report::{Report, Run, percentile, sorted};
use super::server::Server;
use super::usage::{self, Usage};
use super::{Arguments, bare};

/// Before the first run: caches, statements and files get the shape they keep.
const WARM_UP: Duration = Duration::from_secs(5);

/// All runs of a workload.
pub async fn all(arguments: &Arguments) -> Result<Report> {
    let ground = Ground::make(arguments).await?;
    let runs = runs(arguments, &ground).await;
    ground.clear().await?;
    Ok(Report {
        workload: arguments.workload.to_string(),
        database: ground.place.name(),
        runs: runs?,
    })
}

async fn runs(arguments: &Arguments, ground: &Ground) -> Result<Vec<Run>> {
    let published = Published::of(arguments.workload, arguments.models);
    let sent = Arc::new(Sent::nothing(arguments.contacts(), published.topics()));
    warm_up(arguments, ground, published, &sent).await?;
    let mut bare = bare::Loop::open(&ground.copy().await?).await?;

    let mut stage = Stage::open(arguments, ground, published, sent).await?;
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

/// What is published, contacts, and some seconds of load; then everything is stopped, so that it
/// can be copied.
async fn warm_up(
    arguments: &Arguments,
    ground: &Ground,
    published: Published,
    sent: &Arc<Sent>,
) -> Result<()> {
    let server = ground.serve()?;
    published.publish(&mut Api::open(server.address, &ground.keys.api).await?).await?;
    contacts::make(server.address, &ground.keys.authorization(), arguments.contacts()).await?;
    let mut link = ground.database.connect().await?;
    drain(&mut link).await?;
    link.analyze().await?;
    let target = Target::of(arguments, ground, &server);
    let time = WARM_UP.min(Duration::from_secs(arguments.seconds));
    load::send_for(time, 0, &target, sent).await?;
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
    published: Published,
    sent: Arc<Sent>,
}

impl Stage {
    async fn open(
        arguments: &Arguments,
        ground: &Ground,
        published: Published,
        sent: Arc<Sent>,
    ) -> Result<Self> {
        let server = ground.serve()?;
        let points = published.points_per_visit();
        let keys = &ground.keys;
        let probe = Probe::new(server.address, &keys.api, &keys.authorization(), points).await?;
        let target = Target::of(arguments, ground, &server);
        Ok(Self { link: ground.database.connect().await?, target, probe, published, sent, server })
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
        let (visits, link) = (self.probe.visits(), &mut self.link);
        let events = (self.sent.events.load(Ordering::Relaxed) + visits) as i64;
        let [points, hot, members] = self.published.expected(&self.sent, visits);
        let (all_events, all_points, all_hot) = (
            "SELECT count(*) FROM events WHERE name = 'page_visited'",
            "SELECT CAST(coalesce(sum(points), 0) AS BIGINT) FROM scores WHERE category = ''",
            "SELECT count(*) FROM tags WHERE tag = 'hot'",
        );
        check(link, "events", events, all_events).await?;
        check(link, "points", points, all_points).await?;
        check(link, "contacts with the tag hot", hot, all_hot).await?;
        check(link, "memberships", members, "SELECT count(*) FROM members").await
    }
}
