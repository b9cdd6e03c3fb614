//! Flows and segments: drafts, publishing, what they do, and why one is refused.

use axum::body::Body;
use runnel_api::Limits;
use runnel_store::Role;
use serde_json::{Value, json};

use crate::harness::TestApp;

fn reward() -> Value {
    json!({ "id": "reward", "name": "Reward", "nodes": [
        { "id": "start", "kind": "segment_entered", "settings": { "segment": "vip" } },
        { "id": "points", "kind": "adjust_score", "name": "Give 5", "settings": { "points": 5, "reason": "Is a VIP" } },
        { "id": "later", "kind": "wait", "settings": { "for": { "days": 1 } } },
    ], "edges": [{ "from": "start", "to": "points" }, { "from": "points", "to": "later" }] })
}

async fn publish_reward(app: &TestApp) {
    let segment = json!({ "name": "VIPs", "rule": { "tag": "vip" } });
    app.admin("PUT", "/segments/vip", segment, 200).await;
    let created = app.admin("POST", "/flows", json!({ "document": reward() }), 201).await;
    let diagnostics = created["diagnostics"].as_array().unwrap();
    let codes: Vec<_> = diagnostics.iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["empty_audience"], "nobody is there yet");
    let published = app.admin("POST", "/flows/reward/publish", Value::Null, 200).await;
    assert_eq!(published["version"], 1);
}

#[tokio::test]
async fn a_published_flow_gives_points_and_the_receipt_says_why() {
    let app = TestApp::start().await;
    publish_reward(&app).await;
    let contact = app.admin("POST", "/contacts", json!({ "user_id": "ana" }), 201).await;
    let path = format!("/contacts/{}", contact["id"].as_str().unwrap());
    let contact = app.admin("PATCH", &path, json!({ "add_tags": ["vip"] }), 200).await;
    assert_eq!((&contact["score"], &contact["segments"][0]["name"]), (&json!(5), &json!("VIPs")));
    assert_eq!(contact["enrolments"][0]["node"], "later");
    let receipt = app.admin("GET", &format!("{path}/receipt"), Value::Null, 200).await;
    let point = &receipt["points"][0];
    assert_eq!(point["flow"], json!({ "id": "reward", "name": "Reward", "version": 1 }));
    assert_eq!(point["step"], json!({ "id": "points", "name": "Give 5", "kind": "adjust_score" }));
    assert_eq!(
        (&point["reason"], &point["text"]),
        (&json!("Is a VIP"), &json!("tester added the tag vip"))
    );
    let numbers = app.admin("GET", "/flows/reward/numbers", Value::Null, 200).await;
    let later = &numbers["nodes"][2];
    assert_eq!(
        (&later["node"], &later["entered"], &later["inside"]),
        (&json!("later"), &json!(1), &json!(1))
    );
    let members = app.admin("GET", "/segments/vip/members", Value::Null, 200).await;
    assert_eq!(members["items"].as_array().unwrap().len(), 1);
    app.stop().await;
}

#[tokio::test]
async fn archiving_ends_who_is_inside() {
    let app = TestApp::start().await;
    publish_reward(&app).await;
    let contact = app.admin("POST", "/contacts", json!({ "user_id": "ana" }), 201).await;
    let path = format!("/contacts/{}", contact["id"].as_str().unwrap());
    app.admin("PATCH", &path, json!({ "add_tags": ["vip"] }), 200).await;
    let paused = app.admin("POST", "/flows/reward/pause", Value::Null, 200).await;
    assert_eq!(paused["state"], "paused");
    let resumed = app.admin("POST", "/flows/reward/resume", Value::Null, 200).await;
    assert_eq!(resumed["state"], "active");
    let archived = app.admin("POST", "/flows/reward/archive", Value::Null, 200).await;
    assert_eq!(archived["state"], "archived");
    app.until_idle().await;
    let inside = app.admin("GET", "/flows/reward/enrolments?active=true", Value::Null, 200).await;
    assert_eq!(inside["items"], json!([]));
    let over = app.admin("GET", "/flows/reward/enrolments?active=false", Value::Null, 200).await;
    assert_eq!(over["items"][0]["reason"], "stopped");
    app.admin("POST", "/flows/reward/pause", Value::Null, 409).await;
    app.stop().await;
}

