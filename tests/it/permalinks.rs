//! Published anchors stay, whatever happens to the text: random edits of real and of made transcripts.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config as RunnerConfig, RngAlgorithm, TestRng, TestRunner};

use postil::config::Config;
use postil::model::{Document, Page, PermalinkRecord};
use postil::parse;
use postil::resolve::{self, Parts};
use postil::source::Sources;

use crate::corpora;

/// A turn as the edits see it.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    /// What it was before all edits, to judge by; several when turns were joined.
    origins: Vec<usize>,
    who: String,
    words: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
enum Edit {
    Insert,
    Delete,
    Correct,
    Split,
    Join,
    Move,
    Relabel,
}

fn edits() -> impl Strategy<Value = Vec<(Edit, prop::sample::Index, prop::sample::Index)>> {
    let edit = prop::sample::select(vec![
        Edit::Insert,
        Edit::Delete,
        Edit::Correct,
        Edit::Correct,
        Edit::Split,
        Edit::Join,
        Edit::Move,
        Edit::Relabel,
    ]);
    prop::collection::vec((edit, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..12)
}

fn apply(turns: &mut Vec<Said>, edit: Edit, at: prop::sample::Index, other: prop::sample::Index) {
    if turns.len() < 4 {
        return;
    }
    let at = at.index(turns.len() - 1);
    match edit {
        Edit::Insert => {
            let words = format!("inserted words number {} that nobody had said", other.index(100_000));
            let words = words.split(' ').map(str::to_string).collect();
            turns.insert(at, Said { origins: Vec::new(), who: "Zoe".into(), words });
        }
        Edit::Delete => {
            turns.remove(at);
        }
        Edit::Correct => {
            let word = other.index(turns[at].words.len());
            turns[at].words[word] = "corrected".into();
        }
        Edit::Split if turns[at].words.len() > 12 => {
            let third = turns[at].words.len() / 3;
            let rest = turns[at].words.split_off(third);
            let origins = turns[at].origins.clone();
            turns.insert(at + 1, Said { origins: origins.clone(), who: "Zoe".into(), words: rest });
            let who = turns[at].who.clone();
            turns.insert(at + 2, Said { origins: Vec::new(), who, words: vec!["Go".into(), "on".into()] });
        }
        Edit::Join => {
            let next = turns.remove(at + 1);
            turns[at].words.extend(next.words);
            turns[at].origins.extend(next.origins);
        }
        Edit::Move => {
            let turn = turns.remove(at);
            let to = other.index(turns.len());
            turns.insert(to, turn);
        }
        Edit::Relabel => turns[at].who = "Zoe".into(),
        Edit::Split => {}
    }
}

/// The transcript as its author would write it. Each turn has a time of its own, so that neighbours of
/// one speaker stay apart; the times are counted anew, so that every edit also moves the times after it.
fn write(turns: &[Said]) -> String {
    let speakers: BTreeSet<&str> = turns.iter().map(|turn| turn.who.as_str()).collect();
    let list: Vec<String> = speakers.iter().map(|who| format!("{who:?}")).collect();
    let mut out = format!("+++\nspeakers = [{}]\n+++\n", list.join(", "));
    for (at, turn) in turns.iter().enumerate() {
        let time = format!("{}:{:02}:00", at / 60, at % 60);
        let words = turn.words.join(" ").replace(['*', '_', '=', '[', '<', '`', '\\', '^', '~', '|'], "");
        out += &format!("**{}:** [{time}] {words}\n\n", turn.who);
    }
    out
}

fn page(text: &str, record: Option<PermalinkRecord>) -> Page {
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", text);
    let (document, _) = parse::document(&sources, id, &Config::default());
    let mut parts = Parts::from_documents(Config::default(), vec![document]);
    parts.records.extend(record);
    resolve::site(parts).0.pages.remove(0)
}

/// Where each anchor of a page leads: the turn's number.
fn places(document: &Document) -> BTreeMap<String, Option<usize>> {
    let mut places = BTreeMap::new();
    let mut add =
        |anchor: &String, at| assert!(places.insert(anchor.clone(), at).is_none(), "{anchor} twice");
    document.previous_ids.iter().for_each(|anchor| add(anchor, None));
    for (at, turn) in document.turns().enumerate() {
        add(&turn.anchor, Some(at));
        turn.previous_ids.iter().for_each(|anchor| add(anchor, Some(at)));
    }
    places
}

/// What became of the anchors that were tried.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    tried: usize,
    resolved: usize,
    /// Those whose turn is still there, in whole or in part.
    living: usize,
    /// Those of them that lead to a turn with their words.
    right: usize,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.tried += other.tried;
        self.resolved += other.resolved;
        self.living += other.living;
        self.right += other.right;
    }
}

