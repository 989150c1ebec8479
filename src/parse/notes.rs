//! The notes of one text: their names, kinds and authors, and who refers to them.

use std::collections::{BTreeMap, HashMap};

use super::attribution;
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Attribution, Block, Inline, Mark, MarkId, Note, NoteId, NoteOrigin, NoteRef, plain_text};
use crate::source::Span;
use crate::text::slug::{Names, slug};

/// The number of words that name a note or quote to which its author gave no name.
const NAMING_WORDS: usize = 4;
/// The number of characters that do so in a script without spaces.
const NAMING_CHARS: usize = 16;
/// The largest number of notes on one highlight. Each quotes its words in full, so without a limit a hostile text could
/// make the output grow with the square of its length. Further notes follow the highlight without words of their own.
const MOST_NOTES: usize = 64;

/// Collects a text's notes and highlights while it is lowered.
pub struct NoteTable<'c> {
    config: &'c Config,
    notes: Vec<Note>,
    marks: Vec<Mark>,
    by_key: HashMap<String, NoteId>,
    /// Definitions that nothing has referred to yet.
    unused: BTreeMap<String, (String, Span)>,
    defined_at: HashMap<String, Span>,
    names: Names,
    diagnostics: Diagnostics,
}

impl<'c> NoteTable<'c> {
    /// A table with no notes yet.
    pub fn new(config: &'c Config) -> Self {
        NoteTable {
            config,
            notes: Vec::new(),
            marks: Vec::new(),
            by_key: HashMap::new(),
            unused: BTreeMap::new(),
            defined_at: HashMap::new(),
            names: Names::default(),
            diagnostics: Diagnostics::new(),
        }
    }

    /// Records that the note `label` is defined at `span`.
    pub fn defined(&mut self, key: String, label: &str, span: Span) {
        self.defined_at.insert(key.clone(), span);
        self.unused.insert(key, (label.to_string(), span));
    }

    /// Reports a second definition.
    pub fn defined_twice(&mut self, label: &str, again: Span, first: Span) {
        let message = format!("the note `{label}` is defined twice");
        self.diagnostics.push(
            Diagnostic::new(Code::DuplicateNote, message)
                .label(again, "again here")
                .label(first, "first here")
                .help("give one of them another name"),
        );
    }

    /// Records a reference to the note `key` at `span`; says whether it is the first.
    ///
    /// `label` is its name as written, `None` for a note in the middle of the words.
    pub fn refer(
        &mut self,
        key: &str,
        label: Option<&str>,
        span: Span,
        mark: Option<MarkId>,
    ) -> (NoteRef, bool) {
        let known = self.by_key.get(key).copied();
        let id = known.unwrap_or_else(|| self.add(key, label, span));
        let note = &mut self.notes[id.0 as usize];
        note.references += 1;
        let mark = mark.filter(|mark| self.marks[mark.0 as usize].notes.len() < MOST_NOTES);
        if let Some(mark) = mark {
            self.marks[mark.0 as usize].notes.push(id);
        }
        let reference = NoteRef { note: id, occurrence: note.references, mark };
        if let Some(mark) = mark.map(|mark| &mut self.marks[mark.0 as usize])
            && mark.anchor.is_empty()
        {
            mark.anchor = reference.anchor(&note.name);
        }
        (reference, known.is_none())
    }

    fn add(&mut self, key: &str, label: Option<&str>, span: Span) -> NoteId {
        let id = NoteId(self.notes.len() as u32);
        self.by_key.insert(key.to_string(), id);
        self.unused.remove(key);
        let span = self.defined_at.get(key).copied().unwrap_or(span);
        let kind = label.map_or_else(default_kind, |label| self.kind(label, span));
        // A note without a name of its own is named by its words, once they are known.
        let name = label.map_or_else(String::new, |label| self.claim_name(label));
        self.notes.push(Note {
            label: label.unwrap_or_default().to_string(),
            name,
            kind,
            attribution: Attribution::default(),
            blocks: Vec::new(),
            references: 0,
            number: id.0 + 1,
            origin: if label.is_some() { NoteOrigin::Footnote } else { NoteOrigin::Inline },
            targets: Vec::new(),
            time: None,
            reply_to: None,
            lost: None,
            span,
        });
        id
    }

