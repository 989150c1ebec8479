//! Names that are huge, that cannot be shown, or that are one name on some disks.

#[cfg(unix)]
use std::ffi::OsStr;
#[cfg(unix)]
use std::os::unix::ffi::OsStrExt;

use super::Trap;

#[test]
fn huge_names_and_deep_folders_are_read_or_refused() {
    let long = "x".repeat(250);
    let trap =
        Trap::new().with(&format!("content/{long}.md"), "# Long\n").with(&format!("static/{long}"), "x");
    trap.every_reader_ends_with(0);
    // A page has a folder of its own, whose name has no room for more.
    let wide = "语".repeat(83);
    Trap::new().with(&format!("content/{wide}.md"), "# Wide\n").every_reader_ends_with(0);
    let deep = "d/".repeat(200);
    Trap::new()
        .with(&format!("content/{deep}x.md"), "# Deep\n")
        .is_refused("is inside more than 128 folders");
    let deep = "d/".repeat(120);
    Trap::new().with(&format!("content/{deep}x.md"), "# Deep\n").every_reader_ends_with(0);
}

#[cfg(unix)]
#[test]
fn names_that_command_a_terminal_or_are_no_text_are_refused() {
    for name in [
        &b"\x1b[31mred.md"[..],
        b"new\nline.md",
        b"tab\t.txt",
        b"\xff\xfe.md",
        b"back\\slash.md",
        b"nul\x01.jpg",
        b"\xc2\x9b31m.md",
    ] {
        for folder in ["content", "static"] {
            let trap = Trap::new().with(&format!("{folder}/a.jpg"), "");
            std::fs::write(trap.path(&format!("repository/{folder}")).join(OsStr::from_bytes(name)), "x")
                .unwrap();
            trap.is_refused("has a name that cannot be an address");
            let attempt = trap.attempt(&["build"]);
            assert!(!attempt.err.contains('\x1b') && !attempt.err.contains('\u{9b}'), "{:?}", attempt.err);
        }
    }
}

#[test]
fn odd_names_are_addresses_like_any_other() {
    for name in [
        "-rf", "--out", "a b", "~", "$HOME", "`id`", "a;b", "a&b", "'", "\"", "<script>", "{{x}}", "con",
        "aux.b", "a.", "%2e%2e", "#", "?", "a%00",
    ] {
        let trap = Trap::new().with(&format!("content/{name}.md"), "# Odd\n\n**Ann:** Hello.\n");
        let trap =
            trap.with(&format!("static/{name}.txt"), "x").with(&format!("content/{name}/b.md"), "# Inside\n");
        for args in super::READING {
            let attempt = trap.attempt(args);
            assert!([Some(0), Some(1)].contains(&attempt.code), "{name}: {attempt:?}");
        }
    }
}

/// A bidi override makes `exe.md` of `dm.exe`.
#[test]
fn direction_characters_do_not_reach_the_terminal() {
    let trap = Trap::new().with("content/a\u{202e}dm.exe.md", "Words[^nobody].\n");
    for args in super::READING {
        let attempt = trap.attempt(args);
        assert_eq!(attempt.code, Some(1));
        assert!(!attempt.err.contains('\u{202e}') && !attempt.out.contains('\u{202e}'), "{attempt:?}");
    }
    let trap = Trap::new().with("content/a\u{202e}dm.exe.md", "# B\n\n**Ann:** Hello.\n");
    let attempt = trap.attempt(&["permalinks"]);
    assert!(!attempt.out.contains('\u{202e}'), "{attempt:?}");
}

/// On many disks these are the same file, and one would be lost without a word.
#[test]
fn addresses_that_are_one_on_some_disks_are_told_or_kept_apart() {
    for (first, second) in
        [("Talk.md", "talk.md"), ("caf\u{e9}.md", "cafe\u{301}.md"), ("ﬁ.md", "fi.md"), ("ß.md", "SS.md")]
    {
        let trap = Trap::new().with(&format!("content/{first}"), "# First\n");
        if trap.path(&format!("repository/content/{second}")).exists() {
            continue; // This disk cannot hold both.
        }
        let trap = trap.with(&format!("content/{second}"), "# Second\n");
        let attempt = trap.attempt(&["build"]);
        let pages = trap.snapshot("repository/public");
        let count = pages.keys().filter(|path| path.ends_with("index.html")).count();
        assert!(
            attempt.code == Some(1) || (attempt.code == Some(0) && count >= 4),
            "{first}, {second}: {attempt:?}"
        );
    }
}

/// Names that Postil uses for itself, in every folder that it publishes from.
#[test]
fn names_of_postil_are_not_published() {
    for name in [".postil-manifest", ".postil-lock", ".postil-stage/x", "a/.postil-b"] {
        let trap = Trap::new().with(&format!("static/{name}"), "../outside/secret.txt\n");
        let attempt = trap.attempt(&["build"]);
        assert_eq!(attempt.code, Some(1), "{name}: {attempt:?}");
        assert!(attempt.err.contains(".postil"), "{name}: {attempt:?}");
    }
    for name in ["search/index.json", "index.html", "a/index.html", "assets", "a/index.html/x"] {
        let trap = Trap::new().with(&format!("static/{name}"), "x");
        let attempt = trap.attempt(&["build"]);
        assert!([Some(0), Some(1)].contains(&attempt.code), "{name}: {attempt:?}");
    }
}
