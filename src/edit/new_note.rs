//! Notes and key quotes as an author writes them beside a text: in a file of notes, or into the page.

use jiff::civil::Date;

use super::FileEdit;
use super::editable::{EditablePage, RunChars, SelectedWords};
use super::meaning::{PageMeaning, note_words, verified};
use super::refusal::EditRefusal;
use super::trace::{Obstacle, TracedRun, is_counted};
use crate::config::Config;
use crate::diag::{Code, Fix};
use crate::formats::notes::{WrittenAttribution, first_words};
use crate::model::{Document, Inline, StandOffNote, plain_text};
use crate::parse;
use crate::resolve::PassageTexts;
use crate::source::{Source, SourceId, Sources, Span};
use crate::text::slug::slug;

/// A note to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewNote {
    /// The ID of its kind.
    pub kind: String,
    /// Its author: an ID of `[people]`, or a name.
    pub by: Option<String>,
    /// The day of writing.
    pub date: Option<Date>,
    /// Its Markdown.
    pub comment: String,
}

impl NewNote {
    fn text(&self) -> String {
        let attribution =
            WrittenAttribution { by: self.by.as_deref(), date: self.date, ..WrittenAttribution::default() };
        attribution.with_comment(self.comment.trim())
    }

    fn is_of_kind(&self) -> bool {
        !matches!(self.kind.as_str(), "" | "note")
    }
}

