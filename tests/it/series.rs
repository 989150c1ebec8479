//! Series of episodes: their lists, the way from one to the next, and what programs read of them.

use crate::site::Site;

const INDEX: &str = "+++\ntitle = \"The Estuary Tapes\"\n[defaults]\nseason = 1\n+++\n";

/// A page of the podcast with this front matter.
fn page(front: &str) -> String {
    format!("+++\n{front}\n+++\n\n**Ann:** Good morning.\n\n**Bo:** Good morning, Ann.\n")
}

/// A podcast of two seasons in one folder, with a trailer and a page outside of the seasons of another folder.
fn podcast() -> Site {
    Site::new()
        .with(
            "site.toml",
            "title = \"T\"\nbase_url = \"https://example.org/\"\n[podcast]\nexplicit = false\n",
        )
        .with("content/tapes/_index.md", INDEX)
        .with("content/tapes/rain.md", page("title = \"Rain\"\ndate = 2019-01-02\nepisode = 1"))
        .with("content/tapes/salt.md", page("title = \"Salt\"\ndate = 2019-02-02\nepisode = 2"))
        .with(
            "content/tapes/hello.md",
            page("title = \"Hello\"\ndate = 2018-12-24\nepisode_type = \"trailer\""),
        )
        .with("content/tapes/gate.md", page("title = \"Gate\"\ndate = 2020-01-02\nseason = 2\nepisode = 1"))
}

/// The part of `page` from `start` on.
fn from<'a>(page: &'a str, start: &str) -> &'a str {
    page.find(start).map_or_else(|| panic!("no {start} in {page}"), |at| &page[at..])
}

/// The titles of the list in a folder's page, with the headings of its seasons.
fn list(page: &str) -> Vec<String> {
    let lines = page.lines().filter(|line| line.contains("<h2 id=\"_season") || line.starts_with("<h3>"));
    lines
        .map(|line| line.split('<').map(|tag| tag.split_once('>').map_or("", |(_, text)| text)).collect())
        .collect()
}

#[test]
fn folder_with_seasons_is_listed_by_season() {
    let site = podcast();
    assert_eq!(site.build(&[]).expect(0).err, "");
    let page = site.read("public/tapes/index.html");
    assert_eq!(list(&page), ["Season 2", "Gate", "Season 1", "Salt", "Rain", "Hello"]);
    assert!(from(&page, ">Salt</a>").contains("<bdi>Episode 2</bdi>"), "{page}");
    assert!(from(&page, ">Hello</a>").contains("<bdi>Trailer</bdi>"), "{page}");
    let settings = site.read("site.toml").replace("[podcast]\n", "[podcast]\ntype = \"serial\"\n");
    let site = site.with("site.toml", &settings);
    site.build(&[]).expect(0);
    let page = site.read("public/tapes/index.html");
    assert_eq!(list(&page), ["Season 1", "Hello", "Rain", "Salt", "Season 2", "Gate"]);
}

#[test]
fn neighbours_lead_from_episode_to_episode() {
    let site = podcast();
    site.build(&[]).expect(0);
    let page = site.read("public/tapes/salt/index.html");
    assert!(from(&page, "rel=prev").starts_with("rel=prev href=\"../rain/index.html\""), "{page}");
    assert!(from(&page, "rel=next").starts_with("rel=next href=\"../gate/index.html\""), "{page}");
    let within = from(&page, "<p class=\"within\">").lines().next().unwrap();
    assert_eq!(
        within,
        "<p class=\"within\"><a href=\"../index.html\">The Estuary Tapes</a> <span class=\"episode\">\
         <span>Season 1</span> <span>Episode 2</span></span></p>"
    );
    let page = site.read("public/tapes/rain/index.html");
    assert!(from(&page, "rel=prev").starts_with("rel=prev href=\"../hello/index.html\""), "{page}");
}

#[test]
fn named_series_goes_through_several_folders() {
    let one = page("title = \"One\"\nseries = \"Water\"\nepisode = 1");
    let two = page("title = \"Two\"\nseries = \"Water\"\nepisode = 2");
    let site = Site::new()
        .with("content/talks/first/one.md", &one)
        .with("content/talks/second/two.md", &two)
        .with("content/talks/first/other.md", page("title = \"Other\""));
    assert_eq!(site.build(&[]).expect(0).err, "");
    let page = site.read("public/talks/first/one/index.html");
    assert!(page.contains("rel=next href=\"../../second/two/index.html\""), "{page}");
    assert!(page.contains("<p class=\"within\"><a href=\"../../index.html\">Water</a>"), "{page}");
    let page = site.read("public/talks/first/other/index.html");
    assert!(page.contains("<p class=\"within\"><a href=\"../index.html\">First</a></p>"), "{page}");
}

#[test]
fn programs_read_the_numbers_of_episodes() {
    let site = podcast().with(
        "content/tapes/mud.md",
        page("title = \"Mud\"\ndate = 2020-02-02\nseason = 2\nepisode = 2\n[media]\naudio = \"https://e.org/m.mp3\""),
    );
    site.build(&[]).expect(0);
    let feed = site.read("public/rss.xml");
    let item = from(&feed, "<title>Mud</title>");
    let numbers = "<itunes:season>2</itunes:season>\n<itunes:episode>2</itunes:episode>\n\
                   <itunes:episodeType>full</itunes:episodeType>";
    let item = item.replace("\n    ", "\n");
    assert!(item.contains(numbers), "{item}");
    let trailer = from(&feed, "<title>Hello</title>");
    assert!(trailer.contains("<itunes:episodeType>trailer</itunes:episodeType>"), "{trailer}");
    let page = site.read("public/tapes/mud/index.html");
    for said in ["\"episodeNumber\":2", "\"name\":\"The Estuary Tapes\"", "\"seasonNumber\":2"] {
        assert!(page.contains(said), "{said}\n{page}");
    }
}

#[test]
fn wrong_numbers_are_refused_with_their_place() {
    let site = Site::new().with("content/a.md", page("season = -1\nepisode_type = \"extra\""));
    let run = site.build(&[]).expect(1);
    assert!(
        run.err.contains("`season` cannot be -1") && run.err.contains("content/a.md:2:10"),
        "{}",
        run.err
    );
    assert!(run.err.contains("\"trailer\""), "{}", run.err);
}

#[test]
fn imported_feed_keeps_seasons_and_episodes() {
    let feed = "<rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel><title>T</title>\
                <item><title>The mill</title><itunes:season>3</itunes:season><itunes:episode>7</itunes:episode>\
                <itunes:episodeType>bonus</itunes:episodeType></item></channel></rss>";
    let site = Site::new().with("in/feed.xml", feed);
    site.postil(&["import", "in/feed.xml"]).expect(0);
    let page = site.read("content/the-mill.md");
    assert!(page.contains("\nseason = 3\nepisode = 7\nepisode_type = \"bonus\"\n"), "{page}");
}
