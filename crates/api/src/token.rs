//! Random texts that open something: sessions and one-time links, and the part of a key that
//! is secret.
//!
//! 256 random bits each. So a SHA-256 of one needs neither salt nor slowness, and can be looked
//! up by an index. Stored is only that.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A new one: 43 characters that need no escaping anywhere.
pub fn fresh() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// What one is found by.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// What a page must send along with each change, to show that it could read our answers. Derived:
/// whoever knows the session knows it, nobody can get from it to the session, and nothing more
/// has to be stored.
pub fn csrf(session: &str) -> String {
    let digest = Sha256::new().chain_update("csrf of ").chain_update(session).finalize();
    BASE64_URL_SAFE_NO_PAD.encode(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_go_into_urls_and_headers_as_they_are() {
        let token = fresh().unwrap();
        assert_eq!(token.len(), 43);
        assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        assert_ne!(token, fresh().unwrap());
        assert_ne!(csrf(&token), csrf(&fresh().unwrap()));
        assert_eq!(csrf(&token), csrf(&token));
    }
}
