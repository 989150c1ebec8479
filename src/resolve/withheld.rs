//! Passages that files beside a page withhold from an edition, and the names and notes that would tell withheld words.

use std::collections::{BTreeSet, HashSet};

use super::SidecarFiles;
use super::topic_ranges::TurnPlaces;
use crate::config::{Access, Config, Edition};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Block, Document, Inline, NoteId, NoteOrigin, StandOffNote, Target, Turn};
use crate::source::{Source, SourceId, Span};
use crate::speech::withheld::{WithheldTime, withheld_times};
use crate::text::slug::slug;

/// Names and words that a page must not have, because they are made of what is withheld.
#[derive(Clone, Debug, Default)]
pub struct WithheldNames {
    /// Permalinks that the page would have if nothing were withheld.
    permalinks: HashSet<String>,
    /// Words that stand in withheld passages alone, as permalinks have them.
    words: HashSet<String>,
    /// The notes of sidecar files that quote withheld words, or are withheld themselves.
    notes: BTreeSet<Span>,
}

impl WithheldNames {
    /// The names for a page whose edition has `public_text`, after `words` were taken out; `bare` is the page as it
    /// would be without marks.
    pub fn new(bare: &Document, words: &str, public_text: &str) -> Self {
        let public: HashSet<String> = slugs(public_text).collect();
        let words = slugs(words).filter(|word| !public.contains(word)).collect();
        let mut permalinks = HashSet::new();
        bare.for_each_id(&mut |id: &str| {
            permalinks.insert(id.to_string());
        });
        WithheldNames { permalinks, words, notes: BTreeSet::new() }
    }

    /// Returns true if a quotation has a word that stands in withheld passages alone.
    fn quoted_by(&self, note: &StandOffNote) -> bool {
        note.targets.iter().any(|target| match target {
            Target::Quotation(quotation) => slugs(&quotation.text()).any(|word| self.words.contains(&word)),
            Target::Time(..) | Target::Anchor(..) | Target::Page => false,
        })
    }

    /// The same, and the notes that must not be shown.
    #[must_use]
    pub fn with_notes(self, notes: BTreeSet<Span>) -> Self {
        WithheldNames { notes, ..self }
    }

    /// Returns true if `note` may be shown.
    pub(super) fn allow_note(&self, note: &StandOffNote) -> bool {
        !self.notes.contains(&note.span)
    }

    fn tells(&self, id: &str) -> bool {
        self.permalinks.contains(id) || id.split('-').any(|word| self.words.contains(word))
    }

    /// Gives each part of `document` whose recorded permalink tells withheld words the one in `own` that its shown words
    /// have, and forgets all previous ones that tell.
    pub(super) fn remove_from(&self, document: &mut Document, own: &OwnIds) {
        let own_ids: HashSet<&str> = own.0.iter().map(String::as_str).collect();
        let tells = |id: &str| !own_ids.contains(id) && self.tells(id);
        let mut own = own.0.iter();
        document.for_each_id_mut(&mut |anchor, previous| {
            let own = own.next();
            if let Some(own) = own.filter(|_| tells(anchor)) {
                anchor.clone_from(own);
            }
            previous.retain(|id| !tells(id));
        });
        document.previous_ids.retain(|id| !tells(id));
    }

    /// Drops what would be said of permalinks that tell withheld words.
    pub(super) fn quiet(&self, diagnostics: Diagnostics) -> Diagnostics {
        let tells = |found: &Diagnostic| {
            let is_about_words =
                matches!(found.code, Code::AnchorGone | Code::WordsChanged | Code::WordsNotFound);
            is_about_words && found.message.split('`').any(|name| self.tells(name))
        };
        diagnostics.without(tells)
    }
}

/// The words of a text as permalinks have them.
fn slugs(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(slug).filter(|word| !word.is_empty())
}

/// The permalinks that the parts of a page have by their words, before a record gives them others.
pub(super) struct OwnIds(Vec<String>);

impl OwnIds {
    pub(super) fn new(document: &mut Document) -> Self {
        let mut own = Vec::new();
        document.for_each_id_mut(&mut |anchor, _| own.push(anchor.clone()));
        OwnIds(own)
    }
}

