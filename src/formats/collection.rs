//! Files that list many texts: a podcast's feed, an archive's table. Each entry becomes a page; the words of those that have any are
//! in files of their own, which are looked for beside the list.

use super::assemble::{DraftHeading, DraftSection, assemble};
use super::companion::Companion;
use super::decode::Decoded;
use super::markdown::Front;
use super::registry::{Format, FormatReader};
use super::speakers::{self, SpeakerSummary};
use super::transcript::{Chapter, ChapterStart, ImportedTranscript, IntroducedPerson, Tally};
use super::{
    Choices, ImportOutcome, Imported, ImportedCollection, Input, Refusal, Report, file_stem, format_of_input,
    markdown, spacelog, with_words, word_times, written,
};
use crate::text::names::normalise;

/// A text that a list tells of.
#[derive(Clone, Debug, Default)]
pub struct CollectionItem {
    /// Its metadata.
    pub about: Front,
    /// Those who speak in it, or are said to.
    pub people: Vec<IntroducedPerson>,
    /// Its sections.
    pub chapters: Vec<Chapter>,
    /// Words about it, a paragraph each.
    pub body: Vec<String>,
    /// The names of files that may have its words, the best first.
    pub transcripts: Vec<String>,
    /// The names of files that may have its chapters.
    pub chapter_files: Vec<String>,
    /// The name of its page; made of the title when it has none.
    pub stem: Option<String>,
    /// True when it makes no page without words and without a recording: archives list pictures, too.
    pub needs_words: bool,
}

/// The texts of a list, as they were read.
#[derive(Clone, Debug, Default)]
pub struct CollectionReading {
    /// Its texts.
    pub items: Vec<CollectionItem>,
    /// Parts that are not kept.
    pub left_out: Tally,
    /// The list's words about itself, as lines of `site.toml`.
    pub settings: Option<String>,
}

/// Opens a file beside the list by its name, if it is there.
pub type OpenBeside<'a> = &'a dyn Fn(&str) -> Option<Input>;

/// Makes the pages of a list.
pub(super) fn pages(
    reading: CollectionReading,
    format: &'static Format,
    decoded: &Decoded,
    choices: &Choices,
    open: OpenBeside,
) -> Result<ImportOutcome, Refusal> {
    if reading.items.is_empty() {
        return Err(Refusal::Empty(format));
    }
    let CollectionReading { items, mut left_out, settings } = reading;
    let maker = PageMaker { format, decoded, choices, open };
    let (mut pages, mut files) = (Vec::new(), Vec::new());
    for item in items {
        files.extend(item.transcripts.iter().chain(&item.chapter_files).cloned());
        let (is_silent, title) =
            (item.needs_words && item.about.recording.is_none(), item.about.title.clone());
        let page = maker.page(item);
        match is_silent && page.report.found.words == 0 {
            true => left_out.add("records without words and without a recording", title.unwrap_or_default()),
            false => pages.push(page),
        }
    }
    if pages.is_empty() {
        return Err(Refusal::Empty(format));
    }
    Ok(ImportOutcome::Collection(Box::new(ImportedCollection { pages, left_out, settings, files })))
}

struct PageMaker<'a> {
    format: &'static Format,
    decoded: &'a Decoded,
    choices: &'a Choices,
    open: OpenBeside<'a>,
}

