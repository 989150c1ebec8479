//! Edits of real transcripts, where they are at hand: nearly every character is traced to the bytes that say it, and
//! turns are given to others, split, joined and timed.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use postil::config::Config;
use postil::edit::{
    EditRefusal, EditablePage, FileEdit, PageSettings, SelectedWords, SpeakerScope, TextUnit, UnitPlace,
    change_speaker, correct_words, is_counted, join_turn, key_quote, set_time, split_turn,
};
use postil::model::PageDefaults;
use postil::source::Source;
use postil::text::timecode::Timecode;

use crate::corpora::corpora;
use crate::edits::Random;

const FOLDERS: [&str; 4] = ["md-audreyt", "md-bitcointranscripts", "derived", "seed"];
/// The number of words of each page that are edited in all ways.
const EDITS: usize = 1;
/// Each edit reads the page again, so that one of more bytes is only traced.
const LONGEST: usize = 80_000;

/// The Markdown of a folder.
fn pages(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    paths.sort();
    let read = |path: PathBuf| Some((path.display().to_string(), fs::read_to_string(path).ok()?));
    paths.into_iter().filter_map(read).collect()
}

/// Edits that were tried, and those that were made, by their sort.
#[derive(Default)]
struct Tally {
    edits: BTreeMap<&'static str, (usize, usize)>,
    refusals: BTreeMap<(&'static str, &'static str), Vec<String>>,
    characters: usize,
    traced: usize,
}

impl Tally {
    fn count_characters(&mut self, page: &EditablePage) {
        let chars = page.units.iter().flat_map(|unit| &unit.runs).flat_map(|run| &run.chars);
        for traced in chars.filter(|traced| is_counted(traced.c)) {
            self.characters += 1;
            self.traced += usize::from(traced.source.is_some());
        }
    }

    /// Counts an edit; one that was made leaves all lines but a few as they are.
    fn count(&mut self, name: &str, sort: &'static str, edit: Result<FileEdit, EditRefusal>, lines: usize) {
        let (tried, made) = self.edits.entry(sort).or_default();
        *tried += 1;
        let edit = match edit {
            Ok(edit) => edit,
            Err(refusal) => {
                self.refusals.entry((sort, refusal.text().0)).or_default().push(name.to_string());
                return;
            }
        };
        *made += 1;
        let (before, after): (Vec<&str>, Vec<&str>) =
            (edit.before.lines().collect(), edit.after.lines().collect());
        let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let (old, new) = (&before[head..], &after[head..]);
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
        assert!(old.len() - tail <= lines, "{name}: {sort}: {:?}", &old[..old.len() - tail]);
    }

    fn share(&self, sort: &str) -> f64 {
        let (tried, made) = self.edits[sort];
        made as f64 / tried.max(1) as f64
    }
}

/// The characters of a word of a part of a page, by their numbers among those that are not white space.
fn word(unit: &TextUnit, random: &mut Random) -> Range<usize> {
    let counted = unit.counted();
    let from = random.below(counted.len() - 3);
    // Two characters that are not white space are next to each other within a word.
    let begins = |at: &usize| {
        let (before, here) = (counted[*at - 1], counted[*at]);
        before.0 != here.0 || before.1 + 1 != here.1
    };
    let start = (from + 1..counted.len()).find(begins).unwrap_or(from);
    start..(start + 3).min(counted.len())
}

/// Edits a page in all ways at random places.
fn edit_page(name: &str, page: &EditablePage, random: &mut Random, tally: &mut Tally) {
    let full: Vec<_> = page.units.iter().filter(|unit| unit.counted().len() > 10).collect();
    let turns = page.document.turns().count();
    let is_edited = !full.is_empty() && page.source.text().len() <= LONGEST;
    for _ in 0..if is_edited { EDITS } else { 0 } {
        let unit = full[random.below(full.len())];
        let words = SelectedWords { unit: unit.place, range: word(unit, random) };
        tally.count(name, "correct", correct_words(page, &words, "Ersatz"), 2);
        tally.count(name, "quote", key_quote(page, &words), 2);
        let UnitPlace::Turn(number) = unit.place else { continue };
        tally.count(name, "time", set_time(page, number, Timecode(3_723_000)), 2);
        let to = change_speaker(page, number, "Somebody Else", SpeakerScope::Turn);
        // Somebody who speaks once is declared in front matter, which is above all turns.
        tally.count(name, "speaker", to, usize::MAX);
        tally.count(name, "split", split_turn(page, &words, "Somebody Else", None), usize::MAX);
        if number > 0 && number < turns {
            tally.count(name, "join", join_turn(page, number), usize::MAX);
        }
    }
}

#[test]
fn real_transcripts_are_edited_in_all_ways() {
    let Some(folder) = corpora() else { return };
    let (config, defaults, mut random) = (Config::default(), PageDefaults::default(), Random(5));
    let settings = PageSettings { config: &config, defaults: &defaults };
    let mut tally = Tally::default();
    for (name, text) in FOLDERS.iter().flat_map(|below| pages(&folder.join(below))) {
        let text = text.trim_start_matches('\u{feff}');
        let page = EditablePage::parse(Source::new("content/a.md", text), settings);
        tally.count_characters(&page);
        edit_page(&name, &page, &mut random, &mut tally);
    }
    println!("{} of {} characters traced", tally.traced, tally.characters);
    println!("tried and made: {:?}", tally.edits);
    for (reason, pages) in &tally.refusals {
        println!("refused: {reason:?} {pages:?}");
    }
    assert!(tally.characters > 500_000 && tally.traced * 1000 >= tally.characters * 995);
    for (sort, least) in
        [("correct", 0.8), ("quote", 0.8), ("time", 0.8), ("speaker", 0.8), ("split", 0.6), ("join", 0.5)]
    {
        assert!(tally.share(sort) >= least, "{sort}: {:?}", tally.edits[sort]);
    }
}
