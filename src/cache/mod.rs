//! A folder in which builds keep for the next ones whatever took long to make, each under a fingerprint of everything
//! it was made of.
//!
//! An entry read back is what would be made. A fingerprint is SHA-256, to 128 bits, of all that was put into the making,
//! and of the program itself; what was cut short or spoilt on the disk is told by a fingerprint of its own and made
//! anew. So the folder may be deleted or kept for years, and no build is wrong for it.

mod fingerprint;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::hash::Hash;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::{Serialize, de::DeserializeOwned};

use crate::disk::{EntryKind, FolderEntry, FolderHandle};

pub use self::fingerprint::Fingerprint;

/// A place where builds keep what they made, or nowhere.
#[derive(Debug, Default)]
pub struct Cache {
    folder: Option<CacheFolder>,
}

/// A kind of thing that is kept, each in a folder of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CacheKind {
    /// A page, parsed and settled.
    Page,
    /// The packs that make up a segment of the search index.
    Segment,
    /// A pack of the search index.
    Pack,
    /// The picture of a transcript.
    Card,
}

/// A reason why a folder cannot be the cache.
#[derive(Debug)]
pub enum CacheError {
    /// It is somebody's who keeps other things in it.
    Foreign(PathBuf),
    /// The disk refuses.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CacheError::Foreign(path) => {
                write!(
                    f,
                    "{} holds other things than a cache: name a new folder with --cache",
                    path.display()
                )
            }
            CacheError::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

#[derive(Debug)]
struct CacheFolder {
    path: PathBuf,
    /// A folder for each kind.
    kinds: [FolderHandle; CacheKind::ALL.len()],
    /// Another program may make something else of the same.
    program: Fingerprint,
    used: Mutex<HashSet<(CacheKind, Fingerprint)>>,
    trouble: OnceLock<io::Error>,
}

/// The tag of the Cache Directory Tagging Specification, which keeps such folders out of backups.
const TAG: &str = "CACHEDIR.TAG";
const SIGNATURE: &str =
    "Signature: 8a477f597d28d172789f06886806bc55\n# What Postil keeps for later builds. It may be deleted.\n";

/// The start of every entry, by which it is known for one.
const MAGIC: &[u8] = b"postil-cache-01\n";

impl CacheKind {
    const ALL: [CacheKind; 4] = [CacheKind::Page, CacheKind::Segment, CacheKind::Pack, CacheKind::Card];

    fn folder(self) -> &'static str {
        match self {
            CacheKind::Page => "pages",
            CacheKind::Segment => "segments",
            CacheKind::Pack => "packs",
            CacheKind::Card => "cards",
        }
    }
}

impl Cache {
    /// Nothing is kept and everything is made.
    pub fn none() -> Cache {
        Cache::default()
    }

