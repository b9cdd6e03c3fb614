//! Identifiers. Each is a type of its own with a public form that names its kind.
//!
//! What exists by the million has a number (`con_1042`), so that keys stay sequential in the
//! database. What a person writes down has a short text (`flow_hot_leads`), so that documents
//! can be read, exported and imported without a translation table.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ParseError;

/// How many partitions the contacts are divided into. Fixed for good: rows carry the number.
pub const PARTITIONS: u8 = 64;

/// The share of the contacts whose inputs are processed in one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Partition(pub u8);

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = ParseError;
            fn from_str(text: &str) -> Result<Self, ParseError> {
                text.strip_prefix($prefix)
                    .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
                    .and_then(|digits| digits.parse().ok())
                    .map(Self)
                    .ok_or_else(|| ParseError::new($what, concat!("it looks like ", $prefix, "42")))
            }
        }
    };
}

number_id!(
    /// A contact.
    ContactId, "con_", "contact id"
);
number_id!(
    /// One contact's passage through one version of a flow.
    EnrolmentId, "enr_", "enrolment id"
);
number_id!(
    /// An organisation that contacts work for.
    CompanyId, "company_", "company id"
);
number_id!(
    /// A possible sale.
    DealId, "deal_", "deal id"
);
number_id!(
    /// Work for a sales person.
    TaskId, "task_", "task id"
);
number_id!(
    /// Where events come from.
    SourceId, "src_", "source id"
);

impl ContactId {
    /// The partition this contact belongs to, for good.
    pub const fn partition(self) -> Partition {
        Partition((self.0 % PARTITIONS as i64) as u8)
    }

    /// The number of this contact's `ordinal`th own thing (enrolment, deal, task).
    ///
    /// Numbers given this way need no counter shared between contacts, so `advance` can give
    /// them without asking anybody.
    pub const fn own(self, ordinal: u32) -> i64 {
        (self.0 << 20) | (ordinal as i64 & 0xF_FFFF)
    }
}

/// Something that happened, as recorded: shaped like a UUIDv7, so ids sort by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u128);

/// What the world is to be asked; the id that a receiver sees on every try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectId(pub u128);

impl EventId {
    /// From a time and 128 bits that are random or a hash: version 7, variant RFC 9562.
    pub const fn new(at: crate::Timestamp, entropy: u128) -> Self {
        let time = (at.as_ms() as u128 & 0xFFFF_FFFF_FFFF) << 80;
        let low = entropy & 0x0FFF_3FFF_FFFF_FFFF_FFFF;
        Self(time | (7 << 76) | (2 << 62) | low)
    }

    /// The sixteen bytes, big end first.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

macro_rules! hex_id {
    ($name:ident, $prefix:literal, $what:literal) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{:032x}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = ParseError;
            fn from_str(text: &str) -> Result<Self, ParseError> {
                text.strip_prefix($prefix)
                    .filter(|hex| hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
                    .and_then(|hex| u128::from_str_radix(hex, 16).ok())
                    .map(Self)
                    .ok_or_else(|| {
                        ParseError::new(
                            $what,
                            concat!("it is ", $prefix, " and 32 hexadecimal digits"),
                        )
                    })
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

hex_id!(EventId, "evt_", "event id");
hex_id!(EffectId, "eff_", "effect id");

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Lower-case letters, digits, `_` and `-`, within the length of its kind.
            pub fn parse(text: &str) -> Result<Self, ParseError> {
                let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
                if text.is_empty() || text.len() > $max || !text.bytes().all(allowed) {
                    let why = concat!("use 1 to ", $max, " of: a-z, 0-9, _ and -");
                    return Err(ParseError::new($what, why));
                }
                Ok(Self(text.into()))
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

        impl FromStr for $name {
            type Err = ParseError;
            fn from_str(text: &str) -> Result<Self, ParseError> {
                Self::parse(text)
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

text_id!(
    /// A flow, over all its versions.
    FlowId, "flow id", 60
);
text_id!(
    /// A node within one flow.
    NodeId, "node id", 60
);
text_id!(
    /// A segment.
    SegmentId, "segment id", 60
);
text_id!(
    /// A pipeline that deals move through.
    PipelineId, "pipeline id", 60
);
text_id!(
    /// A stage within one pipeline.
    StageId, "stage id", 60
);
text_id!(
    /// A scoring model.
    ModelId, "scoring model id", 60
);
text_id!(
    /// A row within one scoring model.
    RowId, "row id", 60
);
text_id!(
    /// A class within one scoring model: cold, warm, hot.
    ClassId, "class id", 60
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn an_event_id_is_a_version_7_uuid() {
        let id = EventId::new(Timestamp::from_ms(0x0123_4567_89AB), u128::MAX);
        assert_eq!(id.to_string(), "evt_0123456789ab7fffbfffffffffffffff");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn public_ids_name_their_kind() {
        assert_eq!(ContactId(42).to_string(), "con_42");
        assert_eq!("con_42".parse(), Ok(ContactId(42)));
        for wrong in ["42", "deal_42", "con_", "con_-1", "con_+1", "con_99999999999999999999"] {
            assert!(wrong.parse::<ContactId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn written_ids_are_plain() {
        assert!(FlowId::parse("hot-leads_2").is_ok());
        for wrong in ["", "Hot", "a b", "ä", "a/b", &"a".repeat(61)] {
            assert!(FlowId::parse(wrong).is_err(), "{wrong}");
        }
    }
}
