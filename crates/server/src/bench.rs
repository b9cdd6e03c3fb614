//! `runnel bench`: the real server under load, and beside it the bare database doing the same.
//!
//! The server is this very program, started as people start it, in a fresh folder, with nothing
//! switched off. It is driven over HTTP from this process. Under load, each run is followed by one of
//! the bare database — the same rows and indexes in full batches, no engine — so that what the machine
//! is doing otherwise falls on both; quote the ratio, not the figures. What the server ends with is
//! compared with what was sent: a benchmark that loses events measures nothing.

mod backfill;
mod bare;
mod compile;
mod connection;
mod contacts;
mod database;
mod figures;
mod ground;
mod load;
mod probe;
mod published;
mod report;
mod run;
mod server;
mod start;
mod usage;
mod wake;
mod workload;

pub use workload::Workload;

use std::io;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

/// What to measure.
#[derive(Args)]
pub struct Arguments {
    /// `track`, `batch`, `flows-N`, `contacts-N`, `segments-N`, `wake`, `backfill`, `compile`, `start`.
    ///
    /// `track` sends one event per request, `batch` a hundred. The next three are `batch` with so many
    /// published flows, contacts or segments. `wake`: a tenth of all contacts is to be woken at once.
    /// `backfill`: a new segment counts the past while half of the possible load goes on. `compile`: a
    /// large flow, checked and simulated. `start`: how soon, and how large.
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
    /// How many contacts there are; without it, as many as the workload is meant for.
    #[arg(long)]
    contacts: Option<u32>,
    /// How many events each contact has when `backfill` begins.
    #[arg(long, default_value_t = 20)]
    events_per_contact: u32,
    /// How many steps the flow of `compile` has.
    #[arg(long, default_value_t = 1_000)]
    steps: usize,
    /// How many scoring models are published; each gives points for what the load does.
    #[arg(long, default_value_t = 0)]
    models: u32,
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

impl Arguments {
    fn contacts(&self) -> u32 {
        self.contacts.unwrap_or_else(|| self.workload.contacts()).max(1)
    }

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
    let figures = match arguments.workload {
        Workload::Wake => wake::measure(&arguments).await?,
        Workload::Backfill => backfill::measure(&arguments).await?,
        Workload::Compile => compile::measure(&arguments)?,
        Workload::Start => start::measure(&arguments).await?,
        _ => {
            let report = run::all(&arguments).await?;
            return Ok(report.print(&mut io::stdout().lock())?);
        }
    };
    Ok(figures.print(&mut io::stdout().lock())?)
}
