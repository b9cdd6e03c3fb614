//! Who the server runs as: PostgreSQL refuses to run as root, so root makes a system user for it.

use std::ffi::OsStr;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use nix::unistd::{User, geteuid};

use crate::process;

const NAME: &str = "runnel-pg";

/// The account that the server runs as.
pub enum Account {
    /// The user who started us.
    Ourselves,
    /// A system user without a shell or a home.
    System(User),
}

impl Account {
    /// The account for the server; made where it is needed and missing.
    pub fn for_server() -> Result<Self> {
        if !geteuid().is_root() {
            return Ok(Self::Ourselves);
        }
        if User::from_name(NAME)?.is_none() {
            let mut useradd = Command::new("useradd");
            useradd.args([
                "--system",
                "--user-group",
                "--no-create-home",
                "--home-dir",
                "/nonexistent",
            ]);
            process::run(useradd.args(["--shell", "/usr/sbin/nologin", NAME]))?;
        }
        let user = User::from_name(NAME)?
            .with_context(|| format!("the user {NAME} was made and cannot be found"))?;
        Ok(Self::System(user))
    }

    /// A command that runs as this account.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        // A Ctrl-C meant for us must not reach `pg_ctl stop`.
        command.process_group(0);
        if let Self::System(user) = self {
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
        command
    }

    /// Gives a file or folder to this account.
    pub fn own(&self, path: &Path) -> Result<()> {
        if let Self::System(user) = self {
            chown(path, Some(user.uid.as_raw()), Some(user.gid.as_raw()))
                .with_context(|| format!("cannot give {} to {NAME}", path.display()))?;
        }
        Ok(())
    }

    /// The number of this account's user.
    pub fn user_id(&self) -> u32 {
        match self {
            Self::Ourselves => geteuid().as_raw(),
            Self::System(user) => user.uid.as_raw(),
        }
    }
}
