//! Typed values of properties. A property's type is fixed when it is first defined.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// The type of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PropertyType {
    /// Any text.
    Text,
    /// A finite number.
    Number,
    /// Yes or no.
    Boolean,
    /// A point in time.
    Time,
    /// Several texts.
    List,
}

/// The value of a property.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Boolean(bool),
    /// A finite number.
    Number(f64),
    /// A point in time, written `{"time": milliseconds}` so that it is not a number.
    Time {
        /// Epoch milliseconds.
        time: Timestamp,
    },
    /// Any text, without control characters other than line breaks and tabs.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}

impl Value {
    /// The longest text kept, in bytes; longer ones are refused, not cut.
    pub const TEXT_MAX: usize = 8_192;
    /// The most texts in a list.
    pub const LIST_MAX: usize = 100;

    /// The type this value has.
    pub const fn kind(&self) -> PropertyType {
        match self {
            Self::Boolean(_) => PropertyType::Boolean,
            Self::Number(_) => PropertyType::Number,
            Self::Time { .. } => PropertyType::Time,
            Self::Text(_) => PropertyType::Text,
            Self::List(_) => PropertyType::List,
        }
    }

    /// This value as `kind`, if nothing is lost by it: `"42"` is the number 42 and back.
    pub fn coerce(self, kind: PropertyType) -> Result<Self, Self> {
        if self.kind() == kind {
            return Ok(self);
        }
        match (&self, kind) {
            (Self::Text(text), PropertyType::Number) => match text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Self::Number(number)),
                _ => Err(self),
            },
            (Self::Text(text), PropertyType::Boolean) => match text.trim() {
                "true" => Ok(Self::Boolean(true)),
                "false" => Ok(Self::Boolean(false)),
                _ => Err(self),
            },
            (Self::Number(_) | Self::Boolean(_), PropertyType::Text) => {
                Ok(Self::Text(self.to_string()))
            }
            (Self::Text(text), PropertyType::List) => Ok(Self::List(vec![text.clone()])),
            _ => Err(self),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(yes) => write!(f, "{yes}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Time { time } => write!(f, "{time}"),
            Self::Text(text) => f.write_str(text),
            Self::List(texts) => f.write_str(&texts.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lossless_coercion_is_done() {
        let text = |t: &str| Value::Text(t.into());
        assert_eq!(text("42").coerce(PropertyType::Number), Ok(Value::Number(42.0)));
        assert_eq!(Value::Number(42.0).coerce(PropertyType::Text), Ok(text("42")));
        assert_eq!(text("NaN").coerce(PropertyType::Number), Err(text("NaN")));
        assert_eq!(text("yes").coerce(PropertyType::Boolean), Err(text("yes")));
        assert_eq!(Value::Boolean(true).coerce(PropertyType::Number), Err(Value::Boolean(true)));
    }
}
