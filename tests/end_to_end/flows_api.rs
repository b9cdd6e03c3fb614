//! Flows and segments from draft to archive, as a canvas would work with them.

use reqwest::Method;
use runnel_tests::{Answer, Flow, TestApp, both_databases, changes, event, identify, text, track};
use serde_json::{Value, json};

both_databases!(
    a_draft_is_saved_only_over_the_version_that_was_read,
    publishing_refuses_a_flow_with_errors_and_names_all_of_them,
    a_version_keeps_its_document_and_those_inside_keep_their_version,
    a_paused_flow_takes_nobody_in_and_lets_nobody_move,
    an_archived_flow_ends_whoever_is_inside,
    numbers_tell_what_happened_at_each_step,
    a_segment_that_is_used_cannot_be_deleted,
    a_changed_segment_moves_everybody_whom_it_concerns,
    whoever_is_there_before_anything_is_published_enters_segments_without_starting_flows,
    an_edit_is_answered_after_its_outcome,
    unknown_and_privileged_fields_are_refused,
    what_flows_can_be_made_of_is_listed,
);

async fn a_draft_is_saved_only_over_the_version_that_was_read(app: &mut TestApp) {
    let api = app.api();
    let made = api.post("/flows", json!({ "document": points(1) })).await;
    assert_eq!(
        (&made["id"], &made["draft_version"], &made["diagnostics"]),
        (&json!("points"), &json!(1), &json!([]))
    );
    api.ask(Method::POST, "/flows", Some(json!({ "document": points(1) })))
        .await
        .refused(409, "flow_exists");

    let read = api.ask(Method::GET, "/flows/points", None).await;
    let etag = read.header("etag").to_owned();
    assert_eq!((etag.as_str(), &read.ok()["state"]), ("\"1\"", &json!("draft")));
    let saved = save(app, points(2), Some(&etag)).await.ok();
    assert_eq!(saved["draft_version"], 2);
    let late = save(app, points(3), Some(&etag)).await;
    let error = late.refused(412, "changed_since");
    let (expected, found) = (&error["details"]["expected"], &error["details"]["found"]);
    assert_eq!((expected, found), (&json!(1), &json!(2)));
    assert_eq!(
        save(app, points(4), None).await.ok()["draft_version"],
        3,
        "who does not ask overwrites"
    );
    save(app, points(4), Some("\"one\"")).await.refused(400, "malformed_if_match");
    let nobody = Flow::new("nobody");
    let path = "/flows/nobody/draft";
    let missing =
        api.ask(Method::PUT, path, Some(json!({ "document": Value::from(nobody) }))).await;
    missing.refused(404, "not_found");
    let other = json!({ "document": Value::from(Flow::new("other")) });
    api.ask(Method::PUT, "/flows/points/draft", Some(other)).await.refused(422, "id_mismatch");
}

async fn publishing_refuses_a_flow_with_errors_and_names_all_of_them(app: &mut TestApp) {
    let api = app.api();
    let flow: Value = Flow::new("points")
        .step("start", "event", json!({ "of": event("custom:Went") }))
        .step("lost", "adjust_score", json!({ "points": "many" }))
        .step("odd", "no_such_kind", json!({}))
        .step("in", "branch", json!({ "rule": { "segment": "no-such-segment" } }))
        .wire("start", "next", "in")
        .wire("in", "maybe", "lost")
        .wire("in", "yes", "nowhere")
        .into();
    let made = api.post("/flows", json!({ "document": flow })).await;
    let told = made["diagnostics"].clone();
    let read = api.get("/flows/points/diagnostics").await;
    assert_eq!((&read["diagnostics"], &read["draft_version"]), (&told, &json!(1)));
    let error = publish(app, "points").await.refused(422, "diagnostics");
    assert_eq!(error["details"]["diagnostics"], told);
    let told = told.as_array().expect("a list");
    let about = |part: &str| told.iter().any(|one| one.to_string().contains(part));
    for part in ["many", "no_such_kind", "no-such-segment", "maybe", "nowhere"] {
        assert!(about(part), "nothing is said about {part}: {told:?}");
    }
    for one in told {
        assert!(!text(&one["message"]).is_empty() && !text(&one["help"]).is_empty(), "{one}");
        assert!(matches!(text(&one["severity"]), "error" | "warning"), "{one}");
    }
    assert_eq!(api.get("/flows/points").await["state"], "draft");
}

