//! The text of a cue as a tree, by the parsing rules of the standard (W3C WebVTT, section 6.4).

use super::timing;
use crate::formats::shared::entities;
use crate::text::timecode::Timecode;

/// A piece of a cue's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CueNode {
    /// Words.
    Text(String),
    /// The time at which the following words are said.
    Timestamp(Timecode),
    /// Markup around other pieces.
    Element(CueElement),
}

/// Markup: `<v Ann>`, `<i>`, `<c.loud>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueElement {
    /// Its tag.
    pub tag: CueTag,
    /// Its classes.
    pub classes: Vec<String>,
    /// The nodes inside it.
    pub children: Vec<CueNode>,
}

/// The sorts of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CueTag {
    /// `<c>`
    Class,
    /// `<i>`
    Italic,
    /// `<b>`
    Bold,
    /// `<u>`
    Underline,
    /// `<ruby>`
    Ruby,
    /// `<rt>`, beside the words of a ruby.
    RubyText,
    /// `<v Name>`
    Voice(String),
    /// `<lang en>`
    Language(String),
}

/// Markup nested deeper than this is kept as its bare words.
const MAX_DEPTH: usize = 64;

/// Reads the text of a cue.
pub fn parse(text: &str) -> Vec<CueNode> {
    let mut builder = CueTreeBuilder { open: Vec::new(), top: Vec::new() };
    let mut tokens = CueTokens { rest: text };
    while let Some(token) = tokens.next() {
        match token {
            CueToken::Text(text) => builder.add(CueNode::Text(text)),
            CueToken::Start { name, classes, annotation } => builder.start(&name, classes, annotation),
            CueToken::End(name) => builder.end(&name),
            CueToken::Timestamp(written) => builder.timestamp(&written),
        }
    }
    builder.finish()
}

enum CueToken {
    Text(String),
    Start { name: String, classes: Vec<String>, annotation: String },
    End(String),
    Timestamp(String),
}

struct CueTokens<'a> {
    rest: &'a str,
}

impl CueTokens<'_> {
    fn next(&mut self) -> Option<CueToken> {
        if self.rest.is_empty() {
            return None;
        }
        match self.rest.strip_prefix('<') {
            Some(inside) => {
                // A tag that never closes ends with the text.
                let (tag, after) = inside.split_once('>').unwrap_or((inside, ""));
                self.rest = after;
                Some(tag_token(tag))
            }
            None => {
                let (words, after) = self.rest.split_at(self.rest.find('<').unwrap_or(self.rest.len()));
                self.rest = after;
                Some(CueToken::Text(entities::decode(words)))
            }
        }
    }
}

/// White space inside a tag.
const SPACE: [char; 4] = ['\t', '\n', '\u{c}', ' '];

fn tag_token(tag: &str) -> CueToken {
    if let Some(name) = tag.strip_prefix('/') {
        return CueToken::End(name.to_string());
    }
    if tag.starts_with(|c: char| c.is_ascii_digit()) {
        return CueToken::Timestamp(tag.to_string());
    }
    let (marked, annotation) = tag.split_at(tag.find(SPACE).unwrap_or(tag.len()));
    let mut names = marked.split('.').map(str::to_string);
    let name = names.next().unwrap_or_default();
    let annotation = entities::decode(annotation);
    let annotation = annotation.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    CueToken::Start { name, classes: names.filter(|class| !class.is_empty()).collect(), annotation }
}

struct CueTreeBuilder {
    open: Vec<CueElement>,
    top: Vec<CueNode>,
}

impl CueTreeBuilder {
    fn add(&mut self, node: CueNode) {
        match self.open.last_mut() {
            Some(element) => element.children.push(node),
            None => self.top.push(node),
        }
    }

    fn start(&mut self, name: &str, classes: Vec<String>, annotation: String) {
        let tag = match name {
            "c" => CueTag::Class,
            "i" => CueTag::Italic,
            "b" => CueTag::Bold,
            "u" => CueTag::Underline,
            "ruby" => CueTag::Ruby,
            "rt" if self.is_in(&CueTag::Ruby) => CueTag::RubyText,
            "v" => CueTag::Voice(annotation),
            "lang" => CueTag::Language(annotation),
            _ => return,
        };
        if self.open.len() < MAX_DEPTH {
            self.open.push(CueElement { tag, classes, children: Vec::new() });
        }
    }

    fn is_in(&self, tag: &CueTag) -> bool {
        self.open.last().is_some_and(|element| element.tag == *tag)
    }

    /// Only the innermost element can be closed; `</ruby>` closes its `<rt>` too.
    fn end(&mut self, name: &str) {
        if name == "ruby" && self.is_in(&CueTag::RubyText) {
            self.close();
            self.close();
        } else if self.open.last().is_some_and(|element| element.tag.name() == name) {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.add(CueNode::Element(element));
        }
    }

    fn timestamp(&mut self, written: &str) {
        let mut rest = written;
        if let Some(time) = timing::timestamp(&mut rest).filter(|_| rest.is_empty()) {
            self.add(CueNode::Timestamp(time));
        }
    }

    fn finish(mut self) -> Vec<CueNode> {
        while !self.open.is_empty() {
            self.close();
        }
        self.top
    }
}

impl CueTag {
    /// The name it is written with.
    pub fn name(&self) -> &'static str {
        match self {
            CueTag::Class => "c",
            CueTag::Italic => "i",
            CueTag::Bold => "b",
            CueTag::Underline => "u",
            CueTag::Ruby => "ruby",
            CueTag::RubyText => "rt",
            CueTag::Voice(_) => "v",
            CueTag::Language(_) => "lang",
        }
    }
}
