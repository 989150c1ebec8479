//! Remarks on labels for the author: what looks like talk and was not read, and what was read on thin evidence.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::candidates::{Candidate, Candidates};
use super::decide::{Decision, Verdict};
use super::form::{LabelStyle, Separator};
use super::layout::{LayoutFigures, LayoutKey, Strength};
use super::line::{Container, LineKind, SourceLine};
use super::missed::MissedLabels;
use super::name::{NameRate, rate};
use super::rewrite::LabelRewrite;
use super::time::leading_time;
use crate::text::names::{is_asker, is_nobody, normalise};
use crate::text::timecode::Timecode;

/// A remark on a label.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelFinding {
    /// The sort of remark.
    pub kind: FindingKind,
    /// The places in the text, first and last byte of each; the first is the one to report.
    pub places: Vec<(usize, usize)>,
    /// The names it is about.
    pub names: Vec<String>,
    /// The text with labels in place of the lines that open alike.
    pub rewrite: Option<LabelRewrite>,
}

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

/// The sorts of remark on labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// The text looks like a conversation, and no label was found: lines that open alike, for this reason.
    SpeakersNotFound(&'static str),
    /// A line that begins like a label is words of the turn around it.
    LabelInsideTurn,
    /// A name of somebody who speaks, with a colon behind, is inside a line.
    LabelInsideLine,
    /// Somebody is labelled once, and nothing else is known of them.
    OneOffSpeaker,
    /// Only one side is labelled.
    OneVoice,
    /// Only words in quotation marks are labelled, and those between are not.
    QuotedLabels,
    /// A label was read as an event.
    EventLabel,
}

impl FindingKind {
    /// Tells if the remark says that somebody speaks and nobody was found.
    pub fn is_not_found(self) -> bool {
        matches!(self, FindingKind::SpeakersNotFound(_) | FindingKind::OneVoice | FindingKind::QuotedLabels)
    }
}

/// The number of lines that a remark shows.
pub(super) const SHOWN_LINES: usize = 3;

/// Finds what an author should know about the labels of a text.
pub fn find(text: &str, lines: &[SourceLine], found: &Candidates, decision: &Decision) -> Vec<LabelFinding> {
    let finder = FindingCollector { text, lines, found, decision };
    let has_labels = decision.verdicts.iter().any(|verdict| *verdict != Verdict::Words);
    match has_labels {
        true => [finder.quoted(), finder.inside_turns(), finder.one_off_speakers(), finder.events()].concat(),
        false if !decision.quoted.is_empty() => finder.quoted(),
        false => finder.not_found().into_iter().collect(),
    }
}

struct FindingCollector<'t> {
    text: &'t str,
    lines: &'t [SourceLine],
    found: &'t Candidates,
    decision: &'t Decision,
}

impl<'t> FindingCollector<'t> {
    fn with_verdict(&self, wanted: Verdict) -> impl Iterator<Item = &Candidate> {
        let verdicts = self.found.list.iter().zip(&self.decision.verdicts);
        verdicts.filter(move |(_, verdict)| **verdict == wanted).map(|(candidate, _)| candidate)
    }

    fn finding(&self, kind: FindingKind, candidates: &[&Candidate]) -> LabelFinding {
        let name = |candidate: &&Candidate| self.found.names[candidate.name as usize].written.clone();
        let mut names: Vec<String> = Vec::new();
        for written in candidates.iter().map(name) {
            if !names.contains(&written) && names.len() < 8 {
                names.push(written);
            }
        }
        let places = candidates.iter().take(SHOWN_LINES).map(|candidate| candidate.form.name).collect();
        LabelFinding { kind, places, names, rewrite: None }
    }

    /// Labels whose words are quoted, while nothing labels the answers.
    fn quoted(&self) -> Vec<LabelFinding> {
        let quoted: Vec<&Candidate> = self.decision.quoted.iter().map(|&at| &self.found.list[at]).collect();
        match quoted.is_empty() {
            true => Vec::new(),
            false => vec![self.finding(FindingKind::QuotedLabels, &quoted)],
        }
    }