#[tokio::test]
async fn a_draft_with_errors_is_kept_and_not_published() {
    let app = TestApp::start().await;
    let mut flow = reward();
    flow["nodes"][1]["kind"] = json!("teleport");
    let created = app.admin("POST", "/flows", json!({ "document": flow }), 201).await;
    assert_eq!(created["draft_version"], 1);
    let refused = app.admin("POST", "/flows/reward/publish", Value::Null, 422).await;
    let mut codes: Vec<_> = refused["details"]["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|diagnostic| diagnostic["code"].as_str().unwrap())
        .collect();
    codes.sort_unstable();
    assert!(codes.contains(&"unknown_kind") && codes.contains(&"unknown_segment"), "{codes:?}");
    let saved = app.admin("PUT", "/flows/reward/draft", json!({ "document": reward() }), 200).await;
    assert_eq!(saved["draft_version"], 2);
    assert_eq!(saved["diagnostics"][0]["code"], "unknown_segment");
    app.admin("POST", "/flows", json!({ "document": reward() }), 409).await;
    app.admin("POST", "/flows/reward/pause", Value::Null, 409).await;
    app.stop().await;
}

#[tokio::test]
async fn a_rule_about_a_past_that_nobody_counted_is_published_when_it_is() {
    let app = TestApp::start().await;
    let segment = |times: u64| {
        json!({ "name": "Keen", "rule": { "count": {
        "of": { "event": "page_visited" }, "times": { "at_least": times }, "within": { "days": 3 } } } })
    };
    app.admin("PUT", "/segments/keen", segment(3), 200).await;
    app.admin("POST", "/contacts", json!({ "user_id": "ana" }), 201).await;
    app.admin("PUT", "/segments/keen", segment(2), 200).await;
    let published = app.admin("PUT", "/segments/keen", segment(9), 200).await;
    assert_eq!(published["version"], 3);
    let waiting = app.admin("GET", "/preparations", Value::Null, 200).await;
    assert_eq!(waiting["items"], json!([]));

    // While nothing is processed, nothing can be counted.
    app.pause_processing(true);
    let put_off = app.admin("PUT", "/segments/keen", segment(20), 202).await;
    let preparation = &put_off["preparation"];
    assert_eq!(
        (&preparation["kind"], &preparation["subject"]),
        (&json!("segment"), &json!("keen"))
    );
    let newer = app.admin("PUT", "/segments/keen", segment(40), 202).await;
    let waiting = app.admin("GET", "/preparations", Value::Null, 200).await;
    assert_eq!(waiting["items"].as_array().unwrap().len(), 1, "{waiting}");
    let path = format!("/preparations/{}", newer["preparation"]["id"].as_str().unwrap());
    app.admin("DELETE", &path, Value::Null, 204).await;
    app.admin("DELETE", &path, Value::Null, 404).await;
    app.pause_processing(false);
    let kept = app.admin("GET", "/segments/keen", Value::Null, 200).await;
    assert_eq!(
        (&kept["version"], &kept["rule"]["count"]["times"]),
        (&json!(3), &json!({ "at_least": 9 }))
    );
    app.stop().await;
}

#[tokio::test]
async fn a_segment_that_is_asked_about_cannot_be_deleted() {
    let app = TestApp::start().await;
    publish_reward(&app).await;
    let refused = app.admin("DELETE", "/segments/vip", Value::Null, 409).await;
    assert!(refused["message"].as_str().unwrap().contains("the flow `Reward`"), "{refused}");
    app.admin("PUT", "/segments/other", json!({ "name": "Other", "rule": { "tag": "x" } }), 200)
        .await;
    app.admin("DELETE", "/segments/other", Value::Null, 204).await;
    app.admin("GET", "/segments/other", Value::Null, 404).await;
    let mismatch = json!({ "id": "b", "name": "A", "rule": { "tag": "x" } });
    app.admin("PUT", "/segments/a", mismatch, 422).await;
    app.stop().await;
}

#[tokio::test]
async fn a_flow_that_posts_into_our_own_network_is_refused() {
    let app = TestApp::start().await;
    let flow = json!({ "id": "spy", "name": "Spy", "nodes": [
        { "id": "start", "kind": "tag_added", "settings": { "tag": "x" } },
        { "id": "post", "kind": "post_to_url", "settings": { "url": "http://169.254.169.254/latest" } },
    ], "edges": [{ "from": "start", "to": "post" }] });
    app.admin("POST", "/flows", json!({ "document": flow }), 201).await;
    let refused = app.admin("POST", "/flows/spy/publish", Value::Null, 422).await;
    assert_eq!(refused["details"]["diagnostics"][0]["code"], "private_address");
    app.stop().await;
}

#[tokio::test]
async fn a_flow_says_who_saved_its_draft_and_who_published_it() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Marketer).await;
    let bo = app.person("Bo", Role::Marketer).await;
    let segment = json!({ "name": "VIPs", "rule": { "tag": "vip" } });
    app.admin("PUT", "/segments/vip", segment, 200).await;
    let document = json!({ "document": reward() });
    app.ask_as(&ana, "POST", "/flows", document.clone()).await;
    let flow = app.admin("GET", "/flows/reward", Value::Null, 200).await;
    assert_eq!(flow["updated_by"], json!({ "kind": "user", "id": ana.id, "name": "Ana" }));
    assert_eq!((&flow["published_at"], &flow["published_by"]), (&Value::Null, &Value::Null));

    app.pass_hours(1);
    assert_eq!(app.ask_as(&bo, "PUT", "/flows/reward/draft", document.clone()).await.status, 200);
    let late = ana.request("PUT", "/flows/reward/draft").header("x-csrf-token", &ana.csrf);
    let late = late.header("if-match", "1").body(Body::from(document.to_string())).unwrap();
    let late = app.send(late).await;
    assert_eq!((late.status, &late.body["code"]), (412, &json!("changed_since")));
    let told = json!({ "expected": 1, "found": 2, "updated_at": "2026-03-01T10:30:00.000Z",
        "updated_by": { "kind": "user", "id": bo.id, "name": "Bo" } });
    assert_eq!(late.body["details"], told);

    app.ask_as(&ana, "POST", "/flows/reward/publish", Value::Null).await;
    app.pass_hours(1);
    app.admin("POST", "/flows/reward/publish", Value::Null, 200).await;
    let contact = app.admin("POST", "/contacts", json!({ "user_id": "cy" }), 201).await;
    let path = format!("/contacts/{}", contact["id"].as_str().unwrap());
    app.admin("PATCH", &path, json!({ "add_tags": ["vip"] }), 200).await;

    let flows = app.admin("GET", "/flows", Value::Null, 200).await;
    let flow = &flows["items"][0];
    assert_eq!(
        (&flow["updated_by"]["name"], &flow["published_by"]["kind"]),
        (&json!("Bo"), &json!("key"))
    );
    assert_eq!(flow["published_at"], "2026-03-01T11:30:00.000Z");
    let versions = app.admin("GET", "/flows/reward/versions", Value::Null, 200).await;
    let line = |at: usize| {
        let one = &versions["items"][at];
        (one["version"].clone(), one["published_by"]["name"].clone(), one["inside"].clone())
    };
    assert_eq!(line(0), (json!(2), json!("tester"), json!(1)));
    assert_eq!(line(1), (json!(1), json!("Ana"), json!(0)));
    let first = app.admin("GET", "/flows/reward/versions/1", Value::Null, 200).await;
    assert_eq!(first["published_by"]["name"], "Ana");
    app.admin("GET", "/flows/other/versions", Value::Null, 404).await;
    let diff = app.admin("GET", "/flows/reward/diff?from=1&to=2", Value::Null, 200).await;
    assert_eq!((&diff["from"], &diff["to"]), (&json!(1), &json!(2)));
    let draft = app.admin("GET", "/flows/reward/diff", Value::Null, 200).await;
    assert_eq!((&draft["from"], &draft["to"]), (&json!(2), &Value::Null));
    app.admin("GET", "/flows/reward/diff?from=9", Value::Null, 404).await;
    let inside = app.admin("GET", "/flows/reward/enrolments", Value::Null, 200).await;
    assert_eq!(inside["items"][0]["contact_name"], "cy");
    app.stop().await;
}

