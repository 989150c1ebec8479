//! Notes on real transcripts (see [`crate::corpora`]) after corrections whose every word has a known origin.
//!
//! The judge knows where each word came from and asks nobody: a note is right when it lies on its own
//! words, told when it lies nowhere and Postil says so, and wrong when it lies on others.

use std::collections::HashSet;
use std::ops::Range;

use postil::model::{Document, Inline};
use postil::resolve;

use crate::anchoring::{Version, resolve_version};
use crate::talks::{
    Random, Talk, Token, all_tokens, corrected, how_many, join, letters, pick, sentences, talks, write,
};

/// The tokens that each note lies on, by their numbers on the page; none when the page has other letters
/// than were written, since some signs among them meant something in Markdown.
fn lies_on(version: &Version, talk: &Talk, notes: usize) -> Option<Vec<Vec<usize>>> {
    let document = &version.site.pages[0].open().document;
    let mut read = Read { document, letters: Vec::new(), marked: vec![Vec::new(); notes] };
    document.for_each_run(&mut |inlines| read.inlines(inlines, &[]));
    let mut owner = Vec::new();
    let mut written = Vec::new();
    for (number, token) in all_tokens(talk).enumerate() {
        for c in letters(&token.text) {
            owner.push(number);
            written.push(c);
        }
    }
    if written != read.letters {
        return None;
    }
    let tokens = |marked: Vec<usize>| {
        let mut tokens: Vec<usize> = marked.into_iter().map(|letter| owner[letter]).collect();
        tokens.dedup();
        tokens
    };
    Some(read.marked.into_iter().map(tokens).collect())
}

struct Read<'a> {
    document: &'a Document,
    letters: Vec<char>,
    /// The letters that each note lies on.
    marked: Vec<Vec<usize>>,
}

impl Read<'_> {
    fn inlines(&mut self, inlines: &[Inline], notes: &[usize]) {
        for inline in inlines {
            match inline {
                Inline::Mark { mark, children, .. } => {
                    let own = self.document.marks[mark.0 as usize].notes.iter();
                    let own =
                        own.filter_map(|&id| self.document.note(id).label.strip_prefix('n')?.parse().ok());
                    let all: Vec<usize> = notes.iter().copied().chain(own).collect();
                    self.inlines(children, &all);
                }
                other => match other.children() {
                    Some(children) => self.inlines(children, notes),
                    None => {
                        for c in letters(&postil::model::plain_text(std::slice::from_ref(other))) {
                            notes.iter().for_each(|&note| self.marked[note].push(self.letters.len()));
                            self.letters.push(c);
                        }
                    }
                },
            }
        }
    }
}

/// A note on some tokens of one paragraph.
#[derive(Clone, Debug)]
struct NoteOn {
    origins: Vec<usize>,
    quotation: String,
}

/// Some words of a paragraph as a note quotes them: with those around them, so that they stand there once.
fn note_on(paragraph: &[Token], range: Range<usize>) -> NoteOn {
    let origins = paragraph[range.clone()].iter().filter_map(|token| token.origin).collect();
    let before = range.start.saturating_sub(14)..range.start;
    let after = range.end..(range.end + 14).min(paragraph.len());
    let quotation =
        format!("> {} =={}== {}", join(&paragraph[before]), join(&paragraph[range]), join(&paragraph[after]));
    NoteOn { origins, quotation: quotation.trim().to_string() }
}

fn notes_file(notes: &[NoteOn]) -> String {
    let note = |(at, note): (usize, &NoteOn)| format!("## n{at}\n\n{}\n\nComment {at}.\n\n", note.quotation);
    notes.iter().enumerate().map(note).collect()
}

/// What became of notes.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: usize,
    told: usize,
    part: usize,
    wrong: usize,
    silent: usize,
}

impl Tally {
    fn all(&self) -> usize {
        self.right + self.told + self.part + self.wrong
    }

    fn add(&mut self, other: Tally) {
        self.right += other.right;
        self.told += other.told;
        self.part += other.part;
        self.wrong += other.wrong;
        self.silent += other.silent;
    }
}

