//! Segments that time alone moves people into and out of, to the millisecond.

use runnel_tests::{
    DAY_MS, TestApp, both_databases, changes, identify, ms_of, page, page_with, text,
};
use serde_json::{Value, json};

both_databases!(
    the_seventh_visit_within_three_days_enters_and_the_age_of_the_first_one_leaves,
    seven_visits_in_a_little_more_than_three_days_never_enter,
    sixty_days_without_a_visit_enter_and_the_next_visit_leaves,
);

/// How long before a boundary "not yet" is checked: the app's time goes on while the test asks.
pub const BEFORE_MS: i64 = 30_000;

const HOUR_MS: i64 = 3_600_000;

async fn the_seventh_visit_within_three_days_enters_and_the_age_of_the_first_one_leaves(
    app: &mut TestApp,
) {
    app.api().put_segment("keen", seven_visits_in_three_days()).await;
    let visits = visit_each_ten_hours(app, 7).await;
    let (first, seventh) = (visits[0], visits[6]);
    assert!(is_in(app, "keen").await);
    assert_eq!(moves(app, "keen").await, [("segment_entered".to_owned(), seventh)]);

    let leaves = first + 3 * DAY_MS;
    app.advance_to(leaves - BEFORE_MS).await;
    assert!(is_in(app, "keen").await && app.now().await < leaves, "not a moment too early");
    app.advance_to(leaves).await;
    assert!(!is_in(app, "keen").await);
    app.advance_days(90).await;
    let expect = [("segment_entered".to_owned(), seventh), ("segment_left".to_owned(), leaves)];
    assert_eq!(moves(app, "keen").await, expect, "and at no other time");
}

async fn seven_visits_in_a_little_more_than_three_days_never_enter(app: &mut TestApp) {
    app.api().put_segment("keen", seven_visits_in_three_days()).await;
    let first = visit(app).await;
    app.advance_to(first + 3 * DAY_MS).await;
    for _ in 0..6 {
        visit(app).await;
    }
    app.advance_days(90).await;
    assert_eq!(moves(app, "keen").await, []);
}

async fn sixty_days_without_a_visit_enter_and_the_next_visit_leaves(app: &mut TestApp) {
    let rule = json!({ "of": page_with("/pricing"), "more_than_ago": { "days": 60 } });
    app.api().put_segment("silent", json!({ "last_occurred": rule })).await;
    let source = app.server_source().await;
    source.send([identify("bo", json!({ "email": "bo@example.com" }))]).await;
    let visited = visit(app).await;
    let created = ms_of(&app.api().contact("bo").await["created_at"]);
    assert!(created <= visited);

    app.advance_to(created + 60 * DAY_MS - BEFORE_MS).await;
    assert_eq!((moves_of(app, "bo", "silent").await, moves(app, "silent").await), (vec![], vec![]));
    let enters = visited + 60 * DAY_MS;
    app.advance_to(enters).await;
    assert_eq!(moves(app, "silent").await, [("segment_entered".to_owned(), enters)]);
    // Of somebody who never came, the days count from the first that is known.
    let never = created + 60 * DAY_MS;
    assert_eq!(moves_of(app, "bo", "silent").await, [("segment_entered".to_owned(), never)]);

    let back = visit(app).await;
    let left = ("segment_left".to_owned(), back);
    assert_eq!(moves(app, "silent").await, [("segment_entered".to_owned(), enters), left]);
    app.advance_to(back + 60 * DAY_MS - BEFORE_MS).await;
    assert_eq!(moves(app, "silent").await.len(), 2);
    app.advance_to(back + 60 * DAY_MS).await;
    let again = ("segment_entered".to_owned(), back + 60 * DAY_MS);
    assert_eq!(moves(app, "silent").await.last(), Some(&again));
    assert_eq!(moves_of(app, "bo", "silent").await.len(), 1);
}

fn seven_visits_in_three_days() -> Value {
    let times = json!({ "at_least": 7 });
    json!({ "count": { "of": page_with("/pricing"), "times": times, "within": { "days": 3 } } })
}

/// Ana visits the page with prices, again and again. The times at which it was taken note of.
async fn visit_each_ten_hours(app: &mut TestApp, times: usize) -> Vec<i64> {
    let mut visits = Vec::new();
    for number in 1..=times {
        visits.push(visit(app).await);
        if number < times {
            assert!(!is_in(app, "keen").await, "{number} visits are not enough");
            app.advance_ms(10 * HOUR_MS).await;
        }
    }
    visits
}

async fn visit(app: &mut TestApp) -> i64 {
    let source = app.server_source().await;
    let elsewhere = page("ana", "https://example.com/blog");
    source.send([page("ana", "https://example.com/pricing?plan=pro"), elsewhere]).await;
    app.run_until_idle().await;
    let ana = app.api().contact("ana").await;
    let timeline = app.api().timeline(&ana).await;
    let is_visit = |one: &&Value| {
        let url = one["properties"]["url"].as_str().unwrap_or_default();
        url.contains("/pricing")
    };
    let last = timeline.iter().rev().find(is_visit).expect("the visit is in the timeline");
    ms_of(&last["applied_at"])
}

async fn is_in(app: &TestApp, segment: &str) -> bool {
    let members = app.api().get(&format!("/segments/{segment}/members")).await;
    let ana = app.api().contact("ana").await;
    let listed =
        members["items"].as_array().expect("a list").iter().any(|one| one["contact"] == ana["id"]);
    let shown = ana["segments"].as_array().expect("a list").iter().any(|one| one["id"] == segment);
    assert_eq!(listed, shown, "the list of members and the contact agree");
    shown
}

async fn moves(app: &TestApp, segment: &str) -> Vec<(String, i64)> {
    moves_of(app, "ana", segment).await
}

/// When somebody entered and left the segment.
pub async fn moves_of(app: &TestApp, user: &str, segment: &str) -> Vec<(String, i64)> {
    let contact = app.api().contact(user).await;
    let facts = app.api().facts(&contact).await;
    let mut moves: Vec<(String, i64)> = ["segment_entered", "segment_left"]
        .iter()
        .flat_map(|kind| changes(&facts, kind))
        .filter(|fact| fact["change"]["segment"] == segment)
        .map(|fact| (text(&fact["change"]["kind"]).to_owned(), ms_of(&fact["at"])))
        .collect();
    moves.sort_by_key(|(_, at)| *at);
    moves
}
