//! Opening a database, and being the only one that has it open.

use std::time::{SystemTime, UNIX_EPOCH};

use runnel_migrations::Migrator;
use runnel_model::FlowId;
use runnel_store::{Database, Error, Options};
use sea_orm::ConnectionTrait;
use sea_orm_migration::MigratorTrait;

use crate::harness::{on_each_url, open};

#[tokio::test]
async fn a_second_process_on_the_same_database_is_told_so() {
    on_each_url(|url| async move {
        let first = open(url.clone()).await;
        let second = Database::open(&Options::new(url.clone(), "test")).await;
        assert!(matches!(second, Err(Error::Owned(_))), "{second:?}");
        // A command that does not process may work beside it.
        let command = Database::connect(&Options::new(url.clone(), "test")).await.unwrap();
        command.ping().await.unwrap();
        command.close().await;
        first.renew_lock().await.unwrap();
        first.close().await;
        open(url).await.close().await;
    })
    .await;
}

#[tokio::test]
async fn an_url_of_another_database_is_refused() {
    let opened = Database::open(&Options::new("mysql://localhost/x", "test")).await;
    assert!(matches!(opened, Err(Error::Url)));
}

#[tokio::test]
async fn only_a_server_has_a_clock_of_its_own() {
    on_each_url(|url| async move {
        let database = Database::connect(&Options::new(url.clone(), "test")).await.unwrap();
        let time = database.time().await.unwrap();
        assert_eq!(time.is_some(), url.starts_with("postgres"));
        let machine = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        let apart = time.map_or(0, |time| time.as_ms().abs_diff(i64::try_from(machine).unwrap()));
        assert!(apart < 10_000, "the test's server runs on this machine");
        database.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_counted_before_days_were_kept_is_still_counted() {
    on_each_url(|url| async move {
        let file = if url.starts_with("sqlite:") { format!("{url}?mode=rwc") } else { url.clone() };
        let old = sea_orm::Database::connect(file).await.unwrap();
        Migrator::up(&old, Some(2)).await.unwrap();
        let text = "INSERT INTO flow_counters (partition, flow, version, node, port, count) \
            VALUES (0, 'welcome', 1, 'start', '', 3), (7, 'welcome', 1, 'start', '', 4)";
        old.execute_unprepared(text).await.unwrap();
        old.close().await.unwrap();

        let database = open(url).await;
        let counters = database.flow_counters().await.unwrap();
        let counted: Vec<_> = counters.iter().map(|one| (one.day, one.count)).collect();
        assert_eq!(counted, [(0, 7)]);
        let welcome = FlowId::parse("welcome").unwrap();
        let numbers = database.flow_numbers(&welcome, 1, None).await.unwrap();
        assert_eq!(numbers[0].entered, 7);
        assert_eq!(database.flow_numbers(&welcome, 1, Some(1)).await.unwrap(), []);
        database.close().await;
    })
    .await;
}
