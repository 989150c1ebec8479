//! Editions: what is withheld from the public is in no byte of what the public gets.
//!
//! Two sites that differ in nothing but their withheld words have the same public bytes: pages, permalinks, search index,
//! exports, feeds, cache and records. Then neither the words nor their number, length or hash can be read from them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;

use postil::cache::Cache;
use postil::config::Edition;
use postil::diag::Severity;
use postil::model::File;
use postil::permalinks;
use postil::pipeline::{self, Drafts, Request, Trust};
use postil::publish::{Sink, WriteError};
use postil::render;
use postil::resolve::DraftNotes;

use crate::edits::{Random, count};
use crate::site::Site;

/// Collects the files of a site.
#[derive(Default)]
struct Collected(Mutex<BTreeMap<String, Vec<u8>>>);

impl Sink for Collected {
    fn put(&self, file: File) -> Result<(), WriteError> {
        self.0.lock().unwrap().insert(file.path, file.bytes);
        Ok(())
    }

    fn copy(&self, path: &str, from: &mut fs::File) -> Result<(), WriteError> {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        self.0.lock().unwrap().insert(path.into(), bytes);
        Ok(())
    }
}

fn request(site: &Site, edition: Option<&str>) -> Request {
    Request {
        root: site.path("."),
        base_url: None,
        drafts: Drafts::Leave,
        draft_notes: DraftNotes::Leave,
        trust: Trust::Full,
        options: render::Options::default(),
        edition: Edition {
            name: edition.map(str::to_string),
            date: "2026-01-01".parse().unwrap(),
            is_for_editing: false,
        },
    }
}

/// Every file of an edition of `site`, and what was said of it.
fn built(site: &Site, edition: Option<&str>, cache: &Cache) -> (String, BTreeMap<String, Vec<u8>>) {
    let collected = Collected::default();
    let outcome = pipeline::build(&request(site, edition), cache, &collected, &()).unwrap();
    let said: Vec<String> = outcome
        .diagnostics
        .iter()
        .map(|found| format!("{} {} {:?} {:?}", found.code.name(), found.message, found.help, found.fix))
        .collect();
    let said = format!("{}\n{:?}", said.join("\n"), outcome.counts);
    let errors = || {
        let errors = outcome.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        let places = errors.flat_map(|found| &found.labels).map(|label| {
            let path = &outcome.sources.get(label.span.source).path;
            format!("{path} at {}:\n{}", label.span.start, site.read(path))
        });
        places.collect::<Vec<_>>().join("\n")
    };
    assert!(outcome.is_good(), "{said}\n{}", errors());
    let sources: String = outcome
        .sources
        .iter()
        .filter(|(_, source)| said_of(&outcome, &source.path))
        .map(|(_, source)| source.text().to_string())
        .collect();
    (said + &sources, collected.0.into_inner().unwrap())
}

/// Returns true if a problem shows a line of the file at `path`.
fn said_of(outcome: &pipeline::Outcome, path: &str) -> bool {
    let mut labels = outcome.diagnostics.iter().flat_map(|found| &found.labels);
    labels.any(|label| outcome.sources.get(label.span.source).path == path)
}

/// Writes pages at random. Their withheld words come from `variant` and are numbered, so that they are the only ones of
/// their kind.
struct PageWriter<'r> {
    random: &'r mut Random,
    variant: usize,
    secrets: Vec<String>,
    notes: usize,
    definitions: String,
    times: usize,
    /// Files that withheld words alone name.
    files: Vec<String>,
}

