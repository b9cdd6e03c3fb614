//! `cargo xtask test`: the check, then every test there is, then the scenarios inside the flows
//! that ship.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::services::Services;
use crate::steps::Steps;
use crate::{check, mutants, process, product, web, workspace};

/// `cargo xtask test`, of the tests whose name contains `filter`.
pub fn test(filter: Option<&str>, with_mutants: bool) -> Result<()> {
    let mut steps = Steps::of("test");
    check::check(&mut steps)?;
    steps.step("web app", "cd web && npm run build", web::build)?;
    let services = Services::start(&mut steps)?;
    let mut tally = Tally::default();
    steps.step("tests", "cargo xtask with cargo test -p PACKAGE NAME", || {
        run_tests(&services, filter, &mut tally)
    })?;
    if filter.is_none() {
        steps.step(
            "random rules",
            "PROPTEST_CASES=100000 cargo test -p runnel-engine --test rules",
            random_rules,
        )?;
    }
    if filter.is_none() {
        steps.step("web", "cd web && npm test", web::test)?;
        steps.step("journeys", "cd web && npm run e2e", || web::journeys(services.binary()))?;
    }
    steps.step("flows", "cargo run -- flow test flows/*.json", || test_flows(&services))?;
    if with_mutants {
        mutants::mutants(&mut steps, None)?;
    }
    drop(steps);
    tally.print()
}

/// All packages run even if an earlier one failed: whoever asks gets all failures at once.
fn run_tests(services: &Services, filter: Option<&str>, tally: &mut Tally) -> Result<()> {
    let mut cargo = product::cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast"]).args(filter);
    services.give_to(&mut cargo);
    process::run_watched(&mut cargo, |line| tally.add(line))?;
    if tally.passed == 0 {
        bail!("no test ran; does any name contain {:?}?", filter.unwrap_or_default());
    }
    Ok(())
}

/// The tests above try a thousand random rules; this tries a hundred thousand.
fn random_rules() -> Result<()> {
    let mut cargo = product::cargo();
    cargo.args(["test", "--workspace", "--test", "rules"]).env("PROPTEST_CASES", "100000");
    process::run(&mut cargo)
}

fn test_flows(services: &Services) -> Result<()> {
    process::run(Command::new(services.binary()).args(["flow", "test"]).args(shipped_flows()?))
}

/// The flows of `flows/`, by name.
fn shipped_flows() -> Result<Vec<PathBuf>> {
    let folder = workspace::root().join("flows");
    let entries = fs::read_dir(&folder).context("cannot read flows/")?;
    let mut flows: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    flows.sort();
    if flows.is_empty() {
        bail!("there is no flow in {}", folder.display());
    }
    Ok(flows)
}

/// How many tests there were, over all test programs.
#[derive(Debug, Default, PartialEq)]
struct Tally {
    passed: u32,
    failed: u32,
    skipped: u32,
}

impl Tally {
    /// Adds a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; …`.
    fn add(&mut self, line: &str) {
        if line.starts_with("test result:") {
            self.passed += number_before(line, " passed");
            self.failed += number_before(line, " failed");
            self.skipped += number_before(line, " ignored");
        }
    }

    fn print(&self) -> Result<()> {
        let Self { passed, failed, skipped } = self;
        writeln!(std::io::stdout(), "tests: {passed} passed, {failed} failed, {skipped} skipped")?;
        Ok(())
    }
}

fn number_before(line: &str, word: &str) -> u32 {
    let number = line.find(word).and_then(|end| line[..end].rsplit(' ').next());
    number.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn results_of_all_test_programs_are_added_up() {
        let mut tally = Tally::default();
        tally.add("running 4 tests");
        tally.add("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s");
        tally.add("test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s");
        assert_eq!(tally, Tally { passed: 15, failed: 2, skipped: 1 });
    }
}
