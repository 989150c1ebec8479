//! Changes of turns: their Markdown, who speaks, where they begin, and when.

use std::ops::Range;

use super::FileEdit;
use super::declare::declaration;
use super::editable::{EditablePage, SelectedWords, UnitPlace};
use super::meaning::{MeaningLine, PageMeaning, verified};
use super::refusal::EditRefusal;
use super::speaker_names::SpeakerNameChange;
use crate::diag::Fix;
use crate::model::Turn;
use crate::source::{SourceId, Span};
use crate::text::timecode::{Timecode, find_times};
use crate::transcript::labels::{LabelKind, TurnLabel, can_be_label, write_label};

/// The turns that a new name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerScope {
    /// The one turn.
    Turn,
    /// All turns of the page whose labels have the same name.
    Page,
}

/// The bytes of a part of `page` in its source: those of a turn with its label.
pub fn unit_range(page: &EditablePage, place: UnitPlace) -> Result<Range<usize>, EditRefusal> {
    let (_, unit) = page.unit(place)?;
    let blocks = unit.runs.iter().filter(|run| run.number.is_some()).map(|run| run.block);
    let range = match place {
        UnitPlace::Turn(number) => {
            let turn = turn(page, number)?;
            let label = labels_of(page, turn).first().map(|label| label.start);
            let first = turn.blocks.first().map(|block| block.span.start as usize);
            label.or(first).unwrap_or(turn.span.start as usize)..turn.span.end as usize
        }
        _ => {
            let (start, end) =
                blocks.fold((usize::MAX, 0), |(start, end), block| (start.min(block.0), end.max(block.1)));
            start..end
        }
    };
    (range.start < range.end).then_some(range).ok_or(EditRefusal::NothingSelected)
}

/// Replaces the Markdown of a part of `page`; only what differs of it is written.
///
/// # Errors
/// A refusal where other parts of the page would change.
pub fn edit_markdown(page: &EditablePage, place: UnitPlace, new: &str) -> Result<FileEdit, EditRefusal> {
    let range = unit_range(page, place)?;
    let text = page.source.text();
    let new = new.trim_end().replace("\r\n", "\n").replace('\n', page.line_break());
    if new.is_empty() {
        return Err(EditRefusal::NothingSelected);
    }
    let (head, tail) = common_ends(&text[range.clone()], &new);
    let span = Span::new(SourceId(0), range.start + head, range.end - tail);
    let fix = Fix { span, replacement: new[head..new.len() - tail].to_string() };
    let before = PageMeaning::new(page);
    let lines = PageMeaning::lines_of(page, page.unit(place)?.0);
    let is_expected = |_: &EditablePage, after: &PageMeaning| {
        let behind = &before.lines[lines.end..];
        after.lines.starts_with(&before.lines[..lines.start])
            && after.lines.len() >= lines.start + behind.len()
            && after.lines.ends_with(behind)
            && before.notes.iter().filter(|note| after.notes.contains(note)).count() + 1 >= before.notes.len()
    };
    verified(page, &[fix], is_expected, EditRefusal::ChangesMore)
}

/// The bytes that two texts have in common at their beginnings and ends.
fn common_ends(old: &str, new: &str) -> (usize, usize) {
    let head = old.char_indices().zip(new.chars()).take_while(|((_, a), b)| a == b);
    let head = head.last().map_or(0, |((at, c), _)| at + c.len_utf8());
    let tails = old[head..].chars().rev().zip(new[head..].chars().rev());
    (head, tails.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum())
}

