//! Flows as files: out of one workspace and into another.

use reqwest::Method;
use runnel_tests::{TestApp, both_databases, shipped};
use serde_json::{Value, json};

both_databases!(a_flow_is_exported_with_its_segments_and_imported_with_a_report_of_what_is_missing);

async fn a_flow_is_exported_with_its_segments_and_imported_with_a_report_of_what_is_missing(
    app: &mut TestApp,
) {
    let api = app.api();
    let file = shipped("segment-entered");
    let checked = api.post("/flow-files?check=true", file.clone()).await;
    assert_eq!((&checked["id_taken"], &checked["missing"]), (&json!(false), &json!([])));
    assert_eq!(checked["segments"][0]["id"], "active-subscribers");
    assert_eq!(checked["segments"][0]["is"], "new");
    assert!(!api.get("/audit").await.to_string().contains("flow.imported"), "it was only asked");
    api.ask(Method::GET, "/flows/segment-entered", None).await.refused(404, "not_found");

    let imported = api.post("/flow-files", file.clone()).await;
    assert_eq!(imported["id"], "segment-entered");
    let diagnostics = imported["diagnostics"].as_array().expect("a list");
    let codes: Vec<_> = diagnostics.iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["empty_audience"], "nobody is there yet");
    api.post("/flows/segment-entered/publish", json!({})).await;
    api.ask(Method::POST, "/flow-files", Some(file)).await.refused(409, "flow_exists");

    let mut exported = api.get("/flows/segment-entered/export").await;
    assert_eq!(exported["segments"][0]["id"], "active-subscribers");
    assert_eq!(api.get("/flows/segment-entered/export?version=1").await, exported);
    exported["flow"]["id"] = json!("elsewhere");
    exported["segments"] = json!([]);
    for node in exported["flow"]["nodes"].as_array_mut().expect("a list") {
        if node["kind"] == "segment_entered" {
            node["settings"]["segment"] = json!("of-another-house");
        }
    }
    let checked = api.post("/flow-files?check=true", exported).await;
    let missing = json!([
        { "kind": "segment", "id": "of-another-house", "used_by": ["became_active"] }
    ]);
    assert_eq!(checked["missing"], missing);
    assert_eq!(checked["diagnostics"][0]["values"], json!({ "segment": "of-another-house" }));
    let kinds: Value = api.get("/node-kinds").await;
    let cancelled = kinds["items"].as_array().expect("a list").iter();
    let cancelled =
        cancelled.filter(|kind| kind["name"] == "meeting_cancelled").collect::<Vec<_>>();
    assert_eq!(cancelled[0]["icon"], "calendar-x");
}
