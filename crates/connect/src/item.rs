//! What every format is turned into: one thing that happened, before anybody knows to whom.

use runnel_model::{IdentityKeys, InputBody, Timestamp, ToldCompany};

/// One thing that happened. The intake adds an id, the source and its trust.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Whom it concerns.
    pub keys: IdentityKeys,
    /// The sender's own id of it, repeated on every try; absent: it is always new.
    pub message_id: Option<String>,
    /// When it happened, by the sender's clock put right; never after it was received.
    pub occurred_at: Timestamp,
    /// What it says about the company that they work for.
    pub company: Option<ToldCompany>,
    /// What happened.
    pub body: InputBody,
}
