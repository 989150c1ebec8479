//! A table of what is said, a row for each paragraph, in the columns of Oral History as Data and two more.

use crate::model::{Page, plain_text};
use crate::speech::{Paragraph, names, paragraphs};

const HEAD: &str = "timestamp,speaker,words,tags,section,turn\n";

/// A page as CSV.
pub fn csv(page: &Page) -> String {
    let rows = paragraphs(&page.document);
    let topics = page.topics_of_turns();
    HEAD.to_string() + &rows.map(|row| line(&row, page, &topics)).collect::<String>()
}

fn line(row: &Paragraph, page: &Page, topics: &[Vec<&str>]) -> String {
    let document = &page.document;
    let time = row.time.map_or(String::new(), |time| {
        let (seconds, millis) = (time.0 / 1000, time.0 % 1000);
        let fraction = if millis == 0 { String::new() } else { format!(".{millis:03}") };
        format!("{:02}:{:02}:{:02}{fraction}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    });
    let mut tags: Vec<&str> = Vec::new();
    let of_turn = row.turn.and_then(|turn| topics.get(turn - 1)).into_iter().flatten().copied();
    let of_notes = row.notes.iter().flat_map(|&note| &document.note(note).attribution.tags);
    for tag in of_turn.chain(of_notes.map(String::as_str)) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let heading = document.sections[row.section].heading.as_ref();
    let cells = [
        time,
        names(&row.speakers, document).unwrap_or_default(),
        row.plain(),
        tags.join(";"),
        heading.map_or(String::new(), |heading| plain_text(&heading.inlines)),
        row.turn.map_or(String::new(), |turn| turn.to_string()),
    ];
    cells.map(|text| cell(&text)).join(",") + "\n"
}

/// Quotation marks around what needs them. A cell that a spreadsheet would take for a formula is set apart by a space,
/// since the words are a stranger's: some programs look behind a tab or a carriage return.
pub fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!(" {}", text.replace(['\t', '\r'], " ")) } else { text.to_string() };
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_begins_like_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\r\n=1"] {
            let written = cell(text);
            let inside = written.trim_start_matches('"');
            assert!(inside.starts_with(' ') && !inside.contains(['\t', '\r']), "{text:?}: {written:?}");
        }
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
    }
}
