//! What client libraries need of the tracking API: routes, keys, encodings, limits, answers.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use futures::future::join_all;
use reqwest::Method;
use runnel_tests::{
    Answer, DAY_MS, Flow, TestApp, both_databases, event, eventually, identify, message_id, ms_of,
    text, time_text, track,
};
use serde_json::{Value, json};

both_databases!(
    every_route_takes_its_kind_of_call,
    the_key_is_taken_from_wherever_clients_put_it,
    content_types_do_not_matter,
    gzip_is_recognised_with_and_without_its_header,
    a_bad_item_costs_only_itself_and_is_shown_on_the_sources_page,
    large_requests_and_events_are_taken_and_larger_ones_refused_one_by_one,
    what_is_no_json_is_400_and_everything_else_is_200,
    a_retry_with_the_same_message_id_is_applied_once,
    without_a_message_id_an_event_is_new_each_time,
    the_time_of_an_event_is_the_callers_by_our_clock,
    a_batch_is_applied_in_the_order_of_its_times,
    an_event_of_yesterday_counts_and_starts_nothing,
    nulls_empty_texts_and_odd_times_are_borne_with,
    nobody_can_forge_a_built_in_event,
    a_browser_may_call_from_any_page_and_finds_its_settings,
    a_browser_key_neither_reads_nor_overwrites_nor_joins,
    a_database_that_takes_nothing_is_503_and_a_later_retry_counts_once,
);

async fn every_route_takes_its_kind_of_call(app: &mut TestApp) {
    let source = app.server_source().await;
    let calls = [
        ("identify", json!({ "traits": { "plan": "pro" } }), "identify"),
        ("track", json!({ "event": "Went" }), "custom:Went"),
        ("page", json!({ "name": "Home", "category": "Shop" }), "page_visited"),
        ("screen", json!({ "name": "Start" }), "screen_viewed"),
        ("group", json!({ "groupId": "acme", "traits": { "size": 7 } }), "company_joined"),
        ("alias", json!({ "previousId": "before" }), "identify"),
    ];
    for (kind, fields, _) in &calls {
        for path in
            [format!("/v1/{kind}"), format!("/v1/{}", &kind[..1]), format!("/sub/path/v1/{kind}/")]
        {
            let answer = source.post(&path, call(fields).to_string()).await;
            assert_eq!(
                (answer.status.as_u16(), answer.ok()),
                (200, json!({ "success": true })),
                "{path}"
            );
        }
        for path in ["/v1/batch", "/v1/b", "/beacon/v1/batch"] {
            let mut item = call(fields);
            item["type"] = json!(kind);
            let answer = source.post(path, json!({ "batch": [item] }).to_string()).await;
            assert_eq!(answer.ok(), json!({ "success": true }), "{path}");
        }
    }
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    let timeline = app.api().timeline(&ana).await;
    for (_, _, name) in &calls {
        let times = calls.iter().filter(|(_, _, one)| one == name).count() * 6;
        let found = timeline.iter().filter(|one| one["event"]["name"] == *name).count();
        assert_eq!(found, times, "{name}");
    }
    let of = |name| timeline.iter().find(|one| one["event"]["name"] == name).expect("it is there");
    assert_eq!(of("page_visited")["properties"]["category"], "Shop");
    assert_eq!(of("screen_viewed")["properties"]["name"], "Start");
    assert_eq!(
        of("company_joined")["properties"],
        json!({ "group_id": "acme", "traits": { "size": 7 } })
    );
    assert_eq!(ana["anonymous_ids"], json!(["before"]));
    for path in ["/v1/import", "/v1/batch/x", "/v2/batch", "/batch"] {
        assert_eq!(source.post(path, "{}").await.status, 404, "{path}");
    }
    let get = Answer::to(app.http().get(format!("{}/v1/batch", app.base()))).await;
    assert_eq!(get.status, 405);
}

