//! A lead that becomes hot is handed over to sales, by the flow that ships for it.

use runnel_tests::{
    Flow, Receiver, Reply, Setup, TestApp, both_databases, event, identify, kinds_of, shipped,
    text, track, verify_webhooks,
};
use serde_json::{Value, json};

both_databases!(allowing_private_addresses:
    the_very_event_that_crosses_the_score_hands_over,
    a_webhook_is_tried_again_with_the_same_id_until_it_is_taken,
    a_redirect_is_not_followed,
    a_target_on_this_machine_is_refused_at_delivery_when_the_operator_forbids_it,
);

mod forbidden {
    use runnel_tests::both_databases;

    both_databases!(a_private_address_is_refused_at_publishing);

    use super::a_private_address_is_refused_at_publishing;
}

async fn the_very_event_that_crosses_the_score_hands_over(app: &mut TestApp) {
    let sales = Receiver::start().await;
    let url = sales.url("/hot-lead");
    publish(app, &url).await;
    let source = app.server_source().await;
    source.send([identify("ana", json!({ "email": "ana@example.com", "name": "Ana Pop" }))]).await;
    source.send([track("ana", "Asked for a demo")]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    assert_eq!((&ana["score"], &ana["segments"]), (&json!(20), &json!([])), "20 are not enough");
    assert_eq!(sales.count(), 0);

    source.send([track("ana", "Asked for a price")]).await;
    app.run_until_idle().await;
    let timeline = app.api().timeline(&ana).await;
    let crossing = timeline.last().expect("a timeline");
    assert_eq!(crossing["event"]["name"], "custom:Asked for a price");
    let facts = crossing["facts"].as_array().expect("facts");
    for kind in [
        "score_adjusted",
        "segment_entered",
        "enrolled",
        "deal_created",
        "stage_changed",
        "task_assigned",
        "effect_queued",
    ] {
        assert!(kinds_of(facts).contains(&kind), "{kind} is missing in {:?}", kinds_of(facts));
    }

    let ana = app.api().contact("ana").await;
    assert_eq!((&ana["score"], &ana["stage"]), (&json!(21), &json!("sql")));
    assert_eq!(ana["segments"][0]["id"], "hot-leads");
    let deal = &ana["deals"][0];
    assert_eq!(
        (&deal["name"], &deal["stage"], &deal["status"]),
        (&json!("Ana Pop"), &json!("hot"), &json!("open"))
    );
    let task = &ana["tasks"][0];
    assert_eq!(task["title"], "Call Ana Pop: reached 21 points");
    let note = text(&task["note"]);
    for part in ["21", "Asked for a demo", "Asked for a price"] {
        assert!(note.contains(part), "{part} is missing in: {note}");
    }
    let open = app.api().get("/tasks?status=open").await;
    assert_eq!(open["items"][0]["id"], task["id"]);

    let delivered = sales.wait_for(1).await;
    assert_eq!((delivered.len(), delivered[0].path.as_str()), (1, "/hot-lead"));
    let told = delivered[0].json();
    let contact = &told["data"]["contact"];
    assert_eq!((&contact["email"], &contact["score"]), (&json!("ana@example.com"), &json!(21)));
    verify_webhooks(&secret(app, &url).await, &delivered).await;
}

async fn a_webhook_is_tried_again_with_the_same_id_until_it_is_taken(app: &mut TestApp) {
    let sales = Receiver::start().await;
    sales.answer(|_| Reply::status(503));
    let url = sales.url("/hook");
    app.api().publish(posting_to(&url)).await;
    app.server_source().await.send([track("ana", "Go")]).await;
    let schedule_s = [5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600];
    sales.wait_for(1).await;
    for (tries, seconds) in (1..).zip(schedule_s) {
        app.run_until_idle().await;
        app.advance_ms(seconds * 1_000 * 11 / 10).await;
        sales.wait_for(tries + 1).await;
    }
    app.run_until_idle().await;
    sales.answer(|_| Reply::status(204));
    app.advance_ms(11 * 3_600 * 1_000).await;
    let tries = sales.wait_for(8).await;
    app.run_until_idle().await;
    app.advance_days(30).await;
    assert_eq!(sales.count(), 8, "what was taken is not sent again");
    let ids: Vec<&str> = tries.iter().map(|one| one.header("webhook-id")).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert!(tries.iter().all(|one| one.body == tries[0].body), "the same bytes each time");
    let times: Vec<&str> = tries.iter().map(|one| one.header("webhook-timestamp")).collect();
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "the time is that of the try");
}

