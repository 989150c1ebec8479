//! Notes on real transcripts (see [`crate::corpora`]) after corrections whose every word has a known origin.
//!
//! The judge knows where each word came from and asks nobody: a note is right when it lies on its own
//! words, told when it lies nowhere and Postil says so, and wrong when it lies on others.

use std::collections::HashSet;
use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use postil::model::{Document, Inline};
use postil::{config::Config, parse, resolve, source::Sources};

use crate::anchoring::{Version, resolve_version};
use crate::corpora::corpora;

/// A word as it is written, and the word of the old page that it was.
#[derive(Clone, Debug, PartialEq)]
struct Token {
    /// None for a word that was put in.
    origin: Option<usize>,
    text: String,
}

#[derive(Clone, Debug)]
struct Said {
    heading: bool,
    who: usize,
    paragraphs: Vec<Vec<Token>>,
}

type Talk = Vec<Said>;

/// Numbers that look random and are the same in every run (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Words by spaces; of Chinese each character with the signs behind it.
fn tokens_of(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for piece in text.split_whitespace() {
        let clean: String = piece.chars().filter(|c| !"*_=[]<>`\\^~|#&{}:：+-".contains(*c)).collect();
        let mut open = false;
        for c in clean.chars() {
            let sign = !c.is_alphanumeric();
            if open && (sign || !(is_han(c) || tokens.last().unwrap().ends_with(is_han))) {
                tokens.last_mut().unwrap().push(c);
            } else {
                tokens.push(c.to_string());
            }
            open = true;
        }
    }
    tokens.retain(|token| token.chars().any(char::is_alphanumeric));
    tokens
}

/// The beginning of a real transcript, as tokens.
fn talk_of(path: &PathBuf, most: usize) -> Option<Talk> {
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", fs::read_to_string(path).ok()?);
    let (document, _) = parse::document(&sources, id, &Config::default());
    let (mut talk, mut count) = (Talk::new(), 0);
    for section in document.sections.iter() {
        for turn in &section.turns {
            let mut paragraphs = Vec::new();
            for block in &turn.blocks {
                let words = tokens_of(&block.plain_text());
                let paragraph: Vec<Token> = words
                    .into_iter()
                    .map(|text| {
                        count += 1;
                        Token { origin: Some(count), text }
                    })
                    .collect();
                if !paragraph.is_empty() {
                    paragraphs.push(paragraph);
                }
            }
            if !paragraphs.is_empty() {
                let who = usize::from(turn.speakers.first().map_or(0, |id| id.0)) % 6;
                talk.push(Said { heading: false, who, paragraphs });
            }
            if count >= most {
                return Some(talk);
            }
        }
    }
    (count > 300).then_some(talk)
}

const NAMES: [&str; 12] =
    ["Ann", "Bo", "Cy", "Dee", "Eva", "Fay", "Ann Lee", "Bo Orr", "Cyril", "Dee Ray", "Eva Mo", "Fay Wu"];

fn join(tokens: &[Token]) -> String {
    let mut out = String::new();
    for token in tokens {
        let is_close = out.ends_with(is_han) && token.text.starts_with(is_han);
        if !out.is_empty() && !is_close {
            out.push(' ');
        }
        out.push_str(&token.text);
    }
    out
}

/// The page of a talk.
fn write(talk: &Talk) -> String {
    let list: Vec<String> = NAMES.iter().map(|name| format!("{name:?}")).collect();
    let mut out = format!("+++\nspeakers = [{}]\n+++\n\n", list.join(", "));
    for said in talk {
        for (at, paragraph) in said.paragraphs.iter().enumerate() {
            match (said.heading, at) {
                (true, _) => out += "## ",
                (false, 0) => out += &format!("**{}:** ", NAMES[said.who]),
                // A paragraph that begins with a number would be a list.
                (false, _) if paragraph[0].text.starts_with(|c: char| c.is_ascii_digit()) => {
                    out += "\u{200b}"
                }
                _ => {}
            }
            out += &join(paragraph);
            out += "\n\n";
        }
    }
    out
}

/// The words of a talk in the order of its page.
fn all_tokens(talk: &Talk) -> impl Iterator<Item = &Token> {
    talk.iter().flat_map(|said| &said.paragraphs).flatten()
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}')
}

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
                let words: Vec<&str> = found[at].iter().map(|&at| new_tokens[at].text.as_str()).collect();
                eprintln!("wrong: {} -> {}", note.quotation, words.join(" "));
            }
        } else if left.saturating_sub(own) <= slack && strange <= slack {
            tally.right += 1;
        } else {
            tally.part += 1;
        }
    }
    tally
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

