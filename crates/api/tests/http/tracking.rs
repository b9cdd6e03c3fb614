//! What client libraries send, and what they are answered.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::harness::TestApp;

fn ok() -> Value {
    json!({ "success": true })
}

#[tokio::test]
async fn an_event_is_taken_with_the_key_in_any_place() {
    let app = TestApp::start().await;
    let (source, key) = app.source("server").await;
    let basic = {
        use base64::Engine;
        base64::prelude::BASE64_STANDARD.encode(format!("{key}:"))
    };
    let event =
        |key: Option<&str>| json!({ "userId": "u1", "event": "a", "writeKey": key }).to_string();
    let post = |path: &str| Request::builder().method("POST").uri(path);
    let requests = [
        post("/v1/track")
            .header("authorization", format!("Basic {basic}"))
            .body(Body::from(event(None))),
        post("/v1/t").header("content-type", "text/plain").body(Body::from(event(Some(&key)))),
        post(&format!("/beacon/v1/batch?writeKey={key}")).body(Body::from(
            json!({ "batch": [{ "type": "track", "userId": "u1", "event": "a" }] }).to_string(),
        )),
        post("/sub/path/v1/track")
            .header("authorization", format!("Basic {basic}"))
            .body(Body::from(event(None))),
    ];
    for request in requests {
        let reply = app.send(request.unwrap()).await;
        assert_eq!((reply.status, reply.body), (200, ok()));
    }
    app.until_idle().await;
    let counted = app.admin("GET", &format!("/sources/{source}"), Value::Null, 200).await;
    assert_eq!((&counted["accepted"], &counted["refusals"]), (&json!(4), &json!([])));
    app.stop().await;
}

#[tokio::test]
async fn what_is_no_json_is_400_a_wrong_key_401_and_too_much_413() {
    let app = TestApp::start().await;
    let (_, key) = app.source("server").await;
    let check = |status: u16, path: &'static str, key: String, body: Vec<u8>| {
        let app = &app;
        async move {
            let reply = app.track(path, &key, body).await;
            assert_eq!(reply.status, status, "{path}: {}", reply.body);
            assert!(status == 200 || reply.body["code"].is_string());
        }
    };
    check(400, "/v1/track", key.clone(), b"{".to_vec()).await;
    check(400, "/v1/batch", key.clone(), vec![0x1f, 0x8b, 1, 2, 3]).await;
    check(401, "/v1/track", "wk_wrong".into(), b"{}".to_vec()).await;
    check(401, "/v1/track", app.key(runnel_store::Role::Admin).into(), b"{}".to_vec()).await;
    check(413, "/v1/batch", key.clone(), vec![b' '; 9 * 1024 * 1024]).await;
    check(413, "/sub/v1/batch", key.clone(), vec![b' '; 9 * 1024 * 1024]).await;
    check(200, "/v1/track", key.clone(), b"[]".to_vec()).await;
    check(404, "/v1/import", key.clone(), b"{}".to_vec()).await;
    let get = Request::builder().uri("/v1/track").body(Body::empty()).unwrap();
    assert_eq!(app.send(get).await.status, 405);
    let nobody = Request::builder().method("POST").uri("/v1/track").body(Body::from("{}")).unwrap();
    assert_eq!(app.send(nobody).await.status, 401);
    app.stop().await;
}

#[tokio::test]
async fn one_bad_item_loses_none_of_the_others_and_is_on_the_page_of_its_source() {
    let app = TestApp::start().await;
    let (source, key) = app.source("server").await;
    let good = |n: usize| json!({ "type": "track", "userId": format!("u{n}"), "event": "a", "messageId": format!("m{n}") });
    let mut batch: Vec<Value> = (0..20).map(good).collect();
    batch.insert(7, json!({ "type": "track", "userId": "u", "event": null }));
    batch.insert(9, json!({ "type": "track", "event": "a" }));
    let body = json!({ "batch": batch }).to_string();
    for _ in 0..2 {
        let reply = app.track("/v1/batch", &key, body.clone()).await;
        assert_eq!((reply.status, reply.body), (200, ok()));
    }
    app.until_idle().await;
    let counted = app.admin("GET", &format!("/sources/{source}"), Value::Null, 200).await;
    assert_eq!(
        (&counted["accepted"], &counted["duplicates"]),
        (&json!(20), &json!(20)),
        "{counted}"
    );
    let refusals = counted["refusals"].as_array().unwrap();
    assert_eq!(refusals.len(), 2, "{refusals:?}");
    assert!(refusals.iter().all(|refusal| refusal["count"] == 2), "{refusals:?}");
    app.stop().await;
}

