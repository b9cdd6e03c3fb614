//! A mail as bytes: MIME by lettre's builder, with what lettre leaves to its caller.
//!
//! The same [`Letter`] gives the same bytes, so that a retry sends what was tried before: the date,
//! the Message-ID and the boundary come from the letter, none from a clock or chance. lettre panics
//! on CR or LF in a name, adds no Message-ID and does not turn domains into ASCII: see `clean` and
//! `address`.
//!
//! Not here: DKIM, which signs these bytes; VERP, which chooses [`Letter::return_path`].

mod address;
mod clean;
mod headers;

#[cfg(test)]
mod tests;

use std::time::{Duration, SystemTime};

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder, MultiPart, SinglePart};
use runnel_model::{EmailAddress, Timestamp};
use sha2::{Digest, Sha256};
use url::Url;

pub use address::{Mailable, NotMailable};

/// The longest line of a message (RFC 5322), in bytes without its end.
const LINE_MAX: usize = 998;

/// Somebody with an address, and a name if it is known.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// The name, as it may be: it is cleaned here.
    pub name: Option<&'a str>,
    /// The address.
    pub address: &'a EmailAddress,
}

/// What is said to whom by whom.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// Names this mail for good, the same on every try: an `EffectId`, for example. With the
    /// sender's domain it is the Message-ID.
    pub id: &'a str,
    /// The date it carries: when it was first tried.
    pub at: Timestamp,
    /// The sender.
    pub from: Person<'a>,
    /// Where replies go, if not to the sender.
    pub reply_to: Option<Person<'a>>,
    /// Where bounces go, if not to the sender.
    pub return_path: Option<&'a EmailAddress>,
    /// The one recipient: one bad address never concerns others.
    pub to: Person<'a>,
    /// The subject.
    pub subject: &'a str,
    /// The text.
    pub text: &'a str,
    /// The HTML.
    pub html: Option<&'a str>,
    /// Where one click unsubscribes (RFC 8058): `https`, and a POST acts without a cookie.
    pub unsubscribe: Option<&'a Url>,
    /// What providers group complaints by, from special to general: step, flow, kind, sender.
    pub feedback: Option<[&'a str; 4]>,
}

/// A mail ready to be handed to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The Message-ID, without its angle brackets.
    pub id: String,
    /// Who gets bounces.
    pub from: Mailable,
    /// Who gets the mail.
    pub to: Mailable,
    /// The message: lines end with CRLF, and none is longer than 998 bytes.
    pub bytes: Vec<u8>,
}

/// Why a letter does not become a message. None of these goes away by trying again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// One of the addresses cannot be mailed.
    #[error(transparent)]
    Address(#[from] NotMailable),
    /// A header, most likely the unsubscribe link, is longer than a line may be.
    #[error("a header is longer than {LINE_MAX} bytes")]
    LongLine,
    /// lettre refused it.
    #[error("the message could not be put together: {0}")]
    Build(#[from] lettre::error::Error),
}

impl Letter<'_> {
    /// The letter as a message.
    pub fn to_message(&self) -> Result<Message, Error> {
        let from = Mailable::of(self.from.address)?;
        let to = Mailable::of(self.to.address)?;
        let return_path = self.return_path.map_or_else(|| Ok(from.clone()), Mailable::of)?;
        let id = format!("{}@{}", clean::word(self.id), from.domain());
        let headers = self.headers(&id, &from, &to)?;
        let message = match self.html {
            Some(html) => headers.multipart(self.alternatives(html))?,
            None => headers.singlepart(part(ContentType::TEXT_PLAIN, self.text))?,
        };
        let bytes = message.formatted();
        if bytes.split(|byte| *byte == b'\n').any(|line| line.len() > LINE_MAX + 1) {
            return Err(Error::LongLine);
        }
        Ok(Message { id, from: return_path, to, bytes })
    }

    fn headers(&self, id: &str, from: &Mailable, to: &Mailable) -> Result<MessageBuilder, Error> {
        let mut builder = lettre::Message::builder()
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds(self.at)))
            .message_id(Some(format!("<{id}>")))
            .from(mailbox(self.from.name, from))
            .to(mailbox(self.to.name, to))
            .subject(clean::subject(self.subject));
        if let Some(reply) = &self.reply_to {
            builder = builder.reply_to(mailbox(reply.name, &Mailable::of(reply.address)?));
        }
        if let Some(url) = self.unsubscribe {
            builder = builder
                .raw_header(headers::list_unsubscribe(url))
                .raw_header(headers::list_unsubscribe_post());
        }
        if let Some(parts) = &self.feedback {
            builder = builder.raw_header(headers::feedback_id(parts));
        }
        Ok(builder)
    }

    fn alternatives(&self, html: &str) -> MultiPart {
        MultiPart::alternative()
            .boundary(self.boundary(html))
            .singlepart(part(ContentType::TEXT_PLAIN, self.text))
            .singlepart(part(ContentType::TEXT_HTML, html))
    }

    /// A line that no body contains: whoever writes one would have to know a hash of it.
    fn boundary(&self, html: &str) -> String {
        let parts = [self.id, self.text, html];
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        });
        let hash = hash.finalize();
        let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("=_{hex}")
    }
}

impl Message {
    /// Whether only a server with SMTPUTF8 can take it: an address in it is not ASCII.
    pub fn needs_smtputf8(&self) -> bool {
        !self.bytes.is_ascii() || self.from.needs_smtputf8() || self.to.needs_smtputf8()
    }
}

fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_ms() / 1_000).unwrap_or(0)
}

fn mailbox(name: Option<&str>, address: &Mailable) -> Mailbox {
    Mailbox::new(name.and_then(clean::name), address.to_lettre())
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder().header(kind).body(clean::body(text))
}
