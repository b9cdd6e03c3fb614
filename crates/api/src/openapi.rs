//! The OpenAPI 3.1 document, made from the routes, and the page that shows it.

use axum::Router;
use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::app::App;
use crate::routes::PeopleInside;
use crate::{described, routes};

/// What is said about the API as a whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Runnel",
        description = "Contacts, their scores and why, segments and flows. Events are sent by the \
            tracking API (`/v1/batch` and so on), as Segment's and RudderStack's clients do."
    ),
    components(schemas(ErrorBody, PeopleInside)),
    security(("api_key" = []), ("session" = [])),
    modifiers(&Schemes),
)]
struct Api;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut Document) {
        let key = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let cookie = ApiKeyValue::with_description(
            "runnel_session",
            "Changes need the header `X-CSRF-Token` as well",
        );
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("api_key", key);
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// What every 4xx and 5xx answers.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes what crate::error writes")]
struct ErrorBody {
    /// Stable, for programs.
    code: String,
    /// What is wrong, with which thing, what to do.
    message: String,
    /// What a program may want to know: `diagnostics`, `contact`, `request_id`; else null.
    #[schema(value_type = Option<Object>)]
    details: Option<Map<String, Value>>,
}

/// The document that `runnel openapi` prints: indented, with a line break at its end.
pub fn openapi_json() -> String {
    let (_, document) = with_document(routes::described()).split_for_parts();
    let text = serde_json::to_string_pretty(&complete(&document));
    text.expect("a JSON value can be written") + "\n"
}

/// Adds what is said about the API as a whole.
pub fn with_document(routes: OpenApiRouter<App>) -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Api::openapi()).merge(routes)
}

/// The page that shows the document, and the document.
pub fn docs(document: &Document) -> Router<App> {
    let config = Config::default().try_it_out_enabled(true).persist_authorization(false);
    SwaggerUi::new("/api/docs")
        .external_url_unchecked("/api/v1/openapi.json", complete(document))
        .config(config)
        .into()
}

/// With the schemas of the model's types, and with the errors that every route can answer.
fn complete(document: &Document) -> Value {
    let mut document = serde_json::to_value(document).expect("a document can be written");
    if let Some(schemas) =
        document.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    {
        described::fill(schemas);
    }
    let paths = document.pointer_mut("/paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(|paths| paths.values_mut());
    let operations = items.filter_map(Value::as_object_mut).flat_map(|item| item.values_mut());
    for responses in operations.filter_map(|one| one.get_mut("responses")?.as_object_mut()) {
        for (status, response) in responses.iter_mut() {
            response["description"] = describe(status).into();
        }
        responses.insert("default".into(), error_response());
    }
    document
}

/// The standard wants a word for each; what is answered is said by its schema.
fn describe(status: &str) -> &'static str {
    match status {
        "201" => "Created",
        "202" => "Durable, and not applied yet",
        "204" => "Done; there is nothing to show",
        _ => "Done",
    }
}

fn error_response() -> Value {
    json!({
        "description": "What went wrong",
        "content": { "application/json": {
            "schema": { "$ref": "#/components/schemas/ErrorBody" }
        }}
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    found.insert(reference);
                }
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn the_document_is_3_1_and_refers_to_nothing_that_is_missing() {
        let document: Value = serde_json::from_str(&openapi_json()).unwrap();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(found.len() > 30, "{}", found.len());
        for reference in found {
            let pointer = reference.trim_start_matches('#');
            let target = document.pointer(pointer).unwrap_or_else(|| panic!("{reference}"));
            assert_ne!(*target, json!({ "type": "object" }), "{reference} has no schema");
        }
    }

    #[test]
    fn every_operation_has_a_name_of_its_own_and_says_what_it_answers() {
        let document: Value = serde_json::from_str(&openapi_json()).unwrap();
        let items = || document["paths"].as_object().unwrap().values();
        for operation in items().flat_map(|item| item.as_object().unwrap().values()) {
            let mut responses = operation["responses"].as_object().unwrap().values();
            assert!(responses.all(|response| response["description"].is_string()), "{operation}");
        }
        let names: Vec<&str> = items()
            .flat_map(|item| item.as_object().unwrap().values())
            .map(|operation| operation["operationId"].as_str().unwrap())
            .collect();
        let distinct: BTreeSet<&&str> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
        assert!(names.len() > 35, "{}", names.len());
    }
}
