//! Events are kept for a month: what is older goes, and all that followed from it stays right.

use runnel_tests::{
    Flow, TestApp, both_databases, changes, event, eventually, identify, ms_of, page, page_with,
    text, track,
};
use serde_json::{Value, json};

both_databases!(keeping_events_for_a_month:
    what_followed_from_old_events_stays_right,
    a_new_rule_counts_what_is_kept_and_says_since_when,
    who_joined_before_is_one_person_afterwards,
    damage_is_found_although_the_log_begins_at_a_baseline,
    what_is_killed_in_between_goes_on_at_the_next_start,
);

const PRICING: &str = "https://example.com/pricing";

fn visits(times: i64, days: i64) -> Value {
    let times = json!({ "at_least": times });
    json!({ "count": { "of": page_with("/pricing"), "times": times, "within": { "days": days } } })
}

/// Seven points for each visit, then a wait that is longer than events are kept.
fn rewarded() -> Flow {
    Flow::new("rewarded")
        .then("page_visited", json!({}))
        .then("adjust_score", json!({ "points": 7 }))
        .then("wait", json!({ "for": { "days": 50 } }))
        .then("add_tag", json!({ "tag": "patient" }))
        .with("reentry", json!("every_time"))
}

fn model() -> Value {
    let each = json!({ "each": { "of": event("page_visited") } });
    json!({ "id": "web", "name": "Web", "groups": [{ "name": "Web", "category": "web",
        "rows": [{ "id": "visit", "name": "Visit", "points": 1, "when": each }] }] })
}

/// How many entries the log has.
async fn entries(app: &TestApp) -> i64 {
    app.database().rows("SELECT 'all', COUNT(*) FROM events").await[0].1
}

async fn contact(app: &TestApp, user: &str, part: &str) -> Value {
    let id = app.api().contact(user).await["id"].take();
    app.api().get(&format!("/contacts/{}{part}", text(&id))).await
}

async fn members(app: &TestApp, segment: &str) -> Vec<String> {
    let members = app.api().all(&format!("/segments/{segment}/members")).await;
    let mut names: Vec<_> = members.iter().map(|one| text(&one["name"]).to_owned()).collect();
    names.sort();
    names
}

async fn publish_all(app: &TestApp) {
    let api = app.api();
    api.put_segment("keen", visits(3, 60)).await;
    api.put_segment("never_bought", json!({ "never": event("custom:Bought") })).await;
    api.put("/scoring-models/web", model()).await;
    api.publish(rewarded()).await;
    app.run_until_idle().await;
}

async fn what_followed_from_old_events_stays_right(app: &mut TestApp) {
    publish_all(app).await;
    let source = app.server_source().await;
    source.send([page("ana", PRICING), page("ana", PRICING), page("ben", PRICING)]).await;
    source.send([track("ben", "Bought")]).await;
    app.run_until_idle().await;
    let begun = app.now().await;
    let numbers = app.api().get("/flows/rewarded/numbers?version=1").await;
    assert_eq!(contact(app, "ana", "/receipt").await["kept_since"], Value::Null);

    app.advance_days(35).await;
    assert_eq!(entries(app).await, 0);
    let timeline = contact(app, "ana", "/timeline").await;
    assert_eq!((&timeline["items"], &timeline["next"]), (&json!([]), &Value::Null));
    let since = ms_of(&timeline["kept_since"]);
    assert!(since > begun && since % 86_400_000 == 0, "{since} is a day after {begun}");
    let receipt = contact(app, "ana", "/receipt").await;
    assert_eq!((&receipt["score"], &receipt["points"]), (&json!(16), &json!([])));
    assert_eq!(receipt["kept_since"], timeline["kept_since"]);
    assert_eq!(app.api().get("/flows/rewarded/numbers?version=1").await, numbers);
    assert_eq!(contact(app, "ana", "/flows/rewarded/path").await["complete"], false);
    assert_eq!(members(app, "never_bought").await, ["ana"]);
    app.stop().await;
    app.restart().await;
    app.run_until_idle().await;

    // The third visit within sixty days: two of them are not in the log any more.
    source.send([page("ana", PRICING), page("cy", PRICING)]).await;
    app.run_until_idle().await;
    assert_eq!(members(app, "keen").await, ["ana"]);
    assert_eq!(contact(app, "ana", "").await["score"], 24);
    assert_eq!(contact(app, "cy", "/timeline").await["kept_since"], Value::Null);

    // Who waits was not forgotten, and goes on at their time.
    app.advance_to(begun + 49 * 86_400_000).await;
    assert_eq!(contact(app, "ana", "").await["tags"], json!([]));
    app.advance_to(begun + 50 * 86_400_000).await;
    assert_eq!(contact(app, "ana", "").await["tags"], json!(["patient"]));
    let ana = app.api().contact("ana").await;
    let facts = app.api().facts(&ana).await;
    let tagged = ms_of(&changes(&facts, "tag_added")[0]["at"]);
    assert!((tagged - begun - 50 * 86_400_000).abs() < 60_000, "{tagged} is 50 days after {begun}");
    app.advance_days(60).await;
    assert_eq!(members(app, "keen").await, [""; 0]);
}

