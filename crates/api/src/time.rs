//! A point in time as the public API writes it: RFC 3339 with milliseconds and `Z`.
//!
//! Inside, times are epoch milliseconds; whoever reads an answer with their own eyes should not
//! have to convert them.

use std::borrow::Cow;
use std::fmt;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use runnel_model::{ParseError, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// `2026-03-01T09:30:00.000Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub Timestamp);

impl Time {
    /// Any RFC 3339 time, of any offset.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let time: jiff::Timestamp = text.parse().map_err(|_| {
            ParseError::new("time", "it looks like 2026-03-01T09:30:00Z (RFC 3339)")
        })?;
        Ok(Self(Timestamp::from_ms(time.as_millisecond())))
    }
}

impl From<Timestamp> for Time {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not jiff's Timestamp: it ends a day before the last time that the product reckons with.
        let time = DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
            .checked_add(SignedDuration::from_millis(self.0.as_ms()))
            .expect("the range of Timestamp lies within that of DateTime");
        write!(f, "{time:.3}Z")
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for Time {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("RFC 3339, in UTC, with milliseconds"))
            .examples(["2026-03-01T09:30:00.000Z"])
            .into()
    }
}

impl utoipa::ToSchema for Time {
    fn name() -> Cow<'static, str> {
        "Time".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ms: i64, expect: &str) {
        assert_eq!(Time(Timestamp::from_ms(ms)).to_string(), expect);
    }

    #[test]
    fn times_carry_milliseconds_and_z() {
        check(0, "1970-01-01T00:00:00.000Z");
        check(1_772_357_400_007, "2026-03-01T09:30:00.007Z");
        check(Timestamp::MAX.as_ms(), "9999-12-31T23:59:59.999Z");
        let read = Time::parse("2026-03-01T09:30:00.007Z").unwrap();
        assert_eq!(read.0.as_ms(), 1_772_357_400_007);
    }

    #[test]
    fn an_offset_is_taken_and_nonsense_is_not() {
        let with_offset = Time::parse("2026-03-01T10:30:00+01:00").unwrap();
        assert_eq!(with_offset.to_string(), "2026-03-01T09:30:00.000Z");
        for wrong in ["", "yesterday", "2026-03-01", "2026-13-01T00:00:00Z"] {
            assert!(Time::parse(wrong).is_err(), "{wrong}");
        }
    }
}
