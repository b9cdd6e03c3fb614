//! Opening a database, and being the only one that has it open.

use std::time::{SystemTime, UNIX_EPOCH};

use runnel_store::{Database, Error, Options};

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
