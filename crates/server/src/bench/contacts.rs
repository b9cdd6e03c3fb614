//! What there is before the load begins: ten published flows and the contacts, made over HTTP.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::connection::Connection;

/// How many contacts one request makes.
const PER_REQUEST: u32 = 100;
const CONNECTIONS: u32 = 8;

/// The API, with a key for everything.
pub struct Api {
    connection: Connection,
}

impl Api {
    /// Connects.
    pub async fn open(address: SocketAddr, key: &str) -> Result<Self> {
        let connection = Connection::open(address, &format!("Bearer {key}")).await?;
        Ok(Self { connection })
    }

    /// One request; anything but success is an error.
    pub async fn call(&mut self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = self.connection.send(method, path, &body).await?;
        if !(200..300).contains(&answer.status) {
            let why = String::from_utf8_lossy(&answer.body).into_owned();
            bail!("{method} {path} answered {}: {why}", answer.status);
        }
        serde_json::from_slice(&answer.body).with_context(|| format!("{path} answered no JSON"))
    }

    /// Publishes the ten flows, of which two concern the load.
    pub async fn publish_flows(&mut self) -> Result<()> {
        for flow in flows() {
            let path = format!("/api/v1/flows/{}/publish", flow["id"].as_str().unwrap_or_default());
            self.call("POST", "/api/v1/flows", &json!({ "document": flow })).await?;
            self.call("POST", &path, &Value::Null).await?;
        }
        Ok(())
    }
}

/// A visit to /pricing gives ten points, the fiftieth point the tag `hot`; eight flows wait for
/// events that do not come, as most flows do most of the time.
fn flows() -> Vec<Value> {
    let pricing = json!({ "url": { "contains": "/pricing" } });
    let points = json!({ "points": 10, "reason": "visited the pricing page" });
    let crossing = json!({ "points": 50, "direction": "up" });
    let mut flows = vec![
        flow("pricing", ("page_visited", pricing), ("adjust_score", points)),
        flow("hot", ("score_crosses", crossing), ("add_tag", json!({ "tag": "hot" }))),
    ];
    flows.extend((1..=8).map(|number| {
        let event = json!({ "of": { "event": format!("custom:step {number} done") } });
        let points = json!({ "points": number, "reason": "took a step" });
        flow(&format!("step-{number}"), ("event", event), ("adjust_score", points))
    }));
    flows
}

fn flow(id: &str, trigger: (&str, Value), action: (&str, Value)) -> Value {
    let node = |id, (kind, settings)| json!({ "id": id, "kind": kind, "settings": settings });
    json!({
        "id": id,
        "name": id,
        "nodes": [node("when", trigger), node("then", action)],
        "edges": [{ "from": "when", "to": "then" }],
    })
}

/// Makes so many contacts, `user-0` and up.
pub async fn make(address: SocketAddr, authorization: &str, contacts: u32) -> Result<()> {
    let mut makers = JoinSet::new();
    for maker in 0..CONNECTIONS {
        let mut connection = Connection::open(address, authorization).await?;
        makers.spawn(async move {
            let firsts = (0..contacts).step_by(PER_REQUEST as usize);
            for first in firsts.skip(maker as usize).step_by(CONNECTIONS as usize) {
                let body = identify(first..contacts.min(first + PER_REQUEST)).to_string();
                let answer = connection.send("POST", "/v1/batch", &body).await?;
                if answer.status != 200 {
                    bail!("making contacts was answered with {}", answer.status);
                }
            }
            Ok(())
        });
    }
    while let Some(maker) = makers.join_next().await {
        maker??;
    }
    Ok(())
}

fn identify(numbers: std::ops::Range<u32>) -> Value {
    let one = |number: u32| {
        json!({
            "type": "identify",
            "messageId": format!("bench-identify-{number}"),
            "userId": format!("user-{number}"),
            "traits": {
                "email": format!("user-{number}@example.com"),
                "firstName": format!("First {number}"),
                "plan": if number.is_multiple_of(3) { "trial" } else { "free" },
            },
        })
    };
    json!({ "batch": numbers.map(one).collect::<Vec<_>>() })
}
