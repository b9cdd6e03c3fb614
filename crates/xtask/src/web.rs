//! The web app: installed, built, checked, and used by a real browser.
//!
//! What a step does is npm's scripts in `web/package.json`. Here is only when they run, and what
//! they need installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{clients, packages, process, workspace};

/// Where Debian's Chromium is.
const CHROMIUM: &str = "/usr/bin/chromium";

/// Builds `web/dist`, which the binary carries and serves, unless it is newer than its sources.
pub fn build() -> Result<()> {
    install()?;
    let stamp = folder().join("dist/.runnel-stamp");
    let newest = newest_source()?;
    if fs::metadata(&stamp).and_then(|it| it.modified()).is_ok_and(|built| built > newest) {
        return Ok(());
    }
    npm(&["run", "--silent", "build"])?;
    fs::write(&stamp, "").with_context(|| format!("cannot write {}", stamp.display()))
}

/// Types, lints, and the generated client's agreement with docs/openapi.json.
pub fn check() -> Result<()> {
    install()?;
    npm(&["run", "--silent", "check"])
}

/// The tests that need no browser.
pub fn test() -> Result<()> {
    install()?;
    npm(&["run", "--silent", "test"])
}

/// The journeys, with this binary, which must have been built after the app.
pub fn journeys(binary: &Path) -> Result<()> {
    make_sure_of_chromium()?;
    let mut command = command(&["run", "--silent", "e2e"]);
    process::run(command.env("RUNNEL_E2E_BINARY", binary).env("RUNNEL_CHROMIUM", CHROMIUM))
}

fn install() -> Result<()> {
    clients::install_npm(&folder())
}

fn make_sure_of_chromium() -> Result<()> {
    if !Path::new(CHROMIUM).exists() {
        packages::install(&["chromium"])?;
    }
    Ok(())
}

/// When the last of the files that the build reads was changed.
fn newest_source() -> Result<std::time::SystemTime> {
    let listed = process::output(
        Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "."])
            .current_dir(folder()),
    )?;
    let times =
        listed.lines().filter_map(|name| folder().join(name).metadata().ok()?.modified().ok());
    times.max().context("git lists no file of web/")
}

fn npm(arguments: &[&str]) -> Result<()> {
    process::run(&mut command(arguments))
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(arguments).current_dir(folder());
    command
}

fn folder() -> PathBuf {
    workspace::root().join("web")
}
