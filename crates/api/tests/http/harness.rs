//! An installation of its own for each test, with a key of each role.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, to_bytes};
use axum::http::{HeaderMap, Request};
use axum::{Router, http};
use runnel_api::{App, Limits, SharedClock, keys, router, watch_preparations};
use runnel_engine::Catalog;
use runnel_model::{Http, HttpAnswer, HttpError, HttpRequest, Timestamp};
use runnel_runtime::{Changes, ManualClock, Parts, Runtime, Settings, Tasks};
use runnel_store::{Database, KeyPurpose, Options, Role};
use serde_json::{Value, json};
use tower::ServiceExt;

/// 2026-03-01T09:30:00Z.
pub const START_MS: i64 = 1_772_357_400_000;

/// The router of a new installation.
pub struct TestApp {
    router: Router,
    engine: Runtime<Database, SharedClock>,
    database: Database,
    clock: ManualClock,
    changes: Changes,
    tasks: Option<Tasks>,
    folder: PathBuf,
    keys: Vec<(Role, String)>,
}

/// Nobody is posted to.
struct NoHttp;

impl Http for NoHttp {
    async fn post(&self, _: HttpRequest) -> Result<HttpAnswer, HttpError> {
        Ok(HttpAnswer { status: 200, retry_after: None })
    }
}

/// Somebody who is signed in.
pub struct Person {
    pub id: String,
    pub email: String,
    /// As the browser sends it back.
    pub cookie: String,
    pub csrf: String,
}

/// The password of everybody here.
pub const PASSWORD: &str = "a password of some length";

