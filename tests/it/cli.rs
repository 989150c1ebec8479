//! Exit codes, summaries, and what is printed where.

use postil::diag::Code;

use crate::site::Site;

const BROKEN: &str = "titel = \"Test\"\n";

#[test]
fn a_good_build_says_one_line_on_a_pipe() {
    let run = Site::new().with("content/a.md", "# A\n\nWords.\n").build(&[]).expect(0);
    assert!(
        run.out.starts_with("Built 1 page in ")
            && run.out.contains(" into public/: ")
            && run.out.ends_with(" kB\n"),
        "{}",
        run.out
    );
    assert_eq!((run.out.lines().count(), run.err.as_str()), (1, ""));
}

#[test]
fn quiet_says_nothing_when_all_is_well() {
    let run = Site::new().build(&["--quiet"]).expect(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
}

#[test]
fn content_at_fault_is_one() {
    let run = Site::new().with("site.toml", BROKEN).build(&[]).expect(1);
    assert_eq!(run.out, "");
    let shown =
        "error[unknown-key]: unknown key `titel`\n --> site.toml:1:1\n  |\n1 | titel = \"Test\"\n  | ^^^^^\n";
    assert!(run.err.contains(shown), "{}", run.err);
    assert!(run.err.contains("help: did you mean `title`?"), "{}", run.err);
    assert!(run.err.ends_with("2 errors; nothing was written\n"), "{}", run.err);
    assert!(!run.err.contains('\x1b'), "colours are for terminals");
}

#[test]
fn wrong_use_is_two() {
    Site::new().postil(&["biuld"]).expect(2);
    Site::new().build(&["--base-url", "example.org"]).expect(2);
    Site::new().build(&["--root", "nowhere"]).expect(2);
    let run = Site::empty().build(&[]).expect(2);
    assert_eq!(run.err, "error: there is no site.toml in .: start a site with `postil init`\n");
}

#[test]
fn json_is_one_object_a_line() {
    let run = Site::new().with("site.toml", BROKEN).build(&["--format", "json"]).expect(1);
    let objects: Vec<serde_json::Value> =
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 2);
    assert_eq!(
        objects[0],
        serde_json::json!({
            "code": "unknown-key", "severity": "error", "path": "site.toml", "line": 1, "column": 1,
            "end": {"line": 1, "column": 6}, "message": "unknown key `titel`", "label": null,
            "help": "did you mean `title`?",
        })
    );
}

#[test]
fn json_leaves_standard_output_to_the_problems() {
    let run = Site::new().build(&["--format", "json"]).expect(0);
    assert_eq!(run.out, "");
    assert!(run.err.starts_with("Built 0 pages"), "{}", run.err);
}

#[test]
fn nothing_in_a_file_commands_the_terminal() {
    let site = Site::new().with("site.toml", "title = \"T\"\n\"a\u{9b}31m\u{202e}\" = 1\n");
    let run = site.build(&[]).expect(1);
    assert!(!run.err.contains(['\u{9b}', '\u{202e}', '\x1b']), "{:?}", run.err);
}

#[test]
fn help_names_the_exit_codes() {
    let run = Site::empty().postil(&["--help"]).expect(0);
    assert!(run.out.contains("Exit codes:") && run.out.contains("Examples:"), "{}", run.out);
    for command in ["build", "serve", "new", "init", "explain", "completions"] {
        let run = Site::empty().postil(&[command, "--help"]).expect(0);
        assert!(run.out.contains("Usage: postil"), "{command}");
    }
}

#[test]
fn codes_are_explained() {
    let all = Site::empty().postil(&["explain"]).expect(0);
    assert!(all.out.contains("A reference to a note that is not defined."));
    for code in Code::ALL {
        let one = Site::empty().postil(&["explain", code.name()]).expect(0);
        assert!(one.out.starts_with(&format!("{}\n\n", code.name())), "{}", one.out);
        assert!(one.out.lines().count() > 4, "{}", one.out);
        let text: Vec<&str> = one.out.lines().filter(|line| !line.starts_with("    ")).collect();
        assert!(text.iter().all(|line| line.chars().count() <= 80), "{}", one.out);
        let words = text.join(" ").split('`').step_by(2).collect::<Vec<_>>().concat();
        for markup in ["](", "```", "*", "###"] {
            assert!(!words.contains(markup), "{markup} in {}", one.out);
        }
    }
    let run = Site::empty().postil(&["explain", "undefned-note"]).expect(2);
    assert!(run.err.contains("did you mean `undefined-note`?"), "{}", run.err);
}

#[test]
fn shells_are_completed() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Site::empty().postil(&["completions", shell]).expect(0);
        assert!(run.out.contains("base-url"), "{shell}");
    }
}

#[test]
fn a_new_site_builds_without_a_word() {
    let site = Site::empty();
    site.postil(&["init", "talks"]).expect(0);
    let run = site.build(&["--root", "talks"]).expect(0);
    assert_eq!(run.err, "");
    assert!(run.out.starts_with("Built 2 pages (1 transcript, 6 turns, 4 notes) in "), "{}", run.out);
    assert!(site.path("talks/.gitignore").exists());
}

#[test]
fn init_changes_nothing_that_is_there() {
    let site = Site::empty().with("content/_index.md", "Mine.\n");
    site.postil(&["init"]).expect(0);
    assert_eq!(site.read("content/_index.md"), "Mine.\n");
    let run = site.postil(&["init"]).expect(2);
    assert!(run.err.contains("site.toml exists already"), "{}", run.err);
}

#[test]
fn a_new_page_builds_without_a_word() {
    let site = Site::new();
    let run = site.postil(&["new", "interviews/the-first"]).expect(0);
    assert!(run.out.contains("interviews/the-first.md"), "{}", run.out);
    assert!(site.read("content/interviews/the-first.md").contains("title = \"The first\""));
    assert_eq!(site.build(&[]).expect(0).err, "");
    site.postil(&["new", "content/interviews/the-first.md"]).expect(2);
}

#[test]
fn a_new_page_stays_below_content() {
    let site = Site::new();
    for path in ["../evil", "a/../../evil", "/etc/evil", "", ".hidden", "a//b"] {
        site.postil(&["new", path]).expect(2);
    }
    assert_eq!(site.files("."), ["site.toml"]);
    Site::empty().postil(&["new", "a"]).expect(2);
}

#[test]
fn drafts_are_built_when_asked_for() {
    let site = Site::new().with("content/a.md", "+++\ntitle = \"A\"\ndraft = true\n+++\nSoon[^x].\n");
    assert!(site.build(&[]).expect(0).out.starts_with("Built 0 pages"));
    assert!(site.build(&["--drafts"]).expect(1).err.contains("undefined-note"));
}
