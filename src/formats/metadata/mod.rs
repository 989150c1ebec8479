//! An archive's table of its records, as CollectionBuilder and Oral History as Data have it: a row for each, and the words in a file
//! of their own that is named after the record.

use csv::{ReaderBuilder, StringRecord};

use crate::formats::collection::{CollectionItem, CollectionReading};
use crate::formats::csv::delimiter as delimiter_of_words;
use crate::formats::feed::day;
use crate::formats::markdown::front::RecordingField;
use crate::formats::registry::{Confidence, Format, FormatReader, Sample};
use crate::formats::shared::entities;
use crate::formats::shared::languages::language;
use crate::formats::transcript::IntroducedPerson;
use crate::formats::webvtt::timing::lax;
use crate::text::content_type;

/// Tables of records in the registry.
pub const FORMAT: Format = Format {
    id: "records",
    name: "a table of records",
    extensions: &["csv", "tsv"],
    units: "records",
    keeps: "[a page for each record](#collections) of CollectionBuilder or Oral History as Data",
    detect,
    read: FormatReader::Collection(read),
    write: None,
};

fn detect(sample: &Sample) -> Option<Confidence> {
    let head = sample.start.lines().next().filter(|_| sample.json.is_none())?;
    delimiter(head).map(|_| Confidence::Certain)
}

/// The delimiter of a table whose first line names records and titles; `None` for others, and for tables of words.
fn delimiter(head: &str) -> Option<u8> {
    let is_head = |delimiter: &u8| {
        let names: Vec<String> = head.split(char::from(*delimiter)).map(column).collect();
        let has = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&name.as_str()));
        has(IDS) && has(&["title"])
    };
    [b',', b'\t', b';'].into_iter().find(is_head).filter(|_| delimiter_of_words(head).is_none())
}

const IDS: &[&str] = &["objectid", "object_id", "identifier", "id"];

/// The name of a column, as it is compared.
fn column(written: &str) -> String {
    written.trim().trim_start_matches('\u{feff}').trim_matches('"').trim().to_lowercase().replace(' ', "_")
}

/// Columns whose values have no place on a page.
const LEFT_OUT: [&str; 8] =
    ["latitude", "longitude", "location", "format", "image_small", "image_thumb", "display_template", "type"];

fn read(text: &str) -> Result<CollectionReading, String> {
    let head = text.lines().next().unwrap_or_default();
    let delimiter = delimiter(head).ok_or("its first line does not name the columns objectid and title")?;
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let columns: Vec<String> =
        reader.headers().map_err(|error| error.to_string())?.iter().map(column).collect();
    let mut reading = CollectionReading::default();
    for record in reader.records() {
        let record = RecordRow { columns: &columns, record: record.map_err(|error| error.to_string())? };
        match record.get(&["title"]) {
            Some(_) => reading.items.push(record.item()),
            None => reading.left_out.add("records without titles", record.get(IDS).unwrap_or_default()),
        }
        for name in LEFT_OUT {
            if let Some(value) = record.get(&[name]) {
                reading.left_out.add("places, pictures and kinds of records", format!("{name}: {value}"));
            }
        }
    }
    Ok(reading)
}

/// A row, with the names of its columns.
struct RecordRow<'a> {
    columns: &'a [String],
    record: StringRecord,
}

impl RecordRow<'_> {
    /// The first of these columns that has a value.
    fn get(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let at = self.columns.iter().position(|column| column == name)?;
            let value = entities::decode(self.record.get(at)?.trim());
            (!value.is_empty()).then_some(value)
        })
    }

    fn list(&self, names: &[&str]) -> Vec<String> {
        let value = self.get(names).unwrap_or_default();
        value.split([';', '|']).map(|part| part.trim().to_string()).filter(|part| !part.is_empty()).collect()
    }

    fn item(&self) -> CollectionItem {
        let mut item = CollectionItem { needs_words: true, ..CollectionItem::default() };
        let about = &mut item.about;
        about.title = self.get(&["title"]);
        about.date = self
            .get(&["date", "date_created", "interview_date", "date_of_interview"])
            .as_deref()
            .and_then(day);
        about.language = language(self.get(&["language"]).as_deref());
        about.summary = self.get(&["description", "summary", "abstract", "bio"]);
        about.tags = self.list(&["subject", "subjects", "keywords", "tags"]);
        about.publisher = self.get(&["publisher", "source", "contributing_institution"]);
        let is_short = |rights: &String| rights.chars().count() <= LONGEST_LICENCE;
        about.licence = self.get(&["rightsstatement", "rights"]).filter(is_short);
        about.url = self.get(&["reference_url", "url"]).filter(|url| url.starts_with("http"));
        about.duration = self.get(&["duration"]).as_deref().and_then(lax);
        about.recording = self.recording();
        item.body = about.summary.iter().cloned().collect();
        item.people = self.people();
        item.stem = self.get(IDS);
        item.transcripts.extend(self.get(&["object_transcript", "transcript", "transcript_file"]));
        let stem = item.stem.clone().unwrap_or_default();
        for ending in ["csv", "vtt", "srt", "json", "txt", "docx"] {
            item.transcripts.push(format!("transcripts/{stem}.{ending}"));
            item.transcripts.push(format!("{stem}.{ending}"));
        }
        item
    }

    fn recording(&self) -> Option<RecordingField> {
        if let Some(src) = self.get(&["youtubeid", "youtube_id"]) {
            return Some(RecordingField { key: "youtube", src });
        }
        if let Some(src) = self.get(&["vimeoid", "vimeo_id"]) {
            return Some(RecordingField { key: "vimeo", src });
        }
        let src = self.get(&["object_location", "object_download", "audio", "video", "media", "filename"])?;
        let kind = content_type::from_path(src.split(['?', '#']).next().unwrap_or_default());
        let key = match () {
            () if kind.starts_with("audio/") => "audio",
            () if kind.starts_with("video/") => "video",
            () => return None,
        };
        // A file of the other site is not beside the page.
        src.starts_with("http").then_some(RecordingField { key, src })
    }

    /// Those who speak stand before their words by their full names or by the last.
    fn people(&self) -> Vec<IntroducedPerson> {
        let named = |role: &'static str| {
            self.list(&[role]).into_iter().map(move |name| IntroducedPerson {
                label: name.clone(),
                name,
                role: Some(role.to_string()),
                ..IntroducedPerson::default()
            })
        };
        named("interviewer").chain(named("interviewee")).collect()
    }
}

/// A licence is a name or an address; whatever is longer is a text about one.
const LONGEST_LICENCE: usize = 120;
