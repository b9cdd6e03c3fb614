//! Other people's libraries, in their own languages: run as scripts of tests/clients.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::process::output;
use crate::receiver::Delivery;

/// Runs a script of tests/clients with these arguments; it must succeed.
pub async fn run_client(script: &str, arguments: &[&str]) {
    let mut command = Command::new(interpreter(script));
    command.arg(folder().join(script)).args(arguments);
    let ran = output(command).await;
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{script}: {}\n{said}", ran.status);
}

/// Checks deliveries as their receiver would: with the library `standardwebhooks`.
pub async fn verify_webhooks(secret: &str, deliveries: &[Delivery]) {
    let shown = deliveries.iter().map(|delivery| {
        let headers = ["webhook-id", "webhook-timestamp", "webhook-signature"];
        let headers: Value =
            headers.map(|name| (name, delivery.header(name))).into_iter().collect();
        json!({ "headers": headers, "body": String::from_utf8_lossy(&delivery.body) })
    });
    let shown = Value::Array(shown.collect()).to_string();
    run_client("verify_webhooks.py", &[secret, &shown]).await;
}

fn interpreter(script: &str) -> PathBuf {
    if script.ends_with(".py") {
        return given("RUNNEL_TEST_PYTHON");
    }
    let clients = given("RUNNEL_TEST_NODE_CLIENTS");
    assert!(
        clients.join("node_modules").exists(),
        "RUNNEL_TEST_NODE_CLIENTS is {}, where no client libraries are installed",
        clients.display()
    );
    "node".into()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients")
}

/// A test that cannot run has to say so: skipped in silence, it proves nothing.
fn given(variable: &str) -> PathBuf {
    let value = std::env::var_os(variable).unwrap_or_else(|| {
        panic!(
            "this test needs client libraries and {variable} is not set: \
             run `cargo xtask test`, or `cargo xtask with cargo test -p runnel-tests NAME`"
        )
    });
    value.into()
}
