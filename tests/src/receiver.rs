//! The URL that a flow posts to: keeps what it gets, and answers as it is told.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::IntoResponse;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::waiting::eventually;

/// One request as it arrived.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The path.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body's bytes.
    pub body: Bytes,
}

/// What is answered.
#[derive(Clone, Copy, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// After how long.
    pub delay: Duration,
    /// `Location`: somewhere else.
    pub location: Option<&'static str>,
}

/// Decides what is answered to a request.
type Decide = Box<dyn Fn(&Delivery) -> Reply + Send>;

/// A server that receives webhooks. Dropping it stops it.
pub struct Receiver {
    address: String,
    shared: Arc<Mutex<Shared>>,
    serving: JoinHandle<()>,
}

struct Shared {
    received: Vec<Delivery>,
    decide: Decide,
}

impl Reply {
    /// At once, with this status.
    pub const fn status(status: u16) -> Self {
        Self { status, delay: Duration::ZERO, location: None }
    }
}

impl Delivery {
    /// A header's value.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("there is no header {name}"));
        value.to_str().expect("headers are texts")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("webhooks carry JSON")
    }
}

impl Receiver {
    /// Listens, and answers 200.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("it is bound").to_string();
        let decide: Decide = Box::new(|_| Reply::status(200));
        let shared = Arc::new(Mutex::new(Shared { received: Vec::new(), decide }));
        let router = Router::new().fallback(receive).with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves until it is dropped");
        });
        Self { address, shared, serving }
    }

    /// An address of it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// From now on answers so.
    pub fn answer(&self, decide: impl Fn(&Delivery) -> Reply + Send + 'static) {
        lock(&self.shared).decide = Box::new(decide);
    }

    /// All that came, in order.
    pub fn received(&self) -> Vec<Delivery> {
        lock(&self.shared).received.clone()
    }

    /// How much came.
    pub fn count(&self) -> usize {
        lock(&self.shared).received.len()
    }

    /// Waits until this many have come.
    pub async fn wait_for(&self, count: usize) -> Vec<Delivery> {
        let what = format!("{count} requests at the receiver");
        eventually(&what, async || {
            let received = self.received();
            (received.len() >= count).then_some(received)
        })
        .await
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn receive(
    State(shared): State<Arc<Mutex<Shared>>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let delivery = Delivery { path: uri.path().to_owned(), headers, body };
    let reply = {
        let mut shared = lock(&shared);
        let reply = (shared.decide)(&delivery);
        shared.received.push(delivery);
        reply
    };
    tokio::time::sleep(reply.delay).await;
    let status = StatusCode::from_u16(reply.status).expect("a status has three digits");
    let location = reply.location.map(|to| (header::LOCATION, HeaderValue::from_static(to)));
    (status, location.into_iter().collect::<HeaderMap>())
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
