//! A flow that sends too much: held back where it leaves, paused with the reason, let go on.

use runnel_tests::{Flow, Receiver, TestApp, both_databases, event, eventually, text, track};
use serde_json::{Value, json};

const PER_HOUR: usize = 20;
const ALL: usize = 50;

both_databases!(allowing_private_addresses:
    a_flow_that_sends_too_much_pauses_itself_and_sends_the_rest_when_it_is_resumed,
    each_hour_has_its_own_count_and_other_flows_have_theirs,
    what_is_held_back_of_a_flow_that_is_deleted_is_never_sent,
);

async fn a_flow_that_sends_too_much_pauses_itself_and_sends_the_rest_when_it_is_resumed(
    app: &mut TestApp,
) {
    let receiver = Receiver::start().await;
    let api = app.api();
    api.publish(posting("loud", &receiver, Some(PER_HOUR))).await;
    assert_eq!(api.get("/flows/loud").await["pause_reason"], Value::Null);
    go(app, "loud", 0..ALL).await;
    let reason = paused(app, "loud").await;
    assert_eq!(reason["code"], "fuse");
    assert!(text(&reason["message"]).contains("more than 20 within an hour"), "{reason}");
    assert_eq!(receiver.count(), PER_HOUR);
    let log = api.get("/audit").await;
    let entry = &log["items"][0];
    assert_eq!((&entry["verb"], &entry["by"]["kind"]), (&json!("flow.paused"), &json!("runnel")));
    assert_eq!(entry["details"], json!({ "reason": "fuse", "per_hour": PER_HOUR }));

    // Neither time nor a restart lets anything out.
    app.advance_days(1).await;
    app.stop().await;
    app.restart().await;
    go(app, "loud", ALL..ALL + 1).await;
    assert_eq!(receiver.count(), PER_HOUR);
    assert_eq!(paused(app, "loud").await, reason);

    let resumed = app.api().post("/flows/loud/resume", json!({})).await;
    assert_eq!((&resumed["state"], &resumed["pause_reason"]), (&json!("active"), &Value::Null));
    let received = receiver.wait_for(ALL).await;
    app.run_until_idle().await;
    let mut ids: Vec<&str> = received.iter().map(|one| one.header("webhook-id")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), receiver.count()), (ALL, ALL), "each was sent once");

    // What waited was let go on by somebody; what comes now is counted from nothing.
    go(app, "loud", 100..100 + PER_HOUR).await;
    assert_eq!(receiver.count(), ALL + PER_HOUR);
    assert_eq!(app.api().get("/flows/loud").await["state"], "active");
}

async fn each_hour_has_its_own_count_and_other_flows_have_theirs(app: &mut TestApp) {
    let receiver = Receiver::start().await;
    app.api().publish(posting("one", &receiver, Some(PER_HOUR))).await;
    app.api().publish(posting("other", &receiver, None)).await;
    for round in 0..3 {
        go(app, "one", round * PER_HOUR..(round + 1) * PER_HOUR).await;
        app.advance_ms(60 * 60 * 1_000).await;
    }
    go(app, "other", 0..ALL).await;
    assert_eq!(receiver.count(), 3 * PER_HOUR + ALL);
    for flow in ["one", "other"] {
        assert_eq!(app.api().get(&format!("/flows/{flow}")).await["state"], "active");
    }
}

async fn what_is_held_back_of_a_flow_that_is_deleted_is_never_sent(app: &mut TestApp) {
    let receiver = Receiver::start().await;
    app.api().publish(posting("loud", &receiver, Some(1))).await;
    go(app, "loud", 0..3).await;
    paused(app, "loud").await;
    app.api().delete("/flows/loud?people=exit").await;
    app.advance_days(2).await;
    let left = app.database().rows("SELECT 'outbox', count(*) FROM outbox").await;
    assert_eq!((left[0].1, receiver.count()), (0, 1));
}

fn posting(id: &str, receiver: &Receiver, per_hour: Option<usize>) -> Flow {
    let of = event(&format!("custom:Go {id}"));
    let flow = Flow::new(id)
        .then("event", json!({ "of": of }))
        .then("post_to_url", json!({ "url": receiver.url(&format!("/{id}")) }));
    match per_hour {
        Some(per_hour) => flow.with("ceiling", json!({ "per_hour": per_hour })),
        None => flow,
    }
}

/// Sends these through the flow, and waits until all that may leave has left.
async fn go(app: &TestApp, flow: &str, who: std::ops::Range<usize>) {
    let source = app.server_source().await;
    source.send(who.map(|number| track(&format!("ana-{number}"), &format!("Go {flow}")))).await;
    app.run_until_idle().await;
}

/// Waits until Runnel has paused the flow, and answers why.
async fn paused(app: &TestApp, flow: &str) -> Value {
    eventually("the flow is paused", async || {
        let flow = app.api().get(&format!("/flows/{flow}")).await;
        (flow["state"] == "paused").then(|| flow["pause_reason"].clone())
    })
    .await
}
