//! `runnel flow check` and `runnel flow test`: flow files without a server and a database.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;
use runnel_model::{Diagnostic, Severity};
use runnel_sim::scenario::{self, FlowFile};

use super::print;

/// What can be done with flow files.
#[derive(Subcommand)]
pub enum Command {
    /// Says all that keeps flows from being published.
    Check {
        /// Flow files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Runs the scenarios inside flow files, in virtual time.
    Test {
        /// Flow files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

impl Command {
    /// Does it; whether all is well is the exit code.
    pub fn run(self) -> Result<ExitCode> {
        let (text, well) = match self {
            Self::Check { files } => check_all(&files),
            Self::Test { files } => test_all(&files),
        };
        print(&text)?;
        Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn read(path: &Path) -> Result<FlowFile, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    FlowFile::parse(&text).map_err(|error| error.to_string())
}

fn check_all(files: &[PathBuf]) -> (String, bool) {
    let mut text = String::new();
    let mut well = true;
    for path in files {
        let shown = path.display();
        match read(path).map(|file| scenario::diagnostics(&file)) {
            Err(why) => {
                well = false;
                text += &format!("{shown}: {why}\n");
            }
            Ok(problems) => {
                well &= problems.iter().all(|problem| problem.severity != Severity::Error);
                text.extend(problems.iter().map(|problem| format!("{shown}: {}\n", say(problem))));
            }
        }
    }
    if text.is_empty() {
        text = "nothing found\n".to_owned();
    }
    (text, well)
}

/// `error at step `score`, points: what is wrong` and, on a line of its own, what to do.
fn say(problem: &Diagnostic) -> String {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let step = problem.node.as_ref().map(|node| format!(" at step `{node}`")).unwrap_or_default();
    let field = problem.field.as_ref().map(|field| format!(", {field}")).unwrap_or_default();
    let Diagnostic { code, message, help, .. } = problem;
    format!("{severity}[{code}]{step}{field}: {message}\n  help: {help}")
}

fn test_all(files: &[PathBuf]) -> (String, bool) {
    let (mut text, mut passed, mut failed) = (String::new(), 0, 0);
    for path in files {
        let shown = path.display();
        let results = match read(path) {
            Ok(file) => scenario::run(&file),
            Err(why) => {
                failed += 1;
                text += &format!("{shown}: FAIL {why}\n");
                continue;
            }
        };
        for result in results {
            *(if result.passed { &mut passed } else { &mut failed }) += 1;
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{shown}: {result}");
        }
    }
    let _ = writeln!(text, "{passed} passed, {failed} failed");
    (text, failed == 0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn shipped() -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../flows");
        let files: BTreeSet<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.into_iter().filter(|path| path.extension().is_some_and(|it| it == "json")).collect()
    }

    #[test]
    fn the_flows_that_ship_have_no_problems_and_pass_their_scenarios() {
        assert_eq!(check_all(&shipped()), ("nothing found\n".to_owned(), true));
        let (text, well) = test_all(&shipped());
        assert!(well, "{text}");
    }

    #[test]
    fn a_file_that_is_none_is_a_failure() {
        let (text, well) = test_all(&[PathBuf::from("no/such.json")]);
        assert!(text.contains("no/such.json: FAIL") && text.ends_with("0 passed, 1 failed\n"));
        assert!(!well);
        assert!(!check_all(&[PathBuf::from("no/such.json")]).1);
    }
}
