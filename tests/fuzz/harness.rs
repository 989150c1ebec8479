//! What every reader of strangers' files promises, whatever is in them. The fuzzer's targets call it, and
//! so do the tests, with what the fuzzer found.

mod published;
mod whole;

use postil::config::{self, Config};
use postil::formats::{Choices, Format, Input, format_by_id, import};
use postil::parse;
use postil::retime::retime;
use postil::source::{SourceId, Sources};

/// A reader, by the name of its target.
pub type Target = (&'static str, fn(&[u8]));

/// Every reader there is.
pub const TARGETS: &[Target] = &[
    ("vtt", |bytes| read_as(bytes, &["vtt"])),
    ("srt", |bytes| read_as(bytes, &["srt", "sbv"])),
    ("json", json),
    ("table", |bytes| read_as(bytes, &["table"])),
    ("xml", |bytes| read_as(bytes, &["tei", "ohms", "html"])),
    ("text", |bytes| read_as(bytes, &["text", "spacelog"])),
    ("page", page),
    ("notes", notes),
    ("site", site),
    ("retimed", retimed),
    ("folder", whole::folder),
    ("feeds", whole::feeds),
    ("requests", whole::requests),
    ("manifest", published::manifest),
    ("cache", published::cache),
];

/// Runs the reader of the target called `name`.
pub fn run(name: &str, bytes: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("there is such a target");
    target(bytes);
}

/// Reads a file as each of some formats: no word goes missing unsaid, and the page can be read again.
fn read_as(bytes: &[u8], formats: &[&str]) {
    for id in formats {
        import_as(bytes, Some(format_by_id(id).expect("there is such a format")));
    }
}

/// JSON says by its shape whose it is.
fn json(bytes: &[u8]) {
    import_as(bytes, None);
    read_as(bytes, &["whisper", "podcasting", "deepgram", "assemblyai", "captions"]);
}

fn import_as(bytes: &[u8], format: Option<&'static Format>) {
    let input = Input { name: "a".into(), bytes: bytes.to_vec() };
    let Ok(imported) = import(&input, &[], &Choices { format, ..Choices::default() }) else { return };
    let (found, written) = (&imported.report.found, &imported.report.written);
    assert_eq!(found.words, written.words + found.repeated + found.names, "a word went missing");
    parse_page(&imported.text);
}

fn parse_page(text: &str) {
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", text);
    parse::document(&sources, id, &Config::default());
}

fn page(bytes: &[u8]) {
    parse_page(&String::from_utf8_lossy(bytes));
}

fn notes(bytes: &[u8]) {
    let mut sources = Sources::default();
    let id = sources.add("content/a.notes.md", String::from_utf8_lossy(bytes));
    parse::stand_off(&sources, id, &Config::default());
}

fn site(bytes: &[u8]) {
    config::read(&String::from_utf8_lossy(bytes), SourceId(0), &config::Themes::default());
}

/// A page whose words are those of a recording gets its times; nothing else of it changes.
fn retimed(bytes: &[u8]) {
    let page = String::from_utf8_lossy(bytes);
    let words = Input { name: "a.txt".into(), bytes: format!("[0:01] {page}\n\n[0:09] x").into_bytes() };
    let format = format_by_id("text");
    let choices = Choices { format, ..Choices::default() };
    if let Ok(retimed) = retime(&page, &Config::default(), &words, &choices) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        assert_eq!(letters(&retimed.text), letters(&page), "words changed");
    }
}
