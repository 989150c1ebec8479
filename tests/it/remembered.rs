//! What a build remembers of those before, in memory or on the disk: never anything that is not so any more.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;

use postil::cache::{Cache, CacheKind, Fingerprint};
use postil::model::File;
use postil::pipeline::{self, Drafts, OutputFile, PageMemory, Request, Trust};
use postil::publish::{Sink, WriteError};
use postil::render;
use postil::resolve::DraftNotes;

use crate::edits::{Random, count, edit, start_over};
use crate::site::Site;

/// Everything that can be seen of a site: what was said of it, and its files.
#[derive(PartialEq)]
struct Seen {
    said: String,
    files: Option<BTreeMap<String, Result<Vec<u8>, String>>>,
}

fn seen(request: &Request, memory: &mut PageMemory) -> Seen {
    let prepared = pipeline::prepare(request, memory).unwrap();
    let files = prepared.output.map(|output| {
        let made = |(path, piece)| match piece {
            OutputFile::Rendered(job) => {
                (path, output.render_one(&job).map_err(|found| format!("{found:?}")))
            }
            OutputFile::Made(bytes) => (path, Ok(bytes)),
            OutputFile::OnDisk(from) => (path, Ok(read_all(&mut from.open().unwrap()))),
        };
        let index = output.index().into_iter().map(|(path, bytes)| (path, Ok(bytes)));
        output.pieces().into_iter().map(made).chain(index).collect()
    });
    Seen { said: format!("{:?} {:?}", prepared.outcome.diagnostics, prepared.outcome.counts), files }
}

fn request(site: &Site) -> Request {
    Request {
        root: site.path("."),
        base_url: None,
        theme: None,
        drafts: Drafts::Leave,
        draft_notes: DraftNotes::Show,
        trust: Trust::Full,
        options: render::Options::default(),
        edition: Default::default(),
    }
}

/// After any series of edits, a build that remembers makes what one makes that does not.
#[test]
fn a_build_that_remembers_makes_what_a_clean_one_makes() {
    let site = Site::new();
    let request = request(&site);
    let (mut random, mut memory, mut good) = (Random(7), PageMemory::default(), 0);
    for number in 0..count(40) {
        edit(&site, &mut random);
        let remembering = seen(&request, &mut memory);
        let clean = seen(&request, &mut PageMemory::default());
        assert_eq!(remembering.said, clean.said, "after {number} edits");
        assert!(remembering.files == clean.files, "the files differ after {number} edits");
        good += usize::from(clean.files.is_some());
    }
    assert!(good > count(40) / 8, "most edits left nothing to compare: {good}");
}

