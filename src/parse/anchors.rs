//! Anchors for sections and turns, made of what they say and not of where they stand.
//!
//! A turn's anchor is its speaker, its first words, and a short hash of a few more: inserting or
//! removing other turns cannot change it. Only turns with the same speaker and the same beginning
//! share a stem and are numbered.
//!
//! Anchors that begin with `_` belong to the page around the text: `_contents`, `_points`.

use std::collections::{HashMap, HashSet};

use super::page_breaks;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, BlockKind, Document, Heading, Inline, ParagraphIds, Section, plain_text};
use crate::source::Span;
use crate::text::hash::short_hash;
use crate::text::script::{Script, is_unspaced, script};
use crate::text::slug::{self, Names, slug, slug_of_words};

/// The number of words that an anchor shows, and the number of further words that its hash covers.
const SHOWN_WORDS: usize = 4;

/// The number of words that the anchor of a paragraph without a speaker shows: a page has as many as paragraphs, and every byte of
/// an anchor is there twice.
const SHOWN_WORDS_OF_UNITS: usize = 2;

const HASHED_WORDS: usize = 16;

/// More bytes of a paragraph than its first words take.
const OPENING_BYTES: usize = 320;

/// As many bytes as most beginnings have.
const USUAL_BYTES: usize = 128;

/// The first character of the anchors of a page's own parts.
const RESERVED: char = '_';

/// The end of the anchors of turns that are withheld from some, and the anchor of such sections: no edition names them by
/// their words.
const WITHHELD: &str = "withheld";

/// The explicit ids of headings, `{#id}`, in the order of the sections; `None` where there is none.
pub type ExplicitIds = Vec<Option<String>>;

/// The source of the anchors of a page's turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnIds {
    /// The speaker and the first words.
    OfSpeakers,
    /// The first words of a paragraph that nobody is named for.
    OfUnits,
}

impl TurnIds {
    fn shown_words(self) -> usize {
        match self {
            TurnIds::OfSpeakers => SHOWN_WORDS,
            TurnIds::OfUnits => SHOWN_WORDS_OF_UNITS,
        }
    }
}

/// Gives each section and turn of `document` its anchor.
pub fn assign(document: &mut Document, explicit: &ExplicitIds, ids: TurnIds) -> Diagnostics {
    let mut namer = Namer::new(document);
    namer.claim_explicit(document, explicit);
    for (section, id) in document.sections.iter_mut().zip(explicit) {
        if let Some(heading) = &mut section.heading
            && id.is_none()
        {
            let slug = match heading.access {
                None => section_slug(&heading.inlines),
                Some(_) => WITHHELD.to_string(),
            };
            heading.anchor = namer.names.claim(unreserved(&slug));
        }
    }
    let speakers: Vec<String> = document.speakers.iter().map(|speaker| slug(&speaker.id)).collect();
    for turn in document.sections.iter_mut().flat_map(|section| &mut section.turns) {
        let who = match &turn.event {
            Some(event) => slug(event),
            None => {
                let ids = turn.speakers.iter().map(|id| speakers[usize::from(id.0)].as_str());
                slug::join(&ids.collect::<Vec<_>>())
            }
        };
        let stem = match turn.access {
            None => stem(&who, &turn.blocks, ids.shown_words()),
            Some(_) => slug::join(&[who.as_str(), WITHHELD]),
        };
        turn.anchor = namer.names.claim(unreserved(&stem));
    }
    // Behind the turns, whose permalinks do not depend on what stands between them.
    document.sections.iter_mut().for_each(|section| namer.claim_leads(section));
    namer.claim_pages(document);
    namer.claim_named_places(document);
    namer.diagnostics
}

struct Namer {
    names: Names,
    diagnostics: Diagnostics,
}

impl Namer {
    fn new(document: &Document) -> Self {
        let notes = document.notes.iter().flat_map(|note| [note.anchor(), format!("ref-{}", note.name)]);
        let marks = document.marks.iter().map(|mark| mark.anchor.clone());
        let mut names = Names::default();
        notes.chain(marks).for_each(|name| {
            names.take(&name);
        });
        Namer { names, diagnostics: Diagnostics::new() }
    }

    fn claim_explicit(&mut self, document: &mut Document, explicit: &ExplicitIds) {
        let mut first: HashMap<String, Span> = HashMap::new();
        for (section, id) in document.sections.iter_mut().zip(explicit) {
            let (Some(heading), Some(id)) = (&mut section.heading, id) else { continue };
            if let Some(&before) = first.get(id) {
                self.report_duplicate(id, heading, before);
            }
            if id.starts_with(RESERVED) {
                self.report_reserved(id, heading);
            }
            first.insert(id.clone(), heading.span);
            self.names.take(id);
            heading.anchor = id.clone();
        }
    }

