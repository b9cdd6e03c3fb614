//! Where things are: the repository and cargo's target folder.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository. Fixed when xtask is built, so that tasks work from any folder below
/// it.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/xtask lies two levels below the root")
}

/// Cargo's target folder, where everything that is built, installed or started for tests goes.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |folder| root().join(folder))
}
