//! A batch of any size is made of the same few statement texts, and of as many statements as the
//! rows have chunks. In a binary of its own, since the statements of the whole process are heard.

#[path = "it/harness.rs"]
#[expect(dead_code, reason = "the other tests need the rest")]
mod harness;
#[path = "it/work.rs"]
#[expect(dead_code, reason = "the other tests need the rest")]
mod work;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Mutex;

use harness::{at, on_each, user, visit};
use runnel_model::Store;
use runnel_store::Database;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use work::count;

static HEARD: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

/// Hears what the driver says of each statement.
struct Ear;

#[derive(Default)]
struct Text {
    summary: String,
    statement: String,
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => self.summary = value.into(),
            "db.statement" => self.statement = value.trim().into(),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

impl<S: Subscriber> Layer<S> for Ear {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut text = Text::default();
            event.record(&mut text);
            let Text { summary, statement } = text;
            let text = if statement.is_empty() { summary } else { statement };
            // The log's length is looked at beside the batches, at its own pace.
            if text.starts_with("PRAGMA") {
                return;
            }
            *HEARD.lock().unwrap().entry(text).or_default() += 1;
        }
    }
}

fn heard() -> BTreeMap<String, usize> {
    std::mem::take(&mut *HEARD.lock().unwrap())
}

/// Accepts and processes as many events of as many new contacts, and then of known ones.
async fn batch(database: &Database, size: u32, first: u32) -> BTreeMap<String, usize> {
    let items = |from: u32| {
        let one = |n: u32| visit(user(&format!("u{first}-{n}")), first + from + n, 10);
        (0..size).map(one).collect()
    };
    let limit = usize::try_from(size).unwrap();
    for from in [0, size] {
        database.accept(items(from)).await.unwrap();
        database.process(0..=63, limit, at(20), count(at(20))).await.unwrap();
    }
    heard()
}

#[tokio::test]
async fn the_texts_are_fixed_and_the_number_grows_only_with_the_chunks() {
    tracing_subscriber::registry().with(Ear).init();
    on_each(|database| async move {
        // So that no batch has to reserve ids.
        batch(&database, 1, 0).await;
        heard();
        // As many rows as one chunk holds on SQLite.
        let small = batch(&database, 256, 10_000).await;
        let again = batch(&database, 256, 20_000).await;
        assert_eq!(small, again, "the same batch is the same statements");

        let large = batch(&database, 3 * 256, 30_000).await;
        let new: Vec<_> = large.keys().filter(|text| !small.contains_key(*text)).collect();
        assert!(new.iter().all(|text| text.contains("sequences")), "{new:#?}");
        let total = |batch: &BTreeMap<String, usize>| batch.values().sum::<usize>();
        let (small, large) = (total(&small), total(&large));
        // On PostgreSQL a table is one statement, whatever the number of rows.
        assert!(large <= small * 3, "{small} statements for 256, {large} for three times as many");
    })
    .await;
}
