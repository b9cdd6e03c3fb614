//! The steps of a task: announced, timed, and summed up in one line at the end, however it ended.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::process;

/// The steps done so far. Dropping it prints the summary.
pub struct Steps {
    task: &'static str,
    started: Instant,
    done: Vec<Done>,
}

struct Done {
    name: &'static str,
    took: Duration,
    failed: bool,
}

impl Steps {
    /// Begins a task. `task` is the word after `cargo xtask`.
    pub fn of(task: &'static str) -> Self {
        Self { task, started: Instant::now(), done: Vec::new() }
    }

    /// Performs one step. A failure says which step it was and how to run it again.
    pub fn step<T>(
        &mut self,
        name: &'static str,
        again: &str,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        process::stop_if_interrupted()?;
        eprintln!("\n── {name}");
        let started = Instant::now();
        let result = work();
        self.done.push(Done { name, took: started.elapsed(), failed: result.is_err() });
        result.with_context(|| format!("step `{name}` failed (to run it again: {again})"))
    }

    fn summary(&self) -> String {
        let steps = self.done.iter().map(Done::text).collect::<Vec<_>>().join(" · ");
        format!(
            "cargo xtask {}: {steps} · total {:.1} s",
            self.task,
            self.started.elapsed().as_secs_f64()
        )
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        eprintln!("\n{}", self.summary());
    }
}

impl Done {
    fn text(&self) -> String {
        let mark = if self.failed { " FAILED after" } else { "" };
        format!("{}{mark} {:.1} s", self.name, self.took.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_says_how_to_run_it_again() {
        let mut steps = Steps::of("test");
        let failed =
            steps.step("lints", "cargo clippy", || -> Result<()> { anyhow::bail!("two warnings") });
        assert_eq!(
            format!("{:#}", failed.unwrap_err()),
            "step `lints` failed (to run it again: cargo clippy): two warnings"
        );
        assert!(steps.summary().starts_with("cargo xtask test: lints FAILED after 0.0 s · total"));
    }
}
