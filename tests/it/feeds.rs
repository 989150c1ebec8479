//! Feeds: valid Atom, RSS and JSON Feed, and only where their addresses can be whole.

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
            ["<id>", "<title", "<updated>", "<content type=\"html\">"]
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
    let title = element(feed.split("<entry").nth(1).unwrap(), "title");
    assert_eq!(title, "On &amp;lt;b&amp;gt; &amp;amp; ");
    assert!(feed.contains("<title type=\"html\">On "), "{feed}");
    assert!(!feed.contains("<b>") && !feed.contains('\u{1}'));
}

/// Readers show most texts of a feed as HTML.
#[test]
fn texts_of_feeds_shown_as_html_are_no_markup() {
    let attack = "<img src=x onerror=alert(1)> &lt;b> & R&D";
    let site = Site::new();
    site.write(
        "site.toml",
        format!("title = \"{attack}\"\ndescription = \"{attack}\"\n[people.x]\nname = \"{attack}\"\n"),
    );
    let front = format!(
        "title = \"{attack}\"\nsummary = \"{attack}\"\ntags = [\"{attack}\"]\nspeakers = [\"x\"]\ndate = 2025-03-04\n"
    );
    site.write("content/a.md", format!("+++\n{front}+++\n**x:** Words.\n"));
    site.build(&BASE).expect(0);
    let rss = site.read("public/rss.xml");
    let document = roxmltree::Document::parse(&rss).expect("XML");
    let texts = document.descendants().filter(|node| node.is_element()).filter_map(|node| {
        let is_ours = ["link", "guid", "pubDate", "language", "encoded"].contains(&node.tag_name().name());
        let text = node.text().filter(|text| !text.trim().is_empty() && !is_ours)?;
        Some((node.tag_name().name().to_string(), text.to_string()))
    });
    let texts: Vec<_> = texts.collect();
    assert!(texts.len() >= 8, "{texts:?}");
    let shown = "&lt;img src=x onerror=alert(1)&gt; &amp;lt;b&gt; &amp; R&amp;D";
    for (name, text) in texts {
        assert_eq!(text, shown, "{name}");
    }
    let atom = site.read("public/feed.xml");
    let document = roxmltree::Document::parse(&atom).expect("XML");
    for name in ["title", "subtitle", "summary"] {
        let nodes: Vec<_> = document.descendants().filter(|node| node.tag_name().name() == name).collect();
        assert!(!nodes.is_empty(), "{name}");
        for node in nodes {
            assert_eq!((node.attribute("type"), node.text()), (Some("html"), Some(shown)), "{name}");
        }
    }
    let json: serde_json::Value = serde_json::from_str(&site.read("public/feed.json")).expect("JSON");
    assert_eq!(json["items"][0]["title"], attack, "JSON Feed says that a title is plain text");
}

/// A podcast: a site whose collection has a recording, with people and times.
fn podcast() -> Site {
    let episode = "+++\ntitle = \"One & only\"\ndate = 2025-03-04\nspeakers = [\"nan\", \"ines\"]\n\
        [media]\naudio = \"one.m4a\"\nduration = \"1:00:01\"\n+++\n\
        ## A start [0:00]\n\n**Nan** [0:01]: Words.\n\n**Ines** [0:05]: More.\n";
    let site = "title = \"Test\"\nbase_url = \"https://example.org/a/\"\n[exports]\nformats = \"all\"\n\
        [people.nan]\nname = \"Nan\"\nrole = \"Guest\"\nimage = \"nan.jpg\"\n\
        [people.ines]\nname = \"Ines\"\nrole = \"interviewer\"\nurl = \"https://ines.example/\"\n";
    let site = Site::empty().with("site.toml", site).with("static/nan.jpg", "");
    let site = site.with("content/talks/one.md", episode).with("content/talks/one.m4a", "sound");
    let site =
        site.with("content/talks/_index.md", "+++\ntitle = \"Talks\"\nsummary = \"All talks.\"\n+++\n");
    site.with("content/other/two.md", "+++\ntitle = \"Two\"\ndate = 2025-04-05\n+++\nWords.")
}

const FEEDS: [&str; 3] = ["feed.xml", "rss.xml", "feed.json"];

#[test]
fn a_site_and_each_collection_have_a_feed_in_every_format() {
    let site = podcast();
    site.build(&[]).expect(0);
    let files = site.files("public");
    for folder in ["", "talks/", "other/"] {
        for name in FEEDS {
            assert!(files.contains(&format!("{folder}{name}")), "{folder}{name}");
        }
    }
    let talks = site.read("public/talks/rss.xml");
    assert!(talks.contains("<title>Talks · Test</title>") && talks.contains("All talks."), "{talks}");
    assert!(talks.contains("One &amp; only") && !talks.contains("Two"), "{talks}");
    let page = site.read("public/talks/one/index.html");
    assert!(page.contains("type=\"application/rss+xml\" href=\"../rss.xml\""), "{page}");
    assert!(page.contains("type=\"application/feed+json\" href=\"../../feed.json\""), "{page}");
}

