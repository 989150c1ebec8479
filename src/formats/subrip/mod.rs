//! SubRip: numbered captions, in every state in which people publish them.

mod writer;

use crate::formats::registry::{Confidence, Format, FormatReader, FormatWriter, Needs, PageWriter, Sample};
use crate::formats::shared::caption_text;
use crate::formats::shared::entities;
use crate::formats::transcript::{Cue, ImportedTranscript, Tally};
use crate::formats::webvtt::timing::{self, Timing};
use crate::text::rich::{Marks, RichText};

/// SubRip in the registry.
pub const FORMAT: Format = Format {
    id: "srt",
    name: "SubRip",
    extensions: &["srt"],
    units: "cues",
    keeps: "names before a colon, `>> NAME:`, italics and bold",
    detect,
    read: FormatReader::Transcript(|text| Ok(read(text))),
    write: Some(FormatWriter {
        name: "srt",
        file: "transcript.srt",
        media_type: "application/x-subrip",
        title: "export_srt",
        needs: Needs::Times,
        podcast_element: Some("podcast:transcript"),
        about: "SubRip captions",
        write: PageWriter::Text(|_, page| writer::srt(page)),
    }),
};

fn detect(sample: &Sample) -> Option<Confidence> {
    let arrow = caption_text::line_of_times(sample)?;
    (!timing::is_webvtt(arrow, sample)).then_some(Confidence::Likely)
}

/// Reads a SubRip file. Only the lines of times are relied on: numbers may be missing, wrong or out of
/// order, and so may the blank lines.
pub fn read(text: &str) -> ImportedTranscript {
    let mut script = ImportedTranscript::default();
    let mut units = 0;
    for block in blocks(text) {
        units += usize::from(block.timing.is_some());
        add_cue(&block, &mut script);
    }
    script.count(units);
    caption_text::tidy(&mut script);
    script
}

/// A cue as it stands in the file.
#[derive(Default)]
struct SubRipBlock<'a> {
    /// `None` for words under a number and no times.
    timing: Option<Timing>,
    lines: Vec<&'a str>,
}

fn blocks(text: &str) -> Vec<SubRipBlock<'_>> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut blocks: Vec<SubRipBlock> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |before| lines[before]);
        let after = lines.get(at + 1).copied().unwrap_or_default();
        if line.contains("-->") {
            let timing = timing::parse_lax(line);
            blocks.push(SubRipBlock { timing: Some(timing.unwrap_or_default()), lines: Vec::new() });
        } else if is_number(line) && (after.contains("-->") || before.is_empty() && !after.is_empty()) {
            // The number of the next cue, which may lack its times.
            if !after.contains("-->") {
                blocks.push(SubRipBlock::default());
            }
        } else if let Some(block) = blocks.last_mut() {
            block.lines.push(line);
        } else if !line.is_empty() {
            blocks.push(SubRipBlock { timing: None, lines: vec![line] });
        }
    }
    blocks
}

fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit())
}

fn add_cue(block: &SubRipBlock, script: &mut ImportedTranscript) {
    let text = block.lines.join("\n");
    let timing = block.timing.clone().unwrap_or_default();
    let cue = Cue {
        start: timing.start,
        end: timing.end,
        text: styled(text.trim(), &mut script.left_out),
        ..Cue::default()
    };
    if !timing.settings.is_empty() {
        script.left_out.add("places on the screen", timing.settings.as_str());
    }
    match (cue.text.is_blank(), &block.timing, timing.start) {
        (true, Some(_), start) => {
            script.left_out.add("cues without words", start.map_or(String::new(), |time| time.to_string()));
        }
        (true, None, _) => {}
        (false, None, _) => {
            script.changed.add("words without a time, kept in their place", text.trim());
            script.cues.push(cue);
        }
        (false, Some(_), None) => {
            script.changed.add("words whose time cannot be read, kept in their place", text.trim());
            script.cues.push(cue);
        }
        (false, Some(_), Some(_)) => script.cues.push(cue),
    }
}

/// Words with `<i>`, `<b>`, `<u>` and `<font>` as marks, and without `{\an8}`.
pub fn styled(text: &str, left_out: &mut Tally) -> RichText {
    let mut out = RichText::default();
    let mut marks = Marks::default();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        out.push(&entities::decode(&rest[..at]), &marks);
        rest = &rest[at..];
        let length = tag(rest, &mut marks, left_out).unwrap_or_else(|| {
            out.push(&rest[..1], &marks);
            1
        });
        rest = &rest[length..];
    }
    out.push(&entities::decode(rest), &marks);
    out
}

/// No tag is longer, in bytes.
const LONGEST_TAG: usize = 200;

/// Reads the tag at the start of `text`; its length, or `None` when there is none that SubRip knows.
fn tag(text: &str, marks: &mut Marks, left_out: &mut Tally) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(LONGEST_TAG.min(text.len()))];
    if let Some(inside) = text.strip_prefix("{\\") {
        let end = inside.find('}')?;
        left_out.add("places on the screen", &inside[..end]);
        return Some("{\\".len() + end + 1);
    }
    let end = text.find('>').filter(|_| text.starts_with('<'))?;
    let inside = text[1..end].trim();
    let closes = inside.starts_with('/');
    let name = inside.trim_start_matches('/').split([' ', '.', '\t']).next().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "i" | "em" => marks.emphasis = !closes,
        "b" | "strong" => marks.strong = !closes,
        "u" | "s" | "font" | "c" => {
            if !closes {
                left_out.add("colours, typefaces and underlines", inside);
            }
        }
        _ => return None,
    }
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let script = read(text);
        let show = |cue: &Cue| {
            let start = cue.start.map_or("-".to_string(), |time| time.seconds());
            let mark = |run: &crate::text::rich::StyledRun| match (run.marks.emphasis, run.marks.strong) {
                (true, _) => format!("*{}*", run.text),
                (_, true) => format!("**{}**", run.text),
                _ => run.text.clone(),
            };
            format!("{start} {}", cue.text.runs.iter().map(mark).collect::<String>())
        };
        assert_eq!(script.cues.iter().map(show).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn numbers_and_blank_lines_are_not_relied_on() {
        check(
            "1\n00:00:01,000 --> 00:00:02,000\nA\nB\n2\n00:00:03,000 --> 00:00:04,000\nC\n",
            &["1 A B", "3 C"],
        );
        check(
            "00:00:01,000 --> 00:00:02,000\nA\n\n\n7\n00:00:03,000-->00:00:04,000\n\nC\n\nD",
            &["1 A", "3 C D"],
        );
        check("1\n00:00:01,000 --> 00:00:02,000\nIn 1969\n1969\n", &["1 In 1969 1969"]);
    }

    #[test]
    fn words_are_kept_whatever_their_times() {
        check("1\n00:00:01,5 --> 00:00:02\nA\n\n2\nB\n\n3\nx --> y\nC\n", &["1.5 A", "- B", "- C"]);
    }

    #[test]
    fn tags_become_marks_or_go() {
        check(
            "1\n00:00:01,000 --> 00:00:02,000 X1:63 Y1:43\n{\\an8}<i>Hush</i>, <font color=\"#fff\">2 &lt; 3</font> <b>!</b> <laughs>\n",
            &["1 *Hush*, 2 < 3 **!** <laughs>"],
        );
    }
}
