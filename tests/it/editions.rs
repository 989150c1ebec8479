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

use crate::edition_pages::write_site;
use crate::edits::count;
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
        theme: None,
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

pub fn has(bytes: &[u8], word: &str) -> bool {
    let bytes = bytes.to_ascii_lowercase();
    let word = word.to_ascii_lowercase();
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

pub const MARKERS: [&str; 3] = ["qzxa", "vkwb", "secretfile"];

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
