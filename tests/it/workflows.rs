//! The steps of the workflows, as far as they need nothing that only a runner of the host has.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

use crate::manual::flags;
use crate::site::Site;

const WORKFLOWS: [&str; 3] = [".github/workflows/check.yml", ".github/workflows/release.yml", "action.yml"];

fn read(path: &str) -> String {
    fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The commands of each step of a workflow, with a word in the place of each of the host's expressions.
fn commands(path: &str) -> Vec<String> {
    let text = read(path);
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((before, command)) = line.split_once("run: ") else { continue };
        if !matches!(before.trim(), "" | "-") {
            continue;
        }
        let block = || {
            let below =
                lines[at + 1..].iter().take_while(|next| next.is_empty() || indent(next) > before.len());
            below.fold(String::new(), |block, line| block + line.trim_start() + "\n")
        };
        found.push(match command.trim() {
            "|" => block(),
            quoted if quoted.starts_with('\'') => quoted.trim_matches('\'').to_string(),
            command => command.to_string(),
        });
    }
    found.iter().map(|command| without_expressions(command)).collect()
}

fn without_expressions(command: &str) -> String {
    let mut parts = command.split("${{");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |done, part| done + "VALUE" + part.split_once("}}").expect(command).1)
}

fn bash(site: &Site, command: &str, variables: &[(&str, &str)]) -> Output {
    let mut shell = Command::new("bash");
    shell.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", command]);
    shell.current_dir(site.path(".")).envs(variables.iter().copied()).output().unwrap()
}

fn the_one(path: &str, is: impl Fn(&String) -> bool) -> String {
    let mut found = commands(path).into_iter().filter(is);
    let one = found.next().expect(path);
    assert_eq!(found.next(), None, "{path}");
    one
}

#[test]
fn commands_of_workflows_are_valid_and_their_files_exist() {
    for path in WORKFLOWS {
        let commands = commands(path);
        assert!(commands.len() >= 2, "{path}: {commands:?}");
        for command in commands {
            let checked = Command::new("bash").args(["-n", "-c", &command]).output().unwrap();
            assert!(
                checked.status.success(),
                "{path}: {command}: {}",
                String::from_utf8_lossy(&checked.stderr)
            );
            for word in command.split([' ', '\n', '"', '\'']) {
                let file = word.trim_start_matches("$GITHUB_ACTION_PATH/");
                let is_script = file.starts_with(".ci/");
                if is_script || file.starts_with("tests/") {
                    let about = fs::metadata(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).expect(file);
                    assert!(!is_script || about.permissions().mode() & 0o111 != 0, "{file} can be run");
                }
            }
        }
    }
}

#[test]
fn parts_of_the_matrix_are_those_that_the_script_knows() {
    let workflow = read(".github/workflows/check.yml");
    let (_, rest) = workflow.split_once("part: [").unwrap();
    let parts = rest.split(']').next().unwrap();
    let script = read("tests/run");
    assert!(script.contains(&format!("parts=({})", parts.replace(", ", " "))), "{parts}");
    assert!(parts.split(", ").all(|part| script.contains(&format!("check_{part}() {{"))), "{parts}");
}

#[test]
fn release_of_another_version_than_that_of_the_tag_is_refused() {
    let site = Site::empty().with("Cargo.toml", read("Cargo.toml"));
    let step = the_one(WORKFLOWS[1], |command| command.contains("GITHUB_REF_NAME#v}\\\"\" Cargo.toml"));
    let is_good = |tag: &str| bash(&site, &step, &[("GITHUB_REF_NAME", tag)]).status.success();
    assert!(is_good(concat!("v", env!("CARGO_PKG_VERSION"))));
    assert!(!is_good("v99.0.0"));
}

/// The step that packs runs the program for its manual pages and its completions.
#[test]
fn package_of_a_release_has_the_program_and_what_belongs_to_it() {
    let step = the_one(WORKFLOWS[1], |command| command.contains("tar -czf"));
    let program = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_postil"));
    let site = Site::empty().with("target/any/release/postil", program);
    fs::set_permissions(site.path("target/any/release/postil"), fs::Permissions::from_mode(0o755)).unwrap();
    for file in ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        site.write(file, read(file));
    }
    let done = bash(&site, &step, &[("TARGET", "any"), ("NAME", "postil-v1-any")]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let listed = bash(&site, "tar -tzf postil-v1-any.tar.gz", &[]).stdout;
    let listed = String::from_utf8(listed).unwrap();
    for file in ["postil", "LICENSE-MIT", "man/postil.1", "man/postil-build.1", "completions/postil.fish"] {
        assert!(listed.contains(&format!("postil-v1-any/{file}\n")), "{file}: {listed}");
    }
}

/// What the manual tells others to write for the action is what the action takes.
#[test]
fn inputs_of_the_action_in_the_manual_exist() {
    let action = read("action.yml");
    let (inputs, _) = action.split_once("\nruns:").unwrap();
    let manual = read("content/manual/hosts.md");
    let mut used = 0;
    for after in manual.split("/postil@").skip(1) {
        let mut lines = after.lines().skip(1);
        if lines.next().map(str::trim) != Some("with:") {
            continue;
        }
        for line in lines.take_while(|line| line.starts_with("          ")) {
            let (name, _) = line.trim().split_once(':').expect(line);
            assert!(inputs.contains(&format!("\n  {name}:\n")), "there is no input `{name}`");
            used += 1;
        }
    }
    assert!(used > 0, "the manual shows no input");
}

/// A runner of the host is the first to see a wrong option otherwise.
#[test]
fn commands_and_options_of_the_program_in_workflows_exist() {
    let mut used = 0;
    for command in WORKFLOWS.iter().flat_map(|path| commands(path)) {
        for simple in command.split(['\n', ';', '|', '&']) {
            let words: Vec<&str> = simple.split_whitespace().collect();
            let Some(arguments) = arguments_of_the_program(&words) else { continue };
            let known = flags(arguments[0]);
            for option in arguments.iter().filter(|word| word.starts_with("--")) {
                assert!(known.contains(*option), "{} has no {option}", arguments[0]);
            }
            used += 1;
        }
    }
    assert!(used >= 4, "{used}");
}

/// The words behind `…/postil`, `"$program"` or `cargo run … --`.
fn arguments_of_the_program<'w>(words: &'w [&'w str]) -> Option<&'w [&'w str]> {
    let start = match words {
        ["cargo", "run", ..] => words.iter().position(|word| *word == "--")?,
        [program, ..] if program.ends_with("/postil") || *program == "\"$program\"" => 0,
        _ => return None,
    };
    Some(&words[start + 1..]).filter(|arguments| !arguments.is_empty())
}
