//! When what is old is deleted.

use runnel_model::{Span, Timestamp};

use crate::testing::{Bench, Held, START, until};
use crate::{PATIENCE, Settings};

fn keeping(days: u32) -> Bench {
    let bench = Bench::new();
    let settings = Settings { events_kept: Some(Span::Days(days)), ..bench.settings };
    Bench { settings, ..bench }
}

fn day_before(days: i64) -> Timestamp {
    Timestamp::of_day(START.day() - days)
}

#[tokio::test(start_paused = true)]
async fn what_is_old_is_deleted_at_the_start_and_then_once_a_day() {
    let bench = keeping(30);
    bench.store.look(|held| held.old = 1_200);
    let (runtime, tasks) = bench.start();
    until("all is deleted", || runtime.idle()).await;
    let asked = |held: &mut Held| std::mem::take(&mut held.deleted);
    let pages = bench.store.look(asked);
    assert!(pages.iter().all(|before| *before == day_before(30)), "{pages:?}");
    assert_eq!(bench.store.look(|held| held.old), 0);
    let hashes = bench.store.look(|held| std::mem::take(&mut held.hashes_deleted));
    let expect: Vec<_> = (0..=u8::MAX).map(|byte| (day_before(30).day(), byte)).collect();
    assert_eq!(hashes, expect);

    // Within the day there is nothing to do, whoever calls.
    bench.store.look(|held| held.old = 1);
    runtime.clock_moved();
    until("it has looked", || runtime.idle()).await;
    assert_eq!(bench.store.look(asked), []);
    bench.clock.set(Timestamp::of_day(START.day() + 1));
    until("the next day's is deleted", || bench.store.look(|held| held.old) == 0).await;
    assert_eq!(bench.store.look(asked)[0], day_before(29));
    tasks.shutdown(PATIENCE).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_kept_for_ever_is_not_touched() {
    let bench = Bench::new();
    bench.store.look(|held| held.old = 1);
    let (runtime, tasks) = bench.start();
    until("it has looked", || runtime.idle()).await;
    assert_eq!(bench.store.look(|held| held.old), 1);
    tasks.shutdown(PATIENCE).await;
}

#[tokio::test(start_paused = true)]
async fn while_processing_is_held_up_only_one_page_goes() {
    let bench = keeping(30);
    bench.store.look(|held| held.old = 1_200);
    let (runtime, tasks) = bench.start();
    runtime.pause_processing(true);
    until("a page is deleted", || bench.store.look(|held| held.old) < 1_200).await;
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    assert_eq!(bench.store.look(|held| held.old), 700);
    runtime.pause_processing(false);
    until("the rest is deleted", || bench.store.look(|held| held.old) == 0).await;
    tasks.shutdown(PATIENCE).await;
}
