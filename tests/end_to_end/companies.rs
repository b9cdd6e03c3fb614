//! Companies: told by sources and by hand, asked by rules, and spread to whoever works there.

use reqwest::Method;
use runnel_tests::{Source, TestApp, both_databases, eventually, identify, message_id, text};
use serde_json::{Value, json};

both_databases!(
    what_one_contact_tells_of_a_company_moves_its_colleagues,
    a_company_is_changed_by_hand_and_flows_start_by_that,
    who_was_still_waiting_to_join_hears_of_a_change_as_well,
    a_browser_says_where_somebody_works_and_not_what_that_is,
    an_older_word_that_comes_later_changes_nothing,
    somebody_changes_their_company_and_leaves_it,
    what_is_too_large_or_of_another_type_is_refused,
);

fn group(user: &str, key: &str, traits: Value) -> Value {
    json!({ "type": "group", "userId": user, "groupId": key, "traits": traits,
        "messageId": message_id() })
}

fn company(name: &str, test: Value) -> Value {
    json!({ "company": { "name": name, "test": test } })
}

/// Companies of IT with a hundred people or more.
async fn put_large(app: &TestApp) {
    let rules = [company("industry", json!({ "is": "it" })), employs(100)];
    app.api().put_segment("large", json!({ "all": rules })).await;
}

fn employs(least: i64) -> Value {
    company("employees", json!({ "at_least": least }))
}

async fn is_in(app: &TestApp, user: &str) -> bool {
    let contact = app.api().contact(user).await;
    contact["segments"].as_array().unwrap().iter().any(|one| one["id"] == "large")
}

async fn becomes(app: &TestApp, user: &str, expect: bool) {
    eventually(&format!("{user} in the segment: {expect}"), async || {
        (is_in(app, user).await == expect).then_some(())
    })
    .await;
}

async fn acme(app: &TestApp) -> Value {
    let found = app.api().get("/companies?search=acme").await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
    found["items"][0].clone()
}

async fn send(source: &Source, items: impl IntoIterator<Item = Value>) {
    source.send(items).await;
}

async fn what_one_contact_tells_of_a_company_moves_its_colleagues(app: &mut TestApp) {
    put_large(app).await;
    let source = app.server_source().await;
    let told = json!({ "name": "Acme Ltd", "industry": "IT", "employees": 120 });
    send(&source, [group("ana", "acme", told), group("ben", "acme", json!({}))]).await;
    app.run_until_idle().await;
    assert!(is_in(app, "ana").await && is_in(app, "ben").await);
    let known = acme(app).await;
    assert_eq!((&known["name"], &known["contacts"]), (&json!("Acme Ltd"), &json!(2)));
    let ben = app.api().contact("ben").await;
    assert_eq!(ben["company"], json!({ "id": known["id"], "name": "Acme Ltd" }));

    send(&source, [group("ana", "acme", json!({ "employees": "99" }))]).await;
    becomes(app, "ana", false).await;
    becomes(app, "ben", false).await;
    let timeline = app.api().timeline(&ben).await;
    let facts: Vec<_> = timeline.iter().flat_map(|one| one["facts"].as_array().unwrap()).collect();
    let news = facts.iter().find(|one| one["text"] == "News of Acme Ltd: employees");
    assert!(news.is_some(), "{facts:#?}");
    app.stop().await;
    app.restart().await;
    let listed = app.api().get(&format!("/contacts?company={}", text(&known["id"]))).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    assert_eq!(listed["items"][0]["company"]["name"], "Acme Ltd");
}

async fn a_company_is_changed_by_hand_and_flows_start_by_that(app: &mut TestApp) {
    put_large(app).await;
    let nodes = json!([
        { "id": "start", "kind": "segment_entered", "settings": { "segment": "large" } },
        { "id": "tag", "kind": "add_tag", "settings": { "tag": "key-account" } },
    ]);
    let edges = json!([{ "from": "start", "to": "tag" }]);
    let flow = json!({ "id": "accounts", "name": "Accounts", "nodes": nodes, "edges": edges });
    app.api().publish(flow).await;
    let body = json!({ "key": "acme", "properties": { "industry": "IT" } });
    let made = app.api().post("/companies", body.clone()).await;
    let again = app.api().ask(Method::POST, "/companies", Some(body)).await;
    assert_eq!(again.refused(409, "company_exists")["details"]["company"], made["id"]);
    let source = app.server_source().await;
    let people = (0..20).map(|n| group(&format!("u{n}"), "acme", json!({})));
    send(&source, people.collect::<Vec<_>>()).await;
    app.run_until_idle().await;
    let path = format!("/companies/{}", text(&made["id"]));
    let change = json!({ "properties": { "employees": 500 } });
    let changed = app.api().patch(&path, change).await;
    assert_eq!(changed["properties"], json!({ "industry": "IT", "employees": 500 }));
    eventually("all have heard", async || {
        (app.api().get(&path).await["behind"] == 0).then_some(())
    })
    .await;
    app.run_until_idle().await;
    let tagged = app.api().get("/contacts?tag=key-account").await;
    assert_eq!(tagged["items"].as_array().unwrap().len(), 20);
}

