//! Pages that no file stands behind: people, tags, years, and the parts of long lists.

use crate::site::Site;

/// A talk of Ann and Ben, of which Ann says three words in four.
fn talk(title: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\nspeakers = [\"ann\", \"Ben Low\"]\n{more}+++\n\n\
         **Ann:** one two three four five ==six <seven>== eight nine.[^x]\n\n**Ben:** ten eleven twelve.\n\n\
         [^x]: {{by=cleo tags=\"Sea\"}} A remark.\n"
    )
}

fn site() -> Site {
    Site::empty()
        .with(
            "site.toml",
            "title = \"Talks\"\n[people.ann]\nname = \"Ann Lee\"\naliases = [\"Ann\"]\nbio = \"Sails & <writes>.\"\n\
             image = \"ann.png\"\n[people.cleo]\nname = \"Cleo\"\n[people.dan]\nname = \"Dan\"\nrole = \"guest\"\n\
             [tags.sea]\nlabel = \"The sea\"\ndescription = \"Tides.\"\naliases = [\"ocean\"]\n",
        )
        .with("static/ann.png", "")
        .with("content/talks/a.md", talk("First", "date = 2001-02-03\norder = 1\ntags = [\"Ocean\", \"?!\"]\n"))
        .with("content/talks/b.md", talk("Second", "date = 2002-02-03\norder = 2\ntags = [\"New York\"]\n"))
        .with("content/talks/c.md", talk("Third", "order = 3\n"))
}

#[test]
fn everybody_with_something_to_say_has_a_page() {
    let site = site();
    site.build(&[]).expect(0);
    let people: Vec<String> = site.files("public/people");
    assert_eq!(people, ["ann/index.html", "ben-low/index.html", "cleo/index.html", "index.html"]);
    let ann = site.read("public/people/ann/index.html");
    for part in [
        "Sails &amp; &lt;writes&gt;.",
        "src=\"../../ann.png\"",
        ">75% of the words<",
        "six &lt;seven&gt;”</a></blockquote>",
    ] {
        assert!(ann.contains(part), "{part}: {ann}");
    }
    assert!(ann.contains("href=\"../../talks/a/index.html#quote-"), "a quote leads to its words");
    let list = &ann[ann.find("class=\"items").expect("a list of transcripts")..];
    let (newer, older) = (list.find("Second").unwrap(), list.find("First").unwrap());
    assert!(newer < older, "the newest comes first");
    assert!(site.read("public/people/cleo/index.html").contains("A remark."));
}

#[test]
fn names_and_tags_lead_to_their_pages() {
    let site = site();
    site.build(&[]).expect(0);
    let page = site.read("public/talks/a/index.html");
    for link in [
        "<a href=\"../../people/ann/index.html\">Ann Lee</a>",
        "<a href=\"../../people/ben-low/index.html\">Ben Low</a>",
        "<a href=\"../../people/cleo/index.html\">Cleo</a>",
        "<a href=\"../../topics/sea/index.html\">The sea</a>",
        "<li>?!</li>",
    ] {
        assert!(page.contains(link), "{link}: {page}");
    }
}

#[test]
fn written_tags_come_together_under_one() {
    let site = site();
    site.build(&[]).expect(0);
    assert_eq!(site.files("public/topics"), ["index.html", "new-york/index.html", "sea/index.html"]);
    let sea = site.read("public/topics/sea/index.html");
    assert!(sea.contains("<h1>The sea</h1>") && sea.contains("Tides.") && sea.contains(">First<"));
    assert!(sea.contains("A remark."), "notes have tags, too");
    assert!(site.read("public/topics/index.html").contains("New York"));
}

#[test]
fn pages_lead_to_their_neighbours_and_years_to_their_transcripts() {
    let site = site();
    site.build(&[]).expect(0);
    let middle = site.read("public/talks/b/index.html");
    assert!(middle.contains("rel=prev href=\"../a/index.html\""), "{middle}");
    assert!(middle.contains("rel=next href=\"../c/index.html\""), "{middle}");
    assert!(!site.read("public/talks/a/index.html").contains("rel=prev"));
    let archive = site.read("public/archive/index.html");
    let places =
        ["id=\"year-2002\"", "id=\"year-2001\"", "id=\"undated\""].map(|id| archive.find(id).unwrap());
    assert!(places.is_sorted(), "{archive}");
}

#[test]
fn a_site_without_people_tags_or_years_has_no_such_pages() {
    let site = Site::new().with("content/a.md", "# A\n\n**Ann:** One.\n\n**Ben:** Two.\n\n**Ann:** Three.\n");
    site.build(&[]).expect(0);
    for folder in ["people", "tags", "archive"] {
        assert!(!site.path(&format!("public/{folder}")).exists(), "{folder}");
    }
    assert!(!site.read("public/index.html").contains("people/"));
}

#[test]
fn long_lists_come_in_parts() {
    let mut site = Site::new().with("content/talks/_index.md", "# Talks\n\nWords above the list.\n");
    for number in 0..205 {
        site = site.with(&format!("content/talks/{number:03}.md"), format!("# Page {number:03}\n\nText.\n"));
    }
    site.build(&[]).expect(0);
    let parts = ["", "page/2/", "page/3/"].map(|part| site.read(&format!("public/talks/{part}index.html")));
    let listed = parts.each_ref().map(|part| part.matches("<li class=\"item\">").count());
    assert_eq!(listed, [100, 100, 5]);
    assert_eq!(parts.each_ref().map(|part| part.contains("Words above the list.")), [true, false, false]);
    assert!(parts[1].contains("<title>Talks (2)"));
    assert!(parts[1].contains("rel=\"next\" href=\"../3/index.html\""), "{}", parts[1]);
}

