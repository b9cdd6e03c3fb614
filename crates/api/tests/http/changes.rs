//! The stream that tells screens what has changed.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures::StreamExt;
use runnel_api::{Limits, TeamSettings};
use runnel_store::Role;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::harness::{Person, TestApp};

const PATIENCE: Duration = Duration::from_secs(10);

async fn open(app: &TestApp, who: &Person) -> (u16, BodyDataStream) {
    app.open(who.request("GET", "/changes").body(Body::empty()).unwrap()).await
}

/// What the stream says next; none: it has ended.
async fn next(stream: &mut BodyDataStream) -> Option<String> {
    let said = timeout(PATIENCE, stream.next()).await.expect("the stream says something or ends");
    said.map(|bytes| String::from_utf8(bytes.unwrap().to_vec()).unwrap())
}

/// Reads until all of these topics were said.
async fn hear(stream: &mut BodyDataStream, topics: &[&str]) {
    let mut missing: Vec<&str> = topics.to_vec();
    while !missing.is_empty() {
        let said = next(stream).await.expect("it goes on");
        let data = said.lines().find_map(|line| line.strip_prefix("data: "));
        let Some(data) = data else { continue };
        assert!(said.starts_with("event: changed\n"), "{said}");
        let data: Value = serde_json::from_str(data).unwrap();
        let said: Vec<&str> =
            data["topics"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        missing.retain(|topic| !said.contains(topic));
    }
}

#[tokio::test]
async fn an_event_that_was_processed_is_told() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Viewer).await;
    let (_, key) = app.source("server").await;
    let (status, mut stream) = open(&app, &ana).await;
    assert_eq!(status, 200);
    app.track("/v1/track", &key, r#"{"userId": "u", "event": "a"}"#).await;
    hear(&mut stream, &["contacts", "events", "sources"]).await;
    // Of a refused item there is nothing but the page of its source.
    app.track("/v1/track", &key, r#"{"userId": "u", "event": null}"#).await;
    hear(&mut stream, &["sources"]).await;
    app.stop().await;
}

#[tokio::test]
async fn what_people_change_is_told_to_others() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Viewer).await;
    let (_, mut stream) = open(&app, &ana).await;
    let flow =
        json!({ "document": { "id": "welcome", "name": "Welcome", "nodes": [], "edges": [] } });
    app.admin("POST", "/flows", flow, 201).await;
    hear(&mut stream, &["flows", "flow:welcome"]).await;
    let contact = app.admin("POST", "/contacts", json!({ "user_id": "u" }), 201).await;
    let deal = json!({ "name": "Order", "pipeline": "sales" });
    let path = format!("/contacts/{}/deals", contact["id"].as_str().unwrap());
    app.admin("POST", &path, deal, 201).await;
    hear(&mut stream, &["contacts", "deals"]).await;
    let rule = json!({ "name": "Vips", "rule": { "has_tag": "vip" } });
    app.admin("PUT", "/segments/vips", rule, 200).await;
    app.admin("POST", "/keys", json!({ "name": "ci", "role": "viewer" }), 201).await;
    app.person("Bo", Role::Viewer).await;
    // Nobody has read meanwhile: all of it is there, in as few words as possible.
    hear(&mut stream, &["segments", "keys", "users"]).await;
    app.stop().await;
}

#[tokio::test]
async fn who_may_not_ask_any_more_hears_nothing_more() {
    let app = TestApp::start().await;
    let (ana, bo) = (app.person("Ana", Role::Viewer).await, app.person("Bo", Role::Viewer).await);
    let (_, mut of_ana) = open(&app, &ana).await;
    let (_, mut of_bo) = open(&app, &bo).await;
    app.admin("PATCH", &format!("/users/{}", bo.id), json!({ "disabled": true }), 200).await;
    assert_eq!(next(&mut of_bo).await, None);
    hear(&mut of_ana, &["users"]).await;
    app.ask_as(&ana, "DELETE", "/session", Value::Null).await;
    assert_eq!(next(&mut of_ana).await, None);
    app.stop().await;
}

#[tokio::test]
async fn only_so_many_screens_listen_at_once() {
    let team = TeamSettings { streams_max: 2, ..TeamSettings::default() };
    let app = TestApp::start_with(Limits { team, ..Limits::default() }).await;
    let ana = app.person("Ana", Role::Viewer).await;
    let (first, second) = (open(&app, &ana).await, open(&app, &ana).await);
    assert_eq!((first.0, second.0), (200, 200));
    let third = app.send(ana.request("GET", "/changes").body(Body::empty()).unwrap()).await;
    assert_eq!((third.status, &third.body["code"]), (429, &json!("too_many_streams")));
    drop(first);
    assert_eq!(open(&app, &ana).await.0, 200, "the place of one that closed is free again");
    app.stop().await;
}

#[tokio::test]
async fn when_the_server_stops_the_streams_end() {
    let app = TestApp::start().await;
    let ana = app.person("Ana", Role::Viewer).await;
    let (_, mut stream) = open(&app, &ana).await;
    app.end_changes();
    assert_eq!(next(&mut stream).await, None);
    app.stop().await;
}
