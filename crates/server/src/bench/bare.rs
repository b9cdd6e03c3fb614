//! The bare database: what the server stores per event, written by nobody but a loop.
//!
//! Same schema and indexes, same rows (taken from what the server has just written), same batch
//! sizes, same two transactions per batch: one that accepts, one that processes. No HTTP, no
//! parsing, no engine. What is lost between this and the server is what the server costs.

mod statement;

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::task::JoinSet;

use super::database::{Database, Link};
use super::load::Random;
use statement::{Cell, Kind, Statement, cells};

/// The server's latest events are used as rows, over and over.
const SAMPLES: &str = "SELECT contact_id, input, facts FROM events
    WHERE name = 'page_visited' ORDER BY position DESC LIMIT 20000";
const PARTITIONS: i64 = 64;

const DEDUPE: Statement = Statement {
    columns: &[("hash", Kind::Bytes)],
    body: "INSERT INTO dedupe (hash) SELECT hash FROM v WHERE true ON CONFLICT DO NOTHING",
};
const IDENTITIES: Statement = Statement {
    columns: &[("kind", Kind::Text), ("value", Kind::Text)],
    body: "SELECT i.contact_id, i.value,
        EXISTS (SELECT 1 FROM identities o WHERE o.contact_id = i.contact_id AND o.kind = 'user_id'),
        EXISTS (SELECT 1 FROM identities o WHERE o.contact_id = i.contact_id AND o.kind = 'email')
        FROM v CROSS JOIN identities i WHERE i.kind = v.kind AND i.value = v.value",
};
const ACCEPT: Statement = Statement {
    columns: &[("contact_id", Kind::Int), ("partition", Kind::Int), ("input", Kind::Text)],
    body: "INSERT INTO inbox (contact_id, partition, input) SELECT contact_id, partition, input FROM v",
};
const SOURCE: Statement = Statement {
    columns: &[("id", Kind::Int), ("accepted", Kind::Int), ("at", Kind::Int)],
    body: "UPDATE sources SET accepted = sources.accepted + v.accepted, last_at = v.at FROM v
        WHERE sources.id = v.id",
};
const TAKE: Statement = Statement {
    columns: &[("low", Kind::Int), ("high", Kind::Int)],
    body: "SELECT i.id, i.input FROM v CROSS JOIN inbox i
        WHERE i.partition BETWEEN v.low AND v.high ORDER BY i.id",
};
const STATES: Statement = Statement {
    columns: &[("id", Kind::Int)],
    body: "SELECT c.id, c.state FROM v CROSS JOIN contacts c WHERE c.id = v.id",
};
const EVENTS: Statement = Statement {
    columns: &[
        ("position", Kind::Int),
        ("contact_id", Kind::Int),
        ("event_id", Kind::Bytes),
        ("at", Kind::Int),
        ("input", Kind::Text),
        ("facts", Kind::Text),
    ],
    body: "INSERT INTO events (position, contact_id, event_id, source_id, name, occurred_at,
            applied_at, catalog_version, engine_version, input, facts)
        SELECT position, contact_id, event_id, 1, 'page_visited', at, at, 10, '0.1.0', input, facts
        FROM v",
};
const CONTACTS: Statement = Statement {
    columns: &[("id", Kind::Int), ("seen_at", Kind::Int), ("state", Kind::Text)],
    body: "UPDATE contacts SET edit_version = 0, seen_at = v.seen_at, state = v.state FROM v
        WHERE contacts.id = v.id",
};
const SCORES: Statement = Statement {
    columns: &[("contact_id", Kind::Int), ("category", Kind::Text), ("points", Kind::Int)],
    body: "INSERT INTO scores (contact_id, category, points) SELECT contact_id, category, points
        FROM v WHERE true
        ON CONFLICT (contact_id, category) DO UPDATE SET points = excluded.points",
};
const TAGS: Statement = Statement {
    columns: &[("contact_id", Kind::Int)],
    body: "INSERT INTO tags (tag, contact_id) SELECT 'hot', contact_id FROM v WHERE true ON CONFLICT DO NOTHING",
};
const ENROLMENTS: Statement = Statement {
    columns: &[("id", Kind::Int), ("contact_id", Kind::Int), ("at", Kind::Int)],
    body: "INSERT INTO enrolments (id, contact_id, flow, version, node, entered_at, since)
        SELECT id, contact_id, 'pricing', 1, 'then', at, at FROM v WHERE true ON CONFLICT DO NOTHING",
};
const ENDS: Statement = Statement {
    columns: &[("id", Kind::Int), ("contact_id", Kind::Int), ("at", Kind::Int)],
    body: "UPDATE enrolments SET due = NULL, ended_at = v.at, reason = 'finished' FROM v
        WHERE enrolments.id = v.id",
};
const COUNTERS: Statement = Statement {
    columns: &[
        ("partition", Kind::Int),
        ("node", Kind::Text),
        ("port", Kind::Text),
        ("count", Kind::Int),
    ],
    body: "INSERT INTO flow_counters (partition, flow, version, node, port, count)
        SELECT partition, 'pricing', 1, node, port, count FROM v WHERE true
        ON CONFLICT (partition, flow, version, node, port)
        DO UPDATE SET count = flow_counters.count + excluded.count",
};
const SEQUENCE: Statement = Statement {
    columns: &[("id", Kind::Int), ("applied_seq", Kind::Int)],
    body: "UPDATE partitions SET applied_seq = v.applied_seq FROM v WHERE partitions.id = v.id",
};
const DONE: Statement = Statement {
    columns: &[("id", Kind::Int)],
    body: "DELETE FROM inbox WHERE id IN (SELECT id FROM v)",
};

