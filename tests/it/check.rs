//! `postil check`: everything is said, nothing is written unless it is asked to fix.

use crate::site::Site;

const PAGE: &str = "+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n**Ann:** The company was nearly out of money that spring.\n\n\
**Bo:** Nothing else was said for a while, and then they went home.\n";
const NOTES: &str = "> The company was ==almost out of money== that spring.\n\nEleven weeks.\n";

fn site(notes: &str) -> Site {
    Site::new().with("content/a.md", PAGE).with("content/a.notes.md", notes)
}

#[test]
fn a_good_site_is_good_and_nothing_is_written() {
    let site = Site::new().with("content/a.md", PAGE);
    let run = site.postil(&["check"]).expect(0);
    assert_eq!(run.out, "Checked 1 page (1 transcript, 2 turns, 0 notes): all is well\n");
    assert_eq!(site.files(""), ["content/a.md", "site.toml"]);
}

#[test]
fn warnings_fail_only_when_denied() {
    let site = Site::new().with("content/a.md", "+++\nelsewhere = 1\n+++\n# A\n");
    site.postil(&["check"]).expect(0);
    site.postil(&["check", "--deny", "warnings"]).expect(1);
}

/// A site whose record knows where the note was, with the page as it is now.
fn corrected(notes: &str, page: &str) -> Site {
    let site = site(notes);
    site.postil(&["permalinks"]).expect(0);
    site.write("content/a.md", page);
    site
}

#[test]
fn corrected_words_are_quoted_again() {
    let notes = "> The company was ==nearly out of money== that spring.\n\nEleven weeks.\n";
    let site = corrected(notes, &PAGE.replace("out of money", "out of all money"));
    let run = site.build(&[]).expect(0);
    assert!(run.err.contains("warning[words-changed]"), "{}", run.err);
    assert_eq!(site.read("content/a.notes.md"), notes, "only --fix writes");
    let run = site.postil(&["check", "--fix"]).expect(0);
    assert!(run.err.contains("  + > nearly out of all money"), "{}", run.err);
    assert_eq!(site.read("content/a.notes.md"), "> nearly out of all money\n\nEleven weeks.\n");
    let run = site.postil(&["check"]).expect(0);
    assert!(run.out.contains("all is well"), "{}{}", run.out, run.err);
}

#[test]
fn words_that_are_gone_are_not_looked_for_elsewhere() {
    let notes = "> nearly out of money\n\nEleven weeks.\n";
    let page = PAGE.replace("The company was nearly out of money that spring.", "It rained.");
    let site = corrected(notes, &page.replace("for a while", "of the boat that was nearly out of money"));
    let run = site.postil(&["check", "--fix"]).expect(1);
    assert!(run.err.contains("error[words-not-found]: the words of this note are gone"), "{}", run.err);
    assert!(run.err.contains("the same words, in another passage"), "{}", run.err);
    assert_eq!(site.read("content/a.notes.md"), notes);
}

#[test]
fn a_record_made_of_a_page_without_the_words_never_gives_them_away() {
    let notes = "> nearly out of money\n\nEleven weeks.\n";
    let site = corrected(notes, &PAGE.replace("nearly out of money", "closed for the whole of"));
    site.postil(&["permalinks"]).expect(0);
    site.write(
        "content/a.md",
        PAGE.replace("nearly out of money", "closed").replace("went", "were nearly out of money and went"),
    );
    let run = site.postil(&["check"]).expect(1);
    assert!(run.err.contains("the words of this note are gone"), "{}", run.err);
}

#[test]
fn without_a_record_nothing_is_decided() {
    let site = site(NOTES);
    let run = site.postil(&["check", "--fix"]).expect(1);
    assert!(run.err.contains("error[words-not-found]") && run.err.contains("% like it"), "{}", run.err);
    assert_eq!(site.read("content/a.notes.md"), NOTES);
}

