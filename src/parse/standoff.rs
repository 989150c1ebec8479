//! Files of notes: a quotation, then a comment, as in a letter.

use std::collections::HashMap;

use super::anchors::remove_named_places;
use super::attributes;
use super::attribution;
use super::citations::CitationFinder;
use super::front;
use super::markdown::{MarkdownBody, RawHeading, TopLevelPart, lower};
use super::notes::{check_kind, default_kind, kind_of};
use super::ruby;
use super::syntax::{Braces, MarkdownSyntax};
use super::withheld::{self, MarkedText, WithheldMarks};
use crate::config::{Access, Config};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    AccessRange, Attribution, Block, BlockKind, Inline, PassageBound, Quotation, QuotePiece, StandOff,
    StandOffNote, Target, TimeRange, TopicRange, plain_text,
};
use crate::source::{Located, Source, SourceId, Sources, Span};
use crate::text::timecode::Timecode;
use crate::transcript::labels::CutText;

/// Parses the file of notes `id`.
pub fn stand_off(sources: &Sources, id: SourceId, config: &Config) -> (StandOff, Diagnostics) {
    let source = sources.get(id);
    let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
    let (page, who) = page_and_author(path);
    let (mut defaults, start, mut diagnostics) = front::split_notes(id, source.text(), config);
    let by = who.filter(|who| config.people.contains_key(*who));
    defaults.by = defaults.by.or(by.map(|who| Located::new(who.to_string(), Span::new(id, 0, 0))));
    let mut cut = CutText::whole(source.text(), start);
    let mut marks = WithheldMarks::find(marked(source.text(), id, start, &cut), &config.edition);
    diagnostics.append(std::mem::take(&mut marks.diagnostics));
    marks.hide(&mut cut);
    let (text, syntax) = (source.text(), MarkdownSyntax::WITHOUT_SPEAKERS);
    let body = MarkdownBody { source: id, text, cut: &cut, braces: Braces::Words, syntax };
    let (mut lowered, found) = lower(body, config);
    marks.wrap(&mut lowered.pieces, &mut lowered.notes);
    diagnostics.append(found);
    diagnostics.extend(lowered.notes.iter().map(|note| note_within_note(note.span)));
    let labels = HashMap::new();
    let (notes, topics) = (Vec::new(), Vec::new());
    let (withheld, withheld_words) = (Vec::new(), Vec::new());
    let mut reader = SidecarReader {
        defaults,
        config,
        notes,
        topics,
        withheld,
        withheld_words,
        open: None,
        labels,
        diagnostics,
    };
    lowered.pieces.into_iter().for_each(|piece| reader.read(piece));
    reader.close();
    reader.notes.iter_mut().for_each(|note| remove_named_places(&mut note.blocks));
    let blocks = reader.notes.iter_mut().flat_map(|note| &mut note.blocks);
    blocks.for_each(|block| ruby::mark(block, source.text()));
    let mut citations = CitationFinder::new(&config.sources.bibliography.bibliography, id, source.text());
    reader.notes.iter_mut().flat_map(|note| &mut note.blocks).for_each(|block| citations.block(block));
    reader.diagnostics.append(citations.finish());
    let SidecarReader { notes, topics, withheld, withheld_words, diagnostics, .. } = reader;
    (StandOff { source: id, page, notes, topics, withheld, withheld_words }, diagnostics)
}

/// The source of the file of notes `id` without the words that the edition does not show; `None` if it has no marks.
pub fn edition_notes(source: &Source, id: SourceId, config: &Config) -> Option<Source> {
    if !withheld::may_have_marks(source.text()) {
        return None;
    }
    let (_, start, _) = front::split_notes(id, source.text(), config);
    let cut = CutText::whole(source.text(), start);
    let text = marked(source.text(), id, start, &cut);
    let marks = WithheldMarks::find(text, &config.edition);
    marks.public_text(text).map(|public| Source::new(source.path.clone(), public.text))
}

fn marked<'t>(text: &'t str, source: SourceId, start: usize, cut: &'t CutText) -> MarkedText<'t> {
    let syntax = MarkdownSyntax::WITHOUT_SPEAKERS;
    MarkedText { source, text, start, cut, labels: &[], syntax, bars_are_words: false, is_sidecar: true }
}