#[tokio::test]
async fn a_browser_is_let_through_and_told_its_settings() {
    let app = TestApp::start().await;
    let (_, key) = app.source("browser").await;
    let origin = "https://shop.example";
    for path in ["/v1/t", "/sourceConfig/?writeKey=x", "/v1/projects/x/settings", "/sub/v1/batch"] {
        let request = Request::builder().method("OPTIONS").uri(path).header("origin", origin);
        let request = request.header("access-control-request-headers", "anonymousid,authorization");
        let reply = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, 204, "{path}");
        assert_eq!(reply.headers["access-control-allow-origin"], origin);
        assert_eq!(reply.headers["access-control-max-age"], "86400");
    }
    let get = |path: String| Request::builder().uri(path).header("host", "t.example");
    let settings = get(format!("/v1/projects/{key}/settings")).body(Body::empty()).unwrap();
    let settings = app.send(settings).await.body;
    assert_eq!(settings["integrations"]["Segment.io"]["apiHost"], "t.example/v1");
    assert_eq!(settings["integrations"]["Segment.io"]["apiKey"], *key);
    let config = get(format!("/sourceConfig/?writeKey={key}&v=1")).body(Body::empty()).unwrap();
    assert_eq!(app.send(config).await.body["source"]["writeKey"], *key);
    let unknown = get("/v1/projects/wk_x/settings".into()).body(Body::empty()).unwrap();
    assert_eq!(app.send(unknown).await.status, 401);
    app.stop().await;
}

#[tokio::test]
async fn a_browser_fills_what_is_empty_and_overwrites_nothing() {
    let app = TestApp::start().await;
    let (_, server) = app.source("server").await;
    let (_, browser) = app.source("browser").await;
    let identify = |traits: Value| json!({ "userId": "ana", "traits": traits }).to_string();
    app.track("/v1/identify", &server, identify(json!({ "city": "Rome" }))).await;
    app.until_idle().await;
    app.track("/v1/i", &browser, identify(json!({ "city": "Paris", "size": "M" }))).await;
    let contact = app.contact("ana").await;
    assert_eq!(contact["properties"], json!({ "city": "Rome", "size": "M" }));
    app.stop().await;
}

#[tokio::test]
async fn a_cancelled_meeting_is_taken_when_calendly_signed_it_and_only_then() {
    let app = TestApp::start().await;
    let body = json!({ "name": "Calendly", "kind": "calendly" });
    let source = app.admin("POST", "/sources", body, 201).await;
    let path = source["webhook_path"].as_str().unwrap().to_owned();
    let key = source["signing_key"].as_str().unwrap().to_owned();
    let payload = json!({ "event": "invitee.canceled", "created_at": "2026-03-01T09:29:00Z", "payload": {
        "uri": "https://api.calendly.com/i/1", "email": "ana@example.com", "name": "Ana", "status": "canceled",
        "rescheduled": false, "scheduled_event": { "uri": "https://api.calendly.com/e/1", "name": "Demo" },
        "cancellation": { "canceled_by": "Ana", "reason": "ill", "canceler_type": "invitee" } } });
    let payload = payload.to_string();
    let seconds = crate::harness::START_MS / 1_000;
    let signed =
        |key: &str, at: i64| format!("t={at},v1={}", hmac_hex(key, &format!("{at}.{payload}")));
    let deliver = |signature: String| {
        let request = Request::builder().method("POST").uri(&*path);
        let request = request.header("calendly-webhook-signature", signature);
        app.send(request.body(Body::from(payload.clone())).unwrap())
    };
    for wrong in [String::new(), signed("other", seconds), signed(&key, seconds - 181)] {
        assert_eq!(deliver(wrong.clone()).await.status, 401, "{wrong}");
    }
    for _ in 0..3 {
        assert_eq!(deliver(signed(&key, seconds)).await.status, 200);
    }
    let contact = app.contact("ana@example.com").await;
    let timeline = format!("/contacts/{}/timeline", contact["id"].as_str().unwrap());
    let timeline = app.admin("GET", &timeline, Value::Null, 200).await;
    let names: Vec<_> =
        timeline["items"].as_array().unwrap().iter().map(|item| &item["event"]["name"]).collect();
    assert_eq!(names, ["meeting_cancelled"], "{timeline}");
    assert_eq!(timeline["items"][0]["text"], "The meeting Demo was cancelled");
    let nowhere = Request::builder()
        .method("POST")
        .uri("/hooks/calendly/src_99")
        .body(Body::empty())
        .unwrap();
    assert_eq!(app.send(nowhere).await.status, 404);
    app.stop().await;
}

