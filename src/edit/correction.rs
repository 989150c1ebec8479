//! Corrections of words: the words that differ are replaced in the source, and markup around them stays.

use std::ops::Range;

use super::FileEdit;
use super::editable::{EditablePage, RunChars, SelectedWords};
use super::meaning::{PageMeaning, verified};
use super::refusal::EditRefusal;
use super::trace::{TracedChar, TracedRun, is_counted};
use crate::diag::Fix;
use crate::source::{SourceId, Span};
use crate::text::align::longest_common;
use crate::text::markdown::{Around, MarkdownContext, escape, escape_between};

/// More pairs of words than this are not compared one by one: all between the first and the last difference is replaced.
const MOST_COMPARED: usize = 4_000_000;

/// Replaces the words `selected` by `new`, which is plain text.
///
/// # Errors
/// A refusal where a change would take away markup, or would change anything else.
pub fn correct_words(
    page: &EditablePage,
    selected: &SelectedWords,
    new: &str,
) -> Result<FileEdit, EditRefusal> {
    let place = page.chars(selected)?;
    let run = &page.units[place.unit].runs[place.run];
    let old = &run.chars[place.chars.clone()];
    let new = new.split_whitespace().collect::<Vec<_>>().join(" ");
    let hunks = differences(old, &new);
    if hunks.is_empty() {
        return Err(EditRefusal::SameAsBefore);
    }
    let expected = expected(page, &place, &new);
    let is_expected = |_: &EditablePage, meaning: &PageMeaning| *meaning == expected;
    let mut refused = EditRefusal::ChangesMore;
    for escaping in [Escaping::Little, Escaping::All] {
        let fixes = hunks.iter().map(|hunk| fix(page, run, place.chars.start, hunk, escaping));
        let fixes: Vec<Fix> = fixes.collect::<Result<_, _>>()?;
        match verified(page, &fixes, is_expected, EditRefusal::ChangesMore) {
            Ok(edit) => return Ok(edit),
            Err(reason) => refused = reason,
        }
    }
    Err(refused)
}

fn expected(page: &EditablePage, place: &RunChars, new: &str) -> PageMeaning {
    let mut meaning = PageMeaning::new(page);
    let line = PageMeaning::lines_of(page, place.unit).start + place.run;
    let chars = &page.units[place.unit].runs[place.run].chars;
    let text = |range: Range<usize>| chars[range].iter().map(|traced| traced.c).collect::<String>();
    let words = [&text(0..place.chars.start), new, &text(place.chars.end..chars.len())].concat();
    meaning.lines[line].words = words.chars().filter(|&c| is_counted(c)).collect();
    meaning
}

/// The care with which new words are kept from being markup.
#[derive(Clone, Copy)]
enum Escaping {
    /// Backslashes only where a character would mean something between its neighbours.
    Little,
    /// Backslashes before all that could.
    All,
}

/// Characters of the selection and what takes their place.
#[derive(Debug, PartialEq, Eq)]
struct WordHunk {
    old: Range<usize>,
    new: String,
}

fn fix(
    page: &EditablePage,
    run: &TracedRun,
    start: usize,
    hunk: &WordHunk,
    escaping: Escaping,
) -> Result<Fix, EditRefusal> {
    let chars = start + hunk.old.start..start + hunk.old.end;
    let (first, last) = source_range(run, chars)?;
    let text = page.source.text();
    let line = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let around = Around {
        before: text[line..first].chars().next_back().filter(|_| first > run.block.0),
        after: text[last..].chars().next(),
    };
    let replacement = match escaping {
        Escaping::Little => escape_between(&hunk.new, around),
        Escaping::All if around.before.is_none() => escape(&hunk.new, MarkdownContext::LineStart),
        Escaping::All => escape(&hunk.new, MarkdownContext::Middle),
    };
    Ok(Fix { span: Span::new(SourceId(0), first, last), replacement })
}

