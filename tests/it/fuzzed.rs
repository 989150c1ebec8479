//! What the fuzzer found, and what it starts from: every file in `tests/fuzz/corpus/TARGET`.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::outline::read_sorted;

#[path = "../fuzz/harness.rs"]
mod harness;

#[test]
fn readers_keep_their_promises_on_what_was_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    for (target, _) in harness::TARGETS {
        for file in read_sorted(&folder.join(target)) {
            let start = Instant::now();
            harness::run(target, &fs::read(&file).unwrap());
            // What grows with the square of the length takes minutes; a busy machine a few seconds.
            assert!(start.elapsed() < Duration::from_secs(60), "{} takes long", file.display());
        }
    }
}

#[test]
fn every_target_has_its_own_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for (target, _) in harness::TARGETS {
        assert!(manifest.contains(&format!("name = \"{target}\"")), "{target} is not in Cargo.toml");
        let program = fs::read_to_string(folder.join(format!("targets/{target}.rs"))).unwrap();
        assert!(program.contains(&format!("run(\"{target}\"")), "{target}");
    }
}
