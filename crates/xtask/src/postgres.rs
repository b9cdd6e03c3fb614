//! A PostgreSQL server of the tests' own: found or installed, started on a free port, stopped
//! whatever happens.
//!
//! It is set up like one that holds customers' data: `fsync` and `synchronous_commit` stay on, so
//! that the kill tests and the benchmarks tell the truth, and text sorts as in English, not by
//! bytes, so that a query that counts on the order of bytes is found here. Each start makes a new
//! cluster: nothing of an earlier run, killed or not, can be seen in it.

mod account;
mod binaries;
mod folder;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use self::account::Account;
use crate::process;

/// Superuser, let in from the loopback address without a password.
const ROLE: &str = "runnel";
/// Between our choice of a port and the server's start another program may take it.
const TRIES: u32 = 3;

/// A running server. Dropping it stops the server; its log stays in the folder.
pub struct Postgres {
    binaries: PathBuf,
    account: Account,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Installs PostgreSQL where there is none, makes a cluster and starts it.
    pub fn start() -> Result<Self> {
        let binaries = binaries::find_or_install()?;
        let account = Account::for_server()?;
        let folder = folder::prepare(&account)?;
        let mut server = Self { binaries, account, folder, port: 0 };
        server.sweep()?;
        server.create_cluster()?;
        server.start_on_a_free_port()?;
        Ok(server)
    }

    /// Where tests connect; each makes databases of its own beside this one.
    pub fn url(&self) -> String {
        format!("postgres://{ROLE}@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops a server that a killed run left behind, and removes its data.
    fn sweep(&self) -> Result<()> {
        let data = self.data();
        if data.join("postmaster.pid").exists() {
            eprintln!("   stopping the PostgreSQL that an earlier run left behind");
            self.stop();
        }
        if data.exists() {
            fs::remove_dir_all(&data)
                .with_context(|| format!("cannot remove {}", data.display()))?;
        }
        Ok(())
    }

    fn create_cluster(&self) -> Result<()> {
        let mut initdb = self.program("initdb");
        initdb.args(["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
        initdb.args(["--locale-provider=icu", "--icu-locale=en-US"]);
        initdb.arg(format!("--username={ROLE}")).arg("--pgdata").arg(self.data());
        process::output(&mut initdb).map(drop)
    }

    fn start_on_a_free_port(&mut self) -> Result<()> {
        for _ in 0..TRIES {
            process::stop_if_interrupted()?;
            self.port = free_port()?;
            self.write_settings()?;
            let mut start = self.pg_ctl("start");
            start.args(["--wait", "--timeout=60", "--log"]).arg(self.log());
            if process::succeeds(&mut start) {
                eprintln!("   {}", self.url());
                return Ok(());
            }
            self.stop();
        }
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        bail!("PostgreSQL does not start; its log says:\n{log}");
    }

    /// Written to a file that `postgresql.conf` includes last: of several values the last one
    /// counts.
    fn write_settings(&self) -> Result<()> {
        let settings = self.data().join("runnel.conf");
        fs::write(&settings, settings_text(self.port, &self.folder))?;
        self.account.own(&settings)?;
        let main = self.data().join("postgresql.conf");
        writeln!(OpenOptions::new().append(true).open(main)?, "include 'runnel.conf'")?;
        Ok(())
    }

    /// Ends the server at once, open connections included. A server that does not run is no
    /// failure.
    fn stop(&self) {
        process::succeeds(self.pg_ctl("stop").args(["--wait", "--mode=fast", "--timeout=60"]));
    }

    fn pg_ctl(&self, action: &str) -> Command {
        let mut command = self.program("pg_ctl");
        command.arg(action).arg("--pgdata").arg(self.data());
        command
    }

    fn program(&self, name: &str) -> Command {
        let mut command = self.account.command(self.binaries.join(name));
        command.current_dir(&self.folder);
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("postgres.log")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}

/// `pg_stat_statements` counts the statements of a batch; the connections are for many tests at a
/// time.
fn settings_text(port: u16, socket_folder: &Path) -> String {
    format!(
        "listen_addresses = '127.0.0.1'\n\
         port = {port}\n\
         unix_socket_directories = '{}'\n\
         max_connections = 200\n\
         shared_preload_libraries = 'pg_stat_statements'\n\
         fsync = on\n\
         full_page_writes = on\n\
         synchronous_commit = on\n",
        socket_folder.display().to_string().replace('\'', "''")
    )
}

/// A port that nobody listens on just now, chosen by the system.
fn free_port() -> Result<u16> {
    let listener =
        TcpListener::bind(("127.0.0.1", 0)).context("no free port on the loopback address")?;
    Ok(listener.local_addr()?.port())
}
