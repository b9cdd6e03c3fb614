//! Where clients put their write key, apart from the body.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The key of `Basic base64(key ":")` or `Bearer key`.
pub fn key_from_authorization(header: &str) -> Option<String> {
    let (scheme, value) = header.trim().split_once(' ')?;
    let key = match scheme.to_ascii_lowercase().as_str() {
        "basic" => {
            let decoded = String::from_utf8(BASE64.decode(value.trim()).ok()?).ok()?;
            decoded.split(':').next().unwrap_or_default().to_owned()
        }
        "bearer" => value.to_owned(),
        _ => return None,
    };
    present(&key)
}

/// The key of `writeKey=…` in a query; our keys need no percent-encoding.
pub fn key_from_query(query: &str) -> Option<String> {
    query.split('&').find_map(|pair| pair.strip_prefix("writeKey=")).and_then(present)
}

pub(super) fn present(key: &str) -> Option<String> {
    let key = key.trim();
    (!key.is_empty()).then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expect: Option<&str>) {
        assert_eq!(key_from_authorization(header).as_deref(), expect, "{header}");
    }

    #[test]
    fn the_key_is_the_user_name_of_basic_authorization() {
        check("Basic V0tfcnVkOg==", Some("WK_rud"));
        check("basic V0tfcnVkOg", Some("WK_rud"));
        check("Basic V0tfYnI6", Some("WK_br"));
        check("Basic d2s6aWdub3JlZA==", Some("wk"));
        check("Bearer wk_1", Some("wk_1"));
        check("Basic Og==", None);
        check("Basic !!!", None);
        check("Basic /w==", None);
        check("Basic", None);
        check("", None);
    }

    #[test]
    fn a_beacon_has_its_key_in_the_query() {
        assert_eq!(key_from_query("v=1&writeKey=wk_1&x=").as_deref(), Some("wk_1"));
        assert_eq!(key_from_query("writeKey="), None);
        assert_eq!(key_from_query("notwriteKey=wk_1"), None);
    }
}
