//! Records of published permalinks, `anchors/PATH.txt`: a line for each, made to be merged by lines.
//!
//! Tabs part the fields. Words are two characters each (see [`words`]).
//!
//! ```text
//! page     /interviews/altman/
//! also     sam-whose-words-are-gone
//! text     WORDS
//! section  the-opening  WORDS
//! para     in-1969-x2k9  4+31
//! turn     sam-首先-4ytr  sam  754.25  WORDS
//! own      0+31
//! also     sam-an-older-id  31+12
//! note     fact-bet  ann  sam-首先-4ytr:12+3=0a1b2c3d  9a2b3c4d  SHINGLES  2026-05-04  before  after
//! ```
//!
//! A paragraph before the first turn of a section has the place of its words among those of the section.
//!
//! Where turns or sections were joined, `own` has the words that are those of the ID above, and `also` those of another
//! ID, as an offset and a length; without them an ID leads to all words. Records of older versions have hashes of runs of words instead, and are read as well.

mod notes;
mod words;

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Permalink, PermalinkRecord, PermalinkTarget, RecordedId, RecordedParagraph, RecordedWords, Sketch,
    WordRow,
};
use crate::source::{SourceId, Sources, Span};
use crate::text::timecode::Timecode;

/// Reads the record `id`.
pub fn permalink_record(sources: &Sources, id: SourceId) -> (PermalinkRecord, Diagnostics) {
    let source = sources.get(id);
    let path = source.path.strip_prefix("anchors/").unwrap_or(&source.path);
    let page = format!("{}.md", path.strip_suffix(".txt").unwrap_or(path));
    let (address, page_ids, permalinks) = (String::new(), Vec::new(), Vec::new());
    let mut record = PermalinkRecord { source: id, page, address, page_ids, permalinks };
    let mut diagnostics = Diagnostics::new();
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let span = Span::new(id, start, start + without_break(line).len());
        if read_line(without_break(line), span, &mut record).is_none() {
            diagnostics.push(
                Diagnostic::new(Code::BadAnchorRecord, "this line of a record of permalinks cannot be read")
                    .at(span)
                    .help("records are written by `postil permalinks`; undo the change to the line"),
            );
        }
        start += line.len();
    }
    (record, diagnostics)
}