impl PageWriter<'_> {
    /// Words that only the archive may show; each variant has other ones, and another number of them.
    fn secret(&mut self) -> String {
        let number = self.secrets.len();
        let (first, words) = match self.variant {
            0 => (format!("Qzxa{number}q"), format!("Qzxa{number}q")),
            _ => (format!("Vkwb{number}v"), format!("Vkwb{number}v Vkwblonger Vkwbmore")),
        };
        self.secrets.push(first);
        words
    }

    fn conditions(&mut self) -> &'static str {
        ["", "until=2051", "until=2051-06 because=\"third party\"", "edition=press", "because=\"the family\""]
            [self.random.below(5)]
    }

    fn braces(&mut self) -> String {
        match self.conditions() {
            "" => "{withheld}".into(),
            conditions => format!("{{withheld {conditions}}}"),
        }
    }

    fn bars(&mut self) -> String {
        let words = self.secret();
        match (self.random.below(3), self.conditions()) {
            (0, _) | (_, "") => format!("||{words}||"),
            (_, conditions) => format!("||{words}||{{{conditions}}}"),
        }
    }

    fn plain(&mut self) -> &'static str {
        [
            "We went down to the harbour every morning",
            "They gave us half a pint of milk",
            "It was the winter of the long strike",
            "and my mother said nothing about it",
            "那時候我們住在山上",
        ][self.random.below(5)]
    }

    fn note(&mut self, is_secret: bool) -> String {
        self.notes += 1;
        let name = match is_secret {
            true => self.secret().split(' ').next().unwrap_or_default().to_lowercase(),
            false => format!("n{}", self.notes),
        };
        let words = match (is_secret, self.random.below(3)) {
            (true, 0) => format!("{} {}", self.braces(), self.secret()),
            (true, _) => self.secret(),
            (false, 0) => format!("A note with {} in it.", self.bars()),
            (false, _) => "A plain note.".to_string(),
        };
        self.definitions.push_str(&format!("\n[^{name}]: {words}\n"));
        format!("[^{name}]")
    }

    /// A run of words with marks in it.
    fn words(&mut self) -> String {
        let (before, after) = (self.plain(), self.plain());
        match self.random.below(9) {
            0 => format!("{} {after}", self.bars()),
            1 => format!("{before} {}", self.bars()),
            2 => format!("{before}, *near {}*, {after}", self.bars()),
            3 => format!("{before} ==with {} in it=={} {after}", self.bars(), self.note(false)),
            4 => format!("{before} [a link to {}](https://example.org) {after}", self.bars()),
            5 => format!("{before}{} {after}", self.note(false)),
            6 => format!(
                "{before} ||a **{}** b{}||{{until=2060}} {after}",
                self.secret(),
                self.note_for_secret()
            ),
            7 => format!("{before}||{}||{after}", self.secret()),
            _ => format!("{before}. {after}"),
        }
    }

    /// A note that only withheld words refer to.
    fn note_for_secret(&mut self) -> String {
        self.notes += 1;
        let words = self.secret();
        let name = format!("s{}", self.notes);
        self.definitions.push_str(&format!("\n[^{name}]: {words}\n"));
        format!("[^{name}]")
    }

    fn time(&mut self) -> String {
        self.times += 7;
        match self.random.below(3) {
            0 => format!("[{}:{:02}] ", self.times / 60, self.times % 60),
            _ => String::new(),
        }
    }

    fn turn(&mut self) -> String {
        let speaker = ["Nan", "Bo", "Ines"][self.random.below(3)];
        let time = self.time();
        match self.random.below(7) {
            0 => {
                let braces = self.braces();
                let (one, two, three) = (self.secret(), self.secret(), self.secret());
                let picture = format!("{}.jpg", self.secret().split(' ').next().unwrap_or_default());
                self.files.push(picture.clone());
                let reference = self.note_for_secret();
                format!(
                    "**{speaker}:** {time}{braces} {one} ![{one}]({picture}) {reference}\n\n- {two}\n- x\n\n> {three}\n\n```\n{}\n```\n\n",
                    self.secret()
                )
            }
            1 => format!("**{speaker}:** {time}{}\n\n{} {}\n\n", self.words(), self.braces(), self.secret()),
            2 => format!("**{speaker}:** {time}{}\n{}\n\n{}\n\n", self.words(), self.words(), self.words()),
            _ => format!("**{speaker}:** {time}{}\n\n", self.words()),
        }
    }

    fn section(&mut self, number: usize) -> String {
        let mut out = String::new();
        match self.random.below(4) {
            0 => {
                let (title, braces, inner) = (self.secret(), self.braces(), self.secret());
                out.push_str(&format!("## {title} {braces}\n\n**Bo:** {inner}\n\n### {}\n\n", self.secret()));
                out.push_str(&format!("**{}:** {}\n\n", self.secret(), self.secret()));
            }
            _ => out.push_str(&format!("## Part {number}\n\n")),
        }
        if out.starts_with("## Part") {
            for _ in 0..1 + self.random.below(4) {
                out.push_str(&self.turn());
            }
        }
        out
    }

    fn page(&mut self) -> String {
        let mut out =
            String::from("+++\ntitle = \"A talk\"\nspeakers = [\"nan\", \"bo\", \"ines\"]\n+++\n\n");
        out.push_str(
            "**Nan:** The first words of all.\n\n**Bo:** And the second ones.\n\n**Ines:** Third.\n\n",
        );
        for number in 0..1 + self.random.below(4) {
            out.push_str(&self.section(number));
        }
        out.push_str("## The end\n\n**Nan:** These are the last words of all.\n");
        out + &std::mem::take(&mut self.definitions)
    }

    fn notes_file(&mut self, page: &str) -> String {
        let mut out = String::from("> first words of all\n\nA note on shown words.\n\n");
        let shown: Vec<String> = self
            .secrets
            .iter()
            .filter(|secret| page.matches(secret.as_str()).count() == 1)
            .cloned()
            .collect();
        if let Some(secret) = shown.first() {
            out.push_str(&format!("> {secret}\n\nA note on it: {}.\n\n", self.bars()));
        }
        if self.random.below(2) == 0 {
            let (braces, words) = (self.braces(), self.secret());
            out.push_str(&format!("## {braces}\n\n> the last words\n\n{words}\n\n"));
        }
        if self.random.below(3) == 0 {
            out.push_str("## {from=#the-end withheld until=2055}\n\n");
        }
        out
    }
}

