//! Stage 2: text in, documents out. Pure, and never fails: what is wrong is said in diagnostics.
//!
//! A file's text goes through front matter, Markdown, times, speakers and turns, and anchors, in
//! this order; each step is a file of its own.

mod anchors;
mod attributes;
mod attribution;
mod bold_quotes;
mod checks;
mod citations;
mod conservation;
mod constructs;
mod control_characters;
mod declaration_help;
mod front;
mod html_blocks;
mod image_looks;
mod inline_list;
mod label_remarks;
mod leftovers;
mod markdown;
mod notes;
mod page_breaks;
mod places;
mod record;
mod register_marks;
mod ruby;
mod sealed;
mod section_shapes;
mod shortcodes;
mod speakers;
mod standoff;
mod structure;
mod syntax;
mod times;
mod title;
mod turns;
mod unanswered;
mod units;
mod withheld;

use self::anchors::TurnIds;
use self::citations::CitationFinder;
use self::markdown::{MarkdownBody, TopLevelPart};
use self::register_marks::RegisterMarks;
use self::speakers::SpeakerTable;
use self::syntax::{Braces, MarkdownSyntax};
use self::withheld::{MarkedText, WithheldMarks};
use crate::config::Config;
use crate::diag::{Code, Diagnostics};
use crate::model::{Block, Document, FrontMatter, PageDefaults, PageKind};
use crate::source::{Source, SourceId, Sources};
use crate::text::timecode::LastPart;
use crate::transcript::labels::{CutText, LabelKind, LabelReading, TextSyntax, TurnLabel, read_labels};

use self::declaration_help::DeclarationHelp;
pub use self::front::{FOLDER_TEXT, notes_shape, page_shape};
use self::label_remarks::RemarkedPage;
pub use self::markdown::note_key;
pub use self::places::{LabelPlace, NoteNamePlace, label_places, note_places};
pub use self::record::{permalink_record, write_permalink_record};
pub use self::standoff::{edition_notes, stand_off};

/// Parses the Markdown file `id` into a document.
pub fn document(sources: &Sources, id: SourceId, config: &Config) -> (Document, Diagnostics) {
    source(sources.get(id), id, config, &PageDefaults::default())
}

/// The front matter that the text of a folder has for the pages below it.
pub fn page_defaults(source: &Source, id: SourceId) -> Option<PageDefaults> {
    front::split(id, source.text()).0.defaults.map(|defaults| defaults.value)
}

/// A page's source as the edition that is made may see it.
#[derive(Debug)]
pub struct EditionSource {
    /// The source, on as many lines as the file has.
    pub source: Source,
    /// The words that were taken out.
    pub words: String,
    /// The source to show with problems, if words are to be read in no line of it that has an unclear mark.
    pub shown: Option<Source>,
    /// True if the edition has no page of it.
    pub is_left_out: bool,
    /// The mistakes in the table that withholds the page.
    pub diagnostics: Diagnostics,
    /// The number of notes that were taken out.
    pub notes: usize,
}

/// Takes what the edition does not show out of a page's source, before anything is made of it. `None` for a page without
/// marks.
pub fn edition_source(
    source: &Source,
    id: SourceId,
    config: &Config,
    defaults: &PageDefaults,
) -> Option<EditionSource> {
    // Reading the labels of a page twice is what costs most: most pages need neither.
    let front_end = front::fences(source.text()).map_or(source.text().len(), |(_, end)| end);
    let may_be_sealed = defaults.access.withheld.is_some() || source.text()[..front_end].contains("access");
    let may_have_marks = withheld::may_have_marks(source.text());
    if !may_be_sealed && !may_have_marks {
        return None;
    }
    let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
    let (mut front, start, found) = front::split(id, source.text());
    front.complete(defaults, path);
    if let Some(page) = sealed::page(source, &front, config) {
        let diagnostics = found.without(|found| found.code != Code::UnclearWithheld);
        return Some(EditionSource { diagnostics, ..page });
    }
    if !may_have_marks {
        return None;
    }
    let labelled = LabelledText::read(source.text(), start, &front, path, config);
    let text = labelled.marked(source.text(), id, start, &front);
    let marks = WithheldMarks::find(text, &config.edition);
    let shown = (!config.edition.is_archive()).then(|| marks.masked(source.text())).flatten();
    let shown = shown.map(|text| Source::new(source.path.clone(), text));
    match marks.public_text(text) {
        None if shown.is_none() => None,
        None => Some(EditionSource {
            source: source.clone(),
            words: String::new(),
            shown,
            is_left_out: false,
            diagnostics: Diagnostics::new(),
            notes: 0,
        }),
        Some(public) => {
            let source = Source::new(source.path.clone(), public.text);
            Some(EditionSource {
                source,
                words: public.words,
                shown,
                is_left_out: false,
                diagnostics: Diagnostics::new(),
                notes: marks.withheld_notes(),
            })
        }
    }
}

