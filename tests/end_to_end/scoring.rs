//! Scoring models: the table that ships against points that were worked out by hand, whom an edit
//! changes, and what receipts say.

use reqwest::Method;
use runnel_tests::{Flow, TestApp, both_databases, event, identify, page, shipped, text, track};
use serde_json::{Value, json};

use crate::calendly::{Calendly, booked};

both_databases!(
    the_table_that_ships_gives_what_a_hand_calculation_gives,
    an_edit_changes_exactly_those_whom_the_preview_named,
    a_receipt_names_the_row_and_a_class_starts_a_flow,
    points_that_fade_are_taken_back_at_their_second,
    a_model_that_is_wrong_or_in_use_is_refused_and_nothing_changes,
);

/// Who, what is known of them, what they did, and what the table gives for it: (fit, engagement).
const PEOPLE: [(&str, &str, &str, i64, i64); 20] = [
    ("ana", r#"{ "country": "US", "city": "New York", "age": 30 }"#, "", 3, 0),
    ("bo", r#"{ "country": "UK", "city": "Leeds", "age": 46 }"#, "", 1, 0),
    ("cy", r#"{ "country": "FR", "city": "London", "age": 45 }"#, "", 2, 0),
    ("di", r#"{ "country": "us", "age": 25 }"#, "", 2, 0),
    ("ed", r#"{ "role": "CEO", "company_size": 25 }"#, "", 15, 0),
    ("flo", r#"{ "role": "Marketing Director", "company_size": 24 }"#, "", 5, 0),
    ("gus", r#"{ "role": "student", "company_size": 300 }"#, "", 10, 0),
    ("hal", r#"{ "purchase_authority": "decision maker", "company_size": 1000 }"#, "", 20, 0),
    (
        "ida",
        r#"{ "role": "CEO", "company_size": 25, "purchase_authority": "decision maker",
        "country": "US", "city": "New York", "age": 40 }"#,
        "",
        28,
        0,
    ),
    ("jo", "{}", "click:onboarding", 0, 1),
    ("kai", "{}", "click:lead nurturing, click:onboarding, click:newsletter", 0, 2),
    ("lea", "{}", "reply:sales", 0, 5),
    ("max", "{}", "reply:support, trial, trial", 0, 15),
    ("nia", "{}", "task", 0, 1),
    ("oz", "{}", "task, task, task", 0, 2),
    ("pia", "{}", "project, task, task", 0, 7),
    ("quin", "{}", "call", 0, 20),
    ("ria", "{}", "linkedin, facebook, linkedin", 0, 5),
    (
        "sol",
        r#"{ "country": "UK", "age": 35, "role": "CEO" }"#,
        "trial, project, task, task, call, facebook, reply:sales",
        7,
        15 + 5 + 2 + 20 + 1 + 5,
    ),
    ("ty", r#"{ "age": 24, "country": "DE", "role": "CTO" }"#, "newsletter", 0, 0),
];

/// The table that the app offers to begin with.
fn model() -> Value {
    let mut model = shipped("../web/src/features/scoring/templates/lead-scoring");
    model["id"] = json!("lead_scoring");
    model
}

async fn put(app: &TestApp, model: &Value) -> Value {
    let path = format!("/scoring-models/{}", text(&model["id"]));
    let answer = app.api().put(&path, model.clone()).await;
    app.run_until_idle().await;
    answer
}

/// What somebody did, as their system tells it.
fn did(user: &str, what: &str) -> Value {
    let campaign = |event: &str, campaign: &str| {
        let mut item = track(user, event);
        item["properties"] = json!({ "campaign": campaign });
        item
    };
    match what.split_once(':') {
        Some(("click", of)) => campaign("clicked_an_email", of),
        Some((_, of)) => campaign("replied_to_an_email", of),
        None if what == "trial" => track(user, "started_a_trial"),
        None if what == "task" => track(user, "created_a_task"),
        None if what == "project" => track(user, "created_a_project"),
        None if what == "newsletter" => track(user, "read_the_newsletter"),
        None => {
            let mut visit = page(user, "https://example.com/");
            visit["context"] = json!({ "campaign": { "source": what } });
            visit
        }
    }
}

async fn people_come(app: &mut TestApp) {
    let (source, calendly) = (app.server_source().await, Calendly::connect(app).await);
    for (nth, (user, traits, deeds, ..)) in PEOPLE.into_iter().enumerate() {
        let mut traits: Value = serde_json::from_str(traits).expect("traits are JSON");
        let email = format!("{user}@example.com");
        traits["email"] = json!(email);
        let mut items = vec![identify(user, traits)];
        let deeds: Vec<&str> = deeds.split(", ").filter(|deed| !deed.is_empty()).collect();
        items.extend(deeds.iter().filter(|deed| **deed != "call").map(|deed| did(user, deed)));
        source.send(items).await;
        if deeds.contains(&"call") {
            let booked = booked(&email, nth as u32);
            assert_eq!(calendly.deliver(app, "invitee.created", booked).await.status, 200);
        }
    }
    app.run_until_idle().await;
}

async fn points(app: &TestApp, user: &str) -> (i64, i64) {
    let contact = app.api().contact(user).await;
    let of = |category: &str| contact["scores"][category].as_i64().unwrap_or(0);
    (of("fit"), of("engagement"))
}

async fn the_table_that_ships_gives_what_a_hand_calculation_gives(app: &mut TestApp) {
    // Half of what is asked about happened before anybody asked.
    people_come(app).await;
    put(app, &model()).await;
    for (user, _, _, fit, engagement) in PEOPLE {
        assert_eq!(points(app, user).await, (fit, engagement), "{user}");
    }
    // And again, as it comes.
    let source = app.server_source().await;
    source.send([did("nia", "task"), did("ty", "linkedin")]).await;
    source.send([identify("bo", json!({ "city": "London" }))]).await;
    app.run_until_idle().await;
    assert_eq!(points(app, "nia").await, (0, 2), "now repeatedly");
    assert_eq!(points(app, "ty").await, (0, 2));
    assert_eq!(points(app, "bo").await, (2, 0));

    let members = app.api().get("/scoring-models/lead_scoring").await["members"].clone();
    let expect = json!([{ "class": null, "contacts": 0 }, { "class": "cold", "contacts": 16 },
        { "class": "warm", "contacts": 3 }, { "class": "hot", "contacts": 1 }]);
    assert_eq!(members, expect);

    app.api().delete("/scoring-models/lead_scoring").await;
    app.run_until_idle().await;
    for (user, ..) in PEOPLE {
        assert_eq!(points(app, user).await, (0, 0), "{user}");
    }
}

async fn an_edit_changes_exactly_those_whom_the_preview_named(app: &mut TestApp) {
    people_come(app).await;
    put(app, &model()).await;
    let mut before = Vec::new();
    for (user, ..) in PEOPLE {
        before.push(points(app, user).await);
    }
    let mut edited = model();
    edited["groups"][1]["rows"][0]["points"] = json!(9);
    edited["groups"][3]["rows"].as_array_mut().expect("rows").remove(0);
    let preview = json!({ "model": edited, "sample": 100 });
    let preview = app.api().post("/scoring-models/preview", preview).await;
    let named = |one: &Value| text(&one["contact"]["user_id"]).to_owned();
    let mut named: Vec<String> =
        preview["sample"].as_array().expect("a sample").iter().map(named).collect();
    named.sort();
    assert_eq!(named, ["ed", "flo", "ida", "max", "sol"]);
    assert_eq!(preview["changed"], json!({ "matching": 5, "low": 5, "high": 5 }));
    let moves = json!([{ "from": "hot", "to": "warm", "contacts": 1 }]);
    assert_eq!(preview["moves"], moves);
    let sol = preview["sample"].as_array().expect("a sample").iter();
    let sol = sol.clone().find(|one| one["contact"]["user_id"] == "sol").expect("sol changes");
    assert_eq!((&sol["before"], &sol["after"]), (&json!(55), &json!(44)));
    assert_eq!((&sol["class_before"], &sol["class_after"]), (&json!("hot"), &json!("warm")));
    assert_eq!(sol["rows"].as_array().map(Vec::len), Some(2), "{sol}");

    // A class that begins elsewhere moves people whose points stay.
    let mut lower = model();
    lower["classes"][2]["from"] = json!(25);
    let preview = json!({ "model": lower, "sample": 100 });
    let preview = app.api().post("/scoring-models/preview", preview).await;
    assert_eq!(preview["changed"]["matching"], 0);
    let moves = json!([{ "from": "warm", "to": "hot", "contacts": 1 }]);
    assert_eq!(preview["moves"], moves);
    assert_eq!(preview["sample"][0]["contact"]["user_id"], "ida");

    put(app, &edited).await;
    for (at, (user, ..)) in PEOPLE.into_iter().enumerate() {
        let changed = points(app, user).await != before[at];
        assert_eq!(changed, named.iter().any(|one| one == user), "{user}");
    }
}

async fn a_receipt_names_the_row_and_a_class_starts_a_flow(app: &mut TestApp) {
    put(app, &model()).await;
    let hot = json!({ "class": { "model": "lead_scoring", "class": "warm" } });
    let flow =
        Flow::new("warm").then("score_crosses", hot).then("add_tag", json!({ "tag": "called" }));
    app.api().publish(flow).await;
    let source = app.server_source().await;
    source.send([identify("ana", json!({ "role": "CEO" })), did("ana", "trial")]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    assert_eq!((&ana["score"], &ana["tags"]), (&json!(20), &json!(["called"])));

    let id = text(&ana["id"]);
    let receipt = app.api().get(&format!("/contacts/{id}/receipt")).await;
    let point = &receipt["points"][0];
    let row = json!({ "model": "lead_scoring", "model_name": "Lead scoring", "row": "trial",
        "name": "Started a trial" });
    assert_eq!((&point["points"], &point["row"]), (&json!(15), &row));
    assert_eq!(
        (&point["by"], &point["event"]["name"]),
        (&Value::Null, &json!("custom:started_a_trial"))
    );

    let scoring = app.api().get(&format!("/contacts/{id}/scoring")).await["items"][0].clone();
    assert_eq!((&scoring["score"], &scoring["class"]["id"]), (&json!(20), &json!("warm")));
    assert_eq!(scoring["next"], json!({ "class": "hot", "name": "Hot", "missing": 30 }));
    let rows = scoring["rows"].as_array().expect("rows").iter();
    let rows: Vec<_> = rows.map(|row| (text(&row["row"]), text(&row["group"]))).collect();
    assert_eq!(rows, [("role", "Firmographic"), ("trial", "In the app")]);

    // Where a class begins is part of the flow: who edits the one edits the other.
    let mut lower = model();
    lower["classes"][1]["from"] = json!(5);
    put(app, &lower).await;
    source.send([identify("bo", json!({ "role": "CEO" }))]).await;
    app.run_until_idle().await;
    assert_eq!(app.api().contact("bo").await["tags"], json!(["called"]));
}

async fn points_that_fade_are_taken_back_at_their_second(app: &mut TestApp) {
    let each = json!({ "of": event("custom:read"), "at_most": 5, "fades_after": { "days": 30 } });
    let rows = json!([{ "id": "read", "name": "Read", "points": 2, "when": { "each": each } }]);
    let groups = json!([{ "name": "Web", "rows": rows }]);
    put(app, &json!({ "id": "fading", "name": "Fading", "groups": groups })).await;
    let source = app.server_source().await;
    source.send([track("ana", "read")]).await;
    app.run_until_idle().await;
    let began = app.now().await;
    app.advance_days(10).await;
    source.send([track("ana", "read")]).await;
    app.run_until_idle().await;
    assert_eq!(app.api().contact("ana").await["score"], 4);
    app.advance_to(began + 31 * runnel_tests::DAY_MS).await;
    assert_eq!(app.api().contact("ana").await["score"], 2);
    app.advance_days(10).await;
    assert_eq!(app.api().contact("ana").await["score"], 0);
}

async fn a_model_that_is_wrong_or_in_use_is_refused_and_nothing_changes(app: &mut TestApp) {
    put(app, &model()).await;
    let mut wrong = model();
    wrong["groups"][0]["rows"][0]["when"] = json!({ "while": { "segment": "nowhere" } });
    wrong["groups"][0]["rows"][1]["id"] = json!("age");
    let path = "/scoring-models/lead_scoring";
    let refused = app.api().ask(Method::PUT, path, Some(wrong.clone())).await;
    let diagnostics = refused.refused(422, "diagnostics")["details"]["diagnostics"].clone();
    let found = |one: &Value| format!("{} {}", text(&one["field"]), text(&one["code"]));
    let found: Vec<_> = diagnostics.as_array().expect("a list").iter().map(found).collect();
    assert_eq!(found, ["groups.0.rows.2.id duplicate_row", "groups.0.rows.0.when unknown_segment"]);
    let preview = json!({ "model": wrong });
    app.api()
        .ask(Method::POST, "/scoring-models/preview", Some(preview))
        .await
        .refused(422, "diagnostics");

    let hot = json!({ "class": { "model": "lead_scoring", "class": "hot" } });
    let flow = Flow::new("hot").then("score_crosses", hot).then("add_tag", json!({ "tag": "x" }));
    app.api().publish(flow).await;
    app.api().ask(Method::DELETE, path, None).await.refused(409, "in_use");
    let mut without = model();
    without["classes"].as_array_mut().expect("classes").pop();
    app.api().ask(Method::PUT, path, Some(without)).await.refused(422, "diagnostics");
    let unknown = json!({ "class": { "model": "none", "class": "hot" } });
    let flow =
        Flow::new("no").then("score_crosses", unknown).then("add_tag", json!({ "tag": "x" }));
    app.api().post("/flows", json!({ "document": Value::from(flow) })).await;
    app.api()
        .ask(Method::POST, "/flows/no/publish", Some(json!({})))
        .await
        .refused(422, "diagnostics");
    assert_eq!(app.api().get(path).await["version"], 1);
}
