//! The signing secrets that Runnel shares with others, derived from the master key.
//!
//! Derived and not stored: there is nothing to leak from the database, and the same question has
//! the same answer on every node.

use axum::http::Uri;
use runnel_connect::webhook;
use runnel_model::SourceId;

/// What the receiver at this address verifies our webhooks with (`whsec_…`, Standard Webhooks).
/// The same for all addresses of one origin. `None` for what is no address.
pub fn webhook_secret(master: &[u8; 32], url: &str) -> Option<String> {
    Some(webhook::derive_secret(master, &origin(url)?))
}

/// What Calendly is to sign with what it sends to this source; given to it when its subscription
/// is created.
pub fn calendly_signing_key(master: &[u8; 32], source: SourceId) -> String {
    webhook::derive_calendly_key(master, source)
}

/// `https://host:port`, in lower case, without a port that is the scheme's own.
pub(crate) fn origin(url: &str) -> Option<String> {
    let uri: Uri = url.trim().parse().ok()?;
    let scheme = uri.scheme_str()?.to_ascii_lowercase();
    let host = uri.host().filter(|host| !host.is_empty())?.to_ascii_lowercase();
    let port = match (scheme.as_str(), uri.port_u16()) {
        ("http", Some(80)) | ("https", Some(443)) | (_, None) => String::new(),
        ("http" | "https", Some(port)) => format!(":{port}"),
        _ => return None,
    };
    matches!(scheme.as_str(), "http" | "https").then(|| format!("{scheme}://{host}{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expect: Option<&str>) {
        assert_eq!(origin(url).as_deref(), expect, "{url}");
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        check("https://Hooks.Example.com:443/a?b=c", Some("https://hooks.example.com"));
        check("http://127.0.0.1:9000/hook", Some("http://127.0.0.1:9000"));
        check("https://user:pass@example.com/", Some("https://example.com"));
        check("ftp://example.com", None);
        check("/hook", None);
        check("nonsense", None);
    }

    #[test]
    fn all_addresses_of_an_origin_have_one_secret() {
        let secret = |url| webhook_secret(&[1; 32], url);
        assert!(secret("https://a.example/x").is_some_and(|text| text.starts_with("whsec_")));
        assert_eq!(secret("https://a.example/x"), secret("https://A.example:443/y"));
        assert_ne!(secret("https://a.example/x"), secret("https://b.example/x"));
        assert_eq!(secret("a.example"), None);
    }
}
