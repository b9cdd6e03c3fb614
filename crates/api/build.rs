//! Makes sure that the folder of the built web app exists, if only empty, and has this crate
//! compiled again when a release build would carry other files: the compiler knows only of those
//! that were there the last time. Debug builds read the folder while they run.

use std::{env, fs};

const APP: &str = "../../web/dist";

fn main() {
    fs::create_dir_all(APP).expect("web/ can be written to");
    let carried = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let watched = if carried { APP } else { "build.rs" };
    println!("cargo::rerun-if-changed={watched}");
}
