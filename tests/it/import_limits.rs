//! Files that no recording could have brought about: each is refused with a reason, before it takes the machine's memory.

use std::fs::File;

use crate::site::{Run, Site};

/// Imports the file `name` of a folder in which nothing is written.
fn import(site: &Site, name: &str, more: &[&str]) -> Run {
    let is_new = !site.path("out").exists();
    let run = site.postil(&[&["import", "--to", "out", name], more].concat());
    assert!(run.code == 0 || !is_new || !site.path("out").exists(), "{}", run.err);
    run
}

#[test]
fn sparse_file_of_three_gigabytes_is_refused_unread() {
    let site = Site::empty();
    for name in ["talk.vtt", "talk.json", "talk.srt"] {
        File::create(site.path(name)).unwrap().set_len(3 << 30).unwrap();
        let run = import(&site, name, &[]).expect(2);
        let expected = format!("error: {name} has more than 64 MiB, the limit for a file that is imported");
        assert!(run.err.starts_with(&expected), "{}", run.err);
        assert!(run.err.contains("--max-size"), "{}", run.err);
    }
}

#[test]
fn limit_can_be_raised_and_lowered() {
    let words = format!("Ann: {}\n", "word ".repeat(300_000));
    let site = Site::empty().with("talk.txt", words);
    import(&site, "talk.txt", &["--max-size", "1"]).expect(2);
    import(&site, "talk.txt", &["--max-size", "2"]).expect(0);
    assert!(site.path("out/talk.md").is_file());
    let run = import(&site, "talk.txt", &["--max-size", "0"]).expect(2);
    assert!(run.err.contains("1..=4096"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn file_without_an_end_is_refused_at_the_limit() {
    let site = Site::empty();
    let run = import(&site, "/dev/zero", &["--max-size", "1"]).expect(2);
    assert!(run.err.starts_with("error: /dev/zero has more than 1 MiB"), "{}", run.err);
}

#[test]
fn companion_and_recording_of_a_page_have_the_same_limit() {
    let site =
        Site::empty().with("talk.vtt", "WEBVTT\n\n0:01.000 --> 0:02.000\nWords.\n").with("page.md", "Words.");
    File::create(site.path("talk.chapters.json")).unwrap().set_len(3 << 30).unwrap();
    let run = import(&site, "talk.vtt", &[]).expect(2);
    assert!(run.err.starts_with("error: talk.chapters.json has more than 64 MiB"), "{}", run.err);
    let run = site.postil(&["import", "--retime", "talk.chapters.json", "page.md"]).expect(2);
    assert!(run.err.starts_with("error: talk.chapters.json has more than 64 MiB"), "{}", run.err);
}

#[test]
fn files_of_too_many_parts_are_refused() {
    let list = |part: &str| {
        format!("[{{\"start\":1,\"end\":2,\"text\":\"a\"}}{}]", format!(",{part}").repeat(2_000_001))
    };
    let site = Site::empty()
        .with("objects.json", format!("{{\"segments\":{}}}", list("{}")))
        .with("lists.json", format!("{{\"chunks\":{}}}", list("[]")))
        .with("rows.csv", format!("text,speaker\n{}", "a,b\n".repeat(2_000_001)))
        .with("lines.txt", "A: b\n\n".repeat(1_000_001))
        .with("cues.vtt", format!("WEBVTT\n{}", "\n".repeat(2_000_001)))
        .with("tei.xml", format!("<TEI><text><body>{}</body></text></TEI>", "<u>a</u>".repeat(1_000_001)));
    for (name, parts) in [
        ("objects.json", "objects and lists"),
        ("lists.json", "objects and lists"),
        ("rows.csv", "lines"),
        ("lines.txt", "lines"),
        ("cues.vtt", "lines"),
        ("tei.xml", "elements"),
    ] {
        let run = import(&site, name, &[]).expect(1);
        let reason = format!(" {parts}, and the limit for a file that is imported is 2000000: divide it");
        assert!(run.err.starts_with(&format!("error: {name}: this has 20000")), "{}", run.err);
        assert!(run.err.contains(&reason), "{}", run.err);
    }
}

#[test]
fn deep_nesting_is_an_error_of_the_file() {
    let deep = 500_000;
    let site = Site::empty()
        .with("deep.json", format!("{{\"segments\":{}", "[".repeat(deep)))
        .with("objects.json", "{\"a\":".repeat(deep))
        .with("deep.xml", format!("<TEI><text><body>{}", "<div>".repeat(deep)))
        .with("deep.html", format!("<cite>Ann:</cite>{}", "<i>".repeat(deep)))
        .with("deep.vtt", format!("WEBVTT\n\n0:01.000 --> 0:02.000\n{}a\n", "<b>".repeat(deep)));
    for name in ["deep.json", "objects.json", "deep.xml", "deep.html", "deep.vtt"] {
        let run = import(&site, name, &[]);
        assert!([0, 1].contains(&run.code), "{name}: {} {}", run.code, run.err);
    }
    let run = import(&site, "deep.json", &[]).expect(1);
    assert!(run.err.contains("recursion limit exceeded"), "{}", run.err);
}

/// Files that belong to a transcript by their names were named by nobody.
#[cfg(unix)]
#[test]
fn links_beside_a_transcript_are_no_companions() {
    let chapters = "{\"version\":\"1.2.0\",\"chapters\":[{\"startTime\":0,\"title\":\"Secret\"}]}";
    let outside = Site::empty().with("secret.json", chapters);
    let site = Site::empty().with("talk.vtt", "WEBVTT\n\n0:01.000 --> 0:02.000\nWords.\n");
    std::os::unix::fs::symlink(outside.path("secret.json"), site.path("talk.chapters.json")).unwrap();
    import(&site, "talk.vtt", &[]).expect(0);
    assert!(!site.read("out/talk.md").contains("Secret"));
}
