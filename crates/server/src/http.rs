//! POSTs to the world, for the outbox: bounded in time and size, and never into our own network.
//!
//! Whoever may draw a flow may name an address to post to. So that this opens no door to what
//! only this machine can reach, an address is checked where the connection is made, after the
//! name was resolved: a name that is harmless when the flow is saved and points inside when it is
//! used (DNS rebinding) gets no further. Redirects are not followed, and no proxy of the
//! environment is used, since either would connect to an address that nobody checked. Whether to
//! try again, and how to sign, is `runnel-runtime`'s and `runnel-connect`'s.

use std::error::Error as StdError;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response, Url, redirect};
use runnel_connect::address::{is_public, private_host};
use runnel_model::{Http, HttpAnswer, HttpError, HttpRequest};

const CONNECT_TIME_MAX: Duration = Duration::from_secs(10);
const TOTAL_TIME_MAX: Duration = Duration::from_secs(15);
/// The status says it all; the body is read only so that the connection can serve again.
const BODY_TIME_MAX: Duration = Duration::from_secs(2);
const BODY_BYTES_MAX: usize = 64 * 1024;
/// A server that asks for more patience than a day gets a day.
const RETRY_AFTER_SECONDS_MAX: u32 = 86_400;

/// The client of the whole process.
#[derive(Clone)]
pub struct Outbound {
    client: Client,
    allow_private: bool,
}

impl Outbound {
    /// A client that connects to public addresses only, unless the operator allows all.
    pub fn new(allow_private: bool) -> Result<Self> {
        // Fails only if one is installed already, which is as good.
        rustls::crypto::ring::default_provider().install_default().ok();
        let mut client = Client::builder()
            .connect_timeout(CONNECT_TIME_MAX)
            .timeout(TOTAL_TIME_MAX)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("Runnel/", env!("CARGO_PKG_VERSION")));
        if !allow_private {
            client = client.dns_resolver(Arc::new(PublicOnly));
        }
        let client = client.build().context("cannot set up outgoing HTTPS connections")?;
        Ok(Self { client, allow_private })
    }

    /// Names are checked once more when they are resolved; an address has no name to resolve.
    fn check(&self, text: &str) -> Result<Url, HttpError> {
        let malformed = || HttpError::Forbidden(format!("`{text}` is no http or https address"));
        let url = Url::parse(text).map_err(|_| malformed())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(malformed());
        }
        match private_host(&url).filter(|_| !self.allow_private) {
            Some(host) => Err(HttpError::Forbidden(format!("{host} is not a public address"))),
            None => Ok(url),
        }
    }
}

impl Http for Outbound {
    async fn post(&self, request: HttpRequest) -> Result<HttpAnswer, HttpError> {
        let url = self.check(&request.url)?;
        let headers = headers(&request.headers)?;
        let sent = self.client.post(url).headers(headers).body(request.body).send().await;
        let mut response = sent.map_err(|error| classify(&error))?;
        let answer =
            HttpAnswer { status: response.status().as_u16(), retry_after: retry_after(&response) };
        // Whatever becomes of the body, the answer was given.
        tokio::time::timeout(BODY_TIME_MAX, drain(&mut response)).await.ok();
        Ok(answer)
    }
}

fn headers(pairs: &[(String, String)]) -> Result<HeaderMap, HttpError> {
    let header = |(name, value): &(String, String)| {
        let wrong = || HttpError::Forbidden(format!("`{name}` cannot be sent as a header"));
        let parsed = HeaderName::try_from(name).map_err(|_| wrong())?;
        Ok((parsed, HeaderValue::try_from(value).map_err(|_| wrong())?))
    };
    pairs.iter().map(header).collect()
}

/// Seconds only: the other form, a date, is not worth its clock questions.
fn retry_after(response: &Response) -> Option<u32> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    text.trim().parse::<u64>().ok().map(|seconds| {
        u32::try_from(seconds).unwrap_or(RETRY_AFTER_SECONDS_MAX).min(RETRY_AFTER_SECONDS_MAX)
    })
}

async fn drain(response: &mut Response) {
    let mut read = 0;
    while let Ok(Some(piece)) = response.chunk().await {
        read += piece.len();
        if read > BODY_BYTES_MAX {
            return;
        }
    }
}

/// The address itself is left out: some hold a secret in their path, and this text is stored.
fn classify(error: &reqwest::Error) -> HttpError {
    if error.is_timeout() {
        return HttpError::Unreachable("it took too long".into());
    }
    let mut cause: &dyn StdError = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    match cause.downcast_ref::<NotPublic>() {
        Some(refused) => HttpError::Forbidden(refused.to_string()),
        None => HttpError::Unreachable(cause.to_string()),
    }
}

/// Resolves names as the system does, and keeps the public addresses.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let all: Vec<SocketAddr> = found.collect();
            let public: Vec<_> = all.iter().copied().filter(|one| is_public(one.ip())).collect();
            if public.is_empty() && !all.is_empty() {
                return Err(Box::from(NotPublic(name.as_str().to_owned())));
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// A name leads inside.
#[derive(Debug)]
struct NotPublic(String);

impl std::fmt::Display for NotPublic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} leads to no public address", self.0)
    }
}

impl StdError for NotPublic {}

#[cfg(test)]
mod tests;
