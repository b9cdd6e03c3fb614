//! `cargo xtask`: runs, tests and checks Runnel on a machine that has only Rust, Node and git.
//!
//! It holds no build logic of its own: every step is a command that a person could type, printed
//! before it runs and named again when it fails. What the steps need beyond Rust and Node, they
//! install.

mod check;
mod clients;
mod mutants;
mod openapi;
mod packages;
mod postgres;
mod process;
mod product;
mod services;
mod steps;
mod test;
mod tools;
mod web;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Runs, tests and checks Runnel.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build Runnel and start it with the demo, on SQLite in ./data/demo
    Run {
        /// Passed on to `runnel demo`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Everything that is checked without running Runnel's tests: format, lints, docs,
    /// dependencies, docs/openapi.json, types and lints of the web app
    Check,
    /// `check`, then all tests: on SQLite, on a PostgreSQL of their own, with real client libraries,
    /// and the web app in a real browser
    Test {
        /// Run only the tests whose name contains this
        filter: Option<String>,
        /// Also plant every bug of tests/mutants and demand a red test
        #[arg(long)]
        mutants: bool,
    },
    /// Plant every bug of tests/mutants, one at a time, and demand that a test turns red
    Mutants {
        /// Only the mutants whose file name contains this
        filter: Option<String>,
    },
    /// Run one command with what `test` gives its tests: PostgreSQL, client libraries, the binary
    /// under test
    With {
        /// For example: cargo test -p runnel-store
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
    /// Write docs/openapi.json anew from the code
    Openapi,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    process::catch_interrupts()?;
    match task {
        Task::Run { arguments } => product::run_demo(&arguments),
        Task::Check => check::check_alone(),
        Task::Test { filter, mutants } => test::test(filter.as_deref(), mutants),
        Task::Mutants { filter } => mutants::mutants_alone(filter.as_deref()),
        Task::With { command } => services::run_with_services(&command),
        Task::Openapi => openapi::regenerate(),
    }
}