async fn the_key_is_taken_from_wherever_clients_put_it(app: &mut TestApp) {
    let source = app.server_source().await;
    let key = source.key.clone();
    let body = |event: &str, write_key: Option<&str>| {
        let mut body = json!({ "batch": [track("ana", event)] });
        if let Some(key) = write_key {
            body["writeKey"] = json!(key);
        }
        body.to_string()
    };
    let basic = source.basic();
    let header = source.request("/v1/batch").header("authorization", &basic);
    assert_eq!(Answer::to(header.body(body("Header", None))).await.status, 200);
    let unpadded = basic.trim_end_matches('=').to_owned();
    let header = source.request("/v1/batch").header("authorization", unpadded);
    assert_eq!(Answer::to(header.body(body("Header", None))).await.status, 200);
    let inside = source.request("/v1/batch").body(body("Body", Some(&key)));
    assert_eq!(Answer::to(inside).await.status, 200);
    let query = source.request(&format!("/beacon/v1/batch?v=1&writeKey={key}"));
    assert_eq!(Answer::to(query.body(body("Query", None))).await.status, 200);

    let both = source.request("/v1/batch").header("authorization", "Basic d3Jvbmc6");
    let both = Answer::to(both.body(body("Wrong", Some(&key)))).await;
    assert_eq!(both.status, 401, "the header wins");
    for (path, body) in [
        ("/v1/batch", body("Wrong", None)),
        ("/v1/batch", body("Wrong", Some("wk_wrong"))),
        ("/v1/batch", body("Wrong", Some(""))),
        ("/v1/batch?writeKey=", body("Wrong", None)),
        ("/v1/batch?writeKey=wk_wrong", body("Wrong", None)),
    ] {
        let error = Answer::to(source.request(path).body(body)).await.refused(401, "unauthorised");
        assert!(text(&error["message"]).contains("write key"), "{error}");
    }
    let api_key = app.add_key(&["--purpose", "api", "--name", "nosy"]).await;
    let wrong = source.request("/v1/batch").bearer_auth(api_key);
    assert_eq!(Answer::to(wrong.body(body("Wrong", None))).await.status, 401);

    let made = app.add_key(&["--purpose", "write", "--name", "shop", "--kind", "server"]).await;
    let own = source.request("/v1/batch").basic_auth(made, Some(""));
    assert_eq!(Answer::to(own.body(body("Command", None))).await.status, 200);
    app.run_until_idle().await;
    let expect =
        ["Header", "Header", "Body", "Query", "Command"].map(|name| format!("custom:{name}"));
    assert_eq!(names(app, "ana").await, expect);
}

async fn content_types_do_not_matter(app: &mut TestApp) {
    let source = app.server_source().await;
    let types = [
        Some("application/json"),
        Some("application/json; charset=utf-8"),
        Some("text/plain"),
        Some("text/plain;charset=UTF-8"),
        Some("application/x-www-form-urlencoded"),
        Some("application/xml"),
        Some("nonsense"),
        None,
    ];
    for content_type in types {
        let request = source.request("/v1/batch").header("authorization", source.basic());
        let request =
            content_type.iter().fold(request, |request, it| request.header("content-type", *it));
        let body = json!({ "batch": [track("ana", "Went")] }).to_string();
        let answer = Answer::to(request.body(body)).await;
        assert_eq!(answer.status, 200, "{content_type:?}: {}", answer.text);
    }
    app.run_until_idle().await;
    assert_eq!(names(app, "ana").await.len(), types.len());
}

