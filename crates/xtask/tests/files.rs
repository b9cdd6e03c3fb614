//! What must be true of the files of this repository and no compiler checks.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Our own text, by folder and ending.
const OURS: [&str; 4] = ["crates/", "migrations/", "tests/", "web/src/"];

#[test]
fn every_rust_file_begins_with_what_it_is() {
    let silent = names_of_files(|name, text| {
        ours(name)
            && name.ends_with(".rs")
            && !text.lines().next().is_some_and(|line| line.starts_with("//! "))
    });
    assert_eq!(
        silent, [""; 0],
        "the first line must be `//! …`: what the file is, what it does not do, and why"
    );
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    // Put together here, so that this file does not name them.
    let paths = ["root", "work"].map(|folder| format!("/{folder}/"));
    let tied =
        names_of_files(|name, text| ours(name) && paths.iter().any(|path| text.contains(path)));
    assert_eq!(tied, [""; 0], "these would fail on another machine");
}

#[test]
fn the_clients_can_be_installed_from_any_registry() {
    let locks = names_of_files(|name, text| {
        name.ends_with("package-lock.json") && text.contains("\"resolved\"")
    });
    assert_eq!(
        locks, [""; 0],
        "an address binds the lock file to one registry; .npmrc has omit-lockfile-registry-resolved"
    );
}

fn ours(name: &str) -> bool {
    OURS.iter().any(|folder| name.starts_with(folder))
}

/// The text files that git knows or would know and that are `wrong`, as paths from the root.
fn names_of_files(wrong: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(&root)
        .output()
        .expect("git is installed");
    let names = String::from_utf8(listed.stdout).expect("file names are UTF-8");
    assert!(names.contains("crates/xtask/"), "git lists the files of this repository");
    // What is no text (a picture) or was deleted and not yet committed has nothing to say.
    let read = |name: &str| fs::read_to_string(root.join(name)).ok();
    names
        .split('\0')
        .filter(|name| read(name).is_some_and(|text| wrong(name, &text)))
        .map(str::to_owned)
        .collect()
}