/// Writes the site of `seed`; `variant` says which words are withheld. Returns those.
fn write_site(site: &Site, seed: u64, variant: usize) -> Vec<String> {
    let mut random = Random(seed);
    let shape = ["one", "large"][random.below(2)];
    let name = ["Qzxaname", "Vkwbname Vkwblast"][variant];
    site.write(
        "site.toml",
        format!(
            "title = \"Test\"\nbase_url = \"https://talks.example/\"\n[people.nan]\nname = \"Nan\"\n[people.bo]\nname = \"Bo\"\n\
             [people.ines]\nname = \"Ines\"\n[search]\nshape = \"{shape}\"\nrelated = true\n[exports]\nformats = \"all\"\n\
             books = [\"site\"]\ndataset = true\n[registers.places.harbour]\nlabel = \"The harbour\"\nnames = [\"harbour\"]\n[people.guest]\nname = \"{name}\"\n[pseudonyms]\n\"{name}\" = \"Somebody Else\"\n"
        ),
    );
    let mut secrets = Vec::new();
    for name in ["a", "b", "c"] {
        let mut writer = PageWriter {
            random: &mut random,
            variant,
            secrets,
            notes: 0,
            definitions: String::new(),
            times: 0,
            files: Vec::new(),
        };
        let mut page = writer.page();
        let met = format!("summary = \"About {name}\"\nspeakers = [\"guest\", ");
        page = page.replacen("speakers = [", &met, 1);
        page = page.replacen("Third.", &format!("Third.\n\n**{name}:** I am {name}.\n\n**Nan:** {name}’s shop, said\n{}.[^{name}]\n\n[^{name}]: {name}.", name.to_uppercase()), 1);
        let sealed =
            ["", "until = 2051\n", "until = \"2051-06\"\nbecause = \"the donor's wish\"\nlisted = true\n"];
        let sealed = if name == "c" { sealed[writer.random.below(3)] } else { "" };
        if !sealed.is_empty() {
            let summary = writer.secret();
            page = page.replacen("+++\n\n", &format!("tags = [\"{summary}\"]\n[access]\n{sealed}+++\n\n"), 1);
        }
        if name != "c" && writer.random.below(2) == 0 {
            let notes = writer.notes_file(&page);
            site.write(&format!("content/{name}.notes.md"), notes);
        }
        if writer.random.below(3) == 0 {
            site.write(&format!("content/{name}.words.json"), word_times(&page));
        }
        if !sealed.is_empty() {
            writer.files.push(format!("{name}.pdf"));
        }
        writer.files.iter().for_each(|file| site.write(&format!("content/{file}"), "secretfile"));
        secrets = writer.secrets;
        site.write(&format!("content/{name}.md"), page);
    }
    secrets
}

/// The times of all words of a page, withheld ones too.
fn word_times(page: &str) -> String {
    let body = page.split("+++").nth(2).unwrap_or_default();
    let words = body.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // What is withheld takes the same time in every variant.
    let mut second = 0;
    let time = |word: &str| {
        let is_secret = MARKERS.iter().any(|marker| has(word.as_bytes(), marker));
        second += usize::from(!is_secret);
        format!("[\"{word}\",{second}.{0},{second}.{0}1]", if is_secret { 8 } else { 0 })
    };
    let timed: Vec<String> = words.map(time).collect();
    format!("{{\"version\":1,\"media\":0,\"words\":[{}]}}", timed.join(","))
}

