//! Formats of transcripts: a registry, and a folder for each format.
//!
//! Bytes are decoded (`decode`), the format is detected, and its reader makes an [`ImportedTranscript`]: cues, whoever
//! speaks them, chapters, notes. Its speakers are named (`speakers`), its cues put together (`assemble`) into turns and
//! paragraphs, and those written as Markdown (`markdown`). What could not be kept is counted on the way and reported.

mod assemble;
mod chat;
pub mod collection;
mod companion;
mod csv;
pub mod decode;
mod detect;
mod elan;
pub mod epub;
mod exmaralda;
mod f4;
mod feed;
pub mod files;
mod html;
mod hypothesis;
mod iiif;
mod kindle;
mod limits;
mod lrc;
pub mod markdown;
mod metadata;
pub mod notes;
mod office;
mod ohms;
mod otranscribe;
mod podcasting;
mod readwise;
mod recogito;
mod recognizer;
mod refusal;
pub mod registry;
mod scc;
mod shared;
mod spacelog;
mod speakers;
mod subrip;
mod subsrt;
mod substation;
mod subviewer;
mod tei;
mod text;
mod textgrid;
pub mod transcript;
mod translations;
mod ttml;
mod web_annotations;
pub mod webvtt;
pub mod word_times;
mod youtube;

pub use self::assemble::Rhythm;
pub use self::csv::cell as csv_cell;
pub use self::markdown::Times;
pub use self::refusal::Refusal;
pub use self::registry::{FORMATS, Format, FormatWriter, format_by_id, readable_formats, writer_by_name};
pub use self::shared::entities::reference as character_reference;
pub use self::speakers::{Renaming, SpeakerSummary};
pub use self::translations::TranslatedNames;

use encoding_rs::Encoding;

use self::assemble::DraftSection;
use self::collection::OpenBeside;
use self::companion::Companion;
use self::decode::{Certainty, Decoded};
use self::notes::{NoteChoices, NotesFile};
use self::registry::FormatReader;
use self::shared::languages::split_language;
use self::transcript::{Cue, ImportedTranscript, SourceCounts, Tally};
use crate::text::path::title_from_name;
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

/// The way files are to be read, where they would not tell it rightly themselves.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The format.
    pub format: Option<&'static Format>,
    /// The encoding.
    pub encoding: Option<&'static Encoding>,
    /// Speakers who are to be called otherwise.
    pub renamings: Vec<Renaming>,
    /// The way paragraphs are made.
    pub rhythm: Rhythm,
    /// The way times are written.
    pub times: Times,
    /// The way notes are made of annotations.
    pub notes: NoteChoices,
    /// True when nobody named the files that belong to a transcript: then one that is not understood is left out.
    pub are_companions_found: bool,
}

/// A page that was made of a file.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The page's file name, made of its title, without its ending.
    pub stem: String,
    /// The page's text.
    pub text: String,
    /// The sidecar file with the times of its words, where the file has any.
    pub words: Option<String>,
    /// The report on it.
    pub report: Report,
}

/// An account of an import: what went in, what came out, and what was left behind.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file's format.
    pub format: &'static Format,
    /// Its encoding.
    pub encoding: &'static str,
    /// True if the encoding was known.
    pub certainty: Certainty,
    /// The contents of the file, counted.
    pub found: SourceCounts,
    /// The contents of the page, counted.
    pub written: Written,
    /// Everybody who speaks.
    pub voices: Vec<SpeakerSummary>,
    /// Parts of the file that are not kept.
    pub left_out: Tally,
    /// Parts that are kept in another form.
    pub changed: Tally,
    /// Renamings that match nobody.
    pub unmatched: Vec<String>,
}

/// The contents of a page that was made.
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

/// The result of an import.
#[derive(Clone, Debug)]
pub enum ImportOutcome {
    /// A transcript became a page.
    Page(Box<Imported>),
    /// Annotations became files of notes, one for each page that they are on.
    Notes(Vec<NotesFile>),
    /// A list of texts became a page for each.
    Collection(Box<ImportedCollection>),
}

/// The pages of a list of texts.
#[derive(Clone, Debug)]
pub struct ImportedCollection {
    /// The pages, in the order of the list.
    pub pages: Vec<Imported>,
    /// Parts of the list that are not kept.
    pub left_out: Tally,
    /// The list's words about itself, as lines of `site.toml`.
    pub settings: Option<String>,
    /// The names of all files that the list says have words or chapters of its texts.
    pub files: Vec<String>,
}

