//! Events over HTTP: from many connections, to contacts chosen at random, as fast as they are
//! taken. Counts what was taken, so that the end state can be checked.

use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::task::JoinSet;

use super::Arguments;
use super::connection::Connection;
use super::ground::Ground;
use super::server::Server;

/// Every fifth event visits the page that gives points.
const PRICING_EVERY: u64 = 5;
/// What a client does when it is told to come again later.
const PAUSE: Duration = Duration::from_millis(100);

/// Where and how to send.
#[derive(Clone)]
pub struct Target {
    /// The server.
    pub address: SocketAddr,
    /// The value of the header `Authorization`.
    pub authorization: String,
    /// How many connections.
    pub connections: u32,
    /// How many events in a request.
    pub events_per_request: u32,
    /// How many events a second over all connections; absent: as many as are taken.
    pub rate: Option<u32>,
}

impl Target {
    /// As the arguments want it.
    pub fn of(arguments: &Arguments, ground: &Ground, server: &Server) -> Self {
        Self {
            address: server.address,
            authorization: ground.keys.authorization(),
            connections: arguments.connections,
            events_per_request: arguments.workload.events_per_request(),
            rate: arguments.rate,
        }
    }

    /// From one request of a connection to its next.
    fn pace(&self) -> Option<Duration> {
        let per_second = f64::from(self.rate?) / f64::from(self.events_per_request);
        Some(Duration::from_secs_f64(f64::from(self.connections) / per_second))
    }
}

/// What was sent and taken so far, over all runs.
pub struct Sent {
    /// Visits to the page that gives points, per contact.
    pub pricing: Vec<AtomicU32>,
    /// Visits per contact and topic, as far as a byte goes; none where there are no topics.
    pub topics: Vec<AtomicU8>,
    /// All events.
    pub events: AtomicU64,
}

/// One event.
struct Visit {
    contact: u32,
    /// Of the page that gives points.
    pricing: bool,
    topic: Option<u32>,
}

/// What one run's load was like.
pub struct Load {
    /// How many events were taken.
    pub events: u64,
    /// From sending a request to its answer, in ms, ascending.
    pub answers_ms: Vec<f64>,
}

impl Sent {
    /// Nothing yet, to so many contacts, about so many topics.
    pub fn nothing(contacts: u32, topics: u32) -> Self {
        let pricing = (0..contacts).map(|_| AtomicU32::new(0)).collect();
        let pairs = contacts as usize * topics as usize;
        let topics = (0..pairs).map(|_| AtomicU8::new(0)).collect();
        Self { pricing, topics, events: AtomicU64::new(0) }
    }

    fn topics(&self) -> u64 {
        (self.topics.len() / self.pricing.len()) as u64
    }

    fn count(&self, batch: &[Visit]) {
        let topics = self.topics() as usize;
        for Visit { contact, pricing, topic } in batch {
            let contact = *contact as usize;
            if *pricing {
                self.pricing[contact].fetch_add(1, Ordering::Relaxed);
            }
            if let Some(topic) = topic {
                let visits = &self.topics[contact * topics + *topic as usize];
                let more = |visits: u8| visits.checked_add(1);
                // A byte that is full stays so.
                visits.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok();
            }
        }
        self.events.fetch_add(batch.len() as u64, Ordering::Relaxed);
    }
}

/// Sends for `time`. `run` sets the message ids of runs apart.
pub async fn send_for(time: Duration, run: u32, target: &Target, sent: &Arc<Sent>) -> Result<Load> {
    let before = sent.events.load(Ordering::Relaxed);
    let end = Instant::now() + time;
    let mut senders = JoinSet::new();
    for number in 0..target.connections {
        let sender = Sender::open(target, sent.clone(), run, number).await?;
        senders.spawn(sender.send_until(end));
    }
    let mut answers_ms = Vec::new();
    while let Some(sender) = senders.join_next().await {
        answers_ms.extend(sender??);
    }
    let events = sent.events.load(Ordering::Relaxed) - before;
    Ok(Load { events, answers_ms: super::report::sorted(answers_ms) })
}

/// One connection and its share of the events.
struct Sender {
    connection: Connection,
    sent: Arc<Sent>,
    events_per_request: u32,
    pace: Option<Duration>,
    /// The part of the message ids that no other sender has.
    name: String,
    random: Random,
    number: u64,
    body: String,
}

