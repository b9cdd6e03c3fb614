//! What browser libraries ask before they send anything: a minimal answer that lets them.

use axum::Json;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use runnel_connect::tracking::key_from_query;
use runnel_model::SourceId;
use serde_json::{Value, json};

use super::{key_in_header, no_key, origin};
use crate::app::App;
use crate::error::Result;

/// For analytics.js: `GET /v1/projects/KEY/settings`.
pub async fn segment(app: &App, key: &str, parts: &Parts) -> Result<Response> {
    origin(app, key).await?;
    Ok(Json(segment_settings(key, &host(parts), protocol(parts))).into_response())
}

/// For RudderStack's: `GET /sourceConfig/?writeKey=KEY`, and the key in the header.
pub async fn rudder(app: &App, parts: &Parts) -> Result<Response> {
    let in_query = || parts.uri.query().and_then(key_from_query);
    let key = key_in_header(parts).or_else(in_query).ok_or_else(no_key)?;
    let source = origin(app, &key).await?.source;
    Ok(Json(rudder_settings(&key, source)).into_response())
}

/// Where the request came to, without the part of the path that is ours.
fn host(parts: &Parts) -> String {
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let path = parts.uri.path();
    let before = path.find("/v1/projects/").map_or("", |place| &path[..place]);
    format!("{}{before}/v1", host.unwrap_or_default())
}

/// What a proxy before us says it was asked by.
fn protocol(parts: &Parts) -> &'static str {
    let forwarded = parts.headers.get("x-forwarded-proto");
    if forwarded.is_some_and(|scheme| scheme.as_bytes() == b"https") { "https" } else { "http" }
}

fn segment_settings(key: &str, api_host: &str, protocol: &str) -> Value {
    json!({
        "integrations": { "Segment.io": {
            "apiKey": key,
            "unbundledIntegrations": [],
            "addBundledMetadata": true,
            "maybeBundledConfigIds": {},
            "apiHost": api_host,
            "protocol": protocol,
        }},
        "plan": { "track": { "__default": { "enabled": true, "integrations": {} } } },
        "edgeFunction": {},
        "analyticsNextEnabled": true,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": { "sampleRate": 0 },
        "legacyVideoPluginsEnabled": false,
        "remotePlugins": [],
    })
}

fn rudder_settings(key: &str, source: SourceId) -> Value {
    let off = || json!({ "enabled": false });
    json!({
        "source": {
            "id": source.to_string(),
            "name": "js",
            "writeKey": key,
            "enabled": true,
            "workspaceId": "runnel",
            "config": { "statsCollection": { "errors": off(), "metrics": off() } },
            "connections": [],
            "destinations": [],
            "dataplanes": {},
        },
        "updatedAt": "2026-01-01T00:00:00.000Z",
        "consentManagementMetadata": { "providers": [] },
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn check(path: &str, proto: &str, expect: &str) {
        let request = Request::builder().uri(path).header("host", "t.example:8700");
        let request = request.header("x-forwarded-proto", proto).body(()).unwrap();
        let (parts, ()) = request.into_parts();
        let settings = segment_settings("wk_1", &host(&parts), protocol(&parts));
        let of = &settings["integrations"]["Segment.io"];
        let found =
            format!("{}://{}", of["protocol"].as_str().unwrap(), of["apiHost"].as_str().unwrap());
        assert_eq!(found, expect);
    }

    #[test]
    fn the_library_is_sent_to_where_it_asked() {
        check("/v1/projects/wk_1/settings", "", "http://t.example:8700/v1");
        check("/sub/v1/projects/wk_1/settings", "https", "https://t.example:8700/sub/v1");
    }
}
