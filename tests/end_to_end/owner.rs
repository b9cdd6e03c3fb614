//! One process owns a database.

use std::process::Output;

use runnel_tests::{TestApp, both_databases, track};

both_databases!(
    a_second_process_refuses_to_start_and_says_why,
    after_a_kill_the_next_process_starts_at_once,
    doctor_looks_on_while_the_server_runs,
);

async fn a_second_process_refuses_to_start_and_says_why(app: &mut TestApp) {
    let source = app.server_source().await;
    for command in ["serve", "migrate"] {
        let second = app.ask_command(&[command]).await;
        assert_eq!(second.status.code(), Some(1), "{command}: {}", said(&second));
        let told = said(&second);
        assert!(
            told.contains("another Runnel process is using this database"),
            "{command}: {told}"
        );
        assert!(told.lines().count() < 4, "it is told in a few words: {told}");
        assert!(second.stdout.is_empty(), "{command} does not say that it listens");
    }
    source.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    app.api().contact("ana").await;
}

async fn after_a_kill_the_next_process_starts_at_once(app: &mut TestApp) {
    for _ in 0..3 {
        app.kill();
        app.restart().await;
    }
}

async fn doctor_looks_on_while_the_server_runs(app: &mut TestApp) {
    app.server_source().await.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    app.now().await;
    app.demand_silent_doctor().await;
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
