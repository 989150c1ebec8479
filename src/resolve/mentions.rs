//! Mentions of the entries of registers: found by their names, or marked by authors.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Config, MentionRule, RegisterKey, RegisterKind};
use crate::model::{
    Block, BlockKind, Document, Href, Inline, Mention, Page, PageId, REGISTERS, SpeakerId, plain_text,
    register_address,
};
use crate::source::Span;
use crate::text::excerpt::{excerpt, excerpt_end};
use crate::text::timecode::Timecode;

/// About how many characters of context a mention has on each side.
const CONTEXT: usize = 90;

/// Finds the mentions in the text of `document`, and makes links of those that the site wants to be links.
pub fn mark(document: &mut Document, config: &Config) -> Vec<Mention> {
    if config.registers.entries.is_empty() {
        return Vec::new();
    }
    let source = document.source;
    let mut finder = MentionFinder {
        config,
        marked: BTreeSet::new(),
        place: MentionPlace::default(),
        found: Vec::new(),
        run: String::new(),
        at: 0,
        span: Span::new(source, 0, 0),
    };
    for section in &mut document.sections {
        let anchor = section.heading.as_ref().map(|heading| heading.anchor.clone()).unwrap_or_default();
        finder.place = MentionPlace { anchor, ..MentionPlace::default() };
        section.lead.iter_mut().for_each(|block| finder.block(block));
        for turn in &mut section.turns {
            finder.place = MentionPlace {
                anchor: turn.anchor.clone(),
                speakers: turn.speakers.clone(),
                time: turn.time,
            };
            turn.blocks.iter_mut().for_each(|block| finder.block(block));
        }
    }
    finder.found
}

/// The pages that mention each entry, each with the number of the mention on it.
pub fn gather(pages: &[Page]) -> BTreeMap<RegisterKey, Vec<(PageId, u32)>> {
    let mut found: BTreeMap<RegisterKey, Vec<(PageId, u32)>> = BTreeMap::new();
    for (id, page) in (0..).map(PageId).zip(pages) {
        for (number, mention) in (0..).zip(&page.mentions) {
            found.entry((mention.kind, mention.id.clone())).or_default().push((id, number));
        }
    }
    found
}

/// The place of a mention.
#[derive(Default)]
struct MentionPlace {
    anchor: String,
    speakers: Vec<SpeakerId>,
    time: Option<Timecode>,
}

struct MentionFinder<'a> {
    config: &'a Config,
    /// The entries that have a link on the page.
    marked: BTreeSet<RegisterKey>,
    place: MentionPlace,
    found: Vec<Mention>,
    /// The words of the run of inlines that is read, and how many bytes of them were.
    run: String,
    at: usize,
    span: Span,
}

impl MentionFinder<'_> {
    fn block(&mut self, block: &mut Block) {
        self.span = block.span;
        if let BlockKind::Heading { .. } = block.kind {
            return;
        }
        block.for_each_inlines_mut(&mut |inlines| {
            (self.run, self.at) = (plain_text(inlines), 0);
            self.inlines(inlines);
        });
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(inlines.len());
        for mut inline in std::mem::take(inlines) {
            let length = plain_text(std::slice::from_ref(&inline)).len();
            match &mut inline {
                Inline::Text { text, at } => {
                    out.extend(self.text(text, *at));
                    self.at += length;
                    continue;
                }
                Inline::Link { href, .. } => {
                    if let Some(key) = self.entry_of(href) {
                        self.push(&key, self.at..self.at + length);
                        self.marked.insert(key);
                    }
                    self.at += length;
                }
                other => match other.children_mut() {
                    Some(children) => self.inlines(children),
                    None => self.at += length,
                },
            }
            out.push(inline);
        }
        *inlines = out;
    }

    /// The entry whose page a link leads to.
    fn entry_of(&self, href: &Href) -> Option<RegisterKey> {
        let Href::Raw(address) = href else { return None };
        let (kind, id) =
            address.trim_start_matches('/').strip_prefix(REGISTERS)?.trim_end_matches('/').split_once('/')?;
        let kind = RegisterKind::ALL.into_iter().find(|known| known.name() == kind)?;
        Some((kind, id.to_string())).filter(|key| self.config.registers.entries.contains_key(key))
    }

    fn text(&mut self, text: &str, at: u32) -> Vec<Inline> {
        let (mut out, mut from) = (Vec::new(), 0);
        let registers = &self.config.registers;
        for found in registers.find(text) {
            self.push(found.key, self.at + found.range.start..self.at + found.range.end);
            let rule = registers.entries[found.key].mentions;
            let is_first = self.marked.insert(found.key.clone());
            if !is_first && rule != MentionRule::All {
                continue;
            }
            push_text(&mut out, &text[from..found.range.start], at + from as u32);
            let words = Inline::Text {
                text: text[found.range.clone()].to_string(),
                at: at + found.range.start as u32,
            };
            out.push(Inline::Link {
                href: Href::Raw(format!("/{}", register_address(found.key.0, &found.key.1))),
                title: String::new(),
                children: vec![words],
                span: self.span,
            });
            from = found.range.end;
        }
        push_text(&mut out, &text[from..], at + from as u32);
        out
    }

    fn push(&mut self, key: &RegisterKey, range: std::ops::Range<usize>) {
        let (before, rest) = self.run.split_at(range.start);
        let (words, after) = rest.split_at(range.len());
        self.found.push(Mention {
            kind: key.0,
            id: key.1.clone(),
            anchor: self.place.anchor.clone(),
            speakers: self.place.speakers.clone(),
            time: self.place.time,
            before: excerpt_end(before, CONTEXT)
                + if before.ends_with(char::is_whitespace) { " " } else { "" },
            words: words.to_string(),
            after: if after.starts_with(char::is_whitespace) { " " } else { "" }.to_string()
                + &excerpt(after, CONTEXT),
        });
    }
}

fn push_text(out: &mut Vec<Inline>, text: &str, at: u32) {
    if !text.is_empty() {
        out.push(Inline::Text { text: text.to_string(), at });
    }
}