impl Sender {
    async fn open(target: &Target, sent: Arc<Sent>, run: u32, number: u32) -> Result<Self> {
        let connection = Connection::open(target.address, &target.authorization).await?;
        Ok(Self {
            connection,
            sent,
            events_per_request: target.events_per_request,
            pace: target.pace(),
            name: format!("{run}-{number}"),
            random: Random(u64::from(run) << 32 | u64::from(number)),
            // So that the senders' fifth events do not all come at the same time.
            number: u64::from(number),
            body: String::new(),
        })
    }

    async fn send_until(mut self, end: Instant) -> Result<Vec<f64>> {
        let mut answers_ms = Vec::new();
        let mut due = Instant::now() + self.first_pause();
        while due.max(Instant::now()) < end {
            let batch = self.next_batch();
            let started = self.wait_for_turn(&mut due).await;
            self.deliver().await?;
            answers_ms.push(started.elapsed().as_secs_f64() * 1_000.0);
            self.sent.count(&batch);
        }
        Ok(answers_ms)
    }

    /// At a set pace the connections take turns; else all begin at once.
    fn first_pause(&mut self) -> Duration {
        let part = (self.random.next() >> 11) as f64 / (1_u64 << 53) as f64;
        self.pace.map_or(Duration::ZERO, |pace| pace.mul_f64(part))
    }

    /// Answers when the request should have been sent. If the one before took too long, that is
    /// in the past: a user who has to wait for the line to move waits as well.
    async fn wait_for_turn(&self, due: &mut Instant) -> Instant {
        let Some(pace) = self.pace else { return Instant::now() };
        let turn = *due;
        *due += pace;
        tokio::time::sleep_until(turn.into()).await;
        turn
    }

    /// Writes the next request's body; tells whom its events concern and which give points.
    fn next_batch(&mut self) -> Vec<Visit> {
        let (contacts, topics) = (self.sent.pricing.len() as u64, self.sent.topics());
        let batch: Vec<_> = (0..self.events_per_request)
            .map(|_| {
                self.number += 1;
                let contact = (self.random.next() % contacts) as u32;
                let pricing = self.number.is_multiple_of(PRICING_EVERY);
                let topic = (topics > 0).then(|| (self.random.next() % topics.max(1)) as u32);
                Visit { contact, pricing, topic }
            })
            .collect();
        self.write_body(&batch);
        batch
    }

    fn write_body(&mut self, batch: &[Visit]) {
        let Self { body, name, number, .. } = self;
        body.clear();
        body.push_str(if batch.len() == 1 { "" } else { r#"{"batch":["# });
        let first = *number - batch.len() as u64;
        for (place, Visit { contact, pricing, topic }) in batch.iter().enumerate() {
            let separator = if place == 0 { "" } else { "," };
            let path = if *pricing { "pricing" } else { "blog/why-we-score-leads" };
            let id = first + place as u64;
            let topic = topic.map(|topic| format!(r#","topic":"topic-{topic}""#));
            let topic = topic.unwrap_or_default();
            // Writing into a string cannot fail.
            let _ = write!(
                body,
                r#"{separator}{{"type":"page","messageId":"bench-{name}-{id}","userId":"user-{contact}","properties":{{"url":"https://example.com/{path}","path":"/{path}","title":"Example","referrer":"https://search.example/"{topic}}},"context":{{"library":{{"name":"bench","version":"1"}}}}}}"#
            );
        }
        body.push_str(if batch.len() == 1 { "" } else { "]}" });
    }

    /// Until it is taken: a client repeats what the server was too busy for.
    async fn deliver(&mut self) -> Result<()> {
        let path = if self.events_per_request == 1 { "/v1/page" } else { "/v1/batch" };
        loop {
            let answer = self.connection.send("POST", path, &self.body).await?;
            match answer.status {
                200 => return Ok(()),
                429 | 503 => tokio::time::sleep(PAUSE).await,
                other => {
                    bail!("{path} answered {other}: {}", String::from_utf8_lossy(&answer.body))
                }
            }
        }
    }
}

/// SplitMix64: random enough to spread a load, and the same in every run.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}
