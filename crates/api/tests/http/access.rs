//! Every route of the document: keys, roles, unknown fields, ids that are none, headers.

use axum::body::Body;
use axum::http::Request;
use runnel_store::Role;
use serde_json::{Value, json};

use crate::harness::TestApp;

/// (method, path with ids that do not exist, has a body, pattern) of every operation that is not
/// open to all.
fn operations() -> Vec<(String, String, bool, String)> {
    let document: Value = serde_json::from_str(&runnel_api::openapi_json()).unwrap();
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for (pattern, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let path = pattern.strip_prefix("/api/v1").expect("all of it is under /api/v1");
            let path = with_query(&with_ids(path));
            let has_body = operation.get("requestBody").is_some();
            let all = if operation["security"] == json!([{}]) { &mut open } else { &mut found };
            all.push((method.to_uppercase(), path, has_body, pattern.clone()));
        }
    }
    assert!(found.len() > 45, "{}", found.len());
    let open: Vec<_> = open.iter().map(|(method, path, ..)| format!("{method} {path}")).collect();
    let expect = [
        "POST /session",
        "POST /session/join",
        "GET /session/join/{token}",
        "GET /session/welcome",
    ];
    assert_eq!(open, expect, "whatever else is open must be meant to be");
    found
}

fn with_ids(pattern: &str) -> String {
    let id = match pattern.split('/').nth(1).unwrap() {
        "companies" => "company_99999",
        "contacts" => "con_99999",
        "deals" => "deal_99999",
        "tasks" => "task_99999",
        "sources" => "src_99999",
        "keys" => "key_99999",
        "users" => "usr_99999",
        "dead-letters" => "dead_99999",
        "preparations" => "prep_99999",
        "events" => "evt_00000000000070008000000000000000",
        _ => "missing",
    };
    pattern.replace("{id}", id).replace("{version}", "1").replace("{flow}", "missing")
}

fn with_query(path: &str) -> String {
    match path {
        "/webhook-secret" => format!("{path}?url=https://example.com"),
        path if path.ends_with("/why") => format!("{path}?node=missing"),
        path if path.starts_with("/events/") => format!("{path}?contact=con_99999"),
        path => path.to_owned(),
    }
}