#[test]
fn links_may_lead_to_pages_without_a_file_and_files_may_not_take_their_place() {
    let site =
        site().with("content/more.md", "# More\n\n[Ann](/people/ann/), [tags](tags/), [years](/archive/)\n");
    site.build(&[]).expect(0);
    assert!(site.read("public/more/index.html").contains("<a href=\"../people/ann/index.html\">Ann</a>"));
    let run = site.with("content/people/ann.md", "# Mine\n").build(&["--format", "json"]).expect(1);
    assert_eq!(
        run.problems()[0],
        "content/people/ann.md:1:1: error[address-taken]: the address /people/ann/ is one that Postil fills itself"
    );
}

#[test]
fn pages_of_a_collection_with_a_sidebar_list_each_other_in_groups() {
    let page = |title: &str, group: &str, order: u8| {
        format!("+++\ntitle = \"{title}\"\norder = {order}\n{group}\n+++\n\nText.\n")
    };
    let site = Site::new()
        .with("content/docs/_index.md", "+++\ntitle = \"Docs\"\nsidebar = true\n+++\n")
        .with("content/docs/a.md", page("Alpha", "group = \"Start\"", 1))
        .with("content/docs/b.md", page("Beta", "group = \"Look up\"", 2))
        .with("content/docs/c.md", page("Gamma", "group = \"Start\"", 3))
        .with("content/plain/_index.md", "+++\ntitle = \"Plain\"\n+++\n")
        .with("content/plain/d.md", page("Delta", "", 1));
    site.build(&[]).expect(0);
    let html = site.read("public/docs/b/index.html");
    let sidebar =
        html.split("<nav class=\"sidebar\"").nth(1).expect("a sidebar").split("</nav>").next().unwrap();
    let places =
        ["Start", "Alpha", "Gamma", "Look up", "Beta"].map(|words| sidebar.find(words).expect(words));
    assert!(places.is_sorted(), "{sidebar}");
    assert!(sidebar.contains("aria-current=\"page\">Beta"), "{sidebar}");
    assert!(!site.read("public/plain/d/index.html").contains("class=\"sidebar\""));
}

#[test]
fn the_newest_do_not_repeat_the_featured_page() {
    let title = |number: usize| format!("Talk {number}");
    let day = |number: usize| format!("date = 2001-02-{number:02}\n");
    let site = (1..=8).fold(Site::new(), |site, number| {
        site.with(&format!("content/t{number}.md"), talk(&title(number), &day(number)))
    });
    site.build(&[]).expect(0);
    let home = site.read("public/index.html");
    let newest = home.split("id=\"_newest\"").nth(1).expect("a list of the newest");
    let newest = newest.split("</ol>").next().unwrap();
    let shown: Vec<usize> = (1..=8).filter(|&number| newest.contains(&title(number))).collect();
    assert_eq!(shown, [2, 3, 4, 5, 6, 7], "the eighth is featured, and six are shown");
}

#[test]
fn a_home_page_begins_with_a_quotation_in_its_language() {
    let said = |language: &str, day: u8, words: &str| {
        format!(
            "+++\nlanguage = \"{language}\"\ndate = 2001-02-0{day}\n+++\n**Ann:** =={words}==\n\n**Bo:** Yes.\n\n**Ann:** So.\n"
        )
    };
    let site = Site::empty()
        .with("site.toml", "title = \"Test\"\nlanguage = \"en-GB\"\n")
        .with("content/a.md", said("en", 1, "A sentence in English"))
        .with("content/b.md", said("fr", 2, "Une phrase en français"));
    let featured = || {
        let home = site.read("public/index.html");
        home.split("class=\"band featured\"")
            .nth(1)
            .expect("a quotation")
            .split("</section>")
            .next()
            .unwrap()
            .to_string()
    };
    site.build(&[]).expect(0);
    assert!(featured().contains("A sentence in English"), "{}", featured());
    site.delete("content/a.md");
    site.build(&[]).expect(0);
    assert!(featured().contains("Une phrase en français"), "there is no other: {}", featured());
}

#[test]
fn navigation_shows_the_part_of_the_site_that_a_page_is_in() {
    let site = Site::empty()
        .with(
            "site.toml",
            "title = \"Test\"\n[[navigation]]\ntitle = \"Start\"\nurl = \"/\"\n[[navigation]]\ntitle = \"Talks\"\nurl = \"talks/_index.md\"\n\
             [[navigation]]\ntitle = \"People\"\nurl = \"/people/\"\n[people.ann]\nname = \"Ann\"\n",
        )
        .with("content/talks/_index.md", "# Talks\n")
        .with("content/talks/a.md", talk("A", ""));
    site.build(&[]).expect(0);
    for (path, part) in [("", "Start"), ("talks/", "Talks"), ("talks/a/", "Talks"), ("people/ann/", "People")]
    {
        let page = site.read(&format!("public/{path}index.html"));
        let (header, _) = page.split_once("</header>").unwrap();
        let current: Vec<&str> = header.split("aria-current=\"page\">").skip(1).collect();
        assert!(current.len() == 1 && current[0].starts_with(part), "/{path}: {header}");
    }
}
