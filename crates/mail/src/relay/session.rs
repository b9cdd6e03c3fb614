//! From nothing to a relay that waits for mail: connect, greet, protect, log in.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio_rustls::TlsConnector;

use super::outcome::{Outcome, Stage, Verdict};
use super::reply::Reply;
use super::settings::{Login, RelaySettings, Security};
use super::wire::{Broken, Wire};

/// A connection on which mail can be sent.
pub struct Session {
    pub(super) wire: Wire,
    pub(super) features: Features,
    /// Whether a mail was begun and not ended: the server has to be told to forget it.
    pub(super) is_begun: bool,
}

/// What a server said it can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    pub start_tls: bool,
    pub smtp_utf8: bool,
    /// The largest message it takes; `Some(0)` means that it names none.
    pub size: Option<usize>,
    /// Ways to log in, in upper case.
    pub logins: Vec<String>,
}

impl Features {
    /// From the answer to EHLO: its first line greets, each other one names a feature.
    fn of(reply: &Reply) -> Self {
        let mut features = Self::default();
        for line in reply.text.lines().skip(1) {
            let line = line.to_ascii_uppercase().replace('=', " ");
            let mut words = line.split_whitespace();
            match words.next() {
                Some("STARTTLS") => features.start_tls = true,
                Some("SMTPUTF8") => features.smtp_utf8 = true,
                Some("SIZE") => features.size = words.next().and_then(|size| size.parse().ok()),
                Some("AUTH") => features.logins.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
        features
    }
}

impl Session {
    /// Connects and does all that comes before the first mail.
    pub async fn open(settings: &RelaySettings, tls: &TlsConnector) -> Result<Self, Outcome> {
        let patience = &settings.patience;
        let wire = Wire::connect(&settings.host, settings.port, patience.connect).await;
        let mut wire = wire.map_err(|broken| away(Stage::Connect, &broken))?;
        if settings.security == Security::Implicit {
            wire = encrypt(wire, settings, tls).await?;
        }
        let greeting = wire.reply(patience.command).await;
        expect(Stage::Greeting, greeting, |reply| reply.code == 220)?;
        let mut session = Self { wire, features: Features::default(), is_begun: false };
        session.greet(settings).await?;
        if !session.wire.is_encrypted {
            session = session.protect(settings, tls).await?;
        }
        if let Some(login) = &settings.login {
            session.log_in(settings, login).await?;
        }
        Ok(session)
    }

    async fn greet(&mut self, settings: &RelaySettings) -> Result<(), Outcome> {
        let hello = format!("EHLO {}", settings.hello);
        let reply = self.wire.ask(&hello, settings.patience.command).await;
        let reply = expect(Stage::Greeting, reply, |reply| reply.code == 250)?;
        self.features = Features::of(&reply);
        Ok(())
    }

    /// STARTTLS as the setting says. Somebody in between who takes the offer away gets nothing.
    async fn protect(
        mut self,
        settings: &RelaySettings,
        tls: &TlsConnector,
    ) -> Result<Self, Outcome> {
        let wanted = matches!(settings.security, Security::Required | Security::Opportunistic);
        if wanted && self.features.start_tls {
            let reply = self.wire.ask("STARTTLS", settings.patience.command).await;
            expect(Stage::Protection, reply, |reply| reply.code == 220)?;
            self.wire = encrypt(self.wire, settings, tls).await?;
            // What was said before is forgotten: anybody could have said it.
            self.greet(settings).await?;
        } else if settings.security == Security::Required {
            return Err(refused(
                Stage::Protection,
                "the relay does not offer TLS, which is required",
            ));
        }
        Ok(self)
    }

    async fn log_in(&mut self, settings: &RelaySettings, login: &Login) -> Result<(), Outcome> {
        if !self.wire.is_encrypted && settings.security != Security::Off {
            return Err(refused(Stage::Login, "the password is not sent without TLS"));
        }
        let offers = |way: &str| self.features.logins.iter().any(|offered| offered == way);
        let steps = if offers("PLAIN") {
            vec![format!("AUTH PLAIN {}", base64(&format!("\0{}\0{}", login.user, login.password)))]
        } else if offers("LOGIN") {
            vec!["AUTH LOGIN".to_owned(), base64(&login.user), base64(&login.password)]
        } else {
            return Err(refused(Stage::Login, "the relay offers neither PLAIN nor LOGIN"));
        };
        let last = steps.len() - 1;
        for (index, step) in steps.iter().enumerate() {
            let reply = self.wire.ask(step, settings.patience.command).await;
            let right = if index == last { 235 } else { 334 };
            expect(Stage::Login, reply, |reply| reply.code == right)?;
        }
        Ok(())
    }
}

async fn encrypt(
    wire: Wire,
    settings: &RelaySettings,
    tls: &TlsConnector,
) -> Result<Wire, Outcome> {
    let encrypted = wire.encrypt(tls, &settings.host, settings.patience.connect).await;
    encrypted.map_err(|broken| away(Stage::Protection, &broken))
}

/// The reply if it is the right one. Nothing here is about a mail: either the relay is away, which
/// passes, or it refuses us, which somebody has to see to.
fn expect(
    stage: Stage,
    reply: Result<Reply, Broken>,
    is_right: impl Fn(&Reply) -> bool,
) -> Result<Reply, Outcome> {
    match reply {
        Ok(reply) if is_right(&reply) => Ok(reply),
        Ok(reply) => {
            let verdict =
                if reply.code / 100 == 5 { Verdict::RelayRefused } else { Verdict::RelayAway };
            Err(Outcome::of_reply(verdict, stage, reply))
        }
        Err(broken) => Err(away(stage, &broken)),
    }
}

fn away(stage: Stage, broken: &Broken) -> Outcome {
    let verdict = match broken {
        Broken::Untrusted(_) => Verdict::RelayRefused,
        _ => Verdict::RelayAway,
    };
    Outcome::without_reply(verdict, stage, broken.to_string())
}

fn refused(stage: Stage, why: &str) -> Outcome {
    Outcome::without_reply(Verdict::RelayRefused, stage, why.to_owned())
}

fn base64(text: &str) -> String {
    BASE64_STANDARD.encode(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_read_from_the_greeting() {
        let text = "mx.example.com STARTTLS\nPIPELINING\nsize 1000\nSTARTTLS\nAUTH=LOGIN\n\
                    AUTH plain XOAUTH2\nSMTPUTF8";
        let reply = Reply { code: 250, status: None, text: text.to_owned() };
        let features = Features::of(&reply);
        assert!(features.start_tls && features.smtp_utf8);
        assert_eq!(features.size, Some(1_000));
        assert_eq!(features.logins, ["LOGIN", "PLAIN", "XOAUTH2"]);
        let nothing = Reply { code: 250, status: None, text: "STARTTLS".to_owned() };
        assert_eq!(Features::of(&nothing), Features::default());
    }
}
