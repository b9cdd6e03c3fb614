//! C32: every refusal at every verb. What it means for the mail, and that the next one is untouched.

use runnel_mail::{Relay, RelaySettings, Stage, Verdict};

use crate::server::{Play, Server};
use crate::support::{relay, send, settings};

/// The first mail gets this answer at this verb, all others are taken.
async fn check(verb: &'static str, answer: &'static str, expect: Verdict) {
    let server = Server::start(move |connection, came| {
        (connection == 0 && came == verb).then_some(Play::Say(answer))
    })
    .await;
    let mut relay = relay(&server);
    // The first connection refuses all its mails at this verb: the second mail may meet it again.
    let first = send(&mut relay, "first").await;
    assert_eq!(first.verdict, expect, "{verb} {answer}: {}", first.why);
    assert_eq!(first.reply.unwrap().code.to_string(), answer[..3]);
}

#[tokio::test]
async fn c32_before_any_mail_a_refusal_is_about_the_relay() {
    for verb in ["CONNECT", "EHLO"] {
        check(verb, "421 busy", Verdict::RelayAway).await;
        check(verb, "450 later", Verdict::RelayAway).await;
        check(verb, "554 no", Verdict::RelayRefused).await;
        check(verb, "550 no", Verdict::RelayRefused).await;
    }
}

#[tokio::test]
async fn c32_every_code_at_every_verb_means_what_it_says() {
    for verb in ["MAIL", "RCPT", "DATA", "END"] {
        for answer in ["421 4.3.2 x", "450 4.2.0 x", "451 4.7.1 x", "452 4.2.2 x"] {
            check(verb, answer, Verdict::Retry).await;
        }
        check(verb, "535 5.7.8 x", Verdict::RelayRefused).await;
        check(verb, "554 5.7.1 x", Verdict::Policy).await;
    }
    for verb in ["RCPT", "DATA", "END"] {
        check(verb, "550 5.1.1 x", Verdict::HardBounce).await;
        check(verb, "552 5.2.2 x", Verdict::SoftBounce).await;
    }
}

#[tokio::test]
async fn c32_one_bad_address_neither_loses_nor_repeats_the_others() {
    for (verb, answer) in [
        ("MAIL", "550 5.1.8 x"),
        ("RCPT", "550 5.1.1 x"),
        ("RCPT", "421 4.3.2 x"),
        ("DATA", "451 4.3.0 x"),
    ] {
        let asked = std::sync::atomic::AtomicUsize::new(0);
        let server = Server::start(move |_, came| {
            let is_it =
                came == verb && asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 1;
            is_it.then_some(Play::Say(answer))
        })
        .await;
        let mut relay = relay(&server);
        let mut verdicts = Vec::new();
        for id in ["one", "two", "three"] {
            verdicts.push(send(&mut relay, id).await.verdict);
        }
        let ended = server.ended();
        let subjects: Vec<bool> = ["one", "two", "three"]
            .map(|id| ended.iter().filter(|mail| mail.contains(&format!("Subject: {id}"))).count())
            .map(|count| count == 1)
            .to_vec();
        // A MAIL that is refused with 421 on a kept connection is tried on a new one.
        assert_eq!(subjects, [true, false, true], "{verb} {answer}: {verdicts:?}");
        assert_eq!((verdicts[0], verdicts[2]), (Verdict::Accepted, Verdict::Accepted));
    }
}

#[tokio::test]
async fn mails_share_a_connection_and_what_was_begun_is_forgotten() {
    let server = Server::start(|_, verb| (verb == "RCPT").then_some(Play::Say("450 no"))).await;
    let mut relay = relay(&server);
    send(&mut relay, "one").await;
    send(&mut relay, "two").await;
    relay.close().await;
    let verbs: Vec<String> =
        server.verbs().iter().map(|verb| verb.chars().take(4).collect()).collect();
    assert_eq!(verbs, ["EHLO", "MAIL", "RCPT", "RSET", "MAIL", "RCPT", "QUIT"]);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_connection_that_lay_unused_for_long_is_not_used_again() {
    let server = Server::start(|_, _| None).await;
    let mut given = settings(server.port);
    given.patience.idle = std::time::Duration::ZERO;
    let mut relay = Relay::new(given).unwrap();
    for id in ["one", "two"] {
        assert_eq!(send(&mut relay, id).await.verdict, Verdict::Accepted);
    }
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_setting_cannot_carry_a_second_command() {
    let server = Server::start(|_, _| None).await;
    for evil in ["", "a b", "a\r\nMAIL FROM:<>"] {
        let hello = RelaySettings { hello: evil.into(), ..settings(server.port) };
        assert!(Relay::new(hello).is_err(), "{evil:?}");
        let host = RelaySettings { host: evil.into(), ..settings(server.port) };
        assert!(Relay::new(host).is_err(), "{evil:?}");
    }
}

#[tokio::test]
async fn only_250_after_the_dot_is_accepted() {
    for odd in ["251 ok", "220 ok", "354 go on", "235 ok"] {
        let server = Server::start(move |_, verb| (verb == "END").then_some(Play::Say(odd))).await;
        let outcome = send(&mut relay(&server), "odd").await;
        assert_eq!((outcome.verdict, outcome.stage), (Verdict::Unknown, Stage::End), "{odd}");
    }
}

#[tokio::test]
async fn an_answer_in_another_encoding_keeps_its_meaning() {
    let cyrillic = b"550 5.1.1 \xcd\xe5\xf2 \xf2\xe0\xea\xee\xe3\xee\r\n".to_vec();
    let server =
        Server::start(move |_, verb| (verb == "RCPT").then(|| Play::Bytes(cyrillic.clone()))).await;
    assert_eq!(send(&mut relay(&server), "x").await.verdict, Verdict::HardBounce);
}

#[tokio::test]
async fn what_the_relay_says_it_cannot_take_is_not_begun() {
    let server = Server::start(|_, verb| {
        (verb == "EHLO").then_some(Play::Say("250-scripted\r\n250 SIZE 10"))
    })
    .await;
    let outcome = send(&mut relay(&server), "large").await;
    assert_eq!(outcome.verdict, Verdict::Policy, "{}", outcome.why);
    assert_eq!(server.verbs().len(), 1);
}