    fn claim_leads(&mut self, section: &mut Section) {
        let paragraphs = section.lead.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph(_)));
        let stems = paragraphs.map(|block| stem("", std::slice::from_ref(block), SHOWN_WORDS_OF_UNITS));
        let anchors = stems.map(|stem| self.names.claim(unreserved(&stem)));
        section.lead_ids = anchors.map(|anchor| ParagraphIds { anchor, previous_ids: Vec::new() }).collect();
    }

    /// Leaves each name that HTML in the text gives to a place if it is not taken: permalinks do not depend on it, and
    /// of two places with one name, links lead to the first.
    fn claim_named_places(&mut self, document: &mut Document) {
        let mut take = |name: &str| !name.starts_with(RESERVED) && self.names.take(name);
        document.for_each_run_mut(&mut |inlines| keep_named_places(inlines, &mut take));
        for block in document.notes.iter_mut().flat_map(|note| &mut note.blocks) {
            block.for_each_inlines_mut(&mut |inlines| keep_named_places(inlines, &mut take));
        }
    }

    /// Gives each page of a printed source its anchor. The second page of one number is a slip, or belongs to another
    /// volume, and is told.
    fn claim_pages(&mut self, document: &mut Document) {
        let (mut seen, mut repeated) = (HashSet::new(), Vec::new());
        let names = &mut self.names;
        document.for_each_run_mut(&mut |inlines| {
            page_breaks::for_each_mut(inlines, &mut |page| {
                let anchor = format!("p-{}", page.number.to_lowercase());
                if !seen.insert(anchor.clone()) {
                    repeated.push(page.clone());
                } else if names.take(&anchor) {
                    page.anchor = anchor;
                }
            });
        });
        for page in repeated {
            let start = page.at as usize;
            let message = format!("the page number {} is here a second time", page.number);
            self.diagnostics.push(
                Diagnostic::new(Code::DuplicatePage, message)
                    .at(Span::new(document.source, start, start + page.written.len()))
                    .help("correct the number; links to this page lead to the first place"),
            );
        }
    }

    fn report_duplicate(&mut self, id: &str, again: &Heading, first: Span) {
        let message = format!("the ID `{id}` is used twice");
        self.diagnostics.push(
            Diagnostic::new(Code::DuplicateAnchor, message)
                .label(again.span, "again here")
                .label(first, "first here")
                .help("give one of them another {#id}"),
        );
    }

    fn report_reserved(&mut self, id: &str, heading: &Heading) {
        let message = format!("the ID `{id}` may be that of a part of the page");
        self.diagnostics.push(
            Diagnostic::new(Code::ReservedAnchor, message)
                .at(heading.span)
                .help("choose one that does not begin with `_`"),
        );
    }
}

/// Takes the names of places out of notes that are in a file of their own: the page may have them already.
pub fn remove_named_places(blocks: &mut [Block]) {
    for block in blocks {
        block.for_each_inlines_mut(&mut |inlines| keep_named_places(inlines, &mut |_| false));
    }
}

/// Keeps the named places whose name `take` takes.
fn keep_named_places(inlines: &mut Vec<Inline>, take: &mut dyn FnMut(&str) -> bool) {
    inlines.retain(|inline| if let Inline::Anchor(name) = inline { take(name) } else { true });
    inlines
        .iter_mut()
        .filter_map(Inline::children_mut)
        .for_each(|children| keep_named_places(children, take));
}

/// `stem` without what only a page's own parts may begin with.
fn unreserved(stem: &str) -> &str {
    Some(stem.trim_start_matches(RESERVED)).filter(|stem| !stem.is_empty()).unwrap_or("part")
}

/// A heading's slug, its leading number left out: `15. The end` is `the-end`.
fn section_slug(inlines: &[Inline]) -> String {
    let text = plain_text(inlines);
    let words = without_number(text.trim());
    let found = Some(slug(words)).filter(|s| !s.is_empty()).unwrap_or_else(|| slug(&text));
    if found.is_empty() { "section".to_string() } else { found }
}

/// The text behind a leading `01.`, `15)`, `十、`; all of it when that leaves nothing.
fn without_number(text: &str) -> &str {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let han = text.len() - text.trim_start_matches(is_han_digit).len();
    let number = digits.max(han);
    let Some(sign) = text[number..].chars().next() else { return text };
    let rest = &text[number + sign.len_utf8()..];
    let ends_number = match sign {
        // `01.7 seconds` is numbered, `1.7 seconds` is a measure.
        '.' if rest.starts_with(|c: char| c.is_ascii_digit()) => digits == 2 && text.starts_with('0'),
        '.' | ')' | '．' | '）' => digits > 0,
        '、' => true,
        _ => false,
    };
    if number > 0 && number <= 9 && ends_number && !rest.trim().is_empty() { rest } else { text }
}

fn is_han_digit(c: char) -> bool {
    "一二三四五六七八九十百零〇".contains(c)
}

fn stem(who: &str, blocks: &[Block], shown_words: usize) -> String {
    let opening = Opening::from_blocks(blocks, shown_words);
    let stem = slug::join(&[who, opening.shown()]);
    if opening.words <= shown_words {
        return if stem.is_empty() { "turn".to_string() } else { stem };
    }
    format!("{stem}-{}", short_hash(&opening.text))
}

