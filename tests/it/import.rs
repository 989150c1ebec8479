//! Files as other programs leave them, one per case in `tests/cases/import`, and what becomes of each.
//!
//! Beside each file stands `NAME.expected`: what is said about it, and the page. With
//! `POSTIL_UPDATE=1` they are written anew.

use std::fs;
use std::path::Path;

use postil::config::Config;
use postil::diag::Severity;
use postil::formats::transcript::Tally;
use postil::formats::{Choices, Imported, Input, import};
use postil::parse;
use postil::source::Sources;

use crate::outline::read_sorted;
use crate::site::Site;

#[test]
fn files_become_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import");
    let cases = read_sorted(&folder);
    let cases = cases.iter().filter(|path| path.extension().is_some_and(|extension| extension != "expected"));
    let wrong: Vec<String> = cases.filter_map(|path| check(path)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(path: &Path) -> Option<String> {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let input = Input { name, bytes: fs::read(path).unwrap() };
    let found = match import(&input, &[], &Choices::default()) {
        Ok(imported) => {
            holds(&imported);
            format!("{}\n{}", summary(&imported), imported.text)
        }
        Err(refusal) => format!("{refusal}\n"),
    };
    let expected_at = path.with_file_name(format!("{}.expected", input.name));
    if std::env::var_os("POSTIL_UPDATE").is_some() {
        fs::write(&expected_at, &found).unwrap();
    }
    let expected = fs::read_to_string(&expected_at).unwrap_or_default();
    (found != expected).then(|| format!("{}:\n--- expected\n{expected}\n--- found\n{found}", path.display()))
}

/// What is true of every page that was made: no word is lost unsaid, and parsing finds the same turns.
pub fn holds(imported: &Imported) {
    let report = &imported.report;
    let (found, written) = (&report.found, &report.written);
    assert_eq!(found.words, written.words + found.repeated + found.names, "no word goes missing");
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", imported.text.as_str());
    let (document, diagnostics) = parse::document(&sources, id, &Config::default());
    let errors: Vec<_> = diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{}", imported.text);
    let labelled = document.turns().filter(|turn| !turn.is_nobodys()).count();
    assert_eq!(labelled, written.turns, "turns are read as they were written");
    assert_eq!(document.speakers.len(), report.voices.len());
    assert_eq!(document.notes.len(), written.notes);
}

fn summary(imported: &Imported) -> String {
    let report = &imported.report;
    let (found, written) = (&report.found, &report.written);
    let mut lines = vec![
        format!(
            "{}.md from {}, {} ({:?})",
            imported.stem, report.format.name, report.encoding, report.certainty
        ),
        format!(
            "{} {}, {} words, {} of names, {} repeated",
            found.units, report.format.units, found.words, found.names, found.repeated
        ),
        format!(
            "{} sections, {} turns, {} paragraphs, {} words, {} notes",
            written.sections, written.turns, written.paragraphs, written.words, written.notes
        ),
    ];
    lines.extend(tally("changed", &report.changed));
    lines.extend(tally("left out", &report.left_out));
    let voice = |voice: &postil::formats::SpeakerSummary| {
        format!("{}: {} words, {:?}", voice.name, voice.words, voice.labels)
    };
    lines.extend(report.voices.iter().map(voice));
    lines.join("\n") + "\n"
}

fn tally(title: &str, tally: &Tally) -> Vec<String> {
    tally.iter().map(|(what, sort)| format!("{title}: {} {what} ({:?})", sort.count, sort.example)).collect()
}

const TALK: &str = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v S1>We bet the company on it.\n\n\
                    00:05.000 --> 00:09.000\n<v S2>Nobody objected.\n";

#[test]
fn a_run_makes_pages_and_says_so() {
    let site = Site::new().with("talk.vtt", TALK);
    let run =
        site.postil(&["import", "talk.vtt", "--speaker", "S1=Ann Lee", "--speaker", "S3=Zoe"]).expect(0);
    assert!(run.out.starts_with("Made content/talk.md from talk.vtt\n"), "{}", run.out);
    assert!(run.out.contains("warning   there is no speaker called `S3`"), "{}", run.out);
    let page = site.read("content/talk.md");
    assert!(page.contains("speakers = [\"Ann Lee\", \"S2\"]"), "{page}");
    assert!(
        page.ends_with("**Ann Lee:** [0:01] We bet the company on it.\n\n**S2:** [0:05] Nobody objected.\n")
    );
    assert_eq!(site.build(&[]).expect(0).err, "");
}

#[test]
fn a_page_that_is_there_is_left_alone() {
    let site = Site::empty().with("talk.vtt", TALK).with("talk.md", "Mine.\n");
    let run = site.postil(&["import", "talk.vtt"]).expect(2);
    assert_eq!(run.err, "error: talk.md exists already and was not changed; use --replace to overwrite it\n");
    assert_eq!(site.read("talk.md"), "Mine.\n");
    site.postil(&["import", "talk.vtt", "--replace"]).expect(0);
    assert!(site.read("talk.md").contains("We bet the company"));
}

#[test]
fn whoever_has_a_number_can_be_named() {
    let site = Site::empty().with("talk.vtt", TALK.replace("S1", "SPEAKER_00"));
    let run = site.postil(&["import", "talk.vtt"]).expect(0);
    assert!(
        run.out.ends_with("hint      give them names with --replace --speaker \"SPEAKER_00=Ann Lee\"\n"),
        "{}",
        run.out
    );
    let run = site.postil(&["import", "talk.vtt", "--replace", "--speaker", "SPEAKER_00=Ann Lee"]).expect(0);
    assert!(!run.out.contains("hint"), "{}", run.out);
}

#[test]
fn a_dry_run_makes_nothing() {
    let site = Site::empty().with("talk.vtt", TALK);
    let run = site.postil(&["import", "talk.vtt", "--dry-run"]).expect(0);
    assert!(run.out.starts_with("Would make talk.md from talk.vtt\n"), "{}", run.out);
    assert_eq!(site.files("."), ["talk.vtt"]);
}

#[test]
fn whatever_is_no_transcript_is_named() {
    let site = Site::empty().with("a.srt", "Hello\n").with("b.vtt", "WEBVTT\n").with("c.pdf", "%PDF-1.7\n");
    let run = site.postil(&["import", "a.srt", "b.vtt", "c.pdf"]).expect(1);
    assert_eq!(
        run.err,
        "error: a.srt: this is named like SubRip, and has no line of times\n\
         error: b.vtt: this is WebVTT, and there are no words in it\n\
         error: c.pdf: this looks like a PDF document, which Postil does not read\n"
    );
    site.postil(&["import", "nowhere.vtt"]).expect(2);
    site.postil(&["import", "a.srt", "--encoding", "klingon"]).expect(2);
    site.postil(&["import", "a.srt", "--speaker", "S1"]).expect(2);
}

#[test]
fn folders_are_walked_and_names_are_not_taken_twice() {
    let site =
        Site::empty().with("in/a/talk.vtt", TALK).with("in/b/talk.vtt", TALK).with("in/logo.svg", "<svg/>");
    let run = site.postil(&["import", "in", "--to", "out"]).expect(0);
    assert_eq!(site.files("out"), ["talk-2.md", "talk.md"]);
    assert!(run.err.contains("logo.svg: skipped"), "{}", run.err);
}

const CHAPTERS: &str = r#"{"version": "1.2.0", "title": "The bet", "chapters": [
    {"startTime": 0, "title": "Before"}, {"startTime": 4.8, "title": "After:"},
    {"startTime": 6, "title": "Hidden", "toc": false}, {"startTime": 60, "title": "Later"}]}"#;

