//! TLS, logins and addresses, as a real server sees them.

use runnel_mail::relay::Security;
use runnel_mail::{HandOver, Outcome, Relay, RelaySettings, Verdict};

use crate::aiosmtpd::Aiosmtpd;
use crate::read_back::{Words, message};

async fn send(relay: &mut Relay, to: &str) -> Outcome {
    let message = message(&Words { to, ..Words::default() });
    relay.send(&message, async { HandOver::Go }).await
}

#[tokio::test]
async fn mails_go_over_starttls_and_one_connection() {
    let mut server = Aiosmtpd::start("open");
    let mut relay = server.relay();
    for to in ["ana@example.org", "bea@example.org"] {
        let outcome = send(&mut relay, to).await;
        assert_eq!(outcome.verdict, Verdict::Accepted, "{}", outcome.why);
        assert_eq!(server.mail()["rcpt_to"][0], to);
    }
    let refused = send(&mut relay, "nobody@example.org").await;
    assert_eq!(refused.verdict, Verdict::HardBounce, "{}", refused.why);
    assert_eq!(send(&mut relay, "cyd@example.org").await.verdict, Verdict::Accepted);
    assert_eq!(server.mail()["rcpt_to"][0], "cyd@example.org");
    relay.close().await;
}

#[tokio::test]
async fn mails_go_over_tls_from_the_first_byte() {
    let mut server = Aiosmtpd::start("implicit");
    let implicit = RelaySettings { security: Security::Implicit, ..server.settings() };
    let outcome = send(&mut Relay::new(implicit).unwrap(), "ana@example.org").await;
    assert_eq!(outcome.verdict, Verdict::Accepted, "{}", outcome.why);
    assert_eq!(server.mail()["rcpt_to"][0], "ana@example.org");
}

#[tokio::test]
async fn c37_a_mail_without_its_dot_is_no_mail_to_a_real_server() {
    let mut server = Aiosmtpd::start("open");
    let mut relay = server.relay();
    let stopped = message(&Words { to: "ana@example.org", ..Words::default() });
    let outcome = relay.send(&stopped, async { HandOver::Stop }).await;
    assert_eq!(outcome.verdict, Verdict::Withheld);
    assert_eq!(send(&mut relay, "bea@example.org").await.verdict, Verdict::Accepted);
    assert_eq!(server.mail()["rcpt_to"][0], "bea@example.org");
}

#[tokio::test]
async fn both_ways_to_log_in_work() {
    for way in ["PLAIN", "LOGIN", "any"] {
        let server = Aiosmtpd::start(way);
        let good = send(&mut server.relay_with("ana", "geheim ż"), "ana@example.org").await;
        assert_eq!(good.verdict, Verdict::Accepted, "{way}: {}", good.why);
    }
}

#[tokio::test]
async fn c32_a_wrong_password_stops_the_relay() {
    let server = Aiosmtpd::start("any");
    let wrong = send(&mut server.relay_with("ana", "wrong"), "ana@example.org").await;
    assert_eq!(wrong.verdict, Verdict::RelayRefused, "{}", wrong.why);
    assert!(!wrong.why.contains("wrong"), "the password is told to nobody: {}", wrong.why);
    let none = send(&mut server.relay(), "ana@example.org").await;
    assert_eq!(none.verdict, Verdict::RelayRefused, "{}", none.why);
}

#[tokio::test]
async fn c33_a_server_that_cannot_prove_its_name_gets_nothing() {
    let server = Aiosmtpd::start("open");
    let unknown = RelaySettings { trusted: Vec::new(), ..server.settings() };
    let outcome = send(&mut Relay::new(unknown).unwrap(), "ana@example.org").await;
    assert_eq!(outcome.verdict, Verdict::RelayRefused, "{}", outcome.why);
    let another = RelaySettings { host: "127.0.0.1".into(), ..server.settings() };
    let outcome = send(&mut Relay::new(another).unwrap(), "ana@example.org").await;
    assert_eq!(outcome.verdict, Verdict::RelayRefused, "{}", outcome.why);
}

#[tokio::test]
async fn a_relay_that_wants_tls_is_stopped_if_it_was_switched_off() {
    let server = Aiosmtpd::start("open");
    let clear = RelaySettings { security: Security::Off, ..server.settings() };
    let outcome = send(&mut Relay::new(clear).unwrap(), "ana@example.org").await;
    assert_eq!(outcome.verdict, Verdict::RelayRefused, "{}", outcome.why);
}

#[tokio::test]
async fn an_address_beyond_ascii_is_announced() {
    let mut server = Aiosmtpd::start("open");
    let outcome = send(&mut server.relay(), "иван@пример.рф").await;
    assert_eq!(outcome.verdict, Verdict::Accepted, "{}", outcome.why);
    let mail = server.mail();
    assert_eq!(mail["rcpt_to"][0], "иван@xn--e1afmkfd.xn--p1ai");
    let options: Vec<&str> =
        mail["options"].as_array().unwrap().iter().filter_map(|option| option.as_str()).collect();
    assert!(options.contains(&"SMTPUTF8"), "{options:?}");
    // Only the address may: everything else stays as plain as for anybody.
    assert_eq!(send(&mut server.relay(), "ivan@пример.рф").await.verdict, Verdict::Accepted);
    assert_eq!(server.mail()["has_bytes_beyond_ascii"], false);
}
