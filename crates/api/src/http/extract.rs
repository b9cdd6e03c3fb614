//! A request, taken apart: bodies, ids in paths, queries, `If-Match`.
//!
//! Everything that can be wrong with them is said in the words of the error type, so that no
//! handler has to know how axum words a rejection.

use std::str::FromStr;

use axum::extract::rejection::BytesRejection;
use axum::extract::{
    FromRequest, FromRequestParts, OptionalFromRequest, Query, RawPathParams, Request,
};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use runnel_model::{FlowId, ParseError};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Result};

/// A JSON body, whatever its Content-Type says. Types that are read this way deny unknown
/// fields, so that a mistyped or privileged one is an error and not silence.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let bytes = axum::body::Bytes::from_request(request, state).await.map_err(unread)?;
        read(&bytes).map(Self)
    }
}

/// A body may be left out where nothing has to be said.
impl<T: DeserializeOwned, S: Send + Sync> OptionalFromRequest<S> for Body<T> {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Option<Self>> {
        let bytes = axum::body::Bytes::from_request(request, state).await.map_err(unread)?;
        if bytes.is_empty() { Ok(None) } else { read(&bytes).map(|body| Some(Self(body))) }
    }
}

fn unread(rejection: BytesRejection) -> Error {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let message = "the body is larger than is taken here";
        return Error::refused(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message);
    }
    Error::malformed("body_cut_off", "the body could not be read to its end")
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let body = serde_json::from_slice(bytes).map_err(|error| {
        // Of a list where a name is expected the parser says that it is no JSON at all; of a text
        // that it would take but is none, it says so only when the text is kept.
        if serde_json::from_slice::<Value>(bytes).is_ok() {
            return Error::unprocessable("invalid_body", format!("the body is not right: {error}"));
        }
        Error::malformed("invalid_json", format!("the body is not JSON: {error}"))
    })?;
    if holds_nul(bytes) {
        return Err(Error::unprocessable("invalid_body", "a text contains the character NUL"));
    }
    Ok(body)
}

/// Databases cannot store NUL in a text; no document needs it.
fn holds_nul(bytes: &[u8]) -> bool {
    fn within(value: &Value) -> bool {
        match value {
            Value::String(text) => text.contains('\0'),
            Value::Array(values) => values.iter().any(within),
            Value::Object(map) => {
                map.iter().any(|(key, value)| key.contains('\0') || within(value))
            }
            _ => false,
        }
    }
    let written = b"\\u0000";
    bytes.windows(written.len()).any(|part| part == written)
        && serde_json::from_slice(bytes).is_ok_and(|value| within(&value))
}

/// The id in a path: the parameter `id`.
pub struct Id<T>(pub T);

impl<T: FromStr<Err = ParseError>, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let id = parameter(parts, state, "id").await?.parse();
        id.map(Self)
            .map_err(|error: ParseError| Error::malformed("malformed_id", error.to_string()))
    }
}

/// The flow in a path about something else: the parameter `flow`.
pub struct FlowInPath(pub FlowId);

impl<S: Send + Sync> FromRequestParts<S> for FlowInPath {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let id = parameter(parts, state, "flow").await?.parse();
        id.map(Self)
            .map_err(|error: ParseError| Error::malformed("malformed_id", error.to_string()))
    }
}

/// The version in a path: the parameter `version`.
pub struct Version(pub u32);

impl<S: Send + Sync> FromRequestParts<S> for Version {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let text = parameter(parts, state, "version").await?;
        let number = text.parse().ok().filter(|number| *number > 0);
        let message = || format!("version `{text}` is not valid: it is a whole number from 1");
        number.map(Self).ok_or_else(|| Error::malformed("malformed_version", message()))
    }
}

async fn parameter<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Result<String> {
    let unreadable = || Error::malformed("malformed_id", "the path is not UTF-8");
    let all = RawPathParams::from_request_parts(parts, state).await.map_err(|_| unreadable())?;
    let found = all.iter().find(|(one, _)| *one == name).map(|(_, value)| value.to_owned());
    Ok(found.expect("the route's pattern names the parameter its handler asks for"))
}

/// What the query asks for. Its types deny unknown fields as well.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query
            .map(|Query(query)| Self(query))
            .map_err(|rejection| Error::malformed("invalid_query", rejection.body_text()))
    }
}

/// The version that whoever writes has read; absent: it does not care.
pub struct IfMatch(pub Option<u64>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let number = text.trim_start_matches("W/").trim_matches('"').parse();
        number.map(|version| Self(Some(version))).map_err(|_| {
            let message = "If-Match is the version that was read, a number such as \"3\"";
            Error::malformed("malformed_if_match", message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named {
        name: String,
    }

    fn check(body: &str, expect: Result<&str, &str>) {
        let found = read::<Named>(body.as_bytes());
        match (found, expect) {
            (Ok(named), Ok(name)) => assert_eq!(named.name, name),
            (Err(Error::Refused { code, .. }), Err(expect)) => assert_eq!(code, expect, "{body}"),
            (found, expect) => panic!("{body}: {found:?} instead of {expect:?}"),
        }
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Chosen {
        This,
    }

    #[test]
    fn json_of_another_shape_is_not_said_to_be_no_json() {
        for body in ["[]", "[[[[]]]]", "{}", "1", r#"{"this": [}"#] {
            let Err(Error::Refused { code, .. }) = read::<Chosen>(body.as_bytes()) else {
                panic!("{body} was taken");
            };
            let expect = if body.ends_with("[}") { "invalid_json" } else { "invalid_body" };
            assert_eq!(code, expect, "{body}");
        }
        assert!(matches!(read(br#""this""#), Ok(Chosen::This)));
    }

    #[test]
    fn bodies_are_read_strictly() {
        check(r#"{"name": "a"}"#, Ok("a"));
        check(r#"{"name": "a\\u0000"}"#, Ok("a\\u0000"));
        check(r#"{"name": "a\u0000"}"#, Err("invalid_body"));
        check(r#"{"name": "a", "role": "admin"}"#, Err("invalid_body"));
        check(r#"{"name": 1}"#, Err("invalid_body"));
        check(r#"{"name": "a"} x"#, Err("invalid_json"));
        check(r#"{"name": "\ud800"}"#, Err("invalid_json"));
        check("", Err("invalid_json"));
        check(&"[".repeat(10_000), Err("invalid_json"));
    }
}
