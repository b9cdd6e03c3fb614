//! Runnel over HTTP: the API, the tracking routes that client libraries speak, the documentation.
//!
//! A handler takes a request apart, makes one call and shapes the answer. Nothing here decides
//! what happens to a contact: every write is an input to `advance`, through the runtime, and is
//! answered after its outcome is committed. Nothing here knows a database.
//!
//! Reading order: [`App`], `error`, `auth`, `audit`, then `routes` (one file a subject) and `tracking`;
//! [`publishing`] is what flows and segments go through, also where no HTTP is.

mod app;
mod audit;
mod auth;
mod companies;
mod described;
mod dto;
mod edits;
mod error;
mod estimate;
mod flow_diff;
mod flow_file;
mod fuse;
mod http;
mod ids;
pub mod keys;
pub mod links;
mod log;
mod openapi;
mod pages;
mod preparing;
pub mod publishing;
mod retention;
#[expect(unused_qualifications, reason = "utoipa's macro writes whole paths at our spans")]
mod routes;
pub mod secrets;
mod simulation;
#[cfg(feature = "virtual-clock")]
mod test_clock;
mod time;
mod to_the_end;
mod token;
mod tracking;
mod why;

#[cfg(feature = "virtual-clock")]
pub use app::MoveClock;
pub use app::{App, Engine, Limits, SharedClock, TeamSettings};
pub use companies::watch_companies;
pub use fuse::watch_fuses;
pub use openapi::openapi_json;
pub use preparing::watch_preparations;
pub use routes::router;
