//! Edits that are accepted while nothing is applied: answered 202, and kept in mind.

use reqwest::Method;
use runnel_tests::{Answer, TestApp, both_databases, text, track};
use serde_json::{Value, json};

both_databases!(an_edit_that_waits_has_changed_what_was_read_before, an_event_that_waits_has_not,);

async fn an_edit_that_waits_has_changed_what_was_read_before(app: &mut TestApp) {
    let path = ana(app).await;
    let read = etag(app, &path).await;
    app.pause_processing(true).await;
    let first = change(app, &path, json!({ "add_tags": ["first"] }), &read).await;
    assert_eq!(first.status, 202, "{}", first.text);
    let event = format!("/events/{}?contact={}", text(&first.json()["event"]), id_of(&path));
    app.api().ask(Method::GET, &event, None).await.refused(404, "not_found");
    assert_eq!(etag(app, &path).await, read, "nothing is applied yet");
    let second = change(app, &path, json!({ "add_tags": ["second"] }), &read).await;
    let told = second.refused(412, "changed_since");
    assert_eq!(told["details"], json!({ "expected": 1, "waiting": 1 }));

    app.pause_processing(false).await;
    app.run_until_idle().await;
    app.api().get(&event).await;
    let late = change(app, &path, json!({ "add_tags": ["second"] }), &read).await;
    late.refused(412, "changed_since");
    let now = etag(app, &path).await;
    let changed = change(app, &path, json!({ "add_tags": ["third"] }), &now).await.ok();
    assert_eq!(changed["tags"], json!(["first", "third"]));
}

async fn an_event_that_waits_has_not(app: &mut TestApp) {
    let path = ana(app).await;
    let read = etag(app, &path).await;
    app.pause_processing(true).await;
    app.server_source().await.send([track("ana", "Went")]).await;
    let edit = change(app, &path, json!({ "add_tags": ["first"] }), &read).await;
    assert_eq!(edit.status, 202, "{}", edit.text);
    app.pause_processing(false).await;
    app.run_until_idle().await;
    assert_eq!(app.api().get(&path).await["tags"], json!(["first"]));
}

/// Somebody, and where she is found.
async fn ana(app: &TestApp) -> String {
    let made = app.api().post("/contacts", json!({ "user_id": "ana" })).await;
    format!("/contacts/{}", text(&made["id"]))
}

fn id_of(path: &str) -> &str {
    path.trim_start_matches("/contacts/")
}

async fn etag(app: &TestApp, path: &str) -> String {
    app.api().ask(Method::GET, path, None).await.header("etag").to_owned()
}

async fn change(app: &TestApp, path: &str, edit: Value, read: &str) -> Answer {
    app.api().ask_with(Method::PATCH, path, Some(edit), &[("if-match", read)]).await
}
