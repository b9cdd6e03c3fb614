//! Points in time and lengths of time. No calendar here: days are 24 hours.
//!
//! Calendar days, weekdays and zones belong to `runnel-engine`, which has the zone rules.

use std::fmt;
use std::ops::{Add, Sub};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The earliest time an event may carry: 1970-01-01. Older ones are clamped to it.
    pub const MIN: Self = Self(0);
    /// The latest time the product can reckon with: 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// From epoch milliseconds, clamped into [`MIN`](Self::MIN)..=[`MAX`](Self::MAX).
    pub const fn from_ms(ms: i64) -> Self {
        if ms < Self::MIN.0 {
            Self::MIN
        } else if ms > Self::MAX.0 {
            Self::MAX
        } else {
            Self(ms)
        }
    }

    /// Epoch milliseconds.
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// The number of its UTC day: 0 is 1970-01-01.
    pub const fn day(self) -> i64 {
        self.0 / Span::Days(1).as_ms()
    }

    /// When a UTC day of this number begins.
    pub const fn of_day(day: i64) -> Self {
        Self::from_ms(day.saturating_mul(Span::Days(1).as_ms()))
    }

    /// The earlier of a bound that may be absent and one that may be absent: absent means never.
    pub fn earliest(a: Option<Self>, b: Option<Self>) -> Option<Self> {
        match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, None) | (None, one) => one,
        }
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self::from_ms(self.0.saturating_add(span.as_ms()))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self::from_ms(self.0.saturating_sub(span.as_ms()))
    }
}

/// Milliseconds from `other` to `self`; negative when `other` is later.
impl Sub for Timestamp {
    type Output = i64;
    fn sub(self, other: Self) -> i64 {
        self.0 - other.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}ms", self.0)
    }
}

/// A length of time as a marketer writes it: `{"days": 3}`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Seconds.
    Seconds(u32),
    /// Minutes.
    Minutes(u32),
    /// Hours.
    Hours(u32),
    /// Days of 24 hours.
    Days(u32),
    /// Weeks of seven days.
    Weeks(u32),
}

impl Span {
    /// The longest span a document may name: ten years of 366 days.
    pub const MAX_MS: i64 = 10 * 366 * 86_400_000;

    /// Milliseconds. Never overflows: the largest unit times `u32::MAX` fits.
    pub const fn as_ms(self) -> i64 {
        match self {
            Self::Seconds(n) => n as i64 * 1_000,
            Self::Minutes(n) => n as i64 * 60_000,
            Self::Hours(n) => n as i64 * 3_600_000,
            Self::Days(n) => n as i64 * 86_400_000,
            Self::Weeks(n) => n as i64 * 7 * 86_400_000,
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = match *self {
            Self::Seconds(n) => (n, "second"),
            Self::Minutes(n) => (n, "minute"),
            Self::Hours(n) => (n, "hour"),
            Self::Days(n) => (n, "day"),
            Self::Weeks(n) => (n, "week"),
        };
        let plural = if n == 1 { "" } else { "s" };
        write!(f, "{n} {unit}{plural}")
    }
}
