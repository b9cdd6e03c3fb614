//! That scenarios pass when they should and, above all, fail when they should.

use serde_json::{Value as Json, json};

use super::{Error, FlowFile, diagnostics, run};

/// A file with a flow that waits for a page visit or three days, and this scenario.
fn file(scenario: &Json) -> FlowFile {
    let file = json!({
        "flow": {
            "id": "welcome",
            "name": "Welcome",
            "nodes": [
                { "id": "signed_up", "kind": "event", "settings": { "of": { "event": "custom:signed_up" } } },
                { "id": "patience", "kind": "wait_for", "settings": {
                    "event": { "event": "page_visited" }, "at_most": { "days": 3 } } },
                { "id": "thank", "kind": "adjust_score", "settings": { "points": 5, "reason": "Came back" } },
                { "id": "lazy", "kind": "add_tag", "settings": { "tag": "lazy" } },
                { "id": "tell", "kind": "post_to_url", "settings": { "url": "https://example.com/hook" } },
                { "id": "not_told", "kind": "add_tag", "settings": { "tag": "not told" } }
            ],
            "edges": [
                { "from": "signed_up", "to": "patience" },
                { "from": "patience", "port": "happened", "to": "thank" },
                { "from": "patience", "port": "timed_out", "to": "lazy" },
                { "from": "thank", "to": "tell" },
                { "from": "tell", "port": "failed", "to": "not_told" }
            ]
        },
        "scenarios": [scenario]
    });
    FlowFile::parse(&file.to_string()).unwrap()
}

/// What comes of a scenario with these steps and expectations: "ok" or the differences.
fn check(steps: &Json, expect: &Json, result: &str) {
    let file = file(&json!({ "name": "It works", "steps": steps, "expect": expect }));
    let found = &run(&file)[0];
    assert_eq!(found.passed, found.differences.is_empty());
    let shown = if found.passed { "ok".to_owned() } else { found.differences.join("\n") };
    assert_eq!(shown, result, "{found}");
}

#[test]
fn a_time_out_comes_at_its_second() {
    let early = json!([
        { "event": "custom:signed_up", "expect": { "waiting_at": ["patience"] } },
        { "after": { "seconds": 259_199 }, "expect": { "path": [], "tags": [] } },
        { "after": { "seconds": 1 }, "expect": { "path": ["lazy"], "tags": ["lazy"] } }
    ]);
    check(&early, &json!({ "path": ["signed_up", "patience", "lazy"], "waiting_at": [] }), "ok");
}

#[test]
fn what_comes_before_the_time_out_wins() {
    let steps = json!([
        { "event": "custom:signed_up" },
        { "after": { "days": 2 }, "event": "page_visited" },
        { "after": { "days": 9 }, "expect": { "tags": ["not told"] } }
    ]);
    check(
        &steps,
        &json!({ "score": 5, "path": ["signed_up", "patience", "thank", "tell", "not_told"] }),
        "ok",
    );
}

#[test]
fn the_world_may_answer() {
    let told = |delivered: bool| {
        json!([
            { "event": "custom:signed_up" },
            { "event": "page_visited", "expect": { "waiting_at": ["tell"] } },
            { "after": { "minutes": 5 }, "answer": { "delivered": delivered, "why": "gone" } }
        ])
    };
    check(&told(true), &json!({ "tags": [] }), "ok");
    check(&told(false), &json!({ "tags": ["not told"] }), "ok");
    let nothing_asked = json!([{ "answer": { "delivered": true } }]);
    check(&nothing_asked, &json!({}), "step 1: nothing was asked that waits for an answer");
}

