//! A workspace with one of everything, and people and keys of every role.

use std::sync::atomic::{AtomicU32, Ordering};

use reqwest::Method;
use runnel_tests::{Api, Flow, Receiver, Reply, Source, TestApp, event, eventually, text, track};
use serde_json::{Value, json};

const PASSWORD: &str = "a password of some length";
const ROLES: [&str; 4] = ["viewer", "sales", "marketer", "admin"];

/// Somebody who asks, with a key or a session; `nobody` with neither.
pub struct Caller {
    pub role: &'static str,
    pub by_session: bool,
    pub api: Api,
}

/// What there is to ask about.
pub struct World<'a> {
    pub app: &'a TestApp,
    source: Source,
    /// The one about whom everything is.
    pub contact: String,
    /// Wants no more of what it is sent, so that it becomes a dead letter at once.
    _receiver: Receiver,
}

impl<'a> World<'a> {
    pub async fn make(app: &'a TestApp) -> Self {
        let receiver = Receiver::start().await;
        receiver.answer(|_| Reply::status(410));
        let source = app.server_source().await;
        let ask = Flow::new("ask")
            .step("on", "event", json!({ "of": event("custom:Ask") }))
            .step("task", "assign_task", json!({ "title": "Call" }))
            .step("post", "post_to_url", json!({ "url": receiver.url("/gone") }))
            .wire("on", "next", "task")
            .wire("task", "next", "post");
        app.api().publish(ask.with("reentry", json!("every_time"))).await;
        source.send([track("ana", "Ask")]).await;
        let contact = text(&app.api().contact("ana").await["id"]).to_owned();
        let world = Self { app, source, contact, _receiver: receiver };
        world.thing("deals").await;
        world.thing("segments").await;
        world.something_was_learned().await;
        world
    }