/// Parses the Markdown file `source`, whose number is `id`; its folders have `defaults` for its front matter. What is
/// withheld from the edition of `config` is not read.
pub fn source(
    source: &Source,
    id: SourceId,
    config: &Config,
    defaults: &PageDefaults,
) -> (Document, Diagnostics) {
    match edition_source(source, id, config, defaults) {
        Some(found) => edition(&found.source, id, config, defaults),
        None => edition(source, id, config, defaults),
    }
}

/// Returns true if `source` stands for a page that is not shown.
pub fn is_sealed(source: &Source, id: SourceId) -> bool {
    let access = front::split(id, source.text()).0.access;
    access.withheld.is_some() || access.removal.is_some()
}

/// Parses a source as if it had no marks: with the permalinks that its words would give it.
pub fn unmarked(source: &Source, id: SourceId, config: &Config, defaults: &PageDefaults) -> Document {
    let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
    let (mut front, start, _) = front::split(id, source.text());
    front.complete(defaults, path);
    let labelled = LabelledText::read(source.text(), start, &front, path, config);
    let marks = WithheldMarks::find(labelled.marked(source.text(), id, start, &front), &config.edition);
    let bare = Source::new(source.path.clone(), marks.bare_text(source.text(), &labelled.cut));
    edition(&bare, id, config, defaults).0
}

/// Parses a source from which everything was taken that is withheld.
fn edition(
    source: &Source,
    id: SourceId,
    config: &Config,
    defaults: &PageDefaults,
) -> (Document, Diagnostics) {
    let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
    let (mut front, start, mut diagnostics) = front::split(id, source.text());
    diagnostics.extend(front::misplaced_defaults(&front, path));
    diagnostics.extend(config.theme.check_extra(&front.extra));
    let folder = front.defaults.iter().flat_map(|found| config.theme.check_extra(&found.value.extra));
    diagnostics.extend(folder);
    let declaration = DeclarationHelp::new(source.text(), &front);
    front.complete(defaults, path);
    let mut labelled = LabelledText::read(source.text(), start, &front, path, config);
    let mut marks = WithheldMarks::find(labelled.marked(source.text(), id, start, &front), &config.edition);
    diagnostics.append(std::mem::take(&mut marks.diagnostics));
    let withheld = marks.entries(source.text(), &labelled.cut);
    marks.hide(&mut labelled.cut);
    let (lowered, found) = markdown::lower(
        MarkdownBody {
            source: id,
            text: source.text(),
            cut: &labelled.cut,
            braces: Braces::Attributes,
            syntax: MarkdownSyntax::from_page(&front, labelled.reading.labels.is_empty()),
        },
        config,
    );
    diagnostics.append(found);
    diagnostics.append(conservation::check(source.text(), id, &labelled.reading, &lowered));

    let (mut pieces, mut notes) = (lowered.pieces, lowered.notes);
    diagnostics.extend(front::take_quoted(&mut pieces, &mut front));
    diagnostics.append(shortcodes::drop(&mut pieces));
    let last_part = labelled.reading.last_part;
    pieces.iter_mut().for_each(|piece| mark_times(piece, last_part));
    notes.iter_mut().flat_map(|note| &mut note.blocks).for_each(|block| times::mark_block(block, last_part));
    blocks(&mut pieces).for_each(|block| ruby::mark(block, source.text()));
    notes.iter_mut().flat_map(|note| &mut note.blocks).for_each(|block| ruby::mark(block, source.text()));
    if let Some(mark) = &front.source.pages {
        pieces.iter_mut().for_each(|piece| page_breaks::mark(piece, mark));
    }
    marks.wrap(&mut pieces, &mut notes);
    let mut citations = CitationFinder::new(&config.sources.bibliography.bibliography, id, source.text());
    blocks(&mut pieces).for_each(|block| citations.block(block));
    notes.iter_mut().flat_map(|note| &mut note.blocks).for_each(|block| citations.block(block));
    diagnostics.append(citations.finish());
    let mut mentions = RegisterMarks::new(config, id);
    blocks(&mut pieces).for_each(|block| mentions.block(block));
    notes.iter_mut().flat_map(|note| &mut note.blocks).for_each(|block| mentions.block(block));
    diagnostics.append(mentions.finish());

    let LabelledText { reading, mut table, .. } = labelled;
    let speech =
        reading.labels.iter().find(|label| label.kind == LabelKind::Speaker).map(|label| label.start);
    let title = title::take(&mut pieces, &front, path, speech);
    table.add_labelled(&reading.labels, id, declaration);
    let (mut divided, found) = turns::divide(pieces, &reading.labels, table, id, &marks);
    let remarked = RemarkedPage { source: id, text: source.text(), sections: &divided.sections, declaration };
    diagnostics.append(label_remarks::report(&reading.findings, remarked));
    page_breaks::join(&mut divided.sections);
    let turn_ids = match units::divide(&mut divided.sections, &front, path, &mut diagnostics) {
        true => TurnIds::OfUnits,
        false => TurnIds::OfSpeakers,
    };
    turns::number_lines(&mut divided.sections, source.text());
    diagnostics.append(found);
    let mut document = Document {
        source: id,
        path: path.to_string(),
        front,
        title,
        speakers: divided.speakers,
        sections: divided.sections.into(),
        notes: notes.into(),
        marks: lowered.marks.into(),
        previous_ids: Vec::new(),
        unplaced: Vec::new(),
        word_times: None,
        page_notes: Vec::new(),
        withheld,
        withheld_times: Vec::new(),
    };
    if config.bold_quotes {
        bold_quotes::mark(&mut document);
    }
    let assign = |document: &mut Document| anchors::assign(document, &divided.explicit_ids, turn_ids);
    diagnostics.append(withheld::without_words(&mut document, assign));
    withheld::release(&mut document, &config.edition);
    diagnostics.append(leftovers::check(&document, source.text(), &lowered.labels));
    diagnostics.append(checks::check(&document));
    diagnostics.append(unanswered::check(&document, &reading.labels));
    diagnostics.append(control_characters::check(source.text(), id));
    (document, diagnostics)
}

