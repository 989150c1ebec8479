//! Tables of what was said, one piece a row: Oral History as Data, Whisper's TSV, turns as CSV.

mod writer;

pub use self::writer::cell;

use crate::formats::registry::{Confidence, Format, FormatReader, FormatWriter, Needs, PageWriter, Sample};
use csv::{ReaderBuilder, StringRecord};

use crate::formats::html;
use crate::formats::shared::caption_text::join;
use crate::formats::transcript::{Chapter, ChapterStart, Cue, CueOpening, ImportedTranscript};
use crate::formats::webvtt::timing::lax;
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;
use crate::transcript::labels::leading_time;

/// Tables in the registry.
pub const FORMAT: Format = Format {
    id: "table",
    name: "a table",
    extensions: &["csv", "tsv"],
    units: "rows",
    keeps: "speakers, times, sections; the tags of passages as their topics: Oral History as Data, Whisper’s TSV, Premiere’s CSV, turns; the first line names the columns: `speaker`, `start`, `end`, `text`, `tags`, `section`, or words such as these",
    detect,
    read: FormatReader::Transcript(read),
    write: Some(FormatWriter {
        name: "csv",
        file: "turns.csv",
        media_type: "text/csv",
        title: "export_csv",
        needs: Needs::Words,
        podcast_element: None,
        about: "a table with a row for each paragraph, in the columns of Oral History as Data",
        write: PageWriter::Text(|_, page| writer::csv(page)),
    }),
};

fn detect(sample: &Sample) -> Option<Confidence> {
    let head = sample.start.lines().next().filter(|_| sample.json.is_none())?;
    delimiter(head).map(|_| Confidence::Certain)
}

/// The content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Start,
    End,
    Speaker,
    Words,
    Tags,
    Section,
}

/// The names of columns, as they are written above them.
const COLUMNS: [(&str, Column); 26] = [
    ("timestamp", Column::Start),
    ("timecode", Column::Start),
    ("timecode in", Column::Start),
    ("start", Column::Start),
    ("start time", Column::Start),
    ("starttime", Column::Start),
    ("time", Column::Start),
    ("end", Column::End),
    ("end time", Column::End),
    ("endtime", Column::End),
    ("timecode out", Column::End),
    ("speaker", Column::Speaker),
    ("speaker name", Column::Speaker),
    ("participant", Column::Speaker),
    ("name", Column::Speaker),
    ("words", Column::Words),
    ("text", Column::Words),
    ("transcript", Column::Words),
    ("utterance", Column::Words),
    ("dialogue", Column::Words),
    ("sentence", Column::Words),
    ("body", Column::Words),
    ("content", Column::Words),
    ("tags", Column::Tags),
    ("section", Column::Section),
    ("chapter", Column::Section),
];

fn column(name: &str) -> Option<Column> {
    let name = name.trim().trim_start_matches('\u{feff}').to_ascii_lowercase().replace('_', " ");
    COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, column)| *column)
}

/// The delimiter between the columns of a table whose first line is `line`; `None` when that is no head of a
/// table of words.
pub fn delimiter(line: &str) -> Option<u8> {
    let is_head = |delimiter: &u8| {
        let names = line.split(char::from(*delimiter)).map(|name| name.trim().trim_matches('"'));
        let known: Vec<Column> = names.filter_map(column).collect();
        let is_said = known.iter().any(|column| matches!(column, Column::Start | Column::Speaker));
        known.contains(&Column::Words) && is_said
    };
    [b',', b'\t', b';'].into_iter().find(is_head)
}

/// Reads a table.
pub fn read(text: &str) -> Result<ImportedTranscript, String> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = delimiter(first).ok_or("its first line names no column of words")?;
    let is_tabbed = delimiter == b'\t';
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(!is_tabbed)
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns: Vec<Option<Column>> =
        reader.headers().map_err(|error| error.to_string())?.iter().map(column).collect();
    let is_own = reader.headers().is_ok_and(|names| names.iter().any(|name| name.trim() == "turn"));
    let mut table =
        TableReader { columns, is_own, section: String::new(), script: ImportedTranscript::default() };
    let mut rows = 0;
    for record in reader.records() {
        table.row(&record.map_err(|error| error.to_string())?);
        rows += 1;
    }
    let mut script = table.script;
    script.count(rows);
    Ok(script)
}

