//! `runnel bench`: each workload runs, in small, and finds what it expects at its end. How fast it
//! was is nobody's business here.

use std::process::Command;

use runnel_tests::{Backend, Folder, TestDatabase, binary, output};
use serde_json::Value;

/// Runs a workload and answers its JSON. It checks its end state itself, and fails if that is wrong.
async fn bench(words: &[&str]) -> Value {
    let folder = Folder::make();
    let mut command = Command::new(binary());
    command.arg("bench").args(words).arg("--folder").arg(folder.path());
    command.args(["--seconds", "1", "--runs", "1", "--connections", "4"]);
    let done = output(command).await;
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "runnel bench {words:?}: {said}");
    let text = String::from_utf8(done.stdout).expect("it prints text");
    let last = text.lines().last().expect("it prints something");
    serde_json::from_str(last).expect("the last line is JSON")
}

/// The only value of a figure.
fn figure(report: &Value, name: &str) -> f64 {
    report["figures"][name][0].as_f64().unwrap_or_else(|| panic!("{name}: {report}"))
}

async fn loads(workload: &str, more: &[&str]) {
    let report = bench(&[&[workload, "--contacts", "50"], more].concat()).await;
    assert_eq!(report["workload"], workload);
    assert!(report["runs"][0]["events"].as_u64().expect("events") > 0, "{report}");
}

#[tokio::test]
async fn a_load_of_single_events_is_applied() {
    loads("track", &[]).await;
}

#[tokio::test]
async fn a_load_of_batches_is_applied_with_and_without_scoring_models() {
    loads("batch", &["--models", "12"]).await;
    loads("flows-1", &[]).await;
    loads("flows-30", &[]).await;
}

#[tokio::test]
async fn a_load_that_touches_segments_is_applied() {
    loads("segments-10", &[]).await;
    loads("segments-40", &[]).await;
}

#[tokio::test]
async fn the_name_says_how_many_contacts_there_are() {
    let report = bench(&["contacts-30"]).await;
    assert_eq!(report["workload"], "contacts-30");
}

#[tokio::test]
async fn those_that_are_due_are_woken_and_the_others_wait_on() {
    let report = bench(&["wake", "--contacts", "205"]).await;
    assert_eq!(figure(&report, "woken"), 21.0);
}

#[tokio::test]
async fn a_past_is_counted_while_more_comes_in() {
    let report = bench(&["backfill", "--contacts", "50", "--events-per-contact", "8"]).await;
    assert!(figure(&report, "events before") >= 400.0, "{report}");
}

#[tokio::test]
async fn a_large_flow_is_compiled_and_simulated() {
    let report = bench(&["compile", "--steps", "120"]).await;
    assert!(figure(&report, "compile and check, ms") > 0.0);
}

#[tokio::test]
async fn a_server_starts_over_what_is_there() {
    let report = bench(&["start", "--contacts", "50"]).await;
    assert!(figure(&report, "memory, MiB") > 0.0);
}

#[tokio::test]
async fn on_postgresql_as_well() {
    let folder = Folder::make();
    let database = TestDatabase::create(Backend::Postgres, folder.path()).await;
    for words in [["segments-10", "--contacts", "30"], ["wake", "--contacts", "60"]] {
        bench(&[&words[..], &["--database", &database.url]].concat()).await;
    }
}
