//! What came of a scenario, for a person: what was expected, what came, and all that happened.

use std::fmt;

use runnel_model::{Fact, Timestamp};
use serde::Serialize;

use super::expect::show;

/// What came of one scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ScenarioResult {
    /// The scenario's name.
    pub name: String,
    /// Whether all came as expected.
    pub passed: bool,
    /// Each thing that did not.
    pub differences: Vec<String>,
    /// All that happened, one line each, with the time since the beginning.
    pub timeline: Vec<String>,
}

impl fmt::Display for ScenarioResult {
    /// One line if it passed; else also the differences and the time line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.passed { "ok  " } else { "FAIL" };
        write!(f, "{verdict} {}", self.name)?;
        if self.passed {
            return Ok(());
        }
        for difference in &self.differences {
            write!(f, "\n     {difference}")?;
        }
        f.write_str("\n     What happened:")?;
        for line in &self.timeline {
            write!(f, "\n       {line}")?;
        }
        Ok(())
    }
}

/// Collects the lines of the time line.
pub(super) struct Timeline {
    start: Timestamp,
    pub lines: Vec<String>,
}

impl Timeline {
    pub(super) const fn new(start: Timestamp) -> Self {
        Self { start, lines: Vec::new() }
    }

    pub(super) fn say(&mut self, at: Timestamp, what: &str) {
        self.lines.push(format!("{} {what}", since(at - self.start)));
    }

    pub(super) fn facts(&mut self, facts: &[Fact]) {
        for Fact { at, body, step, .. } in facts {
            let by = step.as_ref().map(|step| format!(" at `{}`", step.node)).unwrap_or_default();
            self.say(*at, &format!("  {}{by}", show(body)));
        }
    }
}

/// `3d 04:05:06`, with milliseconds if there are any.
fn since(ms: i64) -> String {
    let seconds = ms / 1_000;
    let (days, of_day) = (seconds / 86_400, seconds % 86_400);
    let (hours, minutes, seconds) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    let rest = match ms % 1_000 {
        0 => String::new(),
        rest => format!(".{rest:03}"),
    };
    format!("{days}d {hours:02}:{minutes:02}:{seconds:02}{rest}")
}