async fn gzip_is_recognised_with_and_without_its_header(app: &mut TestApp) {
    let source = app.server_source().await;
    for header in [Some("gzip"), None, Some("identity")] {
        let body = gzip(json!({ "batch": [track("ana", "Went")] }).to_string().as_bytes());
        let request = source.request("/v1/batch").header("authorization", source.basic());
        let request =
            header.iter().fold(request, |request, it| request.header("content-encoding", *it));
        assert_eq!(Answer::to(request.body(body)).await.status, 200, "{header:?}");
    }
    let said_but_not_done = source.request("/v1/batch").header("authorization", source.basic());
    let plain = json!({ "batch": [track("ana", "Went")] }).to_string();
    let said_but_not_done = said_but_not_done.header("content-encoding", "gzip").body(plain);
    assert_eq!(Answer::to(said_but_not_done).await.status, 200, "the bytes count");
    let mut cut_off = gzip(json!({ "batch": [track("ana", "Went")] }).to_string().as_bytes());
    cut_off.truncate(cut_off.len() - 9);
    source.post("/v1/batch", cut_off).await.refused(400, "invalid_json");
    app.run_until_idle().await;
    assert_eq!(names(app, "ana").await.len(), 4);
}

async fn a_bad_item_costs_only_itself_and_is_shown_on_the_sources_page(app: &mut TestApp) {
    let source = app.server_source().await;
    let bad = [
        (json!({ "type": "track", "userId": "ana" }), "missing_event"),
        (json!({ "type": "track", "event": "Went" }), "missing_identity"),
        (
            json!({ "type": "track", "event": "Went", "userId": "", "anonymousId": null }),
            "missing_identity",
        ),
        (json!({ "type": "buy", "userId": "ana" }), "unknown_type"),
        (json!({ "userId": "ana", "event": "Went" }), "unknown_type"),
        (json!({ "type": "group", "userId": "ana" }), "missing_group_id"),
        (json!({ "type": "alias", "userId": "ana" }), "missing_previous_id"),
        (json!({ "type": "alias", "anonymousId": "a", "previousId": "b" }), "missing_user_id"),
        (json!("no object"), "not_an_object"),
        (json!(null), "not_an_object"),
        (json!({ "type": "track", "userId": "u".repeat(600), "event": "Went" }), "id_not_valid"),
        (
            json!({ "type": "track", "userId": "ana", "event": "e".repeat(201) }),
            "event_name_not_valid",
        ),
    ];
    let mut batch: Vec<Value> = bad.iter().map(|(item, _)| item.clone()).collect();
    batch.insert(0, track("ana", "First"));
    batch.push(track("ana", "Last"));
    source.send(batch).await;
    app.run_until_idle().await;
    assert_eq!(names(app, "ana").await, ["custom:First", "custom:Last"]);

    let told = app.api().get(&format!("/sources/{}", source.id)).await;
    assert_eq!(told["accepted"], 2);
    let refusals = told["refusals"].as_array().expect("a list");
    for (item, code) in &bad {
        let times = bad.iter().filter(|(_, one)| one == code).count();
        let row = refusals.iter().find(|row| row["code"] == *code);
        let row = row.unwrap_or_else(|| panic!("{code} of {item} is not listed: {told}"));
        assert_eq!(row["count"], times, "{row}");
        assert!(!text(&row["sample"]).is_empty(), "{row}");
    }
}

async fn large_requests_and_events_are_taken_and_larger_ones_refused_one_by_one(app: &mut TestApp) {
    let source = app.server_source().await;
    source.send([sized("Fits", 60 * 1024)]).await;
    let mut batch: Vec<Value> = (0..100).map(|_| sized("Many", 40 * 1024)).collect();
    batch.insert(50, sized("Too large", 70 * 1024));
    source.send(batch).await;
    let answer = source.post("/v1/batch", vec![b' '; 9 * 1024 * 1024]).await;
    answer.refused(413, "too_large");
    assert_eq!(answer.header("connection"), "close", "nobody is to use it again");
    app.run_until_idle().await;
    let names = names(app, "ana").await;
    let count = |name: &str| names.iter().filter(|one| *one == name).count();
    assert_eq!(
        (count("custom:Fits"), count("custom:Many"), count("custom:Too large")),
        (1, 100, 0)
    );
    let told = app.api().get(&format!("/sources/{}", source.id)).await;
    assert_eq!(told["refusals"][0]["code"], "too_large");
}

