//! How fast batches are accepted and processed: `throughput URL [contacts] [batches] [size]`.

use std::time::{Duration, Instant};

use runnel_model::*;
use runnel_store::{Database, Options};

static TIMES: std::sync::Mutex<std::collections::BTreeMap<String, (usize, f64)>> =
    std::sync::Mutex::new(std::collections::BTreeMap::new());
struct Ear;
#[derive(Default)]
struct Text {
    text: String,
    summary: String,
    secs: f64,
}
impl tracing::field::Visit for Text {
    fn record_str(&mut self, field: &tracing::field::Field, value: &str) {
        if field.name() == "db.statement" {
            self.text = value.trim().into();
        }
        if field.name() == "summary" {
            self.summary = value.trim().into();
        }
    }
    fn record_f64(&mut self, field: &tracing::field::Field, value: f64) {
        if field.name() == "elapsed_secs" {
            self.secs = value;
        }
    }
    fn record_debug(&mut self, _: &tracing::field::Field, _: &dyn std::fmt::Debug) {}
}
impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Ear {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        if event.metadata().target() != "sqlx::query" {
            return;
        }
        let mut text = Text::default();
        event.record(&mut text);
        if text.text.is_empty() {
            text.text = text.summary;
        }
        let rows = text.text.matches("(?").count();
        let end = text.text.rfind("?)) ").map_or(0, |at| at + 4);
        let end = text.text.rfind("[])) ").map_or(end, |at| at + 5);
        let name: String =
            format!("{:>3} {}", rows, text.text[end..].chars().take(70).collect::<String>());
        let mut times = TIMES.lock().unwrap();
        let entry = times.entry(name).or_default();
        entry.0 += 1;
        entry.1 += text.secs;
    }
}

#[tokio::main]
async fn main() {
    use tracing_subscriber::prelude::*;
    if std::env::var("TIMES").is_ok() {
        tracing_subscriber::registry().with(Ear).init();
    }
    let args: Vec<String> = std::env::args().collect();
    let number =
        |place: usize, usual: u32| args.get(place).map_or(usual, |text| text.parse().unwrap());
    let (contacts, batches, size) = (number(2, 100_000), number(3, 200), number(4, 1_000));
    let database = Database::open(&Options::new(&args[1], "bench")).await.unwrap();
    let mut n = 0u32;
    let start = Instant::now();
    while n < contacts {
        let items = (0..size.min(contacts - n)).map(|i| item(n + i, n + i, contacts)).collect();
        database.accept(items).await.unwrap();
        database.process(0..=63, size as usize, at(n), work).await.unwrap();
        n += size;
    }
    println!("{contacts} contacts in {:?}", start.elapsed());
    let (mut accepting, mut processing) = (Duration::ZERO, Duration::ZERO);
    let mut random = 88172645463325252u64;
    TIMES.lock().unwrap().clear();
    let begin = Instant::now();
    let cpu = cpu_ms();
    for _ in 0..batches {
        let items: Vec<_> = (0..size)
            .map(|_| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                n += 1;
                item((random % u64::from(contacts)) as u32, n, contacts)
            })
            .collect();
        let start = Instant::now();
        database.accept(items).await.unwrap();
        accepting += start.elapsed();
        let start = Instant::now();
        database.process(0..=63, size as usize, at(n), work).await.unwrap();
        processing += start.elapsed();
    }
    let events = f64::from(batches * size);
    println!(
        "{:.0} events/s; accept {:.1} µs, process {:.1} µs, cpu of this process {:.1} µs per event",
        events / begin.elapsed().as_secs_f64(),
        accepting.as_secs_f64() * 1e6 / events,
        processing.as_secs_f64() * 1e6 / events,
        (cpu_ms() - cpu) * 1e3 / events,
    );
    let times = TIMES.lock().unwrap();
    let mut times: Vec<_> = times.iter().collect();
    times.sort_by(|a, b| b.1.1.total_cmp(&a.1.1));
    for (name, (calls, secs)) in times {
        println!(
            "{:7.2} µs/event {:7.1} µs/call {:6} {}",
            secs * 1e6 / events,
            secs * 1e6 / *calls as f64,
            calls,
            name
        );
    }
    database.close().await;
}

fn cpu_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) * 10.0
}

fn at(n: u32) -> Timestamp {
    Timestamp::from_ms(1_700_000_000_000 + i64::from(n))
}

fn item(contact: u32, n: u32, _: u32) -> Incoming {
    let raw = format!(
        r#"{{"url":"https://example.com/pricing?n={n}","path":"/pricing","title":"Pricing","referrer":"https://example.com/","context":{{"ip":"10.0.0.1","userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36","library":{{"name":"analytics-node","version":"2.1.0"}}}}}}"#
    );
    let mut dedupe = [0; 16];
    let hash = u128::from(n).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    dedupe.copy_from_slice(&hash.to_be_bytes());
    Incoming {
        id: EventId::new(at(n), hash),
        source: Some(SourceId(1)),
        dedupe: Some(dedupe),
        keys: IdentityKeys {
            user_id: Some(UserId::parse(&format!("user-{contact}")).unwrap()),
            ..IdentityKeys::default()
        },
        trust: Trust::Server,
        occurred_at: at(n),
        accepted_at: at(n),
        historic: false,
        body: InputBody::Event(Event {
            name: EventName::PageVisited,
            properties: Properties::from_raw(
                &serde_json::value::RawValue::from_string(raw).unwrap(),
            ),
        }),
        defines: vec![],
    }
}

fn work(batch: Batch) -> Vec<Done> {
    batch.jobs.into_iter().map(one).collect()
}

fn one(job: Job) -> Done {
    let Job { mut contact, inputs } = job;
    let mut applied = Vec::new();
    for input in inputs {
        let now = input.accepted_at;
        contact.now = now;
        contact.catalog_version = 1;
        for key in &input.attached {
            if let IdentityKey::UserId(id) = key {
                contact.user_id = Some(id.clone());
            }
        }
        contact.behaviours.entry(BehaviourId(1)).or_default().record(now, 7);
        let mut facts = Vec::new();
        if now.as_ms() % 5 == 0 {
            let category = Category::default();
            let score = contact.scores.entry(category.clone()).or_default();
            *score += 10;
            let score = *score;
            let step = Some(StepRef {
                flow: FlowId::parse("pricing").unwrap(),
                version: 1,
                enrolment: EnrolmentId(contact.id.own(1)),
                node: NodeId::parse("add-points").unwrap(),
            });
            let mut fact = |body| {
                facts.push(Fact { at: now, body, step: step.clone(), after: None, historic: false })
            };
            contact.ordinals += 1;
            fact(FactBody::Enrolled { key: None });
            fact(FactBody::ScoreAdjusted {
                category,
                points: 10,
                score,
                total: score,
                reason: "Visited pricing".into(),
            });
            fact(FactBody::Stepped {
                port: "next".into(),
                to: Some(NodeId::parse("end").unwrap()),
            });
            fact(FactBody::Ended { reason: EndReason::Finished });
        }
        applied.push(Applied { input, now, catalog_version: 1, facts, effects: vec![] });
    }
    Done { contact, applied, parked: vec![] }
}
