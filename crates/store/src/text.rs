//! Small enumerations as the texts they are stored as: the same as in JSON, without its quotes.

use runnel_model::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Result;

/// The text of a value that serde writes as one.
pub(crate) fn of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        other => unreachable!("written as a text, not as {other:?}"),
    }
}

/// The value of a stored text.
pub(crate) fn read<T: DeserializeOwned>(what: &str, text: String) -> Result<T> {
    serde_json::from_value(Value::String(text))
        .map_err(|error| StoreError::Damaged(format!("{what}: {error}")))
}
