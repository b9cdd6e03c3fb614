//! Every file in `flows/` is a flow that can be published and whose scenarios pass.

use std::fs;
use std::path::{Path, PathBuf};

use runnel_model::Severity;
use runnel_sim::scenario::{FlowFile, diagnostics, run};

#[test]
fn every_flow_that_ships_does_what_its_scenarios_say() {
    let files = files();
    assert!(!files.is_empty(), "there are flows");
    for path in files {
        let name = path.display();
        let file = FlowFile::parse(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let problems = diagnostics(&file);
        assert!(
            problems.iter().all(|one| one.severity < Severity::Warning),
            "{name}: {problems:?}"
        );
        assert!(file.scenarios.len() >= 2, "{name} has scenarios");
        for result in run(&file) {
            assert!(result.passed, "{name}\n{result}");
        }
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../flows");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect()
}
