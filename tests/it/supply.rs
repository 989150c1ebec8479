//! What the program is made of that others wrote: nothing unnamed, nothing from elsewhere than the registry, nothing
//! under a licence that `deny.toml` does not list.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;

fn read(path: &str) -> String {
    fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn toml(path: &str) -> toml::Table {
    read(path).parse().unwrap()
}

#[test]
fn the_manual_gives_the_reason_of_each_library() {
    let manifest = toml("Cargo.toml");
    let names = |table: &toml::Value| table.as_table().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let mut libraries = names(&manifest["dependencies"]);
    for platform in manifest["target"].as_table().unwrap().values() {
        libraries.extend(names(&platform["dependencies"]));
    }
    let manual = read("content/manual/dependencies.md");
    let rows = manual.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let listed: BTreeSet<String> =
        rows.filter(|(_, reason)| reason.len() > 10).map(|(name, _)| name.to_string()).collect();
    assert_eq!(libraries, listed);
}

/// Every package that may become part of the program on this system.
fn packages() -> Vec<Value> {
    let about = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let about = String::from_utf8(about).unwrap();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let found = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    let found: Value = serde_json::from_slice(&found.stdout).unwrap();
    found["packages"].as_array().unwrap().clone()
}

/// Whether an SPDX expression without exceptions can be met with licences that are `allowed`.
fn is_allowed(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    let all_of = |choice: &str| choice.split(" AND ").all(|licence| allowed.contains(licence.trim()));
    match expression.contains(") AND") || expression.contains("AND (") {
        true => expression.split(" AND ").all(|part| is_allowed(part.trim_matches(['(', ')']), allowed)),
        false => plain.split(" OR ").any(all_of),
    }
}

#[test]
fn everything_is_from_the_registry_and_under_a_licence_of_the_list() {
    let deny = toml("deny.toml");
    let allowed = deny["licenses"]["allow"].as_array().unwrap();
    let allowed: BTreeSet<&str> = allowed.iter().map(|licence| licence.as_str().unwrap()).collect();
    let packages = packages();
    assert!(packages.len() > 100, "{}", packages.len());
    for package in &packages {
        let name = package["name"].as_str().unwrap();
        let source = package["source"].as_str().unwrap_or_default();
        assert!(name == "postil" || source.starts_with("registry+"), "{name} is from {source:?}");
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_allowed(licence, &allowed), "{name} is under {licence:?}");
    }
}

#[test]
fn licences_are_understood() {
    let allowed = BTreeSet::from(["MIT", "ISC"]);
    for good in ["MIT", "X OR MIT", "MIT AND ISC", "(X OR MIT) AND ISC", "MIT/X"] {
        assert!(is_allowed(good, &allowed), "{good}");
    }
    for bad in ["", "X", "MIT AND X", "(X OR Y) AND MIT", "MIT WITH x"] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
}

/// What is not looked at any more must still be there, and the manual says why it is harmless.
#[test]
fn known_faults_of_libraries_are_explained() {
    let deny = toml("deny.toml");
    let lock = toml("Cargo.lock");
    let names = lock["package"].as_array().unwrap().iter().map(|package| package["name"].as_str().unwrap());
    let names: BTreeSet<&str> = names.collect();
    let manual = read("content/manual/dependencies.md");
    let ignored = deny["advisories"]["ignore"].as_array().unwrap();
    for fault in ignored {
        let (id, reason) = (fault["id"].as_str().unwrap(), fault["reason"].as_str().unwrap());
        let library = reason.split(' ').next().unwrap();
        assert!(names.contains(library), "{id}: {library} is not used any more");
        let row = manual
            .lines()
            .find(|line| line.contains(id))
            .unwrap_or_else(|| panic!("{id} is not in the manual"));
        assert!(row.starts_with(&format!("| {library} ")), "{row}");
    }
    for gone in ["yaml-rust", "linked-hash-map", "serde_yaml"] {
        assert!(!names.contains(gone), "{gone} is unmaintained");
    }
}

/// A tag can be moved to other code; a commit cannot.
#[test]
fn actions_and_images_are_pinned() {
    for path in [".github/workflows/check.yml", ".github/workflows/release.yml", "action.yml"] {
        for line in read(path).lines().filter(|line| line.contains("uses:")) {
            let (name, pinned) = line.split_once("uses: ").unwrap().1.split_once('@').expect(line);
            let (commit, version) =
                pinned.split_once(" # v").unwrap_or_else(|| panic!("{path}: {name} names no version"));
            assert!(commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()), "{path}: {line}");
            assert!(version.split('.').count() == 3, "{path}: {line}");
        }
    }
    for line in read("Containerfile").lines().filter(|line| line.starts_with("FROM ")) {
        assert!(line.contains("@sha256:"), "{line}");
    }
}

/// Every job says what it may do, and the one that publishes runs nothing of the repository.
#[test]
fn jobs_have_the_permissions_they_need_and_no_more() {
    for path in [".github/workflows/check.yml", ".github/workflows/release.yml"] {
        let text = read(path);
        assert!(text.contains("\npermissions: {}\n"), "{path}");
        let jobs = text.split_once("\njobs:\n").unwrap().1;
        let is_job = |line: &&str| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':');
        let count = jobs.lines().filter(is_job).count();
        assert_eq!(jobs.matches("\n    permissions:\n").count(), count, "{path}");
    }
    let release = read(".github/workflows/release.yml");
    let writing: Vec<&str> = release.split("\n\n  ").filter(|job| job.contains("contents: write")).collect();
    assert_eq!(writing.len(), 1);
    assert!(writing[0].starts_with("publish:") && !writing[0].contains("cargo"), "{}", writing[0]);
}
