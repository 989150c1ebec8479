//! Real transcripts that nobody adapted, where they are at hand: who says each word, by a count that knows nothing of
//! the grammar of labels, and each word of the source once on its page.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use postil::config::Config;
use postil::model::{Document, Turn, plain_text};
use postil::parse;
use postil::source::Sources;

use crate::corpora::corpora;

/// A line of ORACLE.tsv, which scripts of another author counted.
struct OracleRow {
    path: String,
    style: String,
    /// The names that label turns often, in lower case.
    names: HashSet<String>,
}

fn oracle(folder: &Path) -> Vec<OracleRow> {
    let table = fs::read_to_string(folder.join("ORACLE.tsv")).expect("the table of counts");
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_string);
        let (path, style) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let names = cells.nth(2).unwrap_or_default();
        let names = names.split(" | ").filter_map(|cell| cell.rsplit_once(' ')).map(|(name, _)| folded(name));
        OracleRow { path, style, names: names.collect() }
    };
    table.lines().skip(1).filter(|line| !line.is_empty()).map(row).collect()
}

fn folded(name: &str) -> String {
    name.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn document(text: &str) -> Document {
    let mut sources = Sources::default();
    let id = sources.add("content/wild.md".to_string(), text.to_string());
    parse::document(&sources, id, &Config::default()).0
}

/// The text behind the front matter.
fn body(text: &str) -> &str {
    let end = ["---\n", "+++\n"]
        .iter()
        .find_map(|fence| Some(8 + text.strip_prefix(fence)?.find(&format!("\n{fence}"))? + 1));
    &text[end.unwrap_or(0)..]
}

/// Markup that nobody reads.
const MARKUP: [&str; 9] = ["<sub>", "</sub>", "<sup>", "</sup>", "<br>", "<i>", "</i>", "<b>", "</b>"];

/// Characters that are written as a word.
const ENTITIES: [&str; 7] = ["&quot;", "&amp;", "&lt;", "&gt;", "&nbsp;", "&#x26;", "&#39;"];

/// `text` as a reader sees it: no targets of links, comments, shortcodes and languages of code.
fn visible(text: &str) -> String {
    let mut text = MARKUP.iter().fold(text.to_string(), |text, markup| text.replace(markup, " "));
    let language = |line: &str| line.trim_start().strip_prefix("```").map(str::to_string);
    let is_fence = |line: &&str| language(line).is_some_and(|word| !word.contains([' ', '`']));
    text = text.lines().filter(|line| !is_fence(line)).collect::<Vec<_>>().join("\n");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['<', '(', '{']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let skip = match tail.as_bytes()[0] {
            b'<' if tail.starts_with("<!--") => tail.find("-->").map_or(tail.len(), |end| end + 3),
            b'(' if rest[..at].ends_with(']') && !rest[..at].ends_with("\\]") => target(tail),
            b'{' if tail.starts_with("{{<") => tail.find(">}}").map_or(1, |end| end + 3),
            _ => 1,
        };
        out.push(' ');
        rest = &tail[skip..];
    }
    out += rest;
    ENTITIES.iter().fold(out, |text, entity| text.replace(entity, " "))
}

/// The length of the target that `text` begins with, in parentheses: an address, and perhaps a title in quotation marks.
fn target(text: &str) -> usize {
    let mut depth = 0;
    let close = text.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        (depth == 0).then_some(at)
    });
    let Some(close) = close else { return 1 };
    let inside = text[1..close].trim();
    let title = inside.split_once(char::is_whitespace).map(|(_, title)| title.trim_start());
    if title.is_none_or(|title| title.starts_with(['"', '\''])) { close + 1 } else { 1 }
}

/// `line` without a time in brackets at its beginning.
fn without_time(line: &str) -> &str {
    let inside = line.trim_start().trim_start_matches('\\').strip_prefix('[');
    let rest =
        inside.map(|inside| inside.trim_start_matches(|c: char| c.is_ascii_digit() || ":.\\".contains(c)));
    rest.and_then(|rest| rest.strip_prefix(']')).unwrap_or(line)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// The words of `text` in lower case; each Chinese character is one.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for c in text.chars() {
        let is_single = is_han(c);
        if !c.is_alphanumeric() {
            is_open = false;
        } else if is_open && !is_single {
            words.last_mut().expect("an open word").extend(c.to_lowercase());
        } else {
            words.push(c.to_lowercase().collect());
            is_open = !is_single;
        }
    }
    words
}

