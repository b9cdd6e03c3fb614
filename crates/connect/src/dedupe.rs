//! The key by which a repetition is recognised.

use runnel_model::SourceId;
use sha2::{Digest, Sha256};

/// The first 128 bits of a SHA-256 over source and message id.
///
/// Cryptographic and not merely fast: whoever can choose message ids must not be able to make
/// somebody else's event look like a repetition.
pub fn dedupe(source: SourceId, message_id: &str) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(source.0.to_be_bytes());
    hash.update(message_id.as_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    let mut key = [0; 16];
    key.copy_from_slice(&digest[..16]);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_message_id_of_another_source_is_another_message() {
        let one = SourceId(1);
        assert_eq!(dedupe(one, "m"), dedupe(one, "m"));
        assert_ne!(dedupe(one, "m"), dedupe(SourceId(2), "m"));
        assert_ne!(dedupe(one, "m"), dedupe(one, "n"));
    }

    #[test]
    fn the_key_never_changes_between_versions() {
        // Stored for as long as the events are: a change would apply every retry once more.
        let hex: String = dedupe(SourceId(7), "mid-1").iter().map(|b| format!("{b:02x}")).collect();
        insta::assert_snapshot!(hex, @"7d717c7b1781e0a5a5fb9a9b47d7b898");
    }
}
