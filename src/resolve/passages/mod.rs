//! Stand-off notes brought to the words they are about.
//!
//! A quotation is compared with a page's words, markup and typing set aside ([`folded`]), first
//! exactly ([`find`]), and where it fails by likeness ([`near`]) so that the complaint can show what
//! the author may have meant. The marks are then laid over the text (`wrap`).

mod find;
mod folded;
mod near;
mod points;
mod report;
mod wrap;

use std::collections::{BTreeMap, HashMap, HashSet};

use self::find::Needle;
use self::folded::{FoldedPage, Piece};
use self::points::Points;
use self::wrap::{Wrap, wrap};
use crate::config::{Config, Orphans};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Block, Document, Inline, Mark, MarkId, Note, NoteId, NoteOrigin, NoteRef, Page, StandOff, StandOffNote,
    Target,
};
use crate::source::Span;
use crate::text::slug::{Names, slug};

/// Words that name a note whose author gave it no name.
const NAMING_WORDS: usize = 4;

/// The files of stand-off notes, by the page they are about.
pub type ByPage = BTreeMap<String, Vec<StandOff>>;

/// Puts the files about each page together.
pub fn by_page(files: Vec<StandOff>) -> ByPage {
    let mut by_page = ByPage::new();
    for file in files {
        by_page.entry(file.page.clone()).or_default().push(file);
    }
    by_page
}

/// Reports the files about pages that are not there.
pub fn check_pages(files: &ByPage, pages: &[Page]) -> Diagnostics {
    let paths: HashSet<&str> = pages.iter().map(|page| page.document.path.as_str()).collect();
    let mut diagnostics = Diagnostics::new();
    for file in files.iter().filter(|(path, _)| !paths.contains(path.as_str())).flat_map(|(_, files)| files) {
        let message = format!("these notes are on content/{}, which is not there", file.page);
        diagnostics.push(
            Diagnostic::new(Code::NotesWithoutPage, message)
                .at(Span::new(file.source, 0, 0))
                .help("the file is named like its page: altman.notes.md beside altman.md"),
        );
    }
    diagnostics
}

/// Brings the notes of `files` to the document they are about.
pub fn place(document: &mut Document, files: &[StandOff], config: &Config) -> Diagnostics {
    let notes: Vec<StandOffNote> = files.iter().flat_map(|file| &file.notes).cloned().collect();
    let page = FoldedPage::of(document);
    let (mut placed, diagnostics) = Search::new(document, &page, &notes, config).run();
    let mut names = Names::default();
    document.notes.iter().for_each(|note| {
        names.take(&note.name);
    });
    let ids: Vec<NoteId> = notes.into_iter().map(|note| add_note(document, note, &mut names)).collect();
    for (&id, found) in ids.iter().zip(&placed.by_note) {
        if found.is_empty() {
            document.unplaced.push(id);
        }
    }
    placed.lay(document, &ids);
    diagnostics
}

fn add_note(document: &mut Document, note: StandOffNote, names: &mut Names) -> NoteId {
    let id = NoteId(document.notes.len() as u32);
    let name = note_name(&note, names);
    document.notes.push(Note {
        label: note.label.unwrap_or_default(),
        name,
        kind: note.kind,
        attribution: note.attribution,
        blocks: note.blocks,
        references: 0,
        number: id.0 + 1,
        origin: NoteOrigin::StandOff,
        span: note.span,
    });
    id
}

/// A note is named by its heading, else by its author and first words.
fn note_name(note: &StandOffNote, names: &mut Names) -> String {
    let words = note.label.clone().unwrap_or_else(|| {
        let by = note.attribution.by.as_ref().map_or("", |by| by.value.as_str());
        let text = note.blocks.first().map(Block::plain_text).unwrap_or_default();
        let first: Vec<&str> = text.split_whitespace().take(NAMING_WORDS).collect();
        format!("{by} {}", first.join(" ")).chars().take(40).collect()
    });
    let wanted = Some(slug(&words)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "note".to_string());
    names.claim(&wanted)
}

/// Where a note goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    /// Over these words.
    Words(Vec<Piece>),
    /// At the end of this run.
    End(usize),
}

/// The search for all targets of the notes on one page.
struct Search<'a> {
    page: &'a FoldedPage,
    notes: &'a [StandOffNote],
    points: Points<'a>,
    reporter: report::Reporter<'a>,
    severity: Orphans,
}

impl<'a> Search<'a> {
    fn new(document: &'a Document, page: &'a FoldedPage, notes: &'a [StandOffNote], config: &Config) -> Self {
        Search {
            page,
            notes,
            points: Points::of(document),
            reporter: report::Reporter::new(document, page),
            severity: config.orphans,
        }
    }