/// The letters and digits of `text`, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Labels that name a mark in the recording: whoever spoke before goes on.
const MARKS: [&str; 4] = ["break", "clip", "recording ends", "obi-wan kenobi"];

/// The label that a line begins with, and its words, by the style that the table says alone.
fn label<'t>(line: &'t str, row: &OracleRow) -> Option<(String, &'t str)> {
    let known = |name: &str| {
        let name = folded(name);
        let is_role = matches!(name.as_str(), "q" | "a" | "p" | "r" | "host" | "audience" | "question");
        row.names.contains(&name) || is_role || name.starts_with("speaker ")
    };
    match row.style.as_str() {
        "bold" => {
            let inner = line.trim_start_matches("- ").strip_prefix("**")?;
            let (name, rest) = inner.split_once(":**").or_else(|| inner.split_once("**:"))?;
            (!name.contains('*') && name.len() <= 80).then(|| (folded(name), rest))
        }
        "heading" => {
            let name = line.strip_prefix("### ").or_else(|| line.strip_prefix("#### "))?.trim();
            name.contains([':', '：']).then(|| (folded(name.trim_end_matches([':', '：'])), ""))
        }
        _ => {
            let ends = [line.find([':', '：', '(', '[', '–']), line.find(" - ")];
            let end = ends.into_iter().flatten().min()?;
            let cut = line[..end].trim_end_matches(|c: char| c.is_ascii_digit() || c == ':').trim();
            let name = if known(&line[..end]) { line[..end].trim() } else { cut };
            let rest = line[end..].trim_start_matches(|c: char| !c.is_alphabetic() && !"\"'“`<".contains(c));
            known(name).then(|| (folded(name), rest))
        }
    }
}

/// True if two labels are of one person: `Matt` and `MC` of `Matt Corallo`.
fn is_same(short: &str, long: &str) -> bool {
    let base = |name: &str| name.split(['(', '（']).next().unwrap_or_default().trim().to_string();
    let (short, long) = (base(short), base(long));
    let parts = words(&long);
    let initials: String = parts.iter().filter_map(|part| part.chars().next()).collect();
    let ends: String = initials.chars().take(1).chain(initials.chars().next_back()).collect();
    let flat: String = words(&short).concat();
    let is_cut = flat.len() <= 3
        && flat.chars().all(|c| long.contains(c))
        && long.starts_with(&flat[..flat.floor_char_boundary(1)]);
    short == long
        || words(&short).iter().all(|word| parts.contains(word))
        || [initials, ends].contains(&flat)
        || is_cut
}

/// The words of a collection, and those that stand under somebody else's name.
#[derive(Debug, Default)]
struct Tally {
    pages: usize,
    words: usize,
    wrong: usize,
    /// Words of lines that are not on the page as one piece, because of markup inside them.
    unplaced: usize,
}

/// The speaker of a turn in lower case; an event's in angle brackets.
fn speaker(document: &Document, turn: &Turn) -> String {
    let names =
        turn.speakers.iter().map(|&id| folded(&document.speaker(id).name)).collect::<Vec<_>>().join(" & ");
    if turn.event.is_some() || names.is_empty() { "<nobody>".to_string() } else { names }
}

/// The letters of a page, with the offsets at which each speaker begins.
fn said(document: &Document) -> (String, Vec<(usize, String)>) {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for section in document.sections.iter() {
        starts.push((text.len(), "<nobody>".to_string()));
        section.heading.iter().for_each(|heading| text += &letters(&plain_text(&heading.inlines)));
        section.lead.iter().for_each(|block| text += &letters(&block.plain_text()));
        for turn in &section.turns {
            starts.push((text.len(), speaker(document, turn)));
            turn.blocks.iter().for_each(|block| text += &letters(&block.plain_text()));
        }
    }
    (text, starts)
}

