//! Other people's client libraries, unmodified, which the end-to-end tests point at Runnel:
//! tests/clients says which.
//!
//! Installing takes seconds and a network, so it is done again only when what it depends on has
//! changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{packages, process, workspace};

/// Exits with success on a Python that can make an environment with pip in it and runs the
/// libraries.
const USABLE: &str = "import ensurepip, ssl, sys, venv; sys.exit(sys.version_info < (3, 10))";

/// Installs the libraries for Node and returns the folder whose `node_modules` has them.
pub fn install_for_node() -> Result<PathBuf> {
    let folder = folder();
    install_npm(&folder)?;
    Ok(folder)
}

/// Installs what the lock file of `folder` names, unless that is there already.
pub fn install_npm(folder: &Path) -> Result<()> {
    let node = process::output(Command::new("node").arg("--version"))
        .context("install Node 20 or newer")?;
    let inputs =
        node + &read(&folder.join("package.json"))? + &read(&folder.join("package-lock.json"))?;
    install_once(&folder.join("node_modules/.runnel-stamp"), &inputs, || {
        process::run(Command::new("npm").arg("ci").current_dir(folder))
    })
}

/// Installs the libraries for Python and returns the interpreter that has them.
pub fn install_for_python() -> Result<PathBuf> {
    let environment = workspace::target().join("python");
    let interpreter = environment.join("bin/python");
    let requirements = folder().join("requirements.txt");
    let python = find_or_install_python()?;
    let inputs = process::output(Command::new(python).arg("--version"))? + &read(&requirements)?;
    install_once(&environment.join(".runnel-stamp"), &inputs, || {
        process::run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&environment))?;
        let mut pip = Command::new(&interpreter);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
            "--requirement",
        ]);
        process::run(pip.arg(&requirements))
    })?;
    Ok(interpreter)
}

/// Debian's python3 lacks what makes environments until `python3-venv` is there.
fn find_or_install_python() -> Result<&'static str> {
    if let Some(python) = find_python() {
        return Ok(python);
    }
    packages::install(&["python3", "python3-venv"])?;
    find_python().context(
        "there is no Python 3.10 or newer with venv, even after installing Debian's packages",
    )
}

fn find_python() -> Option<&'static str> {
    let known = ["python3", "/usr/bin/python3"];
    known.into_iter().find(|python| process::succeeds(Command::new(python).args(["-c", USABLE])))
}

/// Installs unless the stamp says that the same inputs are installed. The stamp is written last: an
/// interrupted installation is begun again.
fn install_once(stamp: &Path, inputs: &str, install: impl FnOnce() -> Result<()>) -> Result<()> {
    if fs::read_to_string(stamp).is_ok_and(|installed| installed == inputs) {
        return Ok(());
    }
    install()?;
    fs::write(stamp, inputs).with_context(|| format!("cannot write {}", stamp.display()))
}

fn folder() -> PathBuf {
    workspace::root().join("tests/clients")
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
