//! Calls from web pages of other origins. Every page may call: the write key says whose it is,
//! and nothing can be read with it. No cookie means anything here.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The headers that the known browser libraries send.
const HEADERS: &str = "authorization, content-type, anonymousid, sentat, x-retry-count";
/// A day: browsers that keep it for less do so anyway.
const MAX_AGE_S: &str = "86400";

/// The answer to a preflight.
pub fn preflight() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// Lets the page at `origin` see this answer.
pub fn allow(mut response: Response, origin: Option<HeaderValue>) -> Response {
    let Some(origin) = origin else { return response };
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS");
    set(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    set(header::ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after");
    set(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE_S);
    set(header::VARY, "origin");
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(response: &Response, name: &str) -> String {
        let value = response.headers().get(name).map(|value| value.to_str().unwrap());
        value.unwrap_or_default().to_owned()
    }

    #[test]
    fn the_origin_is_echoed_and_the_headers_of_the_libraries_are_allowed() {
        let origin = HeaderValue::from_static("https://shop.example");
        let response = allow(preflight(), Some(origin));
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        assert_eq!(header(&response, "access-control-allow-origin"), "https://shop.example");
        assert_eq!(header(&response, "access-control-max-age"), "86400");
        assert_eq!(header(&response, "vary"), "origin");
        let allowed = header(&response, "access-control-allow-headers");
        for name in ["authorization", "content-type", "anonymousid", "sentat", "x-retry-count"] {
            assert!(allowed.split(", ").any(|one| one == name), "{name}");
        }
    }

    #[test]
    fn who_is_no_browser_gets_no_such_header() {
        let response = allow(preflight(), None);
        assert_eq!(header(&response, "access-control-allow-origin"), "");
    }
}