#[test]
fn each_wrong_expectation_is_named() {
    let steps = json!([{ "event": "custom:signed_up" }, { "event": "page_visited" }]);
    let wrong = |expect: Json, result: &str| check(&steps, &expect, result);
    wrong(json!({ "score": 6 }), "score: expected 6, came 5");
    wrong(json!({ "scores": { "fit": 1 } }), "score of fit: expected 1, came 0");
    wrong(json!({ "stage": "sql" }), r#"stage: expected "sql", came null"#);
    wrong(json!({ "tags": ["hot"] }), r#"tags: expected ["hot"], came []"#);
    wrong(json!({ "segments": ["hot"] }), r#"segments: expected ["hot"], came []"#);
    wrong(
        json!({ "deals": [{ "stage": "hot" }] }),
        r#"deals: expected [{"stage":"hot"}], came []"#,
    );
    wrong(
        json!({ "tasks": [{ "title": "Call" }] }),
        r#"tasks: expected [{"title":"Call"}], came []"#,
    );
    wrong(json!({ "waiting_at": [] }), r#"waiting at: expected [], came ["tell"]"#);
    wrong(
        json!({ "path": ["signed_up"] }),
        r#"path: expected ["signed_up"], came ["signed_up","patience","thank","tell"]"#,
    );
    wrong(
        json!({ "facts": [{ "score_adjusted": { "points": 4 } }] }),
        r#"facts: expected {"score_adjusted":{"points":4}}, which did not come, or not in this order"#,
    );
    wrong(
        json!({ "facts": [{ "effect_queued": {} }, { "enrolled": {} }] }),
        r#"facts: expected {"enrolled":{}}, which did not come, or not in this order"#,
    );
    wrong(
        json!({ "no_facts": [{ "enrolled": {} }] }),
        r#"facts: expected none like {"enrolled":{}}, came {"enrolled":{}}"#,
    );
}

#[test]
fn an_effect_is_compared_as_deep_as_it_is_written() {
    let steps = json!([{ "event": "custom:signed_up" }, { "event": "page_visited" }]);
    let effect = |score: i64| {
        json!({ "effects": [{
            "post_to_url": "https://example.com/hook",
            "body": { "data": { "contact": { "score": score } } }
        }] })
    };
    check(&steps, &effect(5), "ok");
    let found = &run(&file(&json!({ "name": "no", "steps": steps, "expect": effect(6) })))[0];
    assert!(found.differences[0].starts_with("effects: expected"), "{found}");
    let none =
        &run(&file(&json!({ "name": "no", "steps": steps, "expect": { "effects": [] } })))[0];
    assert!(!none.passed);
}

#[test]
fn a_failure_shows_what_happened() {
    let steps = json!([
        { "event": "custom:signed_up" },
        { "after": { "days": 3 }, "expect": { "score": 5 } }
    ]);
    let file = file(&json!({ "name": "Who comes back is thanked", "steps": steps }));
    insta::assert_snapshot!(run(&file)[0], @r#"
    FAIL Who comes back is thanked
         after step 2: score: expected 5, came 0
         What happened:
           0d 00:00:00 {"event":{"name":"custom:signed_up","properties":{}}}
           0d 00:00:00   "created"
           0d 00:00:00   {"enrolled":{}} at `signed_up`
           0d 00:00:00   {"stepped":{"port":"next","to":"patience"}} at `signed_up`
           0d 00:00:00   {"waiting":{"due":1767862800000}} at `patience`
           3d 00:00:00 the time has come
           3d 00:00:00   {"stepped":{"port":"timed_out","to":"lazy"}} at `patience`
           3d 00:00:00   {"tag_added":{"tag":"lazy"}} at `lazy`
           3d 00:00:00   {"stepped":{"port":"next"}} at `lazy`
           3d 00:00:00   {"ended":{"reason":"finished"}} at `lazy`
    "#);
}

#[test]
fn a_flow_that_cannot_be_published_passes_nothing() {
    let mut file = file(&json!({ "name": "It works" }));
    file.flow.nodes[0].kind = "magic".into();
    let result = &run(&file)[0];
    assert!(!result.passed);
    assert!(
        result.differences[0].starts_with("the flow cannot be published: `signed_up`"),
        "{result}"
    );
    assert!(!diagnostics(&file).is_empty());
}

#[test]
fn a_file_that_says_what_cannot_be_is_refused() {
    let refused = |scenario: Json| {
        let text = serde_json::to_string(&file(&json!({ "name": "x" }))).unwrap();
        let mut whole: Json = serde_json::from_str(&text).unwrap();
        whole["scenarios"] = json!([scenario]);
        FlowFile::parse(&whole.to_string()).unwrap_err()
    };
    assert!(matches!(refused(json!({ "name": "x", "typo": 1 })), Error::Shape(_)));
    let two = json!({ "name": "x", "steps": [{}, { "event": "page_visited", "identify": {} }] });
    assert!(matches!(refused(two), Error::Step { step: 2, .. }));
    let with = json!({ "name": "x", "steps": [{ "with": { "a": 1 } }] });
    assert!(matches!(refused(with), Error::Step { step: 1, .. }));
    assert!(matches!(FlowFile::parse("no"), Err(Error::Shape(_))));
}