#[test]
fn a_podcast_has_its_recording_its_transcripts_and_its_people() {
    let site = podcast();
    site.build(&[]).expect(0);
    let rss = site.read("public/talks/rss.xml");
    let document = roxmltree::Document::parse(&rss).expect("XML");
    let item = document.descendants().find(|node| node.has_tag_name("item")).expect("an item");
    let found = |name: &str, attribute: &str| -> Vec<String> {
        let nodes = item.children().filter(|node| node.tag_name().name() == name);
        nodes.map(|node| node.attribute(attribute).unwrap_or_default().to_string()).collect()
    };
    assert_eq!(found("enclosure", "url"), ["https://example.org/a/talks/one.m4a"]);
    assert_eq!(found("enclosure", "type"), ["audio/mp4"]);
    assert_eq!(found("enclosure", "length"), ["5"]);
    assert!(site.read("public/talks/feed.xml").contains("one.m4a\" length=\"5\"/>"));
    let formats = ["text/vtt", "application/x-subrip", "application/json", "text/html"];
    assert_eq!(found("transcript", "type"), formats);
    assert_eq!(found("chapters", "url"), ["https://example.org/a/talks/one/chapters.json"]);
    assert_eq!(found("person", "role"), ["guest", "guest"], "an interviewer is no role that programs know");
    assert_eq!(found("person", "img"), ["https://example.org/a/nan.jpg", ""]);
    assert_eq!(found("person", "href"), ["", "https://ines.example/"]);
    let text =
        |name: &str| item.children().find(|node| node.tag_name().name() == name).and_then(|n| n.text());
    assert_eq!(text("duration"), Some("3601"));
    assert_eq!(text("pubDate"), Some("Tue, 04 Mar 2025 00:00:00 +0000"));
}

#[test]
fn a_feed_in_json_has_what_the_others_have() {
    let site = podcast();
    site.build(&[]).expect(0);
    let feed: serde_json::Value = serde_json::from_str(&site.read("public/talks/feed.json")).expect("JSON");
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "https://example.org/a/talks/feed.json");
    let item = &feed["items"][0];
    assert_eq!(item["id"], "https://example.org/a/talks/one/");
    assert_eq!(item["attachments"][0]["duration_in_seconds"], 3601);
    assert_eq!(item["attachments"][0]["size_in_bytes"], 5);
    assert_eq!(item["authors"][1]["name"], "Ines");
    assert!(item["content_html"].as_str().expect("markup").contains("<p>More.</p>"), "{item}");
}

#[test]
fn every_feed_is_well_formed() {
    for site in [site(), podcast()] {
        site.build(&BASE).expect(0);
        let feeds =
            site.files("public").into_iter().filter(|path| FEEDS.iter().any(|name| path.ends_with(name)));
        for path in feeds {
            let text = site.read(&format!("public/{path}"));
            let problem = match path.ends_with(".xml") {
                true => roxmltree::Document::parse(&text).err().map(|error| error.to_string()),
                false => {
                    serde_json::from_str::<serde_json::Value>(&text).err().map(|error| error.to_string())
                }
            };
            assert_eq!(problem, None, "{path}: {text}");
        }
    }
}

#[test]
fn a_file_of_the_site_takes_the_place_of_a_feed() {
    let site = site().with("static/rss.xml", "mine");
    site.build(&BASE).expect(0);
    assert_eq!(site.read("public/rss.xml"), "mine");
    assert!(site.files("public").contains(&"feed.xml".to_string()));
}

#[test]
fn a_site_that_does_not_know_its_address_has_no_feed() {
    let without = site();
    without.build(&[]).expect(0);
    assert!(!without.files("public").iter().any(|path| FEEDS.iter().any(|name| path.ends_with(name))));
    assert!(!without.read("public/new/index.html").contains("feed.xml"));
    let with = site();
    with.build(&BASE).expect(0);
    assert!(
        with.read("public/new/index.html").contains("type=\"application/atom+xml\" href=\"../feed.xml\"")
    );
}

#[test]
fn feeds_of_a_large_site_have_summaries_unless_it_asks_for_whole_texts() {
    let words = "Tides come and go. ".repeat(65_000);
    let text = format!(
        "+++\ntitle = \"Tides\"\ndate = 2025-03-04\n+++\n**Ada:** The first words.\n\n**Bo:** {words}\n\n**Ada:** Yes.\n"
    );
    let site = site().with("content/tides.md", text);
    let settings = "title = \"Test\"\n[search]\nenabled = false\n";
    site.write("site.toml", settings);
    site.build(&BASE).expect(0);
    let size = |name: &&str| site.read(&format!("public/{name}")).len();
    assert!(FEEDS.iter().all(|name| size(name) < 10_000));
    assert!(site.read("public/rss.xml").contains("<description>The first words.</description>"));
    let json: serde_json::Value = serde_json::from_str(&site.read("public/feed.json")).expect("JSON");
    let tides = json["items"].as_array().expect("items").iter().find(|item| item["title"] == "Tides");
    assert_eq!(tides.expect("an item")["content_text"], "The first words.", "an item must have content");
    assert!(!site.read("public/tides/index.html").contains("text/markdown"), "the page has the words");
    assert!(site.read("public/llms.txt").contains("/tides/)"));
    let whole = "[feeds]\ntexts = \"whole\"\n[exports]\nformats = [\"md\"]\n";
    site.write("site.toml", format!("{settings}{whole}"));
    site.build(&BASE).expect(0);
    assert!(FEEDS.iter().all(|name| size(name) > 1_000_000));
    assert!(site.read("public/tides/transcript.md").contains("Tides come and go."));
}
