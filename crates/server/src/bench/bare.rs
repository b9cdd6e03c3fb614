//! The bare database: what the server stores per event, written by nobody but a loop.
//!
//! Same schema and indexes, same rows (taken from what the server has just written), and one
//! transaction per batch that accepts and applies. Every batch is full. No HTTP, no parsing, no
//! engine. What is lost between this and the server is what the server costs.

mod statement;

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::database::{Database, Link};
use super::load::Random;
use statement::{Cell, Kind, Statement, cells};

/// The server's latest events are used as rows, over and over.
const SAMPLES: &str = "SELECT contact_id, input, facts FROM events
    WHERE name = 'page_visited' ORDER BY position DESC LIMIT 20000";
const PARTITIONS: i64 = 64;

static DEDUPE: Statement = Statement::new(
    &[("hash", Kind::Bytes)],
    "INSERT INTO dedupe (hash) SELECT hash FROM v WHERE true ON CONFLICT DO NOTHING",
);
static IDENTITIES: Statement = Statement::new(
    &[("kind", Kind::Text), ("value", Kind::Text)],
    "SELECT i.contact_id, i.value,
        EXISTS (SELECT 1 FROM identities o WHERE o.contact_id = i.contact_id AND o.kind = 'user_id'),
        EXISTS (SELECT 1 FROM identities o WHERE o.contact_id = i.contact_id AND o.kind = 'email')
        FROM v CROSS JOIN identities i WHERE i.kind = v.kind AND i.value = v.value",
);
static SOURCE: Statement = Statement::new(
    &[("id", Kind::Int), ("accepted", Kind::Int), ("at", Kind::Int)],
    "UPDATE sources SET accepted = sources.accepted + v.accepted, last_at = v.at FROM v
        WHERE sources.id = v.id",
);
static STATES: Statement = Statement::new(
    &[("id", Kind::Int)],
    "SELECT c.id, c.state FROM v CROSS JOIN contacts c WHERE c.id = v.id",
);
static EVENTS: Statement = Statement::new(
    &[
        ("position", Kind::Int),
        ("contact_id", Kind::Int),
        ("event_id", Kind::Bytes),
        ("at", Kind::Int),
        ("input", Kind::Text),
        ("facts", Kind::Text),
    ],
    "INSERT INTO events (position, contact_id, event_id, source_id, name, occurred_at,
            applied_at, catalog_version, engine_version, input, facts)
        SELECT position, contact_id, event_id, 1, 'page_visited', at, at, 10, '0.1.0', input, facts
        FROM v",
);
static CONTACTS: Statement = Statement::new(
    &[("id", Kind::Int), ("seen_at", Kind::Int), ("state", Kind::Text)],
    "UPDATE contacts SET edit_version = 0, seen_at = v.seen_at, state = v.state FROM v
        WHERE contacts.id = v.id",
);
static SCORES: Statement = Statement::new(
    &[("contact_id", Kind::Int), ("category", Kind::Text), ("points", Kind::Int)],
    "INSERT INTO scores (contact_id, category, points) SELECT contact_id, category, points
        FROM v WHERE true
        ON CONFLICT (contact_id, category) DO UPDATE SET points = excluded.points",
);
static TAGS: Statement = Statement::new(
    &[("contact_id", Kind::Int)],
    "INSERT INTO tags (tag, contact_id) SELECT 'hot', contact_id FROM v WHERE true ON CONFLICT DO NOTHING",
);
static ENROLMENTS: Statement = Statement::new(
    &[("id", Kind::Int), ("contact_id", Kind::Int), ("at", Kind::Int)],
    "INSERT INTO enrolments (id, contact_id, flow, version, node, entered_at, since, ended_at, reason)
        SELECT id, contact_id, 'pricing', 1, 'then', at, at, at, 'finished' FROM v WHERE true
        ON CONFLICT DO NOTHING",
);
static COUNTERS: Statement = Statement::new(
    &[("partition", Kind::Int), ("node", Kind::Text), ("port", Kind::Text), ("count", Kind::Int)],
    "INSERT INTO flow_counters (flow, version, day, node, port, partition, count)
        SELECT 'pricing', 1, 20000, node, port, partition, count FROM v WHERE true
        ON CONFLICT (flow, version, day, node, port, partition)
        DO UPDATE SET count = flow_counters.count + excluded.count",
);
static SEQUENCE: Statement = Statement::new(
    &[("id", Kind::Int), ("applied_seq", Kind::Int)],
    "UPDATE partitions SET applied_seq = v.applied_seq FROM v WHERE partitions.id = v.id",
);
/// One worker with one connection, as the server has one that commits.
pub struct Loop {
    worker: Worker,
}

/// One event of the server's.
#[derive(Clone)]
struct Sample {
    contact: i64,
    input: String,
    facts: Option<String>,
}

struct Worker {
    link: Link,
    samples: Vec<Sample>,
    next: usize,
    random: Random,
    /// Of each partition, the place of the last log entry.
    sequences: Vec<i64>,
    enrolment: i64,
}

impl Loop {
    /// Over a copy of the server's database.
    pub async fn open(database: &Database) -> Result<Self> {
        let mut link = database.connect().await?;
        let samples = samples(&mut link).await?;
        let last = link.number("SELECT max(position) FROM events").await? / PARTITIONS;
        Ok(Self { worker: Worker::new(link, samples, last) })
    }

