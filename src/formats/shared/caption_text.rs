//! The text of captions, whatever their format: lines repeated as they roll, dashes and `>>` at a change of speaker,
//! names before the words, and lines cut to the width of a screen.

use super::caption_labels::take_labels;
use super::rolling;
use crate::formats::registry::Sample;
use crate::formats::transcript::{Cue, CueOpening, ImportedTranscript};
use crate::text::rich::{Marks, RichText};
use crate::text::script::{is_east_asian_letter, is_unspaced};
use crate::text::sentences::joint;

/// Makes running text of captions.
pub fn tidy(script: &mut ImportedTranscript) {
    rolling::unroll(script);
    let cues = std::mem::take(&mut script.cues);
    let cues: Vec<Cue> = cues.into_iter().flat_map(split_speakers).collect();
    let gap = if lack_punctuation(&cues) { " " } else { "" };
    let (cues, names) = take_labels(cues);
    script.found.names += names;
    for mut cue in cues {
        cue.text = join_lines_with_gap(cue.text, gap);
        if cue.opening == CueOpening::Dash {
            cue.text = with_dash(cue.text);
        }
        script.cues.push(cue);
    }
}

/// A cue in which several people speak becomes one for each; their lines begin with a dash or `>>`.
/// Where a voice is named, a dash is a dash.
fn split_speakers(cue: Cue) -> Vec<Cue> {
    if cue.speaker.is_some() {
        return vec![cue];
    }
    let mut cues: Vec<Cue> = Vec::new();
    let Cue { start, end, speaker, text, opening, .. } = cue;
    for mut line in text.lines() {
        let mark = turn_mark(&line.to_plain());
        if let Some(mark) = &mark {
            line.drop_front(mark.bytes);
        }
        match cues.last_mut() {
            Some(cue) if mark.is_none() => {
                cue.text.push("\n", &Marks::default());
                cue.text.append(line);
            }
            _ => {
                let opening = mark.map_or(opening, |mark| mark.opening);
                cues.push(Cue {
                    start,
                    end,
                    speaker: speaker.clone(),
                    text: line,
                    opening,
                    ..Cue::default()
                });
            }
        }
    }
    cues.retain(|cue| !cue.text.is_blank());
    cues
}

/// A sign that somebody else speaks.
struct TurnMark {
    bytes: usize,
    opening: CueOpening,
}

/// `>> `, `- `, `–`, `—` before words.
fn turn_mark(line: &str) -> Option<TurnMark> {
    let start = line.trim_start();
    let indent = line.len() - start.len();
    let chevrons = start.len() - start.trim_start_matches('>').len();
    if chevrons > 1 {
        return Some(TurnMark { bytes: indent + chevrons, opening: CueOpening::UnknownSpeaker });
    }
    let words = start.strip_prefix(['-', '–', '—'])?;
    let next = words.trim_start().chars().next()?;
    let opens = next.is_alphanumeric() || "“\"‘'¿¡«[(♪".contains(next);
    let bytes = indent + start.len() - words.len();
    opens.then_some(TurnMark { bytes, opening: CueOpening::Dash })
}

/// Words after the dash that a printed dialogue has.
fn with_dash(line: RichText) -> RichText {
    let mut out = RichText::plain("– ");
    out.append(line.trimmed());
    out
}

/// The number of lines within which captions begin.
const TOP: usize = 12;

/// The first lines of a text that are not blank, among which a file of captions has its first times.
pub fn first_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty()).take(TOP)
}

/// The first line of two times with an arrow between, near the top. Markdown may speak of captions.
pub fn line_of_times<'a>(sample: &Sample<'a>) -> Option<&'a str> {
    let arrow = first_lines(sample.text).find(|line| line.contains("-->"))?;
    let opens_with_time = arrow.trim_start().starts_with(|c: char| c.is_ascii_digit());
    (opens_with_time && sample.json.is_none() && !sample.is_named_markdown()).then_some(arrow)
}

/// The paragraphs of a text, set apart by empty lines.
pub fn paragraphs(text: RichText) -> Vec<RichText> {
    let mut paragraphs = vec![RichText::default()];
    for line in text.lines() {
        match (line.is_blank(), paragraphs.last_mut()) {
            (true, Some(last)) if !last.is_blank() => paragraphs.push(RichText::default()),
            (false, Some(last)) if !last.is_blank() => {
                last.push("\n", &Marks::default());
                last.append(line);
            }
            (_, Some(last)) => last.append(line),
            (_, None) => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_blank());
    paragraphs
}

/// Lines as running text.
pub fn join_lines(text: RichText) -> RichText {
    join_lines_with_gap(text, "")
}

/// Lines as running text, with `gap` between those of a script without spaces.
fn join_lines_with_gap(text: RichText, gap: &str) -> RichText {
    let mut out = RichText::default();
    for line in text.lines() {
        let line = line.trimmed();
        if !line.is_empty() {
            join_with_gap(&mut out, line, gap);
        }
    }
    out
}

/// The share of cues, one in so many, that end with a mark of punctuation where people write any.
const PUNCTUATED: usize = 5;

/// Tells whether cues in a script without spaces have no punctuation between them: then where one ends is all that tells
/// phrases apart.
pub fn lack_punctuation(cues: &[Cue]) -> bool {
    let last = |cue: &Cue| cue.text.to_plain().trim_end().chars().next_back();
    let ends: Vec<char> = cues.iter().filter_map(last).filter(|&c| is_unspaced(c)).collect();
    let marked = ends.iter().filter(|c| !c.is_alphanumeric() && !is_east_asian_letter(**c)).count();
    ends.len() > 1 && marked * PUNCTUATED < ends.len()
}

/// Adds `more` to `text`, with `gap` between where letters of scripts without spaces would touch.
pub fn join_with_gap(text: &mut RichText, more: RichText, gap: &str) {
    if !gap.is_empty() && touches(text, &more.to_plain()) {
        text.push(gap, &Marks::default());
    }
    join(text, more);
}

/// Tells whether letters of scripts without spaces would stand side by side.
fn touches(before: &RichText, after: &str) -> bool {
    let last = before.runs.iter().rev().find_map(|run| run.text.chars().next_back());
    [last, after.chars().next()].into_iter().all(|c| c.is_some_and(|c| is_unspaced(c) && c.is_alphanumeric()))
}

/// Adds `more` to `text`, with a space between where the script has one.
pub fn join(text: &mut RichText, more: RichText) {
    let last = text.runs.iter().rev().find(|run| !run.text.is_empty());
    let before = last.map(|run| run.text.as_str()).unwrap_or_default();
    let joint = joint(before, &more.to_plain());
    if !joint.is_empty() {
        let marks = shared_marks(text, &more);
        text.push(joint, &marks);
    }
    text.append(more);
}

/// The marks that both sides of a joint have.
fn shared_marks(before: &RichText, after: &RichText) -> Marks {
    match (before.runs.last(), after.runs.first()) {
        (Some(a), Some(b)) if a.marks == b.marks => a.marks.clone(),
        _ => Marks::default(),
    }
}
