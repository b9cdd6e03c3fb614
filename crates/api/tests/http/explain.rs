//! Why: the path of a contact, why it is not at a step, and what would become of somebody.

use runnel_api::Limits;
use runnel_model::Span;
use runnel_store::Role;
use serde_json::{Value, json};

use crate::harness::TestApp;

/// Whoever gets a tag waits a day, is asked about the score, and another system is told.
fn trial() -> Value {
    json!({ "id": "trial", "name": "Trial", "exit_when": { "tag": "gone" }, "nodes": [
        { "id": "start", "kind": "segment_entered", "settings": { "segment": "vip" } },
        { "id": "ask", "kind": "branch", "name": "Hot?", "settings": { "rule": { "score": { "points": { "more_than": 20 } } } } },
        { "id": "tell", "kind": "post_to_url", "settings": { "url": "https://example.com/hook" } },
        { "id": "sad", "kind": "add_tag", "settings": { "tag": "not_told" } },
        { "id": "rest", "kind": "wait", "settings": { "for": { "days": 3 } } },
        { "id": "cold", "kind": "adjust_score", "settings": { "points": -5, "reason": "Cold" } },
    ], "edges": [
        { "from": "start", "to": "ask" },
        { "from": "ask", "port": "yes", "to": "tell" }, { "from": "ask", "port": "no", "to": "rest" },
        { "from": "tell", "port": "failed", "to": "sad" }, { "from": "rest", "to": "cold" },
    ] })
}

async fn publish(app: &TestApp) {
    let segment = json!({ "name": "VIPs", "rule": { "tag": "vip" } });
    app.admin("PUT", "/segments/vip", segment, 200).await;
    app.admin("POST", "/flows", json!({ "document": trial() }), 201).await;
    app.admin("POST", "/flows/trial/publish", Value::Null, 200).await;
}

async fn contact(app: &TestApp, name: &str) -> String {
    let contact = app.admin("POST", "/contacts", json!({ "user_id": name }), 201).await;
    contact["id"].as_str().unwrap().to_owned()
}

async fn tag(app: &TestApp, id: &str, tag: &str) {
    app.admin("PATCH", &format!("/contacts/{id}"), json!({ "add_tags": [tag] }), 200).await;
}

async fn points(app: &TestApp, id: &str, points: i64) {
    let body = json!({ "points": points, "reason": "By hand" });
    app.admin("POST", &format!("/contacts/{id}/score"), body, 200).await;
}

async fn why(app: &TestApp, id: &str, node: &str) -> Value {
    app.admin("GET", &format!("/contacts/{id}/flows/trial/why?node={node}"), Value::Null, 200).await
}

async fn simulate(app: &TestApp, body: Value, status: u16) -> Value {
    let reply = app.ask(Role::Viewer, "POST", "/flows/trial/simulate", body).await;
    assert_eq!(reply.status, status, "{}", reply.body);
    reply.body
}

fn nodes(passage: &Value) -> Vec<&str> {
    let steps = passage["steps"].as_array().unwrap();
    steps.iter().map(|step| step["step"]["id"].as_str().unwrap()).collect()
}