#[tokio::test]
async fn numbers_are_those_of_the_last_days_and_the_list_tells_of_the_week() {
    let app = TestApp::start().await;
    publish_reward(&app).await;
    let becomes_vip = async |user: &str| {
        let contact = app.admin("POST", "/contacts", json!({ "user_id": user }), 201).await;
        let path = format!("/contacts/{}", contact["id"].as_str().unwrap());
        app.admin("PATCH", &path, json!({ "add_tags": ["vip"] }), 200).await;
    };
    becomes_vip("ana").await;
    app.pass_hours(3 * 24);
    becomes_vip("bo").await;
    app.until_idle().await;

    let points = async |days: &str| {
        let path = format!("/flows/reward/numbers{days}");
        let numbers = app.admin("GET", &path, Value::Null, 200).await;
        let node = &numbers["nodes"][1];
        assert_eq!(node["node"], "points");
        (
            node["entered"].as_u64().unwrap(),
            node["left"]["next"].as_u64().unwrap(),
            numbers["since"].clone(),
        )
    };
    assert_eq!(points("").await, (2, 2, Value::Null));
    assert_eq!(points("?days=1").await, (1, 1, json!("2026-03-04T00:00:00.000Z")));
    assert_eq!(points("?days=3").await, (1, 1, json!("2026-03-02T00:00:00.000Z")));
    assert_eq!(points("?days=4&version=1").await, (2, 2, json!("2026-03-01T00:00:00.000Z")));
    for wrong in ["0", "401", "-1", "x"] {
        app.admin("GET", &format!("/flows/reward/numbers?days={wrong}"), Value::Null, 400).await;
    }

    let week = async || {
        let flow = app.admin("GET", "/flows/reward", Value::Null, 200).await;
        (flow["entered_this_week"].as_u64().unwrap(), flow["inside"].as_u64().unwrap())
    };
    assert_eq!(week().await, (2, 1), "Ana has come to the end");
    // Who enters a version that is replaced has entered the flow all the same.
    for _ in 0..2 {
        app.admin("POST", "/flows/reward/publish", Value::Null, 200).await;
    }
    app.pass_hours(4 * 24);
    app.until_idle().await;
    assert_eq!(week().await, (1, 0));
    app.pass_hours(7 * 24);
    assert_eq!(week().await, (0, 0));
    app.stop().await;
}