#[test]
fn a_quotation_with_other_punctuation_is_the_same_words() {
    let site = site("> the company was nearly out of money, that spring\n\nEleven weeks.\n");
    site.postil(&["check", "--fix"]).expect(0);
    assert_eq!(
        site.read("content/a.notes.md"),
        "> The company was nearly out of money that spring\n\nEleven weeks.\n"
    );
}

#[test]
fn a_short_quotation_is_whole_words() {
    let run = site("> one out\n\nA comment.\n").postil(&["check"]).expect(1);
    assert!(run.err.contains("words-not-found"), "{}", run.err);
    let run = site("> pan\n\nA comment.\n").postil(&["check"]).expect(1);
    assert!(run.err.contains("words-not-found"), "{}", run.err);
}

#[test]
fn what_is_not_certain_is_named_and_left_alone() {
    let notes = "> Something was perhaps said by somebody about the weather.\n\nGone.\n";
    let site = site(notes);
    let run = site.postil(&["check", "--fix"]).expect(1);
    assert!(run.err.contains("error[words-not-found]"), "{}", run.err);
    assert_eq!(site.read("content/a.notes.md"), notes);
}

#[test]
fn orphans_are_published_with_their_words_and_are_errors_of_a_check() {
    let notes = "> nearly out of money\n\nEleven weeks.\n";
    let site =
        corrected(notes, &PAGE.replace("The company was nearly out of money that spring.", "It rained."));
    let run = site.build(&[]).expect(0);
    assert!(run.err.contains("warning[words-not-found]"), "{}", run.err);
    let page = site.read("public/a/index.html");
    assert!(page.contains("Notes on words that are no longer here"), "{page}");
    assert!(page.contains("nearly out of money</p>") && page.contains("in version "), "{page}");
    site.postil(&["check"]).expect(1);
    site.postil(&["permalinks"]).expect(0);
    assert_eq!(site.build(&[]).expect(0).err.matches("words-not-found").count(), 1);
    assert!(site.read("public/a/index.html").contains("in version "), "the version stays known");
}

#[test]
fn orphans_may_be_warnings_of_a_check_or_errors_of_a_build() {
    let notes = "> Something was perhaps said by somebody about the weather.\n\nA comment on nothing.\n";
    let with = |word: &str| {
        let config = format!("title = \"T\"\n[notes]\norphans = \"{word}\"\n");
        site(notes).with("site.toml", config)
    };
    with("warn").postil(&["check"]).expect(0);
    with("error").build(&[]).expect(1);
    let site = with("publish");
    site.postil(&["check"]).expect(1);
    site.build(&[]).expect(0);
    assert!(site.read("public/a/index.html").contains("A comment on nothing."));
}

#[test]
fn code_hosts_are_told_in_sarif() {
    let run = site(NOTES).postil(&["check", "--format", "sarif"]).expect(1);
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document["version"], "2.1.0");
    let result = &document["runs"][0]["results"][0];
    assert_eq!(
        (result["ruleId"].as_str(), result["level"].as_str()),
        (Some("words-not-found"), Some("error"))
    );
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/a.notes.md");
    assert_eq!(place["region"]["startLine"], 1);
}

#[test]
fn code_hosts_are_told_of_fixes() {
    let notes = "> nearly out of money that spring\n\nEleven weeks.\n";
    let site = corrected(notes, &PAGE.replace("out of money", "out of all money"));
    let run = site.postil(&["check", "--format", "sarif"]).expect(0);
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let fix = &document["runs"][0]["results"][0]["fixes"][0];
    let replacement = &fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"];
    assert_eq!(replacement, "> nearly out of all money that spring");
}

#[test]
fn check_fix_applies_the_spelling_of_the_site() {
    let site = Site::new()
        .with("site.toml", "title = \"T\"\n[style]\n\"e-mail\" = \"email\"\n")
        .with("content/a.md", "# A\n\nAn e-mail, *e-mails* and \\*e-mail\\*; `e-mail` is code.\n");
    site.postil(&["check", "--fix"]).expect(0);
    assert_eq!(site.read("content/a.md"), "# A\n\nAn email, *e-mails* and \\*e-mail\\*; `e-mail` is code.\n");
}