    fn run(mut self) -> (Placed, Diagnostics) {
        let needles: Vec<(usize, Needle, &crate::model::Quotation)> = self
            .notes
            .iter()
            .enumerate()
            .flat_map(|(at, note)| note.targets.iter().map(move |target| (at, target)))
            .filter_map(|(at, target)| match target {
                Target::Quotation(quotation) => Needle::of(quotation).map(|needle| (at, needle, quotation)),
                _ => None,
            })
            .collect();
        let (owners, needles, quotations) = split(needles);
        let found = find::find_all(&needles, self.page);
        let mut placed = Placed { by_note: vec![Vec::new(); self.notes.len()] };
        self.reporter.learn(&found, &quotations);
        for (at, places) in found.iter().enumerate() {
            match places.as_slice() {
                [one] => placed.by_note[owners[at]].push(Spot::Words(self.page.pieces(one.clone()))),
                [] => self.reporter.not_found(at, &needles[at], quotations[at]),
                many => self.reporter.ambiguous(many, quotations[at]),
            }
        }
        self.place_points(&mut placed);
        (placed, self.reporter.finish(self.severity))
    }

    fn place_points(&mut self, placed: &mut Placed) {
        for (at, note) in self.notes.iter().enumerate() {
            for target in &note.targets {
                let run = match target {
                    Target::Quotation(quotation) => {
                        if Needle::of(quotation).is_none() {
                            self.reporter.no_words(quotation.span);
                        }
                        continue;
                    }
                    Target::Time(time, span) => {
                        self.points.at_time(*time).ok_or((*span, format!("no turn is spoken at {time}")))
                    }
                    Target::Anchor(anchor, span) => self
                        .points
                        .at_anchor(anchor)
                        .ok_or((*span, format!("there is no section or turn `{anchor}`"))),
                };
                match run {
                    Ok(run) => placed.by_note[at].push(Spot::End(run)),
                    Err((span, message)) => self.reporter.no_point(span, message),
                }
            }
        }
    }
}

type Needles<'a> = (Vec<usize>, Vec<Needle>, Vec<&'a crate::model::Quotation>);

fn split(list: Vec<(usize, Needle, &crate::model::Quotation)>) -> Needles<'_> {
    let (mut owners, mut needles, mut quotations) = (Vec::new(), Vec::new(), Vec::new());
    for (owner, needle, quotation) in list {
        owners.push(owner);
        needles.push(needle);
        quotations.push(quotation);
    }
    (owners, needles, quotations)
}

/// Where each note goes.
struct Placed {
    by_note: Vec<Vec<Spot>>,
}

impl Placed {
    /// Lays the marks and signs of all notes into `document`.
    fn lay(&mut self, document: &mut Document, ids: &[NoteId]) {
        let mut at_spot: BTreeMap<Spot, Vec<NoteId>> = BTreeMap::new();
        for (spots, &id) in self.by_note.iter_mut().zip(ids) {
            for spot in spots.drain(..) {
                let notes = at_spot.entry(spot).or_default();
                if !notes.contains(&id) {
                    notes.push(id);
                }
            }
        }
        let mut by_run: HashMap<usize, RunChanges> = HashMap::new();
        for (spot, notes) in at_spot {
            add_changes(spot, &notes, document, &mut by_run);
        }
        let mut run = 0;
        document.for_each_run_mut(&mut |inlines| {
            if let Some(changes) = by_run.remove(&run) {
                changes.apply(inlines);
            }
            run += 1;
        });
    }
}

/// What is to be laid into one run.
#[derive(Default)]
struct RunChanges {
    wraps: Vec<Wrap>,
    at_end: Vec<Inline>,
}

impl RunChanges {
    /// Longer marks go first, so that shorter ones nest in them.
    fn apply(mut self, inlines: &mut Vec<Inline>) {
        self.wraps.sort_by_key(|wrap| (wrap.range.start, std::cmp::Reverse(wrap.range.end)));
        for change in self.wraps {
            *inlines = wrap(std::mem::take(inlines), change);
        }
        inlines.append(&mut self.at_end);
    }
}

fn add_changes(
    spot: Spot,
    notes: &[NoteId],
    document: &mut Document,
    by_run: &mut HashMap<usize, RunChanges>,
) {
    let signs = |mark| notes.iter().map(move |&note| Inline::NoteRef(NoteRef { note, occurrence: 0, mark }));
    match spot {
        Spot::End(run) => by_run.entry(run).or_default().at_end.extend(signs(None)),
        Spot::Words(pieces) => {
            let mark = MarkId(document.marks.len() as u32);
            document.marks.push(Mark { notes: notes.to_vec(), anchor: String::new() });
            let last = pieces.len() - 1;
            for (at, piece) in pieces.into_iter().enumerate() {
                by_run.entry(piece.run).or_default().wraps.push(Wrap {
                    range: piece.start..piece.end,
                    mark,
                    is_first: at == 0,
                    behind: if at == last { signs(Some(mark)).collect() } else { Vec::new() },
                });
            }
        }
    }
}
