//! Transcripts as other programs leave them, in; pages that people like to edit, out.
//!
//! Bytes are decoded (`decode`), the format is found out (`detect`), and its reader makes a [`Script`] of
//! the text: cues, whoever speaks them, chapters, notes. The script's speakers are
//! settled (`speakers`), its cues put together (`assemble`) into turns and paragraphs, and those
//! written (`markdown`) as Markdown. What could not be kept is counted on the way and reported.

pub mod annotations;
mod assemble;
mod captions;
mod companion;
pub mod decode;
mod detect;
mod entities;
pub mod files;
mod format;
mod html;
mod json;
mod labels;
mod languages;
mod markdown;
mod ohms;
mod roll;
mod sbv;
pub mod script;
mod spacelog;
mod speakers;
mod subrip;
mod table;
mod tei;
mod text;
pub mod vtt;
mod xml;

pub use self::assemble::Rhythm;
pub use self::format::Format;
pub use self::speakers::{Renaming, Voice};
pub use crate::dialect::Times;

use std::fmt;

use encoding_rs::Encoding;

use self::annotations::{NotesFile, PrivateNotes};
use self::assemble::Section;
use self::companion::Companion;
use self::decode::{Certainty, Decoded};
use self::script::{Cue, Found, Script, Tally};
use crate::text::slug::slug;
use crate::text::words::count_words;

/// A file to be read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name, without its folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How files are to be read, where they would not tell it rightly themselves.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The format.
    pub format: Option<Format>,
    /// The encoding.
    pub encoding: Option<&'static Encoding>,
    /// Speakers who are to be called otherwise.
    pub renamings: Vec<Renaming>,
    /// How paragraphs are made.
    pub rhythm: Rhythm,
    /// How times are written.
    pub times: Times,
    /// What becomes of annotations that not everybody could read.
    pub private: PrivateNotes,
}

/// A page that was made of a file.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The page's file name, made of its title, without its ending.
    pub stem: String,
    /// The page's text.
    pub text: String,
    /// What there is to say about it.
    pub report: Report,
}

/// What went in, what came out, and what was left behind.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file's format.
    pub format: Format,
    /// Its encoding.
    pub encoding: &'static str,
    /// Whether the encoding was known.
    pub certainty: Certainty,
    /// What was in the file.
    pub found: Found,
    /// What is on the page.
    pub written: Written,
    /// Who speaks.
    pub voices: Vec<Voice>,
    /// What is not kept.
    pub left_out: Tally,
    /// What is kept otherwise than it was.
    pub changed: Tally,
    /// Renamings that match nobody.
    pub unmatched: Vec<String>,
}

/// What is on a page that was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Its sections.
    pub sections: usize,
    /// Its turns.
    pub turns: usize,
    /// Its paragraphs.
    pub paragraphs: usize,
    /// Its words.
    pub words: usize,
    /// Its notes.
    pub notes: usize,
}

/// Why no page was made of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is of no format that can be read; what it looks like, in a sentence.
    Unknown(String),
    /// It is not of the format it was said or seemed to be; why not.
    Broken(Format, String),
    /// It is of a format that can be read, and has no words.
    Empty(Format),
    /// It is nothing that belongs to a transcript.
    NoCompanion(Format),
    /// It holds notes on a page, and no transcript.
    OnlyNotes,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Unknown(looks) => f.write_str(looks),
            Refusal::Broken(format, reason) => write!(f, "this is not {}: {reason}", format.name()),
            Refusal::Empty(Format::Chapters | Format::SpacelogMeta) => {
                f.write_str("this belongs to a transcript: import that, and name this file with --with")
            }
            Refusal::OnlyNotes => f.write_str("these are notes on a page, and no transcript"),
            Refusal::Empty(Format::WebAnnotations | Format::Hypothesis) => {
                f.write_str("none of these annotations says something of words on a page")
            }
            Refusal::NoCompanion(format) => {
                write!(f, "this is {}, and --with takes chapters or a mission's _meta", format.name())
            }
            Refusal::Empty(format) => write!(f, "this is {}, and there are no words in it", format.name()),
        }
    }
}

/// What was made of a file.
#[derive(Clone, Debug)]
pub enum Made {
    /// A transcript became a page.
    Page(Box<Imported>),
    /// Annotations became files of notes, one for each page that they are on.
    Notes(Vec<NotesFile>),
}

