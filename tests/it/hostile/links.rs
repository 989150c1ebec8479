//! Links of every sort, and what else a name can stand for that is no file.

use std::fs;
use std::os::unix::net::UnixListener;
use std::process::Command;

use super::Trap;

const NOT_FOLLOWED: &str = "error[link-not-followed]";

#[test]
fn file_of_the_repository_outside_content_is_not_published() {
    Trap::new().link("content/c.txt", "../.git/config").is_refused(NOT_FOLLOWED);
    Trap::new().link("static/e.txt", "../.env").is_refused(NOT_FOLLOWED);
    Trap::new().link("content/deep/e.txt", "../../.env").is_refused(NOT_FOLLOWED);
}

#[test]
fn file_outside_the_repository_is_not_published() {
    Trap::new().link("content/c.md", "../../outside/secret.md").is_refused(NOT_FOLLOWED);
    Trap::new().link("static/c.txt", "../../outside/secret.txt").is_refused(NOT_FOLLOWED);
}

#[test]
fn absolute_link_is_not_followed() {
    let trap = Trap::new();
    let target = trap.path("outside/secret.txt");
    trap.link("static/c.txt", target).is_refused(NOT_FOLLOWED);
    // Even to where it may go: somebody else's copy of the repository lies elsewhere.
    let trap = Trap::new();
    let target = trap.path("repository/content/a.md");
    trap.link("content/b.md", target).is_refused(NOT_FOLLOWED);
}

#[test]
fn chain_of_links_is_followed_to_its_end() {
    Trap::new()
        .link("static/a.txt", "b.txt")
        .link("static/b.txt", "deep/../c.txt")
        .link("static/c.txt", "../../outside/secret.txt")
        .with("static/deep/d.txt", "d")
        .is_refused(NOT_FOLLOWED);
}

#[test]
fn link_to_a_file_of_the_same_folder_is_that_file() {
    let trap = Trap::new().with("static/deep/a.txt", "plain").link("static/b.txt", "deep/a.txt");
    let trap = trap.link("content/b.md", "a.md").link("content/deep/c.md", "../a.md");
    trap.every_reader_ends_with(0);
    assert_eq!(fs::read_to_string(trap.path("repository/public/b.txt")).unwrap(), "plain");
    assert!(!trap.path("repository/public/b.txt").is_symlink(), "a copy, and no link, is published");
    assert!(trap.path("repository/public/deep/c/index.html").is_file());
}

#[test]
fn link_to_a_folder_is_not_followed() {
    Trap::new().link("content/deep", "../../outside").is_refused(NOT_FOLLOWED);
    Trap::new().link("static/deep", "../../outside/deep").is_refused(NOT_FOLLOWED);
    Trap::new().with("content/b/c.md", "# C\n").link("content/again", "b").is_refused(NOT_FOLLOWED);
}

#[test]
fn folder_of_the_site_that_is_a_link_is_not_followed() {
    Trap::new().without("content").link("content", "../outside").is_refused("content is a link");
    for name in ["static", "themes", "anchors", "i18n"] {
        Trap::new().link(name, "../outside").is_refused(&format!("{name} is a link"));
    }
    Trap::new().with("elsewhere/b.txt", "b").link("static", "elsewhere").is_refused("static is a link");
}

#[test]
fn notes_beside_a_page_are_no_link() {
    Trap::new().link("content/a.notes.md", "../../outside/secret.md").is_refused(NOT_FOLLOWED);
    Trap::new().link("content/a.notes.jz.md", "../.env").is_refused(NOT_FOLLOWED);
}

#[test]
fn theme_is_no_link() {
    let chosen = "theme = \"own\"\ntitle = \"Trap\"\n";
    Trap::new().link("themes/own", "../../outside").with("site.toml", chosen).is_refused(NOT_FOLLOWED);
    Trap::new().link("themes/default", "../../outside").is_refused(NOT_FOLLOWED);
    let page = "../../../../outside/templates/page.html";
    Trap::new().link("themes/default/templates/page.html", page).is_refused(NOT_FOLLOWED);
    Trap::new().link("themes/default/css/base.css", "../../../.env").is_refused(NOT_FOLLOWED);
    Trap::new()
        .link("themes/own/theme.toml", "../../../outside/secret.toml")
        .with("site.toml", chosen)
        .is_refused("themes/own/theme.toml");
}

#[test]
fn words_of_the_interface_are_no_link() {
    Trap::new().link("i18n/en.toml", "../../outside/secret.toml").is_refused(NOT_FOLLOWED);
}

#[test]
fn records_of_anchors_are_no_link() {
    Trap::new().link("anchors/a.txt", "../../outside/secret.txt").is_refused(NOT_FOLLOWED);
    Trap::new().link("anchors/deep", "../../outside").is_refused(NOT_FOLLOWED);
}

#[test]
fn pin_writes_through_no_link() {
    let trap = Trap::new().with("content/deep/b.md", super::GOOD_PAGE);
    assert_eq!(trap.attempt(&["permalinks"]).code, Some(0));
    assert!(trap.path("repository/anchors/deep/b.txt").is_file());
    let trap = trap.without("anchors/deep").link("anchors/deep", "../../outside/deep");
    assert_eq!(trap.attempt(&["permalinks"]).code, Some(1));
}

#[test]
fn settings_are_no_link() {
    let trap = Trap::new().without("site.toml").link("site.toml", "../outside/secret.toml");
    trap.is_refused("site.toml");
    let trap = Trap::new().without("site.toml").link("site.toml", "nowhere");
    assert_eq!(trap.attempt(&["build"]).code, Some(1));
    assert_eq!(trap.attempt(&["init"]).code, Some(2));
    assert!(!trap.path("repository/nowhere").exists());
}

