//! A source as a server's own code would speak to it, and the items it sends.

use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

use crate::api::Answer;

/// A source and its write key.
#[derive(Clone, Debug)]
pub struct Source {
    http: Client,
    base: String,
    /// The write key.
    pub key: String,
    /// `src_1`.
    pub id: String,
}

impl Source {
    /// A source of the app that listens at `base`.
    pub fn new(http: &Client, base: &str, key: &str, id: &str) -> Self {
        Self { http: http.clone(), base: base.into(), key: key.into(), id: id.into() }
    }

    /// Sends items in one request, which must be answered 200.
    pub async fn send(&self, items: impl IntoIterator<Item = Value>) {
        let batch: Vec<Value> = items.into_iter().collect();
        let answer = self.post("/v1/batch", json!({ "batch": batch }).to_string()).await;
        assert_eq!(answer.ok(), json!({ "success": true }));
    }

    /// POSTs a body with the key as most clients send it.
    pub async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.request(path).header("authorization", self.basic());
        Answer::to(request.header("content-type", "application/json").body(body)).await
    }

    /// A POST without a key or anything else.
    pub fn request(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.base))
    }

    /// `Basic base64(key:)`.
    pub fn basic(&self) -> String {
        format!("Basic {}", BASE64_STANDARD.encode(format!("{}:", self.key)))
    }
}

/// Somebody did something.
pub fn track(user: &str, event: &str) -> Value {
    json!({ "type": "track", "userId": user, "event": event, "messageId": message_id() })
}

/// Somebody visited a page.
pub fn page(user: &str, url: &str) -> Value {
    let properties = json!({ "url": url });
    json!({ "type": "page", "userId": user, "properties": properties, "messageId": message_id() })
}

/// Somebody is somebody.
pub fn identify(user: &str, traits: Value) -> Value {
    json!({ "type": "identify", "userId": user, "traits": traits, "messageId": message_id() })
}

/// Another one each time.
pub fn message_id() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    format!("message-{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}
