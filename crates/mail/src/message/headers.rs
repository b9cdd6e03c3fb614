//! Headers that lettre does not know. None is folded, as some receivers do not unfold them, and none
//! needs encoding: a URL and a cleaned word are printable ASCII.

use lettre::message::header::{HeaderName, HeaderValue};
use url::Url;

use super::clean;

/// Where the mail is unsubscribed from.
pub fn list_unsubscribe(url: &Url) -> HeaderValue {
    ascii("List-Unsubscribe", format!("<{url}>"))
}

/// That one POST there is enough (RFC 8058).
pub fn list_unsubscribe_post() -> HeaderValue {
    ascii("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned())
}

/// What complaints are grouped by.
pub fn feedback_id(parts: &[&str; 4]) -> HeaderValue {
    ascii("Feedback-ID", parts.map(clean::word).join(":"))
}

fn ascii(name: &'static str, value: String) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value)
}
