//! The server under test: this very program as a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// What supervisors grant a process before they kill it.
const STOP_TIME_MAX: Duration = Duration::from_secs(15);

/// A running server. Dropping it kills it.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts one over this database and waits until it listens.
    pub fn start(database_url: &str, folder: &Path) -> Result<Self> {
        let mut child = runnel()?
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "warn", "--database-url"])
            .arg(database_url)
            .arg("--data-dir")
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the server")?;
        let stdout = child.stdout.take().context("its output is piped")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        match line.trim().strip_prefix("Runnel listens on http://") {
            Some(address) => Ok(Self { address: address.parse()?, child }),
            None => bail!("the server did not start"),
        }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) -> Result<()> {
        let pid = i32::try_from(self.child.id()).context("a process id fits")?;
        kill(Pid::from_raw(pid), Signal::SIGTERM)?;
        let asked = Instant::now();
        while self.child.try_wait()?.is_none() {
            if asked.elapsed() > STOP_TIME_MAX {
                bail!("the server did not stop within {} s", STOP_TIME_MAX.as_secs());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and that is as good.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Brings a database up to date.
pub fn migrate(database_url: &str, folder: &Path) -> Result<()> {
    command(&["migrate"], database_url, folder).map(drop)
}

/// Makes a key for what is in this database.
pub fn add_key(database_url: &str, folder: &Path, purpose: &str) -> Result<String> {
    let words = ["key", "add", "--name", "bench", "--purpose", purpose];
    Ok(command(&words, database_url, folder)?.trim().to_owned())
}

/// Runs one of our own commands, and answers what it prints.
fn command(words: &[&str], database_url: &str, folder: &Path) -> Result<String> {
    let mut command = runnel()?;
    command
        .args(words)
        .args(["--log", "warn", "--database-url", database_url, "--data-dir"])
        .arg(folder);
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("`runnel {}` failed", words.join(" "));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// This program, with nothing of our own environment in its settings.
fn runnel() -> Result<Command> {
    let mut command = Command::new(std::env::current_exe().context("where am I?")?);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("RUNNEL_") {
            command.env_remove(name);
        }
    }
    Ok(command)
}
