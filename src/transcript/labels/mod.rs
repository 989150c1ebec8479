//! Labels: who speaks, as people write it. One grammar for Markdown pages, for plain text and for the writer.
//!
//! 1. [`form`](self) recognizes what could be a label at the beginning of each line;
//! 2. [`decide`](self) takes those that are labels, with evidence over the whole text;
//! 3. [`write`](self) writes a label in the form that is read back.
//!
//! The lines are read before Markdown is: see [`split_lines`]. The cost is linear in the text.

mod askers;
mod blocks;
mod candidates;
mod custom;
mod cut;
mod decide;
mod enclosed;
mod events;
mod findings;
mod form;
mod headings;
mod inner;
mod known;
mod layout;
mod line;
mod missed;
mod name;
mod numbers;
mod openings;
mod plain;
mod rewrite;
mod talk;
mod time;
mod titles;
mod write;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

pub use self::custom::{LabelLayout, LayoutError};
pub use self::cut::{CutText, LineOrigin};
pub use self::findings::{FindingKind, LabelFinding};
pub use self::line::{Container, LineKind, SourceLine, TextSyntax, split_lines};
pub use self::name::{NameRate, identity, rate, split_joint, split_parenthesis};
pub use self::rewrite::LabelRewrite;
pub use self::time::{TimeMark, leading_time};
pub use self::write::{can_be_label, escape_doubtful_label, escape_label, write_label};

use self::candidates::{Candidate, Candidates, NameId, find_candidates};
use self::decide::{Decision, Verdict, decide};
use self::inner::find_inner_labels;
use crate::text::four_part_times::FourPartTimes;
use crate::text::names::is_invisible;
use crate::text::page_marks::PageMark;
use crate::text::timecode::{LastPart, Timecode, find_times};

/// Everything outside a text that decides who speaks in it.
#[derive(Debug, Default)]
pub struct LabelRules<'a> {
    /// The declared names, aliases and ids, as [`normalise`](crate::text::names::normalise) gives them.
    pub declared: HashSet<String>,
    /// Labels that name an event and nobody, in the same form.
    pub not_speakers: HashSet<String>,
    /// True if only declared names are speakers.
    pub only_declared: bool,
    /// True if the text is known to be a transcript, as one that is imported is: less evidence is enough.
    pub is_transcript: bool,
    /// Layouts that the site describes; they are tried first.
    pub layouts: &'a [LabelLayout],
    /// The page numbers of a printed source: one may stand before a label.
    pub page_mark: Option<&'a PageMark>,
}

/// A label's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelKind {
    /// Somebody speaks.
    Speaker,
    /// Something happens: a break, music.
    Event,
}

/// A label of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct TurnLabel {
    /// The kind of label: a speaker's, or an event's.
    pub kind: LabelKind,
    /// The name, in one spelling for each speaker, without a parenthesis that changes.
    pub name: String,
    /// A parenthesis behind the name that is not part of it, with its brackets.
    pub parenthesis: Option<String>,
    /// The time beside the label.
    pub time: Option<Timecode>,
    /// The first and last byte of the name in the text.
    pub name_range: (usize, usize),
    /// The number of the label's line.
    pub line: usize,
    /// The first byte of all that belongs to the label: the line's first, or that of a time above it.
    pub start: usize,
    /// The byte at which the words begin.
    pub rest: usize,
    /// Emphasis that opened before the name and goes on over the words.
    pub reopened: &'static str,
    /// True if no words follow on the line.
    pub owns_line: bool,
    /// The page number of a printed source before the label, which belongs to the words behind it.
    pub page_mark: Option<(usize, usize)>,
}

/// A text as it was read for labels.
#[derive(Debug)]
pub struct LabelReading {
    /// The lines of the text.
    pub lines: Vec<SourceLine>,
    /// The labels, in reading order.
    pub labels: Vec<TurnLabel>,
    /// Colons that stand behind a time and are no words, where the text has labels.
    pub loose_colons: Vec<(usize, usize)>,
    /// Names of those who speak that look like labels inside a line: the first and last byte of each.
    pub inner: Vec<(usize, usize)>,
    /// The findings to tell the author.
    pub findings: Vec<LabelFinding>,
    /// The meaning of the last part of times that have four.
    pub last_part: LastPart,
}

