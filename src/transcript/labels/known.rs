//! Lines that begin with one of the page's own labels to the letter, whatever follows it.
//!
//! A line is recognized by the first form that fits: `A. It was white: a Ford.` has the form of a label with a colon. Once
//! the labels of the page are known, such a line is one of them.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt};

use super::candidates::{Candidate, Candidates, has_words};
use super::decide::{Decision, Verdict};
use super::form::{LabelForm, LabelStyle, Separator};
use super::layout::LayoutKey;
use super::line::{LineKind, SourceLine};
use super::time::leading_time;

/// The most lengths of labels that are compared with each line.
const MOST_LENGTHS: usize = 64;

/// A time behind a name is a word of the text where so many times more labels have none.
const FEW_TIMES: usize = 5;

/// A label, and the byte at which the words of its line begin.
struct KnownLabel {
    candidate: Candidate,
    start: usize,
}

/// The labels of a page as they are written.
struct KnownLabels<'t> {
    /// A label for each opening of a line, without the white space at its end.
    openings: HashMap<&'t str, KnownLabel>,
    /// The lengths of the openings, the longest last.
    lengths: BTreeSet<usize>,
    /// The number of labels in each layout.
    labels: HashMap<LayoutKey, usize>,
}

/// Gives the lines of `text` that begin with a label of the page that label. Returns true if there were any.
pub(super) fn reread(text: &str, lines: &[SourceLine], found: &mut Candidates, decision: &Decision) -> bool {
    let known = KnownLabels::collect(text, lines, found, decision);
    if known.openings.is_empty() {
        return false;
    }
    let mut list = Vec::with_capacity(found.list.len());
    let mut candidates = std::mem::take(&mut found.list).into_iter().zip(&decision.verdicts).peekable();
    let (mut is_changed, mut text_line) = (false, 0);
    for (number, line) in lines.iter().enumerate() {
        text_line += u32::from(line.kind == LineKind::Text);
        let own = candidates.next_if(|(candidate, _)| candidate.line as usize == number);
        let again = known.label_of(text, (number, line), text_line, own.as_ref());
        is_changed |= again.is_some();
        list.extend(again.or(own.map(|(candidate, _)| candidate)));
    }
    found.list = list;
    is_changed
}

impl<'t> KnownLabels<'t> {
    fn collect(text: &'t str, lines: &[SourceLine], found: &Candidates, decision: &Decision) -> Self {
        let mut known =
            KnownLabels { openings: HashMap::new(), lengths: BTreeSet::new(), labels: HashMap::new() };
        for (candidate, verdict) in found.list.iter().zip(&decision.verdicts) {
            if *verdict != Verdict::Speaker {
                continue;
            }
            *known.labels.entry(LayoutKey::of_candidate(candidate)).or_default() += 1;
            let line = &lines[candidate.line as usize];
            let Some(end) = opening_end(candidate, line) else { continue };
            let opening = text[line.content as usize..end].trim_end();
            if known.lengths.len() < MOST_LENGTHS || known.lengths.contains(&opening.len()) {
                known.lengths.insert(opening.len());
                let start = line.content as usize;
                known
                    .openings
                    .entry(opening)
                    .or_insert_with(|| KnownLabel { candidate: candidate.clone(), start });
            }
        }
        known
    }

    /// The label that a line begins with, where its own form is no label or takes words for a time.
    fn label_of(
        &self,
        text: &str,
        (number, line): (usize, &SourceLine),
        text_line: u32,
        own: Option<&(Candidate, &Verdict)>,
    ) -> Option<Candidate> {
        if line.kind != LineKind::Text || !line.starts_paragraph {
            return None;
        }
        let words = line.words(text);
        let lengths = self.lengths.iter().rev().filter_map(|&length| words.get(..length));
        let label = lengths.filter_map(|opening| self.openings.get(opening)).next()?;
        let is_open = own.is_none_or(|(own, verdict)| self.is_misread(own, verdict, &label.candidate));
        if !is_open || label.candidate.container != line.container {
            return None;
        }
        let form = form_at(text, line, label)?;
        let rest = &text[form.rest..line.end as usize];
        Some(Candidate {
            line: number as u32,
            paragraph: line.paragraph,
            text_line,
            section: line.section,
            starts_paragraph: true,
            owns_line: false,
            has_words: has_words(rest),
            asks: rest.trim_end().ends_with(['?', '？', '؟']),
            is_quoted: false,
            form,
            ..label.candidate.clone()
        })
    }

    /// Returns true if a line was read as words, or with a time that is one of its words.
    fn is_misread(&self, own: &Candidate, verdict: &Verdict, label: &Candidate) -> bool {
        let keys = (LayoutKey::of_candidate(own), LayoutKey::of_candidate(label));
        let count = |key| self.labels.get(&key).copied().unwrap_or_default();
        let has_word_as_time = own.form.separator == Separator::Time
            && own.form.time.is_some()
            && label.form.time.is_none()
            && !own.owns_line
            && count(keys.0) * FEW_TIMES <= count(keys.1);
        match verdict {
            Verdict::Words => keys.0 != keys.1 || own.name != label.name,
            Verdict::Speaker => has_word_as_time,
            Verdict::Event => false,
        }
    }
}

/// The byte at which a label ends that can be compared with other lines: up to its words, or up to its time.
fn opening_end(candidate: &Candidate, line: &SourceLine) -> Option<usize> {
    let form = &candidate.form;
    let is_timed = form.time.is_some();
    let can_be_compared = !matches!(
        form.style,
        LabelStyle::Heading(_) | LabelStyle::Definition | LabelStyle::Custom(_) | LabelStyle::Chevron
    ) && form.separator != Separator::LineEnd
        && form.reopened.is_empty()
        // `[ship]: /a.html` defines a link.
        && (form.style, form.separator) != (LabelStyle::Bracket, Separator::Colon);
    match (can_be_compared, is_timed) {
        (true, false) if !candidate.owns_line => Some(form.rest),
        (true, true) if form.style == LabelStyle::Plain && form.name.0 == line.content as usize => {
            matches!(form.separator, Separator::InlineTime | Separator::Time).then_some(form.name.1)
        }
        _ => None,
    }
}

/// The form of a line that begins as `label` does; `None` if no words follow, or other letters of a longer word.
fn form_at(text: &str, line: &SourceLine, label: &KnownLabel) -> Option<LabelForm> {
    let template = &label.candidate.form;
    let shift = |at: usize| at - label.start + line.content as usize;
    let name = template.name;
    let mut form = LabelForm { name: (shift(name.0), shift(name.1)), time: None, ..template.clone() };
    let end = line.end as usize;
    if template.time.is_some() {
        let rest = text[form.name.1..end].trim_start();
        let mark = leading_time(rest).filter(|_| rest.len() < end - form.name.1)?;
        let words = rest[mark.length..].trim_start();
        let is_apart = mark.is_bracketed || words.len() < rest.len() - mark.length;
        form.time = Some(mark.time);
        form.rest = end - words.len();
        return (is_apart && !words.is_empty()).then_some(form);
    }
    let written = &text[name.1..template.rest];
    let is_spaced = written.ends_with(char::is_whitespace);
    let rest = &text[form.name.1 + written.trim_end().len()..end];
    let words = rest.trim_start();
    form.rest = end - words.len();
    (!words.is_empty() && (!is_spaced || words.len() < rest.len())).then_some(form)
}