#[test]
fn chapters_become_sections() {
    let site = Site::empty().with("talk.vtt", TALK).with("c.json", CHAPTERS);
    let run = site.postil(&["import", "talk.vtt", "--with", "c.json"]).expect(0);
    assert!(run.out.contains("1 × chapters after the last words, such as “Later”"), "{}", run.out);
    let page = site.read("the-bet.md");
    assert!(page.contains("\n## Before [0:00]\n\n**S1:** [0:01] We"), "{page}");
    assert!(page.contains("\n## After [0:04]\n\n**S2:** [0:05] Nobody"), "{page}");
}

#[test]
fn chapters_are_found_by_their_name() {
    let vtt = "WEBVTT\n\n00:00.000 --> 00:04.500\nBefore\n\n00:04.500 --> 00:09.000\nAfter\n";
    let site =
        Site::empty().with("talk.vtt", TALK).with("talk.chapters.vtt", vtt).with("other.json", CHAPTERS);
    site.postil(&["import", "talk.vtt"]).expect(0);
    assert!(site.read("talk.md").contains("## After [0:04]"));
    let run = site.postil(&["import", "other.json"]).expect(1);
    assert!(run.err.contains("this belongs to a transcript"), "{}", run.err);
    site.postil(&["import", "talk.vtt", "--with", "talk.md"]).expect(1);
}

