//! Times as the API writes them, and as numbers that can be reckoned with.

use jiff::Timestamp;
use serde_json::Value;

use crate::api::text;

/// A day, in milliseconds.
pub const DAY_MS: i64 = 86_400_000;

/// The epoch milliseconds of a time in an answer.
pub fn ms_of(time: &Value) -> i64 {
    let parsed: Timestamp = text(time).parse().expect("the API writes times in RFC 3339");
    parsed.as_millisecond()
}

/// A time as clients write it.
pub fn time_text(ms: i64) -> String {
    let time = Timestamp::from_millisecond(ms).expect("a time within the range of the calendar");
    format!("{time:.3}")
}
