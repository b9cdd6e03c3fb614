//! The tracking API that existing client libraries speak: `identify`, `track`, `page` and so on.
//!
//! Two steps, because the write key may be inside the body: [`readable`] and [`Envelope::read`]
//! see what the body is and hold its key; when the caller knows the source, [`Envelope::parse`]
//! turns the items into [`Item`](crate::Item)s. The formats are those of Segment's and
//! RudderStack's HTTP APIs as their clients really use them, which is more than is documented:
//! any Content-Type, gzip with and without saying so, nulls and empty texts for what is absent.

mod body;
mod envelope;
mod event;
mod key;
mod kind;
mod reader;
mod traits;

#[cfg(test)]
mod tests;

pub use body::readable;
pub use envelope::{Envelope, Parsed};
pub use key::{key_from_authorization, key_from_query};
pub use kind::{Kind, Route};

/// What is taken at most. Beyond it an answer names the item, not the request, where possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body after inflating. Clients were seen to send 1.9 MB; they are told 4 MiB.
    pub body_bytes_max: usize,
    /// Bytes of one item. Clients were seen to send 40 KB.
    pub event_bytes_max: usize,
    /// Items of one batch.
    pub items_max: usize,
    /// How deep objects and lists of one item may be nested.
    pub depth_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes_max: 8 * 1024 * 1024,
            event_bytes_max: 64 * 1024,
            items_max: 10_000,
            depth_max: 64,
        }
    }
}
