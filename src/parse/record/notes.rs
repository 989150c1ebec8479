//! Notes in a record: author, places, comment, date, and the characters around their words.

use jiff::civil::Date;

use super::words::{number, push_number};
use crate::model::{RecordedNote, RecordedPlace, RecordedTarget, Sketch};

/// Characters of base 64 in a hash of a comment's runs: 18 bits, so that 32 of them take 96 bytes.
const RUN_CHARACTERS: u32 = 3;

/// Reads the fields of a note behind its ID; `None` when they are damaged.
pub fn read(fields: &[&str]) -> Option<RecordedNote> {
    match *fields {
        [whole, runs] => {
            Some(RecordedNote { comment: read_old_sketch(whole, runs)?, ..RecordedNote::default() })
        }
        [author, targets, whole, runs, date, before, after] => {
            let (date, version) = read_date(date)?;
            Some(RecordedNote {
                author: author.to_string(),
                targets: targets
                    .split(' ')
                    .filter(|part| !part.is_empty())
                    .map(read_target)
                    .collect::<Option<_>>()?,
                comment: Sketch { whole: hash(whole)?, runs: read_runs(runs)? },
                date,
                version,
                before: before.to_string(),
                after: after.to_string(),
            })
        }
        _ => None,
    }
}

/// Writes the fields of a note behind its ID.
pub fn write(note: &RecordedNote) -> String {
    let targets: Vec<String> = note.targets.iter().map(write_target).collect();
    let mut runs = String::new();
    note.comment.runs.iter().for_each(|&run| push_number(run, RUN_CHARACTERS, &mut runs));
    let date = note.date.map_or("-".to_string(), |date| date.to_string());
    let version = note.version.map_or(String::new(), |version| format!(" {version:08x}"));
    format!(
        "{}\t{}\t{:08x}\t{runs}\t{date}{version}\t{}\t{}",
        field(&note.author),
        targets.join(" "),
        note.comment.whole,
        field(&note.before),
        field(&note.after)
    )
}

/// Text without what parts fields and lines.
fn field(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

/// A hash of all words, and the hashes of runs of words, as older versions wrote them.
pub fn read_old_sketch(whole: &str, runs: &str) -> Option<Sketch> {
    let runs = runs.split(' ').filter(|part| !part.is_empty()).map(hash).collect::<Option<_>>()?;
    Some(Sketch { whole: hash(whole)?, runs })
}

fn hash(field: &str) -> Option<u32> {
    u32::from_str_radix(field, 16).ok()
}

fn read_runs(field: &str) -> Option<Vec<u32>> {
    let chunks = field.as_bytes().chunks(RUN_CHARACTERS as usize);
    chunks.map(|chunk| number(chunk).filter(|_| chunk.len() == RUN_CHARACTERS as usize)).collect()
}

/// A day and a version, or `-` for no day.
fn read_date(field: &str) -> Option<(Option<Date>, Option<u32>)> {
    let (day, version) = match field.split_once(' ') {
        Some((day, version)) => (day, Some(hash(version)?)),
        None => (field, None),
    };
    let day = if day == "-" { None } else { Some(day.parse().ok()?) };
    Some((day, version))
}

/// `ID:offset+length=quotation`, `-` for a place that is gone; a note in the text has no quotation.
fn read_target(part: &str) -> Option<RecordedTarget> {
    // An ID that its author gave may hold any of the signs: the last ones count.
    let (place, quotation) = match part.rsplit_once('=') {
        Some((place, quotation)) if quotation.len() == 8 => (place, Some(hash(quotation)?)),
        _ => (part, None),
    };
    if place == "-" {
        return Some(RecordedTarget { quotation, place: None });
    }
    let (id, range) = place.rsplit_once(':')?;
    let (offset, length) = range.split_once('+')?;
    let place =
        RecordedPlace { id: id.to_string(), offset: offset.parse().ok()?, length: length.parse().ok()? };
    Some(RecordedTarget { quotation, place: Some(place) })
}

fn write_target(target: &RecordedTarget) -> String {
    let place = match &target.place {
        Some(place) => format!("{}:{}+{}", place.id, place.offset, place.length),
        None => "-".to_string(),
    };
    let quotation = target.quotation.map_or(String::new(), |hash| format!("={hash:08x}"));
    format!("{place}{quotation}")
}