async fn what_is_no_json_is_400_and_everything_else_is_200(app: &mut TestApp) {
    let source = app.server_source().await;
    for body in ["", "{", "nonsense", "{\"batch\": [}", "{\"batch\": []} x", "\u{1}", "'{}'"] {
        source.post("/v1/batch", body.to_owned()).await.refused(400, "invalid_json");
    }
    for body in [
        "{}",
        "[]",
        "7",
        "null",
        "\"text\"",
        "{\"batch\": 7}",
        "{\"batch\": {}}",
        "{\"batch\": []}",
        "{\"batch\": [[]]}",
    ] {
        let answer = source.post("/v1/batch", body.to_owned()).await;
        assert_eq!(
            (answer.status.as_u16(), answer.ok()),
            (200, json!({ "success": true })),
            "{body}"
        );
    }
    let told = app.api().get(&format!("/sources/{}", source.id)).await;
    assert_eq!(told["accepted"], 0);
}

async fn a_retry_with_the_same_message_id_is_applied_once(app: &mut TestApp) {
    let (one, other) = (app.server_source().await, app.server_source().await);
    let item = track("ana", "Went");
    let mut changed = item.clone();
    changed["event"] = json!("Changed");
    one.send([item.clone()]).await;
    one.send([item.clone(), item.clone()]).await;
    one.send([changed]).await;
    let retry = one.request("/v1/batch").header("authorization", one.basic());
    let retry = retry.header("x-retry-count", "3").body(json!({ "batch": [item] }).to_string());
    assert_eq!(Answer::to(retry).await.status, 200);
    let single = one.post("/v1/track", item.to_string()).await;
    assert_eq!(single.status, 200, "by another route as well");
    other.send([item.clone()]).await;
    app.run_until_idle().await;
    assert_eq!(names(app, "ana").await, ["custom:Went", "custom:Went"], "once for each source");

    app.stop().await;
    app.restart().await;
    app.advance_days(400).await;
    one.send([item]).await;
    app.run_until_idle().await;
    assert_eq!(names(app, "ana").await.len(), 2, "for as long as events are kept");
    let told = app.api().get(&format!("/sources/{}", one.id)).await;
    assert_eq!((&told["accepted"], &told["duplicates"]), (&json!(1), &json!(6)));
}

async fn without_a_message_id_an_event_is_new_each_time(app: &mut TestApp) {
    let source = app.server_source().await;
    let item = json!({ "type": "track", "userId": "ana", "event": "Went" });
    let empty = json!({ "type": "track", "userId": "ana", "event": "Went", "messageId": "" });
    source.send([item.clone(), item.clone(), empty.clone(), empty]).await;
    source.send([item]).await;
    app.run_until_idle().await;
    assert_eq!(names(app, "ana").await.len(), 5);
}