    fn kind(&mut self, label: &str, span: Span) -> String {
        let (kind, diagnostic) = kind_of(label, span, self.config);
        self.diagnostics.extend(diagnostic);
        kind
    }

    fn claim_name(&mut self, words: &str) -> String {
        let wanted = Some(slug(words)).filter(|s| !s.is_empty()).unwrap_or_else(|| "note".to_string());
        self.names.claim(&wanted)
    }

    /// The note with this number.
    pub fn note(&self, id: NoteId) -> &Note {
        &self.notes[id.0 as usize]
    }

    /// Gives a note its body, and takes the attribution out of it.
    pub fn set_body(&mut self, id: NoteId, mut blocks: Vec<Block>) {
        let span = self.note(id).span;
        let (attribution, diagnostics) = attribution::take(&mut blocks, span, self.config);
        self.diagnostics.append(diagnostics);
        if self.note(id).origin == NoteOrigin::Inline {
            let words = blocks.first().map(Block::plain_text).unwrap_or_default();
            self.name_inline_note(id, &words);
        }
        let note = &mut self.notes[id.0 as usize];
        note.attribution = attribution;
        note.blocks = blocks;
    }

    fn name_inline_note(&mut self, id: NoteId, words: &str) {
        let name = self.claim_name(&first_words(words));
        for mark in self.marks.iter_mut().filter(|mark| mark.notes.first() == Some(&id)) {
            mark.anchor = NoteRef { note: id, occurrence: 1, mark: None }.anchor(&name);
        }
        self.notes[id.0 as usize].name = name;
    }

    /// Adds a highlight; its notes follow through [`refer`](Self::refer).
    pub fn add_mark(&mut self) -> MarkId {
        let id = MarkId(self.marks.len() as u32);
        self.marks.push(Mark { notes: Vec::new(), anchor: String::new() });
        id
    }

    /// Gives the highlights among `inlines` that turned out to have no note an anchor by their words.
    pub fn name_key_quotes(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let Inline::Mark { mark, children, .. } = inline else { continue };
            if self.marks[mark.0 as usize].is_key_quote() {
                let name = self.claim_name(&format!("quote {}", first_words(&plain_text(children))));
                self.marks[mark.0 as usize].anchor = name;
            }
        }
    }

    /// The names of all notes that are defined, used or not.
    pub fn labels(&self) -> Vec<String> {
        let used = self.notes.iter().map(|note| note.label.clone()).filter(|label| !label.is_empty());
        used.chain(self.unused.values().map(|(label, _)| label.clone())).collect()
    }

    /// Everything collected, with a diagnostic for each note that nothing refers to.
    pub fn finish(mut self) -> (Vec<Note>, Vec<Mark>, Diagnostics) {
        for (label, span) in self.unused.into_values() {
            self.diagnostics.push(
                Diagnostic::new(Code::UnusedNote, format!("nothing refers to the note `{label}`"))
                    .at(span)
                    .help(format!("write [^{label}] after the words it is about, or take it out")),
            );
        }
        (self.notes, self.marks, self.diagnostics)
    }
}

/// The kind that stands before a note's name, `fact` in `fact:bet`, or a complaint about it.
pub fn kind_of(label: &str, span: Span, config: &Config) -> (String, Option<Diagnostic>) {
    match label.split_once(':') {
        None => (default_kind(), None),
        Some((kind, _)) => match check_kind(kind, span, config) {
            None => (kind.to_string(), None),
            complaint => (default_kind(), complaint),
        },
    }
}

/// A complaint about a kind that neither Postil nor site.toml declares.
pub fn check_kind(kind: &str, span: Span, config: &Config) -> Option<Diagnostic> {
    if config.kinds.contains_key(kind) {
        return None;
    }
    let known = config.kinds.keys().map(String::as_str);
    let diagnostic = Diagnostic::new(Code::UnknownKind, format!("no kind of note is called `{kind}`"))
        .at(span)
        .help(format!("declare it in site.toml: [notes.kinds.{kind}] label = \"…\""));
    Some(diagnostic.did_you_mean(kind, known))
}

/// The kind of a note that says none.
pub fn default_kind() -> String {
    "note".to_string()
}

/// Enough of `text` to name something by.
pub fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(NAMING_WORDS).collect();
    words.join(" ").chars().take(NAMING_CHARS * 2).collect::<String>()
}