/// Workers, each with a connection and a lane of the partitions, as the server has them.
pub struct Loop {
    workers: Vec<Worker>,
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
    /// The first partition of the lane and the last.
    lane: (i64, i64),
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
        let lanes =
            if matches!(link, Link::Sqlite(_)) { vec![(0, 63)] } else { vec![(0, 31), (32, 63)] };
        let mut workers = Vec::new();
        for lane in lanes {
            let is_mine = |one: &&Sample| (lane.0..=lane.1).contains(&(one.contact % PARTITIONS));
            let samples = samples.iter().filter(is_mine).cloned().collect();
            workers.push(Worker::new(database.connect().await?, lane, samples, last));
        }
        Ok(Self { workers })
    }

    /// Stores batches of `size` events for `time`, and answers how many events a second it were.
    pub async fn run_for(&mut self, time: Duration, size: usize) -> Result<f64> {
        let started = Instant::now();
        let mut running = JoinSet::new();
        for mut worker in self.workers.drain(..) {
            running.spawn(async move {
                let mut events = 0;
                while started.elapsed() < time {
                    events += worker.store(size).await?;
                }
                anyhow::Ok((worker, events))
            });
        }
        let mut events = 0;
        while let Some(ended) = running.join_next().await {
            let (worker, stored) = ended??;
            events += stored;
            self.workers.push(worker);
        }
        Ok(events as f64 / started.elapsed().as_secs_f64())
    }
}

async fn samples(link: &mut Link) -> Result<Vec<Sample>> {
    let rows = link.samples(SAMPLES).await?;
    ensure!(!rows.is_empty(), "the warm-up left no events");
    let sample = |(contact, input, facts)| Sample { contact, input, facts };
    Ok(rows.into_iter().map(sample).collect())
}

impl Worker {
    fn new(link: Link, lane: (i64, i64), samples: Vec<Sample>, last: i64) -> Self {
        let sequences = vec![last; PARTITIONS as usize];
        let random = Random(lane.0 as u64);
        // Far from every id that the server has given.
        let enrolment = (1 << 62) + (lane.0 << 48);
        Self { link, lane, samples, next: 0, random, sequences, enrolment }
    }

    /// One batch, from its acceptance to the end of its processing.
    async fn store(&mut self, size: usize) -> Result<usize> {
        let batch = self.next_batch(size);
        self.accept(&batch).await?;
        self.process(&batch).await?;
        Ok(batch.len())
    }

    fn next_batch(&mut self, size: usize) -> Vec<Sample> {
        let batch = self.samples.iter().cycle().skip(self.next).take(size).cloned().collect();
        self.next = (self.next + size) % self.samples.len();
        batch
    }