    /// Names that open a line inside somebody's turn and were not taken.
    fn inside_turns(&self) -> Vec<LabelFinding> {
        let missed = MissedLabels::new(self.found, self.decision);
        let is_missed = |candidate: &&Candidate| {
            missed.is_one(candidate)
                && (!candidate.is_quoted || self.decision.quoted.is_empty())
                && !self.introduces_what_follows(candidate)
        };
        let mut by_name: HashMap<u32, Vec<&Candidate>> = HashMap::new();
        let mut order = Vec::new();
        for candidate in self.with_verdict(Verdict::Words).filter(is_missed) {
            by_name.entry(candidate.name).or_insert_with(|| {
                order.push(candidate.name);
                Vec::new()
            });
            by_name.entry(candidate.name).or_default().push(candidate);
        }
        order.iter().map(|name| self.finding(FindingKind::LabelInsideTurn, &by_name[name])).collect()
    }

    /// `Ann Lee:` alone above a block quotation: somebody quotes her. `For a Mac:` above code.
    fn introduces_what_follows(&self, candidate: &Candidate) -> bool {
        let below = &self.lines[candidate.line as usize + 1..];
        let next = below.iter().find(|line| line.kind != LineKind::Blank);
        candidate.owns_line
            && candidate.form.time.is_none()
            && candidate.container == Container::None
            && next.is_some_and(|line| {
                line.container == Container::Quote || line.words(self.text).starts_with('`')
            })
    }

    /// Speakers whom one label names, and whom nobody declared.
    fn one_off_speakers(&self) -> Vec<LabelFinding> {
        let mut by_name: HashMap<u32, (usize, &Candidate)> = HashMap::new();
        for candidate in self.with_verdict(Verdict::Speaker) {
            by_name.entry(candidate.name).or_insert((0, candidate)).0 += 1;
        }
        let is_one_off = |(times, candidate): &(usize, &Candidate)| {
            let name = &self.found.names[candidate.name as usize];
            *times == 1 && !name.is_declared && !name.is_role && !is_nobody(&name.written)
        };
        let mut once: Vec<&Candidate> =
            by_name.into_values().filter(is_one_off).map(|(_, candidate)| candidate).collect();
        // In a text with two or three labels, one label each is no exception.
        if once.is_empty() || once.len() * 2 >= self.with_verdict(Verdict::Speaker).count() {
            return Vec::new();
        }
        once.sort_by_key(|candidate| candidate.line);
        vec![self.finding(FindingKind::OneOffSpeaker, &once)]
    }

    fn events(&self) -> Vec<LabelFinding> {
        let mut seen = HashSet::new();
        let first_of_each = self.with_verdict(Verdict::Event).filter(|candidate| seen.insert(candidate.name));
        first_of_each.map(|candidate| self.finding(FindingKind::EventLabel, &[candidate])).collect()
    }

    /// The layout that looks most like talk on a text without labels.
    fn not_found(&self) -> Option<LabelFinding> {
        let one_voice = self.decision.layouts.iter().find(|layout| self.is_one_voice(layout));
        if let Some(layout) = one_voice {
            return Some(self.finding(FindingKind::OneVoice, &self.candidates(layout)));
        }
        let like_talk = self.decision.layouts.iter().filter(|layout| self.looks_like_talk(layout));
        let best = like_talk.max_by_key(|layout| (layout.returns, layout.core.len()));
        match best {
            Some(layout) => {
                let kind = FindingKind::SpeakersNotFound(reason(layout));
                let rewrite = self.rewrite(layout);
                Some(LabelFinding { rewrite, ..self.finding(kind, &self.candidates(layout)) })
            }
            None => self.bold_beginning().or_else(|| self.alike_openings()).or_else(|| self.dashes()),
        }
    }

    /// A page whose first words are a name in bold with a colon: one voice, or the title of a box.
    fn bold_beginning(&self) -> Option<LabelFinding> {
        let first = self
            .found
            .list
            .iter()
            .find(|candidate| candidate.paragraph <= 1 && candidate.starts_paragraph)?;
        let name = &self.found.names[first.name as usize];
        let is_label = first.form.style == LabelStyle::Bold && first.form.separator == Separator::Colon;
        let is_name = name.rate == NameRate::High && !name.is_refused && first.has_words;
        (is_label && is_name).then(|| {
            self.finding(
                FindingKind::SpeakersNotFound("one label alone may be that of a speaker or a heading"),
                &[first],
            )
        })
    }

