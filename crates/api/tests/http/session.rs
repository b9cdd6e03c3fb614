//! Signing in and out: wrong passwords, guessing, cookies, forged requests, sessions that end.

use axum::body::Body;
use axum::http::Request;
use runnel_api::{Limits, TeamSettings};
use runnel_store::Role;
use serde_json::{Value, json};

use crate::harness::{PASSWORD, Person, TestApp};

#[tokio::test]
async fn who_signs_in_is_known_until_they_sign_out() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Marketer).await;
    let reply = app.sign_in("ANA@example.com", PASSWORD).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    let flags = "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict";
    assert!(cookie.starts_with("runnel_session=") && cookie.ends_with(flags), "{cookie}");
    let again = Person::of(&reply);
    assert_ne!(again.cookie, ana.cookie, "each sign-in has a session of its own");
    let session = app.ask_as(&again, "GET", "/session", Value::Null).await;
    assert_eq!((session.status, &session.body), (200, &reply.body));
    assert_eq!(session.body["user"]["name"], "Ana");
    assert_eq!(app.ask_as(&again, "GET", "/contacts", Value::Null).await.status, 200);
    let out = app.ask_as(&again, "DELETE", "/session", Value::Null).await;
    assert_eq!(out.status, 204);
    assert!(out.headers["set-cookie"].to_str().unwrap().starts_with("runnel_session=; "));
    assert_eq!(app.ask_as(&again, "GET", "/session", Value::Null).await.status, 401);
    assert_eq!(app.ask_as(&ana, "GET", "/session", Value::Null).await.status, 200);
    app.stop().await;
}

#[tokio::test]
async fn under_https_the_cookie_is_kept_to_https() {
    let team = TeamSettings { public_url: "https://r.example".into(), ..TeamSettings::default() };
    let app = TestApp::start_with(Limits { team, ..Limits::default() }).await;
    let body = json!({ "email": "ana@example.com", "role": "viewer" });
    let invited = app.admin("POST", "/users", body, 201).await;
    let link = invited["link"].as_str().unwrap();
    let token = link.strip_prefix("https://r.example/join#").unwrap();
    let body = json!({ "token": token, "name": "Ana", "password": PASSWORD });
    let reply = app.visit("POST", "/session/join", body).await;
    assert!(reply.headers["set-cookie"].to_str().unwrap().ends_with("; Secure"));
    app.stop().await;
}

#[tokio::test]
async fn a_wrong_address_is_answered_as_a_wrong_password_is() {
    let app = TestApp::start().await;
    app.person("Ana", Role::Viewer).await;
    let invited = json!({ "email": "bo@example.com", "role": "viewer" });
    app.admin("POST", "/users", invited, 201).await;
    let wrong = app.sign_in("ana@example.com", "a password of no use").await;
    assert_eq!((wrong.status, &wrong.body["code"]), (401, &json!("wrong_credentials")));
    assert!(!wrong.headers.contains_key("set-cookie"));
    // Nobody has this address; one has not joined; the last is no address at all.
    for email in ["eve@example.com", "bo@example.com", "ana"] {
        let reply = app.sign_in(email, PASSWORD).await;
        assert_eq!((reply.status, &reply.body), (401, &wrong.body), "{email}");
    }
    app.stop().await;
}

#[tokio::test]
async fn guessing_ends_after_a_few_tries_even_with_the_right_password() {
    let app = TestApp::start().await;
    app.person("Ana", Role::Viewer).await;
    app.person("Bo", Role::Viewer).await;
    let mut tries = 0;
    let refused = loop {
        let reply = app.sign_in("ana@example.com", "a wrong password").await;
        if reply.status == 429 {
            break reply;
        }
        tries += 1;
        assert!(tries < 40, "nobody stops it");
    };
    assert!(tries >= 5, "people mistype; {tries} tries are too few");
    assert_eq!(refused.body["code"], "too_many_attempts");
    let wait: u32 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=30).contains(&wait), "{wait}");
    // Who guessed until now learns nothing by going on.
    assert_eq!(app.sign_in("ana@example.com", PASSWORD).await.status, 429);
    assert_eq!(app.sign_in("bo@example.com", PASSWORD).await.status, 200, "others are not held up");
    app.stop().await;
}

#[tokio::test]
async fn a_change_that_another_site_sent_is_refused() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Admin).await;
    let bo = app.person("Bo", Role::Admin).await;
    let body = || Body::from(json!({ "name": "Anna" }).to_string());
    for token in [None, Some(""), Some("x"), Some(bo.csrf.as_str())] {
        let mut request = ana.request("PATCH", "/session");
        if let Some(token) = token {
            request = request.header("x-csrf-token", token);
        }
        let reply = app.send(request.body(body()).unwrap()).await;
        assert_eq!((reply.status, &reply.body["code"]), (403, &json!("csrf")), "{token:?}");
    }
    let read = app.send(ana.request("GET", "/session").body(Body::empty()).unwrap()).await;
    assert_eq!((read.status, &read.body["user"]["name"]), (200, &json!("Ana")));
    let reply = app.ask_as(&ana, "PATCH", "/session", json!({ "name": "Anna" })).await;
    assert_eq!((reply.status, &reply.body["user"]["name"]), (200, &json!("Anna")));
    app.stop().await;
}

