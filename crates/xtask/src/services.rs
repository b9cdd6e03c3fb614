//! What the tests find in their environment: a PostgreSQL server, client libraries, and the binary
//! under test.

use std::fs::{self, File, TryLockError};
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::postgres::Postgres;
use crate::steps::Steps;
use crate::{clients, process, product, workspace};

/// Everything of it, as long as this lives.
pub struct Services {
    binary: PathBuf,
    node_clients: PathBuf,
    python: PathBuf,
    postgres: Postgres,
    /// Declared last, so that the server has stopped before another run may begin.
    _turn: File,
}

impl Services {
    /// Builds, installs and starts what is missing.
    pub fn start(steps: &mut Steps) -> Result<Self> {
        let turn = take_turn()?;
        let binary = steps.step("build", "cargo xtask with true", product::build_for_tests)?;
        let node_clients =
            steps.step("node clients", "cd tests/clients && npm ci", clients::install_for_node)?;
        let python =
            steps.step("python clients", "cargo xtask with true", clients::install_for_python)?;
        let postgres = steps.step("postgres", "cargo xtask with true", Postgres::start)?;
        Ok(Self { binary, node_clients, python, postgres, _turn: turn })
    }

    /// Tells a command where everything is.
    pub fn give_to(&self, command: &mut Command) {
        command
            .env("RUNNEL_TEST_BINARY", &self.binary)
            .env("RUNNEL_TEST_NODE_CLIENTS", &self.node_clients)
            .env("RUNNEL_TEST_PYTHON", &self.python)
            .env("RUNNEL_TEST_POSTGRES", self.postgres.url());
    }

    /// The `runnel` that the tests start.
    pub fn binary(&self) -> &PathBuf {
        &self.binary
    }
}

/// `cargo xtask with COMMAND`.
pub fn run_with_services(words: &[String]) -> Result<()> {
    let mut steps = Steps::of("with");
    let services = Services::start(&mut steps)?;
    let mut command = Command::new(&words[0]);
    services.give_to(command.args(&words[1..]));
    steps.step("command", &format!("cargo xtask with {}", words.join(" ")), || {
        process::run_in_foreground(&mut command)
    })
}

/// One run at a time in a checkout: a second one would sweep away the first one's server.
fn take_turn() -> Result<File> {
    let path = workspace::target().join("services.lock");
    fs::create_dir_all(workspace::target())?;
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => process::stop_if_interrupted()?,
            Err(TryLockError::Error(error)) => {
                return Err(error).context("cannot lock the test services");
            }
        }
        if !std::mem::replace(&mut told, true) {
            eprintln!("waiting for another `cargo xtask test` or `with` of this checkout to end");
        }
        thread::sleep(Duration::from_millis(200));
    }
}