/// Defaults that a file of notes sets once for all of its notes.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// Their author.
    pub by: Option<Located<String>>,
    /// Their kind.
    pub kind: Option<String>,
    /// Their date.
    pub date: Option<jiff::civil::Date>,
    /// Their tags.
    pub tags: Vec<String>,
    /// True if they are drafts.
    pub draft: bool,
}

/// `interviews/altman.md` and `jz` of `interviews/altman.notes.jz.md`.
fn page_and_author(path: &str) -> (String, Option<&str>) {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    if let Some(base) = stem.strip_suffix(".notes") {
        return (format!("{base}.md"), None);
    }
    match stem.rsplit_once(".notes.") {
        Some((base, who)) => (format!("{base}.md"), Some(who)),
        None => (path.to_string(), None),
    }
}

fn note_within_note(span: Span) -> Diagnostic {
    Diagnostic::new(Code::IncompleteNote, "a note in a file of notes cannot have notes of its own")
        .at(span)
        .help("write it into the comment")
}

/// The form of a heading that withholds a passage.
const WITHHELD_RANGE: &str = "write it as {from=#… to=#… withheld until=2051}";

struct SidecarReader<'a> {
    defaults: Defaults,
    config: &'a Config,
    notes: Vec<StandOffNote>,
    topics: Vec<TopicRange>,
    withheld: Vec<AccessRange>,
    withheld_words: Vec<StandOffNote>,
    open: Option<StandOffNote>,
    /// The names that headings have given, and where.
    labels: HashMap<String, Span>,
    diagnostics: Diagnostics,
}

