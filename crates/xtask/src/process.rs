//! Starting other programs, and stopping them when the user or the system says so.
//!
//! A child runs in a process group of its own. So Ctrl-C (and SIGTERM, which reaches only us) has
//! one path: we end the whole group, tests and the servers they started included, then unwind, and
//! whoever holds a service stops it in `Drop`.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// How often a child is looked at. Short beside any step, long beside a system call.
const POLL: Duration = Duration::from_millis(20);
/// How long an ended group may take to leave before it is killed.
const GRACE: Duration = Duration::from_secs(10);

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From here on Ctrl-C and SIGTERM no longer end this process at once: the running step fails and
/// services are stopped.
pub fn catch_interrupts() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed))
        .context("cannot watch for Ctrl-C")
}

/// Fails once the user has asked us to stop.
pub fn stop_if_interrupted() -> Result<()> {
    if INTERRUPTED.load(Ordering::Relaxed) {
        bail!("interrupted");
    }
    Ok(())
}

/// Runs a program to its end and demands success. What it prints is shown.
pub fn run(command: &mut Command) -> Result<()> {
    let mut child = spawn(command)?;
    let status = wait(&mut child, None)?;
    demand_success(command, status)
}

/// Runs a program at the user's terminal, for programs that may ask something (a shell, sudo's
/// password).
///
/// It stays in our process group, so the terminal itself sends it Ctrl-C, and it alone decides what
/// that means.
pub fn run_in_foreground(command: &mut Command) -> Result<()> {
    forget_package(command);
    let status = command.status().with_context(|| cannot_start(command))?;
    demand_success(command, status)
}

/// Runs a program and returns what it wrote to its standard output. What it wrote to standard error
/// is shown.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| cannot_start(command))?;
    demand_success(command, output.status)?;
    String::from_utf8(output.stdout)
        .with_context(|| format!("{} did not print UTF-8", text_of(command)))
}

/// Whether a program could be started and ended well. Nothing is shown.
pub fn succeeds(command: &mut Command) -> bool {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Runs a program, shows what it prints and hands each line of its standard output to `see`.
pub fn run_watched(command: &mut Command, mut see: impl FnMut(&str) + Send) -> Result<()> {
    let mut child = spawn(command.stdout(Stdio::piped()))?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let status = thread::scope(|scope| {
        scope.spawn(|| {
            for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                see(&line);
                // A closed pipe on our side must not fail the tests.
                let _ = writeln!(std::io::stdout(), "{line}");
            }
        });
        wait(&mut child, None)
    })?;
    demand_success(command, status)
}

/// Runs a program with both its outputs in the file `log`. It is killed, and this fails, after
/// `limit`.
pub fn run_logged(command: &mut Command, log: &Path, limit: Duration) -> Result<ExitStatus> {
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let mut child = spawn(command.stdout(file.try_clone()?).stderr(file))?;
    wait(&mut child, Some(limit))
}

/// A command as a person would type it.
pub fn text_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let words = std::iter::once(program.as_os_str()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// `cargo xtask` tells us of which package we are. A build script that asks for that would run again,
/// and all that depends on it be built again, each time that cargo is called by us and not by hand.
fn forget_package(command: &mut Command) {
    let told = std::env::vars_os().map(|(name, _)| name);
    let ours = |name: &OsString| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
    };
    for name in told.filter(ours) {
        command.env_remove(name);
    }
}

fn spawn(command: &mut Command) -> Result<Child> {
    stop_if_interrupted()?;
    eprintln!("   $ {}", text_of(command));
    // Without a terminal on its standard input, a program in the background is never stopped for
    // reading from it.
    command.process_group(0).stdin(Stdio::null());
    forget_package(command);
    command.spawn().with_context(|| cannot_start(command))
}

fn wait(child: &mut Child, limit: Option<Duration>) -> Result<ExitStatus> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if INTERRUPTED.load(Ordering::Relaxed) {
            end_group(child)?;
            bail!("interrupted");
        }
        if let Some(limit) = limit.filter(|limit| started.elapsed() > *limit) {
            end_group(child)?;
            bail!("still running after {} s", limit.as_secs());
        }
        thread::sleep(POLL);
    }
}

/// Asks a child's whole group to end and kills what is left of it.
fn end_group(child: &mut Child) -> Result<()> {
    let group = Pid::from_raw(child.id().try_into()?);
    // A group that is already gone is what we want.
    let _ = killpg(group, Signal::SIGTERM);
    let asked = Instant::now();
    while child.try_wait()?.is_none() && asked.elapsed() < GRACE {
        thread::sleep(POLL);
    }
    let _ = killpg(group, Signal::SIGKILL);
    child.wait()?;
    Ok(())
}

fn demand_success(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("`{}` ended with {status}", text_of(command));
    }
    Ok(())
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`", command.get_program().to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_named_with_its_arguments() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(error.to_string(), "`sh -c exit 3` ended with exit status: 3");
    }

    #[test]
    fn a_program_that_outlives_its_limit_is_ended() {
        let log = std::env::temp_dir().join(format!("runnel-xtask-{}.log", std::process::id()));
        let error =
            run_logged(Command::new("sh").args(["-c", "sleep 600"]), &log, POLL).unwrap_err();
        assert_eq!(error.to_string(), "still running after 0 s");
        std::fs::remove_file(log).unwrap();
    }
}
