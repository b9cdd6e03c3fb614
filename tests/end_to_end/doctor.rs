//! `runnel doctor` finds what is damaged. One corruption at a time is planted into a copy of a
//! database that the product has filled; that difference is reported, and nothing else.
//!
//! The projections are damaged alone; a state or a log entry is the truth that several numbers
//! are compared with, so that each of them is reported.

use runnel_tests::{Flow, TestApp, both_databases, event, page, text};
use serde_json::json;

both_databases!(each_planted_corruption_is_reported_and_nothing_else);

/// One statement, and how each line begins that `doctor` prints then, in order.
type Corruption = (&'static str, &'static [&'static str]);

/// Invariant 1.
const SCORES: [Corruption; 3] = [
    (
        "UPDATE scores SET points = 20 WHERE contact_id = 1 AND category = ''",
        &["invariant 1: con_1: the table has 20 for `all`, the state 7"],
    ),
    (
        "DELETE FROM scores WHERE contact_id = 1 AND category = 'general'",
        &["invariant 1: con_1: the table has no row for `general`"],
    ),
    (
        r#"UPDATE contacts SET state = REPLACE(state, '"general":7', '"general":8') WHERE id = 1"#,
        &[
            "invariant 1: con_1: the log adds up to ",
            "invariant 1: con_1: the table has 7 for `all`, the state 8",
            "invariant 1: con_1: the table has 7 for `general`, the state 8",
            r#"invariant 8: con_1: `scores`: the log leads to {"general":7}, the state has {"general":8}"#,
        ],
    ),
];

/// Invariant 2. The last one is a segment that somebody changed without publishing it.
const MEMBERSHIPS: [Corruption; 4] = [
    (
        "DELETE FROM members WHERE contact_id = 1",
        &["invariant 2: con_1: by the table it is in {}, by the state in {SegmentId(\"lately\")"],
    ),
    (
        "UPDATE members SET since = since + 1000 WHERE contact_id = 1",
        &["invariant 2: con_1: by the table it is in {SegmentId(\"lately\")"],
    ),
    (
        "DELETE FROM tags WHERE contact_id = 1",
        &["invariant 2: con_1: by the table it has the tags [], by the state [Tag(\"vip\")]"],
    ),
    (
        r#"UPDATE segment_versions SET document = REPLACE(document, '"at_least":1', '"at_least":2')"#,
        &[
            "invariant 2: con_1: at ",
            "invariant 5: con_1: it must be woken at ",
            "invariant 8: con_1: evt_",
            "invariant 2: con_2: at ",
            "invariant 5: con_2: it must be woken at ",
            "invariant 8: con_2: evt_",
        ],
    ),
];

/// Invariant 4.
const PATHS: [Corruption; 2] = [
    (
        "UPDATE enrolments SET node = 'adjust_score' WHERE contact_id = 1",
        &[
            "tables: con_1: enrolments: no row says ",
            "tables: con_1: enrolments: only a row says ",
            "invariant 4: con_1: by the table it stands at {EnrolmentId(1048577): NodeId(\"adjust_score\")}",
        ],
    ),
    (
        r#"UPDATE events SET facts = REPLACE(facts, '"to":"wait"', '"to":"add_tag"') WHERE contact_id = 1"#,
        &[
            "invariant 4: con_1: enr_1048577 went from `adjust_score` by `next` to `add_tag`; no wire does",
            "invariant 4: con_1: enr_1048577 acted at `wait` while it stood at `add_tag`",
            "invariant 4: con_1: by the log it stands at {EnrolmentId(1048577): NodeId(\"add_tag\")}",
            "invariant 8: con_1: evt_",
            "invariant 7: flow `visits` version 1, `add_tag` ``: the log has 1, the table 0",
            "invariant 7: flow `visits` version 1, `wait` ``: the log has 1, the table 2",
        ],
    ),
];

/// Invariant 5.
const WAKES: [Corruption; 3] = [
    (
        "DELETE FROM wakes WHERE contact_id = 1",
        &["invariant 5: con_1: by the table it is woken at None, by the state at Some"],
    ),
    (
        "UPDATE wakes SET at = at + 1 WHERE contact_id = 1",
        &["invariant 5: con_1: by the table it is woken at Some"],
    ),
    (
        r#"UPDATE contacts SET state = REPLACE(state, '"wake_at":1', '"wake_at":2') WHERE id = 1"#,
        &[
            "invariant 5: con_1: by the table it is woken at Some",
            "invariant 5: con_1: it must be woken at ",
        ],
    ),
];

/// Invariant 7.
const NUMBERS: [Corruption; 3] = [
    (
        "UPDATE flow_counters SET count = 2 * count WHERE node = 'wait' AND port = ''",
        &["invariant 7: flow `visits` version 1, `wait` ``: the log has 2, the table 4"],
    ),
    (
        "DELETE FROM flow_counters WHERE node = 'adjust_score' AND port = 'p:next'",
        &[
            "invariant 7: flow `visits` version 1, `adjust_score` `p:next`: the log has 2, the table 0",
        ],
    ),
    (
        "INSERT INTO flow_counters (partition, flow, version, day, node, port, count) \
            VALUES (1, 'visits', 1, 20000, 'add_tag', 'failed!', 1)",
        &["invariant 7: flow `visits` version 1, `add_tag` `failed!`: the log has 0, the table 1"],
    ),
];

async fn each_planted_corruption_is_reported_and_nothing_else(app: &mut TestApp) {
    fill(app).await;
    app.stop().await;
    app.demand_silent_doctor().await;
    for (sql, expect) in [&SCORES[..], &MEMBERSHIPS, &PATHS, &WAKES, &NUMBERS].concat() {
        check(app, sql, expect).await;
    }
    app.restart().await;
}

async fn check(app: &TestApp, sql: &str, expect: &[&str]) {
    let damaged = app.database().copy().await;
    damaged.execute(sql).await;
    let answer = app.ask_command(&["doctor", "--database-url", &damaged.url]).await;
    let told = String::from_utf8_lossy(&answer.stdout);
    assert_eq!(answer.status.code(), Some(1), "{sql}\n{told}");
    let mut lines: Vec<&str> = told.lines().collect();
    let summary = lines.pop().unwrap_or_default();
    let plural = if expect.len() == 1 { "difference" } else { "differences" };
    assert_eq!(summary, format!("{} {plural} found in 2 contacts and 3 log entries", lines.len()));
    let agree = lines.iter().zip(expect).all(|(line, begin)| line.starts_with(begin));
    assert!(agree && lines.len() == expect.len(), "{sql}\n{told}");
}

/// Two people, each with points, in a segment that time will end, and waiting; one with a tag.
async fn fill(app: &TestApp) {
    let api = app.api();
    let once =
        json!({ "of": event("page_visited"), "times": { "at_least": 1 }, "within": { "days": 1 } });
    api.put_segment("lately", json!({ "count": once })).await;
    let visits = Flow::new("visits")
        .then("page_visited", json!({}))
        .then("adjust_score", json!({ "points": 7 }))
        .then("wait", json!({ "for": { "hours": 5 } }))
        .then("add_tag", json!({ "tag": "patient" }));
    api.publish(visits).await;
    let source = app.server_source().await;
    for user in ["ana", "ben"] {
        source.send([page(user, "https://example.com/")]).await;
    }
    app.run_until_idle().await;
    let ana = api.contact("ana").await;
    api.patch(&format!("/contacts/{}", text(&ana["id"])), json!({ "add_tags": ["vip"] })).await;
}
