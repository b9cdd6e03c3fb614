//! Times as other systems write them. No zone rules: a time without an offset is UTC.

use jiff::civil::{Date, date};
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use runnel_model::Timestamp;

/// Below this a bare number is seconds, from here on milliseconds: as seconds it would be the
/// year 5138, as milliseconds it is 1973.
const FIRST_MILLISECONDS: f64 = 1e11;

/// Reads RFC 3339, ISO 8601 without a zone (UTC), a date alone (its midnight in UTC), and Unix
/// seconds or milliseconds as a number or as text.
pub fn parse_time(text: &str) -> Option<Timestamp> {
    parse_ms(text).map(Timestamp::from_ms)
}

/// The same before it is clamped into what the product can reckon with.
pub(crate) fn parse_ms(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return unix(number);
    }
    let pieces = Pieces::parse(text).ok()?;
    // By hand and not through `jiff::Timestamp`, whose last day ends before 9999-12-31.
    let seconds = days_since_1970(pieces.date()) * 86_400;
    let time = pieces.time().unwrap_or_default();
    let of_day =
        i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    let ms = i64::from(time.subsec_nanosecond() / 1_000_000);
    Some((seconds + of_day - offset_seconds(&pieces)) * 1_000 + ms)
}

fn days_since_1970(day: Date) -> i64 {
    day.duration_since(date(1970, 1, 1)).as_hours() / 24
}

fn offset_seconds(pieces: &Pieces) -> i64 {
    match pieces.offset() {
        Some(PiecesOffset::Numeric(offset)) => i64::from(offset.offset().seconds()),
        _ => 0,
    }
}

fn unix(number: f64) -> Option<i64> {
    let ms = if number.abs() < FIRST_MILLISECONDS { number * 1_000.0 } else { number };
    // `as` saturates, so 1e300 becomes a time that is clamped and not a wrong one.
    number.is_finite().then_some(ms as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<i64>) {
        assert_eq!(parse_time(text).map(Timestamp::as_ms), expect, "{text}");
    }

    #[test]
    fn every_form_that_clients_send_is_read() {
        check("1970-01-01T00:00:01Z", Some(1_000));
        check("2026-01-02T03:04:05.678Z", Some(1_767_323_045_678));
        check("2026-01-02T03:04:05.678+00:00", Some(1_767_323_045_678));
        check("2026-01-02T05:04:05.678+02:00", Some(1_767_323_045_678));
        check("2026-01-01T22:04:05.678-05:00", Some(1_767_323_045_678));
        check("2026-11-21T20:39:09.157855+00:00", Some(1_795_293_549_157));
        check("2026-01-02T03:04:05", Some(1_767_323_045_000));
        check("2026-01-02 03:04", Some(1_767_323_040_000));
        check("2026-01-02", Some(1_767_312_000_000));
        check("1767323045", Some(1_767_323_045_000));
        check("1767323045678", Some(1_767_323_045_678));
        check("1767323045.678", Some(1_767_323_045_678));
        check("0", Some(0));
    }

    #[test]
    fn times_beyond_what_we_reckon_with_are_clamped() {
        let last = Timestamp::MAX.as_ms();
        check("0000-01-01T00:00:00Z", Some(0));
        check("1969-12-31T23:59:59Z", Some(0));
        check("9999-12-31T23:59:59.999Z", Some(last));
        check("9999-12-31T23:59:59-12:00", Some(last));
        check("9223372036854775808", Some(last));
        check("-5", Some(0));
        check("1e300", Some(last));
    }

    #[test]
    fn what_is_no_time_is_not_guessed() {
        for text in ["", "soon", "NaN", "inf", "2026-13-01", "2026-02-30T00:00:00Z", "12/31/2026"] {
            check(text, None);
        }
    }

    #[test]
    fn a_zone_that_does_not_exist_is_no_reason_to_lose_the_time() {
        check("1970-01-01T00:00:01Z[Mars/Base]", Some(1_000));
        check("1970-01-01T00:00:01[Mars/Base]", Some(1_000));
    }
}
