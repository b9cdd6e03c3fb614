//! The headers that keep a browser from doing more with an answer than it is meant for.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// An answer for a program: a browser that shows it as a page loads nothing.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'";

/// Our own pages: no script but files of ours, and none inline.
const PAGE: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The documentation's viewer writes style attributes; its scripts are files as well.
const DOCS: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// Adds them to every answer.
pub async fn dress(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let (policy, private) = (policy(path), path.starts_with("/api/v1"));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, policy);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    if private {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

fn policy(path: &str) -> &'static str {
    match path {
        _ if path.starts_with("/api/docs") => DOCS,
        "/" | "/index.html" => PAGE,
        _ => DATA,
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_page_may_run_inline_script_or_be_framed() {
        for path in ["/", "/api/docs/", "/api/v1/contacts", "/v1/batch"] {
            let policy = policy(path);
            assert!(policy.contains("frame-ancestors 'none'"), "{path}");
            let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src"));
            assert!(scripts.is_none_or(|part| !part.contains("unsafe")), "{path}");
        }
    }
}