/// The beginnings of some real transcripts, spread over all of them.
fn talks(count: usize, words: usize) -> Vec<Talk> {
    let Some(folder) = corpora() else { return Vec::new() };
    let mut files: Vec<PathBuf> = Vec::new();
    for collection in ["audreyt", "bitcointranscripts", "changelog"] {
        let Ok(entries) = fs::read_dir(folder.join("wild").join(collection)) else { continue };
        files.extend(
            entries
                .flatten()
                .map(|entry| entry.path())
                .filter(|path| path.extension().is_some_and(|e| e == "md")),
        );
    }
    files.sort();
    let step = (files.len() / count.max(1)).max(1);
    files.iter().step_by(step).filter_map(|path| talk_of(path, words)).take(count).collect()
}

/// How many transcripts are tried: more on request, since real ones take a while.
fn how_many(usual: usize) -> usize {
    std::env::var("POSTIL_TALKS").ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

fn ends_sentence(token: &Token) -> bool {
    token.text.ends_with(['.', '?', '!', '。', '？', '！', '”', '"'])
}

/// The sentences of a paragraph.
fn sentences(paragraph: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, token) in paragraph.iter().enumerate() {
        if ends_sentence(token) || at + 1 == paragraph.len() {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    found
}

#[test]
fn notes_whose_sentence_was_deleted_are_told_and_never_moved() {
    let mut tally = Tally::default();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
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

fn pick(talk: &Talk, random: &mut Random) -> (usize, usize) {
    loop {
        let turn = random.below(talk.len());
        let paragraph = random.below(talk[turn].paragraphs.len());
        if !talk[turn].heading {
            return (turn, paragraph);
        }
    }
}

#[test]
fn notes_on_corrected_transcripts_are_right_or_told() {
    let mut tally = Tally::default();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
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

/// A talk after typical corrections, a few in each hundred words.
fn corrected(old: &Talk, random: &mut Random) -> Talk {
    let vocabulary: Vec<String> = all_tokens(old).map(|token| token.text.clone()).collect();
    let mut new = Talk::new();
    for said in old {
        let mut said = said.clone();
        if random.chance(10) {
            said.who = (said.who + 6) % 12;
        }
        for paragraph in &mut said.paragraphs {
            *paragraph = correct(paragraph, &vocabulary, random);
        }
        said.paragraphs.retain(|paragraph| !paragraph.is_empty());
        if said.paragraphs.is_empty() {
            continue;
        }
        if random.chance(1) {
            let words = (0..3).map(|_| inserted(&vocabulary, random)).collect();
            new.push(Said { heading: true, who: 0, paragraphs: vec![words] });
        }
        let joins = random.chance(4) && new.last().is_some_and(|last: &Said| !last.heading);
        match new.last_mut() {
            Some(last) if joins => last.paragraphs.append(&mut said.paragraphs),
            _ => new.extend(split(said, random)),
        }
    }
    if random.chance(50) && new.len() > 6 {
        let from = random.below(new.len());
        if !new[from].heading {
            let said = new.remove(from);
            let to = random.below(new.len());
            new.insert(to, said);
        }
    }
    new
}

fn split(mut said: Said, random: &mut Random) -> Vec<Said> {
    let first = &mut said.paragraphs[0];
    if first.len() < 12 || !random.chance(5) {
        return vec![said];
    }
    let at = 4 + random.below(first.len() - 8);
    let rest = first.split_off(at);
    let others = said.paragraphs.split_off(1);
    let second = Said {
        heading: false,
        who: (said.who + 1) % 6,
        paragraphs: std::iter::once(rest).chain(others).collect(),
    };
    vec![said, second]
}

fn inserted(vocabulary: &[String], random: &mut Random) -> Token {
    let word =
        vocabulary[random.below(vocabulary.len())].trim_matches(|c: char| !c.is_alphanumeric()).to_string();
    Token { origin: None, text: word }
}

fn correct(paragraph: &[Token], vocabulary: &[String], random: &mut Random) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut skip = 0;
    for (at, token) in paragraph.iter().enumerate() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let mut token = token.clone();
        match random.below(400) {
            // A letter was wrong.
            0..=3 if token.text.chars().count() > 3 => {
                token.text.remove(token.text.char_indices().nth(2).map_or(0, |(at, _)| at));
            }
            // Another word was meant.
            4..=6 => token.text = inserted(vocabulary, random).text,
            // Fillers go.
            7..=9 => {
                skip = random.below(2).min(paragraph.len() - at - 1);
                continue;
            }
            // Words were missed.
            10..=12 => out.push(inserted(vocabulary, random)),
            // Punctuation and case.
            13..=17 => {
                token.text = format!("{},", token.text.trim_end_matches(|c: char| !c.is_alphanumeric()))
            }
            18..=20 => token.text = token.text.to_uppercase(),
            // A repeated word.
            21 => out.push(Token { origin: None, text: token.text.clone() }),
            // A sentence goes.
            22 if at > 0 && ends_sentence(&paragraph[at - 1]) => {
                let rest = paragraph[at..].iter().position(ends_sentence);
                skip = rest.unwrap_or(paragraph.len() - at - 1);
                continue;
            }
            _ => {}
        }
        out.push(token);
    }
    out
}
