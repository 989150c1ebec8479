//! SubStation Alpha: subtitles with styles, `.ass` and `.ssa`.

use crate::formats::registry::{Confidence, Format, FormatReader};
use crate::formats::shared::caption_text;
use crate::formats::transcript::{Cue, ImportedTranscript};
use crate::formats::webvtt::timing::lax;
use crate::text::rich::{Marks, RichText};

/// SubStation Alpha in the registry.
pub const FORMAT: Format = Format {
    id: "ass",
    name: "SubStation Alpha",
    extensions: &["ass", "ssa"],
    units: "cues",
    keeps: "actors, names before a colon, italics and bold; title",
    detect: |sample| {
        let has =
            |word: &str| sample.start.lines().take(400).any(|line| line.trim().eq_ignore_ascii_case(word));
        (sample.start.starts_with("[Script Info]") || has("[Events]")).then_some(Confidence::Certain)
    },
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: None,
};

fn read(text: &str) -> ImportedTranscript {
    let mut script = ImportedTranscript::default();
    let (mut section, mut columns, mut units) = (String::new(), default_columns(), 0);
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') && line.ends_with(']') {
            section = line.to_lowercase();
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        match (section.as_str(), key) {
            ("[script info]", "Title") => {
                script.about.title =
                    Some(value.trim().to_string()).filter(|title| !title.is_empty() && title != "<untitled>");
            }
            ("[events]", "Format") => {
                columns = value.split(',').map(|name| name.trim().to_lowercase()).collect()
            }
            ("[events]", "Dialogue") => {
                units += 1;
                script.cues.extend(dialogue(value, &columns));
            }
            ("[events]", "Comment") => {
                script.left_out.add("comments", value.rsplit(',').next().unwrap_or_default())
            }
            _ => {}
        }
    }
    script.cues.sort_by_key(|cue| cue.start);
    script.count(units);
    caption_text::tidy(&mut script);
    script
}

fn default_columns() -> Vec<String> {
    let names = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"];
    names.map(str::to_string).to_vec()
}

/// A line of dialogue. The words are its last column, and may have commas.
fn dialogue(value: &str, columns: &[String]) -> Option<Cue> {
    let cells: Vec<&str> = value.trim_start().splitn(columns.len().max(1), ',').collect();
    let cell = |names: &[&str]| {
        let at = columns.iter().position(|column| names.contains(&column.as_str()))?;
        cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    };
    let text = words(cell(&["text"])?);
    let (start, end) = (cell(&["start"]).and_then(lax), cell(&["end"]).and_then(lax));
    // `NTP` stands where older editors have no name.
    let speaker = cell(&["name", "actor"]).filter(|name| *name != "NTP").map(str::to_string);
    (!text.is_blank()).then(|| Cue { start, end, speaker, text, ..Cue::default() })
}

/// The words without codes: `{\i1}yes{\i0}\Nno`. What is drawn is no text.
fn words(written: &str) -> RichText {
    let (mut out, mut marks, mut is_drawing) = (RichText::default(), Marks::default(), false);
    let mut rest = written;
    loop {
        let open = rest.find('{').filter(|at| rest[*at..].contains('}'));
        let said = &rest[..open.unwrap_or(rest.len())];
        if !is_drawing {
            out.push(&said.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " "), &marks);
        }
        let Some(open) = open else { return out };
        let (codes, behind) = rest[open + 1..].split_once('}').unwrap_or_default();
        for code in codes.split('\\').map(str::trim) {
            match code {
                "i1" => marks.emphasis = true,
                "i0" | "i" => marks.emphasis = false,
                "b1" => marks.strong = true,
                "b0" | "b" => marks.strong = false,
                "r" => marks = Marks::default(),
                "p0" => is_drawing = false,
                _ => is_drawing |= code.strip_prefix('p').is_some_and(|scale| scale.parse::<u32>().is_ok()),
            }
        }
        rest = behind;
    }
}
