//! One span and one id per request; a failure of ours is logged here, once, and nowhere else.
//!
//! The log holds the route's pattern, not the path, and neither headers nor bodies: ids,
//! addresses and keys of people would be in them.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;

use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tracing::Instrument;

use crate::error::{Error, Fault};

const HEADER: &str = "x-request-id";

/// Under what a request stands in the log.
#[derive(Clone, Copy)]
pub struct RequestId(u64);

impl RequestId {
    /// Ours, never the sender's: what is written into a log is not for others to choose.
    fn new() -> Self {
        Self(getrandom::u64().unwrap_or_default())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "req_{:016x}", self.0)
    }
}

/// Gives the request an id, logs what broke, and says the id to whoever asked.
pub async fn report(mut request: Request, next: Next) -> Response {
    let id = RequestId::new();
    request.extensions_mut().insert(id);
    let span = span(&request, id);
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Some(Fault(fault)) = response.extensions_mut().remove::<Fault>() {
        let status = response.status().as_u16();
        span.in_scope(|| {
            tracing::error!(http.status = status, error = %Chain(&*fault), "a request failed");
        });
        if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
            response = broken(id);
        }
    }
    let value = HeaderValue::from_str(&id.to_string()).expect("an id is ASCII");
    response.headers_mut().insert(HEADER, value);
    response
}

/// What is answered when a handler panicked; the panic itself goes to the log.
pub fn panicked(panic: Box<dyn Any + Send>) -> Response<Body> {
    let what = match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => {
            panic.downcast::<&str>().map_or_else(|_| String::new(), |text| text.to_string())
        }
    };
    Error::internal(format!("a handler panicked: {what}")).into_response()
}

fn span(request: &Request, id: RequestId) -> tracing::Span {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    tracing::info_span!(
        "request",
        request.id = %id,
        http.method = %request.method(),
        http.route = route,
    )
}

fn broken(id: RequestId) -> Response {
    let body = json!({
        "code": "internal",
        "message": format!("something broke on our side; it is in the log as {id}"),
        "details": { "request_id": id.to_string() },
    });
    (StatusCode::INTERNAL_SERVER_ERROR, axum::Json(body)).into_response()
}

/// An error and what caused it, in one line.
struct Chain<'a>(&'a (dyn StdError + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::to_bytes;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use runnel_model::StoreError;
    use serde_json::Value;
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    async fn ask(path: &str) -> (u16, String, Value) {
        async fn breaks() -> Error {
            StoreError::Damaged("row 7 of /var/lib/secret".into()).into()
        }
        async fn panics() {
            panic!("index out of bounds");
        }
        let router = Router::new()
            .route("/breaks", get(breaks))
            .route("/panics", get(panics))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn(report));
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let id = response.headers().get(HEADER).unwrap().to_str().unwrap().to_owned();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        (status, id, serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn what_breaks_is_answered_with_a_fixed_text_and_the_id_in_the_log() {
        for path in ["/breaks", "/panics"] {
            let (status, id, body) = ask(path).await;
            assert_eq!((status, &body["code"]), (500, &"internal".into()));
            assert_eq!(body["details"]["request_id"], *id);
            assert_eq!(
                body["message"],
                format!("something broke on our side; it is in the log as {id}")
            );
        }
        assert_ne!(ask("/breaks").await.1, ask("/breaks").await.1);
    }

    #[test]
    fn a_chain_is_one_line() {
        let cause = StoreError::Unavailable("no route to host".into());
        let error = Error::from(cause);
        let line = Chain(&error).to_string();
        let expect =
            "cannot store anything at present: the database is unavailable: no route to host";
        assert_eq!(line, expect);
    }
}