impl LabelReading {
    /// A text in which nobody speaks.
    pub fn without_labels(text: &str, from: usize, syntax: TextSyntax) -> Self {
        let lines = split_lines(text, from, syntax);
        LabelReading {
            lines,
            labels: Vec::new(),
            loose_colons: Vec::new(),
            inner: Vec::new(),
            findings: Vec::new(),
            last_part: FourPartTimes::from_text(&text[from..]).last,
        }
    }
}

/// Reads the labels of `text` from byte `from` on.
pub fn read_labels(text: &str, from: usize, syntax: TextSyntax, rules: &LabelRules) -> LabelReading {
    let whole = split_lines(text, from, syntax);
    let lines = behind_page_marks(&whole, text, rules);
    let (found, decision) = find_and_decide(text, &lines, syntax, rules);
    let mut labels = Vec::new();
    let names = Spellings::new(text, &found, &decision.verdicts);
    for (candidate, verdict) in found.list.iter().zip(&decision.verdicts) {
        let kind = match verdict {
            Verdict::Words => continue,
            Verdict::Speaker => LabelKind::Speaker,
            Verdict::Event => LabelKind::Event,
        };
        let mut label = names.label(candidate, kind, &lines);
        let (mark, words) = (whole[label.line].content, lines[label.line].content);
        label.page_mark = (mark < words).then_some((mark as usize, words as usize));
        labels.push(label);
    }
    take_times_above(&mut labels, &found, &lines);
    let four_parts = FourPartTimes::from_text(&text[from..]);
    read_four_parts(&mut labels, text, four_parts.last);
    let inner = find_inner_labels(text, &lines, &found, &decision);
    let mut findings = findings::find(text, &lines, &found, &decision);
    findings.extend(LabelFinding::from_inner_labels(text, &inner));
    findings.extend(LabelFinding::from_times(text, from, &four_parts));
    for finding in &mut findings {
        finding.rewrite =
            finding.rewrite.take().filter(|rewrite| is_read_back(rewrite, text, from, syntax, rules));
    }
    let colons = found.loose_colons.iter().map(|&(start, end)| (start as usize, end as usize));
    let loose_colons = if labels.is_empty() { Vec::new() } else { colons.collect() };
    LabelReading { lines: whole, labels, loose_colons, inner, findings, last_part: four_parts.last }
}

/// `lines` from behind the page numbers of a printed source that they begin with.
fn behind_page_marks(lines: &[SourceLine], text: &str, rules: &LabelRules) -> Vec<SourceLine> {
    let mut lines = lines.to_vec();
    let Some(mark) = rules.page_mark else { return lines };
    for line in lines.iter_mut().filter(|line| line.kind == LineKind::Text) {
        let words = line.words(text);
        let length = mark.leading(words).filter(|&length| length < words.len());
        line.content += length.unwrap_or_default() as u32;
    }
    lines
}

/// Finds the candidates of a text and decides about them; lines that begin with a label of the page are read again.
fn find_and_decide(
    text: &str,
    lines: &[SourceLine],
    syntax: TextSyntax,
    rules: &LabelRules,
) -> (Candidates, Decision) {
    let mut found = find_candidates(text, lines, syntax, rules);
    let decision = decide(&found, lines, rules.is_transcript);
    match known::reread(text, lines, &mut found, &decision) {
        true => {
            let decision = decide(&found, lines, rules.is_transcript);
            (found, decision)
        }
        false => (found, decision),
    }
}

/// Tells if the rewritten text has the turns that it was rewritten for: nothing is offered that would not be read.
fn is_read_back(
    rewrite: &LabelRewrite,
    text: &str,
    from: usize,
    syntax: TextSyntax,
    rules: &LabelRules,
) -> bool {
    let (start, end) = rewrite.range;
    let written = [&text[from..start], &rewrite.text, &text[end..]].concat();
    let lines = behind_page_marks(&split_lines(&written, 0, syntax), &written, rules);
    let verdicts = find_and_decide(&written, &lines, syntax, rules).1.verdicts;
    verdicts.iter().filter(|verdict| **verdict == Verdict::Speaker).count() >= rewrite.labels
}

/// One spelling for each name, and the parentheses that are part of it.
struct Spellings<'t> {
    text: &'t str,
    found: &'t Candidates,
    /// The only parenthesis that a name ever has; `None` where it has others or stands without.
    fixed: HashMap<NameId, Option<Cow<'t, str>>>,
}

