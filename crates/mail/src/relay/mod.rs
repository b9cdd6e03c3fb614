//! Handing mails to a server: one connection per worker, one mail at a time, and of each mail a
//! definite answer or the admission that there is none.
//!
//! - Each step has its time. Whatever is late, odd or cut off ends the connection, so that no mail ever
//!   reads another's answer.
//! - Only 250 after the dot is *accepted*. After the dot and without an answer it is *unknown*, and
//!   nobody sends it again by himself.
//! - Before the dot, and only if everything until there was right, the caller is asked once more:
//!   there the mark is committed that makes *unknown* known after a crash, and suppression is looked
//!   at for the last time.
//!
//! Not here: pace, retries and their times, which relay takes what, DKIM. A refusal of private
//! addresses neither: a relay may well be on this machine, and who may set one decides.
//!
//! # Why not lettre's connection
//!
//! lettre builds the messages; its `AsyncSmtpConnection` (0.11.23) cannot send them as promised above:
//! it writes body and dot in one call with nothing to await in between; reads a line of any length
//! before it looks at its limit; fails on an answer that is not UTF-8, as a 550 in Windows-1251, and
//! with it loses the code; keeps what was read before STARTTLS and takes it for the first protected
//! answer; and cannot tell that an answer came unasked. Its pool would hand on a connection in
//! the middle of an answer. What is needed of SMTP is these few files.

mod outcome;
mod reply;
mod session;
mod settings;
mod transaction;
mod wire;

use std::pin::pin;
use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};
use tokio::time::Instant;
use tokio_rustls::TlsConnector;

pub use outcome::{Outcome, Stage, Verdict};
pub use reply::Reply;
pub use settings::{Login, Patience, RelaySettings, Security, SettingsError};
pub use transaction::HandOver;

use crate::message::Message;
use session::Session;
use transaction::{Asked, Ended};

/// A worker's way to a relay. Connects when there is something to send.
pub struct Relay {
    settings: RelaySettings,
    tls: TlsConnector,
    /// Open, and since when unused. Taken out while a mail is sent: if that is given up in the middle,
    /// the connection is gone with it.
    session: Option<(Session, Instant)>,
}

impl Relay {
    /// Checks the settings; connects to nobody.
    pub fn new(settings: RelaySettings) -> Result<Self, SettingsError> {
        settings.validate()?;
        let tls = TlsConnector::from(Arc::new(tls_config(&settings)?));
        Ok(Self { settings, tls, session: None })
    }

    /// Sends one mail. `handing_over` is awaited once the server has the whole message except its
    /// end, or never.
    pub async fn send(
        &mut self,
        message: &Message,
        handing_over: impl Future<Output = HandOver> + Send,
    ) -> Outcome {
        let mut handing_over = pin!(handing_over);
        if let Some(session) = self.take_fresh() {
            let ended = self.transact(session, message, handing_over.as_mut()).await;
            if !was_gone(&ended) {
                return ended.outcome;
            }
        }
        match Session::open(&self.settings, &self.tls).await {
            Ok(session) => self.transact(session, message, handing_over).await.outcome,
            Err(outcome) => outcome,
        }
    }

    /// Says goodbye. Dropping without it is right as well, only less polite.
    pub async fn close(&mut self) {
        if let Some((mut session, _)) = self.session.take() {
            session.wire.ask("QUIT", self.settings.patience.command).await.ok();
        }
    }

    fn take_fresh(&mut self) -> Option<Session> {
        let (session, used_at) = self.session.take()?;
        (used_at.elapsed() < self.settings.patience.idle).then_some(session)
    }

    async fn transact(
        &mut self,
        mut session: Session,
        message: &Message,
        handing_over: Asked<'_>,
    ) -> Ended {
        let ended = session.transact(message, &self.settings.patience, handing_over).await;
        if ended.is_usable {
            self.session = Some((session, Instant::now()));
        }
        ended
    }
}

/// Whether a kept connection had ended before the mail began: servers close what lies unused, or
/// after so many mails. Nothing was asked or sent yet, so that another connection may try.
const fn was_gone(ended: &Ended) -> bool {
    matches!(ended.outcome.stage, Stage::From) && !ended.is_usable
}

fn tls_config(settings: &RelaySettings) -> Result<ClientConfig, SettingsError> {
    let wrong =
        |error: rustls::Error| SettingsError { setting: "certificate", why: error.to_string() };
    let mut roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for certificate in &settings.trusted {
        roots.add(certificate.clone()).map_err(wrong)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(wrong)?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
