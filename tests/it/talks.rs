//! Transcripts whose every word has a known origin, and the corrections that people make in them.

use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use postil::{config::Config, parse, source::Sources};

use crate::corpora::corpora;

/// A word as it is written, and the word of the old page that it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// None for a word that was put in.
    pub origin: Option<usize>,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct Said {
    pub heading: bool,
    pub who: usize,
    pub paragraphs: Vec<Vec<Token>>,
}

pub type Talk = Vec<Said>;

/// Numbers that look random and are the same in every run (xorshift, Marsaglia 2003).
pub struct Random(u64);

impl Random {
    /// The same numbers in every run; `POSTIL_SEED` asks for others.
    pub fn new(seed: u64) -> Self {
        let wanted = std::env::var("POSTIL_SEED").ok().and_then(|seed| seed.parse::<u64>().ok());
        Random(seed ^ wanted.unwrap_or_default().wrapping_mul(0x9e37_79b9_97f4_a7c1))
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Words by spaces; of Chinese each character with the signs behind it.
pub fn tokens_of(text: &str) -> Vec<String> {
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
pub fn talk_of(path: &PathBuf, most: usize) -> Option<Talk> {
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

pub const NAMES: [&str; 12] =
    ["Ann", "Bo", "Cy", "Dee", "Eva", "Fay", "Ann Lee", "Bo Orr", "Cyril", "Dee Ray", "Eva Mo", "Fay Wu"];

pub fn join(tokens: &[Token]) -> String {
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
pub fn write(talk: &Talk) -> String {
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
pub fn all_tokens(talk: &Talk) -> impl Iterator<Item = &Token> {
    talk.iter().flat_map(|said| &said.paragraphs).flatten()
}

pub fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}')
}

/// The beginnings of some real transcripts, spread over all of them.
pub fn talks(count: usize, words: usize) -> Vec<Talk> {
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
pub fn how_many(usual: usize) -> usize {
    std::env::var("POSTIL_TALKS").ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

pub fn ends_sentence(token: &Token) -> bool {
    token.text.ends_with(['.', '?', '!', '。', '？', '！', '”', '"'])
}

/// The sentences of a paragraph.
pub fn sentences(paragraph: &[Token]) -> Vec<Range<usize>> {
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

pub fn pick(talk: &Talk, random: &mut Random) -> (usize, usize) {
    loop {
        let turn = random.below(talk.len());
        let paragraph = random.below(talk[turn].paragraphs.len());
        if !talk[turn].heading {
            return (turn, paragraph);
        }
    }
}

/// A talk after typical corrections, a few in each hundred words.
pub fn corrected(old: &Talk, random: &mut Random) -> Talk {
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

pub fn split(mut said: Said, random: &mut Random) -> Vec<Said> {
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

pub fn inserted(vocabulary: &[String], random: &mut Random) -> Token {
    let word =
        vocabulary[random.below(vocabulary.len())].trim_matches(|c: char| !c.is_alphanumeric()).to_string();
    Token { origin: None, text: word }
}

pub fn correct(paragraph: &[Token], vocabulary: &[String], random: &mut Random) -> Vec<Token> {
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
            // A word is said twice: either is the note's.
            21 => out.push(token.clone()),
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
