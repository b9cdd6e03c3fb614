//! A client as ours should be: a thousand requests at once, each sent again under the same message
//! id until it is acknowledged, and a list of what was.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use runnel_tests::{Source, eventually, text, track};
use serde_json::Value;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// More than a thousand: some are always between two requests.
pub const SENDERS: usize = 1_200;
/// How many people the events are about.
pub const USERS: usize = 300;

/// The place of a kind of events in the counts.
pub const COUNTED: usize = 0;
/// Those that post a webhook.
pub const POSTED: usize = 1;

/// Of so many events one posts a webhook.
const POSTED_EVERY: usize = 40;

/// Whoever tries again at once only keeps a server from starting.
const PAUSE: Duration = Duration::from_millis(50);

/// All senders.
pub struct Senders {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

struct Shared {
    source: Source,
    /// New events are sent only while this is set; what was begun is always finished.
    going: AtomicBool,
    ended: AtomicBool,
    changed: Notify,
    next: AtomicUsize,
    in_flight: AtomicUsize,
    begun: AtomicUsize,
    acknowledged: AtomicUsize,
    /// Of each person, how many of each kind were acknowledged.
    list: Mutex<BTreeMap<String, [i64; 2]>>,
}

impl Senders {
    /// Starts them; they wait.
    pub fn start(source: &Source) -> Self {
        let shared = Arc::new(Shared {
            source: source.clone(),
            going: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            changed: Notify::new(),
            next: AtomicUsize::new(0),
            in_flight: AtomicUsize::new(0),
            begun: AtomicUsize::new(0),
            acknowledged: AtomicUsize::new(0),
            list: Mutex::default(),
        });
        let task = |_| tokio::spawn(Arc::clone(&shared).send_on());
        Self { tasks: (0..SENDERS).map(task).collect(), shared }
    }

    /// Lets them send.
    pub fn go(&self) {
        self.shared.going.store(true, Ordering::SeqCst);
        self.shared.changed.notify_waiters();
    }

    /// Lets them finish what they have begun.
    pub fn rest(&self) {
        self.shared.going.store(false, Ordering::SeqCst);
    }

    /// How many requests wait for their answer.
    pub fn in_flight(&self) -> usize {
        self.shared.in_flight.load(Ordering::SeqCst)
    }

    /// How many were acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.shared.acknowledged.load(Ordering::SeqCst)
    }

    /// An event that posts a webhook, for the caller to send. It stands in the list already.
    pub fn posted(&self) -> Value {
        let number = self.shared.next.fetch_add(1, Ordering::SeqCst);
        let item = event(number, POSTED);
        self.shared.note(&item, POSTED);
        item
    }

    /// Waits until all that was begun is acknowledged. Before that, a process that has just begun
    /// to listen is met by all of them at once, and the system may reset a newcomer's connection.
    pub async fn settled(&self) {
        eventually("all that was begun is acknowledged", async || {
            let begun = self.shared.begun.load(Ordering::SeqCst);
            (begun == self.acknowledged()).then_some(())
        })
        .await;
    }

    /// Waits until all that was begun is acknowledged; answers the list.
    pub async fn finish(self) -> BTreeMap<String, [i64; 2]> {
        self.rest();
        self.settled().await;
        self.shared.ended.store(true, Ordering::SeqCst);
        self.shared.changed.notify_waiters();
        for task in self.tasks {
            task.await.expect("a sender does not panic");
        }
        std::mem::take(&mut *self.shared.list.lock().expect("nobody panicked with it"))
    }
}

impl Shared {
    async fn send_on(self: Arc<Self>) {
        loop {
            let changed = self.changed.notified();
            if self.ended.load(Ordering::SeqCst) {
                return;
            }
            if self.going.load(Ordering::SeqCst) {
                self.send_one().await;
            } else {
                changed.await;
            }
        }
    }

    async fn send_one(&self) {
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        let kind = if number.is_multiple_of(POSTED_EVERY) { POSTED } else { COUNTED };
        let item = event(number, kind);
        let body = item.to_string();
        self.begun.fetch_add(1, Ordering::SeqCst);
        while !self.is_acknowledged(&body).await {
            tokio::time::sleep(PAUSE).await;
        }
        self.note(&item, kind);
        self.acknowledged.fetch_add(1, Ordering::SeqCst);
    }

    async fn is_acknowledged(&self, body: &str) -> bool {
        let request = self.source.request("/v1/track").header("authorization", self.source.basic());
        self.in_flight.fetch_add(1, Ordering::SeqCst);
        let answer = request.body(body.to_owned()).send().await;
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
        let status = answer.map(|answer| answer.status().as_u16());
        if let Ok(refused @ 400..=428) = status {
            panic!("a good event was refused: {refused}");
        }
        matches!(status, Ok(200))
    }

    fn note(&self, item: &Value, kind: usize) {
        let mut list = self.list.lock().expect("nobody panicked with it");
        list.entry(text(&item["userId"]).to_owned()).or_default()[kind] += 1;
    }
}

fn event(number: usize, kind: usize) -> Value {
    // A prime: neighbours concern different people, and each person has events of both kinds.
    let user = format!("user-{}", number * 7_919 % USERS);
    track(&user, if kind == POSTED { "Posted" } else { "Counted" })
}
