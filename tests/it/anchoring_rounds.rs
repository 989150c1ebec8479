//! Links that were published, through many rounds of corrections: each leads to the words that it led to, or the
//! author was told that they are gone.

use std::collections::{BTreeMap, HashSet};

use postil::diag::Code;
use postil::model::{Document, PermalinkRecord};
use postil::resolve;

use crate::anchoring::{Version, resolve_version};
use crate::talks::{
    Random, Said, Talk, Token, all_tokens, corrected, how_many, join, letters, pick, talks, write,
};

const ROUNDS: usize = 10;

/// A link that was published, and what it led to then.
#[derive(Clone, Debug)]
enum Published {
    /// A turn or section, by the origins of its words.
    Words(HashSet<usize>),
    /// A note, by what it says.
    Note(String),
}

/// A note of the file: what it quotes and says.
#[derive(Clone, Debug)]
struct WrittenNote {
    quotation: String,
    comment: String,
}

fn notes_file(notes: &[WrittenNote]) -> String {
    notes.iter().map(|note| format!("{}\n\n{}\n\n", note.quotation, note.comment)).collect()
}

/// A note on some words; many begin alike, as people's do.
fn new_note(talk: &Talk, number: usize, random: &mut Random) -> WrittenNote {
    let (turn, paragraph) = pick(talk, random);
    let words = &talk[turn].paragraphs[paragraph];
    let length = (2 + random.below(8)).min(words.len());
    let start = random.below(words.len() - length + 1);
    let (before, after) =
        (start.saturating_sub(14)..start, start + length..(start + length + 14).min(words.len()));
    let quotation = format!(
        "> {} =={}== {}",
        join(&words[before]),
        join(&words[start..start + length]),
        join(&words[after])
    );
    let beginning = ["See also the report of", "See also the report on", "This is what"][random.below(3)];
    let comment =
        format!("{beginning} case {number}, which was filed as number {} in its year.", number * 7919);
    WrittenNote { quotation: quotation.trim().to_string(), comment }
}

/// What every link of a page leads to: the origins of its turn's or section's words, or the note's comment.
fn links(document: &Document, talk: &Talk) -> Option<BTreeMap<String, Published>> {
    let tokens: Vec<&Token> = all_tokens(talk).collect();
    let owner: Vec<usize> = tokens
        .iter()
        .enumerate()
        .flat_map(|(number, token)| letters(&token.text).map(move |_| number).collect::<Vec<_>>())
        .collect();
    let mut found = BTreeMap::new();
    let mut at = 0;
    let mut words_of = |text: &str| -> Option<HashSet<usize>> {
        let count = letters(text).count();
        let range = owner.get(at..at + count)?;
        at += count;
        Some(range.iter().filter_map(|&number| tokens[number].origin).collect())
    };
    for section in document.sections.iter() {
        let mut ids: Vec<String> = Vec::new();
        let mut all = HashSet::new();
        if let Some(heading) = &section.heading {
            ids.push(heading.anchor.clone());
            ids.extend(heading.previous_ids.iter().cloned());
            all.extend(words_of(&postil::model::plain_text(&heading.inlines))?);
        }
        for block in &section.lead {
            all.extend(words_of(&block.plain_text())?);
        }
        for turn in &section.turns {
            let text: String = turn.blocks.iter().map(|block| block.plain_text()).collect();
            let words = words_of(&text)?;
            all.extend(words.iter().copied());
            for id in std::iter::once(&turn.anchor).chain(&turn.previous_ids) {
                found.insert(id.clone(), Published::Words(words.clone()));
            }
        }
        found.extend(ids.into_iter().map(|id| (id, Published::Words(all.clone()))));
    }
    for note in &document.notes {
        let text: Vec<String> = note.blocks.iter().map(|block| block.plain_text()).collect();
        found.insert(note.anchor(), Published::Note(text.join(" ")));
    }
    found.extend(document.previous_ids.iter().map(|id| (id.clone(), Published::Words(HashSet::new()))));
    Some(found)
}

/// The IDs that the author was told about.
fn told(version: &Version) -> HashSet<String> {
    let gone = version
        .diagnostics
        .iter()
        .filter(|found| found.code == Code::AnchorGone && !found.message.contains(" stays "));
    gone.flat_map(|found| {
        let ids = found.message.split('`').skip(1).step_by(2).map(str::to_string);
        ids.flat_map(|id| [format!("note-{id}"), format!("ref-{id}"), id]).collect::<Vec<_>>()
    })
    .collect()
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: usize,
    told: usize,
    /// Notes that are others now.
    wrong_notes: usize,
    /// Turns and sections without any of the words.
    wrong_turns: usize,
    dead: usize,
}

/// Follows the links of one talk.
struct Follower {
    published: BTreeMap<String, Published>,
    told: HashSet<String>,
    record: Option<PermalinkRecord>,
}

