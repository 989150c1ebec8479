//! Records of published anchors, `anchors/PATH.txt`: a line for each, made to be merged by lines.
//!
//! Tabs part the fields: the sort, the anchor, and for turns who spoke, when, and their words' hashes.
//!
//! ```text
//! page     /interviews/altman/
//! section  the-opening
//! turn     sam-首先-4ytr  sam  754.25  9c1d2e3f  1a2b3c4d 5e6f7081
//! also     sam-an-older-anchor
//! note     fact-bet  0c1d2e3f  9a2b3c4d
//! ```

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{AnchorRecord, Pin, PinTarget, Sketch};
use crate::source::{SourceId, Sources, Span};
use crate::text::timecode::Timecode;

/// Reads the record `id`.
pub fn anchor_record(sources: &Sources, id: SourceId) -> (AnchorRecord, Diagnostics) {
    let source = sources.get(id);
    let path = source.path.strip_prefix("anchors/").unwrap_or(&source.path);
    let page = format!("{}.md", path.strip_suffix(".txt").unwrap_or(path));
    let mut record = AnchorRecord { source: id, page, address: String::new(), pins: Vec::new() };
    let mut diagnostics = Diagnostics::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let span = Span::new(id, start, start + without_break(line).len());
        if read_line(without_break(line), span, &mut record).is_none() {
            diagnostics.push(
                Diagnostic::new(Code::BadAnchorRecord, "this line of a record of anchors cannot be read")
                    .at(span)
                    .help("records are written by `postil pin`; take back what changed the line"),
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
fn read_line(line: &str, span: Span, record: &mut AnchorRecord) -> Option<()> {
    if line.is_empty() || line.starts_with('#') {
        return Some(());
    }
    let mut fields = line.split('\t');
    let (sort, name) = (fields.next()?, fields.next()?);
    let target = match sort {
        "page" => {
            record.address = name.strip_prefix('/')?.to_string();
            return Some(());
        }
        "also" => {
            record.pins.last_mut()?.anchors.push(name.to_string());
            return Some(());
        }
        "section" => PinTarget::Section,
        "turn" => PinTarget::Turn {
            speakers: fields.next()?.to_string(),
            time: read_time(fields.next()?)?,
            sketch: read_sketch(fields.next()?, fields.next()?)?,
        },
        "note" => PinTarget::Note { sketch: read_sketch(fields.next()?, fields.next()?)? },
        _ => return None,
    };
    record.pins.push(Pin { anchors: vec![name.to_string()], target, span });
    Some(())
}

/// A time in seconds, or `-` for none.
fn read_time(field: &str) -> Option<Option<Timecode>> {
    match field {
        "-" => Some(None),
        seconds => Timecode::from_seconds(seconds).map(Some),
    }
}

fn read_sketch(whole: &str, runs: &str) -> Option<Sketch> {
    let runs = runs.split(' ').filter(|part| !part.is_empty()).map(hash).collect::<Option<_>>()?;
    Some(Sketch { whole: hash(whole)?, runs })
}

fn hash(field: &str) -> Option<u32> {
    u32::from_str_radix(field, 16).ok()
}

/// Writes a record as it is read.
pub fn write_anchor_record(record: &AnchorRecord) -> String {
    let mut out =
        String::from("# Anchors that were published. Written by `postil pin`: commit it with the page.\n");
    out += &format!("page\t/{}\n", record.address);
    for pin in &record.pins {
        let (first, others) = pin.anchors.split_first().map_or(("", &[][..]), |(f, o)| (f.as_str(), o));
        out += &match &pin.target {
            PinTarget::Section => format!("section\t{first}\n"),
            PinTarget::Turn { speakers, time, sketch } => {
                let time = time.map_or("-".to_string(), Timecode::seconds);
                format!("turn\t{first}\t{speakers}\t{time}\t{}\n", write_sketch(sketch))
            }
            PinTarget::Note { sketch } => format!("note\t{first}\t{}\n", write_sketch(sketch)),
        };
        out.extend(others.iter().map(|other| format!("also\t{other}\n")));
    }
    out
}

fn write_sketch(sketch: &Sketch) -> String {
    let runs: Vec<String> = sketch.runs.iter().map(|run| format!("{run:08x}")).collect();
    format!("{:08x}\t{}", sketch.whole, runs.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "page\t/a/\nsection\tintro\nturn\tann-yes\tann\t754.25\t0000002a\t00000001 0000000f\nalso\told\nturn\tb\tann+bo\t-\t00000000\t\n";

    #[test]
    fn what_is_written_is_read() {
        let mut sources = Sources::default();
        let id = sources.add("anchors/x/a.txt", RECORD);
        let (record, diagnostics) = anchor_record(&sources, id);
        assert_eq!(
            (record.page.as_str(), record.address.as_str(), diagnostics.iter().count()),
            ("x/a.md", "a/", 0)
        );
        assert_eq!(record.pins[1].anchors, ["ann-yes", "old"]);
        let written = write_anchor_record(&record);
        assert_eq!(written.split_once('\n').unwrap().1, RECORD);
    }

    #[test]
    fn broken_lines_are_named() {
        let mut sources = Sources::default();
        let id = sources.add("anchors/a.txt", "page\t/a/\n<<<<<<< HEAD\nturn\tx\tann\tnever\t0\t\n");
        let (_, diagnostics) = anchor_record(&sources, id);
        assert_eq!(diagnostics.iter().count(), 2);
    }
}
