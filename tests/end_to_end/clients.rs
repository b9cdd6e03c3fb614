//! Unmodified client libraries, pointed at Runnel as their documentation says.

use runnel_tests::{TestApp, both_databases, changes, run_client, text};
use serde_json::json;

both_databases!(
    segments_node_client_is_understood,
    segments_python_client_is_understood,
    segments_python_client_is_understood_without_gzip,
    rudderstacks_node_client_is_understood,
    rudderstacks_node_client_is_understood_without_gzip,
);

async fn segments_node_client_is_understood(app: &mut TestApp) {
    check(app, "segment_node.mjs", "").await;
}

async fn segments_python_client_is_understood(app: &mut TestApp) {
    check(app, "segment_python.py", "gzip").await;
}

async fn segments_python_client_is_understood_without_gzip(app: &mut TestApp) {
    check(app, "segment_python.py", "plain").await;
}

async fn rudderstacks_node_client_is_understood(app: &mut TestApp) {
    check(app, "rudder_node.mjs", "gzip").await;
}

async fn rudderstacks_node_client_is_understood_without_gzip(app: &mut TestApp) {
    check(app, "rudder_node.mjs", "plain").await;
}

/// The scripts tell of one person on two devices. Clients do not keep the order of what they are
/// told, so what comes of it may not depend on it.
async fn check(app: &mut TestApp, script: &str, form: &str) {
    let source = app.server_source().await;
    run_client(script, &[app.base(), &source.key, form]).await;
    app.run_until_idle().await;

    let api = app.api();
    let ana = api.contact("ana").await;
    assert_eq!(ana["email"], "ana@example.com");
    assert_eq!(ana["anonymous_ids"], json!(["new-device", "old-device"]));
    let expect = json!({ "email": "ana@example.com", "first_name": "Ana", "seats": 5 });
    assert_eq!(ana["properties"], expect);
    assert_eq!(api.all("/contacts?limit=100").await.len(), 1, "it is one person");

    let timeline = api.timeline(&ana).await;
    let mut events: Vec<&str> = timeline.iter().map(|one| text(&one["event"]["name"])).collect();
    events.retain(|name| !matches!(*name, "identify" | "merge"));
    events.sort_unstable();
    assert_eq!(events, ["custom:Seen before", "custom:Signed up", "page_visited"]);
    let of = |name| timeline.iter().find(|one| one["event"]["name"] == name).expect("it is there");
    let signed_up = &of("custom:Signed up")["properties"];
    assert_eq!((&signed_up["plan"], &signed_up["seats"]), (&json!("pro"), &json!(5)));
    assert_eq!(of("page_visited")["properties"]["url"], "https://example.com/pricing");

    let told = api.get(&format!("/sources/{}", source.id)).await;
    assert_eq!((&told["accepted"], &told["refusals"]), (&json!(5), &json!([])));
    assert!(changes(&api.facts(&ana).await, "stopped").is_empty());
}
