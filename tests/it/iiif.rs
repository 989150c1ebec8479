//! Recordings for the viewers of libraries: IIIF manifests and OHMS records.

use serde_json::Value;

use crate::site::Site;

const TALK: &str = "+++\ntitle = \"Talk\"\ndate = 2024-05-01\nlanguage = \"en-GB\"\nspeakers = [\"ann\", \"bo\"]\ntags = [\"sea\"]\n\
[media]\naudio = \"talk.mp3\"\nduration = \"1:00\"\n[source]\nlicence = \"CC-BY-4.0\"\npublisher = \"Tape 31\"\n+++\n\n\
## Start {topics=\"work\"}\n\nAbout the start.\n\n**Ann:** [0:01] What was ==the box==[^fact:box] like?\n\n**Bo:** [0:05] Small.\n\n\
### Inside\n\n**Bo:** [0:20] Dark.\n\n## End {topics=\"sea; work\"}\n\n**Ann:** [0:40] Thanks.\n\n\
## Untimed\n\n**Bo:** Yes.\n\n## Late\n\n**Bo:** [2:00] Nothing.\n\n[^fact:box]: It had a *door*.\n";

fn recorded(formats: &str) -> Site {
    let settings = format!(
        "title = \"Test\"\nbase_url = \"https://example.org/site/\"\n[exports]\nformats = {formats}\n[people.ann]\nname = \"Ann Lee\"\naliases = [\"Ann\"]\nrole = \"interviewer\"\n[people.bo]\nname = \"Bo Ray\"\naliases = [\"Bo\"]\n[topics.work]\nlabel = \"Work and pay\"\n[topics.sea]\nlabel = \"The sea\"\n"
    );
    Site::new().with("site.toml", settings).with("content/talk.md", TALK).with("content/talk.mp3", "sound")
}

fn manifest(site: &Site) -> Value {
    serde_json::from_str(&site.read("public/talk/manifest.json")).expect("JSON")
}

#[test]
fn manifest_has_the_recording_its_captions_and_notes() {
    let site = recorded("[\"vtt\", \"tei\", \"iiif\"]");
    site.build(&[]).expect(0);
    let manifest = manifest(&site);
    assert_eq!(manifest["id"], "https://example.org/site/talk/manifest.json");
    assert_eq!(manifest["label"]["en-GB"][0], "Talk");
    assert_eq!(manifest["rights"], "http://creativecommons.org/licenses/by/4.0/");
    assert_eq!(manifest["seeAlso"][0]["id"], "https://example.org/site/talk/transcript.tei.xml");
    let canvas = &manifest["items"][0];
    assert_eq!(canvas["duration"], 60.0);
    let recording = &canvas["items"][0]["items"][0];
    assert_eq!(recording["motivation"], "painting");
    assert_eq!(recording["body"]["id"], "https://example.org/site/talk.mp3");
    assert_eq!(
        (&recording["body"]["type"], &recording["body"]["format"]),
        (&"Sound".into(), &"audio/mpeg".into())
    );
    let captions = &canvas["annotations"][0]["items"][0];
    assert_eq!(captions["motivation"], "supplementing");
    assert_eq!(captions["body"]["id"], "https://example.org/site/talk/transcript.vtt");
    let note = &canvas["annotations"][1]["items"][0];
    assert_eq!(note["body"]["value"], "It had a door.");
    assert!(
        note["target"].as_str().unwrap().starts_with("https://example.org/site/talk/manifest/canvas#t=1,")
    );
    let page = site.read("public/talk/index.html");
    assert!(page.contains("href=\"manifest.json\""), "readers are offered it");
}

#[test]
fn manifest_has_the_sections_inside_the_recording() {
    let site = recorded("[\"iiif\"]");
    site.build(&[]).expect(0);
    let ranges = &manifest(&site)["structures"][0]["items"];
    let labels: Vec<&str> =
        ranges.as_array().unwrap().iter().map(|range| range["label"]["en-GB"][0].as_str().unwrap()).collect();
    assert_eq!(labels, ["Start", "End"]);
    let part =
        |range: &Value| range["items"][0]["id"].as_str().unwrap().split('#').nth(1).map(str::to_string);
    assert_eq!(part(&ranges[0]).as_deref(), Some("t=1,20"));
    assert_eq!(part(&ranges[0]["items"][1]).as_deref(), Some("t=20,40"));
    assert_eq!(part(&ranges[1]).as_deref(), Some("t=40,60"));
    assert!(
        manifest(&site)["items"][0]["annotations"].as_array().unwrap().len() == 1,
        "no captions are published"
    );
}

#[test]
fn manifest_needs_whole_addresses_and_a_known_length() {
    let site = recorded("[\"iiif\"]");
    let settings = site.read("site.toml").replace("base_url = \"https://example.org/site/\"\n", "");
    let site = site.with("site.toml", settings);
    site.build(&[]).expect(0);
    assert!(!site.path("public/talk/manifest.json").exists());
    let site = recorded("[\"iiif\"]").with("content/talk.md", TALK.replace("duration = \"1:00\"\n", ""));
    site.build(&[]).expect(0);
    assert!(!site.path("public/talk/manifest.json").exists());
    let run = site.postil(&["export", "--as", "iiif", "talk"]);
    assert!(run.code != 0 && run.err.contains("`duration`"), "{}", run.err);
}

#[test]
fn ohms_record_is_read_back_with_sections_topics_and_times() {
    let site = recorded("[\"ohms\"]");
    site.build(&[]).expect(0);
    let record = site.read("public/talk/transcript.ohms.xml");
    assert!(
        record.contains("<interviewer>Ann Lee</interviewer>")
            && record.contains("<interviewee>Bo Ray</interviewee>")
    );
    assert!(record.contains("<keywords>The sea;Work and pay</keywords>"), "{record}");
    site.write("talk.xml", record);
    site.postil(&["import", "talk.xml", "--to", "content/again.md"]).expect(0);
    let again = site.read("content/again.md");
    for part in [
        "## Start [0:01] {topics=\"Work and pay\"}",
        "About the start.",
        "## Inside [0:20]",
        "## End [0:40] {topics=\"The sea, Work and pay\"}",
        "What was the box like?",
        "date = 2024-05-01",
        "publisher = \"Tape 31\"",
        "duration = \"1:00\"",
    ] {
        assert!(again.contains(part), "{part}: {again}");
    }
}