/// Adds a note on `selected`, words of one or more parts of `page`, to a file of notes: `file` as it is, or none.
///
/// # Errors
/// A refusal where no quotation leads to the words alone, or the comment would not be the comment of one note.
pub fn note_in_file(
    page: &EditablePage,
    selected: &[SelectedWords],
    note: &NewNote,
    (path, file): (&str, Option<&Source>),
) -> Result<FileEdit, EditRefusal> {
    let quotation = quotation(page, selected)?;
    let heading = if note.is_of_kind() { format!("## {}\n\n", note.kind) } else { String::new() };
    let before = file.map_or("", Source::text);
    let line_break = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = match before {
        "" => "",
        text if text.ends_with("\n\n") || text.ends_with("\n\r\n") => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let added = format!("{gap}{heading}{quotation}\n\n{}\n", note.text()).replace('\n', line_break);
    let after = format!("{before}{added}");
    check_file(path, before, &after, note, page.config())?;
    Ok(match file {
        Some(source) => {
            let span = Span::new(SourceId(0), before.len(), before.len());
            FileEdit::new(source, &[&Fix { span, replacement: added }])
        }
        None => FileEdit::creation(path, after),
    })
}

/// The quotation that leads to `selected` alone.
fn quotation(page: &EditablePage, selected: &[SelectedWords]) -> Result<String, EditRefusal> {
    let texts = PassageTexts::new(&page.document);
    let end = |words: &SelectedWords, at: usize| -> Result<std::ops::Range<usize>, EditRefusal> {
        let (_, unit) = page.unit(words.unit)?;
        let &(run, char) = unit.counted().get(at).ok_or(EditRefusal::Changed)?;
        let traced = &unit.runs[run];
        let number = traced.number.ok_or(EditRefusal::Crosses(Obstacle::Code))?;
        let start = traced.chars[char].offset;
        Ok(texts.words_in(number, start..start + traced.chars[char].c.len_utf8()))
    };
    let (Some(first), Some(last)) = (selected.first(), selected.last()) else {
        return Err(EditRefusal::NothingSelected);
    };
    let last_char = last.range.end.checked_sub(1).ok_or(EditRefusal::NothingSelected)?;
    let words = end(first, first.range.start)?.start..end(last, last_char)?.end;
    if words.is_empty() {
        return Err(EditRefusal::NothingSelected);
    }
    let found = texts.quotations(&[words], page.config()).pop().flatten();
    found.ok_or(EditRefusal::NotUnique)
}

/// The file has one note more than before, the others are the same, and the new one is what was written.
fn check_file(
    path: &str,
    before: &str,
    after: &str,
    note: &NewNote,
    config: &Config,
) -> Result<(), EditRefusal> {
    let read = |text: &str| {
        let mut sources = Sources::default();
        let id = sources.add(path, text);
        let (file, found) = parse::stand_off(&sources, id, config);
        (file.notes, found.iter().filter(|found| found.code == Code::IncompleteNote).count())
    };
    let ((olds, complaints), (mut news, more)) = (read(before), read(after));
    if more > complaints {
        return Err(EditRefusal::BadComment);
    }
    let added = news.pop().filter(|_| news.len() == olds.len()).ok_or(EditRefusal::BadComment)?;
    let words = |note: &StandOffNote| -> String {
        note.blocks.iter().map(|block| block.plain_text()).collect::<Vec<_>>().join("\n")
    };
    if olds.iter().zip(&news).any(|(old, new)| words(old) != words(new)) {
        return Err(EditRefusal::ChangesMore);
    }
    let kind = if note.is_of_kind() { &note.kind } else { &added.kind };
    let by = added.attribution.by.as_ref().map(|by| by.value.as_str());
    let is_written = &added.kind == kind && (note.by.is_none() || by == note.by.as_deref());
    match is_written && added.targets.len() == 1 && !added.blocks.is_empty() {
        true => Ok(()),
        false => Err(EditRefusal::BadComment),
    }
}

/// Highlights `selected` for its own sake: `==words==`.
///
/// # Errors
/// A refusal where the highlight would cut other markup.
pub fn key_quote(page: &EditablePage, selected: &SelectedWords) -> Result<FileEdit, EditRefusal> {
    enclose(page, selected, "==", &|_| true, Vec::new())
}

/// Writes a note on `selected` into the page: `==words==[^name]`, and `[^name]: …` at its end.
///
/// # Errors
/// A refusal where the highlight would cut other markup, or the comment would not be the comment of one note.
pub fn note_in_page(
    page: &EditablePage,
    selected: &SelectedWords,
    note: &NewNote,
) -> Result<FileEdit, EditRefusal> {
    let name = note_name(page, note);
    let comment = note.text().replace("\r\n", "\n").replace('\n', "\n    ").replace("\n    \n", "\n\n");
    let text = page.source.text();
    let ends_with_definition = text.lines().next_back().is_some_and(|line| line.starts_with("[^"));
    let gap = match (text.ends_with('\n'), ends_with_definition) {
        (true, true) => "",
        (true, false) | (false, true) => "\n",
        (false, false) => "\n\n",
    };
    let definition = format!("{gap}[^{name}]: {comment}\n").replace('\n', page.line_break());
    let end = Span::new(SourceId(0), text.len(), text.len());
    let definition = Fix { span: end, replacement: definition };
    let is_note_there = |after: &EditablePage| {
        let found = after.document.notes.iter().find(|found| found.label == name);
        found.is_some_and(|found| !note_words(found).is_empty() && found.references == 1)
    };
    enclose(page, selected, &format!("==[^{name}]"), &is_note_there, vec![definition])
}

/// A name that no note of the page has.
fn note_name(page: &EditablePage, note: &NewNote) -> String {
    let prefix = if note.is_of_kind() { format!("{}:", note.kind) } else { String::new() };
    let stem = first_words(&note.comment);
    let names = std::iter::once(stem.clone()).chain((2..).map(|number| format!("{stem}-{number}")));
    let is_free = |name: &String| {
        let slugs = page.document.notes.iter().map(|note| slug(&note.label));
        !page.source.text().contains(&format!("[^{name}]"))
            && slugs.into_iter().all(|other| other != slug(name))
    };
    names.map(|name| format!("{prefix}{name}")).find(is_free).unwrap_or_default()
}

/// Puts `==` before `selected` and `closing` behind it. Of the places that have the same words between them, inside or
/// outside of markup that begins or ends there, the first is taken that gives a highlight of these words and changes
/// nothing else.
fn enclose(
    page: &EditablePage,
    selected: &SelectedWords,
    closing: &str,
    is_wanted: &dyn Fn(&EditablePage) -> bool,
    more: Vec<Fix>,
) -> Result<FileEdit, EditRefusal> {
    let place = page.chars(selected)?;
    let run = &page.units[place.unit].runs[place.run];
    let inside = &run.chars[place.chars.start + 1..place.chars.end];
    let lost = [Obstacle::NoteReference, Obstacle::LineBreak];
    if let Some(obstacle) =
        inside.iter().filter_map(|traced| traced.before).find(|found| lost.contains(found))
    {
        return Err(EditRefusal::Crosses(obstacle));
    }
    let before = PageMeaning::new(page);
    let (old_marks, words) = (marked_words(&page.document), words(page, &place));
    let is_expected = |after: &EditablePage, meaning: &PageMeaning| {
        let mut marks = marked_words(&after.document);
        let added = marks.iter().position(|mark| *mark == words);
        added.into_iter().for_each(|at| drop(marks.remove(at)));
        let notes = meaning.notes.iter().filter(|note| before.notes.contains(note)).count();
        meaning.lines == before.lines && notes == before.notes.len() && marks == old_marks && is_wanted(after)
    };
    for (start, end) in edges(run, &place)? {
        let at = |byte: usize| Span::new(SourceId(0), byte, byte);
        let mut fixes = vec![
            Fix { span: at(start), replacement: "==".to_string() },
            Fix { span: at(end), replacement: closing.to_string() },
        ];
        fixes.extend(more.iter().cloned());
        if let Ok(edit) = verified(page, &fixes, is_expected, EditRefusal::CutsMarkup) {
            return Ok(edit);
        }
    }
    Err(EditRefusal::CutsMarkup)
}

/// The places for the two ends of markup around characters of a paragraph, innermost first.
fn edges(run: &TracedRun, place: &RunChars) -> Result<Vec<(usize, usize)>, EditRefusal> {
    let code = EditRefusal::Crosses(Obstacle::Code);
    let (first, last) = (&run.chars[place.chars.start], &run.chars[place.chars.end - 1]);
    let (start, end) = (first.source.ok_or(code.clone())?.0, last.source.ok_or(code)?.1);
    let before = place.chars.start.checked_sub(1).map(|at| run.chars[at].source.map(|source| source.1));
    let behind = run.chars.get(place.chars.end);
    let after = behind.map(|traced| traced.source.map(|source| source.0));
    let starts_markup = first.before == Some(Obstacle::Markup);
    let ends_markup = behind.map_or(run.after, |traced| traced.before) == Some(Obstacle::Markup);
    let outer_start = before.unwrap_or(Some(run.block.0)).filter(|_| starts_markup);
    let outer_end = after.unwrap_or(Some(run.block.1)).filter(|_| ends_markup);
    let starts = std::iter::once(start).chain(outer_start);
    let ends: Vec<usize> = std::iter::once(end).chain(outer_end).collect();
    Ok(starts.flat_map(|start| ends.iter().map(move |&end| (start, end))).collect())
}

fn words(page: &EditablePage, place: &RunChars) -> String {
    page.traced(place)[place.chars.clone()].iter().map(|traced| traced.c).filter(|&c| is_counted(c)).collect()
}

/// The words of each highlight, without white space.
fn marked_words(document: &Document) -> Vec<String> {
    let mut marks = vec![String::new(); document.marks.len()];
    document.for_each_run(&mut |inlines| collect(inlines, &mut marks));
    marks
}

fn collect(inlines: &[Inline], marks: &mut [String]) {
    for inline in inlines {
        if let Inline::Mark { mark, children, .. } = inline {
            marks[mark.0 as usize].extend(plain_text(children).chars().filter(|&c| is_counted(c)));
        }
        collect(inline.children().unwrap_or_default(), marks);
    }
}
