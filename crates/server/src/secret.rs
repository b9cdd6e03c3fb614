//! The master key: what every signing key that Runnel hands out is derived from.
//!
//! It is not in the database, so that a copy of the database alone lets nobody sign in our name.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use crate::settings::Secret;

/// Only the owner may read and write it.
const MODE: u32 = 0o600;

/// Reads the key at `path`; makes one if there is none.
pub fn read_or_create(path: &Path) -> Result<Secret> {
    match fs::read_to_string(path) {
        Ok(text) => read(path, &text),
        Err(error) if error.kind() == ErrorKind::NotFound => create(path),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn read(path: &Path, text: &str) -> Result<Secret> {
    let readable_by_others = fs::metadata(path)?.permissions().mode() & 0o077 != 0;
    if readable_by_others {
        tracing::warn!(path = %path.display(), "other users of this machine can read the master key; mend it with chmod 600");
    }
    Secret::parse(text.trim()).map_err(|why| anyhow!("{} is damaged: {why}", path.display()))
}

/// The file appears whole or not at all, and the first of two processes that make one wins.
fn create(path: &Path) -> Result<Secret> {
    let mut bytes = [0; Secret::BYTES];
    getrandom::fill(&mut bytes).context("the system has no random numbers to give")?;
    let secret = Secret::new(bytes);
    let draft = path.with_extension(format!("key.{}", std::process::id()));
    let written = write(&draft, &secret.to_hex());
    let linked = written.and_then(|()| fs::hard_link(&draft, path));
    fs::remove_file(&draft).ok();
    match linked {
        Ok(()) => Ok(secret),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            read(path, &fs::read_to_string(path)?)
        }
        Err(error) => Err(error).with_context(|| format!("cannot write {}", path.display())),
    }
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(MODE).open(path)?;
    // The mode above counts only for a file that is new.
    file.set_permissions(Permissions::from_mode(MODE))?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_can_read_it() {
        let folder = std::env::temp_dir().join(format!("runnel-secret-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("secret.key");
        let made = read_or_create(&path).unwrap();
        assert_eq!(read_or_create(&path).unwrap(), made);
        assert_eq!(create(&path).unwrap(), made, "whoever comes second takes the first one's");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, MODE);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "no draft is left behind");
        fs::write(&path, "nonsense").unwrap();
        assert!(read_or_create(&path).unwrap_err().to_string().contains("is damaged"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