/// Counts the words of one page by whom the labels of its source name.
fn count(text: &str, row: &OracleRow, tally: &mut Tally) -> usize {
    let document = document(text);
    let (page, starts) = said(&document);
    let (mut who, mut at, mut wrong) = (String::new(), 0, 0);
    for line in body(text).lines() {
        let found = label(line, row);
        if found.is_none() && line.starts_with('#') {
            continue;
        }
        let rest = found.as_ref().map_or(line, |(_, rest)| rest);
        if let Some((name, _)) = found.filter(|(name, _)| !MARKS.contains(&name.as_str())) {
            who = name;
        }
        let rest = visible(without_time(rest));
        let line = letters(&rest);
        let reach = if line.len() < 30 { 60 } else { 20_000 };
        let end = page.floor_char_boundary(page.len().min(at + reach + line.len()));
        let count = words(&rest).len();
        // Markup inside of a long line changes its letters, and seldom its first ones.
        let start = &line[..line.floor_char_boundary(line.len().min(30))];
        let found = page[at..end].find(&line).or_else(|| page[at..end].find(start));
        match found.filter(|_| !line.is_empty()) {
            Some(found) => {
                let begin = at + found;
                let (_, speaker) = &starts[starts.partition_point(|(start, _)| *start <= begin) - 1];
                wrong += if speaker == "<nobody>" || is_same(&who, speaker) { 0 } else { count };
                at = page.floor_char_boundary(page.len().min(begin + line.len()));
            }
            None => tally.unplaced += count,
        }
        tally.words += count;
    }
    tally.pages += 1;
    tally.wrong += wrong;
    wrong
}

#[test]
fn words_of_real_transcripts_are_under_the_name_of_their_label() {
    let Some(folder) = corpora().map(|corpora| corpora.join("wild")).filter(|folder| folder.is_dir()) else {
        return;
    };
    let mut tallies: HashMap<String, Tally> = HashMap::new();
    let mut pages = Vec::new();
    for row in oracle(&folder).iter().filter(|row| row.style != "none").step_by(step()) {
        let text = fs::read_to_string(folder.join(&row.path)).expect("a page of the table");
        let collection = row.path.split('/').next().unwrap_or_default().to_string();
        let wrong = count(&text, row, tallies.entry(collection).or_default());
        if wrong > 20 {
            pages.push(format!("{wrong} {}", row.path));
        }
    }
    for (collection, tally) in &tallies {
        println!("{collection}: {tally:?}");
        assert!(tally.wrong * 10_000 <= tally.words * 5, "{collection}: {tally:?}\n{}", pages.join("\n"));
        assert!(
            tally.unplaced * 100 <= tally.words * 3,
            "the count sees too little of {collection}: {tally:?}"
        );
    }
}

/// All words of a page outside of notes, in order.
fn page_words(document: &Document) -> Vec<String> {
    let mut text = String::new();
    let mut push = |words: &str| {
        text.push_str(words);
        text.push('\n');
    };
    for section in document.sections.iter() {
        section.heading.iter().for_each(|heading| push(&plain_text(&heading.inlines)));
        section.lead.iter().for_each(|block| push(&block.plain_text()));
        section.turns.iter().flat_map(|turn| &turn.blocks).for_each(|block| push(&block.plain_text()));
    }
    words(&text)
}

/// Words that a page has in other places than its text: labels, its title, and notes.
fn words_elsewhere(document: &Document, source: &str) -> HashSet<String> {
    let mut text = plain_text(&document.title);
    let mut push = |words: &str| {
        text.push('\n');
        text.push_str(words);
    };
    document.speakers.iter().for_each(|speaker| push(&speaker.name));
    // `**Ann Lee:** @AnnLee`: the handle may be matched with the label.
    document.speakers.iter().for_each(|speaker| push(&speaker.name.replace(' ', "")));
    for turn in document.turns() {
        turn.event.iter().chain(&turn.remark).for_each(|label| push(label));
    }
    let labels = body(source).lines().filter_map(|line| line.split_once([':', '：', '-']));
    labels.filter(|(name, _)| name.len() < 40).for_each(|(name, _)| push(name));
    // Code inside of a list is on the page, and no plain text.
    body(source).split("    ```").skip(1).step_by(2).for_each(&mut push);
    document.notes.iter().flat_map(|note| &note.blocks).for_each(|block| push(&block.plain_text()));
    // `[4:22] to [4:42]` is one time.
    if source.contains("] to ") {
        push("to");
    }
    words(&text).into_iter().collect()
}