/// A line without its line break; tabs at its end are empty fields.
fn without_break(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

/// `None` when the line has no meaning.
fn read_line(line: &str, span: Span, record: &mut PermalinkRecord) -> Option<()> {
    if line.is_empty() || line.starts_with('#') {
        return Some(());
    }
    let fields: Vec<&str> = line.split('\t').collect();
    let target = match fields[..] {
        ["page", address] => {
            record.address = address.strip_prefix('/')?.to_string();
            return Some(());
        }
        ["para", id, words] => {
            let words = Some(read_range(words)?);
            let ids = vec![RecordedId { id: id.to_string(), words, span }];
            record.permalinks.last_mut()?.paragraphs.push(RecordedParagraph { ids });
            return Some(());
        }
        ["also", id] => {
            match record.permalinks.last_mut() {
                Some(last) => last.ids.push(RecordedId { id: id.to_string(), words: None, span }),
                None => record.page_ids.push(id.to_string()),
            }
            return Some(());
        }
        ["also", id, words] => {
            let words = Some(read_range(words)?);
            let last = record.permalinks.last_mut()?;
            let ids = last.paragraphs.last_mut().map_or(&mut last.ids, |paragraph| &mut paragraph.ids);
            ids.push(RecordedId { id: id.to_string(), words, span });
            return Some(());
        }
        ["own", words] => {
            record.permalinks.last_mut()?.ids.first_mut()?.words = Some(read_range(words)?);
            return Some(());
        }
        ["text", words] => PermalinkTarget::Section { words: words::read(words)? },
        ["section", _] => PermalinkTarget::Section { words: RecordedWords::Sketch(Sketch::default()) },
        ["section", _, words] => PermalinkTarget::Section { words: words::read(words)? },
        ["turn", _, speakers, time, words] => PermalinkTarget::Turn {
            speakers: speakers.into(),
            time: read_time(time)?,
            words: words::read(words)?,
        },
        ["turn", _, speakers, time, whole, runs] => {
            let words = RecordedWords::Sketch(notes::read_old_sketch(whole, runs)?);
            PermalinkTarget::Turn { speakers: speakers.into(), time: read_time(time)?, words }
        }
        ["note", _, ..] => PermalinkTarget::Note(notes::read(&fields[2..])?),
        _ => return None,
    };
    let ids = match fields[0] {
        "text" => Vec::new(),
        _ => vec![RecordedId { id: fields[1].to_string(), words: None, span }],
    };
    record.permalinks.push(Permalink { ids, target, paragraphs: Vec::new(), span });
    Some(())
}

/// A time in seconds, or `-` for none.
fn read_time(field: &str) -> Option<Option<Timecode>> {
    match field {
        "-" => Some(None),
        seconds => Timecode::from_seconds(seconds).map(Some),
    }
}

/// An offset and a length, `12+30`.
fn read_range(field: &str) -> Option<Range<usize>> {
    let (offset, length) = field.split_once('+')?;
    let offset: usize = offset.parse().ok()?;
    Some(offset..offset.checked_add(length.parse().ok()?)?)
}

/// Writes a record as it is read.
pub fn write_permalink_record(record: &PermalinkRecord) -> String {
    let mut out = String::from(
        "# Permalinks that were published. Written by `postil permalinks`: commit it with the page.\n",
    );
    out += &format!("page\t/{}\n", record.address);
    out.extend(record.page_ids.iter().map(|id| format!("also\t{id}\n")));
    for permalink in &record.permalinks {
        let first = permalink.id();
        out += &match &permalink.target {
            PermalinkTarget::Section { words } if first.is_empty() => format!("text\t{}\n", row(words)),
            PermalinkTarget::Section { words } => format!("section\t{first}\t{}\n", row(words)),
            PermalinkTarget::Turn { speakers, time, words } => {
                let time = time.map_or("-".to_string(), Timecode::seconds);
                format!("turn\t{first}\t{speakers}\t{time}\t{}\n", row(words))
            }
            PermalinkTarget::Note(note) => format!("note\t{first}\t{}\n", notes::write(note)),
        };
        for (at, id) in permalink.ids.iter().enumerate() {
            out += &match (&id.words, at) {
                (None, 0) => continue,
                (None, _) => format!("also\t{}\n", id.id),
                (Some(words), 0) => format!("own\t{}+{}\n", words.start, words.len()),
                (Some(words), _) => format!("also\t{}\t{}+{}\n", id.id, words.start, words.len()),
            };
        }
        permalink.paragraphs.iter().for_each(|paragraph| write_paragraph(paragraph, &mut out));
    }
    out
}

fn write_paragraph(paragraph: &RecordedParagraph, out: &mut String) {
    for (at, id) in paragraph.ids.iter().enumerate() {
        let words = id.words.clone().unwrap_or_default();
        let kind = if at == 0 { "para" } else { "also" };
        *out += &format!("{kind}\t{}\t{}+{}\n", id.id, words.start, words.len());
    }
}

/// Words as they are written; those of older versions are never written again.
fn row(recorded: &RecordedWords) -> String {
    match recorded {
        RecordedWords::Row(row) => words::write(row),
        RecordedWords::Sketch(_) => words::write(&WordRow::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "page\t/a/\nalso\tgone\ntext\tAB cd\npara\tab\t0+1\nalso\tcd\t1+1\nsection\tintro\tAA\nturn\tann-yes\tann\t754.25\tA_-9 zz\nown\t0+1\nalso\told\nalso\tolder\t1+2\n\
        turn\tb\tann+bo\t-\t\nnote\tn\tann\tann-yes:1+2=0000002a -=0000002b :0+0\t00000001\tAAABBB\t2026-05-04 0000000f\tso\tyes\n\
        note\tm\t\t\t00000000\t\t-\t\t\n";

    #[test]
    fn what_is_written_is_read() {
        let mut sources = Sources::default();
        let id = sources.add("anchors/x/a.txt", RECORD);
        let (record, diagnostics) = permalink_record(&sources, id);
        assert_eq!(
            (record.page.as_str(), record.address.as_str(), diagnostics.iter().count()),
            ("x/a.md", "a/", 0)
        );
        let ids: Vec<_> =
            record.permalinks[2].ids.iter().map(|id| (id.id.as_str(), id.words.clone())).collect();
        assert_eq!(ids, [("ann-yes", Some(0..1)), ("old", None), ("older", Some(1..3))]);
        let written = write_permalink_record(&record);
        assert_eq!(written.split_once('\n').unwrap().1, RECORD);
    }

    #[test]
    fn records_of_older_versions_are_read() {
        let mut sources = Sources::default();
        let text = "page\t/a/\nsection\tintro\nturn\tann-yes\tann\t754.25\t0000002a\t00000001 0000000f\nnote\tn\t0000002a\t00000001\n";
        let id = sources.add("anchors/a.txt", text);
        let (record, diagnostics) = permalink_record(&sources, id);
        assert_eq!((record.permalinks.len(), diagnostics.iter().count()), (3, 0));
        let PermalinkTarget::Turn { words: RecordedWords::Sketch(sketch), .. } = &record.permalinks[1].target
        else {
            panic!("{record:?}")
        };
        assert_eq!(sketch.runs, [1, 15]);
    }

    #[test]
    fn broken_lines_are_named() {
        let mut sources = Sources::default();
        let broken = "own\t0+1\npage\t/a/\n<<<<<<< HEAD\nturn\tx\tann\tnever\t0\t\nturn\tx\tann\t-\tabc\nnote\tx\tann\tb\n";
        let id = sources.add("anchors/a.txt", broken);
        let (_, diagnostics) = permalink_record(&sources, id);
        assert_eq!(diagnostics.iter().count(), 5);
    }
}
