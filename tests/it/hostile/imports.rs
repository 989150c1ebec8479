//! Files and folders of strangers that are imported.

use std::fs;

use super::Trap;

const CAPTIONS: &str = "WEBVTT\n\n0:01.000 --> 0:02.000\n<v Ann>Hello.\n\n0:05.000 --> 0:06.000\n<v Bo>Good day.\n\n0:09.000 --> 0:10.000\n<v Ann>Well.\n\n0:12.000 --> 0:13.000\n<v Bo>Well.\n";

/// Imports into the site's content; no file is made anywhere else.
fn import(trap: &Trap, args: &[&str]) -> super::Attempt {
    let attempt = trap.attempt(&[&["import"], args].concat());
    assert!([Some(0), Some(1), Some(2)].contains(&attempt.code), "{attempt:?}");
    let mut above: Vec<_> =
        fs::read_dir(trap.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    above.sort();
    assert_eq!(above, ["outside", "repository"]);
    attempt
}

/// Each sort of file names its page itself.
#[test]
fn titles_and_names_of_files_do_not_lead_out_of_content() {
    for title in [
        "../../outside/pwned",
        "/etc/pwned",
        "..",
        ".git/hooks/pwned",
        "a/../../pwned",
        "\u{1b}[31m",
        "con",
        "-rf",
        "x\\..\\pwned",
    ] {
        let json = serde_json::to_string(title).unwrap();
        let trap = Trap::new()
            .with("in/talk.vtt", CAPTIONS.replace("WEBVTT\n", &format!("WEBVTT {title}\nTitle: {title}\n")))
            .with("in/podcast.json", format!("{{\"version\":\"1.0.0\",\"title\":{json},\"segments\":[{{\"startTime\":0,\"endTime\":1,\"body\":\"Hello.\",\"speaker\":{json}}}]}}"))
            .with("in/table.csv", format!("speaker,text\n\"{title}\",Hello.\n"))
            .with("in/tei.xml", format!("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc></teiHeader><text><body><u who=\"#a\">Hello.</u></body></text></TEI>"))
            .with("in/ohms.xml", format!("<ROOT xmlns=\"https://www.weareavp.com/nunncenter/ohms\"><record id=\"1\"><title>{title}</title><media_id>{title}</media_id><transcript>Ann: Hello.</transcript></record></ROOT>"))
            .with("in/note.json", format!("{{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":\"Annotation\",\"body\":\"Note\",\"target\":{{\"source\":{json},\"selector\":{{\"type\":\"TextQuoteSelector\",\"exact\":\"Hello\"}}}},\"creator\":{json}}}"));
        import(&trap, &["in", "--replace"]);
        for path in trap.snapshot("repository").into_keys() {
            let below = path.strip_prefix(trap.path("repository")).unwrap().to_string_lossy().into_owned();
            let is_expected = ["content/", "in/", ".git/config", ".env", "site.toml"]
                .iter()
                .any(|start| below.starts_with(start));
            assert!(is_expected && !below.contains(['\u{1b}', '\\']), "{title:?}: {below}");
        }
    }
}

#[test]
fn archives_are_named_and_refused() {
    let trap = Trap::new()
        .with("in.zip", b"PK\x03\x04\x14\x00\x00\x00../../outside/pwned")
        .with("in.gz", b"\x1f\x8b\x08\x00");
    for file in ["in.zip", "in.gz"] {
        assert_eq!(import(&trap, &[file]).code, Some(1), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_not_imported() {
    let trap = Trap::new()
        .with("in/talk.vtt", CAPTIONS)
        .link("in/secret.json", "../../outside/secret.json")
        .link("in/more", "../../outside")
        .link("in/talk.chapters.json", "../../outside/secret.json")
        .link("in/_meta", "../../outside/secret.json")
        .link("in/zero.vtt", "/dev/zero");
    assert_eq!(import(&trap, &["in"]).code, Some(0));
    assert!(trap.path("repository/content/talk.md").is_file());
    assert!(
        std::process::Command::new("mkfifo")
            .arg(trap.path("repository/in/pipe.vtt"))
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(import(&trap, &["in", "--replace"]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn pages_are_made_through_no_link() {
    let trap = Trap::new().with("talk.vtt", CAPTIONS).without("content").link("content", "../outside");
    assert_eq!(import(&trap, &["talk.vtt"]).code, Some(2));
    assert_eq!(import(&trap, &["talk.vtt", "--replace"]).code, Some(2));
    let trap = Trap::new().with("talk.vtt", CAPTIONS).link("content/talk.md", "../../outside/secret.md");
    assert_eq!(import(&trap, &["talk.vtt"]).code, Some(2), "it is there already");
    assert_eq!(import(&trap, &["talk.vtt", "--replace"]).code, Some(0));
    assert!(!trap.path("repository/content/talk.md").is_symlink());
    let trap = Trap::new().with("talk.vtt", CAPTIONS).link("content/talk.md", "../../outside/new.md");
    assert_eq!(import(&trap, &["talk.vtt"]).code, Some(2));
}

/// Notes go beside their page, which may lie in a folder.
#[cfg(unix)]
#[test]
fn notes_are_made_through_no_link() {
    let note = "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":\"Annotation\",\"body\":\"Note\",\"target\":{\"source\":\"https://example.org/deep/secret/\",\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"Hello\"}}}";
    let trap = Trap::new().with("note.json", note).link("content/deep", "../../outside");
    import(&trap, &["note.json"]);
    let trap = Trap::new()
        .with("note.json", note)
        .with("content/deep/secret.md", "# S\n")
        .link("content/deep/secret.notes.md", "../../../outside/secret.md");
    import(&trap, &["note.json", "--replace"]);
}

#[cfg(unix)]
#[test]
fn times_are_set_in_no_file_elsewhere() {
    let trap = Trap::new().with("words.vtt", CAPTIONS).with("b.md", super::GOOD_PAGE);
    std::fs::remove_file(trap.path("repository/site.toml")).unwrap();
    assert!(
        std::process::Command::new("mkfifo")
            .arg(trap.path("repository/site.toml"))
            .status()
            .unwrap()
            .success()
    );
    let attempt = import(&trap, &["--retime", "words.vtt", "b.md"]);
    assert_eq!(attempt.code, Some(0), "{attempt:?}");
}

#[test]
fn messages_do_not_command_the_terminal() {
    let trap = Trap::new()
        .with("in/a.json", "{\"\\u001b[31mkey\":1}")
        .with("in/b.vtt", "WEBVTT\n\n0:01.000 --> 0:02.000\n<v \u{1b}[31mAnn\u{9b}>Hello\u{202e}.\n");
    let attempt = import(&trap, &["in"]);
    for text in [&attempt.out, &attempt.err] {
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{text:?}");
    }
}
