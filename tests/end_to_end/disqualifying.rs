//! Dead leads: dropped at their second and at no other, kept in time, taken back, come back.

use reqwest::Method;
use runnel_tests::{
    DAY_MS, Flow, TestApp, both_databases, changes, event, identify, ms_of, page, shipped, text,
    track,
};
use serde_json::{Value, json};

both_databases!(
    a_silent_student_is_disqualified_at_that_second_and_at_no_other,
    whoever_stands_on_the_review_list_can_be_kept,
);

async fn facts(app: &TestApp, user: &str, kind: &str) -> Vec<Value> {
    let contact = app.api().contact(user).await;
    let facts = app.api().facts(&contact).await;
    changes(&facts, kind).into_iter().cloned().collect()
}

async fn a_silent_student_is_disqualified_at_that_second_and_at_no_other(app: &mut TestApp) {
    app.api().publish_file(&shipped("dead-lead")).await;
    let source = app.server_source().await;
    // Ana is silent; of the others each lacks one clause of the rule.
    for (user, role) in [("ana", "student"), ("bo", "student"), ("cy", "student"), ("di", "CEO")] {
        source.send([identify(user, json!({ "role": role })), track(user, "email_opened")]).await;
    }
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    let opened = app.api().timeline(&ana).await;
    let opened = opened.iter().find(|one| one["event"]["name"] == "custom:email_opened");
    let opened = ms_of(&opened.expect("she opened one")["event"]["occurred_at"]);
    app.advance_to(opened + 30 * DAY_MS).await;
    source.send([page("bo", "https://example.com/"), track("cy", "read_a_post")]).await;
    app.run_until_idle().await;

    app.advance_to(opened + 60 * DAY_MS - 1_000).await;
    assert_eq!(facts(app, "ana", "disqualified").await, [Value::Null; 0], "not a second too early");
    app.advance_to(opened + 60 * DAY_MS + 1_000).await;
    let dropped = facts(app, "ana", "disqualified").await;
    assert_eq!(dropped.len(), 1);
    let second = |ms: i64| ms.div_euclid(1_000);
    assert_eq!(second(ms_of(&dropped[0]["at"])), second(opened + 60 * DAY_MS));
    let ana = app.api().contact("ana").await;
    assert_eq!((&ana["stage"], &ana["tags"]), (&json!("disqualified"), &json!(["disqualified"])));
    assert!(text(&ana["disqualified"]["reason"]).starts_with("No sign of life"), "{ana}");
    for user in ["bo", "cy", "di"] {
        assert_eq!(facts(app, user, "disqualified").await, [Value::Null; 0], "{user}");
    }

    // Undone by hand: the flow's own marks stay, the stage of before comes back.
    let path = format!("/contacts/{}/requalify", text(&ana["id"]));
    let undone = app.api().post(&path, Value::Null).await;
    assert_eq!((&undone["stage"], &undone["disqualified"]), (&json!("lead"), &Value::Null));
    assert_eq!(app.api().post(&path, Value::Null).await["version"], json!(2), "nothing to undo");

    // Bo falls silent as well, and comes back by himself.
    app.advance_to(opened + 91 * DAY_MS).await;
    assert_eq!(app.api().contact("bo").await["stage"], "disqualified");
    source.send([page("bo", "https://example.com/pricing")]).await;
    app.run_until_idle().await;
    let bo = app.api().contact("bo").await;
    assert_eq!((&bo["stage"], &bo["tags"]), (&json!("lead"), &json!([])));
    assert_eq!(bo["tasks"][0]["title"], "bo is back: say hello");
}

async fn whoever_stands_on_the_review_list_can_be_kept(app: &mut TestApp) {
    let drop = json!({ "reason": "Asked us to stop", "grace": { "days": 7 } });
    let flow = Flow::new("drop")
        .step("asked", "event", json!({ "of": event("custom:asked") }))
        .step("drop", "disqualify", drop)
        .step("kept", "add_tag", json!({ "tag": "kept" }))
        .wire("asked", "next", "drop")
        .wire("drop", "kept", "kept");
    app.api().publish(flow).await;
    let source = app.server_source().await;
    source.send([track("ana", "asked"), track("bo", "asked")]).await;
    app.run_until_idle().await;
    let list = app.api().all("/disqualifications").await;
    let of = |one: &Value| (text(&one["name"]).to_owned(), text(&one["reason"]).to_owned());
    let mut listed: Vec<_> = list.iter().map(of).collect();
    listed.sort();
    let expect = ["ana", "bo"].map(|name| (name.to_owned(), "Asked us to stop".to_owned()));
    assert_eq!(listed, expect);
    assert_eq!(ms_of(&list[0]["due"]) - ms_of(&list[0]["since"]), 7 * DAY_MS);
    assert_eq!((&list[0]["flow"]["id"], &list[0]["step"]["id"]), (&json!("drop"), &json!("drop")));

    let ana = app.api().contact("ana").await;
    let keep = format!("/contacts/{}/requalify", text(&ana["id"]));
    let viewer = app.api().post("/keys", json!({ "name": "v", "role": "viewer" })).await;
    let viewer = app.api().with_key(Some(text(&viewer["key"])));
    viewer.ask(Method::POST, &keep, None).await.refused(403, "forbidden");
    app.api().post(&keep, Value::Null).await;
    assert_eq!(app.api().all("/disqualifications").await.len(), 1);
    app.advance_days(7).await;
    let (ana, bo) = (app.api().contact("ana").await, app.api().contact("bo").await);
    assert_eq!((&ana["stage"], &ana["tags"]), (&Value::Null, &json!(["kept"])));
    assert_eq!((&bo["stage"], &bo["tags"]), (&json!("disqualified"), &json!([])));
    assert_eq!(app.api().all("/disqualifications").await, [Value::Null; 0]);
}
