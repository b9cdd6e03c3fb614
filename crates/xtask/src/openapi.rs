//! docs/openapi.json: the document that the code describes, committed so that a change of the API
//! is seen in review.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{process, product, workspace};

/// Fails if docs/openapi.json is not what `runnel openapi` prints.
pub fn check() -> Result<()> {
    let described = describe()?;
    let committed = fs::read_to_string(path())
        .context("cannot read docs/openapi.json; write it: cargo xtask openapi")?;
    if let Some(line) = first_difference(&committed, &described) {
        bail!(
            "docs/openapi.json differs from the code at line {line}; write it anew: cargo xtask openapi"
        );
    }
    Ok(())
}

/// Writes docs/openapi.json from the code.
pub fn regenerate() -> Result<()> {
    fs::write(path(), describe()?).context("cannot write docs/openapi.json")
}

fn describe() -> Result<String> {
    process::output(Command::new(product::build()?).arg("openapi"))
}

fn path() -> PathBuf {
    workspace::root().join("docs/openapi.json")
}

/// The number of the first line that differs, counted from 1.
fn first_difference(committed: &str, described: &str) -> Option<usize> {
    if committed == described {
        return None;
    }
    let equal = committed.lines().zip(described.lines()).take_while(|(one, other)| one == other);
    Some(equal.count() + 1)
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn the_first_line_that_differs_is_named() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
        assert_eq!(first_difference("a", "a\n"), Some(2));
    }
}