#[tokio::test]
async fn nobody_gets_anywhere_without_a_key_or_with_a_wrong_one() {
    let app = TestApp::start().await;
    let (_, write_key) = app.source("server").await;
    for (method, path, ..) in operations() {
        for key in ["", "Bearer rk_wrong", "Bearer ", &format!("Bearer {write_key}")] {
            let request = Request::builder().method(&*method).uri(format!("/api/v1{path}"));
            let request = request.header("authorization", key).body(Body::empty()).unwrap();
            let reply = app.send(request).await;
            assert_eq!(reply.status, 401, "{method} {path} {key}: {}", reply.body);
            assert_eq!(reply.body["code"], "unauthorised");
            assert_eq!(reply.headers["www-authenticate"], "Bearer");
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn a_role_that_is_too_small_may_not_write() {
    let app = TestApp::start().await;
    let mut people = Vec::new();
    for role in [Role::Viewer, Role::Sales, Role::Marketer, Role::Admin] {
        people.push((role, app.person(role.as_str(), role).await));
    }
    for (method, path, _, pattern) in operations() {
        if (method.as_str(), path.as_str()) == ("DELETE", "/session") {
            // They would be nobody for the rest of the test.
            continue;
        }
        let of_people = pattern.ends_with("/session");
        let administers = ["keys", "sources", "dead-letters", "webhook-secret", "audit"];
        let administers = administers.iter().any(|part| pattern.contains(part))
            || (["/users", "/workspace"].iter().any(|part| pattern.contains(part))
                && method != "GET");
        let sells = ["deals", "tasks"].iter().any(|part| pattern.contains(part));
        let scores = ["/score", "/requalify"].iter().any(|end| pattern.ends_with(end));
        // These are asked by POST for their bodies; they change nothing.
        let only_asks = ["/simulate", "/preview"].iter().any(|end| pattern.ends_with(end));
        let writes = method != "GET" && !only_asks;
        for role in [Role::Viewer, Role::Sales, Role::Marketer, Role::Admin] {
            let may = match role {
                // Everybody has one, and a key has none.
                _ if of_people => true,
                Role::Admin => true,
                Role::Viewer => !writes && !administers,
                Role::Sales => !administers && (!writes || sells || scores),
                Role::Marketer => !administers && (!writes || !sells),
            };
            let by_key = app.ask(role, &method, &path, Value::Null).await;
            let person = people.iter().find(|(one, _)| *one == role).map(|(_, person)| person);
            let in_person = app.ask_as(person.unwrap(), &method, &path, Value::Null).await;
            for (reply, may) in [(by_key, may && !of_people), (in_person, may)] {
                let refused = reply.status == 403;
                let told = format!("{role:?} {method} {pattern}: {} {}", reply.status, reply.body);
                assert_eq!(refused, !may, "{told}");
                assert!(reply.status < 500 && reply.status != 401, "{told}");
            }
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn a_field_that_nobody_knows_is_refused_in_every_body() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Admin).await;
    for (method, path, has_body, _) in operations() {
        if !has_body {
            continue;
        }
        let body = json!({ "role": "admin", "score": 5, "id": "con_1", "is_admin": true });
        let reply = app.ask_as(&ana, &method, &path, body).await;
        assert_eq!((reply.status, &reply.body["code"]), (422, &json!("invalid_body")), "{path}");
        let nested = app.ask_as(&ana, &method, &path, json!([[[[]]]])).await;
        assert_eq!(nested.status, 422, "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn an_id_that_is_none_is_said_to_be_none_and_one_that_does_not_exist_is_missing() {
    let app = TestApp::start().await;
    for (method, path, has_body, pattern) in operations() {
        if !pattern.contains("{id}") {
            continue;
        }
        if !has_body {
            let reply = app.ask(Role::Admin, &method, &path, Value::Null).await;
            assert_eq!(reply.status, 404, "{method} {path}: {}", reply.body);
        }
        for wrong in ["%00", "Con_1", "A%20b", "..%2F..", "'%20or%201=1", "%FF"] {
            let path =
                pattern.replace("/api/v1", "").replace("{id}", wrong).replace("{version}", "1");
            let path = path.replace("{flow}", "missing");
            let reply = app.ask(Role::Admin, &method, &with_query(&path), Value::Null).await;
            assert_eq!(reply.status, 400, "{method} {path}: {}", reply.body);
            assert_eq!(reply.body["code"], "malformed_id");
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn lists_take_no_field_names_and_no_nonsense() {
    let app = TestApp::start().await;
    for path in [
        "/contacts?sort=state",
        "/contacts?sort=score;drop",
        "/contacts?limit=-1",
        "/contacts?order=1",
        "/contacts?cursor=x",
        "/contacts?segment=A%20b",
        "/contacts?stage=boss",
        "/contacts?score_min=many",
        "/deals?status=x",
        "/deals?contact=5",
        "/tasks?status=x",
        "/dead-letters?limit=x",
        "/contacts/con_1/timeline?x=1",
    ] {
        let reply = app.ask(Role::Admin, "GET", path, Value::Null).await;
        assert_eq!(reply.status, 400, "{path}: {}", reply.body);
    }
    for path in
        ["/contacts?search=%00%25_'", "/contacts?tag=%27", "/contacts?sort=-score&category=fit"]
    {
        app.admin("GET", path, Value::Null, 200).await;
    }
    app.stop().await;
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_a_browser() {
    let app = TestApp::start().await;
    for (path, status, policy) in [
        ("/", 200, "script-src 'self'"),
        ("/api/docs/", 200, "script-src 'self'"),
        ("/api/docs/swagger-ui.css", 200, "default-src 'none'"),
        ("/api/v1/openapi.json", 200, "default-src 'none'"),
        ("/api/v1/contacts", 401, "default-src 'none'"),
        ("/api/nowhere", 404, "default-src 'none'"),
        ("/nowhere", 404, "default-src 'none'"),
        ("/healthz", 200, "default-src 'none'"),
    ] {
        let reply = app.send(Request::builder().uri(path).body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.body);
        let header = |name: &str| reply.headers[name].to_str().unwrap().to_owned();
        let found = header("content-security-policy");
        assert!(
            found.contains(policy) && found.contains("frame-ancestors 'none'"),
            "{path}: {found}"
        );
        assert!(!found.contains("script-src 'self' 'unsafe"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("x-request-id").starts_with("req_"));
    }
    app.stop().await;
}

#[tokio::test]
async fn a_wrong_method_or_too_large_a_body_is_said_to_be_that() {
    let app = TestApp::start().await;
    let reply = app.ask(Role::Admin, "DELETE", "/contacts", Value::Null).await;
    assert_eq!((reply.status, &reply.body["code"]), (405, &json!("method_not_allowed")));
    let large = json!({ "name": "x".repeat(3 * 1024 * 1024), "role": "viewer" });
    let reply = app.ask(Role::Admin, "POST", "/keys", large).await;
    assert_eq!((reply.status, &reply.body["code"]), (413, &json!("too_large")));
    app.stop().await;
}

#[tokio::test]
async fn the_documentation_has_no_inline_script() {
    let app = TestApp::start().await;
    let page = app.send(Request::builder().uri("/api/docs/").body(Body::empty()).unwrap()).await;
    let page = page.body.as_str().unwrap().to_owned();
    for script in page.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        assert!(tag.contains("src="), "{tag}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_key_is_shown_once_and_opens_nothing_once_it_is_revoked() {
    let app = TestApp::start().await;
    let body = json!({ "name": "ci", "role": "viewer" });
    let made = app.admin("POST", "/keys", body, 201).await;
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    let listed = app.admin("GET", "/keys", Value::Null, 200).await;
    assert!(!listed.to_string().contains(key), "{listed}");
    let ask = |key: String| {
        let request = Request::builder().uri("/api/v1/contacts");
        request.header("authorization", format!("Bearer {key}")).body(Body::empty()).unwrap()
    };
    assert_eq!(app.send(ask(key.into())).await.status, 200);
    app.admin("DELETE", &format!("/keys/{id}"), Value::Null, 204).await;
    assert_eq!(app.send(ask(key.into())).await.status, 401);
    app.admin("DELETE", &format!("/keys/{id}"), Value::Null, 404).await;
    app.stop().await;
}

#[tokio::test]
async fn without_the_database_everybody_is_told_to_come_back() {
    let app = TestApp::start().await;
    let (_, key) = app.source("server").await;
    app.track("/v1/track", &key, r#"{"userId": "u", "event": "a"}"#).await;
    app.until_idle().await;
    app.lose_database().await;
    let read = app.ask(Role::Admin, "GET", "/contacts", Value::Null).await;
    let sent = app.track("/v1/track", &key, r#"{"userId": "u", "event": "a"}"#).await;
    for reply in [read, sent] {
        assert_eq!(
            (reply.status, &reply.body["code"]),
            (503, &json!("unavailable")),
            "{}",
            reply.body
        );
        assert!(reply.headers.contains_key("retry-after"));
    }
}