/// A page with all its words, and the notes that files beside it have on it.
pub struct WholePage {
    /// The page as the archive has it, with its notes.
    document: Document,
    /// The same before its record gave it permalinks.
    parsed: Document,
}

impl WholePage {
    /// The times at which what `is_withheld` keeps back is said.
    pub fn withheld_times(&self, is_withheld: &dyn Fn(&Access) -> bool) -> Vec<WithheldTime> {
        withheld_times(&self.document, is_withheld)
    }
}

impl SidecarFiles {
    /// Brings everything to `document`, which is parsed for the archive: then it is known what notes are about.
    pub fn whole_page(&self, document: Document, config: &Config) -> WholePage {
        let mut notes = self.notes_on(&document.path);
        notes.extend(self.word_notes(&document.path));
        let parsed = document.clone();
        let (settled, _) = self.settle_notes(document, config, notes, None);
        WholePage { document: settled.page.document, parsed }
    }

    /// The notes that stand for words to be withheld.
    fn word_notes(&self, path: &str) -> Vec<StandOffNote> {
        self.files_on(path).flat_map(|file| &file.withheld_words).cloned().collect()
    }

    /// Returns true if a file beside the page at `path` withholds something of it.
    pub fn withhold_from(&self, path: &str) -> bool {
        let path = path.strip_prefix("content/").unwrap_or(path);
        self.files_on(path).any(|file| !file.withheld_words.is_empty() || !file.withheld.is_empty())
    }

    /// Returns true if notes of a file beside the page at `path` are withheld from `edition`.
    pub fn withhold_notes(&self, path: &str, edition: &Edition) -> bool {
        let path = path.strip_prefix("content/").unwrap_or(path);
        let mut notes = self.files_on(path).flat_map(|file| &file.notes);
        notes.any(|note| note.access.as_ref().is_some_and(|access| !edition.shows(access)))
    }

    /// The source of a page with the marks that files beside it say.
    pub fn mark_source(&self, source: &Source, page: &WholePage) -> (Source, Diagnostics) {
        let mut marker = SourceMarker {
            text: source.text(),
            document: &page.document,
            insertions: Vec::new(),
            diagnostics: Diagnostics::new(),
        };
        for file in self.files_on(&page.document.path) {
            for range in &file.withheld {
                let find = |document| TurnPlaces::new(document).find(&range.from, range.to.as_ref());
                // An author may name a turn as it was called before it was withheld.
                match find(&page.document).or_else(|message| find(&page.parsed).map_err(|_| message)) {
                    Ok(turns) => marker.turns(turns, &range.access),
                    Err(message) => marker.report(message, range.span),
                }
            }
            file.withheld_words.iter().for_each(|note| marker.words(note));
        }
        let SourceMarker { insertions, diagnostics, .. } = marker;
        (Source::new(source.path.clone(), inserted(source.text(), insertions)), diagnostics)
    }

    /// The notes of files beside the page that must not be shown by `edition`: withheld ones, those on withheld words, and
    /// the replies to them.
    pub fn withheld_notes(
        &self,
        page: &WholePage,
        names: &WithheldNames,
        edition: &Edition,
    ) -> BTreeSet<Span> {
        let document = &page.document;
        let mut hidden = hidden_notes(document, edition);
        let path = &document.path;
        let mut spans: BTreeSet<Span> = self
            .files_on(path)
            .flat_map(|file| &file.notes)
            .filter(|note| {
                note.access.as_ref().is_some_and(|access| !edition.shows(access)) || names.quoted_by(note)
            })
            .map(|note| note.span)
            .collect();
        loop {
            for (at, note) in document.notes.iter().enumerate() {
                let is_reply = note.reply_to.is_some_and(|to| hidden.contains(&to));
                if note.origin == NoteOrigin::StandOff && (is_reply || spans.contains(&note.span)) {
                    hidden.insert(NoteId(at as u32));
                }
            }
            let found = hidden.iter().map(|id| document.note(*id));
            let found: BTreeSet<Span> =
                found.filter(|note| note.origin == NoteOrigin::StandOff).map(|note| note.span).collect();
            if found.is_subset(&spans) {
                return spans;
            }
            spans.extend(found);
        }
    }

