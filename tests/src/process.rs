//! The binary under test, as a process: started, asked, stopped, killed.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::waiting::{PATIENCE, eventually_within};

/// Supervisors kill after this time, so stopping has to be over before.
const STOP_TIME_MAX: Duration = Duration::from_secs(15);

/// A running `runnel`. Dropping it kills it.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// Kept open: a process that writes to a closed pipe ends.
    stdout: BufReader<ChildStdout>,
}

/// The binary: what `cargo xtask` built for the tests, else what a developer built last.
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("RUNNEL_TEST_BINARY") {
        return path.into();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is not the root");
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| root.join("target"), |folder| root.join(folder));
    let path = target.join("debug/runnel");
    assert!(
        path.exists(),
        "{} does not exist: run `cargo xtask test`, or \
         `cargo build -p runnel-server --features virtual-clock`",
        path.display()
    );
    path
}

impl Process {
    /// Starts a command that goes on until it is stopped. What it logs is added to `log`.
    pub fn start(command: &mut Command, log: &Path) -> Self {
        let log = File::options().create(true).append(true).open(log).expect("a log can be made");
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn();
        let mut child = child.expect("runnel starts");
        let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        Self { child, stdout }
    }

    /// The next line of stdout; empty if it ended without one.
    pub async fn line(self) -> (Self, String) {
        let reading = tokio::task::spawn_blocking(move || {
            let (mut this, mut line) = (self, String::new());
            this.stdout.read_line(&mut line).expect("stdout is text");
            (this, line)
        });
        let read = tokio::time::timeout(PATIENCE, reading).await;
        read.expect("runnel says that it listens").expect("reading does not panic")
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().expect("a process of ours can be killed");
        self.child.wait().expect("a killed process ends");
    }

    /// Asks it to stop, and waits until it has.
    pub async fn stop(mut self) -> ExitStatus {
        let pid = Pid::from_raw(self.child.id().try_into().expect("a process id is small"));
        kill(pid, Signal::SIGTERM).expect("a process of ours takes signals");
        eventually_within(STOP_TIME_MAX, "runnel stops after SIGTERM", async || {
            self.child.try_wait().expect("a process of ours can be waited for")
        })
        .await
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Runs a command to its end, without holding up other tests of this thread.
pub async fn output(mut command: Command) -> Output {
    let running = tokio::task::spawn_blocking(move || command.stdin(Stdio::null()).output());
    running.await.expect("running does not panic").expect("the command starts")
}
