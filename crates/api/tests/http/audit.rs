//! The audit log: who did what, with names that people know.

use runnel_store::Role;
use serde_json::{Value, json};

use crate::harness::{PASSWORD, TestApp};

/// `Ana flow.published Welcome {"version":1}` and so on, oldest first.
async fn told(app: &TestApp) -> Vec<String> {
    let log = app.admin("GET", "/audit?limit=1000", Value::Null, 200).await;
    let line = |entry: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let details = match &entry["details"] {
            Value::Null => String::new(),
            details => format!(" {details}"),
        };
        let (by, subject) = (text(&entry["by"]["name"]), text(&entry["subject"]["name"]));
        format!("{by} {} {subject}{details}", text(&entry["verb"]))
    };
    log["items"].as_array().unwrap().iter().rev().map(line).collect()
}

fn flow() -> Value {
    json!({ "document": {
        "id": "welcome", "name": "Welcome",
        "nodes": [
            { "id": "start", "name": "Signed up", "kind": "event", "settings": { "of": { "event": "custom:Signed up" } } },
            { "id": "tag", "name": "Tag", "kind": "add_tag", "settings": { "tag": "new" } }
        ],
        "edges": [{ "from": "start", "to": "tag" }]
    } })
}

#[tokio::test]
async fn everything_that_people_and_keys_do_is_told_with_who_and_what() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Admin).await;
    let done = async |method: &str, path: &str, body: Value| {
        let reply = app.ask_as(&ana, method, path, body).await;
        assert!(reply.status < 300, "{method} {path}: {}", reply.body);
        reply.body
    };
    done("POST", "/flows", flow()).await;
    // Saved over and over while somebody writes: told once.
    done("PUT", "/flows/welcome/draft", flow()).await;
    done("PUT", "/flows/welcome/draft", flow()).await;
    done("POST", "/flows/welcome/publish", Value::Null).await;
    done("POST", "/flows/welcome/archive", Value::Null).await;
    let rule = json!({ "name": "Vips", "rule": { "has_tag": "vip" } });
    done("PUT", "/segments/vips", rule).await;
    done("DELETE", "/segments/vips", Value::Null).await;
    let key = done("POST", "/keys", json!({ "name": "ci", "role": "viewer" })).await;
    done("DELETE", &format!("/keys/{}", key["id"].as_str().unwrap()), Value::Null).await;
    let contact = done("POST", "/contacts", json!({ "email": "leo@example.com" })).await;
    let contact = contact["id"].as_str().unwrap().to_owned();
    let deal = json!({ "name": "Big order", "pipeline": "sales" });
    let deal = done("POST", &format!("/contacts/{contact}/deals"), deal).await;
    let deal = deal["id"].as_str().unwrap();
    done("POST", &format!("/deals/{deal}/move"), json!({ "stage": "won" })).await;
    let bo = app.person("Bo", Role::Sales).await;
    done("PATCH", &format!("/users/{}", bo.id), json!({ "role": "viewer" })).await;
    done("DELETE", &format!("/users/{}", bo.id), Value::Null).await;
    app.sign_in(&ana.email, PASSWORD).await;
    done("DELETE", "/session", Value::Null).await;
    let expect = [
        r#"tester user.invited ana@example.com {"role":"admin"}"#,
        "Ana user.joined Ana",
        "Ana flow.created Welcome",
        "Ana flow.draft_saved Welcome",
        r#"Ana flow.published Welcome {"version":1}"#,
        "Ana flow.archived Welcome",
        r#"Ana segment.published Vips {"version":1}"#,
        "Ana segment.deleted Vips",
        r#"Ana key.created ci {"role":"viewer"}"#,
        "Ana key.revoked ci",
        "Ana contact.created leo@example.com",
        "Ana deal.created Big order",
        r#"Ana deal.moved Big order {"stage":"won"}"#,
        r#"tester user.invited bo@example.com {"role":"sales"}"#,
        "Bo user.joined Bo",
        r#"Ana user.changed Bo {"disabled":false,"role":"viewer"}"#,
        "Ana user.removed Bo",
        "Ana user.signed_in Ana",
        "Ana user.signed_out Ana",
    ];
    assert_eq!(told(&app).await, expect);
    let log = app.admin("GET", "/audit?limit=3", Value::Null, 200).await;
    let entry = &log["items"][0];
    assert_eq!(entry["by"], json!({ "kind": "user", "id": ana.id, "name": "Ana" }));
    assert_eq!(entry["at"], "2026-03-01T09:30:00.000Z");
    let next = log["next"].as_str().unwrap();
    let rest = app.admin("GET", &format!("/audit?before={next}"), Value::Null, 200).await;
    assert_eq!(rest["items"].as_array().unwrap().len(), expect.len() - 3);
    app.stop().await;
}

#[tokio::test]
async fn what_was_refused_was_not_done() {
    let app = TestApp::start().await;
    let bo = app.person("Bo", Role::Viewer).await;
    let before = told(&app).await;
    assert_eq!(app.ask_as(&bo, "POST", "/flows", flow()).await.status, 403);
    assert_eq!(
        app.admin("POST", "/flows/none/publish", Value::Null, 404).await["code"],
        "not_found"
    );
    assert_eq!(app.sign_in(&bo.email, "wrong").await.status, 401);
    assert_eq!(told(&app).await, before);
    app.stop().await;
}

#[tokio::test]
async fn passwords_keys_and_links_are_told_nowhere() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Admin).await;
    let body = json!({ "password": { "current": PASSWORD, "new": "another one of length" } });
    app.ask_as(&ana, "PATCH", "/session", body).await;
    app.admin("POST", &format!("/users/{}/link", ana.id), Value::Null, 200).await;
    app.admin("POST", "/keys", json!({ "name": "ci", "role": "viewer" }), 201).await;
    app.source("server").await;
    let log = app.admin("GET", "/audit", Value::Null, 200).await.to_string();
    for secret in ["rk_", "wk_", "#", "password of", "another one", "argon2"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    assert!(log.contains("user.password_changed") && log.contains("user.link_made"), "{log}");
    app.stop().await;
}

#[tokio::test]
async fn names_of_contacts_are_not_kept_in_the_log() {
    let app = TestApp::start().await;
    app.admin("POST", "/contacts", json!({ "email": "leo@example.com" }), 201).await;
    let kept = app.database().audit(1, None).await.unwrap();
    let subject = kept.items[0].entry.subject.clone().unwrap();
    assert_eq!((subject.kind.as_str(), subject.name), ("contact", None));
    app.stop().await;
}
