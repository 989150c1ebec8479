//! Records of oral histories as OHMS keeps them: a transcript with its index, and who speaks in it.

mod record;
mod timed;

use crate::formats::registry::{Format, FormatReader, FormatWriter, Needs, PageWriter};
use std::collections::BTreeSet;

use self::record::Record;
use self::timed::SyncedTranscript;
use crate::formats::markdown::front::RecordingField;
use crate::formats::shared::caption_text::join;
use crate::formats::shared::languages::language;
use crate::formats::transcript::{Chapter, ChapterStart, ImportedNote, ImportedTranscript, IntroducedPerson};
use crate::formats::webvtt::timing::lax;
use crate::formats::{text, webvtt};
use crate::text::rich::{Marks, RichText, StyledRun};

/// OHMS in the registry.
pub const FORMAT: Format = Format {
    id: "ohms",
    name: "an OHMS record",
    extensions: &["xml"],
    units: "passages",
    keeps: "the transcript, as captions or with a time for each minute, or the index alone where there is none; the index as sections, with its keywords and subjects as topics, its places and links; interviewer, interviewee, date, subjects; annotations and footnotes as notes on their words",
    detect: |sample| sample.markup_that(looks_like_one),
    read: FormatReader::Transcript(read),
    write: Some(FormatWriter {
        name: "ohms",
        file: "transcript.ohms.xml",
        media_type: "application/xml",
        title: "export_ohms",
        needs: Needs::Chapters,
        podcast_element: None,
        about: "a record for OHMS: the sections as its index, with their topics as keywords, and the words as captions",
        write: PageWriter::Article,
    }),
};

/// Tells whether `text` is such a record.
pub fn looks_like_one(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(2000)];
    start.contains("nunncenter/ohms") || start.contains("<ROOT") && start.contains("<record")
}

/// Reads a record.
pub fn read(text: &str) -> Result<ImportedTranscript, String> {
    let record = Record::read(text)?;
    let source = WordSource::find(&record);
    let people = people(&record);
    let speakers: Vec<String> =
        people.iter().flat_map(|person| [person.label.clone(), person.name.clone()]).collect();
    let mut script = match source {
        WordSource::Captions(captions) => webvtt::read(captions),
        WordSource::Transcript(transcript) => transcript_words(transcript, &record, &speakers),
        WordSource::Index => index_words(&record, &speakers),
    };
    describe(&record, &mut script);
    script.people = people;
    script.chapters.extend(record.points().filter_map(chapter));
    report(&record, source, &mut script);
    Ok(script)
}

