//! C33: connections that are cut, TLS that somebody took away, answers that do not end.

use std::time::Duration;

use runnel_mail::relay::{Login, Security};
use runnel_mail::{HandOver, Relay, RelaySettings, Verdict};

use crate::server::{Play, Server};
use crate::support::{message, relay, send, settings, until_came};

#[tokio::test]
async fn c33_a_cut_is_definite_before_the_dot_and_unknown_after_it() {
    for (verb, expect) in [
        ("CONNECT", Verdict::RelayAway),
        ("EHLO", Verdict::RelayAway),
        ("MAIL", Verdict::Retry),
        ("RCPT", Verdict::Retry),
        ("DATA", Verdict::Retry),
        ("BODY", Verdict::Retry),
        ("END", Verdict::Unknown),
    ] {
        let server = Server::start(move |connection, came| {
            (connection == 0 && came == verb).then_some(Play::HangUp)
        })
        .await;
        let mut relay = relay(&server);
        let first = send(&mut relay, "first").await;
        // A server that hangs up while the message comes may or may not have seen its end.
        let may = verb == "BODY" && first.verdict == Verdict::Unknown;
        assert!(first.verdict == expect || may, "{verb}: {first:?}");
        assert_eq!(send(&mut relay, "second").await.verdict, Verdict::Accepted, "{verb}");
    }
}

#[tokio::test]
async fn c33_an_answer_without_end_is_cut_off() {
    let line = || Play::Bytes(vec![b'2'; 10_000_000]);
    let lines = || Play::Bytes(b"250-more\r\n".repeat(1_000_000));
    for endless in [line(), lines()] {
        for (verb, expect) in [("MAIL", Verdict::Retry), ("END", Verdict::Unknown)] {
            let endless = endless.clone();
            let server =
                Server::start(move |_, came| (came == verb).then(|| endless.clone())).await;
            let outcome = send(&mut relay(&server), "x").await;
            assert_eq!(outcome.verdict, expect, "{verb}: {}", outcome.why);
            assert!(outcome.why.contains("too"), "{verb}: {}", outcome.why);
        }
    }
}

#[tokio::test]
async fn c33_what_is_no_answer_ends_the_connection() {
    for odd in ["hello\r\n", "250_ok\r\n", "250-a\r\n251 b\r\n", "\r\n", "HTTP/1.1 200 OK\r\n"] {
        let server = Server::start(move |connection, came| {
            (connection == 0 && came == "RCPT").then(|| Play::Bytes(odd.into()))
        })
        .await;
        let mut relay = relay(&server);
        assert_eq!(send(&mut relay, "first").await.verdict, Verdict::Retry, "{odd:?}");
        assert_eq!(send(&mut relay, "second").await.verdict, Verdict::Accepted, "{odd:?}");
        assert_eq!(server.connections(), 2);
    }
}

#[tokio::test]
async fn an_answer_that_nobody_asked_for_is_not_taken_for_the_next() {
    let server = Server::start(|connection, came| {
        (connection == 0 && came == "RCPT")
            .then_some(Play::Say("250 ok\r\n354 go on\r\n250 accepted"))
    })
    .await;
    let outcome = send(&mut relay(&server), "first").await;
    assert_eq!((outcome.verdict, &*outcome.why), (Verdict::Retry, "an answer came unasked"));
}

#[tokio::test]
async fn a_server_that_answers_before_the_end_is_believed_only_if_it_refuses() {
    for (early, expect) in [
        ("552 5.3.4 too large", Verdict::Policy),
        ("451 4.3.0 later", Verdict::Retry),
        ("250 2.0.0 accepted", Verdict::Retry),
    ] {
        let server =
            Server::start(move |_, came| (came == "BODY").then_some(Play::Say(early))).await;
        let mut relay = relay(&server);
        let slow = async {
            until_came(&server, "BODY").await;
            // What was said is in our machine by now; the runtime has to look once.
            tokio::time::sleep(Duration::from_millis(20)).await;
            HandOver::Go
        };
        let outcome = relay.send(&message("early"), slow).await;
        assert_eq!(outcome.verdict, expect, "{early}: {}", outcome.why);
        assert_eq!(server.ended(), [""; 0], "{early}: the end was not sent");
    }
}

#[tokio::test]
async fn a_kept_connection_that_was_closed_meanwhile_is_made_anew() {
    let server = Server::start(|connection, came| match (connection, came) {
        (0, "END") => Some(Play::Say("250 ok\r\n421 I close what lies unused")),
        (1, "END") => Some(Play::Bytes(b"250 ok\r\n".to_vec())),
        _ => None,
    })
    .await;
    let mut relay = relay(&server);
    for id in ["one", "two", "three"] {
        assert_eq!(send(&mut relay, id).await.verdict, Verdict::Accepted, "{id}");
    }
    assert_eq!((server.connections(), server.ended().len()), (2, 3));
}

fn with(server: &Server, security: Security, login: bool) -> Relay {
    let login = login.then(|| Login { user: "u".into(), password: "p".into() });
    Relay::new(RelaySettings { security, login, ..settings(server.port) }).unwrap()
}

#[tokio::test]
async fn c33_tls_that_was_taken_away_is_refused() {
    let server = Server::start(|_, _| None).await;
    let outcome = send(&mut with(&server, Security::Required, false), "x").await;
    assert_eq!(outcome.verdict, Verdict::RelayRefused, "{}", outcome.why);
    let outcome = send(&mut with(&server, Security::Opportunistic, true), "x").await;
    assert_eq!(outcome.why, "the password is not sent without TLS");
    assert!(server.verbs().iter().all(|verb| verb.starts_with("EHLO")), "{:?}", server.verbs());
}

#[tokio::test]
async fn c33_what_was_said_before_tls_is_not_read_after_it() {
    let server = Server::start(|_, came| match came {
        "EHLO" => Some(Play::Say("250-scripted\r\n250 STARTTLS")),
        "STARTTLS" => Some(Play::Say("220 go\r\n250-injected\r\n250 AUTH PLAIN")),
        _ => None,
    })
    .await;
    let outcome = send(&mut with(&server, Security::Required, true), "x").await;
    assert_eq!((outcome.verdict, &*outcome.why), (Verdict::RelayAway, "an answer came unasked"));
}

#[tokio::test]
async fn a_password_goes_in_the_clear_only_if_somebody_chose_so() {
    let server = Server::start(|_, came| match came {
        "EHLO" => Some(Play::Say("250-scripted\r\n250 AUTH PLAIN")),
        "AUTH" => Some(Play::Say("235 welcome")),
        _ => None,
    })
    .await;
    let outcome = send(&mut with(&server, Security::Off, true), "x").await;
    assert_eq!(outcome.verdict, Verdict::Accepted, "{}", outcome.why);
}
