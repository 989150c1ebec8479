//! The notes of real transcripts, where they are at hand (see [`crate::corpora`]).
//!
//! Those that stand among the words of their transcript are taken out of it, into a file of notes
//! beside it, and must all come back to their words.

use std::fs;
use std::path::Path;

use postil::text::markdown::{MarkdownContext, escape};

use crate::corpora::corpora;
use crate::site::Site;

/// A transcript without its notes, and the notes.
#[derive(Default)]
struct Parted {
    text: String,
    notes: Vec<Remark>,
}

/// A note that stood in a transcript.
struct Remark {
    /// The words before it.
    quoted: String,
    /// When they are said, where the transcript says so.
    time: String,
    body: String,
}

impl Parted {
    /// The file of notes: each quotes its words, or names their time when they are said more than once.
    fn notes_file(&self) -> String {
        self.notes.iter().map(|note| note.markdown(&self.text)).collect()
    }

    /// Builds the transcript with its notes and checks that none is lost.
    fn check(&self, expected: usize) {
        assert_eq!(self.notes.len(), expected, "notes that a reader counts");
        let site =
            Site::new().with("content/talk.md", &self.text).with("content/talk.notes.md", self.notes_file());
        let run = site.build(&["--format", "json"]).expect(0);
        let lost: Vec<String> = run.problems().into_iter().filter(|line| line.contains("words-")).collect();
        assert_eq!(lost, Vec::<String>::new());
        let page = site.read("public/talk/index.html");
        assert_eq!(page.matches("<aside class=\"note\"").count(), expected);
        assert_eq!(page.matches("role=\"doc-noteref\"").count(), expected);
        for note in &self.notes {
            assert!(page.contains(&html(&note.body)), "{}", note.body);
        }
    }
}

impl Remark {
    fn markdown(&self, text: &str) -> String {
        let quoted = escape(&self.quoted, MarkdownContext::LineStart);
        let target = match text.matches(&escape(&self.quoted, MarkdownContext::Middle)).count() {
            0 | 1 => format!("> {quoted}\n"),
            _ => format!("## {{at={}}}\n", self.time),
        };
        format!("{target}\n{}\n\n", escape(&self.body, MarkdownContext::LineStart))
    }
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Parts a mission's transcript: blocks that open with `[time]`, of lines `P: words` and `_note: …`.
fn part_spacelog(source: &str) -> Parted {
    let mut parted = Parted::default();
    let mut speakers: Vec<String> = Vec::new();
    let (mut time, mut words) = (String::new(), String::new());
    for line in source.lines() {
        if let Some(stamp) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            time = stamp.to_string();
        } else if let Some(note) = line.strip_prefix("_note:") {
            let quoted = words.clone();
            parted.notes.push(Remark { quoted, time: time.clone(), body: note.trim().to_string() });
        } else if let Some((speaker, said)) = log_line(line) {
            words = said;
            speakers.push(format!("\"{speaker}\""));
            parted.text +=
                &format!("**{speaker}:** [{time}] {}\n\n", escape(&words, MarkdownContext::Middle));
        }
    }
    speakers.sort();
    speakers.dedup();
    parted.text =
        format!("+++\ntitle = \"Mission\"\nspeakers = [{}]\n+++\n\n{}", speakers.join(", "), parted.text);
    parted
}

/// The speaker and the words of a line, references to the glossary as their words.
fn log_line(line: &str) -> Option<(&str, String)> {
    let (speaker, said) = line.split_once(':')?;
    let is_speaker = !speaker.is_empty() && speaker.bytes().all(|b| b.is_ascii_uppercase() || b == b' ');
    let mut words = said.trim().to_string();
    while let Some(start) = words.find("[glossary:") {
        let end = start + words[start..].find(']')?;
        let shown = words[start + "[glossary:".len()..end].rsplit('|').next()?.to_string();
        words.replace_range(start..=end, &shown);
    }
    is_speaker.then(|| (speaker.trim(), words))
}

/// Parts a transcript whose remarks stand in its words: `（註：…）`. A remark is about what precedes it.
fn part_remarks(source: &str) -> Parted {
    const OPEN: &str = "（註：";
    let mut parted = Parted { text: source.to_string(), notes: Vec::new() };
    while let Some(start) = parted.text.find(OPEN) {
        let end = start + parted.text[start..].find('）').expect("its end");
        let body = parted.text[start + OPEN.len()..end].to_string();
        parted.text.replace_range(start..end + '）'.len_utf8(), "");
        // A remark may stand alone under its speaker's heading.
        let is_said = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        let line = parted.text[..start].rsplit('\n').find(is_said).unwrap().trim();
        let from = line.chars().count().saturating_sub(24);
        let quoted = line.chars().skip(from).collect();
        parted.notes.push(Remark { quoted, time: String::new(), body });
    }
    parted
}

#[test]
fn notes_of_missions_come_back_to_their_words() {
    let Some(folder) = corpora() else { return };
    part_spacelog(&read(&folder, "spacelog/g3_TEC.txt")).check(3);
    part_spacelog(&read(&folder, "spacelog/ma7_TEC.txt")).check(7);
}

#[test]
fn remarks_of_editors_come_back_to_their_words() {
    let Some(folder) = corpora() else { return };
    part_remarks(&read(&folder, "md-audreyt/2017-03-28-開放政府政策協調聯繫會議.md")).check(2);
    let podcast = "md-audreyt/2025-01-03-「寶博朋友說」Podcast-專訪唐鳳大使逐字稿.md";
    part_remarks(&read(&folder, podcast)).check(2);
}

/// The mission whose notes were turned into footnotes: 121 of its own, and a glossary of 20.
#[test]
fn every_reference_of_a_mission_leads_to_its_note() {
    let Some(folder) = corpora() else { return };
    let source = read(&folder, "derived/gemini3-footnoted.md");
    let site = Site::new().with("content/gemini3.md", &source);
    site.build(&[]).expect(0);
    let page = site.read("public/gemini3/index.html");
    let signs = page.matches("role=\"doc-noteref\"").count();
    let references = source.matches("[^").count() - source.lines().filter(|line| is_definition(line)).count();
    assert_eq!(signs, references);
    assert_eq!(page.matches("<aside class=\"note\"").count(), 141);
    let own = page.matches("<aside class=\"note\" id=\"note-n").count();
    assert_eq!((own, 141 - own), (121, 20), "its own notes, and the glossary's");
    assert!(page.contains("Great!<a class=\"note-ref\""), "a footnote, not an image");
    let in_a_row = source.split("]").filter(|piece| piece.starts_with("[^")).count();
    assert_eq!(neighbours(&page), in_a_row);
    let notes: serde_json::Value = serde_json::from_str(&site.read("public/gemini3/notes.json")).unwrap();
    crate::annotations::check_page(&notes);
    let items = notes["items"].as_array().unwrap();
    let targets: usize = items.iter().map(|item| item["target"].as_array().unwrap().len()).sum();
    assert_eq!((items.len(), targets), (141, references));
}

fn is_definition(line: &str) -> bool {
    line.starts_with("[^") && line.contains("]:")
}

/// How many signs stand right behind another.
fn neighbours(page: &str) -> usize {
    page.matches("</sup></a><a class=\"note-ref next\"").count()
}