impl<'t> Spellings<'t> {
    fn new(text: &'t str, found: &'t Candidates, verdicts: &[Verdict]) -> Self {
        let mut fixed: HashMap<NameId, Option<Cow<str>>> = HashMap::new();
        for (candidate, _) in
            found.list.iter().zip(verdicts).filter(|(_, verdict)| **verdict == Verdict::Speaker)
        {
            let written = clean_name(written_name(text, candidate));
            match fixed.get_mut(&candidate.name) {
                None => {
                    let has_parenthesis = split_parenthesis(&written).is_some();
                    fixed.insert(candidate.name, has_parenthesis.then_some(written));
                }
                Some(known) => {
                    if known.as_deref().is_some_and(|known| known != written) {
                        *known = None;
                    }
                }
            }
        }
        Spellings { text, found, fixed }
    }

    fn label(&self, candidate: &Candidate, kind: LabelKind, lines: &[SourceLine]) -> TurnLabel {
        let info = &self.found.names[candidate.name as usize];
        let written = clean_name(written_name(self.text, candidate));
        let fixed = self.fixed.get(&candidate.name).and_then(Option::as_ref).filter(|_| !info.is_declared);
        let (name, parenthesis) = match (fixed, split_parenthesis(&written)) {
            (Some(whole), _) => (whole.to_string(), None),
            (None, Some((base, _))) => (info.written.clone(), Some(written[base.len()..].trim().to_string())),
            (None, None) => (info.written.clone(), None),
        };
        let line = &lines[candidate.line as usize];
        TurnLabel {
            kind,
            name,
            parenthesis,
            time: candidate.form.time,
            name_range: candidate.form.name,
            line: candidate.line as usize,
            start: line.start as usize,
            rest: candidate.form.rest,
            reopened: candidate.form.reopened,
            owns_line: candidate.owns_line,
            page_mark: None,
        }
    }
}

fn written_name<'t>(text: &'t str, candidate: &Candidate) -> &'t str {
    &text[candidate.form.name.0..candidate.form.name.1]
}

/// A time alone on the line above a label belongs to the label.
fn take_times_above(labels: &mut [TurnLabel], found: &Candidates, lines: &[SourceLine]) {
    let times: HashMap<u32, Timecode> = found.times.iter().map(|(line, mark)| (*line, mark.time)).collect();
    if times.is_empty() {
        return;
    }
    for label in labels.iter_mut() {
        let above = lines[..label.line].iter().rposition(|line| line.kind != LineKind::Blank);
        if let Some(above) = above
            && let Some(&time) = times.get(&(above as u32))
            && label.time.is_none()
        {
            label.time = Some(time);
            label.start = lines[above].start as usize;
        }
    }
}

/// Reads the times of labels again that have four parts: the label alone does not tell what the last one means.
fn read_four_parts(labels: &mut [TurnLabel], text: &str, last: LastPart) {
    if last == LastPart::Frames {
        return;
    }
    for label in labels.iter_mut().filter(|label| label.time.is_some()) {
        let written = &text[label.start..label.rest.max(label.start)];
        let has_four = |written: &&str| written.matches(':').count() == 3;
        let four = find_times(written).map(|range| &written[range]).find(has_four);
        label.time = four.and_then(Timecode::parse).or(label.time);
    }
}

/// Returns true if `name` has certainly nothing to clean. Invisible characters begin with the byte 0xe2 or 0xef.
fn is_clean(name: &str) -> bool {
    let mut before = 0;
    name.bytes().all(|byte| {
        let is_doubled = byte == before && matches!(byte, b' ' | b'_');
        before = byte;
        !is_doubled && !matches!(byte, b'\\' | b'&' | b'\t' | b'*' | b'[' | 0xc2 | 0xe2 | 0xef)
    })
}

/// A name as it is shown: no escapes, markup or doubled white space.
pub fn clean_name(written: &str) -> Cow<'_, str> {
    let plain = written.trim().trim_matches(['*', '_']).trim();
    if is_clean(plain) {
        return Cow::Borrowed(plain);
    }
    let mut out = String::with_capacity(plain.len());
    let mut chars = plain
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .replace("__", "")
        .chars()
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => {}
            '*' => {}
            c if is_invisible(c) => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out.trim().to_string())
}
