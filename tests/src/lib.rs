//! The harness of the end-to-end tests: it runs the real `runnel`, from outside.
//!
//! A test talks to the product as its users do, over HTTP and the command line; it uses none of
//! its crates, so nothing can be right only because both sides share a mistake. Each test has a
//! [`TestApp`] of its own: a process, on a database of its own, with a clock that the test moves.
//! What every test demands without saying so is in [`TestApp::finish`]: that nothing is left to
//! do, and that `runnel doctor` finds nothing.
//!
//! Run them with `cargo xtask test`, or `cargo xtask with cargo test -p runnel-tests NAME`.

mod api;
mod app;
mod backend;
mod clients;
mod documents;
mod facts;
mod folder;
mod process;
mod receiver;
mod relay;
mod source;
mod time;
mod waiting;

pub use api::{Answer, Api, text};
pub use app::{Setup, TestApp, run};
pub use backend::{Backend, TestDatabase};
pub use clients::{run_client, verify_webhooks};
pub use documents::{Flow, event, page_with, shipped};
pub use facts::{changes, kinds_of};
pub use folder::Folder;
pub use process::{Process, binary, output};
pub use receiver::{Delivery, Receiver, Reply};
pub use relay::{ClosedRelay, Relay};
pub use source::{Source, identify, message_id, page, track};
pub use time::{DAY_MS, ms_of, time_text};
pub use waiting::{PATIENCE, eventually};

/// Runs async functions that take a `&mut TestApp` as tests, each on SQLite and on PostgreSQL.
///
/// `both_databases!(allowing_private_addresses: a_test)` prepares the app with the constructor
/// of [`Setup`] that is named.
#[macro_export]
macro_rules! both_databases {
    ($($test:ident),+ $(,)?) => { $crate::both_databases!(standard: $($test),+); };
    ($setup:ident: $($test:ident),+ $(,)?) => {
        $(
            mod $test {
                #[tokio::test]
                async fn sqlite() {
                    $crate::run($crate::Backend::Sqlite, $crate::Setup::$setup(), super::$test).await;
                }

                #[tokio::test]
                async fn postgres() {
                    $crate::run($crate::Backend::Postgres, $crate::Setup::$setup(), super::$test).await;
                }
            }
        )+
    };
}
