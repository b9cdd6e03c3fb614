//! C31: a server that stops answering, at every verb. The mail after it gets its own answer.

use std::net::TcpListener;

use runnel_mail::relay::{Login, Security};
use runnel_mail::{Relay, RelaySettings, Verdict};

use crate::server::{Play, Server};
use crate::support::{STEP, relay, send, settings, until_came};

/// Stalls at this verb of the first mail; the late answer would say that it was accepted. The second
/// mail is refused, on whatever connection it comes.
async fn check(verb: &'static str, late: &'static str, expect: Verdict) {
    let stalled = Play::Late(2 * STEP, late);
    let server = Server::start(move |connection, came| match (connection, came) {
        (0, came) if came == verb => Some(stalled.clone()),
        (1, "RCPT") => Some(Play::Say("550 5.1.1 nobody")),
        _ => None,
    })
    .await;
    let mut relay = relay(&server);
    let first = send(&mut relay, "first").await;
    assert_eq!(first.verdict, expect, "{verb}: {}", first.why);
    let second = send(&mut relay, "second").await;
    assert_eq!(second.verdict, Verdict::HardBounce, "{verb}: {}", second.why);
    assert_eq!(second.why, "550 5.1.1 nobody", "{verb}");
    assert_eq!(server.connections(), 2, "{verb}: the stalled connection is not used again");
}

#[tokio::test]
async fn c31_a_stall_before_the_first_mail_says_nothing_about_the_mail() {
    check("CONNECT", "220 late", Verdict::RelayAway).await;
    check("EHLO", "250 late", Verdict::RelayAway).await;
}

#[tokio::test]
async fn c31_a_stall_of_tls_or_login_says_nothing_about_the_mail() {
    let login = Some(Login { user: "ana".into(), password: "x".into() });
    for (verb, says, security) in [
        ("STARTTLS", None, Security::Required),
        // It says that TLS begins, and then nothing.
        ("STARTTLS", Some("220 go"), Security::Required),
        ("AUTH", None, Security::Off),
    ] {
        let server = Server::start(move |_, came| match came {
            "EHLO" => Some(Play::Say("250-scripted\r\n250-AUTH PLAIN\r\n250 STARTTLS")),
            came if came == verb => Some(says.map_or(Play::Late(8 * STEP, "250 late"), Play::Say)),
            _ => None,
        })
        .await;
        let given = RelaySettings { login: login.clone(), security, ..settings(server.port) };
        let outcome = send(&mut Relay::new(given).unwrap(), "first").await;
        assert_eq!(outcome.verdict, Verdict::RelayAway, "{verb} {says:?}: {}", outcome.why);
    }
}

#[tokio::test]
async fn c31_a_stall_before_the_end_is_tried_again() {
    check("MAIL", "250 late", Verdict::Retry).await;
    check("RCPT", "250 late", Verdict::Retry).await;
    check("DATA", "354 late", Verdict::Retry).await;
}

#[tokio::test]
async fn c31_a_stall_after_the_end_is_unknown() {
    check("END", "250 late", Verdict::Unknown).await;
}

#[tokio::test]
async fn an_answer_that_comes_a_byte_at_a_time_is_late_as_a_whole() {
    let server = Server::start(|_, verb| {
        (verb == "MAIL").then_some(Play::Drip("250 a long and friendly answer\r\n", STEP / 4))
    })
    .await;
    let outcome = send(&mut relay(&server), "dripped").await;
    assert_eq!((outcome.verdict, &*outcome.why), (Verdict::Retry, "no answer in time"));
}

#[tokio::test]
async fn a_mail_given_up_in_the_middle_takes_its_connection_with_it() {
    let server = Server::start(|connection, verb| match (connection, verb) {
        (0, "RCPT") => Some(Play::Late(STEP / 4, "250 late")),
        (1, "RCPT") => Some(Play::Say("550 5.1.1 nobody")),
        _ => None,
    })
    .await;
    let mut relay = relay(&server);
    tokio::select! {
        outcome = send(&mut relay, "first") => panic!("{outcome:?}"),
        () = until_came(&server, "RCPT") => {}
    }
    tokio::time::sleep(STEP / 2).await;
    assert_eq!(send(&mut relay, "second").await.verdict, Verdict::HardBounce);
    assert_eq!(server.ended(), [""; 0]);
}

#[tokio::test]
async fn nobody_at_home_is_about_the_relay() {
    // The listener is gone when its port is known.
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let mut relay = Relay::new(settings(port)).unwrap();
    let outcome = send(&mut relay, "first").await;
    assert_eq!(outcome.verdict, Verdict::RelayAway, "{}", outcome.why);
}
