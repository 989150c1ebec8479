//! What is read, what is left out, and what cannot be read.

use std::fs;

use crate::site::Site;

#[test]
fn files_beside_pages_are_published_beside_them() {
    let site = Site::new()
        .with("content/interviews/ada.md", "# Ada\n\nWords.\n")
        .with("content/interviews/ada.jpg", b"\xff\xd8")
        .with("static/robots.txt", "User-agent: *\n")
        .with("static/.well-known/security.txt", "x\n");
    site.build(&[]).expect(0);
    let files = site.files("public");
    for file in ["interviews/ada.jpg", "robots.txt", ".well-known/security.txt", ".nojekyll"] {
        assert!(files.iter().any(|path| path == file), "{file} is not in {files:?}");
    }
}

#[test]
fn hidden_files_and_backups_are_left_out() {
    let site = Site::new()
        .with("content/.hidden.md", "x[^x]")
        .with("content/.git/a.md", "x[^x]")
        .with("content/a.md~", "x")
        .with("content/#a.md#", "x")
        .with("content/.a.md.swp", "x")
        .with("static/.DS_Store", "x")
        .with("static/.git/config", "x");
    site.build(&[]).expect(0);
    let files = site.files("public").join("\n");
    for name in ["hidden", ".git", "~", "#", ".swp", "DS_Store"] {
        assert!(!files.contains(name), "{name} is in {files}");
    }
}

#[test]
fn a_file_that_is_not_utf8_is_named_with_its_place() {
    let site = Site::new().with("content/a.md", b"# A\n\ncaf\xe9 au lait\n");
    let run = site.build(&["--format", "json"]).expect(1);
    let expected = "content/a.md:3:4: error[not-utf8]: content/a.md is not UTF-8: byte 8 is 0xE9";
    assert_eq!(run.problems(), [expected]);
    let utf16 = Site::new().with("content/a.md", b"\xff\xfe#\0 \0A\0");
    let run = utf16.build(&[]).expect(1);
    assert!(run.err.contains("content/a.md:1:1") && run.err.contains("UTF-16"), "{}", run.err);
}

/// What settings nobody can read would have said of the rest is not guessed.
#[test]
fn settings_that_cannot_be_read_are_all_that_is_said() {
    let site = Site::new()
        .with("site.toml", b"title = \"\xff\"")
        .with("content/a.md", "Words[^1].\n\n[^1]: {by=ann} A note.\n");
    let run = site.build(&[]).expect(1);
    assert!(run.err.contains("error[not-utf8]: site.toml is not UTF-8: byte 9 is 0xFF"), "{}", run.err);
    assert!(!run.err.contains("template") && !run.err.contains("ann"), "{}", run.err);
}

#[test]
fn a_byte_order_mark_is_dropped() {
    let site = Site::new().with("content/a.md", "\u{feff}+++\ntitel = \"A\"\n+++\nText.\n");
    let run = site.build(&["--format", "json"]);
    assert!(run.problems()[0].starts_with("content/a.md:2:1: "), "{:?}", run.problems());
}

#[test]
fn a_text_that_is_too_long_is_not_read() {
    let site = Site::new();
    site.write("content/long.md", "");
    fs::File::create(site.path("content/long.md")).unwrap().set_len(17 << 20).unwrap();
    let run = site.build(&["--format", "json"]).expect(1);
    assert!(run.problems()[0].starts_with("content/long.md: error[too-large]"), "{:?}", run.problems());
}

#[test]
fn two_files_cannot_have_one_address() {
    let site = Site::new().with("static/a.jpg", "1").with("content/a.jpg", "2");
    let run = site.build(&["--format", "json"]).expect(1);
    assert_eq!(
        run.problems(),
        [
            "static/a.jpg: error[address-taken]: both content/a.jpg and static/a.jpg would be published as /a.jpg"
        ]
    );
}

