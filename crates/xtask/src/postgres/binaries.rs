//! Where PostgreSQL's programs are. Debian keeps the server's out of PATH, one folder for each
//! major version.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{packages, process};

/// The oldest version that the tests run on: the first whose `initdb` takes an ICU locale.
const OLDEST_MAJOR: u32 = 15;

/// The folder of `initdb` and `pg_ctl`, of the newest version there is.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(folder) = find() {
        return Ok(folder);
    }
    packages::install(&["postgresql", "postgresql-contrib"])?;
    find().with_context(|| {
        format!(
            "there is no PostgreSQL {OLDEST_MAJOR} or newer, even after installing Debian's package"
        )
    })
}

fn find() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = debian.map(|version| version.path().join("bin")).chain(elsewhere());
    let usable = folders.filter_map(|folder| Some((major_in(&folder)?, folder)));
    usable.filter(|(major, _)| *major >= OLDEST_MAJOR).max().map(|(_, folder)| folder)
}

/// Where systems other than Debian have them.
fn elsewhere() -> Option<PathBuf> {
    let answer = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim()))
}

/// The major version of a folder that has all the programs we need.
fn major_in(folder: &Path) -> Option<u32> {
    let complete =
        ["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).is_file());
    if !complete {
        return None;
    }
    parse_major(&process::output(Command::new(folder.join("postgres")).arg("--version")).ok()?)
}

/// From `postgres (PostgreSQL) 15.18 (Debian …)` or `postgres (PostgreSQL) 19beta1`.
fn parse_major(answer: &str) -> Option<u32> {
    let version = answer.strip_prefix("postgres (PostgreSQL) ")?;
    let end = version.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(version.len());
    version[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::parse_major;

    #[test]
    fn the_major_version_is_read_from_releases_and_betas() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(parse_major("pg_ctl (PostgreSQL) 15.18"), None);
    }
}
