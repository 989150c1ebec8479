//! Lines that open alike, in a form that is not read: a text without labels may be a conversation all the same.

use std::collections::{HashMap, HashSet};

use super::findings::{FindingCollector, FindingKind, LabelFinding, SHOWN_LINES};
use super::line::{Container, LineKind, SourceLine};
use super::name::{NameRate, rate};
use super::rewrite::LabelRewrite;
use super::time::leading_time;
use crate::text::names::normalise;
use crate::text::timecode::Timecode;

/// A line that opens like others, in a form that is not read.
#[derive(Clone, Debug)]
pub struct LineOpening {
    /// The words it opens with, as they are compared.
    pub key: String,
    /// The first and last byte of these words.
    pub name: (usize, usize),
    /// The first and last byte of the line.
    pub line: (usize, usize),
    /// The time before them.
    pub time: Option<Timecode>,
    /// True if nothing but a time stands before them.
    pub is_whole: bool,
    /// True if the line is an item of a list.
    pub is_item: bool,
}

impl FindingCollector<'_> {
    /// Paragraphs that open with the same words in turn, in a form that is not known at all, or end with them in
    /// parentheses.
    pub(super) fn alike_openings(&self) -> Option<LabelFinding> {
        let opened: Vec<LineOpening> = self.lines.iter().filter_map(|line| self.opening(line)).collect();
        let all = opened.len();
        let closed = || self.lines.iter().filter_map(|line| self.closing(line)).collect();
        self.alike(opened, all).or_else(|| self.alike(closed(), all))
    }

    /// Names that come back among `all` paragraphs.
    fn alike(&self, starts: Vec<LineOpening>, all: usize) -> Option<LabelFinding> {
        let mut times: HashMap<&str, usize> = HashMap::new();
        starts.iter().for_each(|opening| *times.entry(&opening.key).or_default() += 1);
        let again: Vec<LineOpening> =
            starts.iter().filter(|opening| times[opening.key.as_str()] > 1).cloned().collect();
        let names: HashSet<&str> = again.iter().map(|opening| opening.key.as_str()).collect();
        let mut seen: HashSet<&str> = HashSet::new();
        let mut last = "";
        let mut returns = 0;
        for LineOpening { key, .. } in &again {
            returns += usize::from(key != last && seen.contains(key.as_str()));
            seen.insert(key);
            last = key;
        }
        let are_names = again.iter().all(|opening| self.opens_with_name(opening));
        let are_set_apart = are_names && !again.iter().any(|opening| opening.is_item);
        let is_talk = names.len() > 1
            && names.len() * 4 <= again.len() * 2
            && returns >= 3
            && match are_set_apart {
                true => again.len() * 2 >= all,
                // Items of lists open alike, and so does much prose: here nearly everything must.
                false => again.len() * 10 >= all * 9 && names.len() * 3 <= again.len(),
            };
        is_talk.then(|| {
            let mut shown = Vec::new();
            for opening in &again {
                let name = &self.text[opening.name.0..opening.name.1];
                if shown.len() < 8 && !shown.iter().any(|known| known == name) {
                    shown.push(name.to_string());
                }
            }
            let places = again.iter().take(SHOWN_LINES).map(|opening| opening.name).collect();
            let rewrite = again
                .iter()
                .all(|opening| opening.is_whole)
                .then(|| LabelRewrite::from_openings(self.text, &again))
                .flatten();
            LabelFinding {
                kind: FindingKind::SpeakersNotFound("their form is not one that is read"),
                places,
                names: shown,
                rewrite,
            }
        })
    }

    /// Returns true if the words that a line opens with could be a name, by their form.
    fn opens_with_name(&self, opening: &LineOpening) -> bool {
        let (start, end) = opening.name;
        let name = self.text[start..end].trim_end_matches(|c: char| !c.is_alphanumeric());
        let has_case = name.chars().any(|c| c.is_uppercase() || c.is_lowercase());
        rate(name) >= if has_case { NameRate::Fair } else { NameRate::Low }
    }

    /// The first two words of a paragraph or row, where they could be a name with marks around it.
    fn opening(&self, line: &SourceLine) -> Option<LineOpening> {
        let words = line.words(self.text);
        let is_start = match line.kind {
            LineKind::Text => line.starts_paragraph,
            LineKind::TableRow => true,
            LineKind::Other => words.starts_with('<') && !words.starts_with("<!"),
            _ => false,
        };
        if !is_start {
            return None;
        }
        let window = &words[..words.floor_char_boundary(words.len().min(120))];
        let skip = window.len() - skip_marks(window).len();
        let rest = &window[skip..];
        let stop = rest.find(['<', '>', '|', ':', '：', '}', ']', ')', '~', '`']).unwrap_or(rest.len());
        // `#Ann` is a name of one word.
        let words_of_name = usize::from(!window[..skip].ends_with('#'));
        let end = rest[..stop].match_indices(' ').nth(words_of_name).map_or(stop, |(at, _)| at);
        let end = if rest.starts_with(char::is_alphanumeric) { end } else { rest.find(' ')? };
        let start = line.content as usize + skip;
        let before = window[..skip].trim_start_matches(['|', ' ', '*', '-', '>']);
        let time = leading_time(before);
        let marks = time.map_or(before, |time| &before[time.length..]);
        Some(LineOpening {
            key: normalise(&rest[..end]),
            name: (start, start + end),
            line: (line.content as usize, line.end as usize),
            time: time.map(|time| time.time),
            is_whole: !without_tags(marks).contains(char::is_alphanumeric),
            is_item: matches!(line.container, Container::Bullet | Container::Number),
        })
    }

    /// The name in parentheses that a paragraph ends with.
    fn closing(&self, line: &SourceLine) -> Option<LineOpening> {
        let words = line.words(self.text).trim_end();
        let open = words.rfind('(').filter(|_| line.kind == LineKind::Text && words.ends_with(')'))?;
        let start = line.content as usize + open + 1;
        let name = (start, line.content as usize + words.len() - 1);
        let key = normalise(&self.text[name.0..name.1]);
        let line = (line.content as usize, line.end as usize);
        Some(LineOpening { key, name, line, time: None, is_whole: false, is_item: false })
    }
}

/// `text` without tags of HTML, from the first one on.
fn without_tags(text: &str) -> &str {
    text.split('<').next().unwrap_or_default()
}

/// `text` without tags, brackets, times and marks before its first word; an emoji is a word.
fn skip_marks(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| {
            let is_mark = c.is_ascii() && !"<[(".contains(c) || "•◦‣·∙▪".contains(c);
            c.is_ascii_digit() || !c.is_alphanumeric() && is_mark
        });
        let close = match rest.chars().next() {
            // A voice in WebVTT: `<v Ann Lee>`.
            Some('<') if rest.starts_with("<v ") => return &rest[3..],
            Some('<') => '>',
            Some('[') if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => ']',
            Some('(') if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => ')',
            Some('[' | '(') => {
                rest = &rest[1..];
                continue;
            }
            _ => return rest,
        };
        match rest.find(close) {
            Some(at) => rest = &rest[at + 1..],
            None => return rest,
        }
    }
}
