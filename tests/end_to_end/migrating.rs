//! A new version of a flow over ten thousand people who wait in the old one: each goes on as the
//! publisher chose for the step at which they are, and `doctor` (after each test) finds nothing.

use std::collections::BTreeMap;

use reqwest::Method;
use runnel_tests::{Flow, TestApp, both_databases, event, track};
use serde_json::{Value, json};

const EACH: usize = 2_500;
const LANES: [&str; 4] = ["a", "b", "c", "d"];
const HOUR_MS: i64 = 60 * 60 * 1_000;

both_databases!(
    ten_thousand_who_wait_go_on_as_the_publisher_chose,
    a_flow_with_ten_thousand_inside_is_deleted_and_each_of_them_leaves,
);

async fn ten_thousand_who_wait_go_on_as_the_publisher_chose(app: &mut TestApp) {
    let api = app.api();
    api.publish(version(24, "old")).await;
    send_everybody(app).await;

    let draft = json!({ "document": version(1, "new") });
    api.put("/flows/lanes/draft", draft).await;
    let inside = api.get("/flows/lanes/inside").await["steps"].clone();
    let expect: Vec<Value> = LANES.iter().map(|lane| at(1, lane, true)).collect();
    assert_eq!(inside, json!(expect));

    let choices =
        json!({ "migrations": { "wait-b": "move", "wait-c": "retime", "wait-d": "exit" } });
    api.post("/flows/lanes/publish", choices).await;
    app.run_until_idle().await;
    let inside = api.get("/flows/lanes/inside").await["steps"].clone();
    assert_eq!(inside, json!([at(1, "a", true), at(2, "b", true), at(2, "c", true)]));
    app.demand_silent_doctor().await;

    // Timed anew, an hour counts from when they came, not from the publication.
    app.advance_ms(HOUR_MS).await;
    app.run_until_idle().await;
    assert_eq!(tags(app).await, [("new-c".to_owned(), EACH as i64)].into());
    app.advance_days(1).await;
    app.run_until_idle().await;
    let all = ["new-b", "new-c", "old-a"].map(|tag| (tag.to_owned(), EACH as i64));
    assert_eq!(tags(app).await, BTreeMap::from(all));

    let mut gone = version(1, "new");
    gone["nodes"].as_array_mut().expect("a list").retain(|node| node["id"] != "wait-a");
    gone["edges"].as_array_mut().expect("a list").retain(|edge| edge["from"] != "wait-a");
    gone["edges"][0]["to"] = json!("tag-a");
    api.put("/flows/lanes/draft", json!({ "document": gone })).await;
    let publish = |choices: Value| {
        api.ask(Method::POST, "/flows/lanes/publish", Some(json!({ "migrations": choices })))
    };
    app.server_source().await.send([track("late", "Went a")]).await;
    app.run_until_idle().await;
    let refused = publish(json!({ "wait-a": "move", "nowhere": "exit" })).await;
    let refused = refused.refused(422, "diagnostics");
    let codes = refused["details"]["diagnostics"].as_array().expect("a list").iter();
    let codes: Vec<_> = codes.map(|one| one["code"].clone()).collect();
    assert_eq!(codes, ["unknown_step", "cannot_move"]);
    publish(json!({ "wait-a": "vanish" })).await.refused(422, "invalid_body");
    publish(json!({ "wait-a": "exit" })).await.ok();
}

async fn a_flow_with_ten_thousand_inside_is_deleted_and_each_of_them_leaves(app: &mut TestApp) {
    let api = app.api();
    api.publish(version(24, "old")).await;
    send_everybody(app).await;
    let delete = |query: &str| {
        let (api, path) = (api.clone(), format!("/flows/lanes{query}"));
        async move { api.ask(Method::DELETE, &path, None).await }
    };
    let refused = delete("").await.refused(409, "people_inside");
    assert_eq!(refused["details"], json!({ "inside": LANES.len() * EACH }));
    delete("?people=stay").await.refused(400, "invalid_query");

    api.put_segment("stuck", json!({ "flow": { "flow": "lanes", "is": "inside" } })).await;
    delete("?people=exit").await.refused(409, "in_use");
    api.delete("/segments/stuck").await;

    app.run_until_idle().await;
    app.pause_processing(true).await;
    delete("?people=exit").await.ok();
    let anew = json!({ "document": version(1, "new") });
    let create = || api.ask(Method::POST, "/flows", Some(anew.clone()));
    create().await.refused(409, "people_inside");
    api.ask(Method::GET, "/flows/lanes", None).await.refused(404, "not_found");
    app.pause_processing(false).await;
    app.run_until_idle().await;
    app.demand_silent_doctor().await;
    let ends = "SELECT reason, count(*) FROM enrolments GROUP BY reason";
    let expect = [("\"stopped\"".to_owned(), (LANES.len() * EACH) as i64)];
    assert_eq!(app.database().rows(ends).await, expect);

    // The id is free, and whoever comes meets the new flow only.
    create().await.ok();
    let published = api.post("/flows/lanes/publish", json!({})).await;
    assert_eq!(published["version"], 2);
    app.server_source().await.send([track("late", "Went a")]).await;
    app.advance_days(1).await;
    assert_eq!(tags(app).await, [("new-a".to_owned(), 1)].into());
}

/// Four triggers, each with a wait and a tag of its own.
fn version(hours: i64, tag: &str) -> Value {
    let mut flow = Flow::new("lanes");
    for lane in LANES {
        let [on, wait, then] = ["on", "wait", "tag"].map(|part| format!("{part}-{lane}"));
        flow = flow
            .step(&on, "event", json!({ "of": event(&format!("custom:Went {lane}")) }))
            .step(&wait, "wait", json!({ "for": { "hours": hours } }))
            .step(&then, "add_tag", json!({ "tag": format!("{tag}-{lane}") }))
            .wire(&on, "next", &wait)
            .wire(&wait, "next", &then);
    }
    flow.into()
}

async fn send_everybody(app: &TestApp) {
    let source = app.server_source().await;
    for lane in LANES {
        for start in (0..EACH).step_by(500) {
            let one = |number: usize| track(&format!("{lane}-{number}"), &format!("Went {lane}"));
            source.send((start..start + 500).map(one)).await;
        }
    }
    app.run_until_idle().await;
}

fn at(version: u32, lane: &str, can_move: bool) -> Value {
    json!({
        "version": version, "node": format!("wait-{lane}"), "name": "", "kind": "wait",
        "inside": EACH, "can_move": can_move,
    })
}

async fn tags(app: &TestApp) -> BTreeMap<String, i64> {
    let rows = app.database().rows("SELECT tag, count(*) FROM tags GROUP BY tag").await;
    rows.into_iter().collect()
}
