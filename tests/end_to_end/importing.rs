//! An import of many contacts with their history: everything derived is right, and nobody hears of
//! it. The first thing that happens afterwards starts the flow.

use std::collections::BTreeMap;

use runnel_tests::{
    Flow, Receiver, Source, TestApp, both_databases, event, page, page_with, text, time_text,
};
use serde_json::{Value, json};

both_databases!(allowing_private_addresses:
    an_import_of_100_000_contacts_with_history_sends_nothing_and_starts_nothing,
);

const CONTACTS: usize = 100_000;
/// How many items a request has: four of them fit into what may wait for its commit.
const BATCH: usize = 5_000;
/// How many send at the same time.
const CONNECTIONS: usize = 4;
const DAY_MS: i64 = 86_400_000;
const PRICING: &str = "https://example.com/pricing";

/// One of those who are imported: everything about them follows from their number.
#[derive(Clone, Copy)]
struct Person(usize);

impl Person {
    fn user(self) -> String {
        format!("user-{}", self.0)
    }

    fn employees(self) -> usize {
        self.0 % 200
    }

    /// None, one or two.
    fn visits(self) -> usize {
        self.0 % 3
    }

    fn is_keen(self) -> bool {
        self.visits() >= 2
    }

    fn score(self) -> usize {
        3 * self.visits() + if self.employees() >= 100 { 10 } else { 0 }
    }

    /// What another system knows of them, long after it happened.
    fn items(self, now: i64) -> impl Iterator<Item = Value> {
        let id = move |what: &str| format!("{what}-{}", self.0);
        let known = json!({ "type": "identify", "userId": self.user(), "messageId": id("known"),
            "traits": { "employees": self.employees() }, "timestamp": time_text(now - 40 * DAY_MS) });
        let visit = move |number: usize| {
            json!({ "type": "page", "userId": self.user(), "messageId": id(&format!("visit-{number}")),
                "properties": { "url": PRICING },
                "timestamp": time_text(now - (30 - number as i64) * DAY_MS) })
        };
        [known].into_iter().chain((0..self.visits()).map(visit))
    }
}

async fn publish(app: &TestApp, url: &str) {
    let twice = json!({ "of": page_with("/pricing"), "times": { "at_least": 2 }, "within": { "days": 90 } });
    app.api().put_segment("keen", json!({ "count": twice })).await;
    let large = json!({ "property": { "name": "employees", "test": { "at_least": 100 } } });
    app.api().put_segment("large", large.clone()).await;
    let each = json!({ "each": { "of": event("page_visited") } });
    let table = json!({ "id": "table", "name": "Table", "groups": [{ "name": "All", "rows": [
        { "id": "visit", "name": "Visit", "points": 3, "when": each },
        { "id": "large", "name": "Large company", "points": 10, "when": { "while": large } }
    ] }] });
    app.api().put("/scoring-models/table", table).await;
    let task = json!({ "title": "Call" });
    let flow = Flow::new("call")
        .step("keen", "segment_entered", json!({ "segment": "keen" }))
        .step("large", "segment_entered", json!({ "segment": "large" }))
        .step("visited", "page_visited", json!({}))
        .step("tell", "post_to_url", json!({ "url": url }))
        .step("task", "assign_task", task)
        .wire("keen", "next", "tell")
        .wire("large", "next", "tell")
        .wire("visited", "next", "tell")
        .wire("tell", "next", "task");
    app.api().publish(flow).await;
    app.run_until_idle().await;
}

/// Sends everybody, over several connections at once.
async fn import(source: &Source, now: i64) {
    let share = CONTACTS.div_ceil(CONNECTIONS);
    let senders = (0..CONNECTIONS).map(|number| {
        let source = source.clone();
        let people = (number * share..CONTACTS.min((number + 1) * share)).map(Person);
        tokio::spawn(async move {
            let mut items = people.flat_map(|person| person.items(now)).peekable();
            while items.peek().is_some() {
                source.send(items.by_ref().take(BATCH).collect::<Vec<_>>()).await;
            }
        })
    });
    for sender in senders.collect::<Vec<_>>() {
        sender.await.expect("it is sent");
    }
}

async fn members(app: &TestApp, segment: &str) -> Vec<String> {
    let members = app.api().all(&format!("/segments/{segment}/members?limit=1000")).await;
    let mut names: Vec<_> = members.iter().map(|one| text(&one["name"]).to_owned()).collect();
    names.sort();
    names
}

fn those(is_in: impl Fn(&Person) -> bool) -> Vec<String> {
    let mut names: Vec<_> = (0..CONTACTS).map(Person).filter(is_in).map(Person::user).collect();
    names.sort();
    names
}

async fn count(app: &TestApp, table: &str) -> i64 {
    app.database().rows(&format!("SELECT 'all', COUNT(*) FROM {table}")).await[0].1
}

async fn an_import_of_100_000_contacts_with_history_sends_nothing_and_starts_nothing(
    app: &mut TestApp,
) {
    let sales = Receiver::start().await;
    publish(app, &sales.url("/call")).await;
    let source = app.server_source().await;
    let now = app.now().await;
    import(&source, now).await;
    app.run_until_idle().await;

    for table in ["enrolments", "outbox", "tasks"] {
        assert_eq!(count(app, table).await, 0, "rows in {table}");
    }
    assert_eq!(sales.count(), 0);
    let contacts = app.api().all("/contacts?limit=1000").await;
    let scores: BTreeMap<&str, u64> = contacts
        .iter()
        .map(|one| (text(&one["user_id"]), one["score"].as_u64().expect("a score")))
        .collect();
    let people: Vec<(String, u64)> =
        (0..CONTACTS).map(Person).map(|one| (one.user(), one.score() as u64)).collect();
    let wrong = people.iter().filter(|(user, score)| scores.get(user.as_str()) != Some(score));
    assert_eq!((contacts.len(), wrong.count()), (CONTACTS, 0));
    assert!(members(app, "keen").await == those(|one| one.is_keen()));
    assert!(members(app, "large").await == those(|one| one.employees() >= 100));

    // Somebody whose second visit this is, and nobody else.
    source.send([page("user-1", PRICING)]).await;
    app.run_until_idle().await;
    let told = sales.wait_for(1).await;
    assert_eq!(told[0].json()["data"]["contact"]["user_id"], "user-1");
    assert_eq!((count(app, "enrolments").await, count(app, "tasks").await), (1, 1));
    app.run_until_idle().await;
    assert_eq!(sales.count(), 1);
}
