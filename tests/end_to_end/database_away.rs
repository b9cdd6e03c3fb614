//! A database that is not there when the process starts: waited for if it may come, and an error
//! at once if waiting would not help.

use std::fs;

use runnel_tests::{Backend, ClosedRelay, PATIENCE, Setup, TestApp, eventually, run, track};
use tokio::time::timeout;

#[tokio::test]
async fn a_server_that_starts_late_is_waited_for() {
    run(Backend::Postgres, Setup::standard(), async |app| {
        app.server_source().await.send([track("ana", "Went")]).await;
        app.run_until_idle().await;
        app.stop().await;
        let relay = ClosedRelay::take();
        let late = relay.in_front_of(&app.database().url);
        app.set_up(Setup::standard().with("RUNNEL_DATABASE_URL", late));
        let log = app.log();
        let coming = async {
            eventually("it says that it waits", async || {
                let told = fs::read_to_string(&log).expect("there is a log");
                told.contains("the database does not answer: ").then_some(())
            })
            .await;
            relay.open()
        };
        let (_relay, ()) = tokio::join!(coming, app.restart());
        app.api().contact("ana").await;
        app.stop().await;
        app.set_up(Setup::standard());
        app.restart().await;
    })
    .await;
}

#[tokio::test]
async fn what_waiting_cannot_mend_is_an_error_at_once() {
    run(Backend::Postgres, Setup::standard(), async |app| {
        app.stop().await;
        let (url, folder) = (app.database().url.clone(), app.log().with_extension("d"));
        fs::create_dir(&folder).expect("a folder can be made");
        let folder = folder.display();
        check(app, &format!("{url}_or_another"), "_or_another\" does not exist").await;
        check(app, &url.replacen("runnel@", "nobody:wrong@", 1), "role \"nobody\"").await;
        check(app, &format!("sqlite:{folder}"), &format!("cannot open sqlite:{folder}")).await;
        check(app, &format!("sqlite:{}/runnel.db", app.log().display()), "cannot create").await;
        check(app, "mysql://runnel@127.0.0.1/runnel", "neither `sqlite:` nor `postgres:`").await;
        app.restart().await;
    })
    .await;
}

async fn check(app: &TestApp, url: &str, expect: &str) {
    for command in ["serve", "migrate"] {
        let ending = timeout(PATIENCE, app.ask_command(&[command, "--database-url", url])).await;
        let ended = ending.unwrap_or_else(|_| panic!("{command} waits for {url}"));
        let told = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{command} {url}: {told}");
        assert!(told.contains(expect), "{command} {url}: {told}");
    }
}
