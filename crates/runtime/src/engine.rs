//! The engine as the loops call it: two functions, so that a test can put others in their place.

use runnel_engine::Catalog;
use runnel_model::{Contact, Input, Outcome, Timestamp};

/// What moves a contact.
#[derive(Clone, Copy)]
pub(crate) struct Engine {
    /// Applies one input.
    pub(crate) advance: fn(Contact, &Input, &Catalog, Timestamp) -> Outcome,
    /// Fails the enrolment whose step is due, because it cannot be carried out.
    pub(crate) fail_due: fn(Contact, &Input, &Catalog, Timestamp, &str) -> Outcome,
}

impl Engine {
    /// The engine of the product.
    pub(crate) const REAL: Self =
        Self { advance: runnel_engine::advance, fail_due: runnel_engine::fail_due };
}
