//! `feed.xml`: valid Atom, in full, and only where its addresses can be whole.

use crate::site::Site;

const BASE: [&str; 2] = ["--base-url", "https://example.org/a/"];

fn site() -> Site {
    let text =
        |date: &str, words: &str| format!("+++\ntitle = \"On <b> & \\u0001\"\ndate = {date}\n+++\n{words}\n");
    Site::new()
        .with("content/old.md", text("2024-01-02", "Old words, see [the new](new.md)."))
        .with(
            "content/new.md",
            text("2025-03-04", "New ==words==[^a] <b>here</b>.\n\nMore.\n\n[^a]: A note."),
        )
        .with("content/undated.md", "Nobody knows when.")
}

fn feed() -> String {
    let site = site();
    site.build(&BASE).expect(0);
    site.read("public/feed.xml")
}

/// The text between the first `<name …>` in `xml` and its end.
fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let opened = xml.split_once(&format!("<{name}")).expect(name).1;
    opened.split_once('>').unwrap().1.split_once(&format!("</{name}>")).unwrap().0
}

#[test]
fn a_feed_has_what_atom_requires() {
    let feed = feed();
    assert!(feed.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\""
    ));
    assert_eq!(element(&feed, "id"), "https://example.org/a/");
    assert_eq!(element(&feed, "updated"), "2025-03-04T00:00:00Z");
    assert_eq!(element(element(&feed, "author"), "name"), "Test");
    assert!(feed.contains(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/a/feed.xml\"/>"
    ));
    for entry in feed.split("<entry").skip(1) {
        assert!(
            ["<id>", "<title>", "<updated>", "<content type=\"html\">"]
                .iter()
                .all(|part| entry.contains(part))
        );
    }
}

#[test]
fn the_newest_text_comes_first_and_one_without_a_date_not_at_all() {
    let ids: Vec<String> =
        feed().split("<entry").skip(1).map(|entry| element(entry, "id").to_string()).collect();
    assert_eq!(ids, ["https://example.org/a/new/", "https://example.org/a/old/"]);
}

#[test]
fn notes_are_endnotes_and_links_are_whole() {
    let content =
        element(&feed(), "content").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let at = |words: &str| content.find(words).unwrap_or_else(|| panic!("{words} in {content}"));
    assert!(at("More.") < at("A note."), "{content}");
    assert!(content.contains("href=\"https://example.org/a/new/#note-a\""));
    assert!(feed().contains("href=&quot;https://example.org/a/new/&quot;"));
    for attribute in ["href=\"#", "href=\"..", "href=\"./"] {
        assert!(!content.contains(attribute), "{attribute}");
    }
}

#[test]
fn whatever_an_author_wrote_is_escaped() {
    let feed = feed();
    assert_eq!(element(feed.split("<entry").nth(1).unwrap(), "title"), "On &lt;b&gt; &amp; ");
    assert!(!feed.contains("<b>") && !feed.contains('\u{1}'));
}

#[test]
fn a_site_that_does_not_know_its_address_has_no_feed() {
    let without = site();
    without.build(&[]).expect(0);
    assert!(!without.files("public").contains(&"feed.xml".to_string()));
    assert!(!without.read("public/new/index.html").contains("feed.xml"));
    let with = site();
    with.build(&BASE).expect(0);
    assert!(
        with.read("public/new/index.html").contains("type=\"application/atom+xml\" href=\"../feed.xml\"")
    );
}