/// Every file below a folder of the disk.
fn on_disk(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path().is_dir() {
            true => on_disk(&entry.path(), found),
            false => found.push((entry.path().display().to_string(), fs::read(entry.path()).unwrap())),
        }
    }
}

/// The files in a ZIP archive, or the bytes themselves.
fn opened(bytes: &[u8]) -> Vec<u8> {
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else { return bytes.to_vec() };
    let mut all = Vec::new();
    for at in 0..archive.len() {
        archive.by_index(at).unwrap().read_to_end(&mut all).unwrap();
    }
    all
}

fn has(bytes: &[u8], word: &str) -> bool {
    let bytes = bytes.to_ascii_lowercase();
    let word = word.to_ascii_lowercase();
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

const MARKERS: [&str; 3] = ["qzxa", "vkwb", "secretfile"];

fn assert_clean<'a>(files: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>, seed: u64) {
    for (path, bytes) in files {
        for marker in MARKERS {
            let is_there = has(&opened(bytes), marker) || has(path.as_bytes(), marker);
            assert!(!is_there, "{path} of seed {seed} has `{marker}`: {}", around(bytes, marker));
        }
    }
}

fn around(bytes: &[u8], word: &str) -> String {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let at = text.find(word).unwrap_or_default();
    let (from, to) = (
        text.floor_char_boundary(at.saturating_sub(200)),
        text.ceil_char_boundary((at + 100).min(text.len())),
    );
    text[from..to].to_string()
}

#[test]
fn public_edition_has_the_same_bytes_whatever_is_withheld() {
    for seed in 0..count(3) as u64 {
        let mut all = Vec::new();
        for variant in 0..2 {
            let site = Site::empty();
            let secrets = write_site(&site, seed, variant);
            let folder = tempfile::tempdir().unwrap();
            let cache = Cache::open(&folder.path().join("kept"), &site.path(".")).unwrap();
            let (said, mut files) = built(&site, None, &cache);
            assert_clean([(&"what is said".to_string(), &said.clone().into_bytes())], seed);
            let mut kept = Vec::new();
            on_disk(folder.path(), &mut kept);
            assert_clean(kept.iter().map(|(path, bytes)| (path, bytes)), seed);
            permalinks::run(&request(&site, None), "2026-01-01".parse().unwrap()).unwrap();
            let mut records = Vec::new();
            on_disk(&site.path("anchors"), &mut records);
            assert_clean(records.iter().map(|(path, bytes)| (path, bytes)), seed);
            let again = built(&site, None, &Cache::none()).1;
            assert_clean(&files, seed);
            assert_clean(&again, seed);
            let root = site.path("anchors").display().to_string();
            files.extend(records.into_iter().map(|(path, bytes)| (path.replace(&root, "record"), bytes)));
            all.push(files);
            archive_has(&site, &secrets, seed);
        }
        let (one, other) = (&all[0], &all[1]);
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "seed {seed}");
        for (path, bytes) in one {
            assert!(
                bytes == &other[path],
                "{path} of seed {seed} differs:\n{}",
                difference(bytes, &other[path])
            );
        }
    }
}

/// The archive's edition shows every withheld word.
fn archive_has(site: &Site, secrets: &[String], seed: u64) {
    let (_, files) = built(site, Some("archive"), &Cache::none());
    let pages = files.iter().filter(|(path, _)| path.ends_with("index.html"));
    let pages: Vec<u8> = pages.flat_map(|(_, bytes)| bytes.clone()).collect();
    let is_marked =
        site.read("content/a.md").contains("withheld") || site.read("content/a.md").contains("||");
    assert!(!is_marked || has(&files["withheld.csv"], "a.md,"), "seed {seed}");
    for secret in secrets {
        assert!(
            has(&pages, secret),
            "`{secret}` of seed {seed} is not in the archive:\n{}",
            site.read("content/a.md")
        );
    }
}

fn difference(one: &[u8], other: &[u8]) -> String {
    let at = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let piece = |bytes: &[u8]| {
        String::from_utf8_lossy(&bytes[at.saturating_sub(150)..(at + 80).min(bytes.len())]).into_owned()
    };
    format!("{}\n---\n{}", piece(one), piece(other))
}