#[test]
fn check_fix_writes_the_characters_that_were_meant() {
    let text = |words: &str| {
        format!("+++\ntitle = \"Caf{words} talk\"\n+++\n**Ann:** He said{words}.\n\n**Bo:** Yes.\n")
    };
    let site = Site::new().with("content/a.md", text("\u{82} \u{93}no\u{94}"));
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    assert!(page.contains("He said‚ “no”"), "{page}");
    assert!(!page.contains(|c| matches!(c, '\u{80}'..='\u{9f}')), "not in its metadata either: {page}");
    site.postil(&["check", "--fix"]).expect(0);
    assert_eq!(site.read("content/a.md"), text("‚ “no”"));
}

#[test]
fn a_review_needs_a_terminal_and_says_where_else_it_is() {
    let site = site(NOTES);
    let run = site.postil(&["check", "--review"]).expect(2);
    assert!(run.err.contains("this is no terminal; `postil serve --write`"), "{}", run.err);
    assert_eq!(site.read("content/a.notes.md"), NOTES);
}

#[test]
fn a_note_that_is_kept_as_an_orphan_is_no_longer_reported() {
    let notes = "## odd {orphan}\n\n> words that nobody said\n\nStill worth reading.\n";
    let site = site(notes);
    site.postil(&["check", "--deny", "warnings"]).expect(0);
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    assert!(
        page.contains("Notes on words that are no longer here") && page.contains("words that nobody said")
    );
}

#[test]
fn a_note_on_the_whole_page_needs_no_words() {
    let site = site("## summary {page}\n\nThey speak of money alone.\n");
    site.postil(&["check", "--deny", "warnings"]).expect(0);
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    assert!(
        page.contains("<h2>Notes on the whole page</h2>") && page.contains("id=\"note-summary\""),
        "{page}"
    );
    assert!(!page.contains("no longer here"));
}

/// The help of each problem of a page with this front matter.
fn helps(page: &str) -> Vec<String> {
    let run = Site::new().with("content/a.md", page).postil(&["check", "--format", "json"]);
    let found = run.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect(line));
    found.map(|found| found["help"].as_str().unwrap_or_default().to_string()).collect()
}

#[test]
fn yaml_where_toml_belongs_gets_the_line_to_write() {
    let whole = helps("+++\ntitle: The reading box\ntags:\n  - a\n+++\nWords.\n");
    assert_eq!(whole.len(), 1, "{whole:?}");
    assert!(whole[0].starts_with("write `title = \"The reading box\"`; or keep the YAML"), "{whole:?}");
    let one = helps("+++\ntitle = \"A\"\nsummary: one line\n+++\nWords.\n");
    assert_eq!(one, ["write `summary = \"one line\"`"]);
    let bare = helps("+++\ntitle = The box\n+++\nWords.\n");
    assert_eq!(bare, ["write `title = \"The box\"`"]);
}

#[test]
fn toml_where_yaml_belongs_is_read_and_gets_a_hint() {
    let page = "---\ntitle = \"Told in TOML\"\n---\nWords.\n";
    assert_eq!(helps(page), ["write `+++` in place of both lines of `---`"]);
    let site = Site::new().with("content/a.md", page);
    site.build(&[]).expect(0);
    assert!(site.read("public/a/index.html").contains("<title>Told in TOML"));
}

#[test]
fn yaml_that_needs_quotation_marks_gets_the_line_to_write() {
    let colon = helps("---\nsummary: x\ntitle: The box: part one\n---\nWords.\n");
    assert_eq!(colon, ["write `title: \"The box: part one\"`"]);
    let quotes = helps("---\ntitle: \"The box\" again\n---\nWords.\n");
    assert_eq!(quotes, ["write `title: \"\\\"The box\\\" again\"`"]);
    let tab = helps("---\ntitle: x\n\tsummary: y\n---\nWords.\n");
    assert_eq!(tab, ["indent with spaces: YAML allows no tabs"]);
}
