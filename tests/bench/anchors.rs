//! How long it takes to bring published anchors to an edited transcript, from 10,000 to 1,000,000 words.
//!
//! Run it by hand: `cargo bench --bench anchors`. Times are shown as ratios to parsing the same text,
//! which grows in line with it.

use std::time::Instant;

use postil::config::Config;
use postil::model::{Document, PermalinkRecord};
use postil::parse;
use postil::resolve::{self, Parts};
use postil::source::Sources;

fn main() {
    println!("{:>9} {:>7} {:>9} {:>9} {:>7}", "words", "turns", "parse", "resolve", "ratio");
    for words in [10_000, 30_000, 100_000, 145_000, 300_000, 1_000_000] {
        let record = resolve::record(&site(parse_text(&transcript(words, 0)), None), None, None);
        let edited = transcript(words, 7);
        let started = Instant::now();
        let document = parse_text(&edited);
        let parsing = started.elapsed();
        let turns = document.turns().count();
        let started = Instant::now();
        site(document, Some(record));
        let resolving = started.elapsed();
        let ratio = resolving.as_secs_f64() / parsing.as_secs_f64();
        println!("{words:>9} {turns:>7} {parsing:>9.1?} {resolving:>9.1?} {ratio:>7.2}");
    }
}

fn parse_text(text: &str) -> Document {
    let mut sources = Sources::default();
    let id = sources.add("content/a.md", text);
    parse::document(&sources, id, &Config::default()).0
}

fn site(document: Document, record: Option<PermalinkRecord>) -> postil::model::Page {
    let mut parts = Parts::from_documents(Config::default(), vec![document]);
    parts.records.extend(record);
    resolve::site(parts).0.pages.remove(0)
}

/// A made transcript in which every `edit_every`-th turn has a corrected word; with 0, none has.
fn transcript(words: usize, edit_every: usize) -> String {
    let mut random = 88_172_645_463_325_252_u64;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    let mut out = String::from("+++\nspeakers = [\"Ann\", \"Bo\"]\n+++\n");
    let (mut count, mut turn) = (0, 0);
    while count < words {
        let length = 2 + next() as usize % 32;
        let mut said: Vec<String> = (0..length).map(|_| format!("w{}", next() % 4000)).collect();
        if edit_every > 0 && turn % edit_every == 0 {
            said[0] = "corrected".into();
        }
        out += &format!("**{}:** {}\n\n", ["Ann", "Bo"][turn % 2], said.join(" "));
        (count, turn) = (count + length, turn + 1);
    }
    out
}