impl SidecarReader<'_> {
    fn read(&mut self, piece: TopLevelPart) {
        match piece {
            TopLevelPart::Heading(heading) => self.read_heading(&heading),
            TopLevelPart::Block(Block { kind: BlockKind::Quote(mut blocks), span }) => {
                // A quotation within a quotation is the writer's own, as in letters.
                let is_comment = self.is_about_something() && blocks.len() == 1;
                match blocks.pop_if(|only| is_comment && matches!(only.kind, BlockKind::Quote(_))) {
                    Some(quotation) => self.read_comment(quotation),
                    None => self.read_quotation(&blocks, span),
                }
            }
            TopLevelPart::Block(block) => self.read_comment(block),
        }
    }

    fn is_about_something(&self) -> bool {
        self.open.as_ref().is_some_and(|note| !note.targets.is_empty())
    }

    fn read_comment(&mut self, block: Block) {
        match &mut self.open {
            Some(note) => note.blocks.push(block),
            None => self.complain(
                block.span,
                "this text belongs to no note",
                "quote the words it is about above it: > …",
            ),
        }
    }

    /// A heading names the note that follows, and may say what it is about.
    fn read_heading(&mut self, heading: &RawHeading) {
        self.close();
        let text = plain_text(&heading.inlines);
        let (label, braces) = match text.split_once('{') {
            Some((label, rest)) => (label.trim(), rest.trim_end().strip_suffix('}').unwrap_or(rest)),
            None => (text.trim(), ""),
        };
        let pairs = attribution::pairs(braces);
        let access = match withheld::access_in(&pairs) {
            Ok(access) => access,
            Err(reason) => {
                let found = Diagnostic::new(Code::UnclearWithheld, reason).at(heading.span);
                self.diagnostics.push(found.help("write it as {withheld until=2051 because=\"…\"}"));
                return;
            }
        };
        if let Some(access) = access.clone().filter(|_| pairs.iter().any(|(key, _)| key == "from")) {
            return self.read_withheld(&pairs, access, heading.span);
        }
        if pairs.iter().any(|(key, _)| key == attributes::TOPICS) {
            return self.read_topics(&pairs, heading.span);
        }
        let mut note = self.new_note(heading.span);
        if self.config.kinds.contains_key(label) {
            note.kind = label.to_string();
        } else if !label.is_empty() {
            let (kind, complaint) = kind_of(label, heading.span, self.config);
            self.diagnostics.extend(complaint);
            note.kind = if label.contains(':') { kind } else { note.kind };
            note.label = Some(label.to_string());
            self.check_label(label, heading.span);
        }
        note.access = access;
        let is_access = |key: &str| note.access.is_some() && withheld::is_access_key(key);
        let pairs: Vec<_> = pairs.into_iter().filter(|(key, _)| !is_access(key)).collect();
        for (key, value) in pairs {
            let end = Timecode::parse(&value).filter(|_| key == "to");
            match (end, note.targets.last_mut()) {
                (Some(end), Some(Target::Time(time, _))) if end >= time.at => time.to = Some(end),
                (Some(_), _) => self.complain(
                    heading.span,
                    "`to` names the end of a passage that does not begin before it",
                    "write it as {at=12:04 to=12:11}",
                ),
                (None, _) if key == "orphan" => note.is_orphan = true,
                (None, _) if key == "re" => {
                    note.attribution.reply_to = Some(Located::new(value, heading.span));
                }
                (None, _) => note.targets.extend(self.read_target(&key, &value, heading.span)),
            }
        }
        self.open = Some(note);
    }

    /// A heading with topics is about a passage, and has no note below it.
    fn read_topics(&mut self, pairs: &[(String, String)], span: Span) {
        let (mut topics, mut from, mut to) = (Vec::new(), None, None);
        for (key, value) in pairs {
            match key.as_str() {
                attributes::TOPICS => topics.extend(attributes::split_topics(value, span)),
                "from" | "at" => from = self.read_bound(key, value, span),
                "to" => to = self.read_bound(key, value, span),
                _ => self.complain(
                    span,
                    &format!("a heading with topics has no key `{key}`"),
                    "write it as {from=#… to=#… topics=\"…\"} or {at=12:04 to=12:11 topics=\"…\"}",
                ),
            }
        }
        let is_said = pairs.iter().any(|(key, _)| matches!(key.as_str(), "from" | "at"));
        match from {
            None if is_said => {}
            Some(from) => self.topics.push(TopicRange { topics, from, to, span }),
            None => self.complain(
                span,
                "this heading does not say which passage has its topics",
                "write it as {from=#… to=#… topics=\"…\"} or {at=12:04 to=12:11 topics=\"…\"}",
            ),
        }
    }

    /// A heading with conditions is about a passage of the page.
    fn read_withheld(&mut self, pairs: &[(String, String)], access: Access, span: Span) {
        let (mut from, mut to) = (None, None);
        let before = self.diagnostics.iter().count();
        for (key, value) in pairs.iter().filter(|(key, _)| !withheld::is_access_key(key)) {
            match key.as_str() {
                "from" => from = self.read_bound(key, value, span),
                "to" => to = self.read_bound(key, value, span),
                _ => self.complain(
                    span,
                    &format!("a passage that is withheld has no key `{key}`"),
                    WITHHELD_RANGE,
                ),
            }
        }
        match from.filter(|_| self.diagnostics.iter().count() == before) {
            Some(from) => self.withheld.push(AccessRange { access, from, to, span }),
            None => {
                let message = "this heading does not say which passage is withheld";
                let found = Diagnostic::new(Code::UnclearWithheld, message).at(span).help(WITHHELD_RANGE);
                self.diagnostics.push(found);
            }
        }
    }

    fn read_bound(&mut self, key: &str, value: &str, span: Span) -> Option<PassageBound> {
        match (value.strip_prefix('#'), Timecode::parse(value)) {
            (Some(anchor), _) => Some(PassageBound::Anchor(anchor.to_string())),
            (None, Some(time)) => Some(PassageBound::Time(time)),
            (None, None) => {
                let message = format!("`{key}={value}` names neither a permalink nor a time");
                self.complain(span, &message, "write a permalink as #… and a time as 12:04");
                None
            }
        }
    }

    fn check_label(&mut self, label: &str, span: Span) {
        let Some(&first) = self.labels.get(label) else {
            self.labels.insert(label.to_string(), span);
            return;
        };
        let message = format!("two notes of this file are called `{label}`");
        self.diagnostics.push(
            Diagnostic::new(Code::DuplicateNote, message)
                .label(span, "again here")
                .label(first, "first here")
                .help("give one of them another name"),
        );
    }

    fn read_target(&mut self, key: &str, value: &str, span: Span) -> Option<Target> {
        match key {
            "at" => {
                let time = Timecode::parse(value);
                if time.is_none() {
                    self.complain(span, &format!("`{value}` is not a time"), "write it as {at=00:12:30}");
                }
                time.map(|at| Target::Time(TimeRange { at, to: None }, span))
            }
            "page" if value.is_empty() => Some(Target::Page),
            "to" => Some(Target::Anchor(value.trim_start_matches('#').to_string(), span)),
            _ => {
                self.complain(
                    span,
                    &format!("a note's heading has no key `{key}`"),
                    "it may have {at=12:04}, {at=12:04 to=12:11}, {to=#…}, {page}, {re=…} or {orphan}, or {from=#… to=#… topics=\"…\"} for a passage",
                );
                None
            }
        }
    }

    /// A quotation opens a note, unless it is the first thing under a heading or follows another
    /// quotation: then it is a further passage that the same note is about.
    fn read_quotation(&mut self, blocks: &[Block], span: Span) {
        if self.open.as_ref().is_none_or(|note| !note.blocks.is_empty()) {
            self.close();
            self.open = Some(self.new_note(span));
        }
        let quotation = Quotation { pieces: pieces(blocks), span };
        if let Some(note) = &mut self.open {
            note.targets.push(Target::Quotation(quotation));
        }
    }

    fn new_note(&self, span: Span) -> StandOffNote {
        StandOffNote {
            label: None,
            kind: self.defaults.kind.clone().unwrap_or_else(default_kind),
            attribution: Attribution::default(),
            targets: Vec::new(),
            is_orphan: false,
            blocks: Vec::new(),
            access: None,
            span,
        }
    }

    fn close(&mut self) {
        let Some(mut note) = self.open.take() else { return };
        let reply_to = note.attribution.reply_to.take();
        if note.targets.is_empty() && reply_to.is_none() {
            self.complain(
                note.span,
                "this note does not say what it is about",
                "quote the words below its heading: > …",
            );
            return;
        }
        if note.blocks.is_empty() && note.access.is_some() {
            return self.withheld_words.push(note);
        }
        if note.blocks.is_empty() {
            self.complain(
                note.span,
                "this note has no comment",
                "write what there is to say below the quotation",
            );
            return;
        }
        let (own, found) = attribution::take(&mut note.blocks, note.span, self.config);
        self.diagnostics.append(found);
        note.attribution = Attribution {
            by: own.by.or_else(|| self.defaults.by.clone()),
            date: own.date.or(self.defaults.date),
            tags: if own.tags.is_empty() { self.defaults.tags.clone() } else { own.tags },
            draft: own.draft || self.defaults.draft,
            reply_to: reply_to.or(own.reply_to),
        };
        self.notes.push(note);
    }

    fn complain(&mut self, span: Span, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::new(Code::IncompleteNote, message).at(span).help(help));
    }
}

