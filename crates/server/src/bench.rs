//! `runnel bench`: the real server under load, and beside it the bare database doing the same.
//!
//! The server is this very program, started as people start it, in a fresh folder, with nothing
//! switched off. It is driven over HTTP from this process. Each run is followed by one of the
//! bare database — the same rows and indexes in full batches, no engine — so that what the machine is
//! doing otherwise falls on both; quote the ratio, not the figures. What the server ends with is
//! compared with what was sent: a benchmark that loses events measures nothing.

mod bare;
mod connection;
mod contacts;
mod database;
mod load;
mod probe;
mod report;
mod run;
mod server;
mod usage;

use std::io;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

/// What to measure.
#[derive(Args)]
pub struct Arguments {
    /// How the events are sent.
    #[arg(value_enum)]
    workload: Workload,
    /// `postgres://USER@HOST/NAME`: databases of the benchmark's own are made beside this one.
    /// Without it, SQLite in a temporary folder.
    #[arg(long)]
    database: Option<String>,
    /// How long events are sent, per run.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How many runs.
    #[arg(long, default_value_t = 5)]
    runs: u32,
    /// How many contacts there are.
    #[arg(long, default_value_t = 100_000)]
    contacts: u32,
    /// How many events a second are sent, over all connections; without it, as many as are taken.
    /// At a set rate look at the times: the ratio then says nothing.
    #[arg(long)]
    rate: Option<u32>,
    /// The folder for its data, on the disk that is to be measured. What is made there is removed.
    #[arg(long, default_value = "./data/bench")]
    folder: PathBuf,
    /// How many connections send.
    #[arg(long, default_value_t = 64)]
    connections: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Workload {
    /// One event per request.
    Track,
    /// A hundred events per request.
    Batch,
}

impl Workload {
    const fn name(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::Batch => "batch",
        }
    }

    const fn events_per_request(self) -> u32 {
        match self {
            Self::Track => 1,
            Self::Batch => 100,
        }
    }
}

impl Arguments {
    /// How many events the bare database gets in a transaction: all that the server can have at
    /// hand when a commit ends, and no more than it takes at a time. The server's own batches are
    /// at most as large, so the comparison is never in its favour.
    fn batch_size(&self) -> usize {
        let in_flight = self.connections * self.workload.events_per_request();
        let most = runnel_runtime::Settings::default().process_batch_max;
        most.min(in_flight as usize)
    }
}

/// Measures and prints.
pub async fn run(arguments: Arguments) -> Result<()> {
    let report = run::all(&arguments).await?;
    report.print(&mut io::stdout().lock())?;
    Ok(())
}