    async fn accept(&mut self, batch: &[Sample]) -> Result<()> {
        let mut hashes: Vec<[u8; 16]> = batch.iter().map(|_| self.bytes()).collect();
        hashes.sort_unstable();
        let names = batch.iter().map(|one| format!("user-{}", one.contact));
        let names: Vec<_> = names.map(|name| cells!["user_id", name]).collect();
        let inputs = batch.iter();
        let inputs = inputs.map(|one| cells![one.contact, one.contact % PARTITIONS, &*one.input]);
        let inputs: Vec<_> = inputs.collect();
        self.link.begin().await?;
        let hashes: Vec<_> = hashes.iter().map(|hash| cells![hash]).collect();
        self.link.write(&DEDUPE, &hashes).await?;
        self.link.read(&IDENTITIES, &names).await?;
        self.link.write(&ACCEPT, &inputs).await?;
        self.link.write(&SOURCE, &[cells![1_i64, batch.len() as i64, 1_i64]]).await?;
        self.link.commit().await
    }

    async fn process(&mut self, batch: &[Sample]) -> Result<()> {
        self.link.begin().await?;
        let taken = self.link.read(&TAKE, &[cells![self.lane.0, self.lane.1]]).await?;
        let mut contacts: Vec<i64> = batch.iter().map(|one| one.contact).collect();
        contacts.sort_unstable();
        contacts.dedup();
        let contacts: Vec<_> = contacts.into_iter().map(|id| cells![id]).collect();
        let states = self.link.read(&STATES, &contacts).await?;
        let events = self.events(batch);
        self.link.write(&EVENTS, &events).await?;
        let states = states.into_iter().map(|(id, state)| cells![id, 1_i64, state]);
        let states: Vec<_> = states.collect();
        self.link.write(&CONTACTS, &states).await?;
        self.project(batch).await?;
        let sequences = self.lane.0..=self.lane.1;
        let sequences = sequences.map(|one| cells![one, self.sequences[one as usize]]);
        let sequences: Vec<_> = sequences.collect();
        self.link.write(&SEQUENCE, &sequences).await?;
        let taken: Vec<_> = taken.into_iter().map(|(id, _)| cells![id]).collect();
        self.link.write(&DONE, &taken).await?;
        self.link.commit().await
    }

    fn events(&mut self, batch: &[Sample]) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        for sample in batch {
            let partition = sample.contact % PARTITIONS;
            self.sequences[partition as usize] += 1;
            let position = self.sequences[partition as usize] * PARTITIONS + partition;
            let id = self.bytes();
            let facts = sample.facts.clone();
            rows.push(cells![position, sample.contact, &id, 1_i64, &*sample.input, facts]);
        }
        rows.sort_by_key(|row| row[0].number());
        rows
    }

    /// What a visit to /pricing changes beside the log and the state.
    async fn project(&mut self, batch: &[Sample]) -> Result<()> {
        let acting = |one: &&Sample| one.facts.as_deref().is_some_and(|facts| facts.len() > 2);
        let mut scored: Vec<i64> = batch.iter().filter(acting).map(|one| one.contact).collect();
        let tagged =
            |one: &&Sample| one.facts.as_deref().is_some_and(|facts| facts.contains("tag_added"));
        let tags: Vec<_> = batch.iter().filter(tagged).map(|one| cells![one.contact]).collect();
        let enrolments = scored.iter().map(|contact| {
            self.enrolment += 1;
            cells![self.enrolment, *contact, 1_i64]
        });
        let enrolments: Vec<_> = enrolments.collect();
        scored.sort_unstable();
        scored.dedup();
        let points = self.random.next() as i64 % 1_000;
        let scores = ["", "general"].into_iter();
        let scores =
            scored.iter().flat_map(|one| scores.clone().map(|name| cells![*one, name, points]));
        let scores: Vec<_> = scores.collect();
        let ports = [("when", ""), ("when", "p:next"), ("then", ""), ("then", "p:next")];
        let counters = ports.iter().map(|(node, port)| cells![self.lane.0, *node, *port, 1_i64]);
        let counters: Vec<_> = counters.collect();
        self.link.write(&SCORES, &scores).await?;
        self.link.write(&TAGS, &tags).await?;
        self.link.write(&ENROLMENTS, &enrolments).await?;
        self.link.write(&ENDS, &enrolments).await?;
        self.link.write(&COUNTERS, &counters).await
    }

    fn bytes(&mut self) -> [u8; 16] {
        let number = u128::from(self.random.next()) << 64 | u128::from(self.random.next());
        number.to_be_bytes()
    }
}
