//! A page as edits see it: its text character by character, each with its place in the source.
//!
//! Words that somebody selects on a rendered page are found by their position in a part of the page, never by looking
//! for equal words: the same words may be there twice.

use std::ops::Range;

use super::refusal::EditRefusal;
use super::trace::{TracedChar, TracedRun, is_counted, trace_blocks, trace_heading};
use crate::config::Config;
use crate::model::{Document, PageDefaults};
use crate::parse;
use crate::source::{Source, SourceId};
use crate::transcript::labels::TurnLabel;

/// Everything besides its text that a page is read with.
#[derive(Clone, Copy, Debug)]
pub struct PageSettings<'c> {
    /// The settings of the site.
    pub config: &'c Config,
    /// The front matter that the folders of the page have for it.
    pub defaults: &'c PageDefaults,
}

/// A parsed page whose text can be traced to its source.
#[derive(Debug)]
pub struct EditablePage<'c> {
    /// The file.
    pub source: Source,
    /// The page before notes of other files are brought to it.
    pub document: Document,
    /// The labels of its turns, in the order of the text.
    pub labels: Vec<TurnLabel>,
    /// Its parts, in reading order.
    pub units: Vec<TextUnit>,
    settings: PageSettings<'c>,
}

/// A part of a page: a heading, the text before the first turn of a section, or a turn.
#[derive(Debug)]
pub struct TextUnit {
    /// The part.
    pub place: UnitPlace,
    /// Its paragraphs, in reading order.
    pub runs: Vec<TracedRun>,
}

/// The number of a part among those of its sort on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitPlace {
    /// The heading of a section.
    Heading(usize),
    /// The text of a section before its first turn.
    Lead(usize),
    /// A turn.
    Turn(usize),
}

/// Characters of one part of a page, by their numbers among those that are not white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectedWords {
    /// The part.
    pub unit: UnitPlace,
    /// The characters.
    pub range: Range<usize>,
}

/// Characters of one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunChars {
    /// The number of the part among [`EditablePage::units`].
    pub unit: usize,
    /// The number of the paragraph among [`TextUnit::runs`].
    pub run: usize,
    /// The characters, white space among them.
    pub chars: Range<usize>,
}

impl<'c> EditablePage<'c> {
    /// Parses the page `source`.
    pub fn parse(source: Source, settings: PageSettings<'c>) -> Self {
        // Only one file takes part, so that any number will do.
        let id = SourceId(0);
        let (document, _) = parse::source(&source, id, settings.config, settings.defaults);
        let labels = parse::labels(&source, id, settings.config, settings.defaults);
        let units = units(&document, source.text());
        EditablePage { source, document, labels, units, settings }
    }

    /// Returns an error if the edition does not show all words of the page, whose places are then not those of the file.
    pub fn check_edition(&self) -> Result<(), EditRefusal> {
        let PageSettings { config, defaults } = self.settings;
        let found = parse::edition_source(&self.source, SourceId(0), config, defaults);
        let is_renamed =
            !config.edition.is_archive() && config.pseudonyms.apply(self.source.text()).is_some();
        match is_renamed || found.is_some_and(|found| !found.words.is_empty()) {
            true => Err(EditRefusal::Withheld),
            false => Ok(()),
        }
    }

    /// The same page with another text.
    pub fn with_text(&self, text: String) -> EditablePage<'c> {
        EditablePage::parse(Source::new(self.source.path.clone(), text), self.settings)
    }

    /// The settings of the site.
    pub fn config(&self) -> &'c Config {
        self.settings.config
    }

    /// The part at `place`, and its number.
    pub fn unit(&self, place: UnitPlace) -> Result<(usize, &TextUnit), EditRefusal> {
        let at = self.units.iter().position(|unit| unit.place == place).ok_or(EditRefusal::Changed)?;
        Ok((at, &self.units[at]))
    }

    /// The characters `words`, if they are in one paragraph.
    pub fn chars(&self, words: &SelectedWords) -> Result<RunChars, EditRefusal> {
        let (unit, found) = self.unit(words.unit)?;
        let places = found.counted();
        let last = words.range.end.checked_sub(1).filter(|&last| last >= words.range.start);
        let last = last.ok_or(EditRefusal::NothingSelected)?;
        let (Some(first), Some(last)) = (places.get(words.range.start), places.get(last)) else {
            return Err(EditRefusal::Changed);
        };
        match first.0 == last.0 {
            true => Ok(RunChars { unit, run: first.0, chars: first.1..last.1 + 1 }),
            false => Err(EditRefusal::SeveralParagraphs),
        }
    }

    /// The characters of a paragraph.
    pub fn traced(&self, place: &RunChars) -> &[TracedChar] {
        &self.units[place.unit].runs[place.run].chars
    }

    /// The line break that the file has.
    pub fn line_break(&self) -> &'static str {
        if self.source.text().contains("\r\n") { "\r\n" } else { "\n" }
    }
}

impl TextUnit {
    /// The text without white space: what a rendered page and its source are compared by.
    pub fn counted_text(&self) -> String {
        let chars = self.runs.iter().flat_map(|run| &run.chars);
        chars.map(|traced| traced.c).filter(|&c| is_counted(c)).collect()
    }

    /// The paragraph and the place in it of each character that is not white space.
    pub fn counted(&self) -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        for (run, traced) in self.runs.iter().enumerate() {
            let chars = traced.chars.iter().enumerate();
            places.extend(chars.filter(|(_, traced)| is_counted(traced.c)).map(|(at, _)| (run, at)));
        }
        places
    }
}

fn units(document: &Document, source: &str) -> Vec<TextUnit> {
    let (mut units, mut turns, mut runs) = (Vec::new(), 0, 0);
    for (number, section) in document.sections.iter().enumerate() {
        if let Some(heading) = &section.heading {
            let runs = vec![trace_heading(heading, source, &mut runs)];
            units.push(TextUnit { place: UnitPlace::Heading(number), runs });
        }
        let lead = trace_blocks(&section.lead, source, &mut runs);
        units.push(TextUnit { place: UnitPlace::Lead(number), runs: lead });
        for turn in &section.turns {
            let traced = trace_blocks(&turn.blocks, source, &mut runs);
            units.push(TextUnit { place: UnitPlace::Turn(turns), runs: traced });
            turns += 1;
        }
    }
    units
}
