//! Whatever is sent: a clear answer, nothing lost, no panic, and soon.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;
use runnel_tests::{
    Answer, DAY_MS, Flow, TestApp, both_databases, event, identify, ms_of, text, track,
};
use serde_json::{Value, json};

both_databases!(
    odd_json_loses_nothing_that_comes_with_it,
    one_bad_event_among_three_thousand_costs_only_itself,
    a_gzip_bomb_is_refused_at_once,
    numbers_and_dates_beyond_all_bounds_are_cleaned_or_clamped,
    addresses_are_taken_only_if_they_are_ones,
    broken_flow_documents_are_told_and_never_published,
    rules_beyond_all_bounds_are_refused_and_slow_patterns_are_fast,
    spans_that_make_no_sense_are_refused,
    odd_bodies_of_the_api_are_4xx,
);

/// Far longer than any of this may take, and far shorter than what an attack hopes for.
const SOON: Duration = Duration::from_secs(20);

async fn odd_json_loses_nothing_that_comes_with_it(app: &mut TestApp) {
    let source = app.server_source().await;
    let deep =
        |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    let values = [
        deep("[", "]"),
        deep("{\"a\":", "}"),
        "\"a\\u0000b\"".to_owned(),
        "\"\\ud800\"".to_owned(),
        "\"\\udc00\\ud800\"".to_owned(),
        "{\"__proto__\": {\"admin\": true}, \"constructor\": 1}".to_owned(),
        format!("{{\"{}\": 1}}", "k".repeat(10_000)),
        "{\"\": 1, \" \": 2, \"\\u0000\": 3}".to_owned(),
        "\"\u{202E}gnp.exe\u{200B}\u{FEFF}\"".to_owned(),
        "\"<script>alert(1)</script>'; DROP TABLE contacts; --\"".to_owned(),
        "{\"a\": 1, \"a\": 2}".to_owned(),
        format!("\"{}\"", "x".repeat(50_000)),
        format!("[{}]", vec!["1"; 5_000].join(",")),
    ];
    for value in &values {
        let good = |event: &str| track("ana", event).to_string();
        let odd = format!(
            "{{\"type\": \"track\", \"userId\": \"ana\", \"event\": \"Odd\", \"properties\": {{\"odd\": {value}}}}}"
        );
        let who = format!(
            "{{\"type\": \"identify\", \"userId\": \"ana\", \"traits\": {{\"odd\": {value}}}}}"
        );
        let body = format!("{{\"batch\": [{}, {odd}, {who}, {}]}}", good("Before"), good("After"));
        let answer = source.post("/v1/batch", body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.ok()),
            (200, json!({ "success": true })),
            "{}",
            shortened(value)
        );
    }
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    let timeline = app.api().timeline(&ana).await;
    let count = |name: &str| timeline.iter().filter(|one| one["event"]["name"] == name).count();
    assert_eq!((count("custom:Before"), count("custom:After")), (values.len(), values.len()));
    assert!(count("custom:Odd") >= values.len() - 2, "only what is nested too deep is refused");

    for body in [
        deep("[", "]"),
        deep("{\"batch\":", "}"),
        "[".repeat(10_000),
        "\u{0}".repeat(100),
        "{\"batch\": \"\\ud800\"}".to_owned(),
    ] {
        let answer = source.post("/v1/batch", body.clone()).await;
        assert!(
            matches!(answer.status.as_u16(), 200 | 400),
            "{}: {}",
            shortened(&body),
            answer.status
        );
    }
    let not_utf8 = [
        b"{\"batch\": [{\"type\":\"track\",\"userId\":\"ana\",\"event\":\"\xFF\xFE\"}]}".to_vec(),
        vec![0xFF; 1_000],
    ];
    for body in not_utf8 {
        let answer = source.post("/v1/batch", body).await;
        assert!(matches!(answer.status.as_u16(), 200 | 400), "{}", answer.status);
    }
}

