//! `postil check`: everything is said, nothing is written unless it is asked to mend.

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

#[test]
fn words_that_were_corrected_are_quoted_again() {
    let site = site(NOTES);
    site.postil(&["build"]).expect(1);
    assert_eq!(site.read("content/a.notes.md"), NOTES, "only --fix writes");
    let run = site.postil(&["check", "--fix"]).expect(0);
    assert!(run.err.contains("mended content/a.notes.md:1\n  - > The company was ==almost"), "{}", run.err);
    let mended = NOTES.replace("almost", "nearly");
    assert_eq!(site.read("content/a.notes.md"), mended);
    site.postil(&["build"]).expect(0);
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
fn like_passages_are_told_apart_by_the_neighbours() {
    let line = |n: usize, middle: &str| {
        format!("**Ann:** Part {n} began. The ship sailed {middle} from the harbour.\n\n")
    };
    let page = line(1, "early in the morning") + &line(2, "early in the evening") + &line(3, "late");
    let notes = "> Part 1 began.\n\nOne.\n\n> The ship sailed early in the mourning\n\nWhich?\n\n> Part 2 began.\n\nTwo.\n";
    let site = Site::new().with("content/a.md", page).with("content/a.notes.md", notes);
    site.postil(&["check", "--fix"]).expect(0);
    assert!(site.read("content/a.notes.md").contains("> The ship sailed early in the morning\n"));
}

#[test]
fn orphans_may_be_a_warning_and_stand_at_the_end() {
    let notes = "> Something was perhaps said by somebody about the weather.\n\nA comment on nothing.\n";
    let site = site(notes).with("site.toml", "title = \"T\"\n[notes]\norphans = \"warn\"\n");
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
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"];
    assert_eq!(replacement, "> The company was ==nearly out of money== that spring.");
}

#[test]
fn words_that_the_site_writes_otherwise_are_mended() {
    let site = Site::new()
        .with("site.toml", "title = \"T\"\n[style]\n\"e-mail\" = \"email\"\n")
        .with("content/a.md", "# A\n\nAn e-mail, *e-mails* and \\*e-mail\\*; `e-mail` is code.\n");
    site.postil(&["check", "--fix"]).expect(0);
    assert_eq!(site.read("content/a.md"), "# A\n\nAn email, *e-mails* and \\*e-mail\\*; `e-mail` is code.\n");
}