/// Records the permalinks of a text, edits it, and sees where they lead.
fn try_edits(turns: &[Said], edits: &[(Edit, prop::sample::Index, prop::sample::Index)]) -> Tally {
    let before = page(&write(turns), None);
    let old: Vec<String> = before.document.turns().map(|turn| turn.anchor.clone()).collect();
    let mut edited = turns.to_vec();
    edits.iter().for_each(|&(edit, at, other)| apply(&mut edited, edit, at, other));
    let after = page(&write(&edited), Some(resolve::record(&before, None, None)));
    let places = places(&after.document);
    let shapes_fit = old.len() == turns.len() && after.document.turns().count() == edited.len();
    let mut tally = Tally::default();
    for (origin, anchor) in old.iter().enumerate() {
        tally.tried += 1;
        let place = places.get(anchor);
        tally.resolved += usize::from(place.is_some());
        if !shapes_fit || !edited.iter().any(|turn| turn.origins.contains(&origin)) {
            continue;
        }
        tally.living += 1;
        let twins: HashSet<usize> =
            (0..turns.len()).filter(|&other| turns[other].words == turns[origin].words).collect();
        let is_right =
            place.copied().flatten().is_some_and(|at| edited[at].origins.iter().any(|o| twins.contains(o)));
        tally.right += usize::from(is_right);
    }
    tally
}

fn said(turns: Vec<(String, Vec<String>)>) -> Vec<Said> {
    let spoken = turns.into_iter().filter(|(_, words)| !words.is_empty()).enumerate();
    spoken.map(|(origin, (who, words))| Said { origins: vec![origin], who, words }).collect()
}

fn made_transcript() -> impl Strategy<Value = Vec<Said>> {
    let word =
        prop::sample::select(vec!["we", "went", "to", "the", "harbour", "and", "saw", "ships", "come", "in"]);
    let turn =
        prop::collection::vec(word, 1..25).prop_map(|words| words.into_iter().map(str::to_string).collect());
    prop::collection::vec(turn, 6..30).prop_map(|turns: Vec<Vec<String>>| {
        let who = |at: usize| ["Ann", "Bo"][at % 2].to_string();
        said(turns.into_iter().enumerate().map(|(at, words)| (who(at), words)).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_anchor_resolves_and_none_is_double(turns in made_transcript(), edits in edits()) {
        let tally = try_edits(&turns, &edits);
        prop_assert_eq!(tally.resolved, tally.tried);
    }

    #[test]
    fn pinning_an_unchanged_text_changes_nothing(turns in made_transcript()) {
        let first = page(&write(&turns), None);
        let again = page(&write(&turns), Some(resolve::record(&first, None, None)));
        prop_assert_eq!(places(&first.document), places(&again.document));
    }

    #[test]
    fn a_record_is_read_as_it_was_written(turns in made_transcript()) {
        let record = resolve::record(&page(&write(&turns), None), None, None);
        let mut sources = Sources::default();
        let id = sources.add("anchors/a.txt", parse::write_permalink_record(&record));
        let (read, diagnostics) = parse::permalink_record(&sources, id);
        prop_assert!(!diagnostics.has_errors());
        prop_assert_eq!(parse::write_permalink_record(&read), parse::write_permalink_record(&record));
    }
}

/// Real transcripts, when they are at hand: all anchors resolve, nearly all on the right words.
#[test]
fn anchors_of_real_transcripts_stay() {
    let files: Vec<PathBuf> = corpora::markdown_files();
    let config = RunnerConfig { cases: 1, ..RunnerConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut sum = Tally::default();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        let document = page(&text, None).document;
        let turns: Vec<(String, Vec<String>)> = document
            .turns()
            .map(|turn| {
                let text = turn.blocks.iter().map(|block| block.plain_text()).collect::<Vec<_>>().join(" ");
                let who = document.speaker(turn.speakers[0]).name.clone();
                (who, text.split_whitespace().map(str::to_string).collect())
            })
            .collect();
        let turns = said(turns);
        if turns.len() < 10 {
            continue;
        }
        for _ in 0..5 {
            let edits = edits().new_tree(&mut runner).unwrap().current();
            sum.add(try_edits(&turns, &edits));
        }
    }
    println!("{sum:?}");
    assert_eq!(sum.resolved, sum.tried);
    assert!(sum.right * 1000 >= sum.living * 995, "{sum:?}");
}
