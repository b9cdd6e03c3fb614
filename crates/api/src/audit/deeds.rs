//! What each route does that changes something: the words of the audit log.

use axum::http::Method;

/// What a route does.
#[derive(Debug)]
pub struct Kind {
    method: &'static str,
    path: &'static str,
    /// `flow.published`.
    pub verb: &'static str,
    /// To what: `flow`.
    pub subject: &'static str,
    /// Where the subject's id stands.
    pub id: Id,
    /// What of the answer is worth keeping. Never a key or a link.
    pub kept: Kept,
    /// The subject is not there afterwards.
    pub ends_it: bool,
    /// It is done over and over, and told once in a while.
    pub often: bool,
}

/// Pointers into an answer.
pub type Kept = &'static [&'static str];

/// Where the subject's id stands.
#[derive(Debug)]
pub enum Id {
    /// In the path.
    InPath,
    /// In the answer, there.
    InAnswer(&'static str),
    /// People do it to themselves.
    OfActor,
}

use Id::{InAnswer, InPath, OfActor};

const ROOT: &str = "/api/v1";

#[rustfmt::skip]
const ALL: &[Kind] = &[
    does("POST", "/contacts", "contact.created", InAnswer("/id"), &[]),
    does("PATCH", "/contacts/{id}", "contact.changed", InPath, &[]),
    does("POST", "/contacts/{id}/score", "contact.score_adjusted", InPath, &[]),
    does("POST", "/contacts/{id}/requalify", "contact.requalified", InPath, &[]),
    does("POST", "/companies", "company.created", InAnswer("/id"), &[]),
    does("PATCH", "/companies/{id}", "company.changed", InPath, &[]),
    does("POST", "/contacts/{id}/deals", "deal.created", InAnswer("/id"), &[]),
    does("POST", "/deals/{id}/move", "deal.moved", InPath, &["/stage"]),
    does("POST", "/tasks/{id}/complete", "task.completed", InPath, &[]),
    does("PUT", "/segments/{id}", "segment.published", InPath, &["/version"]),
    ends("DELETE", "/segments/{id}", "segment.deleted"),
    does("PUT", "/scoring-models/{id}", "scoring_model.published", InPath, &["/version"]),
    ends("DELETE", "/scoring-models/{id}", "scoring_model.deleted"),
    does("PUT", "/workspace", "workspace.changed", InAnswer("/zone"), &["/zone"]),
    ends("DELETE", "/preparations/{id}", "preparation.given_up"),
    does("POST", "/flows", "flow.created", InAnswer("/id"), &[]),
    often("PUT", "/flows/{id}/draft", "flow.draft_saved"),
    does("POST", "/flow-files", "flow.imported", InAnswer("/id"), &[]),
    does("POST", "/flows/{id}/publish", "flow.published", InPath, &["/version"]),
    does("POST", "/flows/{id}/pause", "flow.paused", InPath, &[]),
    does("POST", "/flows/{id}/resume", "flow.resumed", InPath, &[]),
    does("POST", "/flows/{id}/archive", "flow.archived", InPath, &[]),
    ends("DELETE", "/flows/{id}", "flow.deleted"),
    ends("POST", "/dead-letters/{id}/retry", "dead_letter.retried"),
    ends("DELETE", "/dead-letters/{id}", "dead_letter.deleted"),
    does("POST", "/sources", "source.created", InAnswer("/id"), &["/kind"]),
    does("POST", "/keys", "key.created", InAnswer("/id"), &["/role"]),
    does("DELETE", "/keys/{id}", "key.revoked", InPath, &[]),
    does("POST", "/session", "user.signed_in", OfActor, &[]),
    does("DELETE", "/session", "user.signed_out", OfActor, &[]),
    does("POST", "/session/join", "user.joined", OfActor, &[]),
    does("PATCH", "/session", "user.changed", OfActor, &[]),
    does("POST", "/users", "user.invited", InAnswer("/user/id"), &["/user/role"]),
    does("PATCH", "/users/{id}", "user.changed", InPath, &["/role", "/disabled"]),
    does("POST", "/users/{id}/link", "user.link_made", InPath, &[]),
    ends("DELETE", "/users/{id}", "user.removed"),
];

const fn does(
    method: &'static str,
    path: &'static str,
    verb: &'static str,
    id: Id,
    kept: Kept,
) -> Kind {
    let (subject, _) = verb.as_bytes().split_at(dot(verb));
    let Ok(subject) = std::str::from_utf8(subject) else { panic!("a verb is ASCII") };
    Kind { method, path, verb, subject, id, kept, ends_it: false, often: false }
}

const fn ends(method: &'static str, path: &'static str, verb: &'static str) -> Kind {
    Kind { ends_it: true, ..does(method, path, verb, InPath, &[]) }
}

const fn often(method: &'static str, path: &'static str, verb: &'static str) -> Kind {
    Kind { often: true, ..does(method, path, verb, InPath, &[]) }
}

/// A verb says to what it is done before its dot.
const fn dot(verb: &str) -> usize {
    let mut at = 0;
    while verb.as_bytes()[at] != b'.' {
        at += 1;
    }
    at
}

/// What this route does; none: it changes nothing.
pub fn of(method: &Method, pattern: &str) -> Option<&'static Kind> {
    let path = pattern.strip_prefix(ROOT)?;
    ALL.iter().find(|kind| kind.method == method.as_str() && kind.path == path)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    /// Asked by POST for their bodies; they change nothing.
    const ONLY_ASK: [&str; 3] =
        ["POST /flows/{id}/simulate", "POST /scoring-models/preview", "POST /segments/preview"];

    /// `POST /flows` and so on: every operation of the document that is not for reading.
    fn described() -> BTreeSet<String> {
        let document: Value = serde_json::from_str(&crate::openapi_json()).unwrap();
        let mut found = BTreeSet::new();
        for (pattern, item) in document["paths"].as_object().unwrap() {
            let path = pattern.strip_prefix(ROOT).unwrap();
            let methods = item.as_object().unwrap().keys().map(|method| method.to_uppercase());
            found.extend(
                methods.filter(|method| method != "GET").map(|one| format!("{one} {path}")),
            );
        }
        assert!(ONLY_ASK.iter().all(|route| found.remove(*route)));
        found
    }

    #[test]
    fn every_route_that_changes_something_has_words_for_it() {
        let known: BTreeSet<String> =
            ALL.iter().map(|kind| format!("{} {}", kind.method, kind.path)).collect();
        assert_eq!(known, described());
        assert_eq!(known.len(), ALL.len(), "one row each");
    }

    #[test]
    fn a_verb_begins_with_what_it_is_done_to() {
        let check = |method, pattern: &str, verb: &str, subject: &str| {
            let kind = of(&method, pattern).unwrap();
            assert_eq!((kind.verb, kind.subject), (verb, subject));
        };
        check(Method::POST, "/api/v1/flows/{id}/publish", "flow.published", "flow");
        check(Method::DELETE, "/api/v1/dead-letters/{id}", "dead_letter.deleted", "dead_letter");
        assert!(of(&Method::GET, "/api/v1/flows").is_none());
        assert!(of(&Method::POST, "/v1/batch").is_none());
    }
}
