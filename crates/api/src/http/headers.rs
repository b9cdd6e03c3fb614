//! The headers that keep a browser from doing more with an answer than it is meant for.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// An answer for a program: a browser that shows it as a page loads nothing.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'";

/// Our own pages: files of ours and nothing else, and no inline script. The kit that they are made
/// of writes style elements (the theme's variables, widths per screen), which cannot run anything.
const PAGE: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; \
    worker-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Adds them to every answer.
pub async fn dress(request: Request, next: Next) -> Response {
    let private = request.uri().path().starts_with("/api/v1");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, policy(headers));
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    if private {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

fn policy(headers: &HeaderMap) -> &'static str {
    let content_type = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if content_type.is_some_and(|it| it.starts_with(b"text/html")) { PAGE } else { DATA }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_page_may_run_inline_script_or_be_framed() {
        for content_type in ["text/html; charset=utf-8", "application/json", "image/svg+xml"] {
            let content_type = HeaderValue::from_static(content_type);
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, content_type)]);
            let policy = policy(&headers);
            assert!(policy.contains("frame-ancestors 'none'"), "{headers:?}");
            let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src"));
            assert!(scripts.is_none_or(|part| !part.contains("unsafe")), "{headers:?}");
        }
    }
}