    /// The files of notes on the page at `path`, without the notes in `hidden`: as many bytes, on as many lines.
    pub fn masked_notes<'s>(
        &self,
        path: &str,
        hidden: &BTreeSet<Span>,
        source_of: impl Fn(SourceId) -> &'s Source,
    ) -> Vec<(SourceId, Source)> {
        let path = path.strip_prefix("content/").unwrap_or(path);
        let mut masked = Vec::new();
        for file in self.files_on(path) {
            let source = source_of(file.source);
            let words = file.withheld_words.iter().map(|note| note.span);
            let here: Vec<Span> =
                hidden.iter().filter(|span| span.source == file.source).copied().chain(words).collect();
            if here.is_empty() {
                continue;
            }
            let (mut bytes, starts) = (source.text().as_bytes().to_vec(), file.starts());
            for span in here {
                let start = span.start as usize;
                let end = starts.iter().copied().filter(|next| *next > start).min().unwrap_or(bytes.len());
                bytes[start..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            masked.push((file.source, Source::new(source.path.clone(), text)));
        }
        masked
    }
}

/// The notes whose words `edition` does not show.
fn hidden_notes(document: &Document, edition: &Edition) -> HashSet<NoteId> {
    let mut finder = HiddenNotes { document, edition, found: HashSet::new() };
    let is_closed = |access: &Option<Access>| access.as_ref().is_some_and(|access| !edition.shows(access));
    let mut closed_level = None;
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            closed_level = closed_level.filter(|level| heading.level > *level);
            if closed_level.is_none() && is_closed(&heading.access) {
                closed_level = Some(heading.level);
            }
            finder.run(&heading.inlines, closed_level.is_some());
        }
        let is_hidden = closed_level.is_some();
        section.lead.iter().for_each(|block| finder.block(block, is_hidden));
        for turn in &section.turns {
            let is_hidden = is_hidden || is_closed(&turn.access);
            turn.blocks.iter().for_each(|block| finder.block(block, is_hidden));
        }
    }
    finder.found
}

struct HiddenNotes<'a> {
    document: &'a Document,
    edition: &'a Edition,
    found: HashSet<NoteId>,
}

impl HiddenNotes<'_> {
    fn block(&mut self, block: &Block, is_hidden: bool) {
        block.for_each_inlines(&mut |inlines| self.run(inlines, is_hidden));
    }

    fn run(&mut self, inlines: &[Inline], is_hidden: bool) {
        for inline in inlines {
            let mut is_inside = is_hidden;
            match inline {
                Inline::NoteRef(reference) if is_hidden => {
                    self.found.insert(reference.note);
                }
                Inline::Mark { mark, children, .. } if is_hidden || self.has_hidden(children) => {
                    self.found.extend(&self.document.marks[mark.0 as usize].notes);
                }
                Inline::Withheld { passage, .. } => is_inside |= !self.edition.shows(&passage.access),
                _ => {}
            }
            self.run(inline.children().unwrap_or_default(), is_inside);
        }
    }

    fn has_hidden(&self, inlines: &[Inline]) -> bool {
        inlines.iter().any(|inline| match inline {
            Inline::Withheld { passage, .. } if !self.edition.shows(&passage.access) => true,
            other => self.has_hidden(other.children().unwrap_or_default()),
        })
    }
}

/// Puts marks into the source of a page.
struct SourceMarker<'a> {
    text: &'a str,
    document: &'a Document,
    insertions: Vec<(usize, String)>,
    diagnostics: Diagnostics,
}