    /// The labels of a layout as they are always read, where the names look like names and come back.
    fn rewrite(&self, layout: &LayoutFigures) -> Option<LabelRewrite> {
        let is_clear = layout.names.len() > 1 && layout.returns >= 2 && layout.rate >= 2.0;
        let label = |candidate: &'t Candidate| {
            let line = &self.lines[candidate.line as usize];
            let start = if line.heading_level().is_some() { line.start } else { line.content };
            (candidate, self.found.names[candidate.name as usize].written.as_str(), start as usize)
        };
        let labels: Vec<(&Candidate, &str, usize)> = self.candidates(layout).into_iter().map(label).collect();
        is_clear.then(|| LabelRewrite::from_candidates(self.text, &labels))?
    }

    fn candidates(&self, layout: &LayoutFigures) -> Vec<&'t Candidate> {
        layout.core.iter().map(|&at| &self.found.list[at]).collect()
    }

    /// `Q:` again and again, with answers that nothing labels.
    fn is_one_voice(&self, layout: &LayoutFigures) -> bool {
        let is_asked = |&name: &u32| is_asker(&self.found.names[name as usize].written);
        layout.strength() > Strength::Weak
            && layout.names.len() == 1
            && layout.names.iter().all(is_asked)
            && layout.core.len() > 1
    }

    fn looks_like_talk(&self, layout: &LayoutFigures) -> bool {
        let is_refused = |&name: &u32| self.found.names[name as usize].is_refused;
        if layout.names.iter().any(is_refused) || layout.is_record && layout.rate < 2.5 {
            return false;
        }
        let several = layout.names.len() > 1;
        if several && layout.returns >= 4 && layout.rate >= 2.5 && layout.repeated >= 0.9 {
            return true;
        }
        match layout.strength() {
            Strength::Strong => {
                several && layout.returns >= 1
                    || layout.core.len() >= 3 && layout.rate >= 2.0 && layout.share >= 0.2
            }
            Strength::Medium => several && layout.returns >= 2 && (layout.rate >= 2.0 || layout.share >= 0.3),
            Strength::Weak => several && layout.returns >= 2 && layout.share >= 0.4 && layout.rate >= 1.5,
        }
    }

    /// Paragraphs that open with the same words in turn, in a form that is not known at all, or end with them in
    /// parentheses.
    fn alike_openings(&self) -> Option<LabelFinding> {
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

    /// A dialogue with dashes: somebody speaks, and nobody is named.
    fn dashes(&self) -> Option<LabelFinding> {
        let starts: Vec<&SourceLine> =
            self.lines.iter().filter(|line| line.kind == LineKind::Text && line.starts_paragraph).collect();
        let is_dash = |line: &&&SourceLine| line.words(self.text).starts_with(['—', '–', '―', '─']);
        let dashed: Vec<&&SourceLine> = starts.iter().filter(is_dash).collect();
        (dashed.len() >= 4 && dashed.len() * 2 >= starts.len()).then(|| LabelFinding {
            kind: FindingKind::SpeakersNotFound("a dash does not name the speaker"),
            rewrite: None,
            places: dashed
                .iter()
                .take(SHOWN_LINES)
                .map(|line| (line.content as usize, line.end as usize))
                .collect(),
            names: Vec::new(),
        })
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

/// The nearest reason for which a layout is not taken for labels.
fn reason(layout: &LayoutFigures) -> &'static str {
    let LayoutKey { separator, .. } = layout.key;
    match layout.strength() {
        Strength::Weak if matches!(separator, Separator::LineEnd | Separator::Space) => {
            "nothing but white space follows the names"
        }
        Strength::Weak => "the mark behind the names is common in other texts",
        _ if layout.names.len() < 2 => "only one name comes back, and it opens too few paragraphs",
        _ if layout.share < 0.3 => "they open too few of the paragraphs",
        _ => "they do not look enough like names",
    }
}