impl PageMaker<'_> {
    fn page(&self, item: CollectionItem) -> Imported {
        let (mut script, format) = self.transcript(&item.transcripts);
        let CollectionItem { about, people, chapters, body, chapter_files, stem, .. } = item;
        let own = std::mem::replace(&mut script.about, about);
        fill(&mut script.about, own);
        script.people.extend(people.iter().cloned());
        script.chapters.extend(chapters);
        if script.chapters.is_empty() {
            self.add_chapters(&chapter_files, &mut script);
        }
        let words = word_times::sidecar(&script);
        let (mut voices, unmatched) = speakers::settle(&mut script, &self.choices.renamings);
        add_silent(people, &mut voices, &mut script.people);
        let mut sections = match script.cues.is_empty() {
            true => headings(std::mem::take(&mut script.chapters)),
            false => assemble(&mut script, self.choices.rhythm),
        };
        if script.cues.is_empty() && written(&sections, 0).words == 0 {
            // A page with a recording has a player, even while its words are not written down.
            script.about.is_transcript = script.about.recording.is_some();
            add_body(without_summary(&body, script.about.summary.as_deref()), &mut sections);
        }
        let ImportedTranscript { about, people, notes, found, mut left_out, changed, .. } = script;
        let text = markdown::page::page(markdown::page::DraftPage {
            about: &about,
            people: &people,
            voices: &voices,
            sections: &sections,
            notes: &notes,
            times: self.choices.times,
        });
        let title = about.title.as_deref().unwrap_or_default();
        let stem = stem.map_or_else(|| file_stem(title), |stem| file_stem(&stem));
        let written = written(&sections, notes.len());
        let words = words.and_then(|words| words.for_page(written.words, &mut left_out));
        let Decoded { encoding, certainty, .. } = *self.decoded;
        let report =
            Report { format, encoding, certainty, found, written, voices, left_out, changed, unmatched };
        Imported { stem, text, words, report }
    }

    /// The words of a text, from the first file that has them.
    fn transcript(&self, names: &[String]) -> (ImportedTranscript, &'static Format) {
        for input in names.iter().filter_map(|name| (self.open)(name)) {
            if let Some(found) = self.read(&input) {
                return found;
            }
        }
        (ImportedTranscript::default(), self.format)
    }

    fn read(&self, input: &Input) -> Option<(ImportedTranscript, &'static Format)> {
        let decoded = super::decode::decode(&input.bytes, None);
        let format = format_of_input(input, &decoded, &Choices::default()).ok()?;
        let FormatReader::Transcript(read) = format.read else { return None };
        let mut script = with_words(format, read(&decoded.text)).ok()?;
        spacelog::drop_links(&mut script);
        Some((script, format))
    }

    fn add_chapters(&self, names: &[String], script: &mut ImportedTranscript) {
        let files = names.iter().filter_map(|name| (self.open)(name));
        let mut read = files.filter_map(|input| Companion::read(&input, &Choices::default()).ok());
        if let Some(companion) = read.next() {
            companion.apply(script);
        }
    }
}

/// Adds what the text says of itself to what the list says, which counts more.
fn fill(about: &mut Front, own: Front) {
    about.title = about.title.take().or(own.title);
    about.language = about.language.take().or(own.language);
    about.duration = about.duration.or(own.duration);
    about.recording = about.recording.take().or(own.recording);
}

/// Adds those whom a list names and who say nothing, so that nobody is forgotten.
fn add_silent(
    named: Vec<IntroducedPerson>,
    voices: &mut Vec<SpeakerSummary>,
    people: &mut Vec<IntroducedPerson>,
) {
    for person in named {
        let is_there = voices.iter().any(|voice| normalise(&voice.name) == normalise(&person.name));
        if !is_there {
            voices.push(SpeakerSummary { name: person.name.clone(), ..SpeakerSummary::default() });
            people.push(person);
        }
    }
}

/// The sections of a text whose words are not known.
fn headings(chapters: Vec<Chapter>) -> Vec<DraftSection> {
    let heading = |Chapter { title, level, place, lead, topics }| {
        let time = match place {
            ChapterStart::Time(time) | ChapterStart::CueAt(_, time) => Some(time),
            ChapterStart::Cue(_) => None,
        };
        DraftSection { heading: Some(DraftHeading { title, level, time, topics }), lead, turns: Vec::new() }
    };
    chapters.into_iter().map(heading).collect()
}

/// Words about a text, without those that stand above as its summary.
fn without_summary<'b>(body: &'b [String], summary: Option<&str>) -> &'b [String] {
    match body {
        [first, rest @ ..] if !rest.is_empty() && Some(first.as_str()) == summary => rest,
        _ => body,
    }
}

/// Puts words about a text before everything else.
fn add_body(body: &[String], sections: &mut Vec<DraftSection>) {
    if !body.is_empty() {
        sections.insert(0, DraftSection { lead: Some(body.join("\n")), ..DraftSection::default() });
    }
}
