//! Planted bugs: each patch in tests/mutants breaks the product in one place, and a test that does
//! not notice is no test.
//!
//! The bugs are planted in a copy of the work tree with a target folder of its own, so that neither
//! the tree nor its builds are touched. A mutant is *caught* only by a red test: one that does not
//! compile or does not apply is a mistake in the mutant itself, and one that runs without end is
//! one too.

mod mutant;
mod tree;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use self::mutant::{Mutant, Verdict};
use self::tree::Tree;
use crate::steps::Steps;
use crate::{process, workspace};

/// For one test command. The first one builds all dependencies.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// `cargo xtask mutants`.
pub fn mutants_alone(filter: Option<&str>) -> Result<()> {
    mutants(&mut Steps::of("mutants"), filter)
}

/// Plants every bug whose file name contains `filter`, as steps of a task.
pub fn mutants(steps: &mut Steps, filter: Option<&str>) -> Result<()> {
    let mutants = mutant::read_all(&workspace::root().join("tests/mutants"), filter)?;
    let ground = Ground::prepare()?;
    steps
        .step("mutants: without a bug", "cargo xtask mutants", || ground.demand_green(&mutants))?;
    steps.step("mutants", "cargo xtask mutants NAME", || ground.demand_red(&mutants))
}

/// Where bugs are planted and tests run.
struct Ground {
    tree: Tree,
    folder: PathBuf,
}

impl Ground {
    fn prepare() -> Result<Self> {
        let folder = workspace::target().join("mutants");
        fs::create_dir_all(folder.join("logs"))?;
        let tree = Tree::copy_to(folder.join("tree"))?;
        Ok(Self { tree, folder })
    }

    /// A test that is red without the bug proves nothing, nor does a command that runs no test.
    fn demand_green(&self, mutants: &[Mutant]) -> Result<()> {
        let commands: BTreeSet<&[String]> =
            mutants.iter().map(|mutant| mutant.test.as_slice()).collect();
        for (number, command) in commands.into_iter().enumerate() {
            let log = self.log(&format!("green-{number}"));
            match self.verdict_of(command, &log)? {
                Verdict::Survived => {}
                verdict => {
                    bail!("`{}` without a bug: {verdict}; see {}", command.join(" "), log.display())
                }
            }
        }
        Ok(())
    }

    fn demand_red(&self, mutants: &[Mutant]) -> Result<()> {
        let mut table = Vec::new();
        let mut escaped = Vec::new();
        for mutant in mutants {
            let started = Instant::now();
            let verdict = self.try_mutant(mutant)?;
            let seconds = started.elapsed().as_secs_f64();
            table.push(format!("   {:<48} {verdict:<16} {seconds:>6.1} s", mutant.name));
            if verdict != Verdict::Caught {
                escaped.push(format!("{} ({verdict})", mutant.name));
            }
        }
        eprintln!("\n{}", table.join("\n"));
        if !escaped.is_empty() {
            let logs = self.folder.join("logs");
            bail!("not caught by a red test: {}; logs: {}", escaped.join(", "), logs.display());
        }
        Ok(())
    }

    fn try_mutant(&self, mutant: &Mutant) -> Result<Verdict> {
        eprintln!("\n   {}", mutant.name);
        if !self.tree.apply(&mutant.patch)? {
            return Ok(Verdict::DoesNotApply);
        }
        let verdict = self.verdict_of(&mutant.test, &self.log(&mutant.name));
        self.tree.take_back(&mutant.patch)?;
        verdict
    }

    fn verdict_of(&self, test: &[String], log: &Path) -> Result<Verdict> {
        let mut command = Command::new(&test[0]);
        command.args(&test[1..]).current_dir(self.tree.root());
        command.env("CARGO_TARGET_DIR", self.folder.join("target"));
        let status = process::run_logged(&mut command, log, LIMIT)?;
        let output = fs::read(log).with_context(|| format!("cannot read {}", log.display()))?;
        Ok(Verdict::of(status.code(), &String::from_utf8_lossy(&output)))
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.join("logs").join(format!("{name}.log"))
    }
}
