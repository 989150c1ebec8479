//! Word times of real recognizers, where the corpora are at hand: their texts are corrected as people correct them, and each word must
//! still be at the time at which it was heard.

use std::fmt::Write;
use std::fs;

use postil::formats::{Choices, Input};
use postil::speech::words;
use postil::timing::{self, sidecar};
use serde_json::Value;

use crate::corpora::corpora;
use crate::word_times::{Numbers, parsed};

/// The output of a recognizer: the way to its words, and their fields for text, beginning and end. A length stands for an end.
struct RecognizerFile {
    path: &'static str,
    words: &'static str,
    fields: [&'static str; 3],
}

const fn file(path: &'static str, words: &'static str, fields: [&'static str; 3]) -> RecognizerFile {
    RecognizerFile { path, words, fields }
}

const FILES: [RecognizerFile; 11] = [
    file("json-whisperx/council-lTgoRwM9RmE.json", "segments/*/words/*", ["word", "start", "end"]),
    file("json-whisperx/whisperx-raw.en.json", "segments/*/words/*", ["word", "start", "end"]),
    file("whisper-apollo11/apollo11.json", "segments/*/words/*", ["word", "start", "end"]),
    file(
        "vendors/amazonTranscribe.sample.json",
        "results/items/*",
        ["alternatives/0/content", "start_time", "end_time"],
    ),
    file(
        "vendors/autoEdit2TedTalkTranscript.sample.json",
        "text/*/paragraph/*/line/*",
        ["text", "startTime", "endTime"],
    ),
    file("vendors/digitalPaperEdit.sample.json", "words/*", ["text", "start", "end"]),
    file("vendors/gcpStt.sample.json", "results/*/alternatives/0/words/*", ["word", "startTime", "endTime"]),
    file(
        "vendors/ibmTedTalkTranscript.sample.json",
        "results/0/results/*/alternatives/0/timestamps/*",
        ["0", "1", "2"],
    ),
    file("vendors/kaldiTedTalkTranscript.sample.json", "retval/words/*", ["punct", "start", "end"]),
    file("vendors/speechmaticsTedTalkTranscript.sample.json", "words/*", ["name", "time", "duration"]),
    file(
        "json-stt/deepgram_speakers.excerpt.json",
        "results/channels/0/alternatives/0/words/*",
        ["punctuated_word", "start", "end"],
    ),
];

/// A word as it was heard, with its beginning and end in seconds where the recognizer has them.
#[derive(Clone, Debug)]
struct HeardWord {
    text: String,
    time: Option<(f64, f64)>,
}

impl RecognizerFile {
    fn heard(&self, bytes: &[u8]) -> Vec<HeardWord> {
        let value: Value = serde_json::from_slice(bytes).unwrap();
        let mut found = Vec::new();
        below(&value, self.words, &mut |word| found.extend(self.word(word)));
        assert!(found.len() > 10, "{}", self.path);
        found
    }

    fn word(&self, word: &Value) -> Option<HeardWord> {
        let field = |at: usize| word.pointer(&format!("/{}", self.fields[at]));
        let text = field(0)?.as_str()?.trim();
        let time = field(1).and_then(number).zip(field(2).and_then(number));
        let is_length = self.fields[2] == "duration";
        let time = time.map(|(start, end)| (start, if is_length { start + end } else { end }));
        (!words::words(text).is_empty()).then(|| HeardWord { text: text.to_string(), time })
    }
}

/// Calls `found` with what lies at `path`, where `*` is any element of a list.
fn below(value: &Value, path: &str, found: &mut impl FnMut(&Value)) {
    let Some((first, rest)) = path.split_once('/') else {
        match path {
            "*" => value.as_array().into_iter().flatten().for_each(found),
            _ => value.get(path).into_iter().for_each(found),
        }
        return;
    };
    match first {
        "*" => value.as_array().into_iter().flatten().for_each(|value| below(value, rest, found)),
        _ => value.pointer(&format!("/{first}")).into_iter().for_each(|value| below(value, rest, found)),
    }
}

/// Seconds as a number, as text, or as seconds and nanoseconds.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Object(parts) => {
            let part = |name: &str| parts.get(name).and_then(number).unwrap_or_default();
            Some(part("seconds") + part("nanos") / 1e9)
        }
        _ => value.as_f64(),
    }
}

/// A page, and for each of its words the earliest and the latest time at which it may begin; none where the recognizer has none.
#[derive(Default)]
struct CorrectedPage {
    text: String,
    truth: Vec<Option<(f64, f64)>>,
    corrections: usize,
    left: usize,
}

impl CorrectedPage {
    /// Corrects one word in twenty as people do, and divides the text into turns of its own.
    fn new(heard: &[HeardWord], numbers: &mut Numbers) -> CorrectedPage {
        let front = "+++\ntitle = \"Talk\"\nspeakers = [\"Ann\", \"Ben\", \"Cleo\"]\n+++\n";
        let mut page = CorrectedPage { text: front.into(), ..CorrectedPage::default() };
        let mut at = 0;
        while at < heard.len() {
            // A correction below has 1.7 words on average.
            let length = if numbers.below(33) == 0 { page.correct(&heard[at..], numbers) } else { 0 };
            if length == 0 {
                page.write(&heard[at].text, begins(&heard[at]), numbers);
            }
            at += length.max(1);
        }
        page
    }

