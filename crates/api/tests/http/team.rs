//! The team: setting up, inviting, roles, keeping out, links.

use runnel_api::links::Links;
use runnel_model::Span;
use runnel_store::Role;
use serde_json::{Value, json};

use crate::harness::{PASSWORD, Person, TestApp, token_of};

async fn set_up_link(app: &TestApp) -> Option<Value> {
    let public_url = "http://127.0.0.1:8700";
    let links = Links { database: app.database(), public_url, lasting: Span::Hours(72) };
    links.set_up(app.now()).await.unwrap().map(Value::from)
}

async fn join(app: &TestApp, token: &str, more: Value) -> crate::harness::Reply {
    let mut body = json!({ "token": token, "name": "Ana", "password": PASSWORD });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.visit("POST", "/session/join", body).await
}

#[tokio::test]
async fn the_first_user_sets_up_by_a_link_that_works_once() {
    let app = TestApp::start().await;
    let welcome = app.visit("GET", "/session/welcome", Value::Null).await;
    assert_eq!(welcome.body, json!({ "needs_setup": true }));
    let replaced = token_of(&set_up_link(&app).await.unwrap());
    let token = token_of(&set_up_link(&app).await.unwrap());
    let path = format!("/session/join/{token}");
    let link = app.visit("GET", &path, Value::Null).await;
    assert_eq!((&link.body["kind"], &link.body["role"]), (&json!("setup"), &json!("admin")));
    for (token, more, code) in [
        (replaced.as_str(), json!({ "email": "ana@example.com" }), "link_used_or_expired"),
        ("guessed", json!({ "email": "ana@example.com" }), "link_used_or_expired"),
        (&token, json!({}), "no_email"),
        (&token, json!({ "email": "ana" }), "invalid_email"),
        (&token, json!({ "email": "ana@example.com", "name": null }), "no_name"),
        (&token, json!({ "email": "ana@example.com", "password": "short" }), "password_too_short"),
    ] {
        assert_eq!(join(&app, token, more).await.body["code"], code);
    }
    let reply = join(&app, &token, json!({ "email": "ana@example.com" })).await;
    assert_eq!((reply.status, &reply.body["user"]["role"]), (200, &json!("admin")));
    assert_eq!(app.ask_as(&Person::of(&reply), "GET", "/keys", Value::Null).await.status, 200);
    assert_eq!(join(&app, &token, json!({ "email": "eve@example.com" })).await.status, 404);
    assert_eq!(app.visit("GET", &path, Value::Null).await.status, 404);
    let welcome = app.visit("GET", "/session/welcome", Value::Null).await;
    assert_eq!(welcome.body, json!({ "needs_setup": false }));
    assert_eq!(set_up_link(&app).await, None, "nobody else becomes the first user");
    app.stop().await;
}

#[tokio::test]
async fn who_is_invited_has_the_address_and_role_of_the_invitation() {
    let app = TestApp::start().await;
    let body = json!({ "email": "Bo@Example.com", "role": "sales" });
    let invited = app.admin("POST", "/users", body.clone(), 201).await;
    assert_eq!(invited["user"]["email"], "bo@example.com");
    assert_eq!(
        (&invited["user"]["joined"], &invited["user"]["disabled"]),
        (&json!(false), &json!(false))
    );
    let again = app.admin("POST", "/users", body, 409).await;
    assert_eq!(again["code"], "user_exists");
    let token = token_of(&invited["link"]);
    let link = app.visit("GET", &format!("/session/join/{token}"), Value::Null).await;
    let found = (&link.body["kind"], &link.body["email"], &link.body["role"]);
    assert_eq!(found, (&json!("invitation"), &json!("bo@example.com"), &json!("sales")));
    let reply = join(&app, &token, json!({ "name": "Bo", "email": "eve@example.com" })).await;
    let user = &reply.body["user"];
    let found = (&user["email"], &user["role"], &user["joined"], &user["name"]);
    assert_eq!(found, (&json!("bo@example.com"), &json!("sales"), &json!(true), &json!("Bo")));
    assert_eq!(join(&app, &token, json!({})).await.body["code"], "link_used_or_expired");
    let listed = app.admin("GET", "/users", Value::Null, 200).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(listed["items"][0]["last_seen_at"], "2026-03-01T09:30:00.000Z");
    app.stop().await;
}