async fn one_bad_event_among_three_thousand_costs_only_itself(app: &mut TestApp) {
    let flow = Flow::new("count")
        .with("reentry", json!("every_time"))
        .then("event", json!({ "of": event("custom:Went") }))
        .then("adjust_score", json!({ "points": 1 }));
    app.api().publish(flow).await;
    let mut batch: Vec<Value> =
        (0..2_999).map(|number| track(&format!("user-{}", number % 30), "Went")).collect();
    batch.insert(1_234, json!({ "type": "track", "userId": "user-1" }));
    let source = app.server_source().await;
    source.send(batch).await;
    app.run_until_idle().await;
    let all = app.api().all("/contacts?limit=100").await;
    let scores: i64 = all.iter().filter_map(|one| one["score"].as_i64()).sum();
    assert_eq!((all.len(), scores), (30, 2_999));
    let told = app.api().get(&format!("/sources/{}", source.id)).await;
    assert_eq!(
        (&told["accepted"], &told["refusals"][0]["code"]),
        (&json!(2_999), &json!("missing_event"))
    );
}

async fn a_gzip_bomb_is_refused_at_once(app: &mut TestApp) {
    let source = app.server_source().await;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; 8 * 1024 * 1024]).expect("memory takes it");
    let member = encoder.finish().expect("memory takes it");
    // A gzip file may have many members, which inflate one after the other: a gigabyte here.
    let bomb = member.repeat(128);
    assert!(bomb.len() < 2 * 1024 * 1024, "it is small as long as it is packed");
    let started = Instant::now();
    for _ in 0..8 {
        source.post("/v1/batch", bomb.clone()).await.refused(413, "too_large");
    }
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

async fn numbers_and_dates_beyond_all_bounds_are_cleaned_or_clamped(app: &mut TestApp) {
    let source = app.server_source().await;
    let odd = r#"{"batch": [
        {"type": "track", "userId": "ana", "event": "Odd", "properties": {"a": 1e400, "b": -1e400, "c": NaN, "d": Infinity,
            "e": 9223372036854775808, "f": 18446744073709551616, "g": 1e-400, "h": -0.0, "i": 0.1}},
        {"type": "identify", "userId": "ana", "traits": {"a": 1e400, "e": 9223372036854775808, "i": 0.1, "zone": "Mars/Olympus"}},
        {"type": "track", "userId": "ana", "event": "Early", "timestamp": "0000-01-01T00:00:00Z"},
        {"type": "track", "userId": "ana", "event": "Old", "timestamp": "1969-12-31T23:59:59Z"},
        {"type": "track", "userId": "ana", "event": "Late", "timestamp": "9999-12-31T23:59:59.999Z"},
        {"type": "track", "userId": "ana", "event": "Later", "timestamp": "99999-01-01T00:00:00Z"},
        {"type": "track", "userId": "ana", "event": "Never", "timestamp": "2026-02-30T25:61:61Z"},
        {"type": "track", "userId": "ana", "event": "Huge", "timestamp": 1e300},
        {"type": "track", "userId": "ana", "event": "Zone", "timestamp": "2026-01-01T00:00:00[Mars/Olympus]"}
    ]}"#;
    assert_eq!(source.post("/v1/batch", odd).await.status, 200);
    let skewed = json!({ "batch": [track("ana", "Skewed")], "sentAt": "9999-12-31T23:59:59.999Z" });
    assert_eq!(source.post("/v1/batch", skewed.to_string()).await.status, 200);
    app.run_until_idle().await;
    let now = app.now().await;
    let ana = app.api().contact("ana").await;
    assert_eq!(ana["properties"]["i"], 0.1);
    let timeline = app.api().timeline(&ana).await;
    assert_eq!(timeline.len(), 10, "each event counts");
    for entry in &timeline {
        let at = ms_of(&entry["event"]["occurred_at"]);
        assert!((0..=now).contains(&at), "{entry}");
    }
    let of = |name: &str| {
        timeline
            .iter()
            .find(|one| one["event"]["name"] == *format!("custom:{name}"))
            .expect("it is there")
    };
    assert_eq!(ms_of(&of("Old")["event"]["occurred_at"]), 0, "clamped");
    let told = &of("Odd")["properties"];
    assert_eq!((&told["a"], &told["c"], &told["i"]), (&Value::Null, &Value::Null, &json!(0.1)));
}

