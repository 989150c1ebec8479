//! A text with labels that are read, in place of lines that open alike and were not: what `check --fix` writes.

use foldhash::{HashMap, HashMapExt};

use super::candidates::Candidate;
use super::name::{NameRate, rate};
use super::openings::LineOpening;
use super::write::{can_be_label, write_label};
use crate::text::timecode::Timecode;

/// A change of a text that makes turns of lines that open alike.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelRewrite {
    /// The first and last byte of what is replaced.
    pub range: (usize, usize),
    /// The text that takes its place.
    pub text: String,
    /// The number of its labels.
    pub labels: usize,
}

/// One replacement of a [`LabelRewrite`].
struct Edit {
    range: (usize, usize),
    text: String,
}

impl LabelRewrite {
    /// Writes the labels `candidates` of `text` in the form that is always read. None where a name cannot be written so.
    pub fn from_candidates(text: &str, candidates: &[(&Candidate, &str, usize)]) -> Option<Self> {
        let edit = |&(candidate, name, start): &(&Candidate, &str, usize)| {
            let time = candidate.form.time.map_or(String::new(), bracketed);
            let label = format!("{}{time}", write_label(name));
            let is_whole = text[candidate.form.rest..].starts_with(['\n', '\r']) || candidate.owns_line;
            let label = if is_whole { label.trim_end().to_string() } else { label };
            can_be_label(name).then_some(Edit { range: (start, candidate.form.rest), text: label })
        };
        LabelRewrite::from_edits(text, candidates.iter().map(edit).collect::<Option<_>>()?)
    }

    /// Writes labels in place of the marks and names with which lines begin. The name is what the lines of one speaker have
    /// in common; what follows the words on all lines, such as the border of a table, goes.
    pub fn from_openings(text: &str, openings: &[LineOpening]) -> Option<Self> {
        let line = |opening: &LineOpening| &text[opening.name.0..opening.line.1];
        let tail = common_tail(openings.iter().map(line));
        let mut heads: HashMap<&str, &str> = HashMap::new();
        for opening in openings {
            let head = heads.entry(&opening.key).or_insert(line(opening));
            *head = common_head(head, line(opening));
        }
        let (mut counted, mut least) = (0, NameRate::High);
        let edit = |opening: &LineOpening| {
            let head = up_to_a_mark(heads[opening.key.as_str()]);
            let end = head.find(['<', '|', '}', ']', ')', '~', '`']).unwrap_or(head.len());
            let name = head[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
            let words = line(opening)[head.len()..].trim_end().strip_suffix(tail)?.trim();
            counted += words.split_whitespace().count();
            least = least.min(rate(name));
            let is_name = can_be_label(name) && name.len() < head.len();
            let time = opening.time.map_or(String::new(), bracketed);
            is_name
                .then(|| Edit { range: opening.line, text: format!("{}{time}{words}\n", write_label(name)) })
        };
        let mut edits: Vec<Edit> = openings.iter().map(edit).collect::<Option<_>>()?;
        // Names and a word or two each are a table of something: people say more.
        let wanted = match least {
            NameRate::High => 2,
            NameRate::Fair => 3,
            _ => return None,
        };
        if counted < wanted * openings.len() {
            return None;
        }
        if let Some(first) = edits.first_mut() {
            first.range.0 = table_head(text, first.range.0);
        }
        LabelRewrite::from_edits(text, edits)
    }

    fn from_edits(text: &str, edits: Vec<Edit>) -> Option<Self> {
        let range = (edits.first()?.range.0, edits.last()?.range.1);
        let mut out = String::new();
        let mut at = range.0;
        for edit in &edits {
            out.push_str(text.get(at..edit.range.0)?);
            out.push_str(&edit.text);
            at = edit.range.1;
        }
        Some(LabelRewrite { range, text: out.trim_end_matches('\n').to_string(), labels: edits.len() })
    }
}

fn bracketed(time: Timecode) -> String {
    format!("[{time}] ")
}

/// The beginning that both have.
fn common_head<'t>(a: &'t str, b: &str) -> &'t str {
    let same = a.char_indices().zip(b.chars()).take_while(|((_, a), b)| a == b);
    &a[..same.map(|((at, c), _)| at + c.len_utf8()).last().unwrap_or(0)]
}

/// `head` without the letters behind its last mark, which are the first ones of words that happen to be alike.
fn up_to_a_mark(head: &str) -> &str {
    head.trim_end_matches(char::is_alphanumeric)
}

/// The byte at which the head of a table begins, whose first row of words is at byte `row`; `row` where it has none.
fn table_head(text: &str, row: usize) -> usize {
    let mut above = text[..row].trim_end().rsplit('\n');
    let (Some(rule), Some(titles)) = (above.next(), above.next()) else { return row };
    let is_rule = rule.contains('-') && rule.trim().chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    match is_rule && titles.contains('|') {
        true => titles.as_ptr() as usize - text.as_ptr() as usize,
        false => row,
    }
}

/// The marks that all `lines` end with, if they are no punctuation.
fn common_tail<'t>(lines: impl Iterator<Item = &'t str>) -> &'t str {
    const TAILS: [&str; 6] = [" |", "|", "</p>", "</v>", "</dd>", "</div>"];
    let lines: Vec<&str> = lines.map(str::trim_end).collect();
    TAILS.into_iter().find(|tail| lines.iter().all(|line| line.ends_with(tail))).unwrap_or("")
}
