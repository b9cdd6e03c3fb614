//! The part of an id that sets it apart, for inputs that Runnel itself gives: a hash of what
//! they are about, so that the same is never two.

use runnel_model::Timestamp;
use xxhash_rust::xxh3::xxh3_128;

/// Of something that happens to `about` at `at`.
pub(crate) fn entropy(what: &str, about: i64, at: Timestamp) -> u128 {
    let mut bytes = what.as_bytes().to_vec();
    bytes.extend(about.to_be_bytes());
    bytes.extend(at.as_ms().to_be_bytes());
    xxh3_128(&bytes)
}
