//! The set of contacts for which a rule holds right now.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Rule, SegmentId};

/// A segment as its author wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Its id.
    pub id: SegmentId,
    /// What people call it.
    pub name: String,
    /// Who is in it.
    pub rule: Rule,
}
