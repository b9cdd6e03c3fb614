//! Many at once: whoever races, each event counts once and nobody is lost.

use futures::future::join_all;
use reqwest::Method;
use runnel_tests::{
    Flow, Source, TestApp, both_databases, event, identify, message_id, text, track,
};
use serde_json::{Value, json};

both_databases!(
    events_of_one_contact_that_are_each_sent_three_times_at_once_count_once,
    a_merge_in_the_midst_of_events_loses_none,
    identifies_at_once_make_one_person,
    of_edits_at_once_over_the_same_version_one_wins,
    publications_at_once_are_all_published,
);

async fn events_of_one_contact_that_are_each_sent_three_times_at_once_count_once(
    app: &mut TestApp,
) {
    app.api().publish(counting()).await;
    let source = app.server_source().await;
    let events: Vec<Value> = (0..200).map(|_| track("ana", "Went")).collect();
    let all = [events.clone(), events.clone(), events].concat();
    send_at_once(&source, &all).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    assert_eq!(ana["score"], 200);
    let told = app.api().get(&format!("/sources/{}", source.id)).await;
    assert_eq!((&told["accepted"], &told["duplicates"]), (&json!(200), &json!(400)));
}

async fn a_merge_in_the_midst_of_events_loses_none(app: &mut TestApp) {
    app.api().publish(counting()).await;
    let source = app.server_source().await;
    let mut all = Vec::new();
    for round in 0..21 {
        for person in 0..10 {
            let (user, device) = (format!("user-{person}"), format!("device-{person}"));
            let mut by_device = track(&user, "Went");
            by_device["userId"] = Value::Null;
            by_device["anonymousId"] = json!(device);
            all.extend([track(&user, "Went"), by_device]);
            if round == 10 {
                let previous = json!({ "type": "alias", "userId": user, "previousId": device, "messageId": message_id() });
                all.push(previous);
            }
        }
    }
    send_at_once(&source, &all).await;
    app.run_until_idle().await;
    let contacts = app.api().all("/contacts?limit=100").await;
    assert_eq!(contacts.len(), 10);
    for contact in contacts {
        assert_eq!(contact["score"], 42, "{contact}");
    }
}

async fn identifies_at_once_make_one_person(app: &mut TestApp) {
    let source = app.server_source().await;
    let all: Vec<Value> = (0..60)
        .map(|number| {
            let mut who = identify("ana", json!({ "email": "ana@example.com" }));
            who["anonymousId"] = json!(format!("device-{number}"));
            who
        })
        .collect();
    send_at_once(&source, &all).await;
    app.run_until_idle().await;
    let contacts = app.api().all("/contacts?limit=100").await;
    assert_eq!(contacts.len(), 1);
    let ana = app.api().contact("ana").await;
    assert_eq!(ana["anonymous_ids"].as_array().map(Vec::len), Some(60));
}

async fn of_edits_at_once_over_the_same_version_one_wins(app: &mut TestApp) {
    let made = app.api().post("/contacts", json!({ "user_id": "ana" })).await;
    let path = format!("/contacts/{}", text(&made["id"]));
    let etag = app.api().ask(Method::GET, &path, None).await.header("etag").to_owned();
    let edits = (0..20).map(async |number| {
        let edit = json!({ "add_tags": [format!("tag-{number}")] });
        app.api().ask_with(Method::PATCH, &path, Some(edit), &[("if-match", &etag)]).await
    });
    let answers = join_all(edits).await;
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    let lost = answers.iter().filter(|answer| answer.status == 412).count();
    assert_eq!((won, lost), (1, 19));
    assert_eq!(app.api().get(&path).await["tags"].as_array().map(Vec::len), Some(1));
}

async fn publications_at_once_are_all_published(app: &mut TestApp) {
    let ids: Vec<String> = (0..12).map(|number| format!("flow-{number}")).collect();
    join_all(ids.iter().map(async |id| {
        let flow = Flow::new(id)
            .then("event", json!({ "of": event("custom:Went") }))
            .then("adjust_score", json!({ "points": 1 }));
        app.api().publish(flow).await;
        app.api().put_segment(id, json!({ "score": { "points": { "at_least": 1 } } })).await;
    }))
    .await;
    app.server_source().await.send([track("ana", "Went")]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    assert_eq!((&ana["score"], ana["segments"].as_array().map(Vec::len)), (&json!(12), Some(12)));
}

/// A point for each event.
fn counting() -> Flow {
    Flow::new("count")
        .with("reentry", json!("every_time"))
        .then("event", json!({ "of": event("custom:Went") }))
        .then("adjust_score", json!({ "points": 1 }))
}

/// Each in a request of its own, all of them at the same time.
async fn send_at_once(source: &Source, items: &[Value]) {
    join_all(items.iter().map(|item| source.send([item.clone()]))).await;
}
