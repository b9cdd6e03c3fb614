//! The API of the server under test, and the contacts that there are before the load begins.

use std::net::SocketAddr;
use std::ops::Range;

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
}

/// Makes so many contacts, `user-0` and up.
pub async fn make(address: SocketAddr, authorization: &str, contacts: u32) -> Result<()> {
    send(address, authorization, 0..contacts, identify).await
}

/// An event of this name to each of these contacts; who is not there is made.
pub async fn track(
    address: SocketAddr,
    authorization: &str,
    event: &'static str,
    numbers: Range<u32>,
) -> Result<()> {
    let one = move |number: u32| {
        json!({
            "type": "track",
            "event": event,
            "messageId": format!("bench-{event}-{number}"),
            "userId": format!("user-{number}"),
        })
    };
    send(address, authorization, numbers, one).await
}

/// One item about each of these contacts.
async fn send(
    address: SocketAddr,
    authorization: &str,
    numbers: Range<u32>,
    item: impl Fn(u32) -> Value + Copy + Send + 'static,
) -> Result<()> {
    let mut senders = JoinSet::new();
    for sender in 0..CONNECTIONS {
        let mut connection = Connection::open(address, authorization).await?;
        let numbers = numbers.clone();
        senders.spawn(async move {
            let firsts = numbers.clone().step_by(PER_REQUEST as usize);
            for first in firsts.skip(sender as usize).step_by(CONNECTIONS as usize) {
                let items = first..numbers.end.min(first + PER_REQUEST);
                let body = json!({ "batch": items.map(item).collect::<Vec<_>>() }).to_string();
                let answer = connection.send("POST", "/v1/batch", &body).await?;
                if answer.status != 200 {
                    bail!("filling was answered with {}", answer.status);
                }
            }
            Ok(())
        });
    }
    while let Some(sender) = senders.join_next().await {
        sender??;
    }
    Ok(())
}

/// Whether the contact of this number is on trial: a third is.
pub const fn on_trial(number: u32) -> bool {
    number.is_multiple_of(3)
}

fn identify(number: u32) -> Value {
    json!({
        "type": "identify",
        "messageId": format!("bench-identify-{number}"),
        "userId": format!("user-{number}"),
        "traits": {
            "email": format!("user-{number}@example.com"),
            "firstName": format!("First {number}"),
            "plan": if on_trial(number) { "trial" } else { "free" },
        },
    })
}
