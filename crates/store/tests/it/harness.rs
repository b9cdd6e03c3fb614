//! A fresh database per test, on each kind of server there is.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use runnel_model::{
    AnonymousId, Event, EventId, EventName, IdentityKeys, Incoming, InputBody, Properties,
    SourceId, Timestamp, Trust, UserId,
};
use runnel_store::{Database, Options};
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{AssertSqlSafe, ConnectOptions, Executor};

static NAMES: AtomicU32 = AtomicU32::new(0);

/// Runs a test on SQLite, and on PostgreSQL if there is one.
pub async fn on_each<F, T>(test: F)
where
    F: Fn(Database) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    on_each_url(|url| {
        let database = open(url);
        let test = &test;
        async move { test(database.await).await }
    })
    .await;
}

/// The same for tests that open the database themselves.
pub async fn on_each_url<F, T>(test: F)
where
    F: Fn(String) -> T,
    T: Future<Output = ()>,
{
    let name =
        format!("runnel_store_{}_{}", std::process::id(), NAMES.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(&name);
    std::fs::create_dir(&folder).unwrap();
    let remove = RemoveFolder(folder.clone());
    test(format!("sqlite:{}", folder.join("runnel.db").display())).await;
    drop(remove);
    if let Ok(server) = std::env::var("RUNNEL_TEST_POSTGRES") {
        let server: PgConnectOptions = server.parse().unwrap();
        run(&server, &format!("CREATE DATABASE {name}")).await;
        test(server.clone().database(&name).to_url_lossy().to_string()).await;
        run(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

struct RemoveFolder(PathBuf);

impl Drop for RemoveFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn run(server: &PgConnectOptions, statement: &str) {
    let mut connection = server.connect().await.unwrap();
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
}

pub async fn open(url: String) -> Database {
    Database::open(&Options::new(url, "test")).await.unwrap()
}

pub fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(ms)
}

pub fn user(id: &str) -> IdentityKeys {
    IdentityKeys { user_id: Some(UserId::parse(id).unwrap()), ..IdentityKeys::default() }
}

pub fn device(id: &str) -> IdentityKeys {
    IdentityKeys { anonymous_id: Some(AnonymousId::parse(id).unwrap()), ..IdentityKeys::default() }
}

pub fn user_on_device(id: &str, device_id: &str) -> IdentityKeys {
    IdentityKeys { anonymous_id: device(device_id).anonymous_id, ..user(id) }
}

/// A page visit, taken at that time, with a number that makes it one of its kind.
pub fn visit(keys: IdentityKeys, number: u32, ms: i64) -> Incoming {
    let mut dedupe = [0; 16];
    dedupe[12..].copy_from_slice(&number.to_be_bytes());
    Incoming {
        id: EventId::new(at(ms), u128::from(number)),
        source: Some(SourceId(1)),
        dedupe: Some(dedupe),
        keys,
        trust: Trust::Server,
        occurred_at: at(ms),
        accepted_at: at(ms),
        historic: false,
        company: None,
        body: InputBody::Event(Event {
            name: EventName::PageVisited,
            properties: Properties::default(),
        }),
        defines: Vec::new(),
    }
}