#[tokio::test]
async fn the_list_of_flows_says_which_drafts_have_problems() {
    let app = TestApp::start().await;
    let mut flow = reward();
    flow["nodes"][2]["settings"] = json!({ "for": "ever" });
    let created = app.admin("POST", "/flows", json!({ "document": flow }), 201).await;
    let diagnostics = created["diagnostics"].as_array().unwrap();
    let of = |severity: &str| diagnostics.iter().filter(|one| one["severity"] == severity).count();
    assert!(of("error") >= 2, "{created}");
    let listed = app.admin("GET", "/flows", Value::Null, 200).await;
    let flow = &listed["items"][0];
    assert_eq!((&flow["errors"], &flow["warnings"]), (&json!(of("error")), &json!(of("warning"))));
    assert_eq!((&flow["inside"], &flow["entered_this_week"]), (&json!(0), &json!(0)));
    app.stop().await;
}

#[tokio::test]
async fn a_flow_goes_to_another_installation_as_a_file() {
    let here = TestApp::start().await;
    let segment = json!({ "name": "VIPs", "rule": { "tag": "vip" } });
    here.admin("PUT", "/segments/vip", segment, 200).await;
    here.admin("POST", "/flows", json!({ "document": reward() }), 201).await;
    let file = here.admin("GET", "/flows/reward/export", Value::Null, 200).await;
    assert_eq!(file["segments"][0]["name"], "VIPs");
    here.admin("POST", "/flow-files", file.clone(), 409).await;
    here.stop().await;

    let there = TestApp::start().await;
    let report = there.admin("POST", "/flow-files?check=true", file.clone(), 200).await;
    assert_eq!(
        (&report["id_taken"], &report["segments"][0]["is"], &report["missing"]),
        (&json!(false), &json!("new"), &json!([]))
    );
    there.admin("GET", "/segments/vip", Value::Null, 404).await;

    let mut incomplete = file.clone();
    incomplete["segments"] = json!([]);
    let report = there.admin("POST", "/flow-files?check=true", incomplete, 200).await;
    assert_eq!(
        (&report["missing"][0]["kind"], &report["missing"][0]["id"]),
        (&json!("segment"), &json!("vip"))
    );

    let mut wrong = file.clone();
    wrong["segments"][0]["rule"] = json!({ "segment": "nobody" });
    there.admin("POST", "/flow-files", wrong, 422).await;
    there.admin("GET", "/flows/reward", Value::Null, 404).await;

    there.admin("POST", "/flow-files", file, 201).await;
    there.admin("POST", "/flows/reward/publish", Value::Null, 200).await;
    there.stop().await;
}

