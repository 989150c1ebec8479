//! `--untrusted`: a site that a stranger may have written brings words, pictures and recordings, and nothing that acts.

use std::fs::File;

use super::Trap;

fn built(trap: &Trap) -> super::Attempt {
    let attempt = trap.attempt(&["build", "--untrusted"]);
    assert_eq!(attempt.code, Some(0), "{attempt:?}");
    assert_eq!(trap.attempt(&["check", "--untrusted"]).code, Some(0));
    attempt
}

#[test]
fn theme_of_the_site_is_not_used() {
    let settings = "title = \"Trap\"\n[theme]\nname = \"own\"\nown_colour = \"#ff0000\"\n";
    let manifest = "[settings.own_colour]\ntype = \"colour\"\ndefault = \"#0000ff\"\n";
    for name in ["own", "default"] {
        let page = "<p>stranger's theme</p><script>alert(1)</script>";
        let trap = Trap::new()
            .with(&format!("themes/{name}/templates/transcript.html"), page)
            .with(&format!("themes/{name}/js/page.js"), "alert(1)");
        let trap = match name {
            "own" => trap.with("site.toml", settings).with("themes/own/theme.toml", manifest),
            _ => trap,
        };
        let attempt = built(&trap);
        assert!(attempt.err.contains("note[not-trusted]: the theme `"), "{}", attempt.err);
        for (path, bytes) in trap.snapshot("repository/public") {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("stranger's theme") && !text.contains("alert(1)"), "{}", path.display());
        }
    }
}

#[test]
fn files_that_browsers_run_are_not_published() {
    let trap = Trap::new();
    let active = [
        "a.html",
        "a.svg",
        "a.js",
        "a.css",
        "a.xhtml",
        "a.xml",
        "_headers",
        "CNAME",
        ".htaccess",
        "deep/a.HTM",
    ];
    let passive = ["a.jpg", "a.mp3", "a.txt", "a.pdf", "deep/a.vtt"];
    let trap =
        active.iter().chain(&passive).fold(trap, |trap, name| trap.with(&format!("static/{name}"), "x"));
    let trap = trap.with("content/page.svg", "<svg/>").with("content/b.md", "# B\n\n![Drawing](page.svg)\n");
    let attempt = trap.attempt(&["build", "--untrusted", "--format", "json"]);
    assert_eq!(attempt.code, Some(0), "{attempt:?}");
    for name in active {
        assert!(!trap.path(&format!("repository/public/{name}")).exists(), "{name}");
        assert!(attempt.out.contains(&format!("static/{name} is not published")), "{name}: {}", attempt.out);
    }
    for name in passive {
        assert!(trap.path(&format!("repository/public/{name}")).exists(), "{name}");
    }
    assert!(!trap.path("repository/public/page.svg").exists());
}

#[test]
fn fonts_of_the_site_are_not_read() {
    let settings = "title = \"Trap\"\nbase_url = \"https://example.org/\"\n[cards]\nfonts = [\"a.ttf\"]\n";
    let attempt = built(&Trap::new().with("site.toml", settings).with("a.ttf", "no font at all"));
    assert!(attempt.err.contains("fonts of the site are not read"), "{}", attempt.err);
}

#[test]
fn limits_of_the_site_do_not_rise() {
    let settings = "title = \"Trap\"\n[limits]\ntext = 1000\n";
    let trap = Trap::new().with("site.toml", settings).with("content/b.md", "");
    File::create(trap.path("repository/content/b.md")).unwrap().set_len(17 << 20).unwrap();
    let attempt = trap.attempt(&["build", "--untrusted"]);
    assert_eq!(attempt.code, Some(1), "{attempt:?}");
    assert!(attempt.err.contains("the limit for a text is 16777216"), "{}", attempt.err);
}

#[test]
fn sparse_files_and_too_many_files_are_refused() {
    let trap = Trap::new().with("static/a.mp4", "");
    File::create(trap.path("repository/static/a.mp4")).unwrap().set_len(10 << 30).unwrap();
    let attempt = trap.attempt(&["build", "--untrusted"]);
    assert_eq!(attempt.code, Some(1), "{attempt:?}");
    assert!(attempt.err.contains("the site publishes 10240 MiB of files"), "{}", attempt.err);
    assert!(!trap.path("repository/public").join("a.mp4").exists());
    let trap = Trap::new();
    for n in 0..20_000 {
        std::fs::create_dir_all(trap.path("repository/static")).unwrap();
        File::create(trap.path(&format!("repository/static/{n}.txt"))).unwrap();
    }
    let attempt = trap.attempt(&["build", "--untrusted"]);
    assert_eq!(attempt.code, Some(1));
    assert!(attempt.err.contains("the limit for one that is not trusted is 20000"), "{}", attempt.err);
}

#[test]
fn cache_drafts_and_fixes_do_not_go_with_it() {
    let trap = Trap::new();
    for args in [
        &["build", "--untrusted", "--cache", "kept"][..],
        &["build", "--untrusted", "--drafts"],
        &["check", "--untrusted", "--fix"],
    ] {
        let attempt = trap.attempt(args);
        assert_eq!(attempt.code, Some(2), "{args:?}");
        assert!(attempt.err.contains("cannot be used with"), "{}", attempt.err);
    }
    assert!(!trap.path("repository/kept").exists());
}

/// The output may be anywhere, beside the site or not yet there.
#[test]
fn output_elsewhere_is_written() {
    let trap = Trap::new();
    for out in ["../built", "new/deep/built"] {
        let attempt = trap.attempt(&["build", "--untrusted", "--out", out]);
        assert_eq!(attempt.code, Some(0), "{out}: {attempt:?}");
        assert!(trap.path("repository").join(out).join("a/index.html").is_file(), "{out}");
    }
    assert_eq!(trap.attempt(&["build", "--untrusted", "--in-place"]).code, Some(0));
    assert_eq!(trap.attempt(&["build", "--untrusted"]).code, Some(0), "again, over what is there");
}