/// Gives a turn to the speaker `name`, or all turns of the one who speaks there.
///
/// # Errors
/// A refusal where no label begins the turn, or the name would not be read as a speaker's.
pub fn change_speaker(
    page: &EditablePage,
    number: usize,
    name: &str,
    scope: SpeakerScope,
) -> Result<FileEdit, EditRefusal> {
    let name = name.trim();
    if !can_be_label(name) {
        return Err(EditRefusal::BadName(name.to_string()));
    }
    let own: Vec<&TurnLabel> = labels_of(page, turn(page, number)?);
    let old = own.first().ok_or(EditRefusal::NoLabel)?.name.clone();
    let labels: Vec<&TurnLabel> = match scope {
        SpeakerScope::Turn => own,
        SpeakerScope::Page => {
            page.labels.iter().filter(|label| label.name == old && label.kind == LabelKind::Speaker).collect()
        }
    };
    let mut fixes: Vec<Fix> =
        labels.iter().map(|label| change(page, name).in_label(name_range(label))).collect();
    if scope == SpeakerScope::Page {
        fixes.extend(declared(page, &old, name));
    }
    let before = PageMeaning::new(page);
    let lines: Vec<usize> = lines_with(page, &labels);
    let is_expected = |after: &EditablePage, meaning: &PageMeaning| {
        let speaker = |at: usize| meaning.lines.get(at).map(|line| line.speakers.clone());
        let new = lines.first().and_then(|&at| speaker(at)).unwrap_or_default();
        let mut expected = before.clone();
        lines.iter().for_each(|&at| expected.lines[at].speakers.clone_from(&new));
        let is_named = new == name || after.config().people.contains_key(name) || is_alias(after, name, &new);
        is_named && *meaning == expected
    };
    verified_with_name(page, &fixes, name, is_expected)
}

/// The edit of `page` by `fixes`; where the label of `name` is not read otherwise, the front matter declares it too.
fn verified_with_name(
    page: &EditablePage,
    fixes: &[Fix],
    name: &str,
    is_expected: impl Fn(&EditablePage, &PageMeaning) -> bool,
) -> Result<FileEdit, EditRefusal> {
    let reason = || EditRefusal::BadName(name.to_string());
    let plain = verified(page, fixes, &is_expected, reason());
    match (plain, declaration(page, name)) {
        (Err(EditRefusal::BadName(_)), Some(declaration)) => {
            let fixes: Vec<Fix> = fixes.iter().cloned().chain([declaration]).collect();
            verified(page, &fixes, is_expected, reason())
        }
        (plain, _) => plain,
    }
}

/// Returns true if the site knows `name` as another name of the one who is shown as `shown`.
fn is_alias(page: &EditablePage, name: &str, shown: &str) -> bool {
    let people = page.config().people.values().chain(page.document.front.people.values());
    people.into_iter().any(|person| person.name == shown && person.aliases.iter().any(|alias| alias == name))
}

/// The labels of a turn: several where the same person goes on.
fn labels_of<'p>(page: &'p EditablePage, turn: &Turn) -> Vec<&'p TurnLabel> {
    let range = turn.span.range();
    let is_own =
        |label: &&TurnLabel| range.contains(&label.name_range.0) || label.name_range.0 == range.start;
    page.labels.iter().filter(is_own).collect()
}

fn turn<'p>(page: &'p EditablePage, number: usize) -> Result<&'p Turn, EditRefusal> {
    page.document.turns().nth(number).ok_or(EditRefusal::Changed)
}

/// The lines of the meaning of `page` whose turns have one of `labels`.
fn lines_with(page: &EditablePage, labels: &[&TurnLabel]) -> Vec<usize> {
    let turns: Vec<&Turn> = page.document.turns().collect();
    let has_label =
        |turn: &Turn| labels_of(page, turn).iter().any(|own| labels.iter().any(|label| own == label));
    let units = page.units.iter().enumerate().filter(|(_, unit)| match unit.place {
        UnitPlace::Turn(number) => has_label(turns[number]),
        _ => false,
    });
    units.flat_map(|(at, _)| PageMeaning::lines_of(page, at)).collect()
}

fn name_range(label: &TurnLabel) -> Range<usize> {
    label.name_range.0..label.name_range.1
}

/// Another name for the speaker of some of `page`.
fn change<'a>(page: &'a EditablePage, new: &'a str) -> SpeakerNameChange<'a> {
    SpeakerNameChange { source: SourceId(0), text: page.source.text(), new }
}

/// Another name in the list of speakers of the front matter, unless that has it already.
fn declared(page: &EditablePage, old: &str, name: &str) -> Vec<Fix> {
    let is_there = page.document.front.speakers.iter().any(|speaker| speaker.value == name);
    if is_there { Vec::new() } else { change(page, name).in_front_matter(old) }
}