async fn a_version_keeps_its_document_and_those_inside_keep_their_version(app: &mut TestApp) {
    let api = app.api();
    api.publish(waiting(1)).await;
    let source = app.server_source().await;
    source.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    let draft = api.get("/flows/waiting").await["draft"].clone();
    save(app, waiting(10), None).await.ok();
    let published = publish(app, "waiting").await.ok();
    assert_eq!(published["version"], 2);
    source.send([track("bo", "Went")]).await;
    app.run_until_idle().await;
    app.advance_days(2).await;
    assert_eq!((score(app, "ana").await, score(app, "bo").await), (1, 10));
    let first = api.get("/flows/waiting/versions/1").await;
    assert_eq!(first["document"], draft);
    assert_ne!(api.get("/flows/waiting/versions/2").await["document"], draft);
    for (version, status) in [("3", 404), ("0", 400), ("x", 400), ("-1", 400), ("99999999999", 400)]
    {
        let path = format!("/flows/waiting/versions/{version}");
        assert_eq!(api.ask(Method::GET, &path, None).await.status, status, "{version}");
    }
    let receipt = api.contact("ana").await;
    let receipt = api.get(&format!("/contacts/{}/receipt", text(&receipt["id"]))).await;
    assert_eq!(receipt["points"][0]["flow"]["version"], 1);
}

async fn a_paused_flow_takes_nobody_in_and_lets_nobody_move(app: &mut TestApp) {
    let api = app.api();
    api.publish(waiting(1)).await;
    let source = app.server_source().await;
    source.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    assert_eq!(api.post("/flows/waiting/pause", json!({})).await["state"], "paused");
    source.send([track("bo", "Went")]).await;
    app.run_until_idle().await;
    app.advance_days(3).await;
    assert_eq!((score(app, "ana").await, score(app, "bo").await), (0, 0));
    assert_eq!(api.post("/flows/waiting/resume", json!({})).await["state"], "active");
    app.run_until_idle().await;
    assert_eq!((score(app, "ana").await, score(app, "bo").await), (1, 0), "missed is missed");
    source.send([track("bo", "Went")]).await;
    app.run_until_idle().await;
    app.advance_days(1).await;
    assert_eq!(score(app, "bo").await, 1);
    api.post("/flows", json!({ "document": points(1) })).await;
    for action in ["pause", "resume", "archive"] {
        let path = format!("/flows/points/{action}");
        api.ask(Method::POST, &path, None).await.refused(409, "wrong_state");
    }
}

async fn an_archived_flow_ends_whoever_is_inside(app: &mut TestApp) {
    let api = app.api();
    api.publish(waiting(1)).await;
    let source = app.server_source().await;
    source.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    assert_eq!(api.post("/flows/waiting/archive", json!({})).await["state"], "archived");
    app.run_until_idle().await;
    assert_eq!(api.contact("ana").await["enrolments"], json!([]));
    let all = api.all("/flows/waiting/enrolments?limit=10").await;
    assert_eq!((all.len(), &all[0]["reason"]), (1, &json!("stopped")));
    source.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    app.advance_days(3).await;
    assert_eq!(score(app, "ana").await, 0);
    publish(app, "waiting").await.ok();
    source.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    app.advance_days(1).await;
    assert_eq!(score(app, "ana").await, 1, "published anew it runs again");
}

async fn numbers_tell_what_happened_at_each_step(app: &mut TestApp) {
    let api = app.api();
    let flow = Flow::new("sorted")
        .step("start", "event", json!({ "of": event("custom:Went") }))
        .step("ask", "branch", json!({ "rule": { "tag": "vip" } }))
        .step("wait", "wait", json!({ "for": { "days": 1 } }))
        .step("lose", "change_deal_stage", json!({ "pipeline": "sales", "stage": "lost" }))
        .wire("start", "next", "ask")
        .wire("ask", "yes", "wait")
        .wire("ask", "no", "lose");
    api.publish(flow).await;
    let numbers = api.get("/flows/sorted/numbers").await;
    assert_eq!(
        (numbers["nodes"].as_array().map(Vec::len), &numbers["nodes"][0]["entered"]),
        (Some(4), &json!(0))
    );
    let vip = api.post("/contacts", json!({ "user_id": "vip" })).await;
    let path = format!("/contacts/{}", text(&vip["id"]));
    api.patch(&path, json!({ "add_tags": ["vip"] })).await;
    let source = app.server_source().await;
    source.send(["vip", "ana", "bo"].map(|user| track(user, "Went"))).await;
    app.run_until_idle().await;
    let of = async |node: &str| {
        let numbers = api.get("/flows/sorted/numbers?version=1").await;
        let nodes = numbers["nodes"].as_array().expect("a list").clone();
        nodes.into_iter().find(|one| one["node"] == node).expect("each step has numbers")
    };
    let expect = |node: &str, entered: i64, inside: i64, left: Value, failed: i64| json!({ "node": node, "entered": entered, "inside": inside, "left": left, "failed": failed });
    assert_eq!(of("ask").await, expect("ask", 3, 0, json!({ "yes": 1, "no": 2 }), 0));
    assert_eq!(of("wait").await, expect("wait", 1, 1, json!({}), 0));
    assert_eq!(of("lose").await, expect("lose", 2, 0, json!({ "next": 2 }), 2));
    let inside = api.all("/flows/sorted/enrolments?node=wait&active=true").await;
    assert_eq!((inside.len(), &inside[0]["contact"]), (1, &vip["id"]));
    app.advance_days(1).await;
    assert_eq!(of("wait").await, expect("wait", 1, 0, json!({ "next": 1 }), 0));
    assert_eq!(api.all("/flows/sorted/enrolments?active=false").await.len(), 3);
    assert_eq!(api.all("/flows/sorted/enrolments?active=true").await.len(), 0);
    api.ask(Method::GET, "/flows/sorted/numbers?version=7", None).await.refused(404, "not_found");
}