#[test]
fn fonts_are_no_link() {
    let settings = "title = \"Trap\"\n[cards]\nfonts = [\"fonts/a.ttf\"]\n";
    let trap = Trap::new().with("site.toml", settings).link("fonts/a.ttf", "../../outside/secret.txt");
    trap.is_refused("fonts/a.ttf");
    Trap::new().with("site.toml", settings).link("fonts", "../outside").is_refused("fonts/a.ttf");
}

#[test]
fn media_beside_a_page_is_no_link() {
    let page = "+++\n[media]\naudio = \"talk.mp3\"\n+++\n**Ann:** Hello.\n\n![Picture](picture.png)\n";
    Trap::new()
        .with("content/a.md", page)
        .link("content/talk.mp3", "../../outside/secret.txt")
        .with("content/picture.png", "")
        .is_refused(NOT_FOLLOWED);
    Trap::new()
        .with("content/a.md", page)
        .with("content/talk.mp3", "")
        .link("content/picture.png", "/etc/passwd")
        .is_refused(NOT_FOLLOWED);
}

#[test]
fn link_to_itself_or_to_what_holds_it_is_refused() {
    Trap::new().link("content/b.md", "b.md").is_refused(NOT_FOLLOWED);
    Trap::new().link("content/b.md", "c.md").link("content/c.md", "b.md").is_refused(NOT_FOLLOWED);
    Trap::new().link("content/loop", ".").is_refused(NOT_FOLLOWED);
    Trap::new().link("static/loop", "../static").is_refused(NOT_FOLLOWED);
}

/// Each folder holds two links to the next: followed, they would be four billion files.
#[test]
fn bomb_of_links_is_refused() {
    let mut trap = Trap::new().with("content/d32/x.md", "# X\n");
    for level in 0..32 {
        for name in ["a", "b"] {
            trap = trap.link(&format!("content/d{level}/{name}"), format!("../d{}", level + 1));
        }
    }
    trap.is_refused(NOT_FOLLOWED);
}

#[test]
fn processes_and_devices_are_not_read() {
    Trap::new().link("static/env.txt", "/proc/self/environ").is_refused(NOT_FOLLOWED);
    Trap::new().link("content/maps.md", "/proc/self/maps").is_refused(NOT_FOLLOWED);
    Trap::new().link("static/root", "/proc/self/root").is_refused(NOT_FOLLOWED);
    Trap::new().link("content/zero.md", "/dev/zero").is_refused(NOT_FOLLOWED);
    Trap::new().link("static/random.bin", "/dev/random").is_refused(NOT_FOLLOWED);
    Trap::new().link("content/stdin.md", "/dev/stdin").is_refused(NOT_FOLLOWED);
}

#[test]
fn pipe_is_not_waited_for() {
    for folder in ["content", "static", "anchors", "i18n", "themes/default/templates"] {
        let trap = Trap::new().with(&format!("{folder}/keep/x.jpg"), "");
        make_pipe(&trap, &format!("{folder}/pipe.toml"));
        trap.is_refused("is neither a file nor a folder");
    }
    let trap = Trap::new().without("site.toml");
    make_pipe(&trap, "site.toml");
    trap.every_reader_ends_with(2);
    let trap = Trap::new().with("site.toml", "title = \"Trap\"\n[cards]\nfonts = [\"a.ttf\"]\n");
    make_pipe(&trap, "a.ttf");
    trap.is_refused("the font `a.ttf` cannot be read");
    let trap =
        Trap::new().with("themes/own/x.css", "").with("site.toml", "title = \"Trap\"\ntheme = \"own\"\n");
    make_pipe(&trap, "themes/own/theme.toml");
    trap.is_refused("themes/own/theme.toml");
}

fn make_pipe(trap: &Trap, path: &str) {
    assert!(Command::new("mkfifo").arg(trap.path(&format!("repository/{path}"))).status().unwrap().success());
}

#[test]
fn socket_is_not_read() {
    let trap = Trap::new().with("static/a.txt", "a");
    let _socket = UnixListener::bind(trap.path("repository/static/socket")).unwrap();
    trap.is_refused("is neither a file nor a folder");
}

#[test]
fn fix_and_export_replace_a_link_and_do_not_follow_it() {
    let trap = Trap::new().link("exported.vtt", "../outside/secret.txt");
    let attempt = trap.attempt(&["export", "a", "--as", "vtt", "--to", "exported.vtt"]);
    assert_eq!(attempt.code, Some(0), "{attempt:?}");
    assert!(!trap.path("repository/exported.vtt").is_symlink());
    let trap =
        Trap::new().with("documents/x", "").link("documents/documents.ndjson", "../../outside/secret.txt");
    let trap = trap.link("documents/settings.json", "../../outside/new.json");
    assert_eq!(trap.attempt(&["search-export", "--format", "ndjson", "--to", "documents"]).code, Some(0));
}

#[test]
fn new_page_and_new_site_are_made_through_no_link() {
    let trap = Trap::new().without("content").link("content", "../outside");
    assert_eq!(trap.attempt(&["new", "b"]).code, Some(2));
    let trap = Trap::new().link("content/deep", "../../outside");
    assert_eq!(trap.attempt(&["new", "deep/b"]).code, Some(2));
    let trap = Trap::new().link("content/b.md", "../../outside/new.md");
    assert_eq!(trap.attempt(&["new", "b"]).code, Some(2));
    let trap = Trap::new().without("site.toml").without("content").link("content", "../outside");
    assert_eq!(trap.attempt(&["init"]).code, Some(2));
    let trap = Trap::new().without("site.toml").link(".gitignore", "../outside/ignored");
    assert_eq!(trap.attempt(&["init"]).code, Some(0));
    assert!(!trap.path("outside/ignored").exists());
}
