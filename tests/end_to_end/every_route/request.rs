//! A request of one operation: its path with ids that are right or wrong, its body.

use reqwest::Method;
use runnel_tests::{Answer, Api};

use super::rights::Row;
use super::world::World;

/// An operation with ids of what is there.
pub struct Request {
    pub row: &'static Row,
    method: Method,
    /// `/contacts/{id}`.
    pattern: &'static str,
    /// `/contacts/con_1`, with the query that belongs to it.
    pub path: String,
}

/// A path that leads to nothing.
pub struct Wrong {
    pub path: String,
    /// It could not lead to anything.
    pub malformed: bool,
}

impl Request {
    /// About something new, where there can be several.
    pub async fn of(row: &'static Row, world: &World<'_>) -> Self {
        let (method, pattern) = row.operation.split_once(' ').expect("a method and a path");
        let method = method.parse().expect("a method");
        let mut path = String::new();
        for (kind, part) in parts(pattern) {
            path += "/";
            match part {
                "{token}" => path += &world.token().await,
                "{version}" => path += "1",
                "{flow}" => path += &world.thing("flows").await,
                "{id}" => path += &world.thing(kind).await,
                word => path += word,
            }
        }
        let path = path + &row.query.replace("$contact", &world.contact);
        Self { row, method, pattern, path }
    }

    /// Whether it is for changing something.
    pub fn changes(&self) -> bool {
        let only_asks = ["/simulate", "/preview"].iter().any(|end| self.pattern.ends_with(end));
        self.method != Method::GET && !only_asks
    }

    /// The paths in which one id is that of something else, of nothing, or none.
    pub async fn wrong_paths(&self, world: &World<'_>) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        for (at, (kind, part)) in parts(self.pattern).enumerate() {
            if !part.starts_with('{') {
                continue;
            }
            let ids = [(foreign(part, kind, world).await, false), (missing(part, kind), false)];
            // Any text may be a token.
            let none = (part != "{token}").then(|| ("no%20id!".to_owned(), true));
            let ids = ids.into_iter().chain(none);
            wrong.extend(ids.map(|(id, malformed)| {
                let mut parts: Vec<&str> = path[1..].split('/').collect();
                parts[at] = &id;
                Wrong { path: format!("/{}?{query}", parts.join("/")), malformed }
            }));
        }
        wrong
    }

    /// What is to be sent along to this path.
    pub async fn body(&self, path: &str, world: &World<'_>) -> Option<String> {
        let id = path.split(['/', '?']).nth(2).unwrap_or_default();
        let mut body = self.row.body.replace("$id", id).replace("$new", &World::new_word());
        if body.contains("$token") {
            body = body.replace("$token", &world.token().await);
        }
        (!body.is_empty()).then_some(body)
    }

    pub async fn send(&self, api: &Api, path: &str, body: Option<&str>) -> Answer {
        let request = api.request(self.method.clone(), &format!("/api/v1{path}"));
        Answer::to(request.body(body.unwrap_or_default().to_owned())).await
    }
}

/// The parts of a path, each with what it is in the list of: an `{id}` after `contacts` is that
/// of a contact.
fn parts(pattern: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let parts = || pattern[1..].split('/');
    std::iter::once("").chain(parts()).zip(parts())
}

/// The id of something that exists and is something else, or somebody else's.
async fn foreign(part: &str, kind: &str, world: &World<'_>) -> String {
    match (part, kind) {
        ("{version}", _) => "2".to_owned(),
        ("{token}", _) => world.thing("users").await,
        ("{flow}", _) | (_, "flows") => world.thing("segments").await,
        (_, "segments") => world.thing("flows").await,
        (_, "deals") => world.thing("tasks").await,
        // It is of this workspace, but not of the contact that the query names.
        (_, "events") => world.event_of_somebody_else().await,
        _ => world.thing("deals").await,
    }
}

/// An id that could be, of something that never was.
fn missing(part: &str, kind: &str) -> String {
    let id = match (part, kind) {
        ("{version}", _) => "999",
        ("{token}" | "{flow}", _) | (_, "flows" | "segments" | "scoring-models") => "never",
        (_, "contacts") => "con_999999",
        (_, "companies") => "company_999999",
        (_, "deals") => "deal_999999",
        (_, "tasks") => "task_999999",
        (_, "events") => "evt_00000000000000000000000000000000",
        (_, "sources") => "src_999999",
        (_, "keys") => "key_999999",
        (_, "users") => "usr_999999",
        (_, "dead-letters") => "dead_999999",
        (_, "preparations") => "prep_999999",
        _ => panic!("nothing is known of {kind}"),
    };
    id.to_owned()
}
