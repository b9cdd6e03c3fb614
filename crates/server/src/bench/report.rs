//! What the runs have shown: a table for people, JSON for programs.

use std::io::{self, Write};

use serde::Serialize;

/// What one run has shown.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// Accepted by the server and run through the flows.
    pub events: u64,
    /// From the first request until the last event was run through the flows.
    pub seconds: f64,
    /// Events per second.
    pub events_per_s: f64,
    /// From sending a request to its answer, half of them.
    pub answer_p50_ms: f64,
    /// From sending a request to its answer, all but one in a hundred.
    pub answer_p99_ms: f64,
    /// From sending an event to the changed score, half of them.
    pub effect_p50_ms: f64,
    /// From sending an event to the changed score, all but one in a hundred.
    pub effect_p99_ms: f64,
    /// CPU time of the server per event.
    pub server_cpu_us: f64,
    /// CPU time of the database's processes per event; zero where it is inside the server.
    pub database_cpu_us: f64,
    /// Bytes that server and database handed to the disks, per event.
    pub written_bytes: f64,
    /// The server's memory at the end of the run, mapped files apart, in MiB.
    pub memory_mib: f64,
    /// Events per second of the bare database: the same rows in full batches, no engine.
    pub bare_events_per_s: f64,
    /// Of the bare database's speed, in percent.
    pub ratio_percent: f64,
}

/// A line of the table: what, how many digits, and where it is in a run.
type Line = (&'static str, usize, fn(&Run) -> f64);

const LINES: [Line; 12] = [
    ("events/s", 0, |run| run.events_per_s),
    ("bare database, events/s", 0, |run| run.bare_events_per_s),
    ("ratio to the bare database, %", 0, |run| run.ratio_percent),
    ("answer p50, ms", 1, |run| run.answer_p50_ms),
    ("answer p99, ms", 1, |run| run.answer_p99_ms),
    ("effect p50, ms", 1, |run| run.effect_p50_ms),
    ("effect p99, ms", 1, |run| run.effect_p99_ms),
    ("server CPU per event, µs", 1, |run| run.server_cpu_us),
    ("database CPU per event, µs", 1, |run| run.database_cpu_us),
    ("written per event, bytes", 0, |run| run.written_bytes),
    ("server memory, MiB", 0, |run| run.memory_mib),
    ("events per run", 0, |run| run.events as f64),
];

/// All runs of one workload.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Which.
    pub workload: String,
    /// `sqlite` or `postgresql`.
    pub database: &'static str,
    /// In order.
    pub runs: Vec<Run>,
}

impl Report {
    /// Prints the table, and below it everything as one line of JSON.
    pub fn print(&self, to: &mut impl Write) -> io::Result<()> {
        let Self { workload, database, runs } = self;
        writeln!(to, "{workload} on {database}, {} runs: median [min – max]\n", runs.len())?;
        for (name, digits, value) in LINES {
            let spread = Spread::of(runs.iter().map(value));
            writeln!(to, "{name:<30} {}", spread.text(digits))?;
        }
        writeln!(to, "\n{}", serde_json::to_string(self)?)
    }
}

/// The middle one of several values, and how far they are apart.
pub struct Spread {
    median: f64,
    min: f64,
    max: f64,
}

impl Spread {
    /// Of these values.
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let sorted = sorted(values.collect());
        let (min, max) = (sorted.first(), sorted.last());
        Self {
            median: percentile(&sorted, 50.0),
            min: min.copied().unwrap_or_default(),
            max: max.copied().unwrap_or_default(),
        }
    }

    /// As a line shows it.
    pub fn text(&self, digits: usize) -> String {
        let Self { median, min, max } = self;
        format!("{median:>10.digits$}  [{min:.digits$} – {max:.digits$}]")
    }
}

/// Ascending.
pub fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// The value that `percent` of the ascending `values` do not exceed; 0 of none.
pub fn percentile(values: &[f64], percent: f64) -> f64 {
    let rank = (percent / 100.0 * values.len() as f64).ceil() as usize;
    values.get(rank.max(1) - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let values = sorted(vec![3.0, 1.0, 2.0, 5.0, 4.0]);
        assert_eq!(percentile(&values, 50.0), 3.0);
        assert_eq!(percentile(&values, 99.0), 5.0);
        assert_eq!(percentile(&values, 1.0), 1.0);
        assert_eq!(percentile(&[], 50.0), 0.0);
    }

    #[test]
    fn a_line_shows_the_median_and_the_spread() {
        let spread = Spread::of([30.0, 10.0, 21.25].into_iter());
        assert_eq!(spread.text(1), "      21.2  [10.0 – 30.0]");
    }
}