impl Follower {
    fn publish(&mut self, talk: &Talk, notes: &[WrittenNote]) -> Option<()> {
        let version = resolve_version(&write(talk), &notes_file(notes), self.record.as_ref());
        self.told.extend(told(&version));
        let page = version.site.pages[0].open();
        for (id, to) in links(&page.document, talk)? {
            self.published.entry(id).or_insert(to);
        }
        self.record = Some(resolve::record(&page, self.record.as_ref(), None));
        Some(())
    }

    fn judge(&self, talk: &Talk, notes: &[WrittenNote]) -> Option<Tally> {
        let version = resolve_version(&write(talk), &notes_file(notes), self.record.as_ref());
        let now = links(&version.site.pages[0].open().document, talk)?;
        let left: HashSet<usize> = all_tokens(talk).filter_map(|token| token.origin).collect();
        let mut tally = Tally::default();
        for (id, then) in &self.published {
            let is_right = match (then, now.get(id)) {
                (_, None) => {
                    tally.dead += 1;
                    continue;
                }
                (Published::Words(then), Some(Published::Words(now))) => {
                    then.is_empty() || then.intersection(now).next().is_some() || then.is_disjoint(&left)
                }
                (Published::Note(then), Some(Published::Note(now))) => then == now,
                _ => false,
            };
            if is_right {
                tally.right += 1;
            } else if self.told.contains(id) {
                tally.told += 1;
            } else {
                match then {
                    Published::Note(_) => tally.wrong_notes += 1,
                    Published::Words(_) => tally.wrong_turns += 1,
                }
                if std::env::var_os("POSTIL_SHOW").is_some() {
                    eprintln!("wrong: {id}: {then:?} -> {:?}", now.get(id));
                }
            }
        }
        Some(tally)
    }
}

/// A talk that is there wherever the tests run: every sentence is said once.
fn written_talk() -> Talk {
    let subjects = [
        "The harbour",
        "My father",
        "Nobody",
        "The ferry",
        "A clerk",
        "The school",
        "Her letter",
        "The winter",
    ];
    let verbs = ["closed", "remembered", "painted", "measured", "forgot", "sold", "repaired", "counted"];
    let objects = [
        "the old bridge",
        "seven boats",
        "that summer",
        "the ledger",
        "our names",
        "every lamp",
        "the tide tables",
    ];
    let mut talk = Talk::new();
    let mut count = 0;
    for turn in 0..56 {
        let mut paragraph = Vec::new();
        for sentence in 0..3 {
            let at = turn * 3 + sentence;
            let text = format!(
                "{} {} {} in {} before number {} came.",
                subjects[at % 8],
                verbs[at / 8 % 8],
                objects[at % 7],
                1900 + at,
                at * at + 17
            );
            paragraph.extend(text.split(' ').map(|word| {
                count += 1;
                Token { origin: Some(count), text: word.to_string() }
            }));
        }
        if turn % 9 == 4 {
            count += 2;
            let heading = [("Questions", count - 1), ("again", count)];
            let tokens = heading.map(|(text, origin)| Token { origin: Some(origin), text: text.to_string() });
            talk.push(Said { heading: true, who: 0, paragraphs: vec![tokens.to_vec()] });
        }
        talk.push(Said { heading: false, who: turn % 4, paragraphs: vec![paragraph] });
    }
    talk
}

#[test]
fn published_links_survive_ten_rounds_of_corrections() {
    let mut random = Random::new(0x1234_5678_9abc_def1);
    let mut sum = Tally::default();
    let all = [written_talk(), written_talk()].into_iter().chain(talks(how_many(8), 1500));
    for mut talk in all {
        let mut number = 0;
        let mut notes: Vec<WrittenNote> = Vec::new();
        let mut follower = Follower { published: BTreeMap::new(), told: HashSet::new(), record: None };
        let mut is_readable = true;
        for _ in 0..ROUNDS {
            for _ in 0..3 {
                number += 1;
                let at = random.below(notes.len() + 1);
                notes.insert(at, new_note(&talk, number, &mut random));
            }
            if random.chance(40) {
                let gone = random.below(notes.len());
                notes.remove(gone);
            }
            is_readable &= follower.publish(&talk, &notes).is_some();
            talk = corrected(&talk, &mut random);
        }
        // Signs among the words may mean something in Markdown: such a text says nothing.
        if let Some(tally) = is_readable.then(|| follower.judge(&talk, &notes)).flatten() {
            sum.right += tally.right;
            sum.told += tally.told;
            sum.wrong_notes += tally.wrong_notes;
            sum.wrong_turns += tally.wrong_turns;
            sum.dead += tally.dead;
        }
    }
    eprintln!("ten rounds: {sum:?}");
    assert!(sum.right > 100, "{sum:?}");
    assert_eq!((sum.wrong_notes, sum.dead), (0, 0), "{sum:?}");
    // With eight other seeds, 5 of 6,275 links led to another turn. They are those of short turns, such as “Like what?”, whose
    // words also begin or end another.
    assert!(sum.wrong_turns * 500 <= sum.right, "{sum:?}");
}