/// Brings `notes` from one version of a talk to another, and judges where they lie.
fn judge(old: &Talk, new: &Talk, notes: &[NoteOn]) -> Tally {
    let mut tally = Tally::default();
    let file = notes_file(notes);
    let before = resolve_version(&write(old), &file, None);
    let Some(placed) = lies_on(&before, old, notes.len()) else { return tally };
    let record = resolve::record(&before.site.pages[0].open(), None, None);
    let after = resolve_version(&write(new), &file, Some(&record));
    let Some(found) = lies_on(&after, new, notes.len()) else { return tally };
    let old_tokens: Vec<&Token> = all_tokens(old).collect();
    let new_tokens: Vec<&Token> = all_tokens(new).collect();
    for (at, note) in notes.iter().enumerate() {
        let was: Vec<usize> = placed[at].iter().filter_map(|&token| old_tokens[token].origin).collect();
        if was != note.origins {
            // The quotation does not stand there once: an author would have been told.
            continue;
        }
        let wanted: HashSet<usize> = note.origins.iter().copied().collect();
        let left =
            new_tokens.iter().filter(|token| token.origin.is_some_and(|at| wanted.contains(&at))).count();
        let is_told = after.diagnostics.iter().any(|problem| speaks_of(&after, problem, at));
        let own =
            found[at].iter().filter(|&&at| new_tokens[at].origin.is_some_and(|at| wanted.contains(&at)));
        let own = own.count();
        let strange =
            found[at].iter().filter(|&&at| new_tokens[at].origin.is_some_and(|at| !wanted.contains(&at)));
        let strange = strange.count();
        let slack = 1 + left / 8;
        if found[at].is_empty() {
            tally.told += 1;
            tally.silent += usize::from(!is_told);
            continue;
        }
        if own == 0 {
            tally.wrong += 1;
            if std::env::var_os("POSTIL_SHOW").is_some() {
                eprintln!("wrong: {}", shown(&old_tokens, &placed[at]));
                eprintln!("    -> {}", shown(&new_tokens, &found[at]));
            }
        } else if left.saturating_sub(own) <= slack && strange <= slack {
            tally.right += 1;
        } else {
            tally.part += 1;
        }
    }
    tally
}

/// Words with those around them.
fn shown(tokens: &[&Token], words: &[usize]) -> String {
    let (first, last) = (words[0], words[words.len() - 1]);
    let range = first.saturating_sub(20)..(last + 20).min(tokens.len());
    let show = |at: usize| match words.contains(&at) {
        true => format!("[{}]", tokens[at].text),
        false => tokens[at].text.clone(),
    };
    range.map(show).collect::<Vec<_>>().join(" ")
}

/// Whether a problem is about note `at` of the file of notes.
fn speaks_of(version: &Version, problem: &postil::diag::Diagnostic, at: usize) -> bool {
    let Some(label) = problem.labels.first() else { return false };
    let source = version.sources.get(label.span.source);
    if !source.path.ends_with(".notes.md") {
        return false;
    }
    let before = &source.text()[..label.span.start as usize];
    before.rsplit("## n").next().is_some_and(|rest| rest.lines().next() == Some(&at.to_string()))
}

#[test]
fn notes_whose_sentence_was_deleted_are_told_and_never_moved() {
    let mut tally = Tally::default();
    let mut random = Random::new(0x9e37_79b9_7f4a_7c15);
    for old in talks(how_many(30), 2500) {
        let mut new = old.clone();
        let mut notes = Vec::new();
        for _ in 0..60 {
            let (turn, paragraph) = pick(&old, &mut random);
            let words = &old[turn].paragraphs[paragraph];
            let all = sentences(words);
            let sentence = all[random.below(all.len())].clone();
            let length = (1 + random.below(12)).min(sentence.len());
            let start = sentence.start + random.below(sentence.len() - length + 1);
            let doomed: HashSet<usize> = words[sentence].iter().filter_map(|token| token.origin).collect();
            let left = &mut new[turn].paragraphs;
            let is_there =
                left.iter().flatten().filter(|token| token.origin.is_some_and(|at| doomed.contains(&at)));
            if is_there.count() != doomed.len() {
                continue;
            }
            left.iter_mut().for_each(|tokens| {
                tokens.retain(|token| !token.origin.is_some_and(|at| doomed.contains(&at)))
            });
            notes.push(note_on(words, start..start + length));
        }
        for said in &mut new {
            said.paragraphs.retain(|paragraph| !paragraph.is_empty());
        }
        new.retain(|said| !said.paragraphs.is_empty());
        tally.add(judge(&old, &new, &notes));
    }
    eprintln!("deleted: {tally:?}");
    assert_eq!((tally.right, tally.part, tally.wrong, tally.silent), (0, 0, 0, 0), "{tally:?}");
}

#[test]
fn notes_on_corrected_transcripts_are_right_or_told() {
    let mut tally = Tally::default();
    let mut random = Random::new(0x2545_f491_4f6c_dd1d);
    for old in talks(how_many(30), 2500) {
        let mut notes = Vec::new();
        for _ in 0..40 {
            let (turn, paragraph) = pick(&old, &mut random);
            let words = &old[turn].paragraphs[paragraph];
            let longest = if random.chance(20) { 30 } else { 8 };
            let length = (1 + random.below(longest)).min(words.len());
            let start = random.below(words.len() - length + 1);
            notes.push(note_on(words, start..start + length));
        }
        let new = corrected(&old, &mut random);
        tally.add(judge(&old, &new, &notes));
    }
    eprintln!("corrected: {tally:?}");
    assert_eq!((tally.wrong, tally.silent), (0, 0), "{tally:?}");
    assert!(tally.right * 100 >= tally.all() * 94, "{tally:?}");
}
