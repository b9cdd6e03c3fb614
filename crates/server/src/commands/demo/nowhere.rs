//! The demo's network: the shipped flows post to `sales.example.com`, which nobody can have.

use runnel_model::{Http, HttpAnswer, HttpError, HttpRequest};

/// Answers for hosts under `example.com`, `example.org` and `example.net` (RFC 2606), as if
/// somebody had taken what was posted; everything else goes out as it would from a server.
pub struct ExampleDomains<H>(pub H);

const RESERVED: [&str; 3] = ["example.com", "example.org", "example.net"];

impl<H: Http> Http for ExampleDomains<H> {
    async fn post(&self, request: HttpRequest) -> Result<HttpAnswer, HttpError> {
        if is_reserved(&request.url) {
            return Ok(HttpAnswer { status: 204, retry_after: None });
        }
        self.0.post(request).await
    }
}

fn is_reserved(url: &str) -> bool {
    let url = reqwest::Url::parse(url).ok();
    let host = url.as_ref().and_then(reqwest::Url::host_str).unwrap_or_default();
    RESERVED.iter().any(|name| {
        host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_nobody_can_have_are_answered_for() {
        assert!(is_reserved("https://sales.example.com/hooks/hot-lead"));
        assert!(is_reserved("https://EXAMPLE.org"));
        for real in [
            "https://myexample.com/",
            "https://example.com.evil.dev/",
            "x",
            "https://a.dev/?example.com",
        ] {
            assert!(!is_reserved(real), "{real}");
        }
    }
}