async fn a_segment_that_is_used_cannot_be_deleted(app: &mut TestApp) {
    let api = app.api();
    api.put_segment("hot", json!({ "tag": "hot" })).await;
    api.put_segment("warm", json!({ "not": { "segment": "hot" } })).await;
    let flow = Flow::new("uses")
        .then("segment_entered", json!({ "segment": "warm" }))
        .then("add_tag", json!({ "tag": "seen" }));
    api.publish(flow).await;
    let refused = async |segment: &str| {
        let path = format!("/segments/{segment}");
        app.api().ask(Method::DELETE, &path, None).await.refused(409, "in_use")
    };
    assert!(text(&refused("hot").await["message"]).contains("warm"));
    assert!(text(&refused("warm").await["message"]).contains("uses"));
    api.post("/flows/uses/archive", json!({})).await;
    api.delete("/segments/warm").await;
    api.delete("/segments/hot").await;
    api.ask(Method::GET, "/segments/hot", None).await.refused(404, "not_found");
    api.ask(Method::DELETE, "/segments/hot", None).await.refused(404, "not_found");
}

async fn a_changed_segment_moves_everybody_whom_it_concerns(app: &mut TestApp) {
    let api = app.api();
    let source = app.server_source().await;
    source.send((0..200).map(|number| track(&format!("user-{number}"), "Went"))).await;
    app.run_until_idle().await;
    for user in ["user-3", "user-7"] {
        let path = format!("/contacts/{}", text(&api.contact(user).await["id"]));
        api.patch(&path, json!({ "add_tags": ["vip"] })).await;
    }
    let flow = Flow::new("points")
        .then("segment_entered", json!({ "segment": "chosen" }))
        .then("adjust_score", json!({ "points": 1 }));
    api.put_segment("chosen", json!({ "tag": "vip" })).await;
    api.publish(flow).await;
    app.run_until_idle().await;
    assert_eq!(api.all("/segments/chosen/members?limit=100").await.len(), 2);
    api.put_segment("chosen", json!({ "not": { "tag": "vip" } })).await;
    app.run_until_idle().await;
    let members = api.all("/segments/chosen/members?limit=100").await;
    assert_eq!((members.len(), &api.get("/segments/chosen").await["members"]), (198, &json!(198)));
    assert_eq!(api.all("/contacts?limit=1000&segment=chosen").await.len(), 198);
    assert_eq!(score(app, "user-1").await, 0, "whom the edit moved starts no flow");
    let path = format!("/contacts/{}", text(&api.contact("user-3").await["id"]));
    api.patch(&path, json!({ "remove_tags": ["vip"] })).await;
    assert_eq!(score(app, "user-3").await, 1);
    api.post("/flows/points/archive", json!({})).await;
    api.delete("/segments/chosen").await;
    app.run_until_idle().await;
    assert_eq!(api.contact("user-1").await["segments"], json!([]));
}

async fn whoever_is_there_before_anything_is_published_enters_segments_without_starting_flows(
    app: &mut TestApp,
) {
    let api = app.api();
    let made = api.post("/contacts", json!({ "user_id": "ana" })).await;
    api.patch(&format!("/contacts/{}", text(&made["id"])), json!({ "add_tags": ["vip"] })).await;
    api.put_segment("vip", json!({ "tag": "vip" })).await;
    app.run_until_idle().await;
    let facts = api.facts(&made).await;
    let entered = changes(&facts, "segment_entered");
    assert_eq!((entered.len(), &entered[0]["change"]["initial"]), (1, &json!(true)));
    let created = changes(&facts, "created");
    assert_eq!((created.len(), &created[0]["at"]), (1, &made["created_at"]), "once, and in time");
}

