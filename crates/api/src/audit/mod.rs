//! Who did what: every change through `/api/v1`, written down in one place.
//!
//! A layer around all routes, not a line in each handler: a handler cannot forget it. What a
//! route does and to what is in the table of [`deeds`]; a test holds it against the OpenAPI
//! document. The same place tells screens what has changed.
//!
//! Names of people who are *contacts* are not kept: they are looked up when the log is shown, so
//! that whoever is erased is erased here as well.

mod deeds;
mod names;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use axum::RequestExt;
use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, RawPathParams, Request, State};
use axum::http::Extensions;
use axum::middleware::Next;
use axum::response::Response;
use runnel_model::Span;
use runnel_runtime::Topic;
use runnel_store::{Actor, AuditEntry, AuditRow, Subject};
use serde_json::{Map, Value};

use crate::app::App;
use crate::to_the_end::to_the_end;
use deeds::{Kept, Kind};

pub use names::shown;

/// A draft is saved with every few words that somebody writes: within this time it is told once.
const ONCE_IN: Span = Span::Minutes(10);
/// How far back is looked for an entry that says the same.
const LOOKED_BACK: u64 = 20;

/// What becomes known of a deed while its request is answered.
#[derive(Clone, Default)]
pub struct Deed(Arc<Known>);

#[derive(Default)]
struct Known {
    by: OnceLock<Actor>,
    verb: OnceLock<&'static str>,
    only_asked: OnceLock<()>,
}

impl Deed {
    /// Says who does what is asked for, if it is a deed at all.
    pub fn by(extensions: &Extensions, actor: Actor) {
        if let Some(deed) = extensions.get::<Self>() {
            deed.done_by(actor);
        }
    }

    /// Says who did it, where that is known only afterwards.
    pub fn done_by(&self, actor: Actor) {
        // Whoever said so first was the one who checked it.
        let _ = self.0.by.set(actor);
    }

    /// Says that it was only asked what would be done.
    pub fn only_asked(&self) {
        let _ = self.0.only_asked.set(());
    }

    /// Says what was done, where the route alone does not.
    pub fn called(&self, verb: &'static str) {
        let _ = self.0.verb.set(verb);
    }
}

/// Writes down what was done, and tells screens of it.
pub async fn audit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let pattern = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let kind = pattern.and_then(|pattern| deeds::of(request.method(), pattern));
    let Some(kind) = kind else { return next.run(request).await };
    let deed = Deed::default();
    request.extensions_mut().insert(deed.clone());
    // Whoever asked may leave when it is half done; what they did is written down all the same.
    to_the_end(async move {
        let id = id_in_path(&mut request).await;
        let before = match &id {
            Some(id) if kind.ends_it => names::kept(&app, kind.subject, id).await,
            _ => None,
        };
        let response = next.run(request).await;
        if !response.status().is_success() || deed.0.only_asked.get().is_some() {
            return response;
        }
        let (response, answer) = read(response).await;
        if let Some(actor) = deed.0.by.get() {
            let verb = deed.0.verb.get().copied().unwrap_or(kind.verb);
            let subject = subject(&app, kind, actor, (id, before), &answer).await;
            tell(&app, subject.as_ref());
            note(&app, kind, actor.clone(), verb, subject, &answer).await;
        }
        response
    })
    .await
}

async fn id_in_path(request: &mut Request) -> Option<String> {
    let params = request.extract_parts::<RawPathParams>().await.ok()?;
    params.iter().find(|(name, _)| *name == "id").map(|(_, id)| id.to_owned())
}

/// The answer, and what it says. Our answers to writes are small and whole.
async fn read(response: Response) -> (Response, Value) {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let answer = serde_json::from_slice(&bytes).unwrap_or_default();
    (Response::from_parts(parts, Body::from(bytes)), answer)
}

async fn subject(
    app: &App,
    kind: &Kind,
    actor: &Actor,
    (in_path, before): (Option<String>, Option<String>),
    answer: &Value,
) -> Option<Subject> {
    let id = match kind.id {
        deeds::Id::InPath => in_path?,
        deeds::Id::InAnswer(pointer) => answer.pointer(pointer)?.as_str()?.to_owned(),
        deeds::Id::OfActor => actor.id.clone()?,
    };
    let name = match before {
        None if !kind.ends_it => names::kept(app, kind.subject, &id).await,
        before => before,
    };
    Some(Subject { kind: kind.subject.into(), id, name })
}

/// Writes it down. It is done: that it could not be written down is for the log of the server.
async fn note(
    app: &App,
    kind: &Kind,
    by: Actor,
    verb: &str,
    subject: Option<Subject>,
    answer: &Value,
) {
    let details = details(kind.kept, answer);
    let entry = AuditEntry { at: app.engine.now(), by, verb: verb.into(), subject, details };
    if kind.often && was_told(app, &entry).await {
        return;
    }
    if let Err(error) = app.database.note_audit(entry).await {
        tracing::error!(verb, %error, "what was done could not be written into the audit log");
    }
}

async fn was_told(app: &App, entry: &AuditEntry) -> bool {
    let since = entry.at - ONCE_IN;
    let says_so = |AuditRow { entry: one, .. }: &AuditRow| {
        one.at > since
            && (&one.by, &one.verb, &one.subject) == (&entry.by, &entry.verb, &entry.subject)
    };
    let latest = app.database.audit(LOOKED_BACK, None).await;
    latest.is_ok_and(|page| page.items.iter().any(says_so))
}

fn details(kept: Kept, answer: &Value) -> Value {
    let one = |pointer: &&str| {
        let name = pointer.rsplit('/').next().unwrap_or(pointer);
        Some((name.to_owned(), answer.pointer(pointer)?.clone()))
    };
    let found: Map<String, Value> = kept.iter().filter_map(one).collect();
    if found.is_empty() { Value::Null } else { found.into() }
}

/// What moves contacts is told by the runtime, after its commit.
fn tell(app: &App, subject: Option<&Subject>) {
    let Some(Subject { kind, id, .. }) = subject else { return };
    let mut topics = BTreeSet::new();
    match kind.as_str() {
        "company" => topics.extend([Topic::Companies]),
        "dead_letter" => topics.extend([Topic::DeadLetters]),
        "flow" => {
            topics.insert(Topic::Flows);
            topics.extend(id.parse().ok().map(Topic::Flow));
        }
        "key" => topics.extend([Topic::Keys]),
        "scoring_model" => topics.extend([Topic::ScoringModels]),
        "segment" => topics.extend([Topic::Segments]),
        "source" => topics.extend([Topic::Sources]),
        "user" => topics.extend([Topic::Users]),
        _ => {}
    }
    app.engine.changes().tell(&topics);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn details_are_what_the_answer_says_and_only_what_is_named() {
        let answer = json!({ "user": { "role": "sales" }, "version": 3, "key": "rk_secret" });
        assert_eq!(details(&["/version"], &answer), json!({ "version": 3 }));
        assert_eq!(details(&["/user/role", "/none"], &answer), json!({ "role": "sales" }));
        assert_eq!(details(&[], &answer), Value::Null);
    }
}
