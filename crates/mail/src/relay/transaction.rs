//! One mail over an open session: MAIL, RCPT, DATA, the message, the dot.

use std::pin::Pin;

use super::outcome::{Outcome, Stage, Verdict};
use super::reply::Reply;
use super::session::Session;
use super::settings::Patience;
use super::wire::Broken;
use crate::message::Message;

/// What whoever is asked before the end says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOver {
    /// It is noted that the mail is being handed over, and nothing speaks against it.
    Go,
    /// The address was suppressed meanwhile, or it could not be noted.
    Stop,
}

/// The outcome, and whether the session can be used again.
pub struct Ended {
    pub outcome: Outcome,
    pub is_usable: bool,
}

/// Asked once, before the dot.
pub type Asked<'a> = Pin<&'a mut (dyn Future<Output = HandOver> + Send)>;

impl Session {
    /// Sends one mail.
    pub async fn transact(
        &mut self,
        message: &Message,
        patience: &Patience,
        handing_over: Asked<'_>,
    ) -> Ended {
        match self.try_transact(message, patience, handing_over).await {
            Ok(reply) => Ended {
                outcome: Outcome::of_reply(Verdict::Accepted, Stage::End, reply),
                is_usable: true,
            },
            Err(ended) => ended,
        }
    }

    async fn try_transact(
        &mut self,
        message: &Message,
        patience: &Patience,
        handing_over: Asked<'_>,
    ) -> Result<Reply, Ended> {
        self.within_features(message)?;
        if self.is_begun {
            self.command(Stage::From, "RSET", &[250], patience).await?;
        }
        let from = self.mail_from(message);
        self.command(Stage::From, &from, &[250], patience).await?;
        self.is_begun = true;
        let to = format!("RCPT TO:<{}>", message.to.as_str());
        self.command(Stage::To, &to, &[250, 251], patience).await?;
        self.command(Stage::Data, "DATA", &[354], patience).await?;
        self.body(message, patience).await?;
        if handing_over.await == HandOver::Stop {
            let why = "withheld before it was handed over".to_owned();
            let outcome = Outcome::without_reply(Verdict::Withheld, Stage::Body, why);
            // Only a connection that ends without the dot ends a message that must not arrive.
            return Err(Ended { outcome, is_usable: false });
        }
        let reply = self.end(patience).await?;
        self.is_begun = false;
        Ok(reply)
    }

    /// What the server cannot take is not begun.
    fn within_features(&self, message: &Message) -> Result<(), Ended> {
        let size = self.features.size.filter(|size| *size > 0);
        let why = if message.needs_smtputf8() && !self.features.smtp_utf8 {
            "the relay takes no addresses with letters beyond ASCII (SMTPUTF8)"
        } else if size.is_some_and(|size| message.bytes.len() > size) {
            "the message is larger than the relay takes"
        } else {
            return Ok(());
        };
        let outcome = Outcome::without_reply(Verdict::Policy, Stage::From, why.to_owned());
        Err(Ended { outcome, is_usable: true })
    }

    fn mail_from(&self, message: &Message) -> String {
        let mut command = format!("MAIL FROM:<{}>", message.from.as_str());
        if self.features.size.is_some() {
            command.push_str(&format!(" SIZE={}", message.bytes.len()));
        }
        if message.needs_smtputf8() {
            command.push_str(" BODY=8BITMIME SMTPUTF8");
        }
        command
    }

    async fn command(
        &mut self,
        stage: Stage,
        command: &str,
        right: &[u16],
        patience: &Patience,
    ) -> Result<(), Ended> {
        match self.wire.ask(command, patience.command).await {
            Ok(reply) if right.contains(&reply.code) => Ok(()),
            Ok(reply) => Err(refused(stage, reply)),
            Err(broken) => Err(broken_off(Verdict::Retry, stage, &broken)),
        }
    }

    /// The message, without the dot that ends it.
    async fn body(&mut self, message: &Message, patience: &Patience) -> Result<(), Ended> {
        match self.wire.send(&stuffed(&message.bytes), patience.body).await {
            Ok(()) => Ok(()),
            Err(broken) => Err(self.cut_short(&broken, patience).await),
        }
    }

    /// From the dot on the server may have it, whatever we hear.
    async fn end(&mut self, patience: &Patience) -> Result<Reply, Ended> {
        if let Err(broken) = self.wire.is_our_turn().await {
            return Err(self.cut_short(&broken, patience).await);
        }
        match self.wire.ask(".", patience.end).await {
            Ok(reply) if reply.code == 250 => Ok(reply),
            Ok(reply) => Err(refused(Stage::End, reply)),
            Err(broken) => Err(broken_off(Verdict::Unknown, Stage::End, &broken)),
        }
    }

    /// Before the dot: a server that has seen enough says so, then closes.
    async fn cut_short(&mut self, broken: &Broken, patience: &Patience) -> Ended {
        match self.wire.reply(patience.command).await {
            Ok(reply) if reply.code >= 400 => {
                Ended { is_usable: false, ..refused(Stage::Body, reply) }
            }
            _ => broken_off(Verdict::Retry, Stage::Body, broken),
        }
    }
}

fn refused(stage: Stage, reply: Reply) -> Ended {
    // 421 announces that it closes; an answer of no known kind may be to anything.
    let is_usable = matches!(reply.code, 400..=599) && reply.code != 421;
    Ended { outcome: Outcome::refusal(stage, reply), is_usable }
}

fn broken_off(verdict: Verdict, stage: Stage, broken: &Broken) -> Ended {
    let outcome = Outcome::without_reply(verdict, stage, broken.to_string());
    Ended { outcome, is_usable: false }
}

/// A line that begins with a dot gets another one, and the last line ends.
fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut stuffed = Vec::with_capacity(message.len() + 64);
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            stuffed.push(b'.');
        }
        stuffed.extend_from_slice(line);
    }
    if !stuffed.ends_with(b"\r\n") {
        stuffed.extend_from_slice(b"\r\n");
    }
    stuffed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_message_can_end_it() {
        let check = |message: &str, expect: &str| {
            assert_eq!(String::from_utf8(stuffed(message.as_bytes())).unwrap(), expect);
        };
        check("a\r\n.\r\n..b\r\n", "a\r\n..\r\n...b\r\n");
        check(".", "..\r\n");
        check("a.b", "a.b\r\n");
    }
}