/// The first words of a turn as an anchor sees them: slugs with a `-` before each, or pieces of two
/// characters without one where words are not set apart.
#[derive(Default)]
struct Opening {
    text: String,
    words: usize,
    /// The number of bytes of the text that an anchor shows.
    shown: usize,
    /// The number of these words.
    shown_words: usize,
}

impl Opening {
    fn from_blocks(blocks: &[Block], shown_words: usize) -> Self {
        let text = String::with_capacity(USUAL_BYTES);
        let mut opening = Opening { text, shown_words, ..Opening::default() };
        for block in blocks.iter().filter(|block| is_speech(block)) {
            if opening.is_full() {
                break;
            }
            let text = block.beginning(OPENING_BYTES);
            let slug = slug_of_words(&text[..text.floor_char_boundary(OPENING_BYTES)], HASHED_WORDS);
            match slug.is_ascii() && opening.words == 0 {
                true => opening.take_ascii(&slug),
                false => {
                    slug.split(is_hyphen).filter(|word| !word.is_empty()).for_each(|word| opening.push(word))
                }
            }
        }
        opening
    }

    fn shown(&self) -> &str {
        &self.text[..self.shown]
    }

    fn is_full(&self) -> bool {
        self.words >= HASHED_WORDS
    }

    /// Takes all words of `slug`, which are the first and are all set apart.
    fn take_ascii(&mut self, slug: &str) {
        if slug.is_empty() {
            return;
        }
        self.text.push('-');
        let start = self.text.len();
        self.text.push_str(slug);
        let hyphens = slug.bytes().zip(start..).filter(|(byte, _)| *byte == b'-').map(|(_, at)| at);
        self.words = hyphens.clone().count() + 1;
        self.shown = hyphens.into_iter().nth(self.shown_words - 1).unwrap_or(self.text.len());
    }

    /// Cuts a word where its script changes: `就boring` is `就` and `boring`.
    fn push(&mut self, word: &str) {
        if word.is_ascii() && !self.is_full() {
            self.text.push('-');
            return self.push_piece(word);
        }
        let mut rest = word;
        while let Some(first) = rest.chars().next().filter(|_| !self.is_full()) {
            let unspaced = is_cut(first);
            let length = match unspaced {
                true => rest.chars().take(2).take_while(|&c| is_cut(c)).map(char::len_utf8).sum(),
                false => rest.find(is_cut).unwrap_or(rest.len()),
            };
            if rest.len() == word.len() {
                self.text.push('-');
            }
            self.push_piece(&rest[..length]);
            rest = &rest[length..];
        }
    }

    fn push_piece(&mut self, piece: &str) {
        self.text.push_str(piece);
        self.words += 1;
        if self.words <= self.shown_words {
            self.shown = self.text.len();
        }
    }
}

/// Tells whether a permalink is cut beside `c`: a letter of a script without spaces. Rare letters that were not known as
/// such when the first permalinks were published are words for ever, since a permalink must not change.
fn is_cut(c: char) -> bool {
    let is_rare = matches!(c, '\u{31f0}'..='\u{31ff}' | '\u{a9e0}'..='\u{aa7f}' | '\u{10000}'..='\u{1ffff}');
    is_unspaced(c) && !is_rare && script(c) != Script::Bopomofo
}

/// Tells by looking at it: words are too short to be worth a search.
fn is_hyphen(c: char) -> bool {
    c == '-'
}

fn is_speech(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::RawHtml(_) | BlockKind::Code { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_where_scripts_change() {
        let mut opening = Opening { shown_words: SHOWN_WORDS, ..Opening::default() };
        opening.push("就boring了一個了字");
        assert_eq!(
            (opening.words, opening.text.as_str(), opening.shown()),
            (5, "-就boring了一個了字", "-就boring了一個了")
        );
    }

    #[test]
    fn letters_of_newer_tables_change_no_permalink() {
        let mut opening = Opening { shown_words: SHOWN_WORDS, ..Opening::default() };
        opening.push("你會寄ㄠ訂單");
        assert_eq!((opening.words, opening.text.as_str()), (4, "-你會寄ㄠ訂單"));
        let cut = "漢かカー々〇กລကក𠮷".chars().all(is_cut);
        assert!(cut && !"ㄠ\u{31f0}\u{aa60}\u{1b000}a한".chars().any(is_cut));
    }

    #[test]
    fn numbers_are_left_out_of_slugs() {
        let check = |text: &str, expected: &str| {
            assert_eq!(section_slug(&[Inline::Text { text: text.into(), at: 0 }]), expected, "{text}");
        };
        check("01.7秒做出一个贪吃蛇", "7秒做出一个贪吃蛇");
        check("15. The end", "the-end");
        check("十、结束", "结束");
        check("1.7 seconds", "1-7-seconds");
        check("2027年底", "2027年底");
        check("十年", "十年");
        check("3.", "3");
        check("?!", "section");
    }
}