    /// The cache in the folder at `path` for the site at `root`, which is made if there is none yet.
    ///
    /// # Errors
    /// When the folder holds something else, or cannot be read or made.
    pub fn open(path: &Path, root: &Path) -> Result<Cache, CacheError> {
        let at = |error| CacheError::Disk(path.into(), error);
        let folder = FolderHandle::make_named(path, root).map_err(at)?;
        match folder.read(TAG) {
            Ok(tag) if tag == SIGNATURE.as_bytes() => {}
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound) => return Err(at(error)),
            found => {
                // A run that was ended may have left a part of the tag.
                let is_part = |entry: &FolderEntry| entry.name == TAG && entry.kind == EntryKind::File;
                let is_ours = found.map_or(true, |tag| SIGNATURE.as_bytes().starts_with(&tag));
                if !is_ours || !folder.entries().map_err(at)?.iter().all(is_part) {
                    return Err(CacheError::Foreign(path.into()));
                }
                folder.replace_file(TAG, SIGNATURE.as_bytes()).map_err(at)?;
            }
        }
        let open = |kind: CacheKind| folder.make_folder(kind.folder()).map_err(at);
        let [pages, segments, packs, cards] = CacheKind::ALL.map(open);
        let program = std::env::current_exe().and_then(fs::read).map_err(at)?;
        Ok(Cache {
            folder: Some(CacheFolder {
                path: path.into(),
                kinds: [pages?, segments?, packs?, cards?],
                program: Fingerprint::new(&program),
                used: Mutex::default(),
                trouble: OnceLock::new(),
            }),
        })
    }

    /// Tells whether anything is kept.
    pub fn is_kept(&self) -> bool {
        self.folder.is_some()
    }

    /// The value that `make` makes of `parts`, or made of them before.
    pub fn made<T: Serialize + DeserializeOwned>(
        &self,
        kind: CacheKind,
        parts: &impl Hash,
        make: impl FnOnce() -> T,
    ) -> T {
        let Some(folder) = &self.folder else { return make() };
        let key = Fingerprint::new(&(folder.program, kind, parts));
        let known = folder.read(kind, key).and_then(|bytes| postcard::from_bytes(&bytes).ok());
        let value = known.unwrap_or_else(|| {
            let made = make();
            if let Ok(bytes) = postcard::to_allocvec(&made) {
                folder.write(kind, key, &bytes);
            }
            made
        });
        folder.used.lock().unwrap_or_else(PoisonError::into_inner).insert((kind, key));
        value
    }

    /// The value that was [kept](Self::keep) for `parts`, if it is there and sound.
    pub fn recall<T: DeserializeOwned>(&self, kind: CacheKind, parts: &impl Hash) -> Option<T> {
        let folder = self.folder.as_ref()?;
        let key = Fingerprint::new(&(folder.program, kind, parts));
        let value = postcard::from_bytes(&folder.read(kind, key)?).ok()?;
        folder.used.lock().unwrap_or_else(PoisonError::into_inner).insert((kind, key));
        Some(value)
    }

    /// Keeps the value that was made of `parts`, for a maker that has more to do than to return it.
    pub fn keep<T: Serialize>(&self, kind: CacheKind, parts: &impl Hash, made: &T) {
        let Some(folder) = &self.folder else { return };
        let key = Fingerprint::new(&(folder.program, kind, parts));
        if let Ok(bytes) = postcard::to_allocvec(made) {
            folder.write(kind, key, &bytes);
        }
        folder.used.lock().unwrap_or_else(PoisonError::into_inner).insert((kind, key));
    }

    /// Evicts what no build asked for since the cache was opened. What is no cache entry stays: its name is no proof.
    pub fn evict_unused(&self) {
        let Some(folder) = &self.folder else { return };
        let used = folder.used.lock().unwrap_or_else(PoisonError::into_inner);
        for (kind, entries) in CacheKind::ALL.into_iter().zip(&folder.kinds) {
            for entry in entries.entries().into_iter().flatten() {
                let key = entry.name.to_str().and_then(Fingerprint::parse);
                if key.is_some_and(|key| !used.contains(&(kind, key))) && is_entry(entries, &entry.name) {
                    let _ = entries.remove_file(&entry.name);
                }
            }
        }
    }

    /// Builds with this cache, or without one should that panic.
    ///
    /// An entry that was altered on purpose, with the fingerprint to it, says of a page what no page can be, and there
    /// is no end of ways to do so.
    pub fn build_with<T>(&self, build: impl Fn(&Cache) -> T) -> T {
        let Some(folder) = &self.folder else { return build(self) };
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| build(self)));
        std::panic::set_hook(report);
        built.unwrap_or_else(|_| {
            let reason =
                "it holds what no build has put there, so this one did without it: delete the folder";
            let _ = folder.trouble.set(io::Error::other(reason));
            build(&Cache::none())
        })
    }

    /// The reason why something could not be kept or used, if there is one. The build is none the worse for it.
    pub fn trouble(&self) -> Option<String> {
        let CacheFolder { path, trouble, .. } = self.folder.as_ref()?;
        Some(format!("{}: {}", path.display(), trouble.get()?))
    }
}

impl CacheFolder {
    fn kind(&self, kind: CacheKind) -> &FolderHandle {
        &self.kinds[kind as usize]
    }

    /// The bytes that were written under `key`, unless the disk spoilt them or they are those of another key.
    fn read(&self, kind: CacheKind, key: Fingerprint) -> Option<Vec<u8>> {
        let mut bytes = self.kind(kind).read(key.to_string()).ok()?;
        let (seal, written) = bytes.strip_prefix(MAGIC)?.split_at_checked(Fingerprint::LENGTH)?;
        let is_sound = seal_of(kind, key, written).bytes() == seal;
        is_sound.then(|| bytes.split_off(MAGIC.len() + Fingerprint::LENGTH))
    }

