//! Output folders and caches that a stranger wrote.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use postil::cache::{Cache, CacheKind, Fingerprint};
use postil::model::File;
use postil::pipeline;
use postil::publish::{Method, OutputFolder, Sink};
use tempfile::TempDir;

use super::whole::{Made, request, write};

/// Publishes into a folder with this list of files: nothing of somebody else's is lost, and the next build works.
pub fn manifest(bytes: &[u8]) {
    let root = folder();
    for method in [Method::Exchange, Method::InPlace] {
        write(root.path(), "site/public/mine.txt", "mine");
        write(root.path(), "site/public/a/mine.txt", "mine");
        write(root.path(), "outside.txt", "mine");
        fs::write(root.path().join("site/public/.postil-manifest.json"), bytes).expect("a list is written");
        for text in ["one", "two"] {
            let site = root.path().join("site");
            let output = OutputFolder::open(&site.join("public"), &site, method).expect("not refused");
            for path in ["index.html", "a/b.html"] {
                output.put(File { path: path.into(), bytes: text.into() }).expect("written");
            }
            output.commit().expect("published");
            for path in ["outside.txt", "site/public/mine.txt", "site/public/a/mine.txt"] {
                assert_eq!(
                    fs::read_to_string(root.path().join(path)).expect("it is there"),
                    "mine",
                    "{path}"
                );
            }
            let read = fs::read_to_string(site.join("public/index.html"));
            assert_eq!(read.expect("it is there"), text);
        }
        fs::remove_dir_all(root.path()).expect("removed");
    }
}

fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a temporary folder")
}

/// A site with a cache, in which one entry after the other is altered.
struct CachedSite {
    root: PathBuf,
    entries: Vec<(CacheKind, PathBuf, Vec<u8>)>,
}

/// The parts of an entry in front of what was made.
const SEALED: usize = 32;

impl CachedSite {
    fn make() -> CachedSite {
        let root = folder().keep();
        write(&root, "site.toml", "title = \"A\"\n[search]\nshape = \"shards\"\n");
        let page = "+++\nspeakers = [\"Ann\"]\n+++\n# A\n\nLead.\n\n**Ann:** Words of *[Ann](b.md)*.[^n]\n\n## More\n\n\
                    **Ben:** [0:12] Two, `three`.\n\n[^n]: A note.\n";
        write(&root, "content/a.md", page);
        write(&root, "content/b.md", "# B\n\n**Ann:** Words.\n\n> Said.\n\n- one\n- two\n");
        build(&root, &open(&root));
        let mut entries = Vec::new();
        for (kind, name) in
            [(CacheKind::Page, "pages"), (CacheKind::Segment, "segments"), (CacheKind::Pack, "packs")]
        {
            for file in fs::read_dir(root.join("kept").join(name)).expect("a folder").flatten() {
                entries.push((kind, file.path(), fs::read(file.path()).expect("an entry")));
            }
        }
        entries.sort_by(|a, b| a.1.cmp(&b.1));
        CachedSite { root, entries }
    }

    /// Alters an entry as `bytes` say, makes its fingerprint right, and builds.
    fn alter(&self, bytes: &[u8]) {
        let [which, edits @ ..] = bytes else { return };
        let (kind, path, whole) = &self.entries[usize::from(*which) % self.entries.len()];
        let mut entry = whole[SEALED..].to_vec();
        for edit in edits.chunks_exact(4) {
            let at = usize::from(edit[0]) << 8 | usize::from(edit[1]);
            let at = at % entry.len();
            match edit[2] % 4 {
                0 => drop(entry.splice(at..at, [edit[3]])),
                1 => entry.truncate(at + 1),
                2 if entry.len() > 1 => drop(entry.remove(at)),
                _ => entry[at] = edit[3],
            }
        }
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let key = Fingerprint::parse(name).expect("a key");
        let seal = Fingerprint::new(&(*kind, key, &entry[..])).bytes();
        fs::write(path, [&whole[..SEALED - seal.len()], &seal, &entry].concat()).expect("written");
        build(&self.root, &open(&self.root));
        fs::write(path, whole).expect("written");
    }
}

fn open(root: &Path) -> Cache {
    Cache::open(&root.join("kept"), root).expect("a cache")
}

fn build(root: &Path, cache: &Cache) {
    let build = |cache: &Cache| {
        let made = Made::default();
        let outcome = pipeline::build(&request(root), cache, &made, &()).expect("the site is read");
        (outcome, made)
    };
    cache.build_with(build);
}

/// Builds with a cache in which somebody altered an entry: the build comes to an end.
pub fn cache(bytes: &[u8]) {
    static SITE: OnceLock<Mutex<CachedSite>> = OnceLock::new();
    let site = SITE.get_or_init(|| Mutex::new(CachedSite::make()));
    site.lock().expect("nobody panics").alter(bytes);
}