/// The bytes of the characters `chars` of a run; for none of them, the place between their neighbours.
fn source_range(run: &TracedRun, chars: Range<usize>) -> Result<(usize, usize), EditRefusal> {
    let all = &run.chars;
    let place = |traced: &TracedChar| traced.source.ok_or(EditRefusal::Crosses(super::Obstacle::Code));
    if chars.is_empty() {
        // New words behind a word are in the same emphasis as it.
        let before = chars.start.checked_sub(1).map(|at| &all[at]);
        let after = all.get(chars.start);
        let is_apart = before.is_none_or(|traced| traced.c.is_whitespace());
        return match (before, after) {
            (_, Some(after)) if is_apart => place(after).map(|(start, _)| (start, start)),
            (Some(before), _) => place(before).map(|(_, end)| (end, end)),
            (None, Some(after)) => place(after).map(|(start, _)| (start, start)),
            (None, None) => Err(EditRefusal::NothingSelected),
        };
    }
    let inside = &all[chars.start + 1..chars.end];
    if let Some(obstacle) = inside.iter().find_map(|traced| traced.before) {
        return Err(EditRefusal::Crosses(obstacle));
    }
    let places: Vec<(usize, usize)> = all[chars].iter().map(place).collect::<Result<_, _>>()?;
    Ok((places[0].0, places[places.len() - 1].1))
}

/// The differences between `old` and `new`, word by word. White space differs in nothing but being there.
fn differences(old: &[TracedChar], new: &str) -> Vec<WordHunk> {
    let old_text: Vec<char> = old.iter().map(|traced| traced.c).collect();
    let new_text: Vec<char> = new.chars().collect();
    let (olds, news) = (tokens(&old_text), tokens(&new_text));
    let is_same = |a: &Range<usize>, b: &Range<usize>| {
        let (a, b) = (&old_text[a.clone()], &new_text[b.clone()]);
        a == b || (a[0].is_whitespace() && b[0].is_whitespace())
    };
    let mut hunks: Vec<WordHunk> = Vec::new();
    let (mut at, mut from) = (0, 0);
    let end = (olds.len(), news.len());
    for (a, b) in common(&olds, &news, is_same).into_iter().chain([end]) {
        if at < a || from < b {
            let start = olds.get(at).map_or(old.len(), |token| token.start);
            let stop = olds.get(a).map_or(old.len(), |token| token.start);
            let words = news[from..b].iter().flat_map(|token| &new_text[token.clone()]).collect();
            hunks.push(WordHunk { old: start..stop, new: words });
        }
        (at, from) = (a + 1, b + 1);
    }
    hunks
}

/// The words and the signs between them, each with all its characters.
fn tokens(text: &[char]) -> Vec<Range<usize>> {
    let sort = |c: char| match c {
        _ if c.is_whitespace() => 0,
        _ if crate::text::script::is_unspaced(c) => 1,
        _ if c.is_alphanumeric() => 2,
        _ => 3,
    };
    let mut tokens: Vec<Range<usize>> = Vec::new();
    for (at, &c) in text.iter().enumerate() {
        let joins = |last: &&mut Range<usize>| matches!(sort(c), 0 | 2) && sort(text[last.start]) == sort(c);
        match tokens.last_mut().filter(joins) {
            Some(last) => last.end = at + 1,
            None => tokens.push(at..at + 1),
        }
    }
    tokens
}

/// The places of a longest common subsequence; of texts too long for that, what they begin and end with alike.
fn common<T>(old: &[T], new: &[T], is_same: impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    let shorter = old.len().min(new.len());
    let head = (0..shorter).take_while(|&at| is_same(&old[at], &new[at])).count();
    let tail = (0..shorter - head)
        .take_while(|&at| is_same(&old[old.len() - 1 - at], &new[new.len() - 1 - at]))
        .count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    if a.len() * b.len() <= MOST_COMPARED {
        pairs.extend(longest_common(a, b, is_same).into_iter().map(|(a, b)| (a + head, b + head)));
    }
    pairs.extend((0..tail).rev().map(|at| (old.len() - 1 - at, new.len() - 1 - at)));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, expected: &[(Range<usize>, &str)]) {
        let chars: Vec<TracedChar> =
            old.chars().map(|c| TracedChar { c, source: None, before: None, offset: 0 }).collect();
        let found = differences(&chars, new);
        let found: Vec<_> = found.iter().map(|hunk| (hunk.old.clone(), hunk.new.as_str())).collect();
        assert_eq!(found, expected, "{old} | {new}");
    }

    #[test]
    fn only_the_words_that_differ_are_replaced() {
        check("one two three", "one 2 three", &[(4..7, "2")]);
        check("one two three", "one three", &[(4..8, "")]);
        check("one  two", "one two", &[]);
        check("it is so.", "it isn't so!", &[(3..5, "isn't"), (8..9, "!")]);
        check("只要一寫好", "只要写好", &[(2..4, "写")]);
        check("a", "a b", &[(1..1, " b")]);
    }
}
