//! A world of HTTP answers: a host's name says what it answers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use runnel_model::{Http, HttpAnswer, HttpError, HttpRequest};

use crate::guard::lock;

/// Hosts called `slow…` answer after ten seconds, `dead…` not at all, `500`-like ones with that
/// status, `trap` panics, everything else with 200.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) asked: Arc<Mutex<Vec<HttpRequest>>>,
    running: Arc<Mutex<BTreeMap<String, usize>>>,
    /// The most tries at once by host.
    pub(crate) most: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl World {
    fn enter(&self, host: &str) {
        let mut running = lock(&self.running);
        let now = running.entry(host.into()).or_default();
        *now += 1;
        let mut most = lock(&self.most);
        let most = most.entry(host.into()).or_default();
        *most = (*most).max(*now);
    }
}

impl Http for World {
    async fn post(&self, request: HttpRequest) -> Result<HttpAnswer, HttpError> {
        let host = request.url["https://".len()..].split('/').next().unwrap().to_owned();
        lock(&self.asked).push(request);
        self.enter(&host);
        let answer = match host.as_str() {
            "trap" => panic!("a trap"),
            "forbidden" => Err(HttpError::Forbidden("private".into())),
            "hanging" => std::future::pending().await,
            name if name.starts_with("slow") => {
                tokio::time::sleep(Duration::from_secs(10)).await;
                Ok(200)
            }
            name => Ok(name.parse().unwrap_or(200)),
        };
        *lock(&self.running).get_mut(&host).unwrap() -= 1;
        answer.map(|status| HttpAnswer { status, retry_after: None })
    }
}
