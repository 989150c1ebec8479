//! What readers send: files of notes are drafts beside their pages, whatever they say of themselves.

use crate::site::Site;

const PAGE: &str =
    "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** The lamp was lit at noon.\n\n**Bo:** Who says?\n";
const SENT: &str = "+++\nby = \"Maria\"\ndraft = false\n+++\n\n> lit at noon\n\nAt *one*, says the log.\n";

fn site() -> Site {
    Site::new().with("content/talks/a.md", PAGE).with("a.notes.maria.md", SENT)
}

#[test]
fn notes_of_a_reader_are_drafts_beside_their_page() {
    let site = site();
    let run = site.postil(&["import", "a.notes.maria.md"]).expect(0);
    assert!(run.out.contains("content/talks/a.notes.maria.md") && run.out.contains("1 note"), "{}", run.out);
    let made = site.read("content/talks/a.notes.maria.md");
    assert_eq!(made, SENT.replace("draft = false\n", "").replacen("+++\n", "+++\ndraft = true\n", 1));
    site.build(&[]).expect(0);
    assert!(!site.read("public/talks/a/index.html").contains("says the log"));
    site.write("content/talks/a.notes.maria.md", made.replace("draft = true\n", ""));
    site.build(&[]).expect(0);
    assert!(site.read("public/talks/a/index.html").contains("says the log"));
    let again = site.postil(&["import", "a.notes.maria.md"]).expect(2);
    assert!(again.err.contains("--replace"), "{}", again.err);
}

#[test]
fn a_page_that_is_not_known_is_asked_for() {
    let site = site().with("b.notes.maria.md", SENT).with("content/old/a.md", PAGE);
    let none = site.postil(&["import", "b.notes.maria.md"]).expect(2);
    assert!(none.err.contains("no page b.md"), "{}", none.err);
    let several = site.postil(&["import", "a.notes.maria.md"]).expect(2);
    assert!(several.err.contains("--to") && several.err.contains("old"), "{}", several.err);
    site.postil(&["import", "a.notes.maria.md", "--to", "content/old"]).expect(0);
    assert!(site.path("content/old/a.notes.maria.md").exists());
}

#[test]
fn hostile_files_of_notes_are_no_more_than_text() {
    let hostile =
        "+++\nbroken = [\n+++\n\n> lit at noon\n\n<script>alert(1)</script> [x](javascript:alert(1))\n";
    let site = site().with("a.notes.eve.md", hostile).with("a.notes.mallory.md", [0xff, 0xfe, 0x00]);
    site.postil(&["import", "a.notes.eve.md"]).expect(0);
    site.postil(&["import", "a.notes.mallory.md"]).expect(2);
    assert!(!site.path("content/talks/a.notes.mallory.md").exists());
    site.delete("content/talks/a.notes.eve.md");
    let fine = hostile.replace("broken = [\n", "");
    site.write("content/talks/a.notes.eve.md", fine);
    site.build(&[]).expect(0);
    let page = site.read("public/talks/a/index.html");
    assert!(!page.contains("<script>alert") && !page.contains("=\"javascript:"), "{page}");
}

#[test]
fn only_sites_that_want_it_ask_readers() {
    let site = site();
    site.build(&[]).expect(0);
    assert!(!site.read("public/talks/a/index.html").contains("_readers"));
    let settings = "title = \"T\"\n[readers]\ncorrections = \"https://git.example/{path}#L{line}\"\n";
    site.write("site.toml", settings);
    site.build(&[]).expect(0);
    let page = site.read("public/talks/a/index.html");
    assert!(page.contains("data-path=\"content/talks/a.md\"") && page.contains("data-line=6"), "{page}");
    site.write("site.toml", settings.replace("https:", "javascript:"));
    let run = site.build(&[]).expect(1);
    assert!(run.err.contains("site.toml:3:15") && run.err.contains("mailto:"), "{}", run.err);
}