#[test]
fn a_file_in_place_of_a_folder_is_said_to_be_one() {
    let run = Site::new().with("content", "x").with("static", "x").build(&["--format", "json"]).expect(1);
    assert_eq!(
        run.problems(),
        [
            "content: error[unreadable]: content is not a folder",
            "static: error[unreadable]: static is not a folder",
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let site = Site::new().with("content/a.md", "# A\n");
    let pipe = site.path("content/pipe.md");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let run = site.build(&["--format", "json"]).expect(1);
    let expected = "content/pipe.md: error[unreadable]: content/pipe.md is neither a file nor a folder";
    assert_eq!(run.problems(), [expected]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_files_of_their_own_folder_only() {
    use std::os::unix::fs::symlink;

    let outside = Site::empty().with("secret.txt", "secret");
    let site = Site::new().with("static/a.txt", "a").with("content/c.jpg", "c");
    symlink("a.txt", site.path("static/b.txt")).unwrap();
    site.build(&[]).expect(0);
    assert_eq!(site.read("public/b.txt"), "a");

    symlink(outside.path("secret.txt"), site.path("static/c.txt")).unwrap();
    symlink(outside.path("."), site.path("static/d")).unwrap();
    symlink("../content/c.jpg", site.path("static/e.jpg")).unwrap();
    symlink(".", site.path("static/loop")).unwrap();
    let run = site.build(&["--format", "json"]).expect(1);
    assert_eq!(
        run.problems(),
        [
            "static/c.txt: error[link-not-followed]: static/c.txt is a link that leads to no file in static/, and is not followed",
            "static/d: error[link-not-followed]: static/d is a link that leads to no file in static/, and is not followed",
            "static/e.jpg: error[link-not-followed]: static/e.jpg is a link that leads to no file in static/, and is not followed",
            "static/loop: error[link-not-followed]: static/loop is a link to a folder, and is not followed",
        ]
    );
}

/// The limit keeps a build in bounds, and a site can set another.
#[test]
fn a_text_that_is_too_long_is_refused_until_the_site_allows_it() {
    let site = Site::new().with("content/long.md", format!("# Long\n\n{}\n", "word ".repeat(240_000)));
    site.write("site.toml", "title = \"Test\"\n[limits]\ntext = 1\n");
    let run = site.build(&[]).expect(1);
    assert!(run.err.contains("the limit for a text is 1048576"), "{}", run.err);
    site.write("site.toml", "title = \"Test\"\n[limits]\ntext = 2\n");
    site.build(&[]).expect(0);
    site.write("site.toml", "title = \"Test\"\n[limits]\ntext = 0\n");
    let run = site.build(&[]).expect(1);
    assert!(run.err.contains("it is a number of mebibytes"), "{}", run.err);
}

/// Whoever reads the message has to find what to change.
#[test]
fn clash_with_a_file_of_postil_has_a_place() {
    let page = "+++\ntitle = \"A\"\naliases = [\"/robots.txt/\"]\n+++\nWords.\n";
    let site = Site::new().with("content/a.md", page);
    let run = site.build(&["--format", "json", "--base-url", "https://example.org/"]).expect(1);
    let expected = "content/a.md:3:12: error[address-taken]: /robots.txt would be both a file and a folder";
    assert_eq!(run.problems(), [expected]);
    let run = Site::new().with("static/assets", "x").build(&["--format", "json"]).expect(1);
    let expected = "static/assets: error[address-taken]: /assets would be both a file and a folder";
    assert_eq!(run.problems(), [expected]);
    assert!(!run.out.contains("postil-stage"), "{}", run.out);
}

#[test]
fn names_that_postil_keeps_for_itself_are_refused_with_a_place() {
    let run = Site::new().with("static/a/.postil-lock", "x").build(&["--format", "json"]).expect(1);
    let expected = "static/a/.postil-lock: error[unreadable]: static/a/.postil-lock has a name that Postil keeps for \
                    files of its own";
    assert_eq!(run.problems(), [expected]);
    let page = "+++\ntitle = \"A\"\naliases = [\"/.postil-manifest/\"]\n+++\nWords.\n";
    let run = Site::new().with("content/a.md", page).build(&["--format", "json"]).expect(1);
    assert!(run.problems()[0].starts_with("content/a.md:3:12: error[bad-value]"), "{:?}", run.problems());
}