/// Makes a page, or files of notes, of a file and of those that belong to it.
pub fn read(input: &Input, companions: &[Input], choices: &Choices) -> Result<ImportOutcome, Refusal> {
    read_beside(input, companions, choices, &|_| None)
}

/// The same; the files that a list of texts names are opened with `open`.
pub fn read_beside(
    input: &Input,
    companions: &[Input],
    choices: &Choices,
    open: OpenBeside,
) -> Result<ImportOutcome, Refusal> {
    let decoded = decode::decode(&input.bytes, choices.encoding);
    let format = format_of_input(input, &decoded, choices)?;
    let origin = ImportOrigin { input, format, decoded: &decoded };
    let broken = |reason| Refusal::Broken(format, reason);
    match format.read {
        FormatReader::Notes(read) => {
            notes::files(read(&decoded.text).map_err(broken)?, &decoded, format, &choices.notes)
                .map(ImportOutcome::Notes)
        }
        FormatReader::Collection(read) => {
            collection::pages(read(&decoded.text).map_err(broken)?, format, &decoded, choices, open)
        }
        FormatReader::Companion | FormatReader::Nothing => Err(Refusal::Empty(format)),
        FormatReader::Page(read) => {
            let page = read(&decoded.text).map_err(broken)?;
            let page = page.imported(&origin, &choices.renamings).ok_or(Refusal::Empty(format))?;
            Ok(ImportOutcome::Page(Box::new(page)))
        }
        FormatReader::Transcript(read) => {
            let mut script = with_words(format, read(&decoded.text))?;
            for companion in companions {
                match Companion::read(companion, choices) {
                    Ok(companion) => companion.apply(&mut script),
                    Err(refusal) if choices.are_companions_found => {
                        let reason = format!("{}: {refusal}", companion.name);
                        script.left_out.add("a file that belongs to it and cannot be read", reason);
                    }
                    Err(refusal) => return Err(refusal),
                }
            }
            spacelog::drop_links(&mut script);
            Ok(ImportOutcome::Page(Box::new(page(script, &origin, choices))))
        }
    }
}

/// Makes a page of a transcript and of the files that belong to it.
pub fn import(input: &Input, companions: &[Input], choices: &Choices) -> Result<Imported, Refusal> {
    match read(input, companions, choices)? {
        ImportOutcome::Page(page) => Ok(*page),
        ImportOutcome::Notes(_) => Err(Refusal::OnlyNotes),
        ImportOutcome::Collection(_) => Err(Refusal::ManyTexts),
    }
}

/// The words of a file, with the times that it has for them.
pub fn cues(input: &Input, choices: &Choices) -> Result<Vec<Cue>, Refusal> {
    let decoded = decode::decode(&input.bytes, choices.encoding);
    let format = format_of_input(input, &decoded, choices)?;
    match format.read {
        FormatReader::Transcript(read) => Ok(with_words(format, read(&decoded.text))?.cues),
        _ => Err(Refusal::Empty(format)),
    }
}

fn format_of_input(input: &Input, decoded: &Decoded, choices: &Choices) -> Result<&'static Format, Refusal> {
    if let Some(reason) = &decoded.refusal {
        return Err(Refusal::Unknown(reason.clone()));
    }
    limits::check(&decoded.text)?;
    match choices.format {
        Some(format) => Ok(format),
        None => detect::detect(&input.name, &decoded.text).map_err(Refusal::Unknown),
    }
}

/// A transcript that was read, if it has words.
fn with_words(
    format: &'static Format,
    read: Result<ImportedTranscript, String>,
) -> Result<ImportedTranscript, Refusal> {
    let script = read.map_err(|reason| Refusal::Broken(format, reason))?;
    // The index of a recording has words of its own.
    let is_silent = script.cues.iter().all(|cue| cue.text.is_blank());
    match is_silent && script.chapters.iter().all(|chapter| chapter.lead.is_none()) {
        true => Err(Refusal::Empty(format)),
        false => Ok(script),
    }
}

/// The file that a transcript was read from.
struct ImportOrigin<'a> {
    input: &'a Input,
    format: &'static Format,
    decoded: &'a Decoded,
}

