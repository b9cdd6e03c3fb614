//! One planted bug: a patch with a header that says what is broken and which command must notice.
//!
//! ```text
//! A window loses its last second.
//! Test: cargo test -p runnel-engine window
//!
//! diff --git a/crates/engine/src/… b/crates/engine/src/…
//! ```

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// What cargo answers when tests ran and one was red, but also on some failures of its own.
const CARGO_TEST_FAILED: i32 = 101;

/// A bug and the command that must notice it.
pub struct Mutant {
    /// The patch's file name without its ending.
    pub name: String,
    /// The patch.
    pub patch: PathBuf,
    /// The words of the command.
    pub test: Vec<String>,
}

/// What became of a mutant.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A test turned red.
    Caught,
    /// All tests stayed green.
    Survived,
    /// The command ran no test.
    RanNoTest,
    /// The command failed, but no test did: most likely the patched code does not compile.
    Broken,
    /// The code has moved away from under the patch.
    DoesNotApply,
}

/// All mutants of a folder whose name contains `filter`, by name.
pub fn read_all(folder: &Path, filter: Option<&str>) -> Result<Vec<Mutant>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut patches: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "patch"))
        .collect();
    patches.sort();
    let mutants = patches.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    let chosen: Vec<Mutant> = mutants
        .into_iter()
        .filter(|mutant| mutant.name.contains(filter.unwrap_or_default()))
        .collect();
    if chosen.is_empty() {
        bail!("there is no such mutant in {}", folder.display());
    }
    Ok(chosen)
}

fn read(patch: PathBuf) -> Result<Mutant> {
    let text = fs::read_to_string(&patch)?;
    let test = parse_test(&text).with_context(|| {
        format!("{} needs a line `Test: cargo test …` above its first `diff`", patch.display())
    })?;
    let name = patch.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Mutant { name, patch, test })
}

/// The words of the header's test command. There is no shell: quotes and variables mean nothing.
fn parse_test(patch: &str) -> Option<Vec<String>> {
    let mut header =
        patch.lines().take_while(|line| !line.starts_with("diff ") && !line.starts_with("--- "));
    let command = header.find_map(|line| line.strip_prefix("Test:"))?;
    let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
    words.starts_with(&["cargo".to_owned(), "test".to_owned()]).then_some(words)
}

impl Verdict {
    /// Reads cargo's exit code and output.
    pub fn of(code: Option<i32>, output: &str) -> Self {
        let mut results = output.lines().filter(|line| line.starts_with("test result:"));
        if code == Some(CARGO_TEST_FAILED) && results.clone().any(|line| line.contains("FAILED")) {
            Self::Caught
        } else if code != Some(0) {
            Self::Broken
        } else if results.any(|line| !line.contains(" 0 passed")) {
            Self::Survived
        } else {
            Self::RanNoTest
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Caught => "caught",
            Self::Survived => "SURVIVED",
            Self::RanNoTest => "RAN NO TEST",
            Self::Broken => "NO RED TEST",
            Self::DoesNotApply => "DOES NOT APPLY",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_command_is_read_from_the_header_only() {
        let words = parse_test("A bug.\nTest: cargo test -p a  b\n\ndiff --git a/x b/x\n").unwrap();
        assert_eq!(words, ["cargo", "test", "-p", "a", "b"]);
        assert_eq!(parse_test("diff --git a/x b/x\nTest: cargo test\n"), None);
        assert_eq!(parse_test("Test: rm -r target\ndiff --git a/x b/x\n"), None);
    }

    #[test]
    fn only_a_red_test_catches_a_mutant() {
        let check = |code, output, expect| {
            assert_eq!(Verdict::of(Some(code), output), expect, "{code} {output}");
        };
        check(101, "test result: FAILED. 3 passed; 1 failed;", Verdict::Caught);
        check(101, "error[E0308]: mismatched types", Verdict::Broken);
        check(101, "test result: ok. 3 passed; 0 failed;\nerror: no such command", Verdict::Broken);
        check(0, "test result: ok. 3 passed; 0 failed;", Verdict::Survived);
        check(0, "test result: ok. 0 passed; 0 failed;", Verdict::RanNoTest);
        assert_eq!(Verdict::of(None, "test result: FAILED."), Verdict::Broken);
    }
}
