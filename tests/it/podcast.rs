//! A podcast's feed becomes a site, and the site's feed says the same.

use roxmltree::{Document, Node};

use crate::site::Site;

const FEED: &str = include_str!("../cases/podcast/feed.xml");

fn imported() -> Site {
    let site = Site::new()
        .with("in/feed.xml", FEED)
        .with("in/text/mill.vtt", include_str!("../cases/podcast/mill.vtt"))
        .with("in/mill.chapters.json", include_str!("../cases/podcast/mill.chapters.json"));
    let run = site.postil(&["import", "in/feed.xml"]).expect(0);
    assert!(run.out.contains("in/feed.xml: 2 texts, 1 with their words\n"), "{}", run.out);
    let settings = run.out.split_once("For site.toml:\n").expect("settings").1.replace("\n  ", "\n");
    site.with("site.toml", settings.trim_start().replace("\n\n\n", "\n\n"))
}

#[test]
fn episodes_become_pages() {
    let site = imported();
    assert_eq!(site.files("content"), ["the-mill.md", "the-school.md"]);
    let page = site.read("content/the-mill.md");
    for line in [
        "title = \"The mill\"\n",
        "date = 2024-08-09\n",
        "language = \"en-GB\"\n",
        "summary = \"How it closed.\"\n",
        "audio = \"https://cdn.example.org/audio/mill.mp3?source=feed\"\nduration = \"1:02:03\"\n",
        "image = \"https://example.org/mill.jpg\"\nguid = \"kinlaw-2\"\nbytes = 123456\n",
        "url = \"https://example.org/mill\"\n",
        "name = \"Ann Lee\"\nrole = \"host\"\nurl = \"https://example.org/ann\"\nimage = \"https://example.org/ann.jpg\"\n",
        "\n## Arrival [0:00]\n\n**Ann Lee:** [0:00] Good morning, Bo.\n\n**Bo Ray:** [0:02] Thank you for coming.\n",
        "\n## The last shift [0:04]\n\n**Ann Lee:** [0:05] Shall we start?\n",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    let page = site.read("content/the-school.md");
    assert!(
        page.contains("kind = \"transcript\"\n") && page.ends_with("+++\n\nWith a letter from Cy.\n"),
        "{page}"
    );
    assert_eq!(site.build(&[]).expect(0).err, "");
}

/// The children of `parent` with this name, whatever its namespace.
fn children<'a>(parent: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    parent.children().filter(move |child| child.tag_name().name() == name)
}

fn text(parent: Node, name: &str) -> String {
    children(parent, name).next().and_then(|child| child.text()).unwrap_or_default().trim().to_string()
}

fn attributes(parent: Node, name: &str, wanted: &[&str]) -> Vec<String> {
    let values = |node: Node| {
        let found = wanted.iter().map(|key| node.attribute(*key).unwrap_or_default());
        found.chain([node.text().unwrap_or_default().trim()]).collect::<Vec<_>>().join("|")
    };
    children(parent, name).map(values).collect()
}

/// What a program for podcasts reads of an episode.
fn episode(item: Node) -> Vec<String> {
    let mut said: Vec<String> = ["title", "guid"].iter().map(|name| text(item, name)).collect();
    said.push(text(item, "pubDate")[..16].to_string());
    said.extend(attributes(item, "enclosure", &["url", "length", "type"]));
    let duration = text(item, "duration");
    let seconds = duration.split(':').fold(0, |sum, part| sum * 60 + part.parse::<u64>().unwrap());
    said.push(seconds.to_string());
    said.extend(attributes(item, "image", &["href"]));
    said.extend(attributes(item, "person", &["role", "href", "img"]));
    said
}

fn channel(xml: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let document = Document::parse(xml).unwrap();
    let channel = document.descendants().find(|node| node.has_tag_name("channel")).unwrap();
    let mut said = vec![text(channel, "title"), text(channel, "author"), text(channel, "explicit")];
    said.push(text(channel, "language").to_lowercase());
    said.extend(attributes(channel, "image", &["href"]).into_iter().filter(|image| image.contains("cover")));
    said.extend(attributes(channel, "category", &["text"]));
    said.extend(
        channel
            .descendants()
            .filter(|node| node.tag_name().name() == "category")
            .filter_map(|node| node.attribute("text").map(str::to_string)),
    );
    let owner = children(channel, "owner").next().expect("an owner");
    said.extend(["name", "email"].map(|name| text(owner, name)));
    (said, children(channel, "item").map(episode).collect())
}

#[test]
fn feed_of_the_site_says_what_the_feed_said() {
    let site = imported();
    site.build(&["--base-url", "https://example.org/a/"]).expect(0);
    let written = site.read("public/rss.xml");
    let ((said, mut episodes), (before, mut expected)) = (channel(&written), channel(FEED));
    assert_eq!(said, before, "{written}");
    // Whoever is named for all episodes is named in each.
    expected[1].extend(attributes_of_host());
    episodes.iter_mut().chain(&mut expected).for_each(|episode| episode.sort());
    assert_eq!(episodes, expected, "{written}");
    assert_eq!(written.matches("<podcast:chapters").count(), 1, "{written}");
    assert!(!written.contains("the-school/transcript"), "words about a recording are no transcript");
    let chapters: serde_json::Value =
        serde_json::from_str(&site.read("public/the-mill/chapters.json")).unwrap();
    let titles: Vec<_> =
        chapters["chapters"].as_array().unwrap().iter().map(|chapter| &chapter["title"]).collect();
    assert_eq!(titles, ["Arrival", "The last shift"]);
}

fn attributes_of_host() -> Vec<String> {
    vec!["host|https://example.org/ann|https://example.org/ann.jpg|Ann Lee".to_string()]
}

#[test]
fn transcript_in_the_folder_of_its_feed_is_imported_once() {
    let words = include_str!("../cases/podcast/mill.vtt");
    let feed = FEED.replace("https://cdn.example.org/text/mill.vtt", "a/mill.vtt");
    let site = Site::new().with("in/feed.xml", feed).with("in/a/mill.vtt", words).with("in/other.vtt", words);
    let run = site.postil(&["import", "in"]).expect(0);
    assert!(run.err.contains("mill.vtt: skipped; it belongs to a text of in/feed.xml"), "{}", run.err);
    assert_eq!(site.files("content"), ["other.md", "the-mill.md", "the-school.md"], "{}", run.out);
}

#[test]
fn no_file_outside_of_the_folder_is_read() {
    let feed = FEED.replace("https://cdn.example.org/text/mill.vtt", "../secret.vtt");
    let site =
        Site::new().with("in/feed.xml", feed).with("secret.vtt", include_str!("../cases/podcast/mill.vtt"));
    let run = site.postil(&["import", "in/feed.xml"]).expect(0);
    assert!(run.out.contains("2 texts, 0 with their words"), "{}", run.out);
}
