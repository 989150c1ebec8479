//! The search for all targets of the notes on one page.

use std::ops::Range;

use super::find::{Needle, find_all};
use super::folded::FoldedPage;
use super::lay::{NoteSpots, Spot};
use super::points::Points;
use super::report::{QuotedNote, Reporter};
use super::requote::pieces;
use super::same_words::SameWords;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{
    Document, NoteTarget, PermalinkTarget, Quotation, RecordedNote, RecordedPlace, StandOffNote, Target,
    TimeRange,
};
use crate::resolve::anchoring::{Carried, Carrier, PageWords, quotation_hash, quoted_letters};
use crate::resolve::permalinks::{History, NoteIds};

/// The search for all targets of the notes on one page.
pub struct TargetSearch<'a> {
    words: &'a PageWords,
    notes: &'a [StandOffNote],
    memory: RecordedNotes<'a>,
    points: Points<'a>,
    document: &'a Document,
    config: &'a Config,
}

/// A quotation, ready to be looked for.
struct WantedQuotation<'a> {
    /// The note.
    note: usize,
    /// The number of the target among those of the note.
    target: usize,
    quotation: &'a Quotation,
}

impl<'a> TargetSearch<'a> {
    /// A search for the targets of `notes` on the page of `document`.
    pub fn new(
        document: &'a Document,
        words: &'a PageWords,
        notes: &'a [StandOffNote],
        history: Option<&'a History<'a>>,
        ids: &'a NoteIds,
        config: &'a Config,
    ) -> Self {
        let memory = RecordedNotes { history, ids };
        TargetSearch { words, notes, memory, points: Points::new(document), document, config }
    }

    /// The places of all notes, what each target is now, and what there is to say about them.
    pub fn run(self) -> (NoteSpots, Vec<Vec<NoteTarget>>, Diagnostics) {
        let page = FoldedPage::new(self.words);
        let mut placed = NoteSpots { by_note: vec![Vec::new(); self.notes.len()] };
        let mut targets: Vec<Vec<NoteTarget>> = self.notes.iter().map(empty_targets).collect();
        let mut reporter = Reporter::new(self.document, &page, self.config);
        let (mut wanted, mut needles) = (Vec::new(), Vec::new());
        for (note, target, quotation) in self.quotations() {
            match Needle::new(quotation) {
                Some(needle) => {
                    wanted.push(WantedQuotation { note, target, quotation });
                    needles.push(needle);
                }
                None => reporter.no_words(quotation.span),
            }
        }
        let carrier = self.memory.carrier();
        let same_words = SameWords::new(self.words, self.document);
        for ((wanted, needle), places) in wanted.iter().zip(&needles).zip(find_all(&needles, &page)) {
            let places = self.at_its_time(wanted.note, places, &page);
            let place = Placer { page: &page, carrier: carrier.as_ref(), same_words: &same_words, needle };
            let remembered = self.memory.recall(wanted.note, wanted.quotation);
            let recorded = self.memory.note(wanted.note);
            reporter.turn_to(QuotedNote { note: self.notes[wanted.note].span, recorded });
            let found = place.find(remembered, &places, wanted.quotation, &mut reporter);
            if let Some(found) = found {
                let words = found.words;
                targets[wanted.note][wanted.target].words = Some((words.start as u32, words.len() as u32));
                placed.by_note[wanted.note].push(found.spot);
            }
        }
        self.place_points(&mut placed, &mut reporter);
        (placed, targets, reporter.finish(self.config.orphans))
    }

    fn quotations(&self) -> impl Iterator<Item = (usize, usize, &'a Quotation)> {
        let targets = self.notes.iter().enumerate().flat_map(|(note, stand_off)| {
            let targets = stand_off.targets.iter().enumerate().filter(|_| !stand_off.is_orphan);
            targets.map(move |(target, wanted)| (note, target, wanted))
        });
        targets.filter_map(|(note, target, wanted)| match wanted {
            Target::Quotation(quotation) => Some((note, target, quotation)),
            _ => None,
        })
    }

    /// Those of the places of a quotation that are spoken when its note says, where it says so.
    fn at_its_time(&self, note: usize, places: Vec<Range<usize>>, page: &FoldedPage) -> Vec<Range<usize>> {
        let Some(time) = time_of(&self.notes[note]).filter(|_| places.len() > 1) else { return places };
        let is_then = |place: &Range<usize>| self.points.is_spoken(page.place(place.start).run, time);
        let then: Vec<Range<usize>> = places.iter().filter(|place| is_then(place)).cloned().collect();
        if then.is_empty() { places } else { then }
    }

    fn place_points(&self, placed: &mut NoteSpots, reporter: &mut Reporter) {
        for (at, note) in self.notes.iter().enumerate() {
            let has_quotation = note.targets.iter().any(|target| matches!(target, Target::Quotation(_)));
            for target in &note.targets {
                let run = match target {
                    Target::Quotation(_) | Target::Page => continue,
                    // Beside a quotation, a time says which of several like passages is meant.
                    Target::Time(..) if has_quotation => continue,
                    Target::Time(time, span) => self
                        .points
                        .at_time(time.at)
                        .ok_or((*span, format!("no turn is spoken at {}", time.at))),
                    Target::Anchor(anchor, span) => self
                        .points
                        .at_anchor(anchor)
                        .ok_or((*span, format!("there is no section or turn `{anchor}`"))),
                };
                match run {
                    Ok(run) => placed.by_note[at].push(Spot::End(run)),
                    Err((span, message)) => reporter.no_point(span, message),
                }
            }
        }
    }
}

/// The time that a note names.
pub fn time_of(note: &StandOffNote) -> Option<TimeRange> {
    note.targets.iter().find_map(|target| match target {
        Target::Time(time, _) => Some(*time),
        Target::Quotation(_) | Target::Anchor(..) | Target::Page => None,
    })
}

