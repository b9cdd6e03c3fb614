//! What the lists and screens of the app read beside the things themselves: names, authors, days.

use reqwest::Method;
use runnel_tests::{Flow, TestApp, both_databases, event, page, page_with, text, track};
use serde_json::{Value, json};

both_databases!(
    lists_say_whose_things_are_and_who_made_them,
    numbers_are_of_the_last_days,
    what_has_just_come_in_is_shown_over_all_contacts,
    whoever_passed_a_step_is_found_in_the_logs,
    a_rule_is_tried_on_contacts_before_it_is_published,
);

fn waiting() -> Value {
    Flow::new("waiting")
        .step("start", "event", json!({ "of": event("custom:Went") }))
        .step("wait", "wait", json!({ "for": { "days": 2 } }))
        .step("call", "assign_task", json!({ "title": "Call" }))
        .wire("start", "next", "wait")
        .wire("wait", "next", "call")
        .into()
}

async fn lists_say_whose_things_are_and_who_made_them(app: &mut TestApp) {
    let api = app.api();
    api.publish(waiting()).await;
    let key = api.get("/flows/waiting").await["updated_by"].clone();
    assert_eq!(key["kind"], "key");
    let body = json!({ "document": waiting() });
    let headers = [("if-match", "7")];
    let late = api.ask_with(Method::PUT, "/flows/waiting/draft", Some(body), &headers).await;
    let told = late.refused(412, "changed_since")["details"].clone();
    assert_eq!((&told["found"], &told["updated_by"]), (&json!(1), &key));

    app.server_source().await.send([track("ana", "Went"), track("bo", "Went")]).await;
    app.run_until_idle().await;
    let inside = api.get("/flows/waiting/enrolments?limit=1").await;
    assert!(["ana", "bo"].contains(&text(&inside["items"][0]["contact_name"])), "{inside}");
    let version = &api.get("/flows/waiting/versions").await["items"][0];
    assert_eq!((&version["published_by"], &version["inside"]), (&key, &json!(2)));
    app.advance_days(2).await;
    let tasks = api.get("/tasks").await;
    assert_eq!(tasks["items"].as_array().map(Vec::len), Some(2), "{tasks}");
    for task in tasks["items"].as_array().into_iter().flatten() {
        let contact = api.get(&format!("/contacts/{}", text(&task["contact"]))).await;
        assert_eq!(task["contact_name"], contact["name"]);
    }

    let ana = api.contact("ana").await;
    let path = format!("/contacts/{}", text(&ana["id"]));
    let points = json!({ "points": 7, "reason": "Called us", "category": "fit" });
    api.post(&format!("{path}/score"), points).await;
    let deal = json!({ "name": "Order", "pipeline": "sales" });
    let deal = api.post(&format!("{path}/deals"), deal).await;
    assert_eq!(deal["contact_name"], "ana");
    let names = async |query: &str| {
        let found = api.get(&format!("/contacts?{query}")).await;
        let items = found["items"].as_array().expect("a list").clone();
        items.iter().map(|item| text(&item["name"]).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("score_min=1").await, ["ana"]);
    assert_eq!(names("score_max=6").await, ["bo"]);
    assert_eq!(names("score_min=7&score_max=7&category=fit&sort=-score").await, ["ana"]);
    assert_eq!(names("score_max=9&category=other").await, [""; 0]);
}

async fn numbers_are_of_the_last_days(app: &mut TestApp) {
    let api = app.api();
    api.publish(waiting()).await;
    let source = app.server_source().await;
    source.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    app.advance_days(4).await;
    source.send([track("bo", "Went")]).await;
    app.run_until_idle().await;
    let entered = async |query: &str| {
        let numbers = api.get(&format!("/flows/waiting/numbers{query}")).await;
        (numbers["nodes"][1]["entered"].clone(), numbers["nodes"][1]["inside"].clone())
    };
    assert_eq!(entered("").await, (json!(2), json!(1)));
    assert_eq!(entered("?days=2").await, (json!(1), json!(1)));
    assert_eq!(entered("?days=6").await, (json!(2), json!(1)));
    let week = async || {
        let flow = &api.get("/flows").await["items"][0];
        (flow["entered_this_week"].clone(), flow["inside"].clone())
    };
    assert_eq!(week().await, (json!(2), json!(1)));
    app.advance_days(5).await;
    assert_eq!(week().await, (json!(1), json!(0)));
    app.advance_days(5).await;
    assert_eq!(week().await, (json!(0), json!(0)));
}

async fn what_has_just_come_in_is_shown_over_all_contacts(app: &mut TestApp) {
    let api = app.api();
    api.publish(waiting()).await;
    let (busy, quiet) = (app.server_source().await, app.server_source().await);
    quiet.send([track("first", "Went")]).await;
    app.run_until_idle().await;
    for n in 0..100 {
        busy.send([track(&format!("user-{n}"), "Went")]).await;
    }
    app.run_until_idle().await;
    // What nobody sent is in timelines, and not here.
    app.advance_days(2).await;

    let latest = async |query: &str| {
        let latest = api.get(&format!("/events{query}")).await;
        latest["items"].as_array().expect("a list").clone()
    };
    let name = |item: &Value| text(&item["contact"]["name"]).to_owned();
    let newest: Vec<String> = latest("?limit=3").await.iter().map(name).collect();
    assert_eq!(newest, ["user-99", "user-98", "user-97"]);
    assert_eq!(latest("?limit=200").await.len(), 101);
    let of_quiet = latest(&format!("?source={}", quiet.id)).await;
    assert_eq!((of_quiet.len(), name(&of_quiet[0])), (1, "first".to_owned()));
    let facts = of_quiet[0]["entry"]["facts"].as_array().expect("facts");
    let entered = |fact: &Value| fact["text"] == "Entered the flow waiting";
    assert!(facts.iter().any(entered), "{facts:?}");
    api.ask(Method::GET, "/events?source=src_99", None).await.refused(404, "not_found");
}

async fn whoever_passed_a_step_is_found_in_the_logs(app: &mut TestApp) {
    let api = app.api();
    let flow = Flow::new("sorted")
        .step("start", "event", json!({ "of": event("custom:Went") }))
        .step("ask", "branch", json!({ "rule": { "tag": "vip" } }))
        .step("wait", "wait", json!({ "for": { "days": 1 } }))
        .wire("start", "next", "ask")
        .wire("ask", "yes", "wait");
    api.publish(flow).await;
    let vip = api.post("/contacts", json!({ "user_id": "vip" })).await;
    api.patch(&format!("/contacts/{}", text(&vip["id"])), json!({ "add_tags": ["vip"] })).await;
    let source = app.server_source().await;
    source.send(["vip", "ana", "bo"].map(|user| track(user, "Went"))).await;
    app.run_until_idle().await;
    let who = async |query: &str| {
        let mut names = Vec::new();
        for one in api.all(&format!("/flows/sorted/enrolments?limit=1&{query}")).await {
            names.push(text(&one["contact_name"]).to_owned());
        }
        names.sort_unstable();
        names
    };
    assert_eq!(who("passed=ask&port=yes").await, ["vip"]);
    assert_eq!(who("passed=ask&port=no").await, ["ana", "bo"]);
    assert_eq!(who("passed=wait").await, [""; 0]);
    app.advance_days(1).await;
    assert_eq!(who("passed=wait&port=next&version=1").await, ["vip"]);
}

async fn a_rule_is_tried_on_contacts_before_it_is_published(app: &mut TestApp) {
    let api = app.api();
    let source = app.server_source().await;
    for visits in 1..=3 {
        for _ in 0..visits {
            source.send([page(&format!("user-{visits}"), "https://x.example/pricing")]).await;
        }
    }
    app.run_until_idle().await;
    let pricing = page_with("/pricing");
    let rule = json!({ "count": { "of": pricing, "times": { "at_least": 2 } } });
    let found = api.post("/segments/preview", json!({ "rule": rule, "sample": 1 })).await;
    let numbers = ["looked_at", "contacts", "matching", "low", "high"];
    assert_eq!(numbers.map(|name| found[name].as_u64().expect("a number")), [3, 3, 2, 2, 2]);
    // Two events of one moment happened in the order in which they were told.
    source.send([track("user-1", "Zoomed"), track("user-1", "Asked")]).await;
    app.run_until_idle().await;
    for (first, then, expect) in [("Zoomed", "Asked", 1), ("Asked", "Zoomed", 0)] {
        let of = |name| event(&format!("custom:{name}"));
        let sequence = json!({ "first": of(first), "then": of(then), "at_most": { "days": 1 } });
        let rule = json!({ "rule": { "sequence": sequence } });
        assert_eq!(api.post("/segments/preview", rule).await["matching"], expect, "{first}");
    }
    assert_eq!(found["sample"].as_array().map(Vec::len), Some(1), "{found}");
    let wrong = json!({ "rule": { "segment": "nowhere" } });
    let refused = api.ask(Method::POST, "/segments/preview", Some(wrong)).await;
    refused.refused(422, "diagnostics");
    assert_eq!(api.get("/segments").await["items"], json!([]));
}
