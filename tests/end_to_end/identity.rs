//! Who an event is about: devices attach, people are joined, two known people never are.

use runnel_tests::{
    Flow, TestApp, both_databases, changes, event, identify, message_id, page_with, text, track,
};
use serde_json::{Value, json};

both_databases!(
    a_visitor_who_says_who_they_are_keeps_what_they_did,
    an_alias_makes_two_contacts_one_with_all_they_did,
    an_address_and_a_user_id_are_joined_by_a_server_that_names_both,
    two_people_with_user_ids_are_never_joined,
    an_address_that_belongs_to_another_person_is_refused,
    of_two_enrolments_in_one_flow_the_older_one_stays,
    whoever_created_a_contact_by_hand_meets_its_events,
);

async fn a_visitor_who_says_who_they_are_keeps_what_they_did(app: &mut TestApp) {
    let source = app.server_source().await;
    source.send([seen("device", "Came")]).await;
    app.run_until_idle().await;
    let mut who = identify("ana", json!({ "email": "Ana@Example.com", "firstName": "Ana" }));
    who["anonymousId"] = json!("device");
    source.send([who, track("ana", "Signed up"), seen("device", "Came back")]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana@example.com").await;
    assert_eq!((&ana["user_id"], &ana["name"]), (&json!("ana"), &json!("Ana")));
    assert_eq!(names(app, &ana).await, ["Came", "Signed up", "Came back"]);
    assert_eq!(count(app).await, 1);
}

async fn an_alias_makes_two_contacts_one_with_all_they_did(app: &mut TestApp) {
    let times = json!({ "at_least": 7 });
    let rule = json!({ "count": { "of": page_with("/pricing"), "times": times, "within": { "days": 3 } } });
    app.api().put_segment("keen", rule).await;
    let source = app.server_source().await;
    let visit = |who: Value| {
        let mut item =
            json!({ "type": "page", "properties": { "url": "https://x.example/pricing" } });
        item.as_object_mut()
            .expect("an object")
            .extend(who.as_object().expect("an object").clone());
        item["messageId"] = json!(message_id());
        item
    };
    source.send((0..4).map(|_| visit(json!({ "anonymousId": "device" })))).await;
    source.send((0..3).map(|_| visit(json!({ "userId": "ana" })))).await;
    source.send([identify("ana", json!({ "email": "ana@example.com" }))]).await;
    app.run_until_idle().await;
    assert_eq!(count(app).await, 2);
    let (device, ana) = (contact_of_device(app).await, app.api().contact("ana").await);
    give_points(app, &device, 3).await;
    give_points(app, &ana, 4).await;
    assert_eq!(ana["segments"], json!([]));

    source.send([json!({ "type": "alias", "userId": "ana", "previousId": "device", "messageId": message_id() })]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    assert_eq!((&ana["score"], &ana["segments"][0]["id"]), (&json!(7), &json!("keen")));
    assert_eq!(ana["anonymous_ids"], json!(["device"]));
    assert_eq!(count(app).await, 1);
    let old = app.api().get(&format!("/contacts/{}", text(&device["id"]))).await;
    assert_eq!(old["id"], ana["id"], "the old id leads to who it became part of");
    let timeline = app.api().timeline(&old).await;
    let visits = timeline.iter().filter(|one| one["event"]["name"] == "page_visited").count();
    assert_eq!(visits, 7, "reads follow both");
    let receipt = app.api().get(&format!("/contacts/{}/receipt", text(&ana["id"]))).await;
    let points: i64 = receipt["points"]
        .as_array()
        .expect("points")
        .iter()
        .filter_map(|one| one["points"].as_i64())
        .sum();
    assert_eq!((points, &receipt["score"]), (7, &json!(7)));

    source.send([seen("device", "Came back")]).await;
    app.run_until_idle().await;
    assert_eq!(names(app, &ana).await, ["Came back"], "and so do writes");
}

async fn an_address_and_a_user_id_are_joined_by_a_server_that_names_both(app: &mut TestApp) {
    let by_address = app.api().post("/contacts", json!({ "email": "ana@example.com" })).await;
    let source = app.server_source().await;
    source.send([track("ana", "Came")]).await;
    app.run_until_idle().await;
    assert_eq!(count(app).await, 2);
    source.send([identify("ana", json!({ "email": "ana@example.com" }))]).await;
    app.run_until_idle().await;
    assert_eq!(count(app).await, 1);
    let ana = app.api().contact("ana").await;
    assert_eq!(
        (&ana["email"], names(app, &ana).await),
        (&json!("ana@example.com"), vec!["Came".to_owned()])
    );
    let found = app.api().get(&format!("/contacts/{}", text(&by_address["id"]))).await;
    assert_eq!(found["id"], ana["id"]);
}

async fn two_people_with_user_ids_are_never_joined(app: &mut TestApp) {
    let source = app.server_source().await;
    source.send([track("ana", "Came"), track("bo", "Came")]).await;
    app.run_until_idle().await;
    source.send([json!({ "type": "alias", "userId": "ana", "previousId": "bo", "messageId": message_id() })]).await;
    app.run_until_idle().await;
    assert_ne!(app.api().contact("ana").await["id"], app.api().contact("bo").await["id"]);
    let told = app.api().get(&format!("/sources/{}", source.id)).await;
    assert_eq!(
        (&told["refusals"][0]["code"], &told["refusals"][0]["count"]),
        (&json!("alias_of_two_known"), &json!(1))
    );
}

async fn an_address_that_belongs_to_another_person_is_refused(app: &mut TestApp) {
    let source = app.server_source().await;
    source.send([identify("ana", json!({ "email": "ana@example.com" }))]).await;
    source.send([identify("bo", json!({ "email": "ana@example.com", "plan": "pro" }))]).await;
    app.run_until_idle().await;
    let (ana, bo) = (app.api().contact("ana").await, app.api().contact("bo").await);
    assert_eq!((&ana["email"], &bo["email"]), (&json!("ana@example.com"), &Value::Null));
    assert_eq!(bo["properties"], json!({ "plan": "pro" }), "the rest counts");
    let told = app.api().get(&format!("/sources/{}", source.id)).await;
    assert_eq!(told["refusals"][0]["code"], "email_of_another");
}

async fn of_two_enrolments_in_one_flow_the_older_one_stays(app: &mut TestApp) {
    let flow = Flow::new("wait")
        .then("event", json!({ "of": event("custom:Came") }))
        .then("wait", json!({ "for": { "days": 3 } }))
        .then("adjust_score", json!({ "points": 1 }));
    app.api().publish(flow).await;
    let source = app.server_source().await;
    source.send([seen("device", "Came")]).await;
    app.run_until_idle().await;
    app.advance_days(1).await;
    source.send([track("ana", "Came")]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    let (older, younger) = (contact_of_device(app).await, &ana);
    let (older, younger) =
        (older["enrolments"][0]["id"].clone(), younger["enrolments"][0]["id"].clone());
    source.send([json!({ "type": "alias", "userId": "ana", "previousId": "device", "messageId": message_id() })]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    let inside = ana["enrolments"].as_array().expect("a list");
    assert_eq!((inside.len(), &inside[0]["id"]), (1, &older));
    let all = app.api().all("/flows/wait/enrolments?limit=10").await;
    let ended = all.iter().find(|one| one["id"] == younger).expect("it is listed");
    assert_eq!(ended["reason"], "merged");

    app.advance_ms(2 * 86_400_000 - 60_000).await;
    app.run_until_idle().await;
    assert_eq!(app.api().contact("ana").await["score"], 0, "the wait goes on");
    app.advance_ms(120_000).await;
    app.run_until_idle().await;
    app.advance_days(7).await;
    assert_eq!(app.api().contact("ana").await["score"], 1);
}

async fn whoever_created_a_contact_by_hand_meets_its_events(app: &mut TestApp) {
    let made =
        json!({ "user_id": "ana", "email": "ana@example.com", "properties": { "plan": "pro" } });
    let made = app.api().post("/contacts", made).await;
    let again =
        app.api().ask(reqwest::Method::POST, "/contacts", Some(json!({ "user_id": "ana" }))).await;
    let error = again.refused(409, "contact_exists");
    assert_eq!(error["details"]["contact"], made["id"]);
    app.server_source().await.send([track("ana", "Came")]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    assert_eq!((&ana["id"], names(app, &ana).await), (&made["id"], vec!["Came".to_owned()]));
    let facts = app.api().facts(&ana).await;
    assert_eq!(changes(&facts, "created").len(), 1);
}

/// A device did something.
fn seen(device: &str, event: &str) -> Value {
    json!({ "type": "track", "anonymousId": device, "event": event, "messageId": message_id() })
}

/// The one contact without a user id.
async fn contact_of_device(app: &TestApp) -> Value {
    let all = app.api().all("/contacts?limit=100").await;
    let it = all.iter().find(|one| one["user_id"].is_null()).expect("there is one");
    app.api().get(&format!("/contacts/{}", text(&it["id"]))).await
}

async fn give_points(app: &TestApp, contact: &Value, points: i64) {
    let path = format!("/contacts/{}/score", text(&contact["id"]));
    app.api().post(&path, json!({ "points": points, "reason": "Met" })).await;
}

async fn count(app: &TestApp) -> usize {
    app.api().all("/contacts?limit=100").await.len()
}

/// The names of a contact's own events, in the order applied.
async fn names(app: &TestApp, contact: &Value) -> Vec<String> {
    let timeline = app.api().timeline(contact).await;
    let names =
        timeline.iter().filter_map(|one| text(&one["event"]["name"]).strip_prefix("custom:"));
    names.map(str::to_owned).collect()
}