fn empty_targets(note: &StandOffNote) -> Vec<NoteTarget> {
    let empty = |target: &Target| NoteTarget {
        quotation: match target {
            Target::Quotation(quotation) => Some(quotation_hash(quotation)),
            _ => None,
        },
        words: None,
    };
    note.targets.iter().map(empty).collect()
}

/// The recorded words of a quotation.
enum RecordedQuotation {
    /// Nothing.
    Nothing,
    /// Its words stood here on the old page.
    Words(Range<usize>),
    /// Its words were gone already.
    Gone,
}

/// The recorded words of the notes.
struct RecordedNotes<'a> {
    history: Option<&'a History<'a>>,
    ids: &'a NoteIds,
}

impl<'a> RecordedNotes<'a> {
    fn carrier(&self) -> Option<Carrier<'a>> {
        let history = self.history?;
        let old = history.old.as_ref()?;
        Some(Carrier::new(&old.row, history.new, &old.alignment))
    }

    fn recall(&self, note: usize, quotation: &Quotation) -> RecordedQuotation {
        match self.recorded_place(note, quotation) {
            None => RecordedQuotation::Nothing,
            Some(None) => RecordedQuotation::Gone,
            Some(Some(place)) => {
                let old = self.history.and_then(|history| history.old.as_ref());
                old.and_then(|old| old.range(place)).map_or(RecordedQuotation::Gone, RecordedQuotation::Words)
            }
        }
    }

    /// A note as it was recorded.
    fn note(&self, note: usize) -> Option<&'a RecordedNote> {
        let permalink = self.ids.stand_off.get(note).copied().flatten()?;
        match &self.history?.record.permalinks[permalink].target {
            PermalinkTarget::Note(recorded) => Some(recorded),
            _ => None,
        }
    }

    fn recorded_place(&self, note: usize, quotation: &Quotation) -> Option<Option<&'a RecordedPlace>> {
        let recorded = self.note(note)?;
        let hash = quotation_hash(quotation);
        let target = recorded.targets.iter().find(|target| target.quotation == Some(hash))?;
        Some(target.place.as_ref())
    }
}

/// The place of one quotation.
struct Placer<'a> {
    page: &'a FoldedPage<'a>,
    carrier: Option<&'a Carrier<'a>>,
    same_words: &'a SameWords<'a>,
    needle: &'a Needle,
}

/// A quotation's place.
struct FoundWords {
    words: Range<usize>,
    spot: Spot,
}

impl Placer<'_> {
    /// The words of a quotation that stands at `places`; complains where there is no one place.
    fn find(
        &self,
        remembered: RecordedQuotation,
        places: &[Range<usize>],
        quotation: &Quotation,
        reporter: &mut Reporter,
    ) -> Option<FoundWords> {
        match (remembered, self.carrier) {
            (RecordedQuotation::Words(old), Some(carrier)) => {
                let letters = quoted_letters(quotation, old.len());
                match carrier.carry(old, &letters) {
                    Carried::Placed(words) => {
                        let is_same = self.is_same(&words, &letters);
                        Some(self.carried(words, is_same, places, quotation, reporter))
                    }
                    Carried::Offered(words) => {
                        reporter.offered(&words, quotation);
                        None
                    }
                    Carried::Gone => {
                        reporter.gone(places, quotation);
                        None
                    }
                }
            }
            (RecordedQuotation::Gone | RecordedQuotation::Words(_), _) => {
                reporter.gone(places, quotation);
                None
            }
            (RecordedQuotation::Nothing, _) => self.written(places, quotation, reporter),
        }
    }

    /// Returns true if `words` are the quoted ones, as far as the quotation has them.
    fn is_same(&self, words: &Range<usize>, letters: &[Option<String>]) -> bool {
        let same = |(word, letters): (usize, &Option<String>)| {
            letters.as_ref().is_none_or(|letters| *letters == self.page.words.normalized(word))
        };
        let is_known = letters.iter().any(Option::is_some);
        is_known && words.len() == letters.len() && words.clone().zip(letters).all(same)
    }

    /// The words that a record leads to.
    fn carried(
        &self,
        words: Range<usize>,
        is_same: bool,
        places: &[Range<usize>],
        quotation: &Quotation,
        reporter: &mut Reporter,
    ) -> FoundWords {
        match places.iter().find(|place| self.page.words_of(place) == words) {
            Some(place) => {
                if places.len() > 1 {
                    reporter.now_ambiguous(places, &words, quotation);
                }
                FoundWords { spot: Spot::Words(self.page.pieces(place.clone())), words }
            }
            None => {
                // What stands around the words may have changed, unless it tells of another passage now.
                if !is_same || !places.is_empty() {
                    reporter.changed(&words, quotation);
                }
                FoundWords { spot: Spot::Words(pieces(self.page.words, &words)), words }
            }
        }
    }

    /// The words of a quotation that no record knows.
    fn written(
        &self,
        places: &[Range<usize>],
        quotation: &Quotation,
        reporter: &mut Reporter,
    ) -> Option<FoundWords> {
        match places {
            [one] => {
                let words = self.page.words_of(one);
                Some(FoundWords { spot: Spot::Words(self.page.pieces(one.clone())), words })
            }
            [] => match self.same_words.find(quotation) {
                Some(words) => {
                    reporter.changed(&words, quotation);
                    Some(FoundWords { spot: Spot::Words(pieces(self.page.words, &words)), words })
                }
                None => {
                    reporter.not_found(self.needle, quotation);
                    None
                }
            },
            many => {
                reporter.ambiguous(many, quotation);
                None
            }
        }
    }
}