/// Makes a page, or files of notes, of a file and of those that belong to it.
pub fn read(input: &Input, companions: &[Input], choices: &Choices) -> Result<Made, Refusal> {
    let decoded = decode::decode(&input.bytes, choices.encoding);
    let format = format_of(input, &decoded, choices)?;
    if annotations::are_notes(format) {
        return annotations::read(&decoded, format, choices.private).map(Made::Notes);
    }
    let mut script = script(format, &decoded)?;
    for companion in companions {
        Companion::read(companion, choices)?.apply(&mut script);
    }
    spacelog::drop_links(&mut script);
    let origin = Origin { input, format, decoded: &decoded };
    Ok(Made::Page(Box::new(page(script, &origin, choices))))
}

/// Makes a page of a transcript and of the files that belong to it.
pub fn import(input: &Input, companions: &[Input], choices: &Choices) -> Result<Imported, Refusal> {
    match read(input, companions, choices)? {
        Made::Page(page) => Ok(*page),
        Made::Notes(_) => Err(Refusal::OnlyNotes),
    }
}

/// The words of a file, with the times that it has for them.
pub fn cues(input: &Input, choices: &Choices) -> Result<Vec<Cue>, Refusal> {
    let decoded = decode::decode(&input.bytes, choices.encoding);
    let format = format_of(input, &decoded, choices)?;
    Ok(script(format, &decoded)?.cues)
}

fn format_of(input: &Input, decoded: &Decoded, choices: &Choices) -> Result<Format, Refusal> {
    match choices.format {
        Some(format) => Ok(format),
        None => detect::detect(&input.name, &decoded.text).map_err(Refusal::Unknown),
    }
}

/// Reads a transcript that has words.
fn script(format: Format, decoded: &Decoded) -> Result<Script, Refusal> {
    let script = format.read(&decoded.text).map_err(|reason| Refusal::Broken(format, reason))?;
    match script.cues.iter().all(|cue| cue.text.is_blank()) {
        true => Err(Refusal::Empty(format)),
        false => Ok(script),
    }
}

/// Where a script was read from.
struct Origin<'a> {
    input: &'a Input,
    format: Format,
    decoded: &'a Decoded,
}

fn page(mut script: Script, origin: &Origin, choices: &Choices) -> Imported {
    let stem = origin.input.name.rsplit_once('.').map_or(origin.input.name.as_str(), |(stem, _)| stem);
    script.about.title.get_or_insert_with(|| stem.replace(['_', '-'], " ").trim().to_string());
    if origin.decoded.broken > 0 {
        script.changed.add("bytes that stand for nothing in this encoding, shown as �", "");
    }
    let (voices, unmatched) = speakers::settle(&mut script, &choices.renamings);
    let sections = assemble::assemble(&mut script, choices.rhythm);
    let Script { about, people, notes, found, left_out, changed, .. } = script;
    let text = markdown::page(markdown::Parts {
        about: &about,
        people: &people,
        voices: &voices,
        sections: &sections,
        notes: &notes,
        times: choices.times,
    });
    let written = written(&sections, notes.len());
    let Decoded { encoding, certainty, .. } = *origin.decoded;
    let report = Report {
        format: origin.format,
        encoding,
        certainty,
        found,
        written,
        voices,
        left_out,
        changed,
        unmatched,
    };
    Imported { stem: file_stem(about.title.as_deref().unwrap_or_default()), text, report }
}

fn written(sections: &[Section], notes: usize) -> Written {
    let turns = || sections.iter().flat_map(|section| &section.turns);
    let paragraphs = || turns().flat_map(|turn| &turn.paragraphs);
    Written {
        sections: sections.iter().filter(|section| section.heading.is_some()).count(),
        turns: turns().filter(|turn| turn.speaker.is_some()).count(),
        paragraphs: paragraphs().count(),
        words: paragraphs().map(|paragraph| count_words(&paragraph.text.to_plain())).sum(),
        notes,
    }
}

/// A file name made of a title, short enough for every disk.
fn file_stem(title: &str) -> String {
    let slug = slug(title);
    let short = slug[..slug.floor_char_boundary(100)].trim_end_matches('-');
    if short.is_empty() { "transcript".to_string() } else { short.to_string() }
}
