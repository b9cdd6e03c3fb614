//! `cargo xtask check`: all that can be said about the code without running Runnel.
//!
//! Every step runs even if an earlier one failed: whoever asks gets all problems at once.

use std::process::Command;

use anyhow::{Result, bail};

use crate::product::cargo;
use crate::steps::Steps;
use crate::{openapi, process, tools, web, workspace};

/// A step's name, how to run it by hand, and what it does.
type Step = (&'static str, &'static str, fn() -> Result<()>);

const STEPS: [Step; 7] = [
    ("format", "cargo fmt", format),
    ("lints", "cargo clippy --workspace --all-targets -- -D warnings", lints),
    ("docs", "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps", docs),
    ("unused dependencies", "target/tools/bin/cargo-machete", unused_dependencies),
    ("dependencies", "target/tools/bin/cargo-deny check bans licenses sources", dependencies),
    ("openapi", "cargo xtask openapi", openapi::check),
    ("web", "cd web && npm run check", web::check),
];

/// `cargo xtask check`.
pub fn check_alone() -> Result<()> {
    check(&mut Steps::of("check"))
}

/// Runs every check as steps of a task.
pub fn check(steps: &mut Steps) -> Result<()> {
    let results = STEPS.map(|(name, again, work)| steps.step(name, again, work));
    process::stop_if_interrupted()?;
    let problems: Vec<String> =
        results.into_iter().filter_map(Result::err).map(|error| format!("  {error:#}")).collect();
    if !problems.is_empty() {
        bail!("the check found problems:\n{}", problems.join("\n"));
    }
    Ok(())
}

fn format() -> Result<()> {
    process::run(cargo().args(["fmt", "--all", "--check"]))
}

fn lints() -> Result<()> {
    process::run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn docs() -> Result<()> {
    process::run(
        cargo().args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"),
    )
}

fn unused_dependencies() -> Result<()> {
    let machete = tools::MACHETE.path()?;
    process::run(Command::new(machete).arg("--skip-target-dir").current_dir(workspace::root()))
}

/// Without the advisories: a new one would turn yesterday's commit red, and asking for them needs
/// more than a registry.
fn dependencies() -> Result<()> {
    let deny = tools::DENY.path()?;
    let mut command = Command::new(deny);
    command.args([
        "--all-features",
        "--log-level",
        "error",
        "check",
        "bans",
        "licenses",
        "sources",
    ]);
    process::run(command.current_dir(workspace::root()))
}