async fn an_edit_is_answered_after_its_outcome(app: &mut TestApp) {
    let api = app.api();
    api.put_segment("vip", json!({ "tag": "vip" })).await;
    let flow = Flow::new("points")
        .then("segment_entered", json!({ "segment": "vip" }))
        .then("adjust_score", json!({ "points": 5, "category": "fit", "reason": "Important" }));
    api.publish(flow).await;
    let made = api.post("/contacts", json!({ "email": "ana@example.com" })).await;
    let path = format!("/contacts/{}", text(&made["id"]));
    let edit =
        json!({ "add_tags": ["vip"], "properties": { "plan": "pro", "seats": 3 }, "stage": "mql" });
    let after = api.patch(&path, edit).await;
    assert_eq!((&after["tags"], &after["stage"]), (&json!(["vip"]), &json!("mql")));
    assert_eq!(after["scores"], json!({ "fit": 5 }), "what flows made of it is committed as well");
    let read = api.ask(Method::GET, &path, None).await;
    let etag = read.header("etag").to_owned();
    assert_eq!(read.ok(), after);

    let cleared = json!({ "properties": { "plan": null } });
    let changed =
        api.ask_with(Method::PATCH, &path, Some(cleared.clone()), &[("if-match", &etag)]).await;
    assert_eq!(changed.ok()["properties"], json!({ "email": "ana@example.com", "seats": 3 }));
    let late = api.ask_with(Method::PATCH, &path, Some(cleared), &[("if-match", &etag)]).await;
    late.refused(412, "changed_since");
    let source = app.server_source().await;
    let now = api.ask(Method::GET, &path, None).await.header("etag").to_owned();
    source.send([identify("ana", json!({ "email": "ana@example.com" }))]).await;
    source.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    let edit = json!({ "properties": { "seats": 4 } });
    let moved = api.ask_with(Method::PATCH, &path, Some(edit), &[("if-match", &now)]).await;
    assert_eq!(moved.ok()["properties"]["seats"], 4, "what sources send moves no edit version");
    let wrong = json!({ "properties": { "seats": "many" } });
    api.ask(Method::PATCH, &path, Some(wrong)).await.refused(422, "property_refused");

    let deal = json!({ "name": "Big order", "pipeline": "sales", "amount": { "amount_minor": 1234, "currency": "EUR" } });
    let deal = api.post(&format!("{path}/deals"), deal).await;
    assert_eq!((&deal["stage"], &deal["status"]), (&json!("new"), &json!("open")));
    let deal_path = format!("/deals/{}/move", text(&deal["id"]));
    assert_eq!(api.post(&deal_path, json!({ "stage": "won" })).await["status"], "won");
    let nowhere = json!({ "stage": "no-such-stage" });
    api.ask(Method::POST, &deal_path, Some(nowhere)).await.refused(422, "unknown_stage");
    let points = json!({ "points": 3, "reason": "Called" });
    assert_eq!(api.post(&format!("{path}/score"), points).await["score"], 8);
    let receipt = api.get(&format!("{path}/receipt?category=general")).await;
    assert_eq!((&receipt["score"], &receipt["points"][0]["by"]), (&json!(3), &json!("test")));
}

