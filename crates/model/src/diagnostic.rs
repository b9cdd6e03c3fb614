//! What is wrong with a document, in words that help to mend it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::NodeId;

/// Whether a document can be published in spite of it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It can.
    Warning,
    /// It cannot.
    Error,
}

/// One problem of one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// Stable, for programs: `unknown_kind`.
    pub code: String,
    /// Whether it prevents publishing.
    pub severity: Severity,
    /// The step concerned; absent: the document as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<NodeId>,
    /// The setting or port of the step concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The names and numbers that the message speaks of, so that whoever knows the code can say it
    /// in another language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Value>,
}

impl Diagnostic {
    /// Adds what the message speaks of.
    pub fn with(&mut self, name: &str, value: impl Into<Value>) -> &mut Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }
}
