//! A mail to send, and a worker to send it.

use std::time::Duration;

use runnel_mail::relay::{Patience, Security};
use runnel_mail::{HandOver, Letter, Message, Outcome, Person, Relay, RelaySettings};
use runnel_model::{EmailAddress, Timestamp};

use crate::server::Server;

/// Long enough for a polite answer on a busy machine, short enough to wait for.
pub const STEP: Duration = Duration::from_millis(500);

pub fn message(id: &str) -> Message {
    let from = EmailAddress::parse("news@example.com").unwrap();
    let to = EmailAddress::parse("ana@example.org").unwrap();
    let letter = Letter {
        id,
        at: Timestamp::from_ms(1_790_000_000_000),
        from: Person { name: None, address: &from },
        reply_to: None,
        return_path: None,
        to: Person { name: None, address: &to },
        subject: id,
        text: "Hello\n.\nA dot",
        html: None,
        unsubscribe: None,
        feedback: None,
    };
    letter.to_message().unwrap()
}

pub fn settings(port: u16) -> RelaySettings {
    RelaySettings {
        host: "127.0.0.1".into(),
        port,
        security: Security::Opportunistic,
        login: None,
        hello: "localhost".into(),
        patience: Patience {
            connect: 4 * STEP,
            command: STEP,
            body: STEP,
            end: STEP,
            idle: Duration::from_secs(60),
        },
        trusted: Vec::new(),
    }
}

pub fn relay(server: &Server) -> Relay {
    Relay::new(settings(server.port)).unwrap()
}

/// Sends a mail with nothing against it.
pub async fn send(relay: &mut Relay, id: &str) -> Outcome {
    relay.send(&message(id), async { HandOver::Go }).await
}

/// Waits until this verb has come.
pub async fn until_came(server: &Server, verb: &str) {
    let waiting = async {
        while !server.verbs().iter().any(|came| came.starts_with(verb)) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(20 * STEP, waiting).await.unwrap_or_else(|_| panic!("{verb} never came"));
}
