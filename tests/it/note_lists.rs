//! The pages that list a site's notes, and what they show of each.

use crate::site::Site;

const SITE: &str = "\
title = \"Test\"
[people.ann]
name = \"Ann Lee\"
[people.bo]
name = \"Bo\"
[notes.kinds.tape]
label = \"On the tape\"
";

const TALK: &str = "\
# The talk

See [all notes](/notes/) and [what they cite](notes/sources/).

**Ann:** [0:10] We ==bet the company==[^fact:bet] that year, and nobody objected.[^who]

**Bo:** [0:20] It is written ==somewhere==[^cite:book][^cite:doi][^cite:words].[^tape:hm]

[^fact:bet]: {by=ann date=2025-09-01} Revenue was **$2.1m**.
[^who]: {by=\"Somebody Else\" date=2024-02-03} Three did.
[^cite:book]: {by=ann} [The book](https://www.Example.org/book/), and <http://example.org/book>.
[^cite:doi]: Smith, doi:10.1000/182.
[^cite:words]: Moxon, *Exercises*, 1683.
[^tape:hm]: A hum.
";

fn talk() -> Site {
    let site = Site::empty().with("site.toml", SITE).with("content/talk.md", TALK);
    site.build(&[]).expect(0);
    site
}

/// The headings of a list and the links of its entries, in order.
fn outline(site: &Site, path: &str) -> Vec<String> {
    let page = site.read(&format!("public/{path}index.html"));
    let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let lines = main.lines().filter(|line| line.starts_with("<h2 id=\"list-") || line.contains("#note-"));
    lines.map(shown).collect()
}

/// A heading's words, or the anchor of the note that a line links to.
fn shown(line: &str) -> String {
    if let Some((_, link)) = line.split_once("#note-") {
        return link.split('"').next().unwrap().to_string();
    }
    let mut words = String::new();
    let mut is_markup = false;
    for c in line.chars() {
        match c {
            '<' => is_markup = true,
            '>' => is_markup = false,
            c if !is_markup => words.push(c),
            _ => {}
        }
    }
    format!("# {words}")
}

#[test]
fn notes_are_listed_by_kind() {
    let expected = [
        "# Note",
        "who",
        "# Fact check",
        "fact-bet",
        "# Source",
        "cite-book",
        "cite-doi",
        "cite-words",
        "# On the tape",
        "tape-hm",
    ];
    assert_eq!(outline(&talk(), "notes/"), expected);
}

#[test]
fn notes_are_listed_by_hand() {
    let expected = [
        "# Ann Lee",
        "fact-bet",
        "cite-book",
        "# Somebody Else",
        "who",
        "# Without an author",
        "cite-doi",
        "cite-words",
        "tape-hm",
    ];
    assert_eq!(outline(&talk(), "notes/by/"), expected);
    assert!(
        talk()
            .read("public/notes/by/index.html")
            .contains("<a href=\"../../people/ann/index.html\">Ann Lee</a>")
    );
}

#[test]
fn notes_are_listed_by_date() {
    let expected = [
        "# 2025",
        "fact-bet",
        "# 2024",
        "who",
        "# Without a date",
        "cite-book",
        "cite-doi",
        "cite-words",
        "tape-hm",
    ];
    assert_eq!(outline(&talk(), "notes/dates/"), expected);
}

#[test]
fn what_is_cited_is_a_bibliography() {
    let expected = [
        "# doi.org/10.1000/182",
        "cite-doi",
        "# example.org/book",
        "cite-book",
        "# Without an address",
        "cite-words",
    ];
    let found: Vec<String> =
        outline(&talk(), "notes/sources/").iter().map(|line| line.replace("Example", "example")).collect();
    assert_eq!(found, expected);
    let page = talk().read("public/notes/sources/index.html");
    assert!(page.contains("<a href=\"https://doi.org/10.1000/182\" rel=\"external noopener\">"));
}

#[test]
fn each_note_stands_with_its_words_in_their_context() {
    let page = talk().read("public/notes/index.html");
    let words = "We <a href=\"../talk/index.html#note-fact-bet\"><mark class=\"span\">bet the company</mark></a> \
                 that year, and nobody objected.</p>";
    assert!(page.contains(words), "{page}");
    for part in
        ["Revenue was <strong>$2.1m</strong>.", "1 September 2025", "<span>0:10</span>", "<bdi>Bo</bdi>"]
    {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_page_lists_its_own_notes_in_its_contents() {
    let page = talk().read("public/talk/index.html");
    let contents = page.split("<nav class=\"contents\"").nth(1).unwrap().split("</nav>").next().unwrap();
    assert_eq!(contents.matches("<li><a href=\"#note-").count(), 6);
    assert!(
        contents.contains("<a href=\"#note-fact-bet\"><span class=\"count\">1</span> bet the company</a>")
    );
    assert!(contents.contains("<a href=\"#note-who\"><span class=\"count\">2</span> Three did.</a>"));
}

#[test]
fn long_lists_go_on_and_their_groups_are_linked_where_they_are() {
    let kind = |n: usize| if n < 150 { "" } else { "fact:" };
    let words: String = (0..250).map(|n| format!("Words[^{}n{n}].\n\n", kind(n))).collect();
    let notes: String = (0..250).map(|n| format!("[^{}n{n}]: Note {n}.\n", kind(n))).collect();
    let site = Site::new().with("content/a.md", words + &notes);
    site.build(&[]).expect(0);
    let entries = |path: &str| site.read(path).matches("<li class=\"note-entry\"").count();
    assert_eq!(entries("public/notes/index.html"), 100);
    assert_eq!(entries("public/notes/page/2/index.html"), 100);
    assert_eq!(entries("public/notes/page/3/index.html"), 50);
    let first = site.read("public/notes/index.html");
    assert!(first.contains("href=\"page/2/index.html#list-fact-check\""));
    assert!(site.read("public/notes/page/2/index.html").contains("id=\"list-fact-check\""));
}

#[test]
fn lists_are_there_only_where_they_say_something() {
    let site = Site::new().with("content/a.md", "Words[^a].\n\n[^a]: Note.");
    site.build(&[]).expect(0);
    let lists = site.files("public/notes");
    assert_eq!(lists, ["index.html"]);
    let without = Site::new().with("content/a.md", "Words.");
    without.build(&[]).expect(0);
    assert!(without.files("public/notes").is_empty());
    assert!(!without.read("public/a/index.html").contains("notes/"));
}

#[test]
fn the_address_of_the_lists_is_taken() {
    let run = Site::new().with("content/notes/a.md", "Words.").build(&["--format", "json"]).expect(1);
    assert_eq!(
        run.problems()[0],
        "content/notes/a.md:1:1: error[address-taken]: the address /notes/a/ is one that Postil fills itself"
    );
}
