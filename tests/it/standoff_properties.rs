//! What holds of notes when the text they are on is corrected, whatever the text and the corrections.

use proptest::prelude::*;
use proptest::sample::Index;

use postil::diag::Code;

use crate::outline::config;
use crate::standoff::{marked_words, resolve_texts};

/// A transcript as words, every one of which is known by its number wherever it comes to stand.
#[derive(Clone, Debug)]
struct Text {
    /// The words, and how each is set off from the one before it.
    words: Vec<(String, Gap)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    Space,
    Line,
    Paragraph,
    Turn,
}

/// A correction.
#[derive(Clone, Copy, Debug)]
enum Change {
    Insert(&'static str),
    Replace(&'static str),
    Remove,
    Emphasise,
    Set(Gap),
}

const VOCABULARY: [&str; 24] = [
    "so",
    "so",
    "and",
    "and",
    "the",
    "the",
    "well",
    "company",
    "bet",
    "money",
    "“yes”",
    "it’s",
    "No.",
    "3,000",
    "spring",
    "eleven",
    "weeks",
    "你好",
    "GPT-8,",
    "e-mail",
    "étude",
    "nobody",
    "objected",
    "filing",
];

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(VOCABULARY.to_vec())
}

fn gap() -> impl Strategy<Value = Gap> {
    prop_oneof![8 => Just(Gap::Space), 2 => Just(Gap::Line), 1 => Just(Gap::Paragraph), 1 => Just(Gap::Turn)]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        word().prop_map(Change::Insert),
        word().prop_map(Change::Replace),
        Just(Change::Remove),
        Just(Change::Emphasise),
        gap().prop_map(Change::Set),
    ]
}

/// The words of a text; every seventh is of its own, as names and figures are.
fn text() -> impl Strategy<Value = Text> {
    prop::collection::vec((word(), gap()), 24..120).prop_map(|words| {
        let own =
            |at: usize, word: &str| if at % 7 == 3 { format!("{word}n{at}x") } else { word.to_string() };
        let words = words.into_iter().enumerate().map(|(at, (word, gap))| (own(at, word), gap)).collect();
        Text { words }
    })
}

impl Text {
    /// The transcript; words to emphasise have a star in front.
    fn markdown(&self) -> String {
        let mut out = String::from("+++\nspeakers = [\"Ann Lee\", \"Bo\"]\n+++\n\n**Ann Lee:** Begin");
        for (at, (word, gap)) in self.words.iter().enumerate() {
            out.push_str(match gap {
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
                Gap::Turn if at % 2 == 0 => "\n\n**Bo:** ",
                Gap::Turn => "\n\n**Ann Lee:** ",
            });
            out.push_str(word);
        }
        out
    }

    fn quote(&self, start: usize, end: usize) -> String {
        let words = self.words[start..end].iter().map(|(word, _)| word.trim_matches('*'));
        words.collect::<Vec<_>>().join(" ")
    }

    fn folded(&self) -> String {
        let words = self.words.iter().map(|(word, _)| word.trim_matches('*'));
        format!("Begin{}", words.collect::<String>())
    }

    fn apply(&mut self, at: usize, change: Change) {
        match change {
            Change::Insert(word) => self.words.insert(at, (word.to_string(), Gap::Space)),
            Change::Replace(word) if at < self.words.len() => self.words[at].0 = word.to_string(),
            Change::Remove if at < self.words.len() => {
                self.words.remove(at);
            }
            Change::Emphasise if at < self.words.len() => {
                let word = self.words[at].0.trim_matches('*');
                self.words[at].0 = format!("**{word}**");
            }
            Change::Set(gap) if at < self.words.len() => self.words[at].1 = gap,
            _ => {}
        }
    }
}

/// A note quotes four words or more, with a word of its own among them.
struct Quoted {
    start: usize,
    end: usize,
}

fn quoted(text: &Text, at: Index, length: usize) -> Quoted {
    let start = at.index(text.words.len() - length);
    Quoted { start, end: start + length }
}

/// What became of the note: the words under its mark, and whether it was reported.
struct Outcome {
    marked: String,
    reported: Vec<Code>,
}

fn outcome(text: &Text, notes: &str) -> Outcome {
    let markdown = text.markdown();
    let (site, diagnostics, _) = resolve_texts(&[("a.md", &markdown), ("a.notes.md", notes)], config());
    let reported = diagnostics.iter().filter(|found| found.code.name().starts_with("words-"));
    let marked = marked_words(&site, "note-x");
    Outcome { marked: without_space(&marked), reported: reported.map(|found| found.code).collect() }
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn note(quotation: &str) -> String {
    format!("## note:x\n\n> {quotation}\n\nComment.\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Words inserted, taken out, changed, stressed, or set in other paragraphs or turns elsewhere
    /// never lose a note; only words that now stand twice are reported.
    #[test]
    fn edits_outside_a_quotation_never_lose_it(
        mut text in text(),
        at in any::<Index>(),
        length in 7usize..12,
        edits in prop::collection::vec((any::<Index>(), any::<bool>(), change()), 0..16),
    ) {
        let Quoted { mut start, mut end } = quoted(&text, at, length);
        let quotation = text.quote(start, end);
        for (place, is_before, change) in edits {
            let before = text.words.len();
            let at = if is_before { place.index(start + 1) } else { end + place.index(before - end + 1) };
            // How the first quoted word is set off is no matter of the quotation, the word itself is.
            if at == start && !matches!(change, Change::Insert(_) | Change::Set(_)) {
                continue;
            }
            text.apply(at, change);
            if is_before {
                start = start + text.words.len() - before;
                end = end + text.words.len() - before;
            }
        }
        let wanted = without_space(&quotation);
        let found = outcome(&text, &note(&quotation));
        match text.folded().matches(&wanted).count() {
            1 => {
                prop_assert_eq!(found.reported, vec![]);
                prop_assert_eq!(found.marked, wanted);
            }
            _ => prop_assert_eq!(found.reported, vec![Code::WordsAmbiguous]),
        }
        prop_assert_eq!(without_space(&text.quote(start, end)), without_space(&quotation));
    }

    /// Words changed inside a quotation are reported; without a record, a note is shown nowhere but on
    /// the very words that it quotes.
    #[test]
    fn edits_inside_a_quotation_are_reported_and_nothing_is_guessed(
        mut text in text(),
        at in any::<Index>(),
        length in 7usize..20,
        edits in prop::collection::vec((any::<Index>(), change()), 1..6),
    ) {
        let length = length.min(text.words.len() - 1);
        let Quoted { start, mut end } = quoted(&text, at, length);
        let quotation = text.quote(start, end);
        for (place, change) in edits {
            let before = text.words.len();
            if end - start > 1 {
                text.apply(start + place.index(end - start), change);
                end = end + text.words.len() - before;
            }
        }
        let wanted = without_space(&quotation);
        let found = outcome(&text, &note(&quotation));
        if text.folded().matches(&wanted).count() == 1 {
            prop_assert_eq!((found.marked, found.reported), (wanted, vec![]));
            return Ok(());
        }
        prop_assert_eq!(found.reported.len(), 1);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        prop_assert!(found.marked.is_empty() || letters(&found.marked) == letters(&wanted), "{}", found.marked);
    }
}