/// The labels of the Markdown file `source`, in the order of its text; see [`source`].
pub fn labels(source: &Source, id: SourceId, config: &Config, defaults: &PageDefaults) -> Vec<TurnLabel> {
    let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
    let (mut front, start, _) = front::split(id, source.text());
    front.complete(defaults, path);
    LabelledText::read(source.text(), start, &front, path, config).reading.labels
}

/// A body whose labels were read and cut out.
struct LabelledText {
    reading: LabelReading,
    cut: CutText,
    table: SpeakerTable,
}

impl LabelledText {
    fn read(text: &str, start: usize, front: &FrontMatter, path: &str, config: &Config) -> Self {
        let table = SpeakerTable::declared(front, config);
        // Bold beginnings of an article are its own; nobody speaks in it.
        let has_speakers = front.kind != Some(PageKind::Article) && !path.ends_with("_index.md");
        let reading = match has_speakers {
            true => read_labels(text, start, TextSyntax::Markdown, &table.rules(front, config)),
            false => LabelReading::without_labels(text, start, TextSyntax::Markdown),
        };
        let kept = conservation::lost_definitions(text, &reading);
        let cut = reading.cut(text, start, &kept);
        LabelledText { reading, cut, table }
    }

    fn marked<'t>(
        &'t self,
        text: &'t str,
        source: SourceId,
        start: usize,
        front: &FrontMatter,
    ) -> MarkedText<'t> {
        let LabelledText { reading, cut, .. } = self;
        MarkedText {
            source,
            text,
            start,
            cut,
            labels: &reading.labels,
            syntax: MarkdownSyntax::from_page(front, reading.labels.is_empty()),
            bars_are_words: front.access.bars_are_words == Some(true),
            is_sidecar: false,
        }
    }
}

/// The front matter of `text`: the byte behind its opening fence, and the one behind its closing fence's line.
pub fn front_matter(text: &str) -> Option<(usize, usize)> {
    front::fences(text)
}

/// The blocks among `pieces`. A heading is listed in the contents, so that nothing in it is a citation.
fn blocks(pieces: &mut [TopLevelPart]) -> impl Iterator<Item = &mut Block> {
    pieces.iter_mut().filter_map(|piece| match piece {
        TopLevelPart::Heading(_) => None,
        TopLevelPart::Block(block) => Some(block),
    })
}

fn mark_times(piece: &mut TopLevelPart, last_part: LastPart) {
    match piece {
        TopLevelPart::Heading(heading) => times::mark(&mut heading.inlines, last_part),
        TopLevelPart::Block(block) => times::mark_block(block, last_part),
    }
}
