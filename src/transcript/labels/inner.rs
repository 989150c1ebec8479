//! Labels inside a line, `… of his father? LEE: He was …`: whoever joined the lines of a text left a turn in that of
//! somebody else.

use foldhash::HashSet;

use super::candidates::Candidates;
use super::clean_name;
use super::decide::{Decision, Verdict};
use super::findings::{FindingKind, LabelFinding, SHOWN_LINES};
use super::form::{LabelStyle, Separator, colons};
use super::line::{LineKind, SourceLine};
use super::name::{MAX_NAME_CHARS, identity};
use crate::text::sentences::ends_sentence;

impl LabelFinding {
    /// A remark for each speaker whose labels are inside lines of `text`, at the places `inner`.
    pub(super) fn from_inner_labels(text: &str, inner: &[(usize, usize)]) -> Vec<LabelFinding> {
        let mut findings: Vec<LabelFinding> = Vec::new();
        for &(start, end) in inner {
            let name = &text[start..end];
            match findings.iter_mut().find(|finding| finding.names[0] == name) {
                Some(finding) if finding.places.len() < SHOWN_LINES => finding.places.push((start, end)),
                Some(_) => {}
                None => findings.push(LabelFinding {
                    kind: FindingKind::LabelInsideLine,
                    places: vec![(start, end)],
                    names: vec![name.to_string()],
                    rewrite: None,
                }),
            }
        }
        findings
    }
}

/// Finds the names of those who speak, with a colon behind, where a sentence ends before them in the same line. Returns the
/// first and last byte of each.
pub(super) fn find_inner_labels(
    text: &str,
    lines: &[SourceLine],
    found: &Candidates,
    decision: &Decision,
) -> Vec<(usize, usize)> {
    let verdicts = found.list.iter().zip(&decision.verdicts);
    let labels = verdicts.filter(|(_, verdict)| **verdict == Verdict::Speaker);
    let with_colon = labels.filter(|(candidate, _)| {
        candidate.form.separator == Separator::Colon
            && matches!(candidate.form.style, LabelStyle::Plain | LabelStyle::Bold)
    });
    let names = with_colon.map(|(candidate, _)| &text[candidate.form.name.0..candidate.form.name.1]);
    let speakers: HashSet<String> = names.map(|written| identity(&clean_name(written))).collect();
    if speakers.is_empty() {
        return Vec::new();
    }
    let verdicts = found.list.iter().zip(&decision.verdicts);
    let read = verdicts.filter(|(_, verdict)| **verdict != Verdict::Words);
    let read: HashSet<usize> = read.map(|(candidate, _)| candidate.form.name.0).collect();
    let lines = lines.iter().filter(|line| line.kind == LineKind::Text);
    let inner = lines.flat_map(|line| in_line(text, line, &speakers));
    inner.filter(|(start, _)| !read.contains(start)).collect()
}

fn in_line(text: &str, line: &SourceLine, speakers: &HashSet<String>) -> Vec<(usize, usize)> {
    let words = line.words(text);
    let start = line.content as usize;
    let colons = colons(words).filter(|(at, colon)| {
        let behind = &words[at + colon.len()..];
        *colon != ":" || behind.starts_with(|c: char| c.is_whitespace() || matches!(c, '*' | '_'))
    });
    let names = colons.filter_map(|(at, _)| {
        let name = name_before(&words[..at])?;
        speakers.contains(&identity(&clean_name(&words[name.0..name.1]))).then_some(name)
    });
    names.map(|(from, to)| (start + from, start + to)).collect()
}

/// The first and last byte of what follows the last sentence, or the last bracket, of `words`.
fn name_before(words: &str) -> Option<(usize, usize)> {
    let words = words.trim_end_matches(is_mark);
    let window = words.floor_char_boundary(words.len().saturating_sub(MAX_NAME_BYTES));
    let is_start = |c: char| c.is_whitespace() || matches!(c, '。' | '？' | '！' | '」' | '』' | '】');
    let starts = words[window..].rmatch_indices(is_start).map(|(at, sign)| window + at + sign.len());
    let start = starts.into_iter().find(|&start| {
        let before = words[..start].trim_end_matches(is_mark);
        ends_sentence(before) || before.ends_with([']', ')'])
    })?;
    let name = words[start..].trim_start_matches(is_mark);
    (!name.is_empty()).then_some((words.len() - name.len(), words.len()))
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_')
}

/// The most bytes before a colon in which a name is looked for.
const MAX_NAME_BYTES: usize = 2 * MAX_NAME_CHARS;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_is_what_follows_a_sentence() {
        let name = |words: &str| name_before(words).map(|(from, to)| words[from..to].to_string());
        for (words, expected) in [
            ("Of his father? LEE", Some("LEE")),
            ("Yes. [laughter] **Ann Lee", Some("Ann Lee")),
            ("“Never.” Ann", Some("Ann")),
            ("是的。王明", Some("王明")),
            ("I asked Mr. Lee", None),
            ("That was J. Lee", None),
            ("I asked Lee", None),
            ("Version 1.2 of Lee", None),
        ] {
            assert_eq!(name(words).as_deref(), expected, "{words}");
        }
    }
}
