//! Building the binary `runnel`: as people run it, and as the tests need it.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{process, web, workspace};

/// Builds the web app and `runnel`, and becomes `runnel demo`. Returns only if that cannot be started.
pub fn run_demo(arguments: &[String]) -> Result<()> {
    web::build()?;
    process::run(cargo().args(["build", "--package", "runnel-server"]))?;
    let mut demo = Command::new(built());
    demo.arg("demo").args(arguments).current_dir(workspace::root());
    Err(demo.exec()).with_context(|| format!("cannot start `{}`", process::text_of(&demo)))
}

/// Builds `runnel` as it ships and returns the binary's path.
///
/// The whole workspace is named although one binary is meant: libraries are then built with the
/// same features as for `cargo test --workspace`, and not a second time.
pub fn build() -> Result<PathBuf> {
    process::run(cargo().args(["build", "--workspace", "--bins"]))?;
    Ok(built())
}

/// Builds `runnel` with a clock that tests may move, apart from the binary that people run, and
/// returns its path.
pub fn build_for_tests() -> Result<PathBuf> {
    process::run(cargo().args([
        "build",
        "--workspace",
        "--bins",
        "--features",
        "runnel-server/virtual-clock",
    ]))?;
    let folder = workspace::target().join("test-bin");
    fs::create_dir_all(&folder)?;
    let copy = folder.join("runnel");
    // A running `runnel` of an earlier test cannot be written over, but it can be replaced.
    let next = folder.join("runnel.new");
    fs::copy(built(), &next).context("cannot copy the binary under test")?;
    fs::rename(&next, &copy)?;
    Ok(copy)
}

/// Cargo, in the repository's root.
pub fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(workspace::root());
    command
}

fn built() -> PathBuf {
    workspace::target().join("debug/runnel")
}
