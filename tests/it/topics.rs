//! Topics on passages: of sections, of turns, and of ranges that a file of notes names.

use crate::site::Site;

const TOML: &str = "title = \"Voices\"\nbase_url = \"https://voices.example\"\n\
    [exports]\nformats = \"all\"\n\
    [topics.work]\nlabel = \"Work\"\n\
    [topics.strike]\nlabel = \"The strike\"\nparent = \"work\"\naliases = [\"walkout\"]\n\
    same_as = [\"https://www.wikidata.org/entity/Q49776\"]\n\
    [tags.family]\nlabel = \"Family\"\n";

const NAN: &str = "+++\ndate = 2001-05-14\nspeakers = [\"Nan\", \"Ines\"]\ntags = [\"family\"]\n[source]\n+++\n\n\
    ## Childhood {topics=\"family, work\"}\n\n**Ines:** [00:00] Where were you born?\n\n**Nan:** [00:12] Above the bakery.\n\n\
    ### The bakery\n\n**Nan:** [00:20] It burned down.\n\n\
    ## The works\n\n**Ines:** [01:30] You were there?\n\n**Nan:** {topics=Walkout} [01:40] Eleven weeks.\n\n\
    **Ines:** {topics=strike} [02:10] Who led it?\n\n**Nan:** {topics=\"The strike\"} [02:15] The bindery.\n\n\
    **Nan:** {topics=work} [02:45] Then we went back.\n";

const BO: &str = "+++\ndate = 2003-01-02\n+++\n\n**Bo:** [0:00] I was a boy.\n\n**Ann:** [0:05] What did you see?\n\n\
    **Bo:** [0:09] Men on the pier with nothing to do.\n\n**Ann:** [0:20] And after?\n\n**Bo:** [0:22] They went back.\n\n**Ann:** [0:30] Thanks.\n";

fn site() -> Site {
    Site::empty().with("site.toml", TOML).with("content/nan.md", NAN).with("content/bo.md", BO)
}

#[test]
fn a_topic_shows_the_passages_of_all_transcripts() {
    let site = site().with("content/bo.notes.md", "## {at=0:06 to=0:21 topics=\"strike\"}\n");
    site.build(&[]).expect(0);
    let page = site.read("public/topics/strike/index.html");
    let (bo, nan) = (page.find("Men on the pier").expect("Bo"), page.find("Eleven weeks.").expect("Nan"));
    assert!(bo < nan, "the newest transcript is first");
    assert!(page.contains("<bdi>Ann</bdi>: What did you see?") && !page.contains("I was a boy."), "{page}");
    assert!(page.contains("<bdi>Ines</bdi>: Who led it?") && page.contains("The bindery."), "{page}");
    assert_eq!(
        page.matches("class=\"band passage\"").count(),
        2,
        "turns that follow each other are one passage"
    );
    assert!(
        page.contains("<span>1:40</span>")
            && page.contains("<a href=\"../../nan/index.html#nan-eleven-weeks\">")
    );
    let work = site.read("public/topics/work/index.html");
    assert!(work.contains("It burned down."), "a section goes on until one that is not below it");
    assert!(!work.contains("You were there?"));
}

#[test]
fn tags_and_topics_are_one_vocabulary() {
    let site = site();
    site.build(&[]).expect(0);
    let family = site.read("public/topics/family/index.html");
    assert!(family.contains("Above the bakery.") && family.contains("id=\"_pages\""), "{family}");
    assert!(!site.path("public/topics/walkout").exists());
    let moved = site.read("public/tags/strike/index.html");
    assert!(moved.contains("url=../../topics/strike/index.html"), "{moved}");
    assert!(site.read("public/tags/index.html").contains("url=../topics/index.html"));
}

