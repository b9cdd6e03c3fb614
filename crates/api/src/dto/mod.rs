//! The public shapes of things: ids with prefixes, times as RFC 3339, nothing of how it is stored.
//!
//! What is inside may change with every release; these may not. So nothing of the model is
//! serialised directly but the documents that people write (flows, segments, rules).

mod actor;
mod change;
mod company;
mod contact;
mod property;
mod sales;
mod shown;

pub use actor::ActorResponse;
pub use change::Change;
pub use company::{CompanyRef, CompanyResponse};
pub use contact::{ContactRef, ContactResponse, ContactSummary};
pub use property::{read_properties, show_value};
pub use sales::{DealResponse, EnrolmentResponse, TaskResponse};
pub use shown::Shown;

use serde::Serialize;
use utoipa::ToSchema;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// What was found, in the order asked for.
    pub items: Vec<T>,
    /// Send it as `cursor` for the next page; null: this is the last one.
    pub next: Option<String>,
}