impl SourceMarker<'_> {
    fn report(&mut self, message: impl Into<String>, span: Span) {
        self.diagnostics.push(Diagnostic::new(Code::UnclearWithheld, message).at(span));
    }

    fn turns(&mut self, turns: std::ops::Range<usize>, access: &Access) {
        let found: Vec<&Turn> = self.document.turns().skip(turns.start).take(turns.len()).collect();
        for turn in found {
            let is_marked = turn.access.is_some();
            let Some(first) = turn.blocks.first().filter(|_| !is_marked) else { continue };
            let at = first.span.start as usize;
            self.insertions.push((at, format!("{} ", access.braces_with_edition())));
        }
    }

    /// Puts bars around the words that a note in `note`'s place would be about.
    fn words(&mut self, note: &StandOffNote) {
        let Some(access) = &note.access else { return };
        let found = self
            .document
            .notes
            .iter()
            .position(|other| other.origin == NoteOrigin::StandOff && other.span == note.span);
        let mut ranges = Vec::new();
        if let Some(id) = found {
            let id = NoteId(id as u32);
            let marks: HashSet<usize> = (0..self.document.marks.len())
                .filter(|&mark| self.document.marks[mark].notes.contains(&id))
                .collect();
            self.document.for_each_run(&mut |inlines| {
                let mut places = Vec::new();
                let mut is_traced = true;
                traced(inlines, &marks, false, self.text, &mut places, &mut is_traced);
                if let (Some(start), Some(end)) =
                    (places.iter().map(|p: &(usize, usize)| p.0).min(), places.iter().map(|p| p.1).max())
                {
                    ranges.push(is_traced.then_some((start, end)));
                }
            });
        }
        if ranges.is_empty() || ranges.iter().any(Option::is_none) {
            let message = "the words to be withheld are not on the page in one place";
            let help = "quote them as the page has them, or mark them there: ||words||";
            let found = Diagnostic::new(Code::UnclearWithheld, message).at(note.span).help(help);
            return self.diagnostics.push(found);
        }
        for (start, end) in ranges.into_iter().flatten() {
            self.insertions.push((start, "||".to_string()));
            self.insertions.push((end, format!("||{}", access.braces_with_edition())));
        }
    }
}

/// Adds the places in the source of the words in `marks`; `is_traced` becomes false if one of them is not written there as
/// it is shown.
fn traced(
    inlines: &[Inline],
    marks: &HashSet<usize>,
    is_inside: bool,
    source: &str,
    places: &mut Vec<(usize, usize)>,
    is_traced: &mut bool,
) {
    for inline in inlines {
        match inline {
            Inline::Text { text, at } if is_inside => {
                let range = *at as usize..*at as usize + text.len();
                *is_traced &= source.get(range.clone()) == Some(text.as_str());
                places.push((range.start, range.end));
            }
            Inline::Code(_) | Inline::RawHtml(_) | Inline::Gap(_) | Inline::Image { .. } if is_inside => {
                *is_traced = false;
                places.push((0, 0));
            }
            Inline::Mark { mark, children, .. } => {
                let is_meant = is_inside || marks.contains(&(mark.0 as usize));
                traced(children, marks, is_meant, source, places, is_traced);
            }
            other => {
                let children = other.children().unwrap_or_default();
                traced(children, marks, is_inside, source, places, is_traced);
            }
        }
    }
}

fn inserted(text: &str, mut insertions: Vec<(usize, String)>) -> String {
    insertions.sort_by_key(|(at, _)| *at);
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for (at, mark) in insertions {
        let at = text.floor_char_boundary(at.clamp(from, text.len()));
        out.push_str(&text[from..at]);
        out.push_str(&mark);
        from = at;
    }
    out.push_str(&text[from..]);
    out
}

impl Document {
    /// Visits the permalink of each section, turn and paragraph before one, with its previous ones.
    fn for_each_id_mut(&mut self, visit: &mut impl FnMut(&mut String, &mut Vec<String>)) {
        for section in &mut self.sections {
            section
                .heading
                .iter_mut()
                .for_each(|heading| visit(&mut heading.anchor, &mut heading.previous_ids));
            section.lead_ids.iter_mut().for_each(|ids| visit(&mut ids.anchor, &mut ids.previous_ids));
            section.turns.iter_mut().for_each(|turn| visit(&mut turn.anchor, &mut turn.previous_ids));
        }
    }

    /// Visits every permalink of the text and its notes.
    fn for_each_id(&self, visit: &mut dyn FnMut(&str)) {
        for section in &self.sections {
            section.heading.iter().for_each(|heading| visit(&heading.anchor));
            section.lead_ids.iter().for_each(|ids| visit(&ids.anchor));
            section.turns.iter().for_each(|turn| visit(&turn.anchor));
        }
        self.notes.iter().for_each(|note| visit(&note.anchor()));
        self.marks.iter().for_each(|mark| visit(&mark.anchor));
    }
}