/// What was answered.
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(Limits::default()).await
    }

    pub async fn start_with(limits: Limits) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("runnel-api-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let url = format!("sqlite:{}", folder.join("runnel.db").display());
        let database = Database::open(&Options::new(url, runnel_engine::VERSION)).await.unwrap();
        let clock = ManualClock::at(Timestamp::from_ms(START_MS));
        let (engine, tasks) = Runtime::start(Parts {
            settings: Settings::default(),
            store: database.clone(),
            clock: Arc::new(clock.clone()) as SharedClock,
            http: NoHttp,
            signer: Arc::new(|_, _, _, _| Vec::new()),
            catalog: Catalog::compile(database.latest_catalog().await.unwrap()).unwrap(),
            property_types: Vec::new(),
        });
        let changes = engine.changes().clone();
        let app = App::new(engine.clone(), database.clone(), [7; 32], limits);
        tokio::spawn(watch_preparations(app.clone()));
        let mut test = Self {
            router: router(app),
            engine,
            database,
            clock,
            changes,
            tasks: Some(tasks),
            folder,
            keys: Vec::new(),
        };
        test.make_keys().await;
        test
    }

    async fn make_keys(&mut self) {
        for role in [Role::Viewer, Role::Sales, Role::Marketer, Role::Admin] {
            let fresh = keys::make("tester", KeyPurpose::Api(role)).unwrap();
            self.database.add_key(&fresh.stored, Timestamp::from_ms(START_MS)).await.unwrap();
            self.keys.push((role, fresh.text));
        }
    }

    /// The key of a role.
    pub fn key(&self, role: Role) -> &str {
        &self.keys.iter().find(|(one, _)| *one == role).unwrap().1
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        if parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream") {
            // It has no end.
            return Reply {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body: Value::Null,
            };
        }
        let bytes = to_bytes(body, 10_000_000).await.unwrap();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into());
        Reply { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// Asks the API in a role; null: without a body.
    pub async fn ask(&self, role: Role, method: &str, path: &str, body: Value) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(http::header::AUTHORIZATION, format!("Bearer {}", self.key(role)));
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.send(request.body(body).unwrap()).await
    }

    /// Asks as an admin, and expects a status.
    pub async fn admin(&self, method: &str, path: &str, body: Value, expect: u16) -> Value {
        let reply = self.ask(Role::Admin, method, path, body).await;
        assert_eq!(reply.status, expect, "{method} {path}: {}", reply.body);
        reply.body
    }

    /// Invites somebody, who joins.
    pub async fn person(&self, name: &str, role: Role) -> Person {
        let email = format!("{}@example.com", name.to_lowercase());
        let body = json!({ "email": email, "role": role.as_str() });
        let invited = self.admin("POST", "/users", body, 201).await;
        let token = token_of(&invited["link"]);
        let body = json!({ "token": token, "name": name, "password": PASSWORD });
        let reply = self.visit("POST", "/session/join", body).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        Person::of(&reply)
    }

    /// Signs in.
    pub async fn sign_in(&self, email: &str, password: &str) -> Reply {
        self.visit("POST", "/session", json!({ "email": email, "password": password })).await
    }

    /// Asks the API as nobody.
    pub async fn visit(&self, method: &str, path: &str, body: Value) -> Reply {
        let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Asks the API as somebody who is signed in; null: without a body.
    pub async fn ask_as(&self, who: &Person, method: &str, path: &str, body: Value) -> Reply {
        let request = who.request(method, path).header("x-csrf-token", &who.csrf);
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.send(request.body(body).unwrap()).await
    }

    /// The stream of an answer, as it comes.
    pub async fn open(&self, request: Request<Body>) -> (u16, BodyDataStream) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        (response.status().as_u16(), response.into_body().into_data_stream())
    }

    /// What is stored.
    pub const fn database(&self) -> &Database {
        &self.database
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        use runnel_model::Clock;
        self.clock.now()
    }

    /// Says that nothing more will change, as a server that stops does.
    pub fn end_changes(&self) {
        self.changes.end();
    }

    /// Lets time pass.
    pub fn pass_hours(&self, hours: u32) {
        use runnel_model::{Clock, Span};
        self.clock.set(self.clock.now() + Span::Hours(hours));
    }

    /// Makes a source of this kind; its write key.
    pub async fn source(&self, kind: &str) -> (String, String) {
        let body = json!({ "name": "site", "kind": kind });
        let source = self.admin("POST", "/sources", body, 201).await;
        let text = |name: &str| source[name].as_str().unwrap_or_default().to_owned();
        (text("id"), text("write_key"))
    }

    /// Sends a body to a tracking route.
    pub async fn track(&self, path: &str, key: &str, body: impl Into<Body>) -> Reply {
        let request = Request::builder().method("POST").uri(path);
        let request = request.header(http::header::AUTHORIZATION, format!("Bearer {key}"));
        self.send(request.body(body.into()).unwrap()).await
    }

    /// The contact with this address or user id, once everything sent so far is applied.
    pub async fn contact(&self, search: &str) -> Value {
        self.until_idle().await;
        let found =
            self.admin("GET", &format!("/contacts?search={search}"), Value::Null, 200).await;
        let id = found["items"][0]["id"].as_str().unwrap_or_else(|| panic!("no {search}: {found}"));
        self.admin("GET", &format!("/contacts/{id}"), Value::Null, 200).await
    }

    /// Holds up processing, or lets it go on.
    pub fn pause_processing(&self, paused: bool) {
        self.engine.pause_processing(paused);
    }

    /// Waits for the loops.
    pub async fn until_idle(&self) {
        use runnel_model::Clock;
        for _ in 0..2_000 {
            if self.database.backlog(self.clock.now()).await.unwrap().is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("the loops have not come to rest within 10 s");
    }

    /// Ends it in good order.
    pub async fn stop(mut self) {
        if let Some(tasks) = self.tasks.take() {
            tasks.shutdown(Duration::from_secs(5)).await;
        }
        self.database.close().await;
    }

    /// Takes the database away while everything goes on.
    pub async fn lose_database(&self) {
        self.database.close().await;
    }
}

impl Person {
    /// Whom this answer lets in.
    pub fn of(reply: &Reply) -> Self {
        let cookie = reply.headers["set-cookie"].to_str().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            id: text(&reply.body["user"]["id"]),
            email: text(&reply.body["user"]["email"]),
            cookie: cookie.split(';').next().unwrap().to_owned(),
            csrf: text(&reply.body["csrf"]),
        }
    }

    /// A request with the cookie, as a browser would send it from anywhere.
    pub fn request(&self, method: &str, path: &str) -> http::request::Builder {
        let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        request.header("cookie", &self.cookie)
    }
}

/// What stands behind the `#` of a link.
pub fn token_of(link: &Value) -> String {
    let (page, token) = link.as_str().unwrap().split_once('#').unwrap();
    assert_eq!(page, "http://127.0.0.1:8700/join");
    token.to_owned()
}

impl Drop for TestApp {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}
