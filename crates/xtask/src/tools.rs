//! Cargo's helpers, at versions of ours, below `target`: nothing a developer has installed is
//! touched or relied on.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::{process, product, workspace};

/// A program from the Rust registry.
pub struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Finds dependencies that are declared and not used.
pub const MACHETE: Tool = Tool { name: "cargo-machete", version: "0.9.2" };

/// Judges what the dependencies bring in: licences, sources, crates we do not want.
pub const DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };

impl Tool {
    /// The program's path. It is installed at the first use, unoptimised: that halves the
    /// installation and costs a second a run.
    pub fn path(&self) -> Result<PathBuf> {
        let folder = workspace::target().join("tools");
        let path = folder.join("bin").join(self.name);
        if !self.is_at(&path) {
            let mut install = product::cargo();
            install
                .args([
                    "install",
                    self.name,
                    "--debug",
                    "--locked",
                    "--version",
                    self.version,
                    "--root",
                ])
                .arg(folder);
            process::run(&mut install)?;
        }
        Ok(path)
    }

    fn is_at(&self, path: &PathBuf) -> bool {
        let answer = Command::new(path).arg("--version").stderr(Stdio::null()).output();
        answer.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains(self.version))
    }
}