#[tokio::test]
async fn a_link_that_is_too_old_opens_nothing() {
    let app = TestApp::start().await;
    let body = json!({ "email": "bo@example.com", "role": "sales" });
    let invited = app.admin("POST", "/users", body, 201).await;
    let token = token_of(&invited["link"]);
    app.pass_hours(72);
    let path = format!("/session/join/{token}");
    let looked = app.visit("GET", &path, Value::Null).await;
    assert_eq!((looked.status, &looked.body["code"]), (404, &json!("link_used_or_expired")));
    assert_eq!(join(&app, &token, json!({})).await.status, 404);
    let id = invited["user"]["id"].as_str().unwrap();
    let renewed = app.admin("POST", &format!("/users/{id}/link"), Value::Null, 200).await;
    assert_eq!(join(&app, &token_of(&renewed["link"]), json!({})).await.status, 200);
    app.stop().await;
}

#[tokio::test]
async fn who_forgot_their_password_gets_a_link_for_a_new_one() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Marketer).await;
    let made = app.admin("POST", &format!("/users/{}/link", ana.id), Value::Null, 200).await;
    let token = token_of(&made["link"]);
    let link = app.visit("GET", &format!("/session/join/{token}"), Value::Null).await;
    assert_eq!((&link.body["kind"], &link.body["name"]), (&json!("reset"), &json!("Ana")));
    let body = json!({ "token": token, "password": "something else entirely" });
    let reply = app.visit("POST", "/session/join", body).await;
    let user = &reply.body["user"];
    assert_eq!((&user["name"], &user["role"]), (&json!("Ana"), &json!("marketer")));
    assert_eq!(
        app.ask_as(&ana, "GET", "/session", Value::Null).await.status,
        401,
        "wherever she was"
    );
    assert_eq!(app.sign_in(&ana.email, PASSWORD).await.status, 401);
    assert_eq!(app.sign_in(&ana.email, "something else entirely").await.status, 200);
    app.stop().await;
}

#[tokio::test]
async fn a_role_counts_from_the_next_request_on() {
    let app = TestApp::start().await;
    let bo = app.person("Bo", Role::Viewer).await;
    let invite = json!({ "email": "new@example.com", "role": "viewer" });
    let refused = app.ask_as(&bo, "POST", "/users", invite.clone()).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("forbidden")));
    let path = format!("/users/{}", bo.id);
    let changed = app.admin("PATCH", &path, json!({ "role": "admin", "name": "Bob" }), 200).await;
    assert_eq!((&changed["role"], &changed["name"]), (&json!("admin"), &json!("Bob")));
    assert_eq!(app.ask_as(&bo, "POST", "/users", invite).await.status, 201);
    app.stop().await;
}

#[tokio::test]
async fn who_is_kept_out_is_out_at_once_and_can_be_let_in_again() {
    let app = TestApp::start().await;
    let bo = app.person("Bo", Role::Sales).await;
    let path = format!("/users/{}", bo.id);
    app.admin("PATCH", &path, json!({ "disabled": true }), 200).await;
    assert_eq!(app.ask_as(&bo, "GET", "/session", Value::Null).await.status, 401);
    assert_eq!(app.sign_in(&bo.email, PASSWORD).await.body["code"], "wrong_credentials");
    let link = app.admin("POST", &format!("{path}/link"), Value::Null, 409).await;
    assert_eq!(link["code"], "user_disabled");
    app.admin("PATCH", &path, json!({ "disabled": false }), 200).await;
    assert_eq!(app.sign_in(&bo.email, PASSWORD).await.status, 200);
    app.admin("DELETE", &path, Value::Null, 204).await;
    assert_eq!(app.sign_in(&bo.email, PASSWORD).await.status, 401);
    app.admin("DELETE", &path, Value::Null, 404).await;
    app.stop().await;
}

#[tokio::test]
async fn the_last_admin_stays_one() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Admin).await;
    let path = format!("/users/{}", ana.id);
    for body in [json!({ "role": "viewer" }), json!({ "disabled": true })] {
        let reply = app.ask_as(&ana, "PATCH", &path, body).await;
        assert_eq!((reply.status, &reply.body["code"]), (409, &json!("last_admin")));
    }
    assert_eq!(app.ask_as(&ana, "DELETE", &path, Value::Null).await.body["code"], "last_admin");
    app.person("Bo", Role::Admin).await;
    assert_eq!(app.ask_as(&ana, "PATCH", &path, json!({ "role": "viewer" })).await.status, 200);
    app.stop().await;
}
