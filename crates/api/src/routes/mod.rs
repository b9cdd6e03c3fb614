//! The routes, one file a subject, and the router that they make.
//!
//! A handler is: extractors, one call, an answer. What it is allowed to is one of the extractors.

mod answer;
mod audit;
mod catalog;
mod changes;
mod companies;
mod contact_flows;
mod contact_log;
mod contact_names;
mod contact_scoring;
mod contact_writes;
mod contacts;
mod dead_letters;
mod deals;
mod disqualifications;
mod events;
mod flow_activity;
mod flow_diff;
mod flow_enrolments;
mod flow_files;
mod flow_inside;
mod flow_numbers;
mod flow_states;
mod flow_versions;
mod flows;
mod health;
mod join;
mod keys;
mod names;
mod paging;
mod preparations;
mod scoring_models;
mod scoring_preview;
mod segment_preview;
mod segments;
mod session;
mod simulate;
mod sources;
mod tasks;
mod tried_contacts;
mod user_settings;
mod users;
mod webhooks;
mod workspace;

pub use flow_states::PeopleInside;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::error::Error;
use crate::{audit as record, http, openapi, tracking};

/// Everything that is answered over HTTP.
pub fn router(app: App) -> Router {
    let body_limit = DefaultBodyLimit::max(app.limits.body_bytes_max);
    let (api, document) = openapi::with_document(described()).split_for_parts();
    let router = api
        .fallback_under_api()
        .layer(from_fn_with_state(app.clone(), record::audit))
        .layer(body_limit)
        .merge(openapi::docs(&document))
        .merge(tracking::router(&app.limits))
        .route("/healthz", get(health::health));
    #[cfg(feature = "virtual-clock")]
    let router = router.merge(crate::test_clock::router());
    router
        .method_not_allowed_fallback(async || Error::method_not_allowed())
        .layer(CatchPanicLayer::custom(http::panicked))
        .layer(from_fn(http::dress))
        .layer(from_fn(http::report))
        .with_state(app)
}

trait FallbackUnderApi {
    fn fallback_under_api(self) -> Self;
}

impl FallbackUnderApi for Router<App> {
    /// So that a mistyped path of the API is not taken for one of a tracking host's.
    fn fallback_under_api(self) -> Self {
        self.route("/api/{*rest}", axum::routing::any(async || Error::no_route()))
    }
}

/// The routes that the OpenAPI document describes: all of `/api/v1`.
pub fn described() -> OpenApiRouter<App> {
    let api = OpenApiRouter::new()
        .routes(routes!(workspace::get_workspace, workspace::put_workspace))
        .routes(routes!(keys::list_keys, keys::create_key))
        .routes(routes!(keys::revoke_key))
        .routes(routes!(sources::list_sources, sources::create_source))
        .routes(routes!(sources::get_source))
        .routes(routes!(companies::list_companies, companies::create_company))
        .routes(routes!(companies::get_company, companies::change_company))
        .routes(routes!(contacts::list_contacts, contact_writes::create_contact))
        .routes(routes!(contacts::get_contact, contact_writes::change_contact))
        .routes(routes!(contact_writes::adjust_score))
        .routes(routes!(disqualifications::requalify))
        .routes(routes!(disqualifications::list_disqualifications))
        .routes(routes!(contact_log::get_timeline))
        .routes(routes!(contact_log::get_receipt))
        .routes(routes!(events::list_latest_events))
        .routes(routes!(contact_log::get_event))
        .routes(routes!(contact_flows::get_path))
        .routes(routes!(contact_flows::get_why))
        .routes(routes!(segments::list_segments))
        .routes(routes!(segment_preview::preview_segment))
        .routes(routes!(segments::get_segment, segments::put_segment, segments::delete_segment))
        .routes(routes!(segments::list_members))
        .routes(routes!(scoring_models::list_scoring_models))
        .routes(routes!(scoring_preview::preview_scoring_model))
        .routes(routes!(
            scoring_models::get_scoring_model,
            scoring_models::put_scoring_model,
            scoring_models::delete_scoring_model
        ))
        .routes(routes!(contact_scoring::get_scoring))
        .routes(routes!(preparations::list_preparations))
        .routes(routes!(preparations::delete_preparation))
        .routes(routes!(flows::list_flows, flows::create_flow))
        .routes(routes!(flows::get_flow, flow_states::delete_flow))
        .routes(routes!(flows::save_draft))
        .routes(routes!(flows::get_diagnostics))
        .routes(routes!(flow_diff::get_diff))
        .routes(routes!(flow_files::export_flow))
        .routes(routes!(flow_files::import_flow))
        .routes(routes!(flow_inside::get_inside))
        .routes(routes!(flow_states::publish_flow))
        .routes(routes!(flow_states::pause_flow))
        .routes(routes!(flow_states::resume_flow))
        .routes(routes!(flow_states::archive_flow))
        .routes(routes!(flow_numbers::get_numbers))
        .routes(routes!(flow_enrolments::list_enrolments))
        .routes(routes!(flow_versions::list_versions))
        .routes(routes!(flow_versions::get_version))
        .routes(routes!(simulate::simulate_flow))
        .routes(routes!(catalog::list_node_kinds))
        .routes(routes!(catalog::list_pipelines))
        .routes(routes!(deals::create_deal))
        .routes(routes!(deals::list_deals))
        .routes(routes!(deals::get_deal))
        .routes(routes!(deals::move_deal))
        .routes(routes!(tasks::list_tasks))
        .routes(routes!(tasks::complete_task))
        .routes(routes!(dead_letters::list_dead_letters))
        .routes(routes!(dead_letters::delete_dead_letter))
        .routes(routes!(dead_letters::retry_dead_letter))
        .routes(routes!(webhooks::get_webhook_secret))
        .routes(routes!(
            session::get_session,
            session::sign_in,
            session::sign_out,
            session::change_session
        ))
        .routes(routes!(session::get_welcome))
        .routes(routes!(join::join))
        .routes(routes!(join::get_link))
        .routes(routes!(users::list_users, users::invite_user))
        .routes(routes!(users::change_user, users::remove_user))
        .routes(routes!(users::make_link))
        .routes(routes!(audit::list_audit))
        .routes(routes!(changes::get_changes));
    OpenApiRouter::new().nest("/api/v1", api)
}
