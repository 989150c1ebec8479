//! A transcript as some file told it, before it becomes a page: the least that all formats share.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::formats::markdown::Front;
use crate::formats::shared::json_values::RecognizedWord;
use crate::text::rich::RichText;
use crate::text::timecode::Timecode;
use crate::text::words::count_words;

/// Everything that was read from a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedTranscript {
    /// Metadata that the file has about itself.
    pub about: Front,
    /// Whom the file introduces.
    pub people: Vec<IntroducedPerson>,
    /// The words, in their order.
    pub cues: Vec<Cue>,
    /// The place where sections begin.
    pub chapters: Vec<Chapter>,
    /// The notes that the words refer to by their place in this list.
    pub notes: Vec<ImportedNote>,
    /// The contents of the file, counted.
    pub found: SourceCounts,
    /// Parts that are not kept.
    pub left_out: Tally,
    /// Parts that are kept in another form.
    pub changed: Tally,
    /// Words with times of their own, where the cues do not know at which of their bytes these stand.
    pub timed_words: Vec<TimedWord>,
}

/// A word with times of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedWord {
    /// The word.
    pub text: String,
    /// Its beginning.
    pub start: Timecode,
    /// Its end.
    pub end: Option<Timecode>,
}

/// Somebody whom the file introduces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntroducedPerson {
    /// The way cues name them.
    pub label: String,
    /// Their name in full.
    pub name: String,
    /// A shorter name, where the full one is not fit to stand before a colon.
    pub short: Option<String>,
    /// Their part in the conversation.
    pub role: Option<String>,
    /// Their own page elsewhere.
    pub url: Option<String>,
    /// A picture of them: an address.
    pub image: Option<String>,
    /// A few lines about them.
    pub bio: Option<String>,
}

/// Some words, with what is known of who says them and when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cue {
    /// The time at which it begins.
    pub start: Option<Timecode>,
    /// The time at which it ends.
    pub end: Option<Timecode>,
    /// The speaker; without a name, whoever spoke before goes on.
    pub speaker: Option<String>,
    /// The remark in parentheses behind the speaker's name, with the parentheses.
    pub remark: Option<String>,
    /// The words.
    pub text: RichText,
    /// The way they follow those before them.
    pub opening: CueOpening,
    /// Words whose own times are known, in order.
    pub known: Vec<KnownWord>,
    /// The topics that it is about.
    pub topics: Vec<String>,
}

/// A word of a [`Cue`] whose own times are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownWord {
    /// The byte of the cue's words alone at which it begins.
    pub at: usize,
    /// Its beginning.
    pub start: Timecode,
    /// Its end.
    pub end: Option<Timecode>,
}

/// The way a cue follows the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CueOpening {
    /// As it happens: paragraphs are made by rule.
    #[default]
    Flow,
    /// The file begins a paragraph here.
    Paragraph,
    /// A change of speaker to one whom the file does not name.
    UnknownSpeaker,
    /// A dash before the words: somebody else speaks, as in printed dialogue, and is no person of their own.
    Dash,
}

/// The place where a section begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// Its title.
    pub title: String,
    /// 2 for a section, 3 for one inside it.
    pub level: u8,
    /// Its beginning.
    pub place: ChapterStart,
    /// Words about it before anybody speaks.
    pub lead: Option<String>,
    /// The topics that it is about.
    pub topics: Vec<String>,
}

/// A place among the cues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChapterStart {
    /// The words from this time on.
    Time(Timecode),
    /// The cue with this number.
    Cue(usize),
    /// The cue with this number, some time after the section begins.
    CueAt(usize, Timecode),
}

/// A note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedNote {
    /// The id of its kind; `note` when empty.
    pub kind: String,
    /// A name of its own, if it has one.
    pub name: Option<String>,
    /// Its author.
    pub by: Option<String>,
    /// The date of the note.
    pub date: Option<Date>,
    /// Its tags, each one word.
    pub tags: Vec<String>,
    /// Its paragraphs.
    pub text: Vec<RichText>,
}

