//! C5, C37: the last question before the dot.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use runnel_mail::{HandOver, Verdict};

use crate::server::{Play, Server};
use crate::support::{message, relay, send};

#[tokio::test]
async fn c37_who_unsubscribes_before_the_dot_gets_no_mail() {
    let server = Server::start(|_, _| None).await;
    let mut relay = relay(&server);
    let outcome = relay.send(&message("first"), async { HandOver::Stop }).await;
    assert_eq!(outcome.verdict, Verdict::Withheld);
    assert_eq!(send(&mut relay, "second").await.verdict, Verdict::Accepted);
    let ended = server.ended();
    assert_eq!(ended.len(), 1);
    assert!(ended[0].contains("Subject: second"), "{ended:?}");
}

#[tokio::test]
async fn the_question_is_asked_only_when_the_dot_is_all_that_is_missing() {
    for (verb, answer, expect) in [
        ("RCPT", "550 5.1.1 x", false),
        ("DATA", "451 x", false),
        ("END", "451 x", true),
        ("END", "250 ok", true),
    ] {
        let server =
            Server::start(move |_, came| (came == verb).then_some(Play::Say(answer))).await;
        let asked = Arc::new(AtomicBool::new(false));
        let (seen, ended) = (Arc::clone(&asked), server.ended());
        let question = async move {
            assert_eq!(ended, [""; 0]);
            seen.store(true, Ordering::SeqCst);
            HandOver::Go
        };
        relay(&server).send(&message("x"), question).await;
        assert_eq!(asked.load(Ordering::SeqCst), expect, "{verb} {answer}");
    }
}

#[tokio::test]
async fn c5_a_mail_whose_answer_is_lost_is_unknown_and_was_sent_once() {
    let server = Server::start(|connection, came| {
        (connection == 0 && came == "END").then_some(Play::HangUp)
    })
    .await;
    assert_eq!(send(&mut relay(&server), "once").await.verdict, Verdict::Unknown);
    let ended = server.ended();
    assert_eq!(ended.len(), 1);
    assert!(ended[0].ends_with("Hello\r\n.\r\nA dot\r\n"), "{ended:?}");
}