/// Begins a turn of `name` at the first character of `at`; what follows it in the turn is said there.
///
/// # Errors
/// A refusal where the place is inside of markup, or the name would not be read as a speaker's.
pub fn split_turn(
    page: &EditablePage,
    at: &SelectedWords,
    name: &str,
    time: Option<Timecode>,
) -> Result<FileEdit, EditRefusal> {
    let name = name.trim();
    if !can_be_label(name) {
        return Err(EditRefusal::BadName(name.to_string()));
    }
    let UnitPlace::Turn(number) = at.unit else { return Err(EditRefusal::NoLabel) };
    let place = page.chars(&SelectedWords { range: at.range.start..at.range.start + 1, ..at.clone() })?;
    let run = &page.units[place.unit].runs[place.run];
    let char = place.chars.start;
    let start = run.chars[char].source.ok_or(EditRefusal::CutsMarkup)?.0;
    if !run.is_top_level || run.chars[..=char].last().is_some_and(|traced| traced.before.is_some()) {
        return Err(EditRefusal::CutsMarkup);
    }
    let is_first = run.chars[..char].iter().all(|traced| traced.c.is_whitespace());
    let head = &page.source.text()[..start];
    let cut = if is_first { start } else { head.trim_end().len() };
    let gap = if is_first { String::new() } else { page.line_break().repeat(2) };
    let expected = split_meaning(page, &place);
    let is_expected =
        |after: &EditablePage, meaning: &PageMeaning| expected.is_met(after, meaning, name, time);
    let mut refusal = EditRefusal::ChangesMore;
    for label in new_labels(page, number, name, time) {
        let fix = Fix { span: Span::new(SourceId(0), cut, start), replacement: format!("{gap}{label}") };
        match verified_with_name(page, &[fix], name, is_expected) {
            Ok(edit) => return Ok(edit),
            Err(reason) => refusal = reason,
        }
    }
    Err(refusal)
}

/// The labels in which a new turn may begin: as the turn's own is written, or in the form that is always read.
fn new_labels(page: &EditablePage, number: usize, name: &str, time: Option<Timecode>) -> Vec<String> {
    let same =
        turn(page, number).ok().filter(|_| time.is_none()).and_then(|turn| same_label(page, turn, name));
    let time = time.map_or(String::new(), |time| format!("[{time}] "));
    same.into_iter().chain([format!("{}{time}", write_label(name))]).collect()
}

/// The label of a turn with another name, as far as the words of the turn; none of a label with a time.
fn same_label(page: &EditablePage, turn: &Turn, name: &str) -> Option<String> {
    let label = labels_of(page, turn).first().copied().filter(|label| label.time.is_none())?;
    let text = page.source.text();
    let Fix { span, replacement } = change(page, name).in_label(name_range(label));
    // A line of its own is followed by the line break, or the empty line, that the author puts there.
    let end = if label.owns_line { turn.blocks.first()?.span.start as usize } else { label.rest };
    let same = [text.get(label.start..span.start as usize)?, &replacement, text.get(span.end as usize..end)?]
        .concat();
    let is_line = !label.owns_line && same.contains('\n');
    (!is_line && !same.starts_with([' ', '>', '-'])).then_some(same)
}

/// A page with one of its lines cut in two.
struct SplitMeaning {
    meaning: PageMeaning,
    /// The first line of the new turn, and the one after its last.
    lines: Range<usize>,
}

fn split_meaning(page: &EditablePage, place: &super::RunChars) -> SplitMeaning {
    let mut meaning = PageMeaning::new(page);
    let lines = PageMeaning::lines_of(page, place.unit);
    let line = lines.start + place.run;
    let words = |chars: &[super::TracedChar]| -> String {
        chars.iter().map(|traced| traced.c).filter(|&c| super::is_counted(c)).collect()
    };
    let chars = &page.units[place.unit].runs[place.run].chars;
    let (head, tail) = chars.split_at(place.chars.start);
    let head = words(head);
    let mut lines = line..lines.end;
    if head.is_empty() {
        meaning.lines[line].time = None;
    } else {
        let new = MeaningLine { words: words(tail), time: None, ..meaning.lines[line].clone() };
        meaning.lines[line].words = head;
        meaning.lines.insert(line + 1, new);
        lines = line + 1..lines.end + 1;
    }
    SplitMeaning { meaning, lines }
}

