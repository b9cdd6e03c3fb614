//! What survives when the process ends, in good order or not. `kill` does it a thousandfold.

use runnel_tests::{
    Flow, Receiver, Reply, TestApp, both_databases, event, eventually, ms_of, text, track,
};
use serde_json::{Value, json};

both_databases!(
    what_was_acknowledged_survives_a_kill_and_its_retry_changes_nothing,
    a_wait_that_ends_while_the_process_is_down_ends_once_when_it_is_up,
    a_loop_goes_on_when_it_is_late_by_more_than_its_wait,
    whoever_is_stopped_finishes_what_was_begun,
    everything_published_is_there_again,
);
both_databases!(allowing_private_addresses: a_webhook_that_was_not_taken_comes_again_with_the_same_id_after_a_kill);

async fn what_was_acknowledged_survives_a_kill_and_its_retry_changes_nothing(app: &mut TestApp) {
    app.api().publish(counting()).await;
    let source = app.server_source().await;
    for _ in 0..3 {
        let batch: Vec<Value> =
            (0..500).map(|number| track(&format!("user-{}", number % 50), "Went")).collect();
        source.send(batch.clone()).await;
        app.kill();
        app.restart().await;
        source.send(batch).await;
    }
    app.run_until_idle().await;
    let all = app.api().all("/contacts?limit=100").await;
    assert_eq!(all.len(), 50);
    assert!(all.iter().all(|one| one["score"] == 30), "{all:?}");
    let told = app.api().get(&format!("/sources/{}", source.id)).await;
    assert_eq!((&told["accepted"], &told["duplicates"]), (&json!(1_500), &json!(1_500)));
}

async fn a_wait_that_ends_while_the_process_is_down_ends_once_when_it_is_up(app: &mut TestApp) {
    let flow = Flow::new("wait")
        .then("event", json!({ "of": event("custom:Went") }))
        .then("wait", json!({ "for": { "days": 3 } }))
        .then("adjust_score", json!({ "points": 1 }));
    app.api().publish(flow).await;
    app.server_source().await.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    app.kill();
    app.restart().await;
    let due = ms_of(&app.api().contact("ana").await["enrolments"][0]["due"]);
    app.advance_to(due - 60_000).await;
    assert_eq!(app.api().contact("ana").await["score"], 0);
    app.kill();
    app.sleep_through(120_000);
    app.restart().await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    assert_eq!((&ana["score"], &ana["enrolments"]), (&json!(1), &json!([])));
    let receipt = app.api().get(&format!("/contacts/{}/receipt", text(&ana["id"]))).await;
    assert!(ms_of(&receipt["points"][0]["at"]) >= due, "never too early");
    app.kill();
    app.restart().await;
    app.advance_days(30).await;
    assert_eq!(app.api().contact("ana").await["score"], 1);
}

async fn a_loop_goes_on_when_it_is_late_by_more_than_its_wait(app: &mut TestApp) {
    let flow = Flow::new("loop")
        .then("event", json!({ "of": event("custom:Went") }))
        .then("wait", json!({ "for": { "minutes": 5 } }))
        .then("adjust_score", json!({ "points": 1 }))
        .wire("adjust_score", "next", "wait");
    app.api().publish(flow).await;
    app.server_source().await.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    app.now().await;
    app.kill();
    app.sleep_through(12 * 60_000);
    app.restart().await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    let inside = ana["enrolments"].as_array().map(Vec::len);
    assert_eq!((&ana["score"], inside), (&json!(2), Some(1)));
}

async fn a_webhook_that_was_not_taken_comes_again_with_the_same_id_after_a_kill(app: &mut TestApp) {
    let sales = Receiver::start().await;
    sales.answer(|_| Reply::status(500));
    let flow = Flow::new("post")
        .then("event", json!({ "of": event("custom:Went") }))
        .then("post_to_url", json!({ "url": sales.url("/hook") }));
    app.api().publish(flow).await;
    app.server_source().await.send([track("ana", "Went")]).await;
    sales.wait_for(1).await;
    app.now().await;
    app.kill();
    sales.answer(|_| Reply::status(200));
    app.sleep_through(10 * 60_000);
    app.restart().await;
    let tries = sales.wait_for(2).await;
    app.run_until_idle().await;
    assert_eq!(tries[0].header("webhook-id"), tries[1].header("webhook-id"));
    assert_eq!(tries[0].body, tries[1].body);
    app.advance_days(3).await;
    assert_eq!(sales.count(), 2);
}

async fn whoever_is_stopped_finishes_what_was_begun(app: &mut TestApp) {
    app.api().publish(counting()).await;
    let source = app.server_source().await;
    let senders: Vec<_> = (0..50)
        .map(|number| {
            let source = source.clone();
            tokio::spawn(async move { send_until_refused(&source, number).await })
        })
        .collect();
    eventually("the first events are in", async || {
        let told = app.api().get(&format!("/sources/{}", source.id)).await;
        (told["accepted"].as_i64() > Some(200)).then_some(())
    })
    .await;
    app.stop().await;
    let mut acknowledged = 0;
    for sender in senders {
        acknowledged += sender.await.expect("a sender does not panic");
    }
    app.restart().await;
    app.run_until_idle().await;
    let told = app.api().get(&format!("/sources/{}", source.id)).await;
    let accepted = told["accepted"].as_i64().expect("a number");
    assert!(accepted >= acknowledged, "{accepted} of {acknowledged} are left");
    let all = app.api().all("/contacts?limit=100").await;
    let scores: i64 = all.iter().filter_map(|one| one["score"].as_i64()).sum();
    assert_eq!(scores, accepted, "each once");
}

async fn everything_published_is_there_again(app: &mut TestApp) {
    let api = app.api();
    api.put_segment("vip", json!({ "tag": "vip" })).await;
    api.publish(counting()).await;
    let paused: Value = Flow::new("paused")
        .then("segment_entered", json!({ "segment": "vip" }))
        .then("add_tag", json!({ "tag": "x" }))
        .into();
    api.publish(paused).await;
    api.post("/flows/paused/pause", json!({})).await;
    let before = [api.get("/flows").await, api.get("/segments").await, api.get("/keys").await];
    app.stop().await;
    app.restart().await;
    let after = [api.get("/flows").await, api.get("/segments").await, api.get("/keys").await];
    assert_eq!(before, after);
    let made = api.post("/contacts", json!({ "user_id": "ana" })).await;
    let path = format!("/contacts/{}", text(&made["id"]));
    let after = api.patch(&path, json!({ "add_tags": ["vip"] })).await;
    assert_eq!((&after["segments"][0]["id"], &after["tags"]), (&json!("vip"), &json!(["vip"])));
}

/// A point for each event.
fn counting() -> Flow {
    Flow::new("count")
        .with("reentry", json!("every_time"))
        .then("event", json!({ "of": event("custom:Went") }))
        .then("adjust_score", json!({ "points": 1 }))
}

/// One event after the other, until nobody takes them any more. How many were acknowledged.
async fn send_until_refused(source: &runnel_tests::Source, number: usize) -> i64 {
    let mut acknowledged = 0;
    loop {
        let body = json!({ "batch": [track(&format!("user-{number}"), "Went")] }).to_string();
        let request = source.request("/v1/batch").header("authorization", source.basic());
        match request.body(body).send().await {
            Ok(answer) if answer.status() == 200 => acknowledged += 1,
            Ok(answer) => {
                assert_eq!(answer.status(), 503, "only a stopping server refuses");
                return acknowledged;
            }
            Err(_) => return acknowledged,
        }
    }
}