async fn the_time_of_an_event_is_the_callers_by_our_clock(app: &mut TestApp) {
    let source = app.server_source().await;
    let now = app.now().await;
    let hour = 3_600_000;
    let ahead = 10 * DAY_MS;
    let items = json!([
        { "type": "track", "userId": "ana", "event": "Told", "timestamp": time_text(now + ahead - hour) },
        { "type": "track", "userId": "ana", "event": "Original", "originalTimestamp": time_text(now + ahead - hour) },
        { "type": "track", "userId": "ana", "event": "Both", "timestamp": time_text(now + ahead - 2 * hour),
          "originalTimestamp": time_text(now + ahead - hour) },
        { "type": "track", "userId": "ana", "event": "Untold" },
        { "type": "track", "userId": "ana", "event": "Future", "timestamp": time_text(now + ahead + DAY_MS) },
    ]);
    let sent = time_text(now + ahead);
    let body = json!({ "batch": items, "sentAt": sent }).to_string();
    assert_eq!(source.post("/v1/batch", body).await.status, 200);
    let unstamped = json!({ "type": "track", "userId": "ana", "event": "Unstamped", "timestamp": time_text(now - hour) });
    source.send([unstamped]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    let timeline = app.api().timeline(&ana).await;
    let of = |name: &str| {
        let name = format!("custom:{name}");
        let entry = timeline.iter().find(|one| one["event"]["name"] == *name).expect("it is there");
        (ms_of(&entry["event"]["occurred_at"]), ms_of(&entry["applied_at"]))
    };
    for (name, ago) in
        [("Told", hour), ("Original", hour), ("Both", 2 * hour), ("Untold", 0), ("Future", 0)]
    {
        let (occurred, applied) = of(name);
        let late = occurred - (now - ago);
        assert!((0..=applied - now).contains(&late), "{name} occurred {late} ms too late");
        assert!(occurred <= applied, "{name}: nothing happens in the future");
    }
    assert_eq!(of("Unstamped").0, now - hour, "without sentAt the clock is taken to be right");
}

async fn a_batch_is_applied_in_the_order_of_its_times(app: &mut TestApp) {
    let source = app.server_source().await;
    let now = app.now().await;
    let at = |event: &str, ago: i64| {
        let mut item = track("ana", event);
        item["timestamp"] = json!(time_text(now - ago));
        item
    };
    source.send([at("c", 10), at("a", 30_000), at("d", 10), at("b", 20_000), at("e", 10)]).await;
    app.run_until_idle().await;
    assert_eq!(
        names(app, "ana").await,
        ["a", "b", "c", "d", "e"].map(|name| format!("custom:{name}"))
    );
}

async fn an_event_of_yesterday_counts_and_starts_nothing(app: &mut TestApp) {
    let rule = json!({ "count": { "of": event("custom:Went"), "times": { "at_least": 2 } } });
    app.api().put_segment("twice", rule).await;
    let started = Flow::new("points")
        .then("event", json!({ "of": event("custom:Went") }))
        .then("adjust_score", json!({ "points": 1 }));
    app.api().publish(started).await;
    let source = app.server_source().await;
    let mut old = track("ana", "Went");
    old["timestamp"] = json!(time_text(app.now().await - 2 * DAY_MS));
    source.send([track("ana", "Went"), old]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    assert_eq!((&ana["score"], &ana["segments"][0]["id"]), (&json!(1), &json!("twice")));
}

async fn nulls_empty_texts_and_odd_times_are_borne_with(app: &mut TestApp) {
    let source = app.server_source().await;
    let now_s = app.now().await / 1_000;
    let plain = time_text(now_s * 1_000);
    let zoneless = plain.trim_end_matches('Z');
    let odd = json!([
        { "type": "track", "userId": "ana", "anonymousId": null, "event": "A", "timestamp": format!("{zoneless}+00:00") },
        { "type": "track", "userId": "ana", "anonymousId": "", "event": "B", "timestamp": zoneless },
        { "type": "track", "userId": "ana", "event": "C", "timestamp": now_s, "context": null, "properties": null },
        { "type": "track", "userId": "ana", "event": "D", "timestamp": null, "messageId": null },
        { "type": "track", "userId": "ana", "event": "E", "timestamp": "", "originalTimestamp": "soon" },
        { "type": "track", "userId": "ana", "event": "F", "properties": [], "integrations": 7, "whatever": { "x": 1 } },
        { "type": "identify", "userId": "ana", "traits": null },
        { "type": "identify", "userId": "ana", "traits": { "email": "" } },
        { "type": "alias", "userId": "ana", "previousId": "ana" },
        { "type": "track", "userId": 42, "event": "G" },
        { "type": "track", "userId": " § \"quoted\" 'id' \\ 🦀 %00 <b>", "event": "Odd id" },
    ]);
    let body =
        json!({ "batch": odd, "sentAt": null, "context": null, "integrations": null }).to_string();
    assert_eq!(source.post("/v1/batch", body).await.status, 200);
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    assert_eq!((&ana["email"], &ana["anonymous_ids"]), (&Value::Null, &json!([])));
    let timeline = app.api().timeline(&ana).await;
    for name in ["A", "B", "C"] {
        let name = format!("custom:{name}");
        let entry = timeline.iter().find(|one| one["event"]["name"] == *name).expect("it is there");
        assert_eq!(ms_of(&entry["event"]["occurred_at"]), now_s * 1_000, "{name}");
    }
    let names: Vec<&str> = timeline.iter().map(|one| text(&one["event"]["name"])).collect();
    for name in ["custom:D", "custom:E", "custom:F"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    let unknown =
        timeline.iter().find(|one| one["event"]["name"] == "custom:F").expect("it is there");
    assert_eq!(unknown["properties"]["context"]["whatever"], json!({ "x": 1 }));
    assert!(!names.contains(&"merge"), "an alias onto itself is nothing");
    app.api().contact("§ \"quoted\" 'id' \\ 🦀 %00 <b>").await;
}

async fn nobody_can_forge_a_built_in_event(app: &mut TestApp) {
    let flow = Flow::new("cancelled")
        .then("meeting_cancelled", json!({}))
        .then("adjust_score", json!({ "points": -10 }));
    app.api().publish(flow).await;
    let source = app.server_source().await;
    source.send([track("ana", "meeting_cancelled"), track("ana", "segment_entered")]).await;
    app.run_until_idle().await;
    assert_eq!(app.api().contact("ana").await["score"], 0);
    let expect = ["custom:meeting_cancelled", "custom:segment_entered"];
    assert_eq!(names(app, "ana").await, expect);
}

async fn a_browser_may_call_from_any_page_and_finds_its_settings(app: &mut TestApp) {
    let source = app.browser_source().await;
    let settings = format!("/v1/projects/{}/settings", source.key);
    let config = format!("/sourceConfig/?p=cdn&v=3&writeKey={}", source.key);
    for path in ["/v1/t", "/v1/b", "/beacon/v1/batch", settings.as_str(), config.as_str()] {
        let request = app.http().request(Method::OPTIONS, format!("{}{path}", app.base()));
        let request = request.header("origin", "https://shop.example");
        let request = request.header("access-control-request-method", "POST");
        let answer =
            Answer::to(request.header("access-control-request-headers", "anonymousid")).await;
        assert_eq!(answer.status, 204, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "https://shop.example", "{path}");
        let allowed = answer.header("access-control-allow-headers").to_lowercase();
        for header in ["authorization", "content-type", "anonymousid", "sentat", "x-retry-count"] {
            assert!(allowed.contains(header), "{path}: {allowed}");
        }
        assert!(!answer.header("access-control-max-age").is_empty(), "{path}");
    }
    let visit =
        json!({ "batch": [{ "type": "page", "anonymousId": "d", "messageId": message_id() }] });
    let beacon = source.request(&format!("/beacon/v1/batch?writeKey={}", source.key));
    let beacon = beacon.header("origin", "https://shop.example").body(visit.to_string());
    let answer = Answer::to(beacon).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), "https://shop.example");

    let get = |path: &str| app.http().get(format!("{}{path}", app.base()));
    let found = Answer::to(get(&settings).header("origin", "https://shop.example")).await;
    assert_eq!(found.header("access-control-allow-origin"), "https://shop.example");
    let segment = &found.ok()["integrations"]["Segment.io"];
    assert_eq!(segment["apiKey"], source.key.as_str());
    let rudder = Answer::to(get("/sourceConfig/").basic_auth(&source.key, Some(""))).await.ok();
    assert_eq!(
        (&rudder["source"]["writeKey"], &rudder["source"]["enabled"]),
        (&json!(source.key), &json!(true))
    );
    assert_eq!(Answer::to(get("/v1/projects/wk_wrong/settings")).await.status, 401);
}

async fn a_browser_key_neither_reads_nor_overwrites_nor_joins(app: &mut TestApp) {
    let (server, browser) = (app.server_source().await, app.browser_source().await);
    server.send([identify("ana", json!({ "email": "ana@example.com", "plan": "pro" }))]).await;
    server.send([identify("bo", json!({ "email": "bo@example.com" }))]).await;
    browser
        .send([identify(
            "ana",
            json!({ "email": "eve@example.com", "plan": "free", "city": "Iași" }),
        )])
        .await;
    browser.send([json!({ "type": "alias", "userId": "ana", "previousId": "bo", "messageId": message_id() })]).await;
    browser.send([identify("cy", json!({ "email": "bo@example.com" }))]).await;
    app.run_until_idle().await;
    let api = app.api();
    let ana = api.contact("ana").await;
    assert_eq!(ana["email"], "ana@example.com");
    assert_eq!(
        ana["properties"],
        json!({ "plan": "pro", "city": "Iași", "email": "ana@example.com" }),
        "only what was empty"
    );
    assert_ne!(api.contact("bo").await["id"], ana["id"]);
    assert_eq!(api.contact("bo").await["email"], "bo@example.com");
    assert_ne!(api.contact("cy").await["id"], api.contact("bo").await["id"]);
    let told = api.get(&format!("/sources/{}", browser.id)).await;
    let codes: Vec<&str> =
        told["refusals"].as_array().expect("a list").iter().map(|one| text(&one["code"])).collect();
    assert_eq!(codes, ["browser_may_not"]);
    for key in [&browser.key, &server.key] {
        let reader = api.with_key(Some(key));
        reader.ask(Method::GET, "/contacts", None).await.refused(401, "unauthorised");
    }
}

async fn a_database_that_takes_nothing_is_503_and_a_later_retry_counts_once(app: &mut TestApp) {
    let source = app.server_source().await;
    source.send([track("ana", "Before")]).await;
    app.run_until_idle().await;
    app.expect_errors();
    let held = app.database().hold().await;
    let item = track("ana", "Meanwhile");
    let answer = source.post("/v1/batch", json!({ "batch": [item] }).to_string()).await;
    answer.refused(503, "unavailable");
    let seconds: u32 = answer.header("retry-after").parse().expect("a number of seconds");
    assert!((1..=60).contains(&seconds), "{seconds}");
    held.release().await;
    eventually("events are taken again", async || {
        let again = source.post("/v1/batch", json!({ "batch": [item] }).to_string()).await;
        (again.status == 200).then_some(())
    })
    .await;
    // Connections that broke while nobody used them are found out one by one.
    let api = app.api();
    eventually("everybody can read again", async || {
        let reads = (0..20).map(|_| api.ask(Method::GET, "/contacts", None));
        let answers = join_all(reads).await;
        answers.iter().all(|answer| answer.status == 200).then_some(())
    })
    .await;
    source.send([item]).await;
    app.run_until_idle().await;
    assert_eq!(names(app, "ana").await, ["custom:Before", "custom:Meanwhile"]);
}

/// The names of somebody's events in the order applied, without those that say who it is.
async fn names(app: &TestApp, user: &str) -> Vec<String> {
    let contact = app.api().contact(user).await;
    let timeline = app.api().timeline(&contact).await;
    let names = timeline.iter().map(|one| text(&one["event"]["name"]).to_owned());
    names.filter(|name| name.starts_with("custom:")).collect()
}

/// A call of Ana's with these fields.
fn call(fields: &Value) -> Value {
    let mut call = json!({ "userId": "ana", "messageId": message_id() });
    let fields = fields.as_object().expect("fields are an object").clone();
    call.as_object_mut().expect("a call is an object").extend(fields);
    call
}

/// An event whose JSON has about this many bytes.
fn sized(name: &str, bytes: usize) -> Value {
    let mut item = track("ana", name);
    item["properties"] = json!({ "filler": "x".repeat(bytes - 200) });
    item
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}