async fn addresses_are_taken_only_if_they_are_ones(app: &mut TestApp) {
    let source = app.server_source().await;
    let long = format!("{}@example.com", "a".repeat(65));
    let wrong = [
        "a..b@x",
        "ana",
        "ana@",
        "@example.com",
        "ana@localhost",
        "a b@example.com",
        "Ana <ana@example.com>",
        "ana@example.com\r\nBcc: eve@example.com",
        long.as_str(),
    ];
    for (number, address) in wrong.iter().enumerate() {
        source.send([identify(&format!("wrong-{number}"), json!({ "email": address }))]).await;
        let answer =
            app.api().ask(Method::POST, "/contacts", Some(json!({ "email": address }))).await;
        answer.refused(422, "invalid_body");
    }
    let right = [
        ("  Ana@EXAMPLE.com ", "ana@example.com"),
        ("jürgen@müller.de", "jürgen@müller.de"),
        ("o'neil+tag@example.co.uk", "o'neil+tag@example.co.uk"),
    ];
    for (number, (address, _)) in right.iter().enumerate() {
        source.send([identify(&format!("right-{number}"), json!({ "email": address }))]).await;
    }
    app.run_until_idle().await;
    for (number, address) in wrong.iter().enumerate() {
        let contact = app.api().contact(&format!("wrong-{number}")).await;
        assert_eq!(contact["email"], Value::Null, "{address}");
    }
    for (number, (_, expect)) in right.iter().enumerate() {
        assert_eq!(app.api().contact(&format!("right-{number}")).await["email"], *expect);
    }
}

async fn broken_flow_documents_are_told_and_never_published(app: &mut TestApp) {
    let start = || Flow::new("flow").step("start", "event", json!({ "of": event("custom:Went") }));
    let tag = || json!({ "tag": "x" });
    let mut future: Value = start().then("add_tag", tag()).into();
    future["nodes"][1]["version"] = json!(99);
    let cases: [(&str, Value); 12] = [
        ("no steps", Flow::new("flow").into()),
        ("no trigger", Flow::new("flow").then("add_tag", tag()).into()),
        ("a kind that is not known", start().then("teleport", json!({})).into()),
        ("a version to come", future),
        ("one id twice", start().then("add_tag", tag()).step("add_tag", "add_tag", tag()).into()),
        ("an edge to nowhere", start().wire("start", "next", "nowhere").into()),
        (
            "an edge from nowhere",
            start().then("add_tag", tag()).wire("nowhere", "next", "add_tag").into(),
        ),
        (
            "a port that is not there",
            start().then("add_tag", tag()).wire("add_tag", "yes", "add_tag").into(),
        ),
        (
            "a step that leads to itself",
            start().then("add_tag", tag()).wire("add_tag", "next", "add_tag").into(),
        ),
        (
            "a loop without a wait",
            start()
                .then("add_tag", tag())
                .then("remove_tag", tag())
                .wire("remove_tag", "next", "add_tag")
                .into(),
        ),
        ("missing settings", start().then("adjust_score", json!({})).into()),
        ("settings of another type", start().then("adjust_score", json!({ "points": {} })).into()),
    ];
    for (what, mut flow) in cases {
        let id = what.replace(' ', "-");
        flow["id"] = json!(id);
        let made = app.api().ask(Method::POST, "/flows", Some(json!({ "document": flow }))).await;
        assert_eq!(made.status, 201, "{what}: a draft may be wrong: {}", made.text);
        let answer = app.api().ask(Method::POST, &format!("/flows/{id}/publish"), None).await;
        let error = answer.refused(422, "diagnostics");
        let diagnostics = error["details"]["diagnostics"].as_array().expect("a list");
        assert!(diagnostics.iter().any(|one| one["severity"] == "error"), "{what}: {error}");
    }
    let nodes = (0..10_000)
        .map(|number| json!({ "id": format!("n{number}"), "kind": "add_tag", "settings": tag() }));
    let mut large: Value = start().into();
    large["id"] = json!("large");
    large["nodes"].as_array_mut().expect("a list").extend(nodes);
    large["edges"] = (1..10_000)
        .map(|number| json!({ "from": format!("n{}", number - 1), "to": format!("n{number}") }))
        .collect();
    let started = Instant::now();
    let made = app.api().ask(Method::POST, "/flows", Some(json!({ "document": large }))).await;
    assert!(made.status.is_client_error() || made.status == 201, "{}", made.status);
    if made.status == 201 {
        let answer = app.api().ask(Method::POST, "/flows/large/publish", None).await;
        assert!(answer.status.is_client_error() || answer.status == 200, "{}", answer.status);
    }
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    for id in ["", "Upper", "a b", "ä", "../x", &"a".repeat(61)] {
        let document = json!({ "document": Value::from(Flow::new(id)) });
        app.api().ask(Method::POST, "/flows", Some(document)).await.refused(422, "invalid_body");
    }
}

