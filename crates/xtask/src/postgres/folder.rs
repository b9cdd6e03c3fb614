//! The folder of the tests' server: below `target`, or below the system's folder for temporary
//! files where the server cannot live in `target`, because its user may not pass the folders above
//! or because the path of its socket would be too long.

use std::env;
use std::fs::{self, DirBuilder};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::account::Account;
use crate::{process, workspace};

/// What a Unix socket's path may measure (108 bytes, the last of them zero), less
/// `/.s.PGSQL.65535.lock`.
const PATH_BYTES_MAX: usize = 107 - 20;

/// Makes the folder, or finds that of an earlier run.
pub fn prepare(account: &Account) -> Result<PathBuf> {
    let target = workspace::target();
    let near = target.join("postgres");
    let fits = near.as_os_str().as_bytes().len() <= PATH_BYTES_MAX;
    if fits && can_pass(account, &target) {
        return make(account, near);
    }
    make(account, env::temp_dir().join(format!("runnel-postgres-{:x}", fingerprint(&target))))
}

fn can_pass(account: &Account, folder: &Path) -> bool {
    process::succeeds(account.command("test").arg("-x").arg(folder))
}

fn make(account: &Account, folder: PathBuf) -> Result<PathBuf> {
    if fs::symlink_metadata(&folder).is_err() {
        let made = DirBuilder::new().mode(0o700).create(&folder);
        made.with_context(|| format!("cannot make {}", folder.display()))?;
        account.own(&folder)?;
    }
    // In a folder that all may write to, somebody else may have put a link or a folder of their own
    // here.
    let found = fs::symlink_metadata(&folder)?;
    if !found.is_dir() || found.uid() != account.user_id() {
        bail!("{} is not a folder of the test server's user; remove it", folder.display());
    }
    Ok(folder)
}

/// Tells two checkouts on one machine apart.
fn fingerprint(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}