async fn who_was_still_waiting_to_join_hears_of_a_change_as_well(app: &mut TestApp) {
    put_large(app).await;
    let source = app.server_source().await;
    let told = json!({ "industry": "IT", "employees": 5 });
    app.pause_processing(true).await;
    send(&source, [group("ana", "acme", told)]).await;
    let path = format!("/companies/{}", text(&acme(app).await["id"]));
    app.api().patch(&path, json!({ "properties": { "employees": 200 } })).await;
    app.pause_processing(false).await;
    becomes(app, "ana", true).await;
}

async fn a_browser_says_where_somebody_works_and_not_what_that_is(app: &mut TestApp) {
    let browser = app.browser_source().await;
    let hostile = json!({ "employees": 1_000_000 });
    send(&browser, [group("ana", "acme", hostile), group("ana", "other", json!({}))]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    assert_eq!(ana["company"]["name"], "acme");
    assert_eq!(acme(app).await["properties"], json!({}));
    let page = app.api().get(&format!("/sources/{}", browser.id)).await;
    assert!(page.to_string().contains("browser_may_not_tell_of_companies"), "{page}");
}

async fn an_older_word_that_comes_later_changes_nothing(app: &mut TestApp) {
    let source = app.server_source().await;
    let at = |mut item: Value, hours_ago: i64, now: i64| {
        let then = jiff::Timestamp::from_millisecond(now - hours_ago * 3_600_000).unwrap();
        item["timestamp"] = json!(then.to_string());
        item
    };
    let now = app.now().await;
    send(&source, [at(group("ana", "new", json!({ "employees": 7 })), 1, now)]).await;
    let old = [group("ana", "old", json!({})), group("ben", "new", json!({ "employees": 3 }))];
    send(&source, old.map(|item| at(item, 2, now))).await;
    app.run_until_idle().await;
    assert_eq!(app.api().contact("ana").await["company"]["name"], "new");
    let known = app.api().get("/companies?search=new").await;
    assert_eq!(known["items"][0]["properties"], json!({ "employees": 7 }));
}

async fn somebody_changes_their_company_and_leaves_it(app: &mut TestApp) {
    put_large(app).await;
    app.server_source().await.send([identify("ana", json!({}))]).await;
    let large = json!({ "key": "acme", "properties": { "industry": "IT", "employees": 300 } });
    let large = app.api().post("/companies", large).await;
    let ana = app.api().contact("ana").await;
    let path = format!("/contacts/{}", text(&ana["id"]));
    let joined = app.api().patch(&path, json!({ "company": large["id"] })).await;
    assert_eq!(joined["segments"][0]["id"], "large");
    let left = app.api().patch(&path, json!({ "company": null })).await;
    assert_eq!((&left["company"], &left["segments"]), (&Value::Null, &json!([])));
    let wrong = json!({ "company": "company_999999" });
    app.api().ask(Method::PATCH, &path, Some(wrong)).await.refused(404, "not_found");
}

async fn what_is_too_large_or_of_another_type_is_refused(app: &mut TestApp) {
    let api = app.api();
    let made = json!({ "key": "acme", "properties": { "size": 5 } });
    let path = format!("/companies/{}", text(&api.post("/companies", made).await["id"]));
    let change = |properties: Value| {
        api.ask(Method::PATCH, &path, Some(json!({ "properties": properties })))
    };
    change(json!({ "size": "huge" })).await.refused(422, "property_refused");
    let half = "x".repeat(8_000);
    change(json!({ "a": half, "b": half, "c": half })).await.refused(422, "company_too_large");
    let known = api.get(&path).await;
    assert_eq!(known["properties"], json!({ "size": 5 }), "all or nothing");
}
