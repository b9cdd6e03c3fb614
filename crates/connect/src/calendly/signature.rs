//! `Calendly-Webhook-Signature: t=SECONDS,v1=HEX`, HMAC-SHA256 over `SECONDS.body`.
//!
//! Replays within the tolerance are not caught here: the de-duplication key makes them harmless.

use runnel_model::Timestamp;
use subtle::ConstantTimeEq;

use crate::webhook::{hex, mac};

/// How far the signature's time may be from ours, in milliseconds: three minutes.
pub const TOLERANCE_MS: i64 = 180_000;

/// Why a delivery is not Calendly's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The header is not `t=…,v1=…`.
    #[error("the header Calendly-Webhook-Signature is missing or not of the form t=…,v1=…")]
    Malformed,
    /// It was signed too long ago, or in the future.
    #[error("the signature is more than three minutes from now")]
    Old,
    /// It was signed with another key, or the body was changed.
    #[error("the signature does not fit the body and the source's signing key")]
    Mismatch,
}

/// Checks the header against the body as it arrived. Of several `v1` one has to fit.
pub fn verify(header: &str, body: &[u8], key: &str, now: Timestamp) -> Result<(), SignatureError> {
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let time = parts().find(|(name, _)| *name == "t").map(|(_, seconds)| seconds);
    let seconds: i64 = time.and_then(|text| text.parse().ok()).ok_or(SignatureError::Malformed)?;
    let mut given = parts().filter(|(name, _)| *name == "v1").map(|(_, hex)| hex).peekable();
    given.peek().ok_or(SignatureError::Malformed)?;
    let signed_at_ms = seconds.saturating_mul(1_000);
    if signed_at_ms.abs_diff(now.as_ms()) > TOLERANCE_MS.unsigned_abs() {
        return Err(SignatureError::Old);
    }
    // Over the text of the header, not the number read from it: `t=01` is signed as `01`.
    let right = hex(&mac(key.as_bytes(), &[time.unwrap_or_default().as_bytes(), b".", body]));
    let fits = |one: &str| bool::from(one.as_bytes().ct_eq(right.as_bytes()));
    if given.any(fits) { Ok(()) } else { Err(SignatureError::Mismatch) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "signing-key";
    const BODY: &[u8] = br#"{"event":"invitee.created"}"#;
    const NOW: Timestamp = Timestamp::from_ms(1_700_000_000_000);

    fn good(seconds: &str) -> String {
        hex(&mac(KEY.as_bytes(), &[seconds.as_bytes(), b".", BODY]))
    }

    fn check(header: &str, expect: Result<(), SignatureError>) {
        assert_eq!(verify(header, BODY, KEY, NOW), expect, "{header}");
    }

    #[test]
    fn only_a_fresh_signature_over_this_very_body_fits() {
        use SignatureError::{Malformed, Mismatch, Old};
        let now = "1700000000";
        let signed = |seconds: &str| format!("t={seconds},v1={}", good(seconds));
        check(&signed(now), Ok(()));
        check(&signed("1699999820"), Ok(()));
        check(&signed("1699999819"), Err(Old));
        check(&signed("1700000181"), Err(Old));
        check(&format!("t={now},v1=00,v1={}", good(now)), Ok(()));
        check(&format!("v1={}, t={now}", good(now)), Ok(()));
        check(&format!("t=1700000001,v1={}", good(now)), Err(Mismatch));
        check(&format!("t={now},v0={}", good(now)), Err(Malformed));
        check(&format!("t={now},v1="), Err(Mismatch));
        check(&format!("t=soon,v1={}", good("soon")), Err(Malformed));
        check("t=9223372036854775807,v1=00", Err(Old));
        check("", Err(Malformed));
    }

    #[test]
    fn another_body_or_another_key_does_not_fit() {
        let header = format!("t=1700000000,v1={}", good("1700000000"));
        assert_eq!(verify(&header, b"{}", KEY, NOW), Err(SignatureError::Mismatch));
        assert_eq!(verify(&header, BODY, "other", NOW), Err(SignatureError::Mismatch));
    }
}
