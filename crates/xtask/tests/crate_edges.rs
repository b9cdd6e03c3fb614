//! The crates depend on each other only downward, as drawn in ARCHITECTURE.md, and the trees of the
//! engine and of prediction do no IO.
//!
//! A red test here is a question about the design, not about this file. Can the type move down into
//! `model`, or the need become a trait there that an upper crate implements? Only if the answer is
//! no, change the table below together with the drawing, in a commit of its own that says why.
//! Dependencies for tests and build scripts count: a crate that can only be tested with what is
//! above it has its border in the wrong place.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

/// Each crate and the crates it may name. A crate may name only what stands above it in this table.
const ALLOWED: [(&str, &[&str]); 13] = [
    ("xtask", &[]),
    ("migrations", &[]),
    ("model", &[]),
    ("engine", &["model"]),
    ("predict", &["model"]),
    ("store", &["migrations", "model"]),
    ("mail", &["model"]),
    ("connect", &["model"]),
    ("runtime", &["engine", "model"]),
    ("sim", &["engine", "model", "runtime"]),
    ("api", &["connect", "engine", "model", "runtime", "sim", "store"]),
    (
        "server",
        &["api", "connect", "engine", "migrations", "model", "predict", "runtime", "sim", "store"],
    ),
    ("tests", &["connect", "engine", "model", "sim"]),
];

/// Whatever these are given, they give the same for it, at once.
const PURE: [&str; 2] = ["runnel-engine", "runnel-predict"];

/// What would let them wait, store, serve or log.
const NOT_IN_A_PURE_CRATE: [&str; 4] = ["axum", "sea-orm", "tokio", "tracing"];

#[test]
fn every_crate_depends_only_on_what_the_table_allows() {
    let metadata = metadata();
    let allowed = BTreeMap::from(ALLOWED);
    for package in metadata.workspace_packages() {
        let name = short(&package.name);
        let may = allowed
            .get(name)
            .unwrap_or_else(|| panic!("crate `{name}` is new: give it a row in ALLOWED"));
        for used in inner_dependencies(package) {
            assert!(
                may.contains(&used),
                "`{name}` must not depend on `{used}`; see the head of this file"
            );
        }
    }
}

#[test]
fn the_table_itself_points_only_downward() {
    for (row, (name, may)) in ALLOWED.iter().enumerate() {
        let below: BTreeSet<&str> = ALLOWED[..row].iter().map(|(name, _)| *name).collect();
        assert!(
            may.iter().all(|used| below.contains(used)),
            "`{name}` names a crate that does not stand above it"
        );
    }
}

#[test]
fn the_engine_and_prediction_cannot_wait_store_serve_or_log() {
    let metadata = metadata();
    for pure in PURE {
        let tree = names_below(pure, &metadata);
        for name in NOT_IN_A_PURE_CRATE {
            assert!(
                !tree.contains(name),
                "`{name}` is in the dependency tree of {pure}: cargo tree -p {pure} -i {name}"
            );
        }
        assert!(tree.contains("runnel-model"), "the tree was read");
    }
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .other_options(vec!["--locked".to_owned()])
        .exec()
        .expect("cargo metadata answers")
}

/// The crates of this workspace that a crate names, for whatever purpose.
fn inner_dependencies(package: &Package) -> impl Iterator<Item = &str> {
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.path.is_some())
        .map(|dependency| short(&dependency.name))
}

fn short(name: &str) -> &str {
    name.strip_prefix("runnel-").unwrap_or(name)
}

/// The names of all packages that a package needs to run.
fn names_below<'a>(name: &str, metadata: &'a Metadata) -> BTreeSet<&'a str> {
    let start = metadata.workspace_packages().into_iter().find(|package| package.name == name);
    let mut found = BTreeSet::new();
    let mut waiting = vec![&start.expect("the package is in the workspace").id];
    while let Some(id) = waiting.pop() {
        if found.insert(id) {
            waiting.extend(needed_to_run(id, metadata));
        }
    }
    found.into_iter().map(|id| metadata[id].name.as_str()).collect()
}

fn needed_to_run<'a>(
    id: &PackageId,
    metadata: &'a Metadata,
) -> impl Iterator<Item = &'a PackageId> {
    let resolve = metadata.resolve.as_ref().expect("cargo resolved the dependencies");
    let dependencies = &resolve[id].deps;
    dependencies
        .iter()
        .filter(|dependency| {
            dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal)
        })
        .map(|dependency| &dependency.pkg)
}