    /// A word that was not used before.
    pub fn new_word() -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        format!("new-{}", NUMBER.fetch_add(1, Ordering::Relaxed))
    }

    /// The id of a new one of these. What belongs to a contact belongs to the one of this world.
    pub async fn thing(&self, kind: &str) -> String {
        let api = self.app.api();
        let word = Self::new_word();
        let made = match kind {
            "contacts" => return self.contact.clone(),
            "deals" => {
                let path = format!("/contacts/{}/deals", self.contact);
                api.post(&path, json!({ "name": word, "pipeline": "sales" })).await
            }
            "flows" => {
                let on = json!({ "of": event("custom:Never") });
                api.publish(Flow::new(&word).step("on", "event", on)).await;
                return word;
            }
            "segments" => {
                api.put_segment(&word, json!({ "all": [] })).await;
                return word;
            }
            "scoring-models" => {
                let model = json!({ "name": word, "groups": [] });
                api.put(&format!("/scoring-models/{word}"), model).await;
                return word;
            }
            "companies" => api.post("/companies", json!({ "key": word })).await,
            "keys" => api.post("/keys", json!({ "name": word, "role": "viewer" })).await,
            "sources" => api.post("/sources", json!({ "name": word, "kind": "server" })).await,
            "users" => {
                let email = format!("{word}@example.com");
                api.post("/users", json!({ "email": email, "role": "viewer" })).await["user"].take()
            }
            "events" => {
                return self.newest_event(&self.contact).await;
            }
            "preparations" => return self.preparation(&word).await,
            "tasks" | "dead-letters" => return self.asked_for(kind).await,
            _ => panic!("nothing is known of {kind}"),
        };
        text(&made["id"]).to_owned()
    }

    /// An event of another contact.
    pub async fn event_of_somebody_else(&self) -> String {
        let made = self.app.api().post("/contacts", json!({ "user_id": Self::new_word() })).await;
        self.newest_event(text(&made["id"])).await
    }

    async fn newest_event(&self, contact: &str) -> String {
        let timeline = self.app.api().get(&format!("/contacts/{contact}/timeline")).await;
        text(&timeline["items"][0]["event"]["id"]).to_owned()
    }

    /// What only a flow makes: asked for anew, and what was not there before is it.
    async fn asked_for(&self, kind: &str) -> String {
        let list = format!("/{kind}?limit=1000");
        let ids = async || {
            let items = self.app.api().all(&list).await;
            items.iter().map(|one| text(&one["id"]).to_owned()).collect::<Vec<_>>()
        };
        self.app.run_until_idle().await;
        let before = ids().await;
        self.source.send([track("ana", "Ask")]).await;
        eventually(kind, async || ids().await.into_iter().find(|id| !before.contains(id))).await
    }

    /// A publication that waits, and fails as long as nobody gives it up.
    async fn preparation(&self, word: &str) -> String {
        let segment = json!({ "id": word, "name": word, "rule": { "all": [] } });
        let change = json!({ "segment": { "segment": segment } });
        let database = self.app.database();
        let insert = "INSERT INTO preparations (kind, subject, change, started_at, problem)";
        database
            .execute(&format!("{insert} VALUES ('segment', '{word}', '{change}', 0, 'no')"))
            .await;
        let newest = database.rows("SELECT 'newest', MAX(id) FROM preparations").await;
        format!("prep_{}", newest[0].1)
    }

    /// A prediction whose model looks at nothing.
    async fn something_was_learned(&self) {
        let encoder = json!({ "inputs": [] });
        let model = json!({ "format": 1, "effects": [], "encoder": encoder, "weights": [],
            "intercept": 0.0 });
        let scores = json!({ "deals": { "of": 0, "won": 0 }, "totals": {}, "categories": {} });
        let insert =
            "INSERT INTO predictions (state, started_at, finished_at, settings, model, scores)";
        let values = format!("VALUES ('done', 0, 0, '{{}}', '{model}', '{scores}')");
        self.app.database().execute(&format!("{insert} {values}")).await;
    }

    /// At most one prediction is made at a time.
    pub async fn nothing_is_learned(&self) {
        self.app.api().delete("/predictions/current/run").await;
    }

    /// The token of a new link.
    pub async fn token(&self) -> String {
        let email = format!("{}@example.com", Self::new_word());
        let invitation = json!({ "email": email, "role": "viewer" });
        let made = self.app.api().post("/users", invitation).await;
        token_of(text(&made["link"])).to_owned()
    }

    /// Nobody, and of each role somebody with a key and somebody who is signed in.
    pub async fn callers(&self) -> Vec<Caller> {
        let api = self.app.api();
        let stranger = api.with_key(None);
        let mut callers = vec![Caller { role: "nobody", by_session: false, api: stranger.clone() }];
        for role in ROLES {
            let key = api.post("/keys", json!({ "name": role, "role": role })).await;
            let with_key = api.with_key(Some(text(&key["key"])));
            callers.push(Caller { role, by_session: false, api: with_key });
            let email = format!("{role}@example.com");
            let invited = api.post("/users", json!({ "email": email, "role": role })).await;
            let token = token_of(text(&invited["link"]));
            let body = json!({ "token": token, "name": role, "password": PASSWORD });
            let joined = stranger.ask(Method::POST, "/session/join", Some(body)).await;
            callers.push(Caller { role, by_session: true, api: stranger.signed_in(&joined) });
        }
        callers
    }

    /// All that the API tells of what is there. Without when somebody was last here, which every
    /// question changes.
    pub async fn told(&self) -> Vec<Value> {
        self.app.run_until_idle().await;
        let api = self.app.api();
        let mut told = vec![api.get(&format!("/contacts/{}", self.contact)).await];
        let lists = ["contacts", "deals", "tasks", "dead-letters", "audit"];
        for list in lists.map(|list| format!("/{list}?limit=1000")) {
            told.push(api.get(&list).await);
        }
        for list in ["/flows", "/segments", "/sources", "/keys"] {
            told.push(api.get(list).await);
        }
        for user in api.get("/users").await["items"].as_array_mut().expect("a list") {
            user["last_seen_at"].take();
            told.push(user.take());
        }
        told
    }

    /// Nobody has to look into what these tests gave up.
    pub async fn drop_dead_letters(&self) {
        self.app.run_until_idle().await;
        for letter in self.app.api().all("/dead-letters?limit=1000").await {
            self.app.api().delete(&format!("/dead-letters/{}", text(&letter["id"]))).await;
        }
    }
}

fn token_of(link: &str) -> &str {
    link.split_once('#').expect("a link has a token").1
}