#[tokio::test]
async fn whoever_left_a_step_by_a_port_is_listed() {
    let app = TestApp::start().await;
    let flow = json!({ "id": "sorted", "name": "Sorted", "reentry": "every_time", "nodes": [
        { "id": "start", "kind": "tag_added", "settings": { "tag": "in" } },
        { "id": "ask", "kind": "branch", "settings": { "rule": { "score": { "points": { "at_least": 5 } } } } },
        { "id": "lost_it", "kind": "change_deal_stage", "settings": { "pipeline": "sales", "stage": "lost" } },
        { "id": "later", "kind": "wait", "settings": { "for": { "days": 1 } } },
    ], "edges": [
        { "from": "start", "to": "ask" },
        { "from": "ask", "port": "yes", "to": "later" },
        { "from": "ask", "port": "no", "to": "lost_it" },
    ] });
    app.admin("POST", "/flows", json!({ "document": flow }), 201).await;
    app.admin("POST", "/flows/sorted/publish", Value::Null, 200).await;
    for (user, points) in [("ana", 9), ("bo", 1), ("cy", 7), ("di", 2)] {
        app.pass_hours(1);
        let contact = app.admin("POST", "/contacts", json!({ "user_id": user }), 201).await;
        let path = format!("/contacts/{}", contact["id"].as_str().unwrap());
        let points = json!({ "points": points, "reason": "Met" });
        app.admin("POST", &format!("{path}/score"), points, 200).await;
        app.admin("PATCH", &path, json!({ "add_tags": ["in"] }), 200).await;
    }
    let who = async |query: &str| {
        let found =
            app.admin("GET", &format!("/flows/sorted/enrolments?{query}"), Value::Null, 200).await;
        let items = found["items"].as_array().unwrap().clone();
        let names = items.iter().map(|one| one["contact_name"].as_str().unwrap().to_owned());
        (names.collect::<Vec<_>>(), found["next"].clone())
    };
    assert_eq!(who("passed=ask&port=yes").await, (vec!["cy".into(), "ana".into()], Value::Null));
    assert_eq!(who("passed=ask&port=no").await.0, ["di", "bo"]);
    assert_eq!(who("passed=ask").await.0, ["di", "cy", "bo", "ana"]);
    assert_eq!(who("passed=lost_it&port=failed").await.0, ["di", "bo"], "there was no deal");
    assert_eq!(who("passed=later").await.0, [""; 0]);
    assert_eq!(who("passed=ask&port=yes&version=1").await.0, ["cy", "ana"]);
    assert_eq!(who("passed=ask&port=yes&version=2").await.0, [""; 0]);
    assert_eq!(who("passed=ask&active=true").await.0, ["cy", "ana"]);
    let (first, next) = who("passed=ask&port=yes&limit=1").await;
    assert_eq!(first, ["cy"]);
    let rest = who(&format!("passed=ask&port=yes&limit=1&cursor={}", next.as_str().unwrap())).await;
    assert_eq!(rest, (vec!["ana".into()], Value::Null));
    app.admin("GET", "/flows/sorted/enrolments?port=yes", Value::Null, 400).await;
    app.stop().await;
}

