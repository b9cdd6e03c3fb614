//! Keys: how they are made, and what of them is stored.
//!
//! A key is 256 random bits. So its SHA-256 needs neither salt nor slowness, and can be looked up
//! by an index. The key itself is shown once, to whoever asked for it.

use runnel_store::{KeyPurpose, NewKey};

use crate::token;

/// How many characters of a key are kept to recognise it by.
const PREFIX_LEN: usize = 8;

/// A key that was just made.
pub struct FreshKey {
    /// To be shown once.
    pub text: String,
    /// To be stored.
    pub stored: NewKey,
}

/// Makes a key: `wk_…` for sending events, `rk_…` for the API.
pub fn make(name: &str, purpose: KeyPurpose) -> Result<FreshKey, getrandom::Error> {
    let kind = match purpose {
        KeyPurpose::Write(_) => "wk_",
        KeyPurpose::Api(_) => "rk_",
    };
    let text = format!("{kind}{}", token::fresh()?);
    let prefix = text.chars().take(PREFIX_LEN).collect();
    let stored = NewKey { name: name.to_owned(), purpose, hash: token::hash(&text), prefix };
    Ok(FreshKey { text, stored })
}

#[cfg(test)]
mod tests {
    use runnel_model::SourceId;
    use runnel_store::Role;

    use super::*;

    #[test]
    fn a_key_tells_what_it_is_for_and_only_its_hash_is_stored() {
        let api = make("ci", KeyPurpose::Api(Role::Viewer)).unwrap();
        assert!(api.text.starts_with("rk_") && api.text.len() == 46, "{}", api.text);
        assert_eq!(api.stored.hash, token::hash(&api.text));
        assert_eq!(api.stored.prefix, api.text[..8]);
        let write = make("site", KeyPurpose::Write(SourceId(1))).unwrap();
        assert!(write.text.starts_with("wk_"));
        assert_ne!(write.text, make("site", KeyPurpose::Write(SourceId(1))).unwrap().text);
        assert!(!write.text.contains(['=', '+', '/', ':', '%']), "it goes into URLs and headers");
    }
}