impl SplitMeaning {
    fn is_met(&self, after: &EditablePage, found: &PageMeaning, name: &str, time: Option<Timecode>) -> bool {
        let Some(first) = found.lines.get(self.lines.start) else { return false };
        let mut expected = self.meaning.clone();
        for line in &mut expected.lines[self.lines.clone()] {
            line.speakers.clone_from(&first.speakers);
        }
        expected.lines[self.lines.start].time = time;
        let begins =
            after.labels.iter().any(|label| label.name == name || is_alias(after, name, &first.speakers));
        let is_new = self.meaning.lines[self.lines.start].speakers != first.speakers || time.is_some();
        begins && is_new && expected == *found
    }
}

/// Takes away the label of a turn, so that its words belong to the turn before it. A time in the label stays in the text.
///
/// # Errors
/// A refusal where the turn is the first one of its section.
pub fn join_turn(page: &EditablePage, number: usize) -> Result<FileEdit, EditRefusal> {
    let (unit, _) = page.unit(UnitPlace::Turn(number))?;
    let previous = number.checked_sub(1).ok_or(EditRefusal::NothingBefore)?;
    let is_behind = unit > 0 && page.units[unit - 1].place == UnitPlace::Turn(previous);
    if !is_behind {
        return Err(EditRefusal::NothingBefore);
    }
    let labels = labels_of(page, turn(page, number)?);
    if labels.is_empty() {
        return Err(EditRefusal::NoLabel);
    }
    let before = PageMeaning::new(page);
    let speakers = before.lines[PageMeaning::lines_of(page, unit - 1).start].speakers.clone();
    let mut expected = before;
    for line in &mut expected.lines[PageMeaning::lines_of(page, unit)] {
        (line.speakers, line.time) = (speakers.clone(), None);
    }
    let is_expected = |_: &EditablePage, meaning: &PageMeaning| *meaning == expected;
    for keeps_time in [true, false] {
        let removal = |label: &&TurnLabel| {
            let time = label.time.filter(|_| keeps_time && !label.owns_line);
            let replacement = time.map_or(String::new(), |time| format!("[{time}] "));
            Fix { span: Span::new(SourceId(0), label.start, label.rest), replacement }
        };
        let fixes: Vec<Fix> = labels.iter().map(removal).collect();
        // With fewer labels the others might no longer be read as such.
        if let Ok(edit) = verified_with_name(page, &fixes, &speakers, is_expected) {
            return Ok(edit);
        }
    }
    Err(EditRefusal::ChangesMore)
}

/// Sets the time at which a turn begins: in place of the one that it has, or before its words.
///
/// # Errors
/// A refusal where the time would not be read as that of the turn.
pub fn set_time(page: &EditablePage, number: usize, time: Timecode) -> Result<FileEdit, EditRefusal> {
    let (unit, traced) = page.unit(UnitPlace::Turn(number))?;
    let turn = turn(page, number)?;
    let labels = labels_of(page, turn);
    let start = labels.first().map_or(turn.span.start as usize, |label| label.start);
    let words = traced.runs.iter().flat_map(|run| &run.chars).find_map(|traced| traced.source);
    let words = words.ok_or(EditRefusal::NothingSelected)?.0;
    let text = page.source.text();
    let old = turn.time.and_then(|old| {
        let head = text.get(start..words)?;
        let found = find_times(head).find(|found| Timecode::parse(&head[found.clone()]) == Some(old))?;
        Some(start + found.start..start + found.end)
    });
    let behind = labels.first().filter(|label| !label.owns_line).map(|label| label.rest);
    let at = behind.unwrap_or_else(|| turn.blocks.first().map_or(words, |block| block.span.start as usize));
    let fix = match old {
        Some(old) => Fix { span: Span::new(SourceId(0), old.start, old.end), replacement: time.to_string() },
        None => Fix { span: Span::new(SourceId(0), at, at), replacement: format!("[{time}] ") },
    };
    let mut expected = PageMeaning::new(page);
    expected.lines[PageMeaning::lines_of(page, unit).start].time = Some(Timecode(time.0 / 1000 * 1000));
    let is_expected = |_: &EditablePage, meaning: &PageMeaning| *meaning == expected;
    verified(page, &[fix], is_expected, EditRefusal::ChangesMore)
}