#[tokio::test]
async fn another_site_cannot_sign_its_visitors_in() {
    let app = TestApp::start().await;
    app.person("Ana", Role::Viewer).await;
    let sign_in = async |origin: &str| {
        let body = json!({ "email": "ana@example.com", "password": PASSWORD }).to_string();
        let request = Request::builder().method("POST").uri("/api/v1/session");
        let request = request.header("origin", origin).header("host", "10.0.0.7:8700");
        app.send(request.body(Body::from(body)).unwrap()).await
    };
    for origin in ["https://evil.example", "null", "http://10.0.0.7:8701"] {
        let reply = sign_in(origin).await;
        assert_eq!((reply.status, &reply.body["code"]), (403, &json!("csrf")), "{origin}");
    }
    assert_eq!(sign_in("http://10.0.0.7:8700").await.status, 200, "where the page came from");
    assert_eq!(sign_in("http://127.0.0.1:8700").await.status, 200, "the public URL");
    app.stop().await;
}

#[tokio::test]
async fn who_signs_in_again_leaves_no_session_behind() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Viewer).await;
    let body = json!({ "email": "ana@example.com", "password": PASSWORD }).to_string();
    let request = ana.request("POST", "/session").body(Body::from(body)).unwrap();
    let again = Person::of(&app.send(request).await);
    assert_eq!(app.ask_as(&ana, "GET", "/session", Value::Null).await.status, 401);
    assert_eq!(app.ask_as(&again, "GET", "/session", Value::Null).await.status, 200);
    app.stop().await;
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_at_the_latest_after_its_time() {
    let team = TeamSettings::default();
    let (idle, whole) = (team.session_idle.as_ms() / 3_600_000, team.session.as_ms() / 3_600_000);
    let (idle, whole) = (u32::try_from(idle).unwrap(), u32::try_from(whole).unwrap());
    let app = TestApp::start().await;
    let (ana, bo) = (app.person("Ana", Role::Viewer).await, app.person("Bo", Role::Viewer).await);
    let asks = async |who: &Person| app.ask_as(who, "GET", "/session", Value::Null).await.status;
    let mut passed = 0;
    while passed + idle < whole {
        app.pass_hours(idle - 1);
        passed += idle - 1;
        assert_eq!(asks(&ana).await, 200, "after {passed} h");
    }
    assert_eq!(asks(&bo).await, 401, "nobody used it");
    app.pass_hours(whole - passed);
    assert_eq!(asks(&ana).await, 401, "however much it was used");
    app.stop().await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let app = TestApp::start().await;
    let here = app.person("Ana", Role::Viewer).await;
    let elsewhere = Person::of(&app.sign_in(&here.email, PASSWORD).await);
    let bo = app.person("Bo", Role::Viewer).await;
    let change = async |current: &str, new: &str| {
        let body = json!({ "password": { "current": current, "new": new } });
        app.ask_as(&here, "PATCH", "/session", body).await
    };
    let wrong = change("not my password", "another one of length").await;
    assert_eq!((wrong.status, &wrong.body["code"]), (422, &json!("wrong_password")));
    let short = change(PASSWORD, "short").await;
    assert_eq!((short.status, &short.body["code"]), (422, &json!("password_too_short")));
    assert_eq!(app.ask_as(&elsewhere, "GET", "/session", Value::Null).await.status, 200);
    assert_eq!(change(PASSWORD, "another one of length").await.status, 200);
    for (who, status) in [(&here, 200), (&elsewhere, 401), (&bo, 200)] {
        assert_eq!(app.ask_as(who, "GET", "/session", Value::Null).await.status, status);
    }
    assert_eq!(app.sign_in(&here.email, PASSWORD).await.status, 401);
    assert_eq!(app.sign_in(&here.email, "another one of length").await.status, 200);
    app.stop().await;
}

#[tokio::test]
async fn who_wants_to_look_otherwise_sets_it_for_themselves() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Viewer).await;
    let set = async |settings: Value| {
        let body = json!({ "settings": settings });
        app.ask_as(&ana, "PATCH", "/session", body).await
    };
    let reply = set(json!({ "language": "pl", "theme": "dark" })).await;
    let expect = json!({ "language": "pl", "theme": "dark", "time_zone": null });
    assert_eq!(reply.body["settings"], expect);
    set(json!({ "time_zone": "Europe/Warsaw" })).await;
    let session = app.ask_as(&ana, "GET", "/session", Value::Null).await;
    let expect = json!({ "language": "pl", "theme": "dark", "time_zone": "Europe/Warsaw" });
    assert_eq!(session.body["settings"], expect);
    for wrong in [json!({ "time_zone": "Mars" }), json!({ "theme": "pink" }), json!({ "x": 1 })] {
        assert_eq!(set(wrong).await.status, 422);
    }
    app.stop().await;
}