async fn a_new_rule_counts_what_is_kept_and_says_since_when(app: &mut TestApp) {
    let source = app.server_source().await;
    source.send([page("ana", PRICING), page("ana", PRICING), page("ben", PRICING)]).await;
    app.run_until_idle().await;
    let preview = json!({ "rule": visits(2, 90) });
    let asked = app.api().post("/segments/preview", preview.clone()).await;
    assert_eq!((&asked["matching"], &asked["kept_since"]), (&json!(1), &Value::Null));
    app.advance_days(20).await;
    source.send([page("ben", PRICING)]).await;
    app.advance_days(15).await;
    let asked = app.api().post("/segments/preview", preview).await;
    assert_eq!(asked["matching"], 0, "{asked}");
    assert!(asked["kept_since"].is_string(), "{asked}");
    let of_tags = app.api().post("/segments/preview", json!({ "rule": { "tag": "vip" } })).await;
    assert_eq!(of_tags["kept_since"], Value::Null, "no past is asked about");

    app.api().put_segment("twice", visits(2, 90)).await;
    app.run_until_idle().await;
    assert_eq!(members(app, "twice").await, [""; 0]);
    source.send([page("ana", PRICING), page("ben", PRICING)]).await;
    app.run_until_idle().await;
    assert_eq!(members(app, "twice").await, ["ben"]);
    // What was counted for the rule is old in its turn.
    app.advance_days(16).await;
    app.advance_days(16).await;
    assert_eq!(members(app, "twice").await, ["ben"]);
}

async fn who_joined_before_is_one_person_afterwards(app: &mut TestApp) {
    publish_all(app).await;
    let source = app.server_source().await;
    let anonymous = |number: usize| {
        json!({ "type": "page", "anonymousId": "device", "messageId": format!("d{number}"),
            "properties": { "url": PRICING } })
    };
    source.send([anonymous(1), page("ana", PRICING)]).await;
    app.advance_days(20).await;
    let joins = json!({ "type": "identify", "userId": "ana", "anonymousId": "device",
        "messageId": "joins", "traits": {} });
    source.send([joins]).await;
    app.run_until_idle().await;
    assert_eq!(contact(app, "ana", "").await["score"], 16);
    // First what both did goes, while the log tells that they became one; then that as well.
    app.advance_days(15).await;
    app.stop().await;
    app.demand_silent_doctor().await;
    app.restart().await;
    source.send([anonymous(2)]).await;
    app.run_until_idle().await;
    assert_eq!(members(app, "keen").await, ["ana"]);
    app.advance_days(20).await;
    assert_eq!(contact(app, "ana", "").await["score"], 24);
}

/// One statement, and how the first line begins that `doctor` prints then.
const DAMAGE: [(&str, &str); 6] = [
    (
        r#"UPDATE contacts SET state = REPLACE(state, '"general":14', '"general":15') WHERE id = 1"#,
        "invariant 1: con_1: the log adds up to ",
    ),
    (
        r#"UPDATE contacts SET state = REPLACE(state, '"total":2', '"total":3') WHERE id = 1"#,
        "invariant 1: con_1: row `visit` of the model `web` gave 2 and gives 3",
    ),
    ("DELETE FROM baselines WHERE contact_id = 1", "invariant 1: con_1: after evt_"),
    (
        "UPDATE flow_counters SET count = count + 1 WHERE node = 'wait' AND port = ''",
        "invariant 7: flow `rewarded` version 1, `wait` ``: the log has ",
    ),
    ("DELETE FROM counter_baselines", "invariant 7: flow `rewarded` version 1, "),
    ("DELETE FROM events WHERE contact_id = 1", "invariant "),
];

async fn damage_is_found_although_the_log_begins_at_a_baseline(app: &mut TestApp) {
    publish_all(app).await;
    let source = app.server_source().await;
    source.send([page("ana", PRICING)]).await;
    app.advance_days(35).await;
    source.send([page("ana", PRICING)]).await;
    app.run_until_idle().await;
    app.stop().await;
    app.demand_silent_doctor().await;
    for (sql, expect) in DAMAGE {
        let damaged = app.database().copy().await;
        damaged.execute(sql).await;
        let answer = app.ask_command(&["doctor", "--database-url", &damaged.url]).await;
        let told = String::from_utf8_lossy(&answer.stdout);
        assert_eq!(answer.status.code(), Some(1), "{sql}\n{told}");
        assert!(told.starts_with(expect), "{sql}\n{told}");
    }
    app.restart().await;
}

async fn what_is_killed_in_between_goes_on_at_the_next_start(app: &mut TestApp) {
    publish_all(app).await;
    let source = app.server_source().await;
    let somebody = |number: usize| {
        let user = format!("user-{}", number % 200);
        [identify(&user, json!({ "plan": number.to_string() })), page(&user, PRICING)]
    };
    source.send((0..400).flat_map(somebody)).await;
    app.run_until_idle().await;
    app.advance_ms(35 * 86_400_000).await;
    for _ in 0..3 {
        let before = entries(app).await;
        eventually("some more is deleted", async || {
            let left = entries(app).await;
            (left < before || left == 0).then_some(())
        })
        .await;
        app.kill();
        app.restart().await;
    }
    app.run_until_idle().await;
    assert_eq!(entries(app).await, 0);
    source.send([page("user-7", PRICING)]).await;
    app.run_until_idle().await;
    assert_eq!(contact(app, "user-8", "").await["score"], 16);
    assert_eq!(contact(app, "user-7", "").await["score"], 24);
}
