//! Installing system packages on Debian and its descendants, as root or through sudo.

use std::process::Command;

use anyhow::{Context, Result, bail};
use nix::unistd::geteuid;

use crate::process;

/// Installs Debian packages.
pub fn install(packages: &[&str]) -> Result<()> {
    let by_hand = format!(
        "install it by hand: sudo apt-get update && sudo apt-get install {}",
        packages.join(" ")
    );
    if !process::succeeds(Command::new("apt-get").arg("--version")) {
        bail!(
            "this system has no apt-get; install the equivalent of these Debian packages by hand: {packages:?}"
        );
    }
    apt_get(&["update"]).with_context(|| by_hand.clone())?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    apt_get(&arguments).context(by_hand)
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let mut command = if geteuid().is_root() { Command::new("env") } else { Command::new("sudo") };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
    eprintln!("   $ {}", process::text_of(&command));
    process::run_in_foreground(&mut command)
}
