//! The loops by hand: virtual time stops wherever something is due.

use runnel_model::{Incoming, Span};

use crate::testing::{Bench, START, event};

#[tokio::test]
async fn the_clock_stops_at_every_wake_on_its_way() {
    let bench = Bench::new();
    let driver = bench.drive();
    driver.runtime().submit(vec![event(1, "wait")]).await.unwrap();
    driver.advance_to(START + Span::Minutes(30)).await.unwrap();
    let later = Incoming { accepted_at: driver.runtime().now(), ..event(2, "wait") };
    driver.runtime().submit(vec![later]).await.unwrap();
    driver.advance_to(START + Span::Days(30)).await.unwrap();
    let wakes = bench.store.look(|held| {
        let wakes = held.log.iter().filter(|one| one.1 == "wake");
        wakes.map(|one| (one.0.0, one.2)).collect::<Vec<_>>()
    });
    let half_past = START + Span::Hours(1) + Span::Minutes(30);
    assert_eq!(wakes, [(1, START + Span::Hours(1)), (2, half_past)]);
    assert_eq!(driver.runtime().now(), START + Span::Days(30));
    driver.finish().await;
}

#[tokio::test]
async fn a_database_that_is_away_is_told_to_who_drives() {
    let bench = Bench::new();
    let driver = bench.drive();
    bench.store.look(|held| held.down = true);
    assert!(driver.run_until_idle().await.is_err());
}