/// The part of a record that holds its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WordSource<'r> {
    /// WebVTT.
    Captions(&'r str),
    /// Plain text with a mark at each minute.
    Transcript(&'r str),
    /// The index alone: many archives index a recording that nobody transcribed.
    Index,
}

impl<'r> WordSource<'r> {
    fn find(record: &'r Record) -> Self {
        let captions = record.get("vtt_transcript").map(WordSource::Captions);
        let transcript = record.get("transcript").filter(|transcript| !is_placeholder(transcript));
        captions.or(transcript.map(WordSource::Transcript)).unwrap_or(WordSource::Index)
    }
}

/// Returns true for what OHMS writes where a transcript is missing.
fn is_placeholder(transcript: &str) -> bool {
    transcript.trim().trim_end_matches('.').eq_ignore_ascii_case("no transcript")
}

/// The beginning of each section, which the index of a record without a transcript has.
fn index_words(record: &Record, speakers: &[String]) -> ImportedTranscript {
    let mut script = ImportedTranscript::default();
    let openings: Vec<&str> = record.points().filter_map(|point| point.get("partial_transcript")).collect();
    // Names are known by all beginnings together.
    let together = openings.join("\n\n");
    let found = text::read_transcript_labels(&together, speakers);
    let speakers: Vec<String> =
        found.labels.into_iter().map(|label| label.name).chain(speakers.iter().cloned()).collect();
    for point in record.points() {
        let time = point.get("time").and_then(lax);
        let opening = time.and(point.get("partial_transcript")).unwrap_or_default();
        // Each beginning by itself: who speaks last in one does not speak in the next.
        let mut found = text::read_with_speakers(opening, &speakers);
        found.cues.first_mut().into_iter().for_each(|cue| cue.start = cue.start.or(time));
        for (what, entry) in found.changed.iter() {
            script.changed.add_many(what, entry.count, entry.example.as_str());
        }
        script.cues.append(&mut found.cues);
    }
    if record.points().next().is_some() {
        script.changed.add("a transcript that the record has not: its index stands in its place", "");
    }
    script.count(script.cues.len());
    script
}

fn transcript_words(transcript: &str, record: &Record, speakers: &[String]) -> ImportedTranscript {
    let (words, footnotes) = split_footnotes(transcript);
    let sync = record.get("sync").unwrap_or_default();
    let SyncedTranscript { text, set_apart } = SyncedTranscript::new(words, sync, speakers);
    let mut script = text::read_with_speakers(&text, speakers);
    set_apart.into_iter().for_each(|label| script.changed.add(text::LABEL_INSIDE_LINE, label));
    if !sync.is_empty() {
        script.changed.add("times of paragraphs, estimated from the marks at each minute", "");
    }
    let units = script.found.units;
    set_footnotes(&mut script, &footnotes);
    script.count(units);
    script
}

fn describe(record: &Record, script: &mut ImportedTranscript) {
    let get = |name: &str| record.get(name).map(str::to_string);
    let about = &mut script.about;
    about.title = get("title").or(about.title.take());
    about.date = record.get("date").and_then(|date| date.parse().ok());
    about.language = language(record.get("language")).or(about.language.take());
    about.summary = get("description");
    about.publisher = get("repository");
    let (licence, rights): (Vec<&str>, Vec<&str>) = record
        .all("rights")
        .chain(record.all("usage"))
        .partition(|text| text.chars().count() <= LONGEST_LICENCE);
    about.licence = licence.first().map(|licence| one_line(licence));
    about.rights = rights.first().map(|rights| one_line(rights));
    about.identifier = get("accession");
    about.series.title = get("series_name").or(get("collection_name"));
    let more = licence.iter().skip(1).chain(rights.iter().skip(1));
    more.for_each(|text| script.left_out.add("more texts about rights", *text));
    about.tags = tags(record);
    about.recording = recording(record);
    about.duration = record.get("duration").and_then(lax).filter(|duration| duration.0 > 0);
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Subjects and keywords, each once.
fn tags(record: &Record) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let words = record.all("subject").chain(record.all("keyword"));
    words.filter(|word| seen.insert(*word)).map(str::to_string).collect()
}

/// A licence is a name or an address; whatever is longer is a text about one.
const LONGEST_LICENCE: usize = 120;

fn recording(record: &Record) -> Option<RecordingField> {
    let clip = record.get("host_clip_id").map(str::to_string);
    if record.get("host").is_some_and(|host| host.eq_ignore_ascii_case("youtube")) {
        return clip.map(|src| RecordingField { key: "youtube", src });
    }
    let is_video = record.get("clip_format").is_some_and(|format| format.eq_ignore_ascii_case("video"));
    let src = record.get("media_url")?.to_string();
    Some(RecordingField { key: if is_video { "video" } else { "audio" }, src })
}

/// Those who speak stand in the record by their full names, and before their words by the last.
fn people(record: &Record) -> Vec<IntroducedPerson> {
    let of = |role: &'static str| {
        let names = record.all(role).flat_map(|names| names.split(';')).map(str::trim);
        names.filter(|name| !name.is_empty()).map(move |name| IntroducedPerson {
            label: name.rsplit(' ').next().unwrap_or(name).to_string(),
            name: name.to_string(),
            role: Some(role.to_string()),
            ..IntroducedPerson::default()
        })
    };
    of("interviewer").chain(of("interviewee")).collect()
}

/// A point of the index opens a section.
fn chapter(point: &Record) -> Option<Chapter> {
    let place = ChapterStart::Time(lax(point.get("time")?)?);
    let title = point.get("title")?.trim_matches([';', ' ']).to_string();
    let lead = lead(point);
    let topics = topics(point);
    (!title.is_empty()).then_some(Chapter { title, level: 2, place, lead, topics })
}