async fn rules_beyond_all_bounds_are_refused_and_slow_patterns_are_fast(app: &mut TestApp) {
    let put = async |rule: Value| {
        let document = json!({ "name": "Odd", "rule": rule });
        app.api().ask(Method::PUT, "/segments/odd", Some(document)).await
    };
    let nested =
        |depth: usize| (0..depth).fold(json!({ "tag": "x" }), |rule, _| json!({ "not": rule }));
    let matches =
        |pattern: &str| json!({ "property": { "name": "text", "test": { "matches": pattern } } });
    let wide: Vec<Value> =
        (0..20_000).map(|number| json!({ "tag": format!("tag-{number}") })).collect();
    let count = |times: i64| json!({ "count": { "of": event("custom:Went"), "times": { "at_least": times }, "within": { "days": 1 } } });
    for rule in [
        nested(100),
        json!({ "any": wide }),
        matches("(?:a{1000}){1000}"),
        matches("("),
        matches("(?=a)"),
        count(1_000_000_000),
        json!({ "segment": "no-such-segment" }),
        json!({ "segment": "odd" }),
        json!({ "deal": { "pipeline": "no-such", "is": "open" } }),
        json!({ "deal": { "pipeline": "sales", "is": { "in_stage": ["no-such"] } } }),
    ] {
        let answer = put(rule.clone()).await;
        assert!(
            answer.status.is_client_error(),
            "{}: {}",
            shortened(&rule.to_string()),
            answer.status
        );
        assert!(!text(&answer.json()["message"]).is_empty());
    }
    let deep = format!(
        "{{\"name\": \"Odd\", \"rule\": {}{}}}",
        "{\"not\":".repeat(10_000),
        "}".repeat(10_000)
    );
    let request = app.api().request(Method::PUT, "/api/v1/segments/odd").body(deep);
    assert!(Answer::to(request).await.status.is_client_error());
    let contradictory = json!({ "all": [{ "tag": "x" }, { "not": { "tag": "x" } }] });
    assert_eq!(put(contradictory).await.status, 200, "it holds for nobody, which is no error");

    assert_eq!(put(matches("^(a+)+$")).await.status, 200);
    let source = app.server_source().await;
    let started = Instant::now();
    let long = format!("{}b", "a".repeat(8_000));
    source
        .send((0..20).map(|number| identify(&format!("user-{number}"), json!({ "text": long }))))
        .await;
    source.send([identify("match", json!({ "text": "aaa" }))]).await;
    app.run_until_idle().await;
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    let members = app.api().all("/segments/odd/members?limit=100").await;
    assert_eq!(members.len(), 1);
}

