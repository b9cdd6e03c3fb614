//! How long it takes from an event to its effect, while the load is on.
//!
//! One contact of its own visits /pricing now and then, and the API is asked until its score has
//! risen. Asking costs the server something as well, so there are pauses.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::connection::Connection;
use super::contacts::Api;

/// Between two looks at the score: the error of what is measured.
const LOOK_EVERY: Duration = Duration::from_millis(2);
/// Between two visits.
const VISIT_EVERY: Duration = Duration::from_millis(50);
const EFFECT_TIME_MAX: Duration = Duration::from_secs(60);

/// The contact and both ways to reach it.
pub struct Probe {
    api: Api,
    tracking: Connection,
    path: String,
    visits: u64,
    points_per_visit: i64,
}

impl Probe {
    /// Makes the contact.
    pub async fn new(
        address: SocketAddr,
        api_key: &str,
        authorization: &str,
        points_per_visit: i64,
    ) -> Result<Self> {
        let mut api = Api::open(address, api_key).await?;
        let probe = json!({ "user_id": "probe" });
        let made = api.call("POST", "/api/v1/contacts", &probe).await?;
        let id = made["id"].as_str().context("a new contact has an id")?;
        let path = format!("/api/v1/contacts/{id}");
        let tracking = Connection::open(address, authorization).await?;
        Ok(Self { api, tracking, path, visits: 0, points_per_visit })
    }

    /// How often it has visited /pricing.
    pub const fn visits(&self) -> u64 {
        self.visits
    }

    /// Visits until `end`, and answers how long each took to show, in ms.
    pub async fn visit_until(&mut self, end: Instant) -> Result<Vec<f64>> {
        let mut effects_ms = Vec::new();
        while Instant::now() < end {
            effects_ms.push(self.visit().await?.as_secs_f64() * 1_000.0);
            tokio::time::sleep(VISIT_EVERY).await;
        }
        Ok(effects_ms)
    }

    async fn visit(&mut self) -> Result<Duration> {
        let visit = json!({
            "type": "page",
            "messageId": format!("bench-probe-{}", self.visits),
            "userId": "probe",
            "properties": { "url": "https://example.com/pricing", "path": "/pricing" },
        });
        let started = Instant::now();
        while self.tracking.send("POST", "/v1/page", &visit.to_string()).await?.status != 200 {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.visits += 1;
        let expected = i64::try_from(self.visits)? * self.points_per_visit;
        while self.score().await? < expected {
            if started.elapsed() > EFFECT_TIME_MAX {
                bail!("an event was not run through the flows in {} s", EFFECT_TIME_MAX.as_secs());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(started.elapsed())
    }

    async fn score(&mut self) -> Result<i64> {
        let contact = self.api.call("GET", &self.path, &Value::Null).await?;
        contact["score"].as_i64().with_context(|| format!("a contact has a score: {contact}"))
    }
}