fn codes(why: &Value) -> Vec<&str> {
    let reasons = why["reasons"].as_array().unwrap();
    reasons.iter().map(|one| one["reason"]["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_path_of_a_contact_says_when_why_and_until_when_it_waits() {
    let app = TestApp::start().await;
    publish(&app).await;
    let ana = contact(&app, "ana").await;
    points(&app, &ana, 18).await;
    tag(&app, &ana, "vip").await;
    let path = format!("/contacts/{ana}/flows/trial/path");
    let told = app.admin("GET", &path, Value::Null, 200).await;
    let passage = &told["passages"][0];
    assert_eq!((nodes(passage), &told["complete"]), (vec!["start", "ask", "rest"], &json!(true)));
    let ask = &passage["steps"][1];
    assert_eq!((&ask["left_by"], &ask["text"]), (&json!("no"), &json!("tester added the tag vip")));
    let because = &ask["because"];
    assert_eq!((&because["evaluated"], &because["agrees"]), (&json!("now"), &json!(true)));
    let explanation = &because["explanation"];
    assert_eq!(explanation["text"], "The score is 18; asked is more than 20 (3 short)");
    assert_eq!(
        (&explanation["clause"]["kind"], &explanation["clause"]["missing"]),
        (&json!("score"), &json!(3.0))
    );
    let rest = &passage["steps"][2];
    assert_eq!((&rest["left_by"], &rest["left_at"]), (&Value::Null, &Value::Null));
    assert_eq!(rest["waits_until"], "2026-03-04T09:30:00.000Z");
    // The points come after the decision: the answer of now is another, and it says so.
    points(&app, &ana, 10).await;
    let told = app.admin("GET", &path, Value::Null, 200).await;
    assert_eq!(told["passages"][0]["steps"][1]["because"]["agrees"], false);
    tag(&app, &ana, "gone").await;
    let told = app.admin("GET", &path, Value::Null, 200).await;
    let passage = &told["passages"][0];
    assert_eq!(passage["reason"], "exit_rule");
    assert_eq!(passage["ended_because"]["explanation"]["text"], "Carries the tag gone");
    app.stop().await;
}

#[tokio::test]
async fn why_not_names_the_clause_that_failed_the_value_and_how_near_it_was() {
    let app = TestApp::start().await;
    publish(&app).await;
    let ana = contact(&app, "ana").await;
    points(&app, &ana, 18).await;
    let outside = why(&app, &ana, "tell").await;
    assert_eq!(
        (&outside["standing"], codes(&outside)),
        (&json!("not_entered"), vec!["trigger", "reentry", "choice"])
    );
    assert_eq!(outside["text"], "The trigger “Segment entered”: Not in the segment VIPs");
    let clause = &outside["reasons"][0]["reason"]["explanation"]["clause"];
    assert_eq!(clause["rule"]["text"], "Does not carry the tag vip");
    let choice = &outside["reasons"][2]["reason"];
    assert_eq!((&choice["needed"], &choice["taken"]), (&json!("yes"), &Value::Null));
    tag(&app, &ana, "vip").await;
    let there = why(&app, &ana, "rest").await;
    assert_eq!((&there["standing"], codes(&there)), (&json!("is_there"), vec!["waits"]));
    let before = why(&app, &ana, "ask").await;
    assert_eq!((&before["standing"], codes(&before)), (&json!("was_there"), vec!["came"]));
    let ahead = why(&app, &ana, "cold").await;
    assert_eq!((&ahead["standing"], codes(&ahead)), (&json!("on_the_way"), vec!["waits"]));
    let elsewhere = why(&app, &ana, "tell").await;
    assert_eq!(elsewhere["standing"], "went_another_way");
    let choice = &elsewhere["reasons"][1];
    assert_eq!(
        (&choice["reason"]["taken"], &choice["reason"]["needed"]),
        (&json!("no"), &json!("yes"))
    );
    let text = choice["text"].as_str().unwrap();
    assert_eq!(
        text,
        "“Hot?”: went no; “yes” leads there. Now: The score is 18; asked is more than 20 (3 short)"
    );
    tag(&app, &ana, "gone").await;
    let over = why(&app, &ana, "tell").await;
    assert_eq!(codes(&over), ["choice", "ended", "reentry"]);
    let bo = contact(&app, "bo").await;
    tag(&app, &bo, "gone").await;
    assert!(codes(&why(&app, &bo, "ask").await).contains(&"exit_rule"));
    app.admin("POST", "/flows/trial/pause", Value::Null, 200).await;
    assert_eq!(codes(&why(&app, &bo, "ask").await)[0], "flow_state");
    app.stop().await;
}

#[tokio::test]
async fn what_does_not_exist_has_no_path_and_no_why() {
    let app = TestApp::start().await;
    publish(&app).await;
    let ana = contact(&app, "ana").await;
    for (path, status) in [
        ("/contacts/con_99999/flows/trial/path".to_owned(), 404),
        (format!("/contacts/{ana}/flows/other/path"), 404),
        (format!("/contacts/{ana}/flows/NO!/path"), 400),
        ("/contacts/con_99999/flows/trial/why?node=ask".to_owned(), 404),
        (format!("/contacts/{ana}/flows/other/why?node=ask"), 404),
        (format!("/contacts/{ana}/flows/trial/why?node=nowhere"), 404),
        (format!("/contacts/{ana}/flows/trial/why"), 400),
    ] {
        app.admin("GET", &path, Value::Null, status).await;
    }
    let path = format!("/contacts/{ana}/flows/trial/path");
    let nothing = app.admin("GET", &path, Value::Null, 200).await;
    assert_eq!(nothing["passages"], json!([]));
    app.stop().await;
}

#[tokio::test]
async fn an_event_that_did_not_match_is_shown_with_what_it_had() {
    let app = TestApp::start().await;
    let flow = json!({ "id": "trial", "name": "Trial", "nodes": [
        { "id": "start", "kind": "page_visited", "settings": { "url": { "contains": "/pricing" } } },
        { "id": "mark", "kind": "add_tag", "settings": { "tag": "x" } },
    ], "edges": [{ "from": "start", "to": "mark" }] });
    app.admin("POST", "/flows", json!({ "document": flow }), 201).await;
    app.admin("POST", "/flows/trial/publish", Value::Null, 200).await;
    let (_, key) = app.source("server").await;
    let page = json!({ "userId": "ana", "messageId": "m1", "properties": { "url": "https://x.test/blog" } });
    assert_eq!(app.track("/v1/page", &key, page.to_string()).await.status, 200);
    let ana = app.contact("ana").await["id"].as_str().unwrap().to_owned();
    let told = why(&app, &ana, "mark").await;
    let tried = &told["reasons"][0]["reason"]["last_event"]["conditions"][0];
    assert_eq!(
        (&tried["holds"], &tried["value"], &tried["asked"]),
        (&json!(false), &json!("https://x.test/blog"), &json!("contains /pricing"))
    );
    assert!(told["text"].as_str().unwrap().contains("asked is contains /pricing"), "{told}");
    app.stop().await;
}

#[tokio::test]
async fn a_simulation_says_all_and_writes_nothing() {
    let app = TestApp::start().await;
    publish(&app).await;
    let ana = contact(&app, "ana").await;
    points(&app, &ana, 18).await;
    let before = app.admin("GET", &format!("/contacts/{ana}"), Value::Null, 200).await;
    let told = simulate(&app, json!({ "contact": ana, "enter": {} }), 200).await;
    assert_eq!(nodes(&told["passages"][0]), ["start", "ask", "rest", "cold"]);
    let because = &told["passages"][0]["steps"][1]["because"];
    assert_eq!((&because["evaluated"], &because["agrees"]), (&json!("then"), &json!(true)));
    assert_eq!(
        (&told["stopped"], &told["ended_at"]),
        (&json!("settled"), &json!("2026-03-04T09:30:00.000Z"))
    );
    assert_eq!(told["contact"]["score"], 13);
    let facts = told["happened"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|one| one["facts"].as_array().unwrap());
    assert!(facts.into_iter().any(|fact| fact["text"] == "−5 points, now 13: Cold"), "{told}");
    let after = app.admin("GET", &format!("/contacts/{ana}"), Value::Null, 200).await;
    assert_eq!(before, after);
    let numbers = app.admin("GET", "/flows/trial/numbers", Value::Null, 200).await;
    assert_eq!(numbers["nodes"][0]["entered"], 0);
    app.stop().await;
}

#[tokio::test]
async fn a_branch_can_be_forced_an_answer_chosen_and_a_draft_tried() {
    let app = TestApp::start().await;
    publish(&app).await;
    let body = json!({
        "invented": { "score": 3, "properties": { "name": "Nobody" } },
        "forced": { "ask": "yes" }, "answers": { "tell": { "delivered": false, "why": "410" } } });
    let told = simulate(&app, body, 200).await;
    assert_eq!(nodes(&told["passages"][0]), ["start", "ask", "tell", "sad"]);
    assert_eq!(told["passages"][0]["steps"][1]["because"]["agrees"], false);
    let effect = &told["effects"][0];
    assert_eq!(
        effect["text"],
        "Would post to https://example.com/hook at 2026-03-01T09:30:00.000Z"
    );
    assert_eq!(
        (&effect["request"]["kind"], &effect["step"]["id"]),
        (&json!("post_to_url"), &json!("tell"))
    );
    let mut draft = trial();
    draft["nodes"][1]["settings"]["rule"]["score"]["points"] = json!({ "more_than": 2 });
    let happenings = json!([{ "after": { "hours": 1 }, "change": { "add_tag": "vip" } }]);
    let body = json!({ "document": draft, "invented": { "score": 3 }, "happenings": happenings });
    let told = simulate(&app, body, 200).await;
    assert_eq!(nodes(&told["passages"][0]), ["start", "ask", "tell"]);
    assert_eq!(told["passages"][0]["version"], 2);
    let body = json!({ "version": 1, "run_for": { "days": 1 } });
    let told = simulate(&app, body, 200).await;
    assert_eq!(
        (&told["stopped"], &told["ended_at"]),
        (&json!("out_of_time"), &json!("2026-03-02T09:30:00.000Z"))
    );
    assert_eq!(told["contact"]["enrolments"][0]["node"], "rest");
    app.stop().await;
}

#[tokio::test]
async fn what_cannot_be_simulated_is_refused_with_the_reason() {
    let app = TestApp::start_with(Limits { simulation: Span::Days(2), ..Limits::default() }).await;
    publish(&app).await;
    let mut broken = trial();
    broken["nodes"][1]["kind"] = json!("teleport");
    let other = json!({ "id": "other", "name": "Other", "nodes": [] });
    for (body, status, code) in [
        (json!({ "contact": "con_99999" }), 404, "not_found"),
        (json!({ "contact": "ana" }), 400, "malformed"),
        (json!({ "version": 9 }), 404, "not_found"),
        (json!({ "document": broken }), 422, "diagnostics"),
        (json!({ "document": other }), 422, "id_mismatch"),
        (json!({ "document": trial(), "version": 1 }), 422, "only_one"),
        (json!({ "contact": "con_1", "invented": {} }), 422, "only_one"),
        (json!({ "enter": {}, "happenings": [] }), 422, "only_one"),
        (json!({ "enter": { "node": "nowhere" } }), 422, "unknown_step"),
        (json!({ "enter": { "node": "ask" } }), 422, "not_a_trigger"),
        (json!({ "forced": { "nowhere": "yes" } }), 422, "unknown_step"),
        (json!({ "forced": { "ask": "maybe" } }), 422, "unknown_port"),
        (json!({ "answers": { "nowhere": { "delivered": true } } }), 422, "unknown_step"),
        (json!({ "invented": { "segments": ["other"] } }), 422, "unknown_segment"),
        (
            json!({ "happenings": [{ "event": "custom:a", "change": { "add_tag": "x" } }] }),
            422,
            "invalid_happening",
        ),
        (json!({ "run_for": { "days": 3 } }), 422, "too_long"),
        (json!({ "invented": { "password": "x" } }), 422, "invalid_body"),
    ] {
        let refused = simulate(&app, body.clone(), status).await;
        assert_eq!(refused["code"], code, "{body}: {refused}");
        if code == "diagnostics" {
            assert_eq!(refused["details"]["diagnostics"][0]["code"], "unknown_kind");
        }
        if code == "unknown_port" {
            assert_eq!(refused["details"]["ports"], json!(["yes", "no"]));
        }
    }
    app.stop().await;
}