impl ImportOrigin<'_> {
    /// The file's name without its ending, and the language that stands at its end.
    fn name(&self) -> (&str, Option<String>) {
        let name = &self.input.name;
        split_language(without_endings(name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem)))
    }

    /// A title made of the file's name.
    fn title(&self) -> String {
        title_from_name(self.name().0)
    }

    /// The name of the page: made of the title that the file has, else of its name. Where the name says a language, it is
    /// that of the file, since a translation stands beside the page that it translates under the same name.
    fn page_name(&self, title: Option<&str>) -> String {
        match self.name() {
            (base, Some(language)) => format!("{}.{language}", file_stem(base)),
            (base, None) => file_stem(title.unwrap_or(base)),
        }
    }
}

fn page(mut script: ImportedTranscript, origin: &ImportOrigin, choices: &Choices) -> Imported {
    let own_title = script.about.title.take().map(|title| title_of_file(&title));
    let stem = origin.page_name(own_title.as_deref());
    script.about.title = Some(own_title.unwrap_or_else(|| origin.title()));
    if origin.decoded.broken > 0 {
        script.changed.add("bytes that are invalid in this encoding, shown as �", "");
    }
    if origin.decoded.is_cut {
        script.changed.add("a file that ends in the middle, read as far as it goes", "");
    }
    if origin.decoded.not_numbers > 0 {
        script.changed.add_many(
            "values that are no numbers, read as unknown",
            origin.decoded.not_numbers,
            "NaN",
        );
    }
    if let (None, (_, Some(language))) = (&script.about.language, origin.name()) {
        script.changed.add("the language, taken from the file's name", language.as_str());
        script.about.language = Some(language);
    }
    let timed_cues = script.cues.iter().filter(|cue| cue.start.is_some()).count();
    let words = word_times::sidecar(&script);
    let captions = if words.is_none() { word_times::caption_sidecar(&script.cues) } else { None };
    let (voices, unmatched) = speakers::settle(&mut script, &choices.renamings);
    let sections = assemble::assemble(&mut script, choices.rhythm);
    let captions = captions.filter(|_| timed_cues >= timed_paragraphs(&sections) * FEWER_TIMES);
    let ImportedTranscript { about, people, notes, found, mut left_out, changed, .. } = script;
    let text = markdown::page::page(markdown::page::DraftPage {
        about: &about,
        people: &people,
        voices: &voices,
        sections: &sections,
        notes: &notes,
        times: choices.times,
    });
    let written = written(&sections, notes.len());
    let words = words.and_then(|words| words.for_page(written.words, &mut left_out)).or(captions);
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
    Imported { stem, text, words, report }
}

/// A page with so many times fewer times than its captions had needs a sidecar file to keep them.
const FEWER_TIMES: usize = 2;

fn timed_paragraphs(sections: &[DraftSection]) -> usize {
    let paragraphs = sections.iter().flat_map(|section| &section.turns).flat_map(|turn| &turn.paragraphs);
    paragraphs.filter(|paragraph| paragraph.time.is_some()).count().max(1)
}

fn written(sections: &[DraftSection], notes: usize) -> Written {
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

/// Endings of recordings, and words that programs add to the names of their files: `talk.mp3.words.json`.
const ENDINGS: [&str; 18] = [
    "aac",
    "aiff",
    "avi",
    "flac",
    "m4a",
    "m4v",
    "mkv",
    "mov",
    "mp3",
    "mp4",
    "ogg",
    "opus",
    "wav",
    "webm",
    "words",
    "segments",
    "transcript",
    "diarized",
];

/// A title; one that is the name of a recording, without its ending.
fn title_of_file(title: &str) -> String {
    let is_one_word = !title.trim().contains(char::is_whitespace);
    if is_one_word { without_endings(title.trim()).to_string() } else { title.to_string() }
}

/// The name of a file without such endings.
fn without_endings(stem: &str) -> &str {
    match stem.rsplit_once('.').filter(|(_, last)| ENDINGS.contains(&last.to_ascii_lowercase().as_str())) {
        Some((rest, _)) if !rest.is_empty() => without_endings(rest),
        _ => stem,
    }
}

/// A file name made of a title, short enough for every disk.
fn file_stem(title: &str) -> String {
    let slug = slug(title);
    let short = slug[..slug.floor_char_boundary(100)].trim_end_matches('-');
    if short.is_empty() { "transcript".to_string() } else { short.to_string() }
}
