//! Short texts with a meaning: tags, property names, score categories, lifecycle stages.
//!
//! Each is cleaned where it enters: control characters go, so that none of them can ever break
//! out of a header, a log line or a page.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ParseError;

macro_rules! short_text {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Trims, drops control characters; refuses what is then empty or too long.
            pub fn parse(text: &str) -> Result<Self, ParseError> {
                let clean: String = text.chars().filter(|c| !c.is_control()).collect();
                let clean = clean.trim();
                if clean.is_empty() {
                    return Err(ParseError::new($what, "it is empty"));
                }
                if clean.len() > $max {
                    return Err(ParseError::new($what, concat!("it is longer than ", $max, " bytes")));
                }
                Ok(Self(clean.into()))
            }

            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

short_text!(
    /// A label on a contact.
    Tag, "tag", 200
);
short_text!(
    /// The name of a property of a contact.
    PropertyName, "property name", 200
);
short_text!(
    /// A kind of points: fit, engagement, "shoes". Points without one are `general`.
    Category, "score category", 100
);

impl Default for Category {
    fn default() -> Self {
        Self("general".into())
    }
}

/// How far a contact has come on the way to buying.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LifecycleStage {
    /// Reads what we publish.
    Subscriber,
    /// Showed interest.
    Lead,
    /// Marketing says it is worth working.
    Mql,
    /// Sales agrees.
    Sql,
    /// A deal is open.
    Opportunity,
    /// Has bought.
    Customer,
    /// Will not buy.
    Disqualified,
}

impl fmt::Display for LifecycleStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Subscriber => "subscriber",
            Self::Lead => "lead",
            Self::Mql => "MQL",
            Self::Sql => "SQL",
            Self::Opportunity => "opportunity",
            Self::Customer => "customer",
            Self::Disqualified => "disqualified",
        })
    }
}