fn read_all(file: &mut fs::File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

/// Holds a site in memory.
#[derive(Default)]
struct Held(Mutex<BTreeMap<String, Vec<u8>>>);

impl Sink for Held {
    fn put(&self, file: File) -> Result<(), WriteError> {
        self.0.lock().unwrap().insert(file.path, file.bytes);
        Ok(())
    }

    fn copy(&self, path: &str, from: &mut fs::File) -> Result<(), WriteError> {
        self.0.lock().unwrap().insert(path.into(), read_all(from));
        Ok(())
    }
}

/// What was said of a site, and its files if it is good.
fn built(request: &Request, cache: &Cache) -> (String, Option<BTreeMap<String, Vec<u8>>>) {
    let held = Held::default();
    let outcome = pipeline::build(request, cache, &held, &()).unwrap();
    assert_eq!(cache.trouble(), None);
    let said = format!("{:?} {:?}", outcome.diagnostics, outcome.counts);
    (said, outcome.is_good().then(|| held.0.into_inner().unwrap()))
}

/// Cuts a file of the cache short, or changes a byte in its middle.
fn spoil(folder: &Path, random: &mut Random) {
    let kinds = ["pages", "segments", "packs", "cards"].map(|kind| folder.join(kind));
    let mut files: Vec<_> =
        kinds.iter().flat_map(fs::read_dir).flatten().map(|file| file.unwrap().path()).collect();
    files.sort();
    if files.is_empty() {
        return;
    }
    let file = files.swap_remove(random.below(files.len()));
    let mut bytes = fs::read(&file).unwrap();
    let at = random.below(bytes.len());
    match random.below(2) {
        0 => bytes.truncate(at),
        _ => bytes[at] ^= 1 << random.below(8),
    }
    fs::write(&file, bytes).unwrap();
}

/// After any series of edits, a build with a cache makes what one makes without, whatever becomes of the cache.
#[test]
fn a_build_with_a_cache_makes_what_a_clean_one_makes() {
    let site = Site::new();
    site.write("site.toml", "title = \"Test\"\n[search]\nshape = \"large\"\n");
    let request = request(&site);
    let folder = tempfile::tempdir().unwrap();
    let (mut random, mut good, mut bad) = (Random(11), 0, 0);
    for number in 0..count(40) {
        edit(&site, &mut random);
        if random.below(4) == 0 {
            spoil(folder.path(), &mut random);
        }
        let cached = built(&request, &Cache::open(folder.path(), site.path(".").as_path()).unwrap());
        let clean = built(&request, &Cache::none());
        assert_eq!(cached.0, clean.0, "after {number} edits");
        assert!(cached.1 == clean.1, "the files differ after {number} edits");
        match clean.1 {
            Some(_) => (good, bad) = (good + 1, 0),
            None => bad += 1,
        }
        if bad > 4 {
            start_over(&site);
        }
    }
    assert!(good > count(40) / 2, "most edits left nothing to compare: {good}");
}

/// An attacker who alters an entry can make the fingerprint in front of it right again.
#[test]
fn altered_cache_entry_does_not_end_the_build() {
    let site = Site::new();
    site.write("site.toml", "title = \"Test\"\n[search]\nshape = \"large\"\n");
    let page = "# A\n\n**Ann:** Words of *Ann*.[^n]\n\n## More\n\n**Ben:** [0:12] Two.\n\n[^n]: A note.\n";
    site.write("content/a.md", page);
    site.build(&["--cache", "kept"]).expect(0);
    let clean = site.read("public/a/index.html");
    let mut random = Random(3);
    let mut rejected = 0;
    for (kind, folder) in
        [(CacheKind::Page, "pages"), (CacheKind::Segment, "segments"), (CacheKind::Pack, "packs")]
    {
        let files = fs::read_dir(site.path("kept").join(folder)).unwrap();
        for file in files.map(|file| file.unwrap().path()) {
            let whole = fs::read(&file).unwrap();
            for _ in 0..count(5) {
                let mut entry = whole[32..].to_vec();
                let at = random.below(entry.len());
                entry[at] = entry[at].wrapping_add(1 + random.below(255) as u8);
                let key = Fingerprint::parse(file.file_name().unwrap().to_str().unwrap()).unwrap();
                let seal = Fingerprint::new(&(kind, key, &entry[..])).bytes();
                fs::write(&file, [&whole[..16], &seal, &entry].concat()).unwrap();
                let run = site.build(&["--cache", "kept"]);
                assert!(run.code < 2 && !run.err.contains("panicked"), "byte {at} of {folder}: {}", run.err);
                if run.err.contains("did without it") {
                    rejected += 1;
                    assert_eq!(site.read("public/a/index.html"), clean);
                }
            }
            fs::write(&file, whole).unwrap();
        }
    }
    assert!(rejected > 0, "no entry made a build fail");
}

#[test]
fn a_cache_has_a_folder_of_its_own() {
    let site = Site::new().with("content/a.md", "Words.").with("content/b.md", "More words.");
    site.write("thesis/chapter.md", "years");
    for (folder, why) in [
        ("public", "would be published"),
        ("public/.cache", "would be published"),
        (".", "holds the output folder"),
        ("content/cache", "holds the site's own sources"),
        ("thesis", "holds other things than a cache"),
        ("site.toml", "site.toml: "),
    ] {
        let run = site.build(&["--cache", folder]);
        assert_eq!(run.code, 2, "{folder}");
        assert!(run.err.contains(why), "{folder}: {}", run.err);
        assert!(!site.path("public/index.html").exists() && !site.path("public/.cache").exists(), "{folder}");
    }
    for _ in 0..2 {
        let run = site.build(&["--cache", "kept/here"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
    }
    assert!(site.path("kept/here/CACHEDIR.TAG").exists());
    assert_eq!(fs::read_dir(site.path("kept/here/pages")).unwrap().count(), 2);
}
