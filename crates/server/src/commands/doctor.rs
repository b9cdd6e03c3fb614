//! `runnel doctor`: everything that can be computed twice is, and compared.
//!
//! What must be true of one contact is `runnel_sim::invariants`; here it is brought together with
//! what is stored, page by page, and the tables that no contact's state speaks of are compared as
//! well. It only reads, and takes no lock. It reads one thing after the other: on a database that
//! is being written to, what changed in between is reported as different, so the server should
//! be idle or stopped. What is accepted and not processed yet is no difference. Where old entries
//! were deleted, it starts at the baselines that stand for them.

mod contacts;
pub mod logs;
mod rows;
mod tables;

use std::fmt::Display;
use std::process::ExitCode;

use anyhow::Result;

use super::print;
use crate::open;
use crate::settings::Settings;

/// Examines the database and says what was found; any difference is a failure.
pub async fn run(settings: &Settings) -> Result<ExitCode> {
    let database = open::visit(settings).await?;
    let mut findings = Findings::default();
    let seen = contacts::examine(&database, &mut findings).await?;
    tables::examine(&database, &seen.counters, &mut findings).await?;
    database.close().await;
    print(&findings.summary(seen.contacts, seen.entries))?;
    Ok(if findings.number == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Tells each difference as soon as it is found, and counts.
#[derive(Default)]
struct Findings {
    number: u64,
}

impl Findings {
    fn tell(&mut self, difference: impl Display) -> Result<()> {
        self.number += 1;
        print(&format!("{difference}\n"))
    }

    fn summary(&self, contacts: u64, entries: u64) -> String {
        let of = format!("{contacts} contacts and {entries} log entries");
        match self.number {
            0 => format!("nothing found in {of}\n"),
            1 => format!("1 difference found in {of}\n"),
            number => format!("{number} differences found in {of}\n"),
        }
    }
}