async fn a_redirect_is_not_followed(app: &mut TestApp) {
    let sales = Receiver::start().await;
    sales.answer(|delivery| match delivery.path.as_str() {
        "/hook" => Reply { location: Some("/elsewhere"), ..Reply::status(307) },
        _ => Reply::status(200),
    });
    app.api().publish(posting_to(&sales.url("/hook"))).await;
    app.server_source().await.send([track("ana", "Go")]).await;
    sales.wait_for(1).await;
    app.run_until_idle().await;
    assert!(sales.received().iter().all(|one| one.path == "/hook"));
    sales.answer(|_| Reply::status(200));
    app.advance_ms(60_000).await;
    sales.wait_for(2).await;
}

async fn a_private_address_is_refused_at_publishing(app: &mut TestApp) {
    let api = app.api();
    let private = [
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://[::ffff:127.0.0.1]/",
        "http://192.168.1.1/x",
    ];
    for (number, url) in private.iter().enumerate() {
        let id = format!("post-{number}");
        let mut flow: Value = posting_to(url).into();
        flow["id"] = json!(id);
        api.post("/flows", json!({ "document": flow })).await;
        let path = format!("/flows/{id}/publish");
        let answer = api.ask(reqwest::Method::POST, &path, None).await;
        let error = answer.refused(422, "diagnostics");
        let diagnostic = &error["details"]["diagnostics"][0];
        assert_eq!(diagnostic["code"], "private_address", "{url}: {error}");
        assert_eq!(diagnostic["node"], "post_to_url");
    }
}

async fn a_target_on_this_machine_is_refused_at_delivery_when_the_operator_forbids_it(
    app: &mut TestApp,
) {
    let sales = Receiver::start().await;
    app.api().publish(posting_to(&sales.url("/hook"))).await;
    let source = app.server_source().await;
    app.stop().await;
    app.set_up(Setup::standard());
    app.restart().await;
    source.send([track("ana", "Go")]).await;
    app.run_until_idle().await;
    assert_eq!(sales.count(), 0);
    let dead = app.api().get("/dead-letters").await;
    let letter = &dead["items"][0];
    assert_eq!((&letter["kind"], &letter["url"]), (&json!("effect"), &json!(sales.url("/hook"))));
    assert!(text(&letter["reason"]).contains("not a public address"), "{letter}");

    app.stop().await;
    app.set_up(Setup::allowing_private_addresses());
    app.restart().await;
    let path = format!("/dead-letters/{}/retry", text(&letter["id"]));
    app.api().post(&path, json!({})).await;
    let delivered = sales.wait_for(1).await;
    assert_eq!(delivered[0].header("webhook-id"), text(&letter["subject"]));
}

/// The flow that ships, posting to `url`, and two events that give points.
async fn publish(app: &TestApp, url: &str) {
    let mut file = shipped("hand-over");
    let nodes = file["flow"]["nodes"].as_array_mut().expect("a flow has nodes");
    for node in nodes.iter_mut().filter(|node| node["kind"] == "post_to_url") {
        node["settings"]["url"] = json!(url);
    }
    app.api().publish_file(&file).await;
    for (id, name, points) in [("demo", "Asked for a demo", 20), ("price", "Asked for a price", 1)]
    {
        let flow = Flow::new(id)
            .then("event", json!({ "of": event(&format!("custom:{name}")) }))
            .then("adjust_score", json!({ "points": points, "reason": name }));
        app.api().publish(flow).await;
    }
}

fn posting_to(url: &str) -> Flow {
    Flow::new("post")
        .then("event", json!({ "of": event("custom:Go") }))
        .then("post_to_url", json!({ "url": url }))
}

async fn secret(app: &TestApp, url: &str) -> String {
    let found = app.api().get(&format!("/webhook-secret?url={url}")).await;
    text(&found["secret"]).to_owned()
}
