//! Archives: tables of records with their words beside them, records with an index, and the times of words.

use crate::site::Site;

const METADATA: &str =
    "objectid,title,date,interviewer,interviewee,description,subject,object_location,latitude
mill,The mill,1974-03-02,Ann Lee,Bo Ray,How it closed &amp; why,strike; work,https://example.org/mill.mp3,46.7
photo,A photograph,1970,,,The gate,,https://example.org/gate.jpg,46.7
";

const WORDS: &str = "timestamp,speaker,words,tags
[00:01:10],Ann Lee,\"When did <em>it</em> close &amp; why?\",strike
[00:01:20],Bo Ray,In March.,strike;daily work
";

#[test]
fn records_of_an_archive_become_pages_with_their_words() {
    let site = Site::new().with("in/metadata.csv", METADATA).with("in/transcripts/mill.csv", WORDS);
    let run = site.postil(&["import", "in/metadata.csv"]).expect(0);
    assert_eq!(site.files("content"), ["mill.md"]);
    assert!(run.out.contains("1 text, 1 with their words"), "{}", run.out);
    assert!(
        run.out.contains("1 × records without words and without a recording, such as “A photograph”"),
        "{}",
        run.out
    );
    let page = site.read("content/mill.md");
    for part in [
        "title = \"The mill\"\ndate = 1974-03-02\nsummary = \"How it closed & why\"\n",
        "audio = \"https://example.org/mill.mp3\"\n",
        "name = \"Ann Lee\"\nrole = \"interviewer\"\n",
        "**Ann Lee:** {topics=\"strike\"} [1:10] When did *it* close & why?\n\n\
         **Bo Ray:** {topics=\"strike, daily work\"} [1:20] In March.\n",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    site.build(&[]).expect(0);
}

#[test]
fn tags_of_passages_are_their_topics_and_no_notes() {
    let site = Site::new().with("in/mill.csv", WORDS);
    let run = site.postil(&["import", "in/mill.csv"]).expect(0);
    let page = site.read("content/mill.md");
    assert!(page.contains("**Bo Ray:** {topics=\"strike, daily work\"} [1:20] In March.\n"), "{page}");
    assert!(!page.contains("tags = ") && !page.contains("[^") && !run.out.contains("tags"), "{page}");
    site.build(&[]).expect(0);
    assert!(site.read("public/topics/strike/index.html").contains("When did it close &amp; why?"));
}

#[test]
fn index_of_a_record_is_kept_whole() {
    let record = "<?xml version=\"1.0\"?><ROOT xmlns=\"https://www.weareavp.com/nunncenter/ohms\"><record>\
        <title>The mill</title><interviewee>Bo Ray</interviewee><index><point><time>0</time><title>Arrival</title>\
        <synopsis>He comes.</synopsis><keywords>strike;wages</keywords><subjects>Labour</subjects>\
        <gpspoints><gps>46.7,-116.9</gps><gps_text>Kinlaw</gps_text></gpspoints>\
        <hyperlinks><hyperlink>https://example.org/a</hyperlink><hyperlink_text>A map</hyperlink_text></hyperlinks>\
        </point></index><vtt_transcript>WEBVTT\n\n00:00.000 --&gt; 00:01.000\n&lt;v Bo Ray&gt;Good morning.\n\n\
        </vtt_transcript></record></ROOT>";
    let site = Site::new().with("in/mill.xml", record);
    site.postil(&["import", "in/mill.xml"]).expect(0);
    let page = site.read("content/the-mill.md");
    for line in [
        "He comes.",
        "## Arrival [0:00] {topics=\"strike, wages, Labour\"}",
        "Place: Kinlaw, 46.7,-116.9",
        "Link: A map, https://example.org/a",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    assert_eq!(site.build(&[]).expect(0).err, "");
}

#[test]
fn file_beside_a_transcript_that_is_not_understood_is_told() {
    let site =
        Site::new().with("in/TEC", "[00:00:00:05]\nCC: Good morning.\n").with("in/_meta", "{\"acts\": [{}]}");
    let run = site.postil(&["import", "in/TEC"]).expect(0);
    assert!(
        run.out.contains("a file that belongs to it and cannot be read, such as “_meta: "),
        "{}",
        run.out
    );
    site.postil(&["import", "in/TEC", "--replace", "--with", "in/_meta"]).expect(1);
}

#[test]
fn times_of_words_stand_beside_the_page_and_are_not_published() {
    let talk = include_str!("../cases/formats/sonix.json");
    let site = Site::new().with("in/talk.mp3.words.json", talk.replace("\"name\": \"A visit\",", ""));
    let run = site.postil(&["import", "in/talk.mp3.words.json"]).expect(0);
    assert_eq!(site.files("content"), ["talk.md", "talk.words.json"]);
    assert!(run.out.contains("words     their times are in content/talk.words.json"), "{}", run.out);
    assert!(site.read("content/talk.md").contains("title = \"Talk\""));
    let words = site.read("content/talk.words.json");
    assert!(words.starts_with("{\"version\":1,\"media\":0,\"words\":[[\"Good\",0.00,0.30],\n"), "{words}");
    site.build(&[]).expect(0);
    assert!(!site.files("public").iter().any(|file| file.ends_with("talk.words.json")));
}