    /// Half an entry is told by its seal and made again, so nothing is synced, and of two builds at once either may be
    /// the one that writes it.
    fn write(&self, kind: CacheKind, key: Fingerprint, bytes: &[u8]) {
        let (folder, name) = (self.kind(kind), key.to_string());
        let file = [MAGIC, &seal_of(kind, key, bytes).bytes(), bytes].concat();
        let write = || match folder.write_new(&name, &file) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                folder.remove_file(&name)?;
                folder.write_new(&name, &file)
            }
            done => done,
        };
        match write() {
            // Somebody deletes the cache, another build evicts, or it writes the same.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {}
            Err(error) => {
                let _ = folder.remove_file(&name);
                let _ = self.trouble.set(error);
            }
            Ok(()) => {}
        }
    }
}

/// Tells whether `name` is a file that Postil wrote, or an empty one, which a power cut leaves.
fn is_entry(folder: &FolderHandle, name: &OsStr) -> bool {
    let mut start = Vec::new();
    let read = |file: fs::File| file.take(MAGIC.len() as u64).read_to_end(&mut start);
    folder.open_file(name).and_then(read).is_ok() && MAGIC.starts_with(&start)
}

/// The fingerprint that is in front of what was written. It holds the key, so that no entry is read under the name of another.
fn seal_of(kind: CacheKind, key: Fingerprint, bytes: &[u8]) -> Fingerprint {
    Fingerprint::new(&(kind, key, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<PathBuf> {
        let files = fs::read_dir(folder.join("pages")).expect("a folder");
        files.flatten().map(|file| file.path()).collect()
    }

    #[test]
    fn what_was_made_of_the_same_is_not_made_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let times = std::cell::Cell::new(0);
        let upper = |words: &str| {
            let cache = Cache::open(folder.path(), folder.path()).expect("a cache");
            let made = cache.made(CacheKind::Page, &words, || {
                times.set(times.get() + 1);
                words.to_uppercase()
            });
            cache.evict_unused();
            assert_eq!(cache.trouble(), None);
            assert_eq!(made, words.to_uppercase());
            times.get()
        };
        assert_eq!([upper("a"), upper("a"), upper("b"), upper("b")], [1, 1, 2, 2]);
        assert_eq!(files(folder.path()).len(), 1, "what was made of a is forgotten");
        assert_eq!(upper("a"), 3);
    }

    #[test]
    fn what_is_kept_is_recalled_while_builds_ask_for_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || Cache::open(folder.path(), folder.path()).expect("a cache");
        assert_eq!(Cache::none().recall::<u32>(CacheKind::Pack, &"a"), None);
        open().keep(CacheKind::Pack, &"a", &7_u32);
        open().keep(CacheKind::Pack, &"b", &8_u32);
        let later = open();
        assert_eq!(later.recall(CacheKind::Pack, &"a"), Some(7_u32));
        later.evict_unused();
        assert_eq!(open().recall(CacheKind::Pack, &"a"), Some(7_u32));
        assert_eq!(open().recall::<u32>(CacheKind::Pack, &"b"), None, "nobody asked for it");
    }

    #[test]
    fn what_is_spoilt_is_made_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let made = || {
            Cache::open(folder.path(), folder.path())
                .expect("a cache")
                .made(CacheKind::Page, &1, || "right".to_string())
        };
        made();
        let file = files(folder.path()).pop().expect("one file");
        let whole = fs::read(&file).expect("bytes");
        for at in 0..whole.len() {
            let mut spoilt = whole.clone();
            spoilt[at] ^= 0x20;
            for bytes in [&spoilt[..], &whole[..at]] {
                fs::write(&file, bytes).expect("written");
                assert_eq!(made(), "right");
                assert_eq!(fs::read(&file).expect("bytes"), whole, "byte {at}");
            }
        }
    }

    #[test]
    fn a_folder_of_other_things_is_no_cache() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("thesis.md"), "years").expect("written");
        assert!(matches!(Cache::open(folder.path(), folder.path()), Err(CacheError::Foreign(_))));
        assert!(folder.path().join("thesis.md").exists());
    }
}
