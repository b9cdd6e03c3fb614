//! The command line. A command = one file; here are their names, and how one says what is wrong.

mod demo;
mod doctor;
mod flow;
mod key;
mod predict;
mod rights;
mod user;

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::settings::{Flags, Settings};
use crate::{bench, log, open, serve};

/// Runnel: visual marketing automation.
#[derive(Parser)]
#[command(name = "runnel", version)]
pub enum Command {
    /// Runs the server.
    Serve(Flags),
    /// Brings the database up to date, and does nothing else.
    Migrate(Flags),
    /// Recomputes every number from states and log, and reports each difference. Changes nothing.
    ///
    /// The server should be idle or stopped: what it is just working on is reported as different.
    Doctor(Flags),
    /// Who buys, learned from the deals that were won and lost: prints JSON. Changes nothing.
    Predict(predict::Arguments),
    /// Keys of the API and of sources.
    #[command(subcommand)]
    Key(key::Command),
    /// People who sign in.
    #[command(subcommand)]
    User(user::Command),
    /// Flow files.
    #[command(subcommand)]
    Flow(flow::Command),
    /// A server with a few dozen contacts and weeks of their history, to look around in.
    Demo(demo::Arguments),
    /// Measures this very program, and compares it with the bare database.
    Bench(bench::Arguments),
    /// Prints the description of the API (OpenAPI 3.1).
    Openapi,
}

impl Command {
    /// Does it. An answer that is not success has been explained already.
    pub async fn run(self) -> Result<ExitCode> {
        match self {
            Self::Serve(flags) => serve::serve(&begin(&flags)?).await?,
            Self::Migrate(flags) => migrate(&begin(&flags)?).await?,
            Self::Doctor(flags) => return doctor::run(&begin(&flags)?).await,
            Self::Predict(arguments) => predict::run(arguments).await?,
            Self::Key(command) => command.run().await?,
            Self::User(command) => command.run().await?,
            Self::Flow(command) => return command.run(),
            Self::Demo(arguments) => demo::run(arguments).await?,
            Self::Bench(arguments) => bench::run(arguments).await?,
            Self::Openapi => print(&runnel_api::openapi_json())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads the settings and begins to log.
fn begin(flags: &Flags) -> Result<Settings> {
    let settings = Settings::load(flags)?;
    log::start(&settings);
    Ok(settings)
}

async fn migrate(settings: &Settings) -> Result<()> {
    let database = open::own(settings).await?;
    database.close().await;
    Ok(())
}

/// Writes to stdout; that nobody reads it any more (`runnel openapi | head`) is no failure.
pub fn print(text: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Says on stderr what went wrong.
pub fn complain(error: &anyhow::Error) {
    let mut stderr = std::io::stderr().lock();
    // With stderr gone as well there is nobody left to tell.
    writeln!(stderr, "runnel: {error:#}").ok();
}
