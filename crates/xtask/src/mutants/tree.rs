//! A copy of the work tree, uncommitted files included, in which patches are applied and taken
//! back.
//!
//! Files that have not changed since the last copy keep their times, so that cargo builds only what
//! a patch touches.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{process, workspace};

/// The copy.
pub struct Tree {
    root: PathBuf,
}

impl Tree {
    /// Makes `root` a copy of the work tree.
    pub fn copy_to(root: PathBuf) -> Result<Self> {
        fs::create_dir_all(&root)?;
        let files = files_of_work_tree()?;
        for file in &files {
            copy_if_different(&workspace::root().join(file), &root.join(file))?;
        }
        remove_all_but(&files, &root, &root)?;
        Ok(Self { root })
    }

    /// The copy's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Plants a patch. False: the code is no longer what the patch was made for.
    pub fn apply(&self, patch: &Path) -> Result<bool> {
        if !process::succeeds(self.git_apply(patch).arg("--check")) {
            return Ok(false);
        }
        process::output(&mut self.git_apply(patch))?;
        Ok(true)
    }

    /// Undoes `apply`.
    pub fn take_back(&self, patch: &Path) -> Result<()> {
        process::output(self.git_apply(patch).arg("--reverse")).map(drop)
    }

    /// Git must not find the repository around the copy: it would look for the patched files in
    /// there, find that they lie outside the folder it was started in, and skip them without a
    /// word.
    fn git_apply(&self, patch: &Path) -> Command {
        let mut command = Command::new("git");
        command
            .current_dir(&self.root)
            .env("GIT_CEILING_DIRECTORIES", self.root.parent().unwrap_or(&self.root));
        command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").arg("apply").arg(patch);
        command
    }
}

/// All files that git knows or would know, relative to the root. A file that was deleted and not
/// yet committed is not one.
fn files_of_work_tree() -> Result<BTreeSet<PathBuf>> {
    let mut list = Command::new("git");
    list.args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(workspace::root());
    let listed = process::output(&mut list)?;
    let files = listed.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from);
    let files: BTreeSet<PathBuf> =
        files.filter(|file| workspace::root().join(file).is_file()).collect();
    if files.is_empty() {
        bail!("git lists no file in {}", workspace::root().display());
    }
    Ok(files)
}

fn copy_if_different(from: &Path, to: &Path) -> Result<()> {
    let content = fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    if fs::read(to).is_ok_and(|present| present == content) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(to, content).with_context(|| format!("cannot write {}", to.display()))
}

/// Removes what an earlier copy had and this one has not.
fn remove_all_but(files: &BTreeSet<PathBuf>, root: &Path, folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_all_but(files, root, &path)?;
        } else if !files.contains(path.strip_prefix(root)?) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}
