//! Where log lines go: to stderr, since stdout belongs to what a command is asked for.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use crate::settings::{LogFormat, Settings};

/// Logs from here on. A second call changes nothing.
pub fn start(settings: &Settings) {
    let colours = io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(settings.log.as_str()))
        .with_writer(io::stderr)
        .with_ansi(colours);
    let started = match settings.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    // Fails only if logging has begun already.
    started.ok();
}