    fn write(&mut self, word: &str, truth: Option<(f64, f64)>, numbers: &mut Numbers) {
        if self.left == 0 {
            let name = ["Ann", "Ben", "Cleo"][numbers.below(3)];
            write!(self.text, "\n\n**{name}:**").unwrap();
            self.left = 1 + numbers.below(250);
        }
        self.left -= 1;
        write!(self.text, " {word}").unwrap();
        self.truth.extend(vec![truth; words::words(word).len()]);
    }

    /// Writes something else for the first words of `heard`, and says for how many.
    fn correct(&mut self, heard: &[HeardWord], numbers: &mut Numbers) -> usize {
        let (length, new): (usize, &[&str]) = match numbers.below(20) {
            0..8 => (1, &["mended"]),
            8..10 => (1, &["going", "to"]),
            10..12 => (2, &["anyway"]),
            12..15 => (1, &[]),
            15 => (2, &[]),
            16 => (0, &["really"]),
            17 => (3, &["twenty", "twenty", "four"]),
            18 => (5, &["the", "other", "committee", "of", "us"]),
            _ => (6, &["and", "then", "they", "said"]),
        };
        let old = &heard[..length.min(heard.len())];
        self.corrections += old.len().max(new.len());
        let span = span(old);
        for (at, word) in new.iter().enumerate() {
            let own = match length == new.len() {
                true => old.get(at).and_then(begins),
                false => span,
            };
            self.write(word, own.filter(|_| length > 0), numbers);
        }
        old.len()
    }
}

/// The moment at which a word begins; any in it for one that counts as several, such as `twenty-one`.
fn begins(word: &HeardWord) -> Option<(f64, f64)> {
    let (start, end) = word.time?;
    Some((start, if words::words(&word.text).len() > 1 { end } else { start }))
}

/// From the beginning of the first to the end of the last.
fn span(words: &[HeardWord]) -> Option<(f64, f64)> {
    Some((words.first()?.time?.0, words.last()?.time?.1))
}

/// The beginnings of the words of `page`, by the words that a recognizer wrote, in seconds.
fn found(page: &str, recognizer: &[u8]) -> Vec<Option<f64>> {
    let mut document = parsed(page);
    let input = Input { name: "talk.words.json".into(), bytes: recognizer.into() };
    let recorded = sidecar::read(&input, &Choices::default()).expect("word times");
    timing::bring(&mut document, &recorded).expect("the same words");
    let times = document.word_times.expect("times").unpack();
    times.into_iter().map(|time| time.map(|time| time.start.0 as f64 / 1000.0)).collect()
}

/// How far words are from the truth.
#[derive(Default)]
struct Accuracy {
    near: usize,
    known: usize,
    worst: f64,
}

impl Accuracy {
    fn add(&mut self, found: &[Option<f64>], truth: &[Option<(f64, f64)>]) {
        for (found, truth) in found.iter().zip(truth) {
            let Some((from, to)) = *truth else { continue };
            let distance = found.map_or(f64::INFINITY, |found| (from - found).max(found - to).max(0.0));
            self.known += 1;
            self.near += usize::from(distance <= 0.2);
            self.worst = self.worst.max(distance);
        }
    }
}

/// Runs of the corrections that one in twenty words gets, at other places in each.
const RUNS: u64 = 5;

#[test]
fn corrected_words_of_real_recognizers_are_where_they_were_heard() {
    let Some(folder) = corpora() else { return };
    let mut wrong = Vec::new();
    for file in &FILES {
        let bytes = fs::read(folder.join(file.path)).unwrap();
        let heard = file.heard(&bytes);
        let (mut sum, mut corrections) = (Accuracy::default(), 0);
        for seed in 0..RUNS {
            let page = CorrectedPage::new(&heard, &mut Numbers(seed));
            let found = found(&page.text, &bytes);
            assert_eq!(found.len(), page.truth.len(), "{}", file.path);
            sum.add(&found, &page.truth);
            corrections += page.corrections;
        }
        let share = |part: usize| 100.0 * part as f64 / sum.known as f64;
        println!(
            "{:52} {:6} words, {:4.1} % corrected, {:6.2} % within 0.2 s, the worst {:.2} s off",
            file.path,
            sum.known,
            share(corrections),
            share(sum.near),
            sum.worst
        );
        wrong.extend((share(sum.near) < 98.0).then_some(file.path));
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Recognizers that heard the same talk and divide it finely enough to be held to a fifth of a second.
const SAME_TALK: [usize; 3] = [3, 7, 9];

/// The text of one recognizer by the word times of another: five to ten words in a hundred differ.
#[test]
fn a_text_of_another_recognizer_is_at_the_times_of_its_recording() {
    let Some(folder) = corpora() else { return };
    let talk = |at: usize| fs::read(folder.join(FILES[at].path)).unwrap();
    for text in SAME_TALK {
        let heard = FILES[text].heard(&talk(text));
        let words: Vec<&str> = heard.iter().map(|word| word.text.as_str()).collect();
        let page = format!("+++\nkind = \"transcript\"\n+++\n\n{}\n", words.join(" "));
        let truth = heard.iter().flat_map(|word| vec![begins(word); words::words(&word.text).len()]);
        let truth: Vec<_> = truth.collect();
        for times in SAME_TALK.into_iter().filter(|times| *times != text) {
            let mut sum = Accuracy::default();
            sum.add(&found(&page, &talk(times)), &truth);
            let share = 100.0 * sum.near as f64 / sum.known as f64;
            println!("{} by {}: {share:.2} % within 0.2 s", FILES[text].path, FILES[times].path);
            assert!(share >= 98.0, "{share}");
        }
    }
}