/// Reads the defaults' kind and complains when nobody declared it.
pub fn read_kind(kind: Located<String>, config: &Config) -> Result<String, Diagnostic> {
    check_kind(&kind.value, kind.span, config).map_or(Ok(kind.value), Err)
}

fn pieces(blocks: &[Block]) -> Vec<QuotePiece> {
    let mut out = Vec::new();
    for block in blocks {
        block.for_each_inlines(&mut |inlines| push_pieces(inlines, Narrowed::No, &mut out));
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Narrowed {
    Yes,
    No,
}

fn push_pieces(inlines: &[Inline], narrowed: Narrowed, out: &mut Vec<QuotePiece>) {
    for inline in inlines {
        match inline {
            Inline::Mark { children, .. } => push_pieces(children, Narrowed::Yes, out),
            other => match other.children() {
                Some(children) => push_pieces(children, narrowed, out),
                None => push_words(&plain_text(std::slice::from_ref(other)), narrowed, out),
            },
        }
    }
}

/// Cuts words at `…` and `...`, which stand for words left out.
fn push_words(text: &str, narrowed: Narrowed, out: &mut Vec<QuotePiece>) {
    for (at, words) in text.replace("...", "…").split('…').enumerate() {
        if at > 0 && out.last() != Some(&QuotePiece::Skip) {
            out.push(QuotePiece::Skip);
        }
        if !words.trim().is_empty() {
            out.push(QuotePiece::Words { text: words.to_string(), narrowed: narrowed == Narrowed::Yes });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_say_page_and_author() {
        assert_eq!(page_and_author("a/altman.notes.md"), ("a/altman.md".into(), None));
        assert_eq!(page_and_author("a/altman.notes.jz.md"), ("a/altman.md".into(), Some("jz")));
        assert_eq!(page_and_author("altman.en.notes.jz.md"), ("altman.en.md".into(), Some("jz")));
    }
}
