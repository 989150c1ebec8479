//! The files of a release besides its packages, made and used as a release and its users do.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use crate::site::Site;

const ADDRESS: &str = "https://forge.example/ann/postil";
const TARGETS: [&str; 5] = [
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
];

/// The project's scripts beside a changelog with two versions, and a package for each target.
fn release(targets: &[&str]) -> Site {
    let changelog = "# Changelog\n\n## Unreleased\n\n- later\n\n## 1.2.0 (2026-01-02)\n\n### Added\n\n- a thing\n\n## 1.1.0\n\n- old\n";
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = Site::empty().with("CHANGELOG.md", changelog);
    for name in ["release-files", "install.sh.in"] {
        site.write(&format!(".ci/{name}"), fs::read(project.join(".ci").join(name)).unwrap());
    }
    fs::set_permissions(site.path(".ci/release-files"), fs::Permissions::from_mode(0o755)).unwrap();
    for target in targets {
        let name = format!("postil-v1.2.0-{target}");
        site.write(&format!("packages/{name}/postil"), format!("#!/bin/sh\necho {target}\n"));
        let pack = format!("cd packages && tar -czf {name}.tar.gz {name} && rm -r {name}");
        assert!(shell(&site, &pack, &[]).0);
    }
    site
}

fn shell(site: &Site, command: &str, variables: &[(&str, &str)]) -> (bool, String) {
    let mut shell = Command::new("bash");
    shell.args(["-c", command]).current_dir(site.path(".")).envs(variables.iter().copied());
    let Output { status, stdout, stderr } = shell.output().unwrap();
    (status.success(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
}

fn describe(site: &Site, version: &str) -> (bool, String) {
    shell(site, &format!(".ci/release-files {version} {ADDRESS} packages"), &[])
}

#[test]
fn release_describes_its_version_and_no_other() {
    let site = release(&TARGETS);
    let (is_good, said) = describe(&site, "1.2.0");
    assert!(is_good, "{said}");
    assert_eq!(site.read("packages/notes.md").trim(), "### Added\n\n- a thing");
    let (is_good, said) = describe(&site, "1.3.0");
    assert!(!is_good && said.contains("CHANGELOG.md has nothing about 1.3.0"), "{said}");
    let (is_good, said) = describe(&release(&TARGETS[..4]), "1.2.0");
    assert!(!is_good && said.contains("there is no package for x86_64-pc-windows-msvc"), "{said}");
}

#[test]
fn package_managers_are_given_the_checksum_of_each_package() {
    let site = release(&TARGETS);
    assert!(describe(&site, "1.2.0").0);
    let sums = site.read("packages/SHA256SUMS");
    let (formula, manifest) = (site.read("packages/postil.rb"), site.read("packages/postil.json"));
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let address = format!("{ADDRESS}/releases/download/v1.2.0/{name}");
        if name.contains("windows") {
            let windows = &manifest["architecture"]["64bit"];
            assert_eq!((windows["url"].as_str(), windows["hash"].as_str()), (Some(&*address), Some(sum)));
        } else {
            let source = format!("url \"{address}\"\n      sha256 \"{sum}\"");
            assert!(formula.contains(&source), "{formula}");
        }
    }
}

#[test]
fn installer_puts_the_program_in_its_place_and_refuses_another_package() {
    let site = release(&TARGETS);
    assert!(describe(&site, "1.2.0").0);
    for (name, text) in [
        ("curl", "for last; do :; done\ncp \"$PACKAGES/${last##*/}\" package.tar.gz"),
        ("uname", "case $1 in -s) echo Linux ;; -m) echo \"${MACHINE:-x86_64}\" ;; esac"),
    ] {
        site.write(&format!("bin/{name}"), format!("#!/bin/sh\n{text}\n"));
        fs::set_permissions(site.path(&format!("bin/{name}")), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let path = format!("{}:{}", site.path("bin").display(), std::env::var("PATH").unwrap());
    let (packages, home) =
        (site.path("packages").display().to_string(), site.path("home").display().to_string());
    let install = |machine: &str| {
        let variables = [("PATH", &*path), ("PACKAGES", &packages), ("HOME", &home), ("MACHINE", machine)];
        shell(&site, "sh packages/install.sh && home/.local/bin/postil", &variables)
    };
    let (is_good, said) = install("x86_64");
    assert!(
        is_good && said.ends_with("x86_64-unknown-linux-musl\n") && said.contains("not on your PATH"),
        "{said}"
    );
    let (is_good, said) = install("riscv64");
    assert!(!is_good && said.contains("there is no package for Linux on riscv64"), "{said}");
    site.write("packages/postil-v1.2.0-x86_64-unknown-linux-musl.tar.gz", "something else");
    let before = site.read("home/.local/bin/postil");
    let (is_good, said) = install("x86_64");
    assert!(!is_good && said.contains("has the SHA-256"), "{said}");
    assert_eq!(site.read("home/.local/bin/postil"), before);
}
