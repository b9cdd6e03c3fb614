//! Contacts, deals and tasks: what is written is what is read, with its log.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use runnel_api::Limits;
use runnel_store::Role;
use serde_json::{Value, json};

use crate::harness::TestApp;

async fn ana(app: &TestApp) -> String {
    let body = json!({ "email": "Ana@Example.com", "properties": { "city": "Rome", "age": 41 } });
    let contact = app.admin("POST", "/contacts", body, 201).await;
    assert_eq!(contact["email"], "ana@example.com");
    let expect = json!({ "age": 41, "city": "Rome", "email": "ana@example.com" });
    assert_eq!(contact["properties"], expect);
    contact["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_contact_is_created_once() {
    let app = TestApp::start().await;
    let id = ana(&app).await;
    let again = app.admin("POST", "/contacts", json!({ "email": "ana@example.com" }), 409).await;
    assert_eq!(again["details"]["contact"], *id);
    let nobody = app.admin("POST", "/contacts", json!({ "properties": { "a": 1 } }), 422).await;
    assert_eq!(nobody["code"], "no_identity");
    app.stop().await;
}

#[tokio::test]
async fn changes_are_in_the_timeline_with_who_made_them() {
    let app = TestApp::start().await;
    let id = ana(&app).await;
    let change = json!({ "properties": { "city": null }, "add_tags": ["vip"], "stage": "lead" });
    let contact = app.admin("PATCH", &format!("/contacts/{id}"), change, 200).await;
    assert_eq!((&contact["tags"], &contact["stage"]), (&json!(["vip"]), &json!("lead")));
    assert_eq!(contact["properties"], json!({ "age": 41, "email": "ana@example.com" }));
    let timeline = app.admin("GET", &format!("/contacts/{id}/timeline"), Value::Null, 200).await;
    let items = timeline["items"].as_array().unwrap();
    let texts: Vec<&str> = items.iter().map(|item| item["text"].as_str().unwrap()).collect();
    let expect = [
        "tester set the lifecycle stage to lead",
        "tester added the tag vip",
        "tester changed city",
        "tester changed age, city",
    ];
    assert_eq!(texts, expect, "{timeline}");
    assert_eq!(items[1]["facts"][0]["change"], json!({ "kind": "tag_added", "tag": "vip" }));
    let event = items[1]["event"]["id"].as_str().unwrap();
    let one = app.admin("GET", &format!("/events/{event}?contact={id}"), Value::Null, 200).await;
    assert_eq!(one, items[1]);
    app.stop().await;
}

#[tokio::test]
async fn who_read_an_older_version_does_not_overwrite_a_newer_one() {
    let app = TestApp::start().await;
    let id = ana(&app).await;
    let change = |version: &str, city: &str| {
        let body = json!({ "properties": { "city": city } }).to_string();
        let request = Request::builder().method("PATCH").uri(format!("/api/v1/contacts/{id}"));
        let key = format!("Bearer {}", app.key(Role::Marketer));
        let request = request.header("authorization", key).header("if-match", version);
        app.send(request.body(Body::from(body)).unwrap())
    };
    let read = app.admin("GET", &format!("/contacts/{id}"), Value::Null, 200).await;
    let version = format!("\"{}\"", read["version"]);
    assert_eq!(change(&version, "Paris").await.status, 200);
    let late = change(&version, "Oslo").await;
    assert_eq!((late.status, &late.body["code"]), (412, &json!("changed_since")));
    assert_eq!(change("x", "Oslo").await.status, 400);
    let both = tokio::join!(change("2", "Lima"), change("2", "Riga"));
    let mut both = [both.0.status, both.1.status];
    both.sort_unstable();
    assert_eq!(both, [200, 412], "of two at once one is told");
    app.stop().await;
}

#[tokio::test]
async fn points_by_hand_are_in_the_receipt() {
    let app = TestApp::start().await;
    let id = ana(&app).await;
    let path = format!("/contacts/{id}/score");
    app.admin("POST", &path, json!({ "points": 7, "reason": "Called us" }), 200).await;
    let body = json!({ "points": -2, "category": "fit", "reason": "Small" });
    let contact = app.admin("POST", &path, body, 200).await;
    assert_eq!(
        (&contact["score"], &contact["scores"]),
        (&json!(5), &json!({ "fit": -2, "general": 7 }))
    );
    let receipt = app.admin("GET", &format!("/contacts/{id}/receipt"), Value::Null, 200).await;
    let points = receipt["points"].as_array().unwrap();
    assert_eq!((points.len(), &receipt["score"]), (2, &json!(5)));
    assert_eq!(points[1]["by"], "tester");
    assert_eq!((&points[1]["points"], &points[1]["reason"]), (&json!(7), &json!("Called us")));
    let fit =
        app.admin("GET", &format!("/contacts/{id}/receipt?category=fit"), Value::Null, 200).await;
    assert_eq!((fit["points"].as_array().unwrap().len(), &fit["score"]), (1, &json!(-2)));
    app.admin("POST", &path, json!({ "points": 0, "reason": "a" }), 422).await;
    app.stop().await;
}

#[tokio::test]
async fn a_property_keeps_its_type() {
    let app = TestApp::start().await;
    let id = ana(&app).await;
    let change = |value: Value| json!({ "properties": { "age": value } });
    let path = format!("/contacts/{id}");
    let contact = app.admin("PATCH", &path, change(json!("42")), 200).await;
    assert_eq!(contact["properties"]["age"], 42);
    let refused = app.admin("PATCH", &path, change(json!("old")), 422).await;
    assert_eq!(refused["code"], "property_refused");
    app.stop().await;
}

#[tokio::test]
async fn a_deal_moves_through_its_pipeline() {
    let app = TestApp::start().await;
    let id = ana(&app).await;
    let body = json!({ "name": "Shoes", "pipeline": "sales", "amount": { "amount_minor": 1200, "currency": "EUR" } });
    let deal = app.admin("POST", &format!("/contacts/{id}/deals"), body, 201).await;
    assert_eq!(
        (&deal["stage"], &deal["status"], &deal["contact"]),
        (&json!("new"), &json!("open"), &json!(id))
    );
    assert_eq!(deal["contact_name"], "ana@example.com");
    let path = format!("/deals/{}", deal["id"].as_str().unwrap());
    let moved = app.admin("POST", &format!("{path}/move"), json!({ "stage": "lost" }), 200).await;
    assert_eq!((&moved["stage"], &moved["status"]), (&json!("lost"), &json!("lost")));
    let wrong = app.admin("POST", &format!("{path}/move"), json!({ "stage": "moon" }), 422).await;
    assert_eq!(wrong["code"], "unknown_stage");
    let listed = app.admin("GET", "/deals?status=lost", Value::Null, 200).await;
    assert_eq!(listed["items"][0], app.admin("GET", &path, Value::Null, 200).await);
    assert_eq!(listed["items"][0]["contact_name"], "ana@example.com");
    app.stop().await;
}

#[tokio::test]
async fn the_list_is_sorted_filtered_and_paged() {
    let app = TestApp::start().await;
    for (user, points) in [("a1", 5), ("a2", 9), ("a3", 1)] {
        let contact = app.admin("POST", "/contacts", json!({ "user_id": user }), 201).await;
        let path = format!("/contacts/{}/score", contact["id"].as_str().unwrap());
        app.admin("POST", &path, json!({ "points": points, "reason": "x" }), 200).await;
    }
    let mut path = "/contacts?sort=-score&limit=2".to_owned();
    let first = app.admin("GET", &path, Value::Null, 200).await;
    path += &format!("&cursor={}", first["next"].as_str().unwrap());
    let second = app.admin("GET", &path, Value::Null, 200).await;
    let users = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|item| item["user_id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (users(&first), users(&second)),
        (vec!["a2".into(), "a1".into()], vec!["a3".into()])
    );
    assert_eq!(second["next"], Value::Null);
    let found = app.admin("GET", "/contacts?search=A3", Value::Null, 200).await;
    assert_eq!(users(&found), ["a3"]);
    for path in
        ["/contacts?score_min=2&score_max=8", "/contacts?score_min=2&score_max=8&category=general"]
    {
        assert_eq!(users(&app.admin("GET", path, Value::Null, 200).await), ["a1"], "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_write_that_takes_long_is_answered_with_where_to_look() {
    let limits = Limits { patience: Duration::ZERO, ..Limits::default() };
    let app = TestApp::start_with(limits).await;
    app.pause_processing(true);
    let pending = app.admin("POST", "/contacts", json!({ "user_id": "ana" }), 202).await;
    app.pause_processing(false);
    let contact = app.contact("ana").await;
    let id = contact["id"].as_str().unwrap();
    let event = format!("/events/{}?contact={id}", pending["event"].as_str().unwrap());
    let entry = app.admin("GET", &event, Value::Null, 200).await;
    assert_eq!((&entry["event"]["id"], &entry["by"]), (&pending["event"], &json!("tester")));
    app.stop().await;
}