/// The keywords and subjects of a section, each once.
fn topics(point: &Record) -> Vec<String> {
    let mut topics: Vec<String> = Vec::new();
    let values = point.all("keywords").chain(point.all("subjects"));
    for value in values.flat_map(|value| value.split(';')).map(str::trim) {
        if !value.is_empty() && topics.iter().all(|known| known != value) {
            topics.push(value.to_string());
        }
    }
    topics
}

/// The words of the index about a section, a line each. Bullets keep lines from looking like the label of a speaker.
fn lead(point: &Record) -> Option<String> {
    let mut lines: Vec<String> = point.get("synopsis").map(str::to_string).into_iter().collect();
    for place in point.all("gps") {
        let name = point.get("gps_text").map_or(String::new(), |name| format!("{name}, "));
        lines.push(format!("• Place: {name}{place}"));
    }
    let names: Vec<&str> = point.all("hyperlink_text").collect();
    for (at, link) in point.all("hyperlink").enumerate() {
        let name = names.get(at).map_or(String::new(), |name| format!("{name}, "));
        lines.push(format!("• Link: {name}{link}"));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Fields of a record that have no place on a page.
const LEFT_OUT: [(&str, &str); 4] = [
    ("transcript_alt", "translations of the transcript"),
    ("partial_transcript", "beginnings of sections, which are in the transcript"),
    ("user_notes", "notes about the record"),
    ("funding", "notes about funding"),
];

fn report(record: &Record, source: WordSource, script: &mut ImportedTranscript) {
    let is_shown = |name: &str| name == "partial_transcript" && source == WordSource::Index;
    for (name, what) in LEFT_OUT.into_iter().filter(|(name, _)| !is_shown(name)) {
        let points = record.points().flat_map(|point| point.all(name));
        record.all(name).chain(points).for_each(|value| script.left_out.add(what, value));
    }
    for title in
        record.points().filter(|point| chapter(point).is_none()).filter_map(|point| point.get("title"))
    {
        script.left_out.add("sections whose time cannot be read", title);
    }
}

/// The words, and the notes behind them: `[[footnotes]] [[note]] … [[/note]] [[/footnotes]]`.
fn split_footnotes(transcript: &str) -> (&str, Vec<ImportedNote>) {
    let Some((words, notes)) = transcript.split_once("[[footnotes]]") else {
        return (transcript, Vec::new());
    };
    let notes = notes.split("[[note]]").skip(1);
    (words, notes.map(|note| footnote(note.split("[[/note]]").next().unwrap_or_default())).collect())
}

/// `Words. [[link]]https://…[[/link]]`
fn footnote(written: &str) -> ImportedNote {
    let (words, link) = written.split_once("[[link]]").unwrap_or((written, ""));
    let link = link.split("[[/link]]").next().unwrap_or_default().trim();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = RichText::plain(words);
    if !link.is_empty() {
        let marks = Marks { link: Some(link.to_string()), ..Marks::default() };
        join(&mut text, RichText { runs: vec![StyledRun { text: link.to_string(), marks }] });
    }
    ImportedNote { text: vec![text], ..ImportedNote::default() }
}

/// Puts each note where `[[footnote]]1[[/footnote]]` stands.
fn set_footnotes(script: &mut ImportedTranscript, footnotes: &[ImportedNote]) {
    let mut met = vec![None; footnotes.len()];
    for cue in &mut script.cues {
        let plain = cue.text.to_plain();
        if !plain.contains("[[footnote]]") {
            continue;
        }
        let mut out = RichText::default();
        for (at, part) in plain.split("[[footnote]]").enumerate() {
            let (number, words) = match part.split_once("[[/footnote]]") {
                Some((number, words)) if at > 0 => (number.trim().parse::<usize>().ok(), words),
                _ => (None, part),
            };
            match number.and_then(|number| number.checked_sub(1)).filter(|at| *at < footnotes.len()) {
                Some(at) => out.push_note(*met[at].get_or_insert_with(|| {
                    script.notes.push(footnotes[at].clone());
                    script.notes.len() - 1
                })),
                None if at > 0 => script.left_out.add("marks of notes that are not there", ""),
                None => {}
            }
            out.push(words, &Marks::default());
        }
        cue.text = out;
    }
    let unmet = footnotes.iter().zip(&met).filter(|(_, met)| met.is_none());
    unmet.for_each(|(note, _)| script.left_out.add("notes that no words refer to", note.text[0].to_plain()));
}
