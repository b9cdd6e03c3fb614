//! `/api/v1` as a program uses it.

use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::waiting::eventually;

/// Somebody who calls.
#[derive(Clone, Debug)]
pub struct Api {
    http: Client,
    base: String,
    who: Who,
}

/// How they say who they are.
#[derive(Clone, Debug)]
enum Who {
    Nobody,
    Key(String),
    Session { cookie: String, csrf: String },
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The request, for texts about it.
    asked: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub text: String,
}

impl Api {
    /// Calls what listens at `base` (`http://127.0.0.1:8700`) with this key, or without one.
    pub fn new(http: Client, base: &str, key: Option<&str>) -> Self {
        Self { http, base: base.to_owned(), who: Who::with(key) }
    }

    /// The same with another key.
    #[must_use]
    pub fn with_key(&self, key: Option<&str>) -> Self {
        Self { who: Who::with(key), ..self.clone() }
    }

    /// The same as the person to whom this answer gave a session.
    #[must_use]
    pub fn signed_in(&self, answer: &Answer) -> Self {
        let csrf = text(&answer.ok()["csrf"]).to_owned();
        let cookie = answer.header(SET_COOKIE.as_str()).split(';').next().expect("a cookie");
        Self { who: Who::Session { cookie: cookie.to_owned(), csrf }, ..self.clone() }
    }

    /// Reads; the answer must be a success. `path` begins after `/api/v1`.
    pub async fn get(&self, path: &str) -> Value {
        self.ask(Method::GET, path, None).await.ok()
    }

    /// POSTs; the answer must be a success.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(Method::POST, path, Some(body)).await.ok()
    }

    /// PUTs; the answer must be a success.
    pub async fn put(&self, path: &str, body: Value) -> Value {
        self.ask(Method::PUT, path, Some(body)).await.ok()
    }

    /// PATCHes; the answer must be a success.
    pub async fn patch(&self, path: &str, body: Value) -> Value {
        self.ask(Method::PATCH, path, Some(body)).await.ok()
    }

    /// Deletes; the answer must be a success.
    pub async fn delete(&self, path: &str) -> Value {
        self.ask(Method::DELETE, path, None).await.ok()
    }

    /// Calls and answers whatever came of it.
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.ask_with(method, path, body, &[]).await
    }

    /// Calls with headers of the caller's.
    pub async fn ask_with(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.request(method, &format!("/api/v1{path}"));
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::to(request).await
    }

    /// A request to any path that says who asks and nothing else.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.who {
            Who::Nobody => request,
            Who::Key(key) => request.bearer_auth(key),
            Who::Session { cookie, csrf } => {
                request.header(COOKIE, cookie).header("x-csrf-token", csrf)
            }
        }
    }

    /// The cookie of their session, for requests that are made otherwise.
    pub fn cookie(&self) -> &str {
        let Who::Session { cookie, .. } = &self.who else { panic!("they are not signed in") };
        cookie
    }

    /// The contact with this user id or address. Waits until there is one: a source's events are
    /// applied soon after they are taken, not before they are answered.
    pub async fn contact(&self, key: &str) -> Value {
        eventually(&format!("a contact known as {key}"), async || self.find_contact(key).await)
            .await
    }

    /// The contact with this user id or address, if there is one now.
    pub async fn find_contact(&self, key: &str) -> Option<Value> {
        let encoded: String = key.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let found = self.get(&format!("/contacts?limit=1000&search={encoded}")).await;
        let items = found["items"].as_array().expect("a list has items");
        let it = items.iter().find(|one| one["user_id"] == key || one["email"] == key)?;
        Some(self.get(&format!("/contacts/{}", text(&it["id"]))).await)
    }

    /// All facts of a contact's timeline, oldest first.
    pub async fn facts(&self, contact: &Value) -> Vec<Value> {
        let mut facts = Vec::new();
        for entry in self.timeline(contact).await {
            facts.extend(entry["facts"].as_array().expect("an entry has facts").iter().cloned());
        }
        facts
    }

    /// A contact's timeline, oldest first.
    pub async fn timeline(&self, contact: &Value) -> Vec<Value> {
        let path = format!("/contacts/{}/timeline?limit=1000", text(&contact["id"]));
        let mut entries = self.all(&path).await;
        entries.reverse();
        entries
    }

    /// All items of a list, over all its pages. `path` has a query already.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let (mut items, mut next) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("{path}{next}")).await;
            items.extend(page["items"].as_array().expect("a list has items").iter().cloned());
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => return items,
            }
        }
    }

    /// Makes the flow and publishes it.
    pub async fn publish(&self, flow: impl Into<Value>) {
        let flow = flow.into();
        let id = text(&flow["id"]).to_owned();
        self.post("/flows", json!({ "document": flow })).await;
        self.post(&format!("/flows/{id}/publish"), json!({})).await;
    }

    /// Publishes a flow file: its segments, then its flow.
    pub async fn publish_file(&self, file: &Value) {
        for segment in file["segments"].as_array().into_iter().flatten() {
            self.put_segment(text(&segment["id"]), segment["rule"].clone()).await;
        }
        self.publish(file["flow"].clone()).await;
    }

    /// Publishes a segment.
    pub async fn put_segment(&self, id: &str, rule: Value) {
        let document = json!({ "id": id, "name": id, "rule": rule });
        self.put(&format!("/segments/{id}"), document).await;
    }
}

impl Who {
    fn with(key: Option<&str>) -> Self {
        key.map_or(Self::Nobody, |key| Self::Key(key.to_owned()))
    }
}

impl Answer {
    /// Sends a request.
    pub async fn to(request: RequestBuilder) -> Self {
        let (client, request) = request.build_split();
        let request = request.expect("the request is well formed");
        let asked = format!("{} {}", request.method(), request.url().path());
        let response = client.execute(request).await;
        let response = response.unwrap_or_else(|error| panic!("{asked}: {error:?}"));
        let (status, headers) = (response.status(), response.headers().clone());
        if headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream") {
            // It has no end, so whoever wants to hear it reads it themselves.
            return Self { asked, status, headers, text: String::new() };
        }
        let text = response.text().await.unwrap_or_else(|error| panic!("{asked}: {error:?}"));
        Self { asked, status, headers, text }
    }

    /// The body, which must be that of a success: JSON or nothing.
    pub fn ok(&self) -> Value {
        assert!(self.status.is_success(), "{}: {} {}", self.asked, self.status, self.text);
        self.json()
    }

    /// The body as JSON; null if there is none.
    pub fn json(&self) -> Value {
        if self.text.is_empty() {
            return Value::Null;
        }
        let parsed = serde_json::from_str(&self.text);
        parsed.unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text))
    }

    /// Demands this status and this code of the error; answers the error.
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let found = (self.status.as_u16(), self.json()["code"].as_str().unwrap_or("").to_owned());
        assert_eq!(found, (status, code.to_owned()), "{}: {}", self.asked, self.text);
        let error = self.json();
        assert!(!text(&error["message"]).is_empty(), "{}: an error explains itself", self.asked);
        error
    }

    /// A header's value; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("headers are texts"))
    }
}

/// The text of a JSON string.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}
