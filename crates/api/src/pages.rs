//! The web app as the binary carries it: the files of `web/dist`, and its page for each path that
//! nothing else answers, because the app finds out itself what a deep link shows.
//!
//! Nothing is compressed here: the build wrote `.br` and `.gz` beside each text. A file below
//! `assets/` has a hash of its content in its name and is kept by browsers for good; the page is
//! asked for each time, so that a new version is seen at once.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

/// The folder as it was when the binary was built; in debug builds as it is. It may be empty.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Files;

const PAGE: &str = "index.html";
/// Encodings by their name in `Accept-Encoding` and as an ending, the best first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

const NOT_BUILT: &str = "<!doctype html><title>Runnel</title><h1>The web app is not in this \
    binary</h1><p>It was built before the app was. Run <code>cargo xtask run</code>, or <code>npm \
    ci &amp;&amp; npm run build</code> in <code>web</code> and build the binary again. The API \
    works: <a href=\"/api/docs\">its documentation</a>.</p>";

/// What this path shows; nothing if the app has no such thing.
pub fn show(method: &Method, path: &str, headers: &HeaderMap) -> Option<Response> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let name = path.trim_start_matches('/');
    if names_a_file(name) {
        return Some(sent(name, Files::get(name)?, headers));
    }
    if !(name.is_empty() || wants_a_page(headers)) {
        return None;
    }
    Some(match Files::get(PAGE) {
        Some(page) => sent(PAGE, page, headers),
        None => not_built(),
    })
}

/// Our paths have no dot in their last part: ids and short names have none.
fn names_a_file(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|last| last.contains('.'))
}

/// Programs that mistype a path are told so; only a browser's navigation gets the page.
fn wants_a_page(headers: &HeaderMap) -> bool {
    text(headers, header::ACCEPT).contains("text/html")
}

fn sent(name: &str, plain: EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag = tag(&plain);
    let mut response = if text(asked, header::IF_NONE_MATCH) == tag {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        body(name, plain, asked)
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept(name)));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).expect("it is hexadecimal"));
    response
}

fn body(name: &str, plain: EmbeddedFile, asked: &HeaderMap) -> Response {
    let accepted = text(asked, header::ACCEPT_ENCODING);
    for (encoding, ending) in ENCODINGS {
        if accepts(accepted, encoding)
            && let Some(packed) = Files::get(&format!("{name}{ending}"))
        {
            return ([(header::CONTENT_ENCODING, encoding)], Body::from(packed.data))
                .into_response();
        }
    }
    Body::from(plain.data).into_response()
}

/// Whether `br` is among `gzip, deflate, br;q=0.9`, and not refused by a zero.
fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|one| {
        let (name, quality) = one.split_once(';').unwrap_or((one, ""));
        name.trim() == encoding && quality.replace(' ', "").trim_end_matches(['.', '0']) != "q="
    })
}

/// A hash of the plain content; the packed ones mean the same.
fn tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let hex: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{hex}\"")
}

fn kept(name: &str) -> &'static str {
    if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn not_built() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::OK, headers, NOT_BUILT).into_response()
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(method: Method, path: &str, accept: &'static str) -> Option<StatusCode> {
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
        show(&method, path, &headers).map(|response| response.status())
    }

    #[test]
    fn a_browser_gets_the_page_at_every_path_and_a_program_only_at_the_root() {
        let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
        assert_eq!(shown(Method::GET, "/contacts/con_42", browser), Some(StatusCode::OK));
        assert_eq!(shown(Method::GET, "/", "*/*"), Some(StatusCode::OK));
        assert_eq!(shown(Method::GET, "/contacts/con_42", "*/*"), None);
        assert_eq!(shown(Method::POST, "/contacts", browser), None);
    }

    #[test]
    fn a_file_that_is_not_there_is_not_answered_with_the_page() {
        for path in ["/assets/gone-1234.js", "/favicon.ico", "/../Cargo.toml", "/assets/../../x.js"]
        {
            assert_eq!(shown(Method::GET, path, "text/html"), None, "{path}");
        }
    }

    #[test]
    fn the_page_carries_no_script_and_no_style_of_its_own() {
        let built = Files::get(PAGE).map(|file| String::from_utf8(file.data.to_vec()).unwrap());
        for page in [NOT_BUILT.to_owned(), built.unwrap_or_default()] {
            for inline in ["<script>", "<style", "style=", " onclick", "http:", "https:"] {
                assert!(!page.contains(inline), "{inline}");
            }
        }
    }

    #[test]
    fn an_encoding_is_used_only_if_it_is_accepted() {
        assert!(accepts("gzip, deflate, br", "br") && accepts("br;q=0.5", "br"));
        assert!(!accepts("gzip, brotli", "br") && !accepts("br;q=0.0, gzip", "br"));
        assert!(!accepts("br; q=0", "br") && !accepts("", "gzip"));
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_good() {
        assert!(kept("assets/index-1a2b3c.js").contains("immutable"));
        assert_eq!(kept(PAGE), "no-cache");
    }
}
