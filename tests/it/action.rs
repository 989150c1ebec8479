//! The scripts of the action, run with the tools of a runner exchanged for ones that only say how they were called.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use crate::site::Site;

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// A runner with a package of the program to fetch, and programs in place of `curl`, `gh` and `postil`.
struct Runner(Site);

impl Runner {
    fn new(target: &str) -> Runner {
        let name = format!("postil-v{}-{target}", env!("CARGO_PKG_VERSION"));
        let runner = Runner(Site::empty().with(&format!("release/{name}/postil"), "#!/bin/sh\n"));
        let pack =
            format!("cd release && tar -czf {name}.tar.gz {name} && sha256sum -- *.tar.gz >SHA256SUMS");
        assert!(
            Command::new("bash")
                .args(["-c", &pack])
                .current_dir(runner.0.path("."))
                .status()
                .unwrap()
                .success()
        );
        runner.program(
            "curl",
            "for last; do :; done\necho \"$last\" >>\"$LOG\"\ncp \"$RELEASE/${last##*/}\" .",
        );
        runner.program("gh", "echo \"gh $*\" >>\"$LOG\"\nexit \"${GH_EXIT:-0}\"");
        runner.program("postil", "echo \"postil $*\" >>\"$LOG\"");
        fs::create_dir(runner.0.path("temp")).unwrap();
        runner
    }

    fn program(&self, name: &str, text: &str) {
        let path = self.0.path(&format!("bin/{name}"));
        self.0.write(&format!("bin/{name}"), format!("#!/bin/bash\n{text}\n"));
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn run(&self, script: &str, variables: &[(&str, &str)]) -> (bool, String) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = format!("{}:{}", self.0.path("bin").display(), std::env::var("PATH").unwrap());
        let mut command = Command::new(root.join(".ci").join(script));
        command.current_dir(self.0.path(".")).env("PATH", path).env("GITHUB_ACTION_PATH", root);
        command.env("RUNNER_TEMP", self.0.path("temp")).env("GITHUB_PATH", self.0.path("path"));
        command.env("LOG", self.0.path("log")).env("RELEASE", self.0.path("release"));
        let Output { status, stdout, stderr } = command.envs(variables.iter().copied()).output().unwrap();
        let said = String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr);
        (status.success(), said)
    }

    fn fetch(&self, more: &[(&str, &str)]) -> (bool, String) {
        let usual = [
            ("REPOSITORY", "ann/postil"),
            ("REF", COMMIT),
            ("ADDRESS", "https://github.com"),
            ("CHECKSUM", ""),
            ("RUNNER_OS", "Linux"),
            ("RUNNER_ARCH", "X64"),
        ];
        self.run("fetch", &[&usual, more].concat())
    }

    fn log(&self) -> String {
        self.0.read("log")
    }
}

#[test]
fn package_of_the_runner_is_fetched_and_checked() {
    for (system, processor, target) in [
        ("Linux", "X64", "x86_64-unknown-linux-musl"),
        ("Linux", "ARM64", "aarch64-unknown-linux-musl"),
        ("macOS", "X64", "x86_64-apple-darwin"),
        ("macOS", "ARM64", "aarch64-apple-darwin"),
        ("Windows", "X64", "x86_64-pc-windows-msvc"),
    ] {
        let runner = Runner::new(target);
        let (is_good, said) = runner.fetch(&[("RUNNER_OS", system), ("RUNNER_ARCH", processor)]);
        assert!(is_good, "{said}");
        let version = format!("v{}", env!("CARGO_PKG_VERSION"));
        let address = format!(
            "https://github.com/ann/postil/releases/download/{version}/postil-{version}-{target}.tar.gz"
        );
        assert!(runner.log().contains(&address), "{}", runner.log());
        assert!(runner.log().contains(&format!("--source-digest {COMMIT} ")), "{}", runner.log());
        assert!(
            runner.log().contains("--signer-workflow ann/postil/.github/workflows/release.yml"),
            "{}",
            runner.log()
        );
        let folder = runner.0.read("path");
        assert!(Path::new(folder.trim()).join("postil").is_file(), "{folder}");
    }
    let (is_good, said) = Runner::new("x").fetch(&[("RUNNER_ARCH", "RISCV64")]);
    assert!(!is_good && said.contains("there is no program for Linux on RISCV64"), "{said}");
}

#[test]
fn package_that_is_not_what_it_must_be_is_refused() {
    let target = "x86_64-unknown-linux-musl";
    let name = format!("release/postil-v{}-{target}.tar.gz", env!("CARGO_PKG_VERSION"));
    let altered = Runner::new(target);
    altered.0.write(&name, "something else");
    let unlisted = Runner::new(target);
    unlisted.0.write("release/SHA256SUMS", "");
    let attested_otherwise = Runner::new(target);
    let pinned = Runner::new(target);
    for (runner, more, reason) in [
        (altered, [("CHECKSUM", "")], "has the SHA-256"),
        (unlisted, [("CHECKSUM", "")], "one that SHA256SUMS lists"),
        (attested_otherwise, [("GH_EXIT", "1")], "was not built from 0123456789"),
        (pinned, [("CHECKSUM", "abc")], "must have abc"),
    ] {
        let (is_good, said) = runner.fetch(&more);
        assert!(!is_good && said.contains(reason), "{said}");
        assert!(!runner.0.path("path").exists(), "{reason}");
    }
}

#[test]
fn tag_is_checked_by_its_name_and_a_host_without_attestations_by_checksum() {
    let runner = Runner::new("x86_64-unknown-linux-musl");
    assert!(runner.fetch(&[("REF", "v0.1")]).0);
    let tag = format!("--source-ref refs/tags/v{} ", env!("CARGO_PKG_VERSION"));
    assert!(runner.log().contains(&tag), "{}", runner.log());
    let elsewhere = Runner::new("x86_64-unknown-linux-musl");
    let (is_good, said) = elsewhere.fetch(&[("ADDRESS", "https://forge.example")]);
    assert!(is_good && said.contains("::warning::") && !elsewhere.log().contains("gh "), "{said}");
}

#[test]
fn changes_from_forks_are_built_as_untrusted() {
    let usual = [("ROOT", "."), ("OUT", "public"), ("BASE_URL", ""), ("CACHE", "kept"), ("DENY", "true")];
    for (untrusted, is_from_fork, expected) in [
        ("auto", "true", "--untrusted"),
        ("auto", "false", "--cache kept"),
        ("true", "false", "--untrusted"),
        ("false", "true", "--cache kept"),
    ] {
        let runner = Runner::new("x");
        let (is_good, said) = runner.run(
            "publish",
            &[&usual[..], &[("UNTRUSTED", untrusted), ("IS_FROM_FORK", is_from_fork)]].concat(),
        );
        assert!(is_good, "{said}");
        let log = runner.log();
        let [check, build] = log.lines().collect::<Vec<_>>()[..] else { panic!("{log}") };
        assert!(
            build.starts_with("postil build --root . --out public ") && build.ends_with(expected),
            "{build}"
        );
        assert_eq!(check.contains("--untrusted"), expected == "--untrusted", "{check}");
        assert_eq!(build.contains("--cache"), expected != "--untrusted", "{build}");
    }
    let runner = Runner::new("x");
    let (is_good, said) =
        runner.run("publish", &[&usual[..], &[("UNTRUSTED", "maybe"), ("IS_FROM_FORK", "")]].concat());
    assert!(!is_good && said.contains("untrusted is true, false or auto"), "{said}");
}