const MISSION: &str = r#"{"copy": {"title": "A mission"}, "acts": [{"title": "Launch", "description": "Up.",
    "range": ["-00:00:00:10", "00:00:01:00"]}], "key_scenes": [{"title": "Orbit", "range": ["00:00:00:09", ""]}],
    "characters": {"CC": {"shifts": [["ANN", "-00:01:00:00"], ["BO", "00:00:00:08"]]},
    "ANN": {"name": "Ann “A” Lee", "short_name": "Ann Lee (CC)", "role": "mission-ops"}, "BO": {"name": "Bo Ray"}},
    "glossary": {"AGS": {"summary": "Abort Guidance System"}}}"#;

#[test]
fn a_mission_has_shifts_acts_and_a_glossary() {
    let log =
        "[00:00:00:02]\nCC: Go.\n\n[00:00:00:09]\nCC: The [glossary:AGS|AGS] is fine. [glossary:AGS]!\n";
    let site = Site::new().with("mission/TEC", log).with("mission/_meta", MISSION);
    site.postil(&["import", "mission/TEC"]).expect(0);
    let page = site.read("content/a-mission.md");
    assert!(
        page.contains("## Launch [0:00]\n\nUp.\n\n**Ann Lee:** [0:02] Go.\n\n### Orbit [0:09]\n"),
        "{page}"
    );
    assert!(
        page.contains("**Bo Ray:** [0:09] The ==AGS==[^term:ags] is fine. ==AGS==[^term:ags]!"),
        "{page}"
    );
    assert!(page.ends_with("[^term:ags]: Abort Guidance System\n"), "{page}");
    assert_eq!(site.build(&[]).expect(0).err, "");
}

#[test]
fn encodings_are_said_aloud_and_can_be_set() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nЯ не знаю, что это было\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
    let site = Site::empty().with("a.srt", bytes);
    let run = site.postil(&["import", "a.srt", "--dry-run"]).expect(0);
    assert!(run.out.contains("probably windows-1251; use --encoding to change it"), "{}", run.out);
    site.postil(&["import", "a.srt", "--encoding", "windows-1251"]).expect(0);
    assert!(site.read("a.md").contains("Я не знаю"));
}

#[test]
fn file_in_another_language_becomes_a_linked_translation() {
    let captions = |title: &str, words: &str| {
        format!("WEBVTT - {title}\n\n00:01.000 --> 00:02.000\n<v Jon Vik>{words}\n")
    };
    let site = Site::new()
        .with("talk.vtt", captions("The lighthouse", "The lamp was lit."))
        .with("talk.ar.vtt", captions("المنارة", "أُضيء المصباح."));
    let said = site.postil(&["import", "talk.vtt", "talk.ar.vtt"]).expect(0).out;
    assert!(said.contains("content/talk.md") && said.contains("content/talk.ar.md"), "{said}");
    assert!(said.contains("the language, taken from the file's name, such as “ar”"), "{said}");
    site.build(&[]).expect(0);
    let translation = site.read("public/talk/ar/index.html");
    assert!(translation.contains("<html lang=\"ar\" dir=\"rtl\""), "{translation}");
    assert!(site.read("public/talk/index.html").contains("hreflang=\"ar\""));
}

#[test]
fn imported_pages_leave_the_addresses_of_the_sites_own_pages_alone() {
    let captions = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>The tide turns.\n";
    let site = Site::empty().with("site.toml", "title = \"T\"\n");
    let site = site.with("in/tags.vtt", captions).with("in/index.vtt", captions);
    site.postil(&["import", "in/tags.vtt", "in/index.vtt"]).expect(0);
    site.postil(&["build"]).expect(0);
    assert!(site.read("public/tags-2/index.html").contains("The tide turns."));
    assert!(site.read("public/index-2/index.html").contains("The tide turns."));
}
