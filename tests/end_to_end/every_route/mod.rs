//! Every route of the OpenAPI document × every role, by key and by session, and nobody × an id
//! that is right, one of something else, one of nothing and one that is none × a body that is
//! right and ones that are not.
//!
//! Who may do what is in [`rights`]; what the requests are about is in [`world`].

mod request;
mod rights;
mod world;

use std::collections::BTreeSet;

use runnel_tests::{Answer, TestApp, both_databases};

use request::{Request, Wrong};
use rights::{MAKE_WHAT_IS_MISSING, ROWS, Who};
use world::{Caller, World};

both_databases!(allowing_private_addresses: each_route_lets_in_whom_it_should_and_answers_for_every_id);

async fn each_route_lets_in_whom_it_should_and_answers_for_every_id(app: &mut TestApp) {
    let described = described(app).await;
    let rows: BTreeSet<String> = ROWS.iter().map(|row| row.operation.to_owned()).collect();
    assert_eq!(rows, described, "each operation has a row in rights.rs, and each row is of one");
    let world = World::make(app).await;
    let callers = world.callers().await;
    for row in ROWS {
        let request = Request::of(row, &world).await;
        // What these are about is made first: all that follows must change nothing.
        let wrong = request.wrong_paths(&world).await;
        let before = if request.changes() { world.told().await } else { Vec::new() };
        let (let_in, kept_out): (Vec<_>, Vec<_>) =
            callers.iter().partition(|one| row.who.may(one.role, one.by_session));
        keeps_out(&request, &world, &kept_out).await;
        refuses_what_is_wrong(&request, &wrong, &world, let_in[0]).await;
        if request.changes() {
            assert_eq!(world.told().await, before, "{}: a refusal changes nothing", row.operation);
        }
        lets_in(&request, &world, &let_in).await;
    }
    world.drop_dead_letters().await;
}

/// Who may not is refused, though there is nothing wrong with what they ask.
async fn keeps_out(request: &Request, world: &World<'_>, callers: &[&Caller]) {
    if request.row.who == Who::Anybody {
        return;
    }
    let body = request.body(&request.path, world).await;
    for caller in callers {
        let answer = request.send(&caller.api, &request.path, body.as_deref()).await;
        let expect = if caller.role == "nobody" { 401 } else { 403 };
        demand(answer.status == expect, "is kept out", request, caller, &answer);
    }
}

/// Who may is told what is wrong with an id or a body.
async fn refuses_what_is_wrong(
    request: &Request,
    wrong: &[Wrong],
    world: &World<'_>,
    caller: &Caller,
) {
    let row = request.row;
    for wrong in wrong {
        if MAKE_WHAT_IS_MISSING.contains(&row.operation) && !wrong.malformed {
            continue;
        }
        let body = request.body(&wrong.path, world).await;
        let answer = request.send(&caller.api, &wrong.path, body.as_deref()).await;
        let expect: &[u16] = if wrong.malformed { &[400] } else { &[400, 404] };
        let as_expected = expect.contains(&answer.status.as_u16());
        demand(as_expected, &wrong.path, request, caller, &answer);
    }
    if !row.body.is_empty() {
        let unknown = request.send(&caller.api, &request.path, Some(r#"{"nonsense": 1}"#)).await;
        unknown.refused(422, "invalid_body");
        request.send(&caller.api, &request.path, Some("{")).await.refused(400, "invalid_json");
    }
}

/// Who may succeeds, each with something new.
async fn lets_in(request: &Request, world: &World<'_>, callers: &[&Caller]) {
    for caller in callers {
        let fresh =
            if request.changes() { Some(Request::of(request.row, world).await) } else { None };
        let request = fresh.as_ref().unwrap_or(request);
        let body = request.body(&request.path, world).await;
        let answer = request.send(&caller.api, &request.path, body.as_deref()).await;
        demand(answer.status.is_success(), "is let in", request, caller, &answer);
    }
}

fn demand(holds: bool, what: &str, request: &Request, caller: &Caller, answer: &Answer) {
    let (operation, role) = (request.row.operation, caller.role);
    let by = if caller.by_session { "session" } else { "key" };
    assert!(holds, "{operation}, {role} by {by}, {what}: {} {}", answer.status, answer.text);
}

/// `GET /contacts` and so on: all operations of the document.
async fn described(app: &TestApp) -> BTreeSet<String> {
    let document = app.api().with_key(None).get("/openapi.json").await;
    let mut found = BTreeSet::from(["GET /openapi.json".to_owned()]);
    for (path, methods) in document["paths"].as_object().expect("a document has paths") {
        let path = path.strip_prefix("/api/v1").expect("all of /api/v1");
        let methods = methods.as_object().expect("a path has methods").keys();
        found.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
    }
    found
}
