//! E-mail: from a template and a contact to an answer of a server.
//!
//! ```text
//! Source ─ Template::compile ─ render(Fields) ──> Rendered | Held
//!                                                    │
//!                                               Links::track ──> Bodies
//!                                                                  │
//!                                                      Letter::to_message ──> Message
//!                                                                                │
//!                                                                           Relay::send ──> Outcome
//! Links::read(what came back) ──> Token ──> reader ──> human or machine
//! ```
//!
//! What it deliberately does not do: decide whom to mail, when, and whether they may be (suppression
//! and consent are asked by whoever holds the contact), keep anything, know a flow.
//!
//! # The libraries
//!
//! - **liquid** (0.26): the language marketers know. Only its parser and chosen filters: `template`
//!   says what is left out and bounds the rest.
//! - **lettre** (0.11), its message builder: MIME, encoded words, folding. Its connections cannot do
//!   what `relay` promises; there is said why.
//! - **html5gum** (0.9), a tokenizer that follows the HTML standard, has no dependencies and tells
//!   where each tag stands: a link is exchanged and every other byte of a mail's HTML, which is
//!   fragile, stays as its writer made it. lol_html was looked at: it brings crates under the MPL,
//!   and leaves `&amp;` in the attributes it hands out. html5ever makes a page anew when it writes it.

mod plain;

pub mod links;
pub mod message;
pub mod reader;
pub mod relay;
pub mod template;

pub use links::{Links, Purpose, Signer, Token};
pub use message::{Letter, Mailable, Message, NotMailable, Person};
pub use reader::{Reader, Sign, reader};
pub use relay::{HandOver, Outcome, Relay, RelaySettings, Stage, Verdict};
pub use template::{Bodies, Fields, Held, Part, Problem, Rendered, Source, Template};