    /// Stores batches of `size` events for `time`, and answers how many events a second the
    /// database took. Making the rows is not its work, and does not count.
    pub async fn run_for(&mut self, time: Duration, size: usize) -> Result<f64> {
        let started = Instant::now();
        let (mut events, mut spent) = (0, Duration::ZERO);
        while started.elapsed() < time {
            let batch = self.worker.next_batch(size);
            let begun = Instant::now();
            self.worker.store(batch).await?;
            spent += begun.elapsed();
            events += size;
        }
        Ok(events as f64 / spent.as_secs_f64())
    }
}

async fn samples(link: &mut Link) -> Result<Vec<Sample>> {
    let rows = link.samples(SAMPLES).await?;
    ensure!(!rows.is_empty(), "the warm-up left no events");
    let sample = |(contact, input, facts)| Sample { contact, input, facts };
    Ok(rows.into_iter().map(sample).collect())
}

/// The rows of one batch, statement by statement.
struct Batch {
    size: i64,
    hashes: Vec<Cell>,
    names: Vec<Cell>,
    contacts: Vec<Cell>,
    events: Vec<Cell>,
    scores: Vec<Cell>,
    tags: Vec<Cell>,
    enrolments: Vec<Cell>,
    counters: Vec<Cell>,
    sequences: Vec<Cell>,
}

impl Worker {
    fn new(link: Link, samples: Vec<Sample>, last: i64) -> Self {
        let sequences = vec![last; PARTITIONS as usize];
        // Far from every id that the server has given.
        let enrolment = 1 << 62;
        Self { link, samples, next: 0, random: Random(0), sequences, enrolment }
    }

    fn next_batch(&mut self, size: usize) -> Batch {
        let samples = self.samples.iter().cycle().skip(self.next).take(size);
        let samples: Vec<Sample> = samples.cloned().collect();
        self.next = (self.next + size) % self.samples.len();
        let mut hashes: Vec<[u8; 16]> = samples.iter().map(|_| self.bytes()).collect();
        hashes.sort_unstable();
        let mut contacts: Vec<i64> = samples.iter().map(|one| one.contact).collect();
        contacts.sort_unstable();
        contacts.dedup();
        // What a visit to /pricing changes beside the log and the state.
        let facts = |one: &Sample| one.facts.clone().unwrap_or_default();
        let acting = samples.iter().filter(|one| facts(one).len() > 2);
        let mut acting: Vec<i64> = acting.map(|one| one.contact).collect();
        acting.sort_unstable();
        let mut scored = acting.clone();
        scored.dedup();
        let tagged = samples.iter().filter(|one| facts(one).contains("tag_added"));
        let points = self.random.next() as i64 % 1_000;
        let ports = [("then", ""), ("then", "p:next"), ("when", ""), ("when", "p:next")];
        Batch {
            size: size as i64,
            hashes: cells!(hashes, |hash| hash),
            names: cells!(&samples, |one| "user_id", format!("user-{}", one.contact)),
            contacts: cells!(contacts, |id| id),
            tags: cells!(tagged, |one| one.contact),
            enrolments: cells!(&acting, |one| self.next_enrolment(), *one, 1),
            scores: cells!(
                scored.iter().flat_map(|one| [(*one, ""), (*one, "general")]),
                |(one, category)| one,
                category,
                points
            ),
            counters: cells!(ports, |(node, port)| 0, node, port, 1),
            events: self.events(samples),
            sequences: cells!(0..PARTITIONS, |id| id, self.sequences[id as usize]),
        }
    }

    fn events(&mut self, samples: Vec<Sample>) -> Vec<Cell> {
        let mut rows = Vec::new();
        for Sample { contact, input, facts } in samples {
            let partition = contact % PARTITIONS;
            self.sequences[partition as usize] += 1;
            let position = self.sequences[partition as usize] * PARTITIONS + partition;
            rows.push((position, contact, self.bytes(), input, facts));
        }
        rows.sort_unstable_by_key(|row| row.0);
        cells!(rows, |(position, contact, id, input, facts)| position, contact, id, 1, input, facts)
    }

    const fn next_enrolment(&mut self) -> i64 {
        self.enrolment += 1;
        self.enrolment
    }

    /// One batch, from its acceptance to the end of its processing.
    async fn store(&mut self, batch: Batch) -> Result<()> {
        let link = &mut self.link;
        link.begin().await?;
        link.write(&DEDUPE, batch.hashes).await?;
        link.read(&IDENTITIES, batch.names).await?;
        link.write(&SOURCE, cells!([batch.size], |size| 1, size, 1)).await?;
        let states = link.read(&STATES, batch.contacts).await?;
        link.write(&EVENTS, batch.events).await?;
        link.write(&CONTACTS, cells!(states, |(id, state)| id, 1, state)).await?;
        link.write(&SCORES, batch.scores).await?;
        link.write(&TAGS, batch.tags).await?;
        link.write(&ENROLMENTS, batch.enrolments).await?;
        link.write(&COUNTERS, batch.counters).await?;
        link.write(&SEQUENCE, batch.sequences).await?;
        link.commit().await
    }

    fn bytes(&mut self) -> [u8; 16] {
        let number = u128::from(self.random.next()) << 64 | u128::from(self.random.next());
        number.to_be_bytes()
    }
}