async fn unknown_and_privileged_fields_are_refused(app: &mut TestApp) {
    let api = app.api();
    let made = api.post("/contacts", json!({ "email": "ana@example.com" })).await;
    let contact = format!("/contacts/{}", text(&made["id"]));
    api.post("/flows", json!({ "document": points(1) })).await;
    let with = |field: &str, value: Value| {
        let mut flow = points(1);
        flow[field] = value;
        json!({ "document": flow })
    };
    let mut odd_node = points(1);
    odd_node["nodes"][0]["role"] = json!("admin");
    let cases = [
        (Method::POST, "/contacts".to_owned(), json!({ "email": "b@example.com", "score": 100 })),
        (Method::POST, "/contacts".to_owned(), json!({ "email": "b@example.com", "id": "con_1" })),
        (Method::PATCH, contact.clone(), json!({ "score": 100 })),
        (Method::PATCH, contact.clone(), json!({ "id": "con_99" })),
        (Method::PATCH, contact.clone(), json!({ "merged_into": 7 })),
        (
            Method::POST,
            format!("{contact}/score"),
            json!({ "points": 1, "reason": "a", "by": "boss" }),
        ),
        (
            Method::POST,
            format!("{contact}/deals"),
            json!({ "name": "a", "pipeline": "sales", "status": "won" }),
        ),
        (Method::POST, "/keys".to_owned(), json!({ "name": "a", "role": "viewer", "hash": "00" })),
        (Method::POST, "/keys".to_owned(), json!({ "name": "a", "role": "god" })),
        (
            Method::POST,
            "/sources".to_owned(),
            json!({ "name": "a", "kind": "server", "trust": "all" }),
        ),
        (
            Method::PUT,
            "/segments/s".to_owned(),
            json!({ "name": "a", "rule": { "tag": "x" }, "version": 9 }),
        ),
        (Method::PUT, "/segments/s".to_owned(), json!({ "name": "a", "rule": { "tagg": "x" } })),
        (Method::PUT, "/flows/points/draft".to_owned(), with("state", json!("active"))),
        (Method::PUT, "/flows/points/draft".to_owned(), json!({ "document": odd_node })),
        (
            Method::PUT,
            "/flows/points/draft".to_owned(),
            json!({ "document": points(1), "draft_version": 9 }),
        ),
    ];
    for (method, path, body) in cases {
        let answer = api.ask(method, &path, Some(body.clone())).await;
        answer.refused(422, "invalid_body");
    }
    for path in [
        "/contacts?sort=password",
        "/contacts?order=asc",
        "/contacts?limit=x",
        "/deals?status=gone",
        "/flows/points/enrolments?active=maybe",
    ] {
        api.ask(Method::GET, path, None).await.refused(400, "invalid_query");
    }
}

async fn what_flows_can_be_made_of_is_listed(app: &mut TestApp) {
    let api = app.api();
    let kinds = api.get("/node-kinds").await;
    let names: Vec<&str> =
        kinds["items"].as_array().expect("a list").iter().map(|one| text(&one["name"])).collect();
    for name in [
        "event",
        "page_visited",
        "segment_entered",
        "segment_left",
        "tag_added",
        "tag_removed",
        "score_crosses",
        "meeting_booked",
        "meeting_cancelled",
        "meeting_rescheduled",
        "deal_stage_changed",
        "branch",
        "wait",
        "wait_for",
        "goal",
        "exit",
        "adjust_score",
        "set_score",
        "add_tag",
        "remove_tag",
        "set_property",
        "set_stage",
        "create_deal",
        "change_deal_stage",
        "assign_task",
        "post_to_url",
    ] {
        assert!(names.contains(&name), "{name} is missing");
    }
    for kind in kinds["items"].as_array().expect("a list") {
        assert_eq!(kind["schema"]["type"], "object", "{kind}");
    }
    let sales = api.get("/pipelines").await;
    let stages: Vec<&str> = sales["items"][0]["stages"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| text(&one["id"]))
        .collect();
    assert_eq!(stages, ["new", "qualified", "hot", "proposal", "won", "lost", "disqualified"]);
    let document = api.get("/openapi.json").await;
    assert!(text(&document["openapi"]).starts_with("3.1"));
    let docs = Answer::to(app.http().get(format!("{}/api/docs/", app.base()))).await;
    assert_eq!(
        (docs.status.as_u16(), docs.header("content-type").starts_with("text/html")),
        (200, true)
    );
    let home = Answer::to(app.http().get(format!("{}/", app.base()))).await;
    assert_eq!(home.status, 200);
    assert_eq!(Answer::to(app.http().get(format!("{}/healthz", app.base()))).await.status, 200);
}

/// A flow that gives points at once.
fn points(points: i64) -> Value {
    let flow = Flow::new("points").then("event", json!({ "of": event("custom:Went") }));
    flow.then("adjust_score", json!({ "points": points })).into()
}

/// A flow that gives points after a day.
fn waiting(points: i64) -> Value {
    let flow = Flow::new("waiting")
        .then("event", json!({ "of": event("custom:Went") }))
        .then("wait", json!({ "for": { "days": 1 } }));
    flow.then("adjust_score", json!({ "points": points })).into()
}

async fn save(app: &TestApp, document: Value, if_match: Option<&str>) -> Answer {
    let path = format!("/flows/{}/draft", text(&document["id"]));
    let headers: Vec<(&str, &str)> =
        if_match.iter().map(|version| ("if-match", *version)).collect();
    app.api().ask_with(Method::PUT, &path, Some(json!({ "document": document })), &headers).await
}

async fn publish(app: &TestApp, id: &str) -> Answer {
    app.api().ask(Method::POST, &format!("/flows/{id}/publish"), None).await
}

async fn score(app: &TestApp, user: &str) -> i64 {
    app.api().contact(user).await["score"].as_i64().expect("a score is a number")
}
