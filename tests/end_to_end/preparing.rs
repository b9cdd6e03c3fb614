//! Rules over history: what happened before anybody asked is counted, and then the rule takes
//! effect as if it had always been kept.

use reqwest::Method;
use runnel_tests::{
    Flow, TestApp, both_databases, changes, event, eventually, identify, page, page_with, text,
    track,
};
use serde_json::{Value, json};

both_databases!(
    a_new_rule_knows_what_happened_before,
    a_flow_whose_rules_ask_about_the_past_takes_nobody_in_before_it_is_counted,
    what_was_given_up_is_counted_anew,
    what_is_joined_while_it_is_counted_is_counted_once,
);

fn visits(times: i64) -> Value {
    let times = json!({ "at_least": times });
    json!({ "count": { "of": page_with("/pricing"), "times": times, "within": { "days": 3 } } })
}

async fn visit(app: &TestApp, user: &str, times: usize) {
    let source = app.server_source().await;
    source.send((0..times).map(|_| page(user, "https://example.com/pricing"))).await;
    app.run_until_idle().await;
}

async fn members(app: &TestApp, segment: &str) -> Vec<String> {
    let mut names = Vec::new();
    for member in app.api().all(&format!("/segments/{segment}/members")).await {
        names.push(text(&member["name"]).to_owned());
    }
    names.sort();
    names
}

async fn a_new_rule_knows_what_happened_before(app: &mut TestApp) {
    visit(app, "ana", 9).await;
    visit(app, "bo", 8).await;
    app.server_source().await.send([page("cy", "https://example.com/blog")]).await;
    app.api().put_segment("keen", visits(9)).await;
    app.run_until_idle().await;
    assert_eq!(members(app, "keen").await, ["ana"]);
    let ana = app.api().contact("ana").await;
    let facts = app.api().facts(&ana).await;
    let entered = changes(&facts, "segment_entered");
    assert_eq!(entered.len(), 1);
    assert_eq!(entered[0]["change"]["initial"], true, "{entered:?}");

    // What comes is added to what was before, and a rule that needs more is counted anew.
    visit(app, "bo", 1).await;
    assert_eq!(members(app, "keen").await, ["ana", "bo"]);
    visit(app, "ana", 11).await;
    app.api().put_segment("keener", visits(20)).await;
    app.api().put_segment("never", json!({ "never": page_with("/pricing") })).await;
    app.run_until_idle().await;
    assert_eq!(members(app, "keener").await, ["ana"]);
    assert_eq!(members(app, "never").await, ["cy"]);
    app.advance_days(3).await;
    assert_eq!(members(app, "keen").await, [""; 0]);

    // Given up and asked for again, it is counted again and not twice.
    app.api().delete("/segments/keener").await;
    visit(app, "ana", 19).await;
    app.api().put_segment("keener", visits(20)).await;
    app.run_until_idle().await;
    assert_eq!(members(app, "keener").await, [""; 0]);
    visit(app, "ana", 1).await;
    assert_eq!(members(app, "keener").await, ["ana"]);
}

async fn a_flow_whose_rules_ask_about_the_past_takes_nobody_in_before_it_is_counted(
    app: &mut TestApp,
) {
    let source = app.server_source().await;
    source.send([track("ana", "Bought"), track("bo", "Looked")]).await;
    app.run_until_idle().await;
    let flow = Flow::new("asks")
        .step("came", "event", json!({ "of": event("custom:Came") }))
        .step("ask", "branch", json!({ "rule": { "never": event("custom:Bought") } }))
        .step("new", "add_tag", json!({ "tag": "new" }))
        .step("old", "add_tag", json!({ "tag": "old" }))
        .wire("came", "next", "ask")
        .wire("ask", "yes", "new")
        .wire("ask", "no", "old");
    app.api().post("/flows", json!({ "document": Value::from(flow) })).await;

    // While nothing is processed, nothing is counted, and the publication waits.
    app.pause_processing(true).await;
    let answer = app.api().ask(Method::POST, "/flows/asks/publish", None).await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    let waiting = answer.json()["preparation"].take();
    assert_eq!((&waiting["kind"], &waiting["subject"]), (&json!("flow"), &json!("asks")));
    assert_eq!(app.api().get("/flows/asks").await["state"], "draft");
    source.send([track("ana", "Came")]).await;
    app.pause_processing(false).await;
    eventually("it is published", async || {
        (app.api().get("/flows/asks").await["state"] == "active").then_some(())
    })
    .await;
    assert_eq!(app.api().all("/preparations").await, [Value::Null; 0]);
    source.send([track("ana", "Came"), track("bo", "Came")]).await;
    app.run_until_idle().await;
    let tags = async |user| app.api().contact(user).await["tags"].clone();
    assert_eq!((tags("ana").await, tags("bo").await), (json!(["old"]), json!(["new"])));
    let entered = app.api().all("/flows/asks/enrolments").await;
    assert_eq!(entered.len(), 2, "who came before it was published came too early: {entered:?}");
}

async fn what_was_given_up_is_counted_anew(app: &mut TestApp) {
    visit(app, "ana", 20).await;
    app.pause_processing(true).await;
    let put = json!({ "name": "Keen", "rule": visits(20) });
    let put_off = app.api().ask(Method::PUT, "/segments/keen", Some(put)).await.json();
    let path = format!("/preparations/{}", text(&put_off["preparation"]["id"]));
    eventually("it is begun", async || {
        let waiting = app.api().all("/preparations").await;
        waiting[0]["share"].is_number().then_some(())
    })
    .await;
    app.api().delete(&path).await;
    app.pause_processing(false).await;
    app.api().put_segment("other", json!({ "tag": "vip" })).await;
    visit(app, "bo", 20).await;
    app.api().put_segment("keen", visits(20)).await;
    app.run_until_idle().await;
    assert_eq!(members(app, "keen").await, ["ana", "bo"]);
}

async fn what_is_joined_while_it_is_counted_is_counted_once(app: &mut TestApp) {
    let source = app.server_source().await;
    visit(app, "ana", 5).await;
    let anonymous = |number: usize| {
        json!({ "type": "page", "anonymousId": "device", "messageId": format!("d{number}"),
            "properties": { "url": "https://example.com/pricing" } })
    };
    source.send((0..4).map(anonymous)).await;
    app.run_until_idle().await;
    app.pause_processing(true).await;
    let put = json!({ "name": "Keen", "rule": visits(10) });
    let answer = app.api().ask(Method::PUT, "/segments/keen", Some(put)).await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    let joins = json!({ "type": "identify", "userId": "ana", "anonymousId": "device",
        "messageId": "joins", "traits": {} });
    source.send([joins, page("ana", "https://example.com/pricing")]).await;
    source.send([identify("ana", json!({ "plan": "pro" }))]).await;
    app.pause_processing(false).await;
    eventually("it is published", async || {
        app.api().all("/preparations").await.is_empty().then_some(())
    })
    .await;
    app.run_until_idle().await;
    assert_eq!(members(app, "keen").await.len(), 1);
    app.api().put_segment("more", visits(11)).await;
    app.run_until_idle().await;
    assert_eq!(members(app, "more").await, [""; 0]);
}