/// The contents of a file, counted: the numbers that a report begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceCounts {
    /// Units of the format: cues, segments, rows.
    pub units: usize,
    /// Words in them.
    pub words: usize,
    /// Of these, words that are there twice, as in captions that roll.
    pub repeated: usize,
    /// Of these, names of those who speak.
    pub names: usize,
}

/// Sorts of things by their names, with how often each was met and a first example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    order: Vec<&'static str>,
    by_name: BTreeMap<&'static str, TallyEntry>,
}

/// One sort of thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TallyEntry {
    /// The number of times it was met.
    pub count: usize,
    /// The first of it; may be empty.
    pub example: String,
}

impl Tally {
    /// Counts one more of `what`, such as "style sheets".
    pub fn add(&mut self, what: &'static str, example: impl Into<String>) {
        if !self.by_name.contains_key(what) {
            self.order.push(what);
            self.by_name.insert(what, TallyEntry { count: 0, example: example.into() });
        }
        self.by_name.entry(what).or_default().count += 1;
    }

    /// Counts `count` more of `what`.
    pub fn add_many(&mut self, what: &'static str, count: usize, example: impl Into<String>) {
        self.add(what, example);
        self.by_name.entry(what).or_default().count += count.saturating_sub(1);
    }

    /// Each sort, in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &TallyEntry)> {
        self.order.iter().map(|what| (*what, &self.by_name[what]))
    }

    /// The number of times `what` was met.
    pub fn count(&self, what: &str) -> usize {
        self.by_name.get(what).map_or(0, |sort| sort.count)
    }
}

impl Cue {
    /// A cue of plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Cue { text: RichText::plain(text), ..Cue::default() }
    }

    /// The time of the words at byte `at` of `length`: a known time, or one interpolated at an even pace.
    pub fn time_at(&self, at: usize, length: usize) -> Option<Timecode> {
        if let Ok(place) = self.known.binary_search_by_key(&at, |word| word.at) {
            return Some(self.known[place].start);
        }
        let (start, end) = (self.start?.0, self.end?.0);
        let passed = u128::from(end.saturating_sub(start)) * at as u128 / length.max(1) as u128;
        Some(Timecode(start.saturating_add(u64::try_from(passed).unwrap_or_default())))
    }
}

impl ImportedTranscript {
    /// Counts what there is to be read: `units` of the format, and the words of the cues as they are.
    pub fn count(&mut self, units: usize) {
        let words = self.cues.iter().map(|cue| count_words(&cue.text.to_plain())).sum();
        self.found = SourceCounts { units, words, ..self.found };
    }

    /// Keeps the times of words for the sidecar file.
    pub fn add_timed_words(&mut self, words: &[RecognizedWord]) {
        self.timed_words.extend(words.iter().filter_map(|word| {
            let text = word.text.trim().to_string();
            Some(TimedWord { text, start: word.start?, end: word.end })
        }));
    }

    /// Takes out the notes that no words refer to, and counts them.
    pub fn drop_unmet_notes(&mut self) {
        let mut is_met = vec![false; self.notes.len()];
        self.note_marks().for_each(|note| is_met[*note] = !self.notes[*note].text.is_empty());
        let mut numbers = Vec::with_capacity(is_met.len());
        let mut kept = Vec::new();
        for (note, is_met) in std::mem::take(&mut self.notes).into_iter().zip(is_met) {
            numbers.push(is_met.then_some(kept.len()));
            match is_met {
                true => kept.push(note),
                false => {
                    let text = note.text.first().map(RichText::to_plain);
                    self.left_out.add("notes that no words refer to", text.unwrap_or_default());
                }
            }
        }
        for run in self.cues.iter_mut().flat_map(|cue| &mut cue.text.runs) {
            run.marks.notes = run.marks.notes.iter().filter_map(|note| numbers[*note]).collect();
        }
        self.notes = kept;
    }

    fn note_marks(&self) -> impl Iterator<Item = &usize> {
        self.cues.iter().flat_map(|cue| &cue.text.runs).flat_map(|run| &run.marks.notes)
    }
}
