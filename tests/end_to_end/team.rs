//! People: the first one, those who are invited, and what their screens are told.

use reqwest::header::COOKIE;
use reqwest::{Method, Response};
use runnel_tests::{Answer, Api, Setup, TestApp, both_databases, text, track};
use serde_json::{Value, json};

both_databases!(
    the_link_on_the_console_makes_the_first_user_once,
    who_is_signed_in_stays_so_over_a_restart,
    somebody_who_was_invited_on_the_command_line_joins,
    a_screen_hears_of_an_event_and_is_let_go_when_the_server_stops,
);

const PASSWORD: &str = "a password of some length";

/// The token of the link that a server says whom nobody uses yet.
async fn token_on_console(app: &mut TestApp) -> String {
    assert_eq!(app.next_line().await, "Nobody is here yet. Open this link to set up Runnel:");
    let link = app.next_line().await;
    token_of(&link, app.base()).to_owned()
}

fn token_of<'a>(link: &'a str, public_url: &str) -> &'a str {
    let token = link.strip_prefix(public_url).and_then(|path| path.strip_prefix("/join#"));
    token.unwrap_or_else(|| panic!("{link} is no link of {public_url}"))
}

async fn join(app: &TestApp, body: Value) -> Answer {
    app.api().with_key(None).ask(Method::POST, "/session/join", Some(body)).await
}

async fn set_up(app: &mut TestApp) -> Api {
    let token = token_on_console(app).await;
    let body =
        json!({ "token": token, "name": "Ana", "email": "ana@example.com", "password": PASSWORD });
    app.api().signed_in(&join(app, body).await)
}

async fn the_link_on_the_console_makes_the_first_user_once(app: &mut TestApp) {
    let first = token_on_console(app).await;
    app.stop().await;
    app.restart().await;
    let token = token_on_console(app).await;
    assert_ne!(token, first, "each start has a link of its own");
    let ana = |token: &str| json!({ "token": token, "name": "Ana", "email": "ana@example.com", "password": PASSWORD });
    join(app, ana(&first)).await.refused(404, "link_used_or_expired");
    let person = app.api().signed_in(&join(app, ana(&token)).await);
    join(app, ana(&token)).await.refused(404, "link_used_or_expired");
    person.post("/keys", json!({ "name": "ci", "role": "viewer" })).await;
    let log = std::fs::read_to_string(app.log()).expect("there is a log");
    for secret in [token.as_str(), first.as_str(), "ana@example.com", PASSWORD, "runnel_session"] {
        assert!(!log.contains(secret), "{secret} stands in the log");
    }
    let stored = app.database().rows("SELECT password, id FROM users").await;
    assert_eq!(stored.len(), 1);
    assert!(stored[0].0.starts_with("$argon2id$"), "{stored:?}");
    app.stop().await;
    app.restart().await;
    let welcome = app.api().with_key(None).get("/session/welcome").await;
    assert_eq!(welcome, json!({ "needs_setup": false }));
    let links = app.database().rows("SELECT kind, expires_at FROM links").await;
    assert_eq!(links, [], "no other link is made for the first user");
}

async fn who_is_signed_in_stays_so_over_a_restart(app: &mut TestApp) {
    let ana = set_up(app).await;
    app.kill();
    app.restart().await;
    assert_eq!(ana.get("/session").await["user"]["name"], "Ana");
    let body = json!({ "password": { "current": PASSWORD, "new": "another one of length" } });
    ana.patch("/session", body).await;
    let sign_in = async |password: &str| {
        let body = json!({ "email": "ana@example.com", "password": password });
        app.api().with_key(None).ask(Method::POST, "/session", Some(body)).await
    };
    sign_in(PASSWORD).await.refused(401, "wrong_credentials");
    sign_in("another one of length").await.ok();
}

async fn somebody_who_was_invited_on_the_command_line_joins(app: &mut TestApp) {
    app.set_up(Setup::standard().with("RUNNEL_PUBLIC_URL", "https://r.example"));
    let invitation = link_for_bo(app).await;
    let bo = json!({ "token": invitation, "name": "Bo", "password": PASSWORD });
    assert_eq!(said(app, &["user", "list"]).await, "bo@example.com\tsales\tinvited");
    let bo = app.api().signed_in(&join(app, bo).await);
    assert_eq!(said(app, &["user", "list"]).await, "bo@example.com\tsales\tjoined");
    let segment = json!({ "name": "All", "rule": { "all": [] } });
    bo.ask(Method::PUT, "/segments/all", Some(segment)).await.refused(403, "forbidden");

    let reset = link_for_bo(app).await;
    let link = app.api().with_key(None).get(&format!("/session/join/{reset}")).await;
    assert_eq!((&link["kind"], &link["email"]), (&json!("reset"), &json!("bo@example.com")));
    let log = app.api().get("/audit").await;
    let entries = log["items"].as_array().expect("a list").iter().rev();
    let entries = entries.map(|one| (text(&one["by"]["name"]), text(&one["verb"])));
    let entries: Vec<_> = entries.filter(|(_, verb)| verb.starts_with("user.")).collect();
    let by_machine = |verb| ("Command line", verb);
    let expect = [by_machine("user.invited"), ("Bo", "user.joined"), by_machine("user.link_made")];
    assert_eq!(entries, expect);
}

async fn link_for_bo(app: &TestApp) -> String {
    let link = said(app, &["user", "add", "Bo@Example.com", "--role", "sales"]).await;
    token_of(&link, "https://r.example").to_owned()
}

async fn said(app: &TestApp, words: &[&str]) -> String {
    let output = app.ask_command(words).await;
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("it is text").trim().to_owned()
}

async fn a_screen_hears_of_an_event_and_is_let_go_when_the_server_stops(app: &mut TestApp) {
    let ana = set_up(app).await;
    let request = app.http().get(format!("{}/api/v1/changes", app.base()));
    let mut stream = request.header(COOKIE, ana.cookie()).send().await.expect("it answers");
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    app.server_source().await.send([track("leo", "Went")]).await;
    let heard = hear(&mut stream, "\"contacts\"").await;
    assert!(heard.contains("event: changed\ndata: {\"topics\":["), "{heard}");
    app.stop().await;
    while let Some(last) = stream.chunk().await.expect("the stream ends in good order") {
        assert!(!last.is_empty());
    }
    app.restart().await;
}

/// Reads until this was said.
async fn hear(stream: &mut Response, what: &str) -> String {
    let mut heard = String::new();
    while !heard.contains(what) {
        let said = stream.chunk().await.expect("it goes on").expect("it goes on");
        heard.push_str(std::str::from_utf8(&said).expect("it is text"));
    }
    heard
}