async fn spans_that_make_no_sense_are_refused(app: &mut TestApp) {
    let wait = |span: Value| -> Value {
        let flow = Flow::new("wait").then("event", json!({ "of": event("custom:Went") }));
        flow.then("wait", json!({ "for": span })).into()
    };
    app.api().post("/flows", json!({ "document": wait(json!({ "days": 1 })) })).await;
    for span in [
        json!({ "days": 0 }),
        json!({ "days": -1 }),
        json!({ "days": 4_000_000_000_u32 }),
        json!({ "weeks": 99_999_999 }),
        json!({ "days": 1e30 }),
        json!({ "days": 1.5 }),
        json!({ "years": 1 }),
        json!({}),
        json!(7),
        json!("1 day"),
        json!(null),
        json!({ "days": 1, "hours": 1 }),
        json!({ "days": 18_446_744_073_709_551_615_u64 }),
    ] {
        let document = json!({ "document": wait(span.clone()) });
        let saved = app.api().ask(Method::PUT, "/flows/wait/draft", Some(document)).await;
        assert_eq!(saved.status, 200, "{span}: a draft may be wrong: {}", saved.text);
        let answer = app.api().ask(Method::POST, "/flows/wait/publish", None).await;
        let error = answer.refused(422, "diagnostics");
        assert_eq!(error["details"]["diagnostics"][0]["node"], "wait", "{span}: {error}");
    }
    let document = json!({ "document": wait(json!({ "days": 3_650 })) });
    app.api().put("/flows/wait/draft", document).await;
    app.api().post("/flows/wait/publish", json!({})).await;
    app.server_source().await.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    let entered = app.api().contact("ana").await["enrolments"][0].clone();
    assert_eq!(ms_of(&entered["due"]) - ms_of(&entered["since"]), 3_650 * DAY_MS);
}

async fn odd_bodies_of_the_api_are_4xx(app: &mut TestApp) {
    let made = app.api().post("/contacts", json!({ "email": "ana@example.com" })).await;
    let path = format!("/contacts/{}", text(&made["id"]));
    let bodies: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"{".to_vec(),
        b"[]".to_vec(),
        b"null".to_vec(),
        b"\xFF\xFE".to_vec(),
        vec![0; 100],
        "[".repeat(10_000).into_bytes(),
        "{\"properties\":".repeat(10_000).into_bytes(),
        vec![b' '; 3 * 1024 * 1024],
        br#"{"properties": {"a": "\u0000"}}"#.to_vec(),
        br#"{"properties": {"a": "\ud800"}}"#.to_vec(),
        br#"{"properties": {"a": 1e400}}"#.to_vec(),
        br#"{"properties": {"": 1}}"#.to_vec(),
        br#"{"properties": {"a": {"b": 1}}}"#.to_vec(),
        br#"{"stage": "god"}"#.to_vec(),
        br#"{"add_tags": [""]}"#.to_vec(),
        format!("{{\"add_tags\": [\"{}\"]}}", "t".repeat(201)).into_bytes(),
        format!("{{\"properties\": {{\"a\": \"{}\"}}}}", "x".repeat(9_000)).into_bytes(),
    ];
    for body in bodies {
        let shown = shortened(&String::from_utf8_lossy(&body));
        let request = app.api().request(Method::PATCH, &format!("/api/v1{path}")).body(body);
        let answer = Answer::to(request).await;
        assert!(answer.status.is_client_error(), "{shown}: {} {}", answer.status, answer.text);
        assert!(!text(&answer.json()["code"]).is_empty(), "{shown}: {}", answer.text);
    }
    let bounds = [
        json!({ "points": 9_223_372_036_854_775_807_i64, "reason": "a" }),
        json!({ "points": 1e3, "reason": "a" }),
        json!({ "points": 0, "reason": "a" }),
        json!({ "points": 1, "reason": " " }),
    ];
    for body in bounds {
        let answer =
            app.api().ask(Method::POST, &format!("{path}/score"), Some(body.clone())).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.text);
    }
    assert_eq!(app.api().get(&path).await["version"], made["version"], "nothing was changed");
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}
