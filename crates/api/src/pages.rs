//! The files of `web/` that the binary carries and serves.

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

use crate::app::App;

/// The folder as it was when the binary was built; in debug builds as it is.
#[derive(RustEmbed)]
#[folder = "../../web"]
struct Files;

/// Only what is named here is served, whatever else lies in the folder.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(async || file("index.html", "text/html; charset=utf-8")))
        .route("/style.css", get(async || file("style.css", "text/css; charset=utf-8")))
}

fn file(name: &str, content_type: &'static str) -> Response {
    match Files::get(name) {
        Some(file) => ([(header::CONTENT_TYPE, content_type)], file.data).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_carries_no_script_and_no_inline_style() {
        let page = Files::get("index.html").unwrap();
        let page = std::str::from_utf8(&page.data).unwrap();
        assert!(page.contains("href=\"/style.css\"") && page.contains("href=\"/api/docs/\""));
        for inline in ["<script", "<style", "style=", " onclick"] {
            assert!(!page.contains(inline), "{inline}");
        }
        assert!(Files::get("style.css").is_some());
    }
}
