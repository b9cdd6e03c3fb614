//! Who may do what, written by hand, a row for each operation of the OpenAPI document.
//!
//! It is deliberately not read from the code: it is what the code is held against. A new route
//! without a row fails.

use Who::{Administrators, Anybody, Everybody, Marketing, People, Scoring, Selling};

/// Who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Who has not said who they are; to others it is the same.
    Anybody,
    /// Every role.
    Everybody,
    /// Every role, but only people: a key has no session.
    People,
    Marketing,
    Scoring,
    Selling,
    Administrators,
}

/// An operation, and a request of it that is right.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// As the document names it, without `/api/v1`.
    pub operation: &'static str,
    pub who: Who,
    /// The query that belongs to it. In here and in `body`, `$id` stands for what is in the path,
    /// `$new` for a word that was not used before, `$token` for that of a new link, and `$contact`
    /// for the contact about whom everything is.
    pub query: &'static str,
    pub body: &'static str,
}

impl Who {
    /// Whether somebody of this role may; who has not said who they are is `nobody`.
    pub fn may(self, role: &str, by_session: bool) -> bool {
        let roles: &[&str] = match self {
            Anybody => &["nobody"],
            People if !by_session => &[],
            Everybody | People => &["viewer", "sales", "marketer", "admin"],
            Marketing => &["marketer", "admin"],
            Scoring => &["marketer", "sales", "admin"],
            Selling => &["sales", "admin"],
            Administrators => &["admin"],
        };
        roles.contains(&role)
    }
}

/// They make what was not there.
pub const MAKE_WHAT_IS_MISSING: [&str; 2] = ["PUT /scoring-models/{id}", "PUT /segments/{id}"];

