//! What pages and sites tell programs about themselves.

use serde_json::Value;

use crate::site::Site;

fn site(base_url: &str) -> Site {
    Site::empty()
        .with(
            "site.toml",
            format!("title = \"Talks\"\n{base_url}[people.ann]\nname = \"Ann Lee\"\nimage = \"ann.png\"\n"),
        )
        .with("static/ann.png", "")
        .with(
            "content/talks/开.md",
            "+++\ntitle = \"A </script> & b\"\ndate = 2001-02-03\nspeakers = [\"ann\", \"Ben\"]\ntags = [\"sea\"]\n\
             [media]\naudio = \"a.mp3\"\nduration = \"1:02\"\n[source]\npublisher = \"House\"\nlicence = \"CC0\"\n+++\n\n\
             ## Start [00:01]\n\n**Ann Lee:** Words that ==stay \"put\"==.\n\n**Ben:** Yes.\n",
        )
        .with("content/talks/a.mp3", "")
        .with("content/plain.md", "# Plain\n\nThe *first* words.\n")
}

fn built(base_url: &str) -> Site {
    let site = site(base_url);
    site.build(&[]).expect(0);
    site
}

fn json_ld(page: &str) -> Value {
    let start = page.split("<script type=\"application/ld+json\">").nth(1).expect("JSON-LD");
    serde_json::from_str(start.split("</script>").next().unwrap()).expect("JSON")
}

const BASE: &str = "base_url = \"https://example.org/t\"\n";

#[test]
fn a_transcript_describes_itself() {
    let page = built(BASE).read("public/talks/开/index.html");
    let data = json_ld(&page);
    assert_eq!((&data["@type"], &data["name"]), (&"PodcastEpisode".into(), &"A </script> & b".into()));
    assert_eq!(data["associatedMedia"]["contentUrl"], "https://example.org/t/talks/a.mp3");
    assert_eq!(data["associatedMedia"]["transcript"], "https://example.org/t/talks/开/");
    assert_eq!(data["contributor"][0]["name"], "Ann Lee");
    assert_eq!(data["hasPart"][0]["text"], "stay \"put\"");
    assert_eq!(data["hasPart"][0]["creator"][0]["name"], "Ann Lee");
    assert_eq!(
        (&data["hasPart"][1]["@type"], &data["hasPart"][1]["startOffset"]),
        (&"Clip".into(), &1.into())
    );
    for meta in [
        "<meta name=\"description\" property=\"og:description\" content=\"Words that stay &quot;put&quot;.\">",
        "<meta name=\"DC.identifier\" property=\"og:url\" content=\"https://example.org/t/talks/开/\">",
        "<meta name=\"DC.creator\" content=\"Ann Lee\">",
        "<meta name=\"DC.rights\" content=\"CC0\">",
        "<meta name=\"DC.subject\" content=\"sea\">",
    ] {
        assert!(page.contains(meta), "{meta}: {page}");
    }
}

#[test]
fn other_pages_are_what_they_are() {
    let site = built(BASE);
    let data = |path: &str| json_ld(&site.read(&format!("public/{path}index.html")));
    assert_eq!(
        (&data("plain/")["@type"], &data("plain/")["description"]),
        (&"Article".into(), &"The first words.".into())
    );
    assert_eq!(data("people/ann/")["image"], "https://example.org/t/ann.png");
    assert_eq!(data("")["@type"], "WebSite");
    assert_eq!(data("talks/")["@type"], "CollectionPage");
    assert!(!site.read("public/404.html").contains("og:"));
}

#[test]
fn without_an_address_of_its_own_a_site_names_none() {
    let site = built("");
    let page = site.read("public/talks/开/index.html");
    assert!(!page.contains("og:url") && !page.contains("canonical"), "{page}");
    assert!(json_ld(&page)["associatedMedia"]["contentUrl"].is_null());
    assert!(!site.files("public").iter().any(|path| path == "sitemap.xml" || path == "robots.txt"));
}

#[test]
fn crawlers_find_every_page() {
    let site = built(BASE);
    let sitemap = site.read("public/sitemap.xml");
    let found: Vec<&str> =
        sitemap.split("<loc>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert!(found.contains(&"https://example.org/t/talks/%E5%BC%80/"), "{found:?}");
    for address in found {
        let path = address.strip_prefix("https://example.org/t/").unwrap().replace("%E5%BC%80", "开");
        assert!(site.path(&format!("public/{path}index.html")).is_file(), "{address}");
    }
    assert!(!sitemap.contains("search"));
    assert!(site.read("public/robots.txt").ends_with("Sitemap: https://example.org/t/sitemap.xml\n"));
    let overview = site.read("public/llms.txt");
    assert!(overview.contains("- [Plain](https://example.org/t/plain/)\n"), "{overview}");
    let site = site.with("static/robots.txt", "mine");
    site.build(&[]).expect(0);
    assert_eq!(site.read("public/robots.txt"), "mine");
}
