//! The binary `runnel`: settings, wiring and commands.
//!
//! What the product does is in the other crates; here is decided only what it runs on — which
//! database, which clock, which network — and what a person at a terminal sees.

mod bench;
mod clock;
mod commands;
mod http;
mod log;
mod open;
mod secret;
mod serve;
mod settings;

use std::process::ExitCode;

use clap::Parser;

/// The system's allocator keeps a lock that all threads wait for; with small, short-lived
/// objects on every core, that is what a batch of events would spend its time on.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = commands::Command::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let result = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        let result = runtime.block_on(command.run());
        // What still runs then has had its time: a stopped server waits for nobody.
        runtime.shutdown_background();
        result
    });
    result.unwrap_or_else(|error| {
        commands::complain(&error);
        ExitCode::FAILURE
    })
}
