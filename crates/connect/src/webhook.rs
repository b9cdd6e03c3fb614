//! Standard Webhooks (standardwebhooks.com, version 1): what we send is signed so that the
//! receiver can tell that it is ours, unchanged and not old.
//!
//! Also here: the secrets themselves. None is stored; each is derived from the installation's
//! master key, so a copy of the database gives nobody the power to sign.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use runnel_model::{SourceId, Timestamp};
use sha2::Sha256;
use subtle::ConstantTimeEq;

const PREFIX: &str = "whsec_";

/// How far a signature's time may be from the receiver's, in seconds.
pub const TOLERANCE_SECONDS: i64 = 300;

/// The headers of one delivery: names in lower case, and values.
pub type Headers = [(&'static str, String); 3];

/// What is wrong with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The secret is not `whsec_` and base64.
    #[error("the secret is not whsec_ and base64")]
    Secret,
    /// The timestamp is not a number of seconds.
    #[error("webhook-timestamp is not a number of seconds")]
    Timestamp,
    /// The timestamp is too far from now.
    #[error("webhook-timestamp is more than {TOLERANCE_SECONDS} seconds from now")]
    Old,
    /// No signature of version 1 fits.
    #[error("no signature fits")]
    Signature,
}

/// The secret with which everything sent to `origin` (`https://example.com`) is signed.
///
/// One per origin, so that no receiver can pass on what it got to another as if we had sent it.
pub fn derive_secret(master: &[u8; 32], origin: &str) -> String {
    let key = mac(master, &[b"webhook:", origin.as_bytes()]);
    format!("{PREFIX}{}", BASE64_STANDARD.encode(key))
}

/// The signing key of a Calendly source; the user hands it to Calendly with the subscription.
pub fn derive_calendly_key(master: &[u8; 32], source: SourceId) -> String {
    hex(&mac(master, &[b"calendly:", source.0.to_string().as_bytes()]))
}

/// Signs one delivery. Absent if the secret is not one of ours. The time is that of the try.
pub fn sign(secret: &str, id: &str, at: Timestamp, body: &str) -> Option<Headers> {
    let key = key_of(secret)?;
    let seconds = (at.as_ms() / 1_000).to_string();
    let signature = BASE64_STANDARD.encode(signature(&key, id, &seconds, body));
    Some([
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", seconds),
        ("webhook-signature", format!("v1,{signature}")),
    ])
}

/// Checks a delivery as a receiver does; `signatures` may hold several, divided by spaces.
pub fn verify(
    secret: &str,
    [id, timestamp, signatures]: [&str; 3],
    body: &str,
    now: Timestamp,
) -> Result<(), VerifyError> {
    let key = key_of(secret).ok_or(VerifyError::Secret)?;
    let seconds: i64 = timestamp.parse().map_err(|_| VerifyError::Timestamp)?;
    if seconds.abs_diff(now.as_ms() / 1_000) > TOLERANCE_SECONDS.unsigned_abs() {
        return Err(VerifyError::Old);
    }
    let right = signature(&key, id, timestamp, body);
    let given = signatures.split(' ').filter_map(|one| one.strip_prefix("v1,"));
    let fits = |one: &str| {
        BASE64_STANDARD.decode(one).is_ok_and(|given| bool::from(given.ct_eq(right.as_slice())))
    };
    if given.into_iter().any(fits) { Ok(()) } else { Err(VerifyError::Signature) }
}

fn key_of(secret: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()
}

fn signature(key: &[u8], id: &str, seconds: &str, body: &str) -> [u8; 32] {
    mac(key, &[id.as_bytes(), b".", seconds.as_bytes(), b".", body.as_bytes()])
}

/// HMAC-SHA256 over the parts one after the other.
pub(crate) fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &str = r#"{"test": 2432232314}"#;
    const AT: Timestamp = Timestamp::from_ms(1_614_265_330_000);

    #[test]
    fn the_signature_is_that_of_the_specification() {
        let [_, (_, seconds), (_, signature)] = sign(SECRET, ID, AT, BODY).unwrap();
        assert_eq!(seconds, "1614265330");
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    fn check(signature: &str, body: &str, late_seconds: i64, expect: Result<(), VerifyError>) {
        let now = Timestamp::from_ms(AT.as_ms() + late_seconds * 1_000);
        let headers = [ID, "1614265330", signature];
        assert_eq!(verify(SECRET, headers, body, now), expect, "{signature} {late_seconds}");
    }

    #[test]
    fn what_is_changed_old_or_of_another_version_does_not_verify() {
        const GOOD: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        check(GOOD, BODY, 0, Ok(()));
        check(GOOD, BODY, 300, Ok(()));
        check(GOOD, BODY, -300, Ok(()));
        check(GOOD, BODY, 301, Err(VerifyError::Old));
        check(GOOD, BODY, -301, Err(VerifyError::Old));
        check(GOOD, "{}", 0, Err(VerifyError::Signature));
        check(&format!("v1,AAAA v2,xyz {GOOD}"), BODY, 0, Ok(()));
        check(&GOOD.replace("v1,", "v2,"), BODY, 0, Err(VerifyError::Signature));
        check("", BODY, 0, Err(VerifyError::Signature));
        check("v1,", BODY, 0, Err(VerifyError::Signature));
    }

    #[test]
    fn a_secret_is_the_same_for_one_origin_and_another_for_others() {
        let master = [7; 32];
        let one = derive_secret(&master, "https://sales.example.com");
        assert_eq!(one, derive_secret(&master, "https://sales.example.com"));
        assert_ne!(one, derive_secret(&master, "https://other.example.com"));
        assert_ne!(one, derive_secret(&[8; 32], "https://sales.example.com"));
        assert!(sign(&one, "eff_1", AT, "{}").is_some());
        assert!(sign("secret", "eff_1", AT, "{}").is_none());
        assert_eq!(derive_calendly_key(&master, SourceId(1)).len(), 64);
        assert_ne!(
            derive_calendly_key(&master, SourceId(1)),
            derive_calendly_key(&master, SourceId(2))
        );
    }
}