#[test]
fn a_parent_lists_its_children_and_they_lead_to_it() {
    let site =
        Site::empty().with("site.toml", TOML).with("content/a.md", "# A\n\n## B {topics=strike}\n\nWords.\n");
    site.build(&[]).expect(0);
    let work = site.read("public/topics/work/index.html");
    assert!(work.contains("<a href=\"../strike/index.html\"><bdi>The strike</bdi>"), "{work}");
    let strike = site.read("public/topics/strike/index.html");
    assert!(
        strike.contains("<a href=\"../work/index.html\">Work</a>") && strike.contains("<p>Words.</p>"),
        "{strike}"
    );
    assert!(strike.contains("href=\"https://www.wikidata.org/entity/Q49776\""));
}

#[test]
fn the_timeline_has_a_track_for_each_topic() {
    let site = site();
    site.build(&[]).expect(0);
    let page = site.read("public/nan/index.html");
    let tracks: Vec<&str> = page.split("class=\"topic-name\" href=\"").skip(1).collect();
    let names: Vec<&str> = tracks.iter().map(|track| &track[..track.find("/index.html").unwrap()]).collect();
    assert_eq!(names, ["../topics/work", "../topics/family", "../topics/strike"], "the longest is first");
    assert!(
        tracks[2].contains("href=\"#nan-eleven-weeks\" aria-label=\"Nan: Eleven weeks.\""),
        "{}",
        tracks[2]
    );
    assert_eq!(page.matches("<span class=topics>").count(), 3, "where a topic begins, and nowhere else");
}

#[test]
fn exports_have_the_topics_of_passages() {
    let site = site();
    site.build(&[]).expect(0);
    let csv = site.read("public/nan/turns.csv");
    assert!(csv.contains("00:01:40,Nan,Eleven weeks.,Walkout,The works,"), "{csv}");
    assert!(csv.contains("It burned down.,family;work,The bakery,"), "{csv}");
    let tei = site.read("public/nan/transcript.tei.xml");
    assert!(tei.contains("<div ana=\"#k1 #k2\">") && tei.contains("<catDesc>Family</catDesc>"), "{tei}");
    let walkout = "<category xml:id=\"k3\" n=\"strike\" corresp=\"https://www.wikidata.org/entity/Q49776\">\n<catDesc>The strike</catDesc>";
    assert!(tei.contains(walkout) && tei.contains("ana=\"#k3\""), "{tei}");
    let html = site.read("public/nan/index.html");
    for part in [
        r#""@type":"DefinedTerm""#,
        r#""name":"The strike""#,
        r#""sameAs":["https://www.wikidata.org/entity/Q49776"]"#,
        r#""url":"https://voices.example/topics/strike/""#,
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let copy = site.read("public/nan/transcript.md");
    assert!(
        copy.contains("## Childhood {topics=\"family, work\"}") && copy.contains("{topics=\"Walkout\"} "),
        "{copy}"
    );
    let again = Site::empty().with("site.toml", TOML).with("content/nan.md", copy);
    again.build(&[]).expect(0);
    assert_eq!(again.read("public/nan/turns.csv"), csv, "read again, the page is the same");
}

#[test]
fn search_narrows_by_topic_to_passages() {
    let site = site();
    site.build(&[]).expect(0);
    let facets = site.read("public/search/facets.js");
    // The fourth of five entries: sections are cut where a passage about something else begins.
    assert!(facets.contains(r#""The strike":{"pages":[0],"entries":[3]}"#), "{facets}");
    assert!(facets.contains(r#""Family":{"pages":[0]}"#), "a tag means all of a page: {facets}");
}

#[test]
fn braces_that_are_no_topics_stay_words() {
    let site = Site::new()
        .with("content/a.md", "**Ann:** {laughs} Yes.\n\n**Ben:** We {topics=x} no.\n\n**Ann:** Oh.\n");
    site.build(&[]).expect(0);
    let page = site.read("public/a/index.html");
    assert!(page.contains("{laughs} Yes.") && page.contains("We {topics=x} no."), "{page}");
}