/// In the order in which they are tried: what ends a session comes last.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    asks("GET /audit", Administrators, ""),
    asks("GET /changes", Everybody, ""),
    asks("GET /companies", Everybody, ""),
    does("POST /companies", Marketing, r#"{"key": "$new"}"#),
    asks("GET /companies/{id}", Everybody, ""),
    does("PATCH /companies/{id}", Marketing, r#"{"properties": {"size": 1}}"#),
    asks("GET /contacts", Everybody, ""),
    does("POST /contacts", Marketing, r#"{"user_id": "$new"}"#),
    asks("GET /contacts/{id}", Everybody, ""),
    does("PATCH /contacts/{id}", Marketing, r#"{"add_tags": ["$new"]}"#),
    does("POST /contacts/{id}/deals", Selling, r#"{"name": "Order", "pipeline": "sales"}"#),
    asks("GET /contacts/{id}/flows/{flow}/path", Everybody, ""),
    asks("GET /contacts/{id}/flows/{flow}/why", Everybody, "?node=on"),
    asks("GET /contacts/{id}/receipt", Everybody, ""),
    does("POST /contacts/{id}/score", Scoring, r#"{"points": 1, "reason": "Called"}"#),
    does("POST /contacts/{id}/requalify", Scoring, ""),
    asks("GET /contacts/{id}/scoring", Everybody, ""),
    asks("GET /contacts/{id}/timeline", Everybody, ""),
    asks("GET /dead-letters", Administrators, ""),
    does("DELETE /dead-letters/{id}", Administrators, ""),
    does("POST /dead-letters/{id}/retry", Administrators, ""),
    asks("GET /deals", Everybody, ""),
    asks("GET /deals/{id}", Everybody, ""),
    does("POST /deals/{id}/move", Selling, r#"{"stage": "won"}"#),
    asks("GET /events", Everybody, ""),
    asks("GET /events/{id}", Everybody, "?contact=$contact"),
    does("POST /flow-files", Marketing, r#"{"flow": {"id": "$new", "name": "F", "nodes": []}}"#),
    asks("GET /flows", Everybody, ""),
    does("POST /flows", Marketing, r#"{"document": {"id": "$new", "name": "F", "nodes": []}}"#),
    does("DELETE /flows/{id}", Marketing, ""),
    asks("GET /flows/{id}", Everybody, ""),
    does("POST /flows/{id}/archive", Marketing, ""),
    asks("GET /flows/{id}/diagnostics", Everybody, ""),
    asks("GET /flows/{id}/diff", Everybody, ""),
    does("PUT /flows/{id}/draft", Marketing, r#"{"document": {"id": "$id", "name": "F", "nodes": []}}"#),
    asks("GET /flows/{id}/enrolments", Everybody, ""),
    asks("GET /flows/{id}/export", Everybody, ""),
    asks("GET /flows/{id}/inside", Everybody, ""),
    asks("GET /flows/{id}/numbers", Everybody, ""),
    does("POST /flows/{id}/pause", Marketing, ""),
    does("POST /flows/{id}/publish", Marketing, r#"{"migrations": {}}"#),
    does("POST /flows/{id}/resume", Marketing, ""),
    Row { body: r#"{"enter": {}}"#, ..asks("POST /flows/{id}/simulate", Everybody, "") },
    asks("GET /flows/{id}/versions", Everybody, ""),
    asks("GET /flows/{id}/versions/{version}", Everybody, ""),
    asks("GET /keys", Administrators, ""),
    does("POST /keys", Administrators, r#"{"name": "ci", "role": "viewer"}"#),
    does("DELETE /keys/{id}", Administrators, ""),
    asks("GET /node-kinds", Everybody, ""),
    asks("GET /openapi.json", Anybody, ""),
    asks("GET /pipelines", Everybody, ""),
    asks("GET /scoring-models", Everybody, ""),
    Row { body: r#"{"model": {"id": "m", "name": "M", "groups": []}}"#, ..asks("POST /scoring-models/preview", Everybody, "") },
    does("DELETE /scoring-models/{id}", Marketing, ""),
    asks("GET /scoring-models/{id}", Everybody, ""),
    does("PUT /scoring-models/{id}", Marketing, r#"{"name": "M", "groups": []}"#),
    asks("GET /segments", Everybody, ""),
    Row { body: r#"{"rule": {"all": []}}"#, ..asks("POST /segments/preview", Everybody, "") },
    does("DELETE /segments/{id}", Marketing, ""),
    asks("GET /segments/{id}", Everybody, ""),
    does("PUT /segments/{id}", Marketing, r#"{"name": "All", "rule": {"all": []}}"#),
    asks("GET /segments/{id}/members", Everybody, ""),
    asks("GET /disqualifications", Everybody, ""),
    asks("GET /preparations", Everybody, ""),
    does("DELETE /preparations/{id}", Marketing, ""),
    asks("GET /sources", Administrators, ""),
    does("POST /sources", Administrators, r#"{"name": "Shop", "kind": "server"}"#),
    asks("GET /sources/{id}", Administrators, ""),
    asks("GET /tasks", Everybody, ""),
    does("POST /tasks/{id}/complete", Selling, ""),
    asks("GET /users", Everybody, ""),
    does("POST /users", Administrators, r#"{"email": "$new@example.com", "role": "viewer"}"#),
    does("DELETE /users/{id}", Administrators, ""),
    does("PATCH /users/{id}", Administrators, r#"{"role": "sales"}"#),
    does("POST /users/{id}/link", Administrators, ""),
    asks("GET /webhook-secret", Administrators, "?url=https://example.com"),
    asks("GET /workspace", Everybody, ""),
    does("PUT /workspace", Administrators, r#"{"zone": "Europe/Warsaw"}"#),
    asks("GET /session", People, ""),
    does("PATCH /session", People, r#"{"settings": {}}"#),
    asks("GET /session/welcome", Anybody, ""),
    asks("GET /session/join/{token}", Anybody, ""),
    does("POST /session/join", Anybody, r#"{"token": "$token", "name": "Cleo", "password": "a password of some length"}"#),
    does("POST /session", Anybody, r#"{"email": "viewer@example.com", "password": "a password of some length"}"#),
    does("DELETE /session", People, ""),
];

const fn asks(operation: &'static str, who: Who, query: &'static str) -> Row {
    Row { operation, who, query, body: "" }
}

const fn does(operation: &'static str, who: Who, body: &'static str) -> Row {
    Row { operation, who, query: "", body }
}