struct TableReader {
    columns: Vec<Option<Column>>,
    /// True for a table that Postil wrote, whose words are plain: it numbers turns.
    is_own: bool,
    section: String,
    script: ImportedTranscript,
}

impl TableReader {
    fn row(&mut self, record: &StringRecord) {
        let words = self.cell(record, Column::Words);
        if words.trim().is_empty() {
            return self
                .script
                .left_out
                .add("rows without words", record.iter().collect::<Vec<_>>().join(", "));
        }
        let speaker = Some(self.cell(record, Column::Speaker).to_string());
        let mut text = if self.is_own { plain_words(words) } else { rich_words(words) };
        let mut start = self.time(record, Column::Start);
        if start.is_none()
            && let Some((time, remark)) = time_with_remark(self.cell(record, Column::Start))
        {
            start = Some(time);
            let mut remarked = RichText::plain(remark.as_str());
            join(&mut remarked, text);
            text = remarked;
            self.script.changed.add("remarks next to times, put before the words", remark);
        }
        let mut cue = Cue {
            start,
            end: self.time(record, Column::End),
            speaker: speaker.filter(|name| !name.trim().is_empty()),
            text,
            ..Cue::default()
        };
        if cue.end.is_none() {
            cue.opening = CueOpening::Paragraph;
        }
        cue.topics = self.topics(record);
        self.open_section(record);
        self.script.cues.push(cue);
    }

    fn cell<'r>(&self, record: &'r StringRecord, wanted: Column) -> &'r str {
        let at = self.columns.iter().position(|column| *column == Some(wanted));
        at.and_then(|at| record.get(at)).unwrap_or_default()
    }

    /// The time in a column. An editor of pictures counts frames behind the seconds, and a table does not say how many a second has.
    fn time(&mut self, record: &StringRecord, column: Column) -> Option<Timecode> {
        let written = self.cell(record, column).to_string();
        let (rest, frames) = written.rsplit_once([':', ';']).unwrap_or((&written, ""));
        let has_frames = rest.matches(':').count() == 2 && frames.trim().len() == 2;
        if has_frames {
            self.script.changed.add("times with frames, read without them", written.as_str());
        }
        time(if has_frames { rest } else { &written })
    }

    /// A name in the column of sections that was not there in the row before begins one.
    fn open_section(&mut self, record: &StringRecord) {
        let section = self.cell(record, Column::Section).trim();
        if section != self.section && !section.is_empty() {
            let place = ChapterStart::Cue(self.script.cues.len());
            let title = section.to_string();
            self.script.chapters.push(Chapter { title, level: 2, place, lead: None, topics: Vec::new() });
        }
        self.section = section.to_string();
    }

    /// The topics of a row, each once.
    fn topics(&self, record: &StringRecord) -> Vec<String> {
        let mut topics: Vec<String> = Vec::new();
        for tag in self.cell(record, Column::Tags).split([';', '|']).map(str::trim) {
            if !tag.is_empty() && topics.iter().all(|known| known != tag) {
                topics.push(tag.to_string());
            }
        }
        topics
    }
}

fn plain_words(cell: &str) -> RichText {
    RichText::plain(cell.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The words of a cell: archives write them for the web, with `<em>` and `&amp;`.
fn rich_words(cell: &str) -> RichText {
    if !cell.contains(['<', '&']) {
        return plain_words(cell);
    }
    let mut out = RichText::default();
    html::fragment(cell).into_iter().for_each(|paragraph| join(&mut out, paragraph));
    out
}

/// `[00:12:02] (shows a picture)`, `[00:12:02] beginning of the interview`: the time, and the remark in parentheses.
fn time_with_remark(written: &str) -> Option<(Timecode, String)> {
    let mark = leading_time(written.trim_start()).filter(|mark| mark.is_bracketed)?;
    let remark = written.trim_start()[mark.length..].trim();
    let is_enclosed = remark.starts_with(['(', '[']);
    (!remark.is_empty())
        .then(|| (mark.time, if is_enclosed { remark.to_string() } else { format!("({remark})") }))
}

/// A time as `102:15:02`, as seconds with a point, or as milliseconds without one.
fn time(written: &str) -> Option<Timecode> {
    let written = written.trim().trim_matches(['[', ']', '(', ')']).trim();
    let is_whole = !written.is_empty() && written.bytes().all(|b| b.is_ascii_digit());
    match is_whole {
        true => written.parse().ok().filter(|millis| *millis < 1_000_000_000_000).map(Timecode),
        false => lax(written),
    }
}
