//! What every route shares: how a request is taken apart, how an answer is dressed and reported.
//!
//! Nothing here knows a subject (a contact, a flow); that is in `routes`.

mod extract;
mod headers;
mod report;

pub use extract::{Asked, Body, FlowInPath, Id, IfMatch, Version};
pub use headers::dress;
pub use report::{panicked, report};