/// Written out here, so that the test does not take the product's word for it.
fn hmac_hex(key: &str, message: &str) -> String {
    use sha2::{Digest, Sha256};
    let mut block = [0_u8; 64];
    block[..key.len().min(64)].copy_from_slice(&key.as_bytes()[..key.len().min(64)]);
    assert!(key.len() <= 64);
    let padded = |byte: u8| block.map(|one| one ^ byte);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    let outer = Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize();
    outer.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn what_has_just_come_in_is_shown_with_what_it_did() {
    let app = TestApp::start().await;
    let flow = json!({ "id": "welcome", "name": "Welcome", "nodes": [
        { "id": "start", "kind": "event", "settings": { "of": { "event": "custom:a" } } },
        { "id": "points", "kind": "adjust_score", "settings": { "points": 5, "reason": "Hello" } },
    ], "edges": [{ "from": "start", "to": "points" }] });
    app.admin("POST", "/flows", json!({ "document": flow }), 201).await;
    app.admin("POST", "/flows/welcome/publish", Value::Null, 200).await;
    let (site, site_key) = app.source("server").await;
    let (shop, shop_key) = app.source("server").await;
    app.track("/v1/track", &site_key, r#"{"userId": "ana", "event": "a"}"#).await;
    app.until_idle().await;
    app.pass_hours(1);
    app.track("/v1/track", &shop_key, r#"{"userId": "bo", "event": "b"}"#).await;
    app.until_idle().await;
    app.admin("POST", "/contacts", json!({ "user_id": "cy" }), 201).await;

    let latest = async |query: &str| {
        let latest = app.admin("GET", &format!("/events{query}"), Value::Null, 200).await;
        latest["items"].as_array().unwrap().clone()
    };
    let told = |item: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&item["contact"]["name"]), text(&item["entry"]["event"]["name"]))
    };
    let all = latest("").await;
    let all: Vec<_> = all.iter().map(told).collect();
    let expect = [("bo", "custom:b"), ("ana", "custom:a")];
    assert_eq!(all, expect.map(|(who, what)| (who.to_owned(), what.to_owned())));
    assert_eq!(latest("?limit=1").await.len(), 1);
    let of_site = latest(&format!("?source={site}")).await;
    assert_eq!((of_site.len(), &of_site[0]["entry"]["source"]["id"]), (1, &json!(site)));
    let texts: Vec<_> =
        of_site[0]["entry"]["facts"].as_array().unwrap().iter().map(|fact| &fact["text"]).collect();
    assert!(texts.contains(&&json!("+5 points, now 5: Hello")), "{texts:?}");
    let ana = app.contact("ana").await;
    let timeline = format!("/contacts/{}/timeline", ana["id"].as_str().unwrap());
    let timeline = app.admin("GET", &timeline, Value::Null, 200).await;
    assert_eq!(
        (&of_site[0]["contact"]["id"], &of_site[0]["entry"]),
        (&ana["id"], &timeline["items"][0])
    );
    assert_eq!(latest(&format!("?source={shop}&limit=9")).await.len(), 1);
    app.admin("GET", "/events?source=src_99", Value::Null, 404).await;
    app.admin("GET", "/events?source=shop", Value::Null, 400).await;
    app.stop().await;
}