#[tokio::test]
async fn a_rule_that_is_being_written_says_whom_it_would_concern() {
    let app = TestApp::start().await;
    let (_, key) = app.source("server").await;
    for (user, visits) in [("ana", 3), ("bo", 1), ("cy", 2)] {
        for _ in 0..visits {
            let body =
                json!({ "userId": user, "properties": { "url": "https://x.example/pricing" } });
            app.track("/v1/page", &key, body.to_string()).await;
        }
    }
    app.until_idle().await;
    let pricing = json!({ "event": "page_visited", "where": [{ "name": "url", "test": { "contains": "/pricing" } }] });
    let often =
        json!({ "count": { "of": pricing, "times": { "at_least": 2 }, "within": { "days": 3 } } });
    let preview = async |rule: &Value| {
        let body = json!({ "rule": rule, "sample": 20 });
        let reply = app.ask(Role::Viewer, "POST", "/segments/preview", body).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let number = |name: &str| reply.body[name].as_u64().unwrap();
        let sample = reply.body["sample"].as_array().unwrap();
        let mut names: Vec<_> =
            sample.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        names.sort_unstable();
        let numbers = ["looked_at", "contacts", "matching", "low", "high"].map(number);
        (numbers, names)
    };
    assert_eq!(preview(&often).await, ([3, 3, 2, 2, 2], vec!["ana".into(), "cy".into()]));
    let not = json!({ "not": often });
    assert_eq!(preview(&not).await, ([3, 3, 1, 1, 1], vec!["bo".into()]));
    app.pass_hours(73);
    assert_eq!(preview(&often).await.0, [3, 3, 0, 0, 0]);
    let one = json!({ "rule": { "never": pricing }, "sample": 0 });
    app.admin("POST", "/segments/preview", one, 200).await;

    let wrong = json!({ "rule": { "segment": "nowhere" } });
    let refused = app.admin("POST", "/segments/preview", wrong, 422).await;
    assert_eq!(refused["details"]["diagnostics"][0]["code"], "unknown_segment");
    let segments = app.admin("GET", "/segments", Value::Null, 200).await;
    assert_eq!(segments["items"], json!([]), "nothing was published");
    let audit = app.admin("GET", "/audit", Value::Null, 200).await;
    assert!(!audit.to_string().contains("segment"), "{audit}");
    app.stop().await;
}

#[tokio::test]
async fn of_many_contacts_some_are_tried_and_the_rest_is_estimated() {
    let app = TestApp::start_with(Limits { preview_contacts: 20, ..Limits::default() }).await;
    let (_, key) = app.source("server").await;
    let item = |n: u32| {
        let traits = json!({ "even": n.is_multiple_of(2) });
        json!({ "type": "identify", "userId": format!("u{n}"), "traits": traits })
    };
    let batch = json!({ "batch": (0..60).map(item).collect::<Vec<_>>() });
    app.track("/v1/batch", &key, batch.to_string()).await;
    app.until_idle().await;
    let preview = async |rule: Value| {
        let body = json!({ "rule": rule });
        let found = app.admin("POST", "/segments/preview", body, 200).await;
        assert_eq!((&found["looked_at"], &found["contacts"]), (&json!(20), &json!(60)));
        ["low", "matching", "high"].map(|name| found[name].as_u64().unwrap())
    };
    let all = preview(json!({ "not": { "tag": "nobody" } })).await;
    assert_eq!(all[1..], [60, 60], "{all:?}");
    assert!((20..60).contains(&all[0]), "{all:?}");
    let none = preview(json!({ "tag": "nobody" })).await;
    assert_eq!(none[..2], [0, 0], "{none:?}");
    assert!((1..=40).contains(&none[2]), "{none:?}");
    let even = json!({ "property": { "name": "even", "test": { "is": true } } });
    let [low, matching, high] = preview(even).await;
    assert!(low < matching && matching < high, "{low} {matching} {high}");
    app.stop().await;
}