/// Words this far ahead are looked through for the next word of a page: longer than any label and address.
const REACH: usize = 80;

/// The most words of a label, its remark and its time.
const LABEL: usize = 12;

/// The number of pieces that markup cuts a word into at most, counted on either side.
const PIECES: usize = 4;

/// The numbers of words that are the same letters at the start of both, where markup may stand inside of a word.
fn same_letters(source: &[String], page: &[String]) -> Option<(usize, usize)> {
    let first = |words: &[String]| words.first().and_then(|word| word.chars().next());
    if first(source) != first(page) {
        return None;
    }
    let joined = |words: &[String], count: usize| words.get(..count).map(<[String]>::concat);
    let pairs =
        (1..=PIECES).flat_map(|a| (1..=PIECES).map(move |b| (a, b))).filter(|&(a, b)| a == 1 || b == 1);
    pairs.into_iter().find(|&(a, b)| joined(source, a).is_some_and(|word| Some(word) == joined(page, b)))
}

/// The words of the page that its source does not have at their place, and those of the source that the page lacks.
fn compare(source: &[String], page: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut added, mut lost, mut at, mut on_page) = (Vec::new(), Vec::new(), 0, 0);
    while on_page < page.len() {
        let skips = 0..REACH.min(source.len() - at);
        let found = skips.into_iter().find_map(|skip| {
            let (a, b) = same_letters(&source[at + skip..], &page[on_page..])?;
            // Far ahead, a word alone may be another one.
            let next = (source.get(at + skip + a), page.get(on_page + b));
            (skip <= LABEL || next.0 == next.1).then_some((skip, a, b))
        });
        match found {
            Some((skip, a, b)) => {
                lost.extend_from_slice(&source[at..at + skip]);
                (at, on_page) = (at + skip + a, on_page + b);
            }
            None => {
                added.push(page[on_page].clone());
                on_page += 1;
            }
        }
    }
    lost.extend_from_slice(&source[at..]);
    (added, lost)
}

/// Pages of the collections, and the Markdown files of the other corpora.
fn markdown_pages() -> Vec<PathBuf> {
    let Some(folder) = corpora() else { return Vec::new() };
    let mut folders = vec![folder];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            match path.is_dir() {
                true => folders.push(path),
                false if is_page(&path) => pages.push(path),
                false => {}
            }
        }
    }
    pages.sort();
    pages
}

/// True for a page, and not a text about the corpora, or the seed, whose first lines are front matter of its own kind.
fn is_page(path: &Path) -> bool {
    let is_other = path.ends_with("SOURCES.md") || path.ends_with("seed/interview-zh.md");
    path.extension().is_some_and(|extension| extension == "md") && !is_other
}

/// One page in so many is read, unless `POSTIL_ALL_PAGES` asks for each: they are forty megabytes.
fn step() -> usize {
    if std::env::var_os("POSTIL_ALL_PAGES").is_some() { 1 } else { 8 }
}

#[test]
fn words_of_real_transcripts_stand_on_their_page_once_and_in_order() {
    let (mut all, mut wrong) = (0, Vec::new());
    for path in markdown_pages().into_iter().step_by(step()) {
        let text = fs::read_to_string(&path).expect("a page");
        let document = document(&text);
        let (source, page) = (words(&visible(body(&text))), page_words(&document));
        let (mut added, mut lost) = compare(&source, &page);
        let elsewhere = words_elsewhere(&document, &text);
        let is_elsewhere = |word: &String| elsewhere.contains(word) || word.chars().all(char::is_numeric);
        // A word that comes twice may be matched with its double.
        let doubles: Vec<String> = added.iter().filter(|word| lost.contains(word)).take(1).cloned().collect();
        added.retain(|word| word != "br" && !doubles.contains(word));
        lost.retain(|word| !is_elsewhere(word) && !doubles.contains(word));
        all += page.len();
        if !added.is_empty() || !lost.is_empty() {
            wrong.push(format!("{}: added {added:?}, lost {lost:?}", path.display()));
        }
    }
    println!("{all} words");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
