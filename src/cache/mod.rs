//! What a build keeps on the disk for the next ones: whatever took long to make, each under a fingerprint of everything
//! it was made of.
//!
//! What is read back is what would be made. A fingerprint is SHA-256, to 128 bits, of all that was put into the making,
//! and of the program itself; what was cut short or spoilt on the disk is told by a fingerprint of its own and made
//! anew. So the folder may be deleted or kept for years, and no build is wrong for it.

mod fingerprint;

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::hash::Hash;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::{Serialize, de::DeserializeOwned};

pub use self::fingerprint::Fingerprint;

/// Where builds keep what they made, or nowhere.
#[derive(Debug, Default)]
pub struct Cache {
    folder: Option<Folder>,
}

/// What is kept: a folder for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A page, parsed and settled.
    Page,
    /// What packs a segment of the search index has.
    Segment,
    /// A pack of the search index.
    Pack,
    /// The picture of a transcript.
    Card,
}

/// Why a folder cannot be the cache.
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
struct Folder {
    path: PathBuf,
    /// Another program may make something else of the same.
    program: Fingerprint,
    used: Mutex<HashSet<PathBuf>>,
    trouble: OnceLock<io::Error>,
}

/// The tag of the Cache Directory Tagging Specification, which keeps such folders out of backups.
const TAG: &str = "CACHEDIR.TAG";
const SIGNATURE: &str =
    "Signature: 8a477f597d28d172789f06886806bc55\n# What Postil keeps for later builds. It may be deleted.\n";

impl Kind {
    const ALL: [Kind; 4] = [Kind::Page, Kind::Segment, Kind::Pack, Kind::Card];

    fn folder(self) -> &'static str {
        match self {
            Kind::Page => "pages",
            Kind::Segment => "segments",
            Kind::Pack => "packs",
            Kind::Card => "cards",
        }
    }
}

impl Cache {
    /// Nothing is kept and everything is made.
    pub fn none() -> Cache {
        Cache::default()
    }

    /// The cache in the folder at `path`, which is made if there is none yet.
    ///
    /// # Errors
    /// When the folder holds something else, or cannot be read or made.
    pub fn open(path: &Path) -> Result<Cache, CacheError> {
        let at = |error| CacheError::Disk(path.into(), error);
        let tag = path.join(TAG);
        if fs::read(&tag).ok().as_deref() != Some(SIGNATURE.as_bytes()) {
            fs::create_dir_all(path).map_err(at)?;
            if fs::read_dir(path).map_err(at)?.next().is_some() {
                return Err(CacheError::Foreign(path.into()));
            }
            fs::write(&tag, SIGNATURE).map_err(at)?;
        }
        for kind in Kind::ALL {
            fs::create_dir_all(path.join(kind.folder())).map_err(at)?;
        }
        let program = std::env::current_exe().and_then(fs::read).map_err(at)?;
        let program = Fingerprint::of(&program);
        let (used, trouble) = (Mutex::default(), OnceLock::new());
        Ok(Cache { folder: Some(Folder { path: path.into(), program, used, trouble }) })
    }

    /// Whether anything is kept.
    pub fn is_kept(&self) -> bool {
        self.folder.is_some()
    }

    /// What `make` makes of `parts`, or what it made of them before.
    pub fn made<T: Serialize + DeserializeOwned>(
        &self,
        kind: Kind,
        parts: &impl Hash,
        make: impl FnOnce() -> T,
    ) -> T {
        let recall = |bytes: &[u8]| postcard::from_bytes(bytes).ok();
        let write = |made: &T| postcard::to_allocvec(made).ok();
        self.made_as(kind, parts, make, recall, write)
    }

    /// The same for what is written down in a way of its own: `read` makes it of the bytes that `write` made, if it can.
    pub fn made_as<T>(
        &self,
        kind: Kind,
        parts: &impl Hash,
        make: impl FnOnce() -> T,
        read: impl FnOnce(&[u8]) -> Option<T>,
        write: impl FnOnce(&T) -> Option<Vec<u8>>,
    ) -> T {
        let Some(folder) = &self.folder else { return make() };
        let file = folder.place(kind, parts);
        let known = sound(fs::read(&file).ok()).and_then(|bytes| read(&bytes[Fingerprint::LENGTH..]));
        let value = known.unwrap_or_else(|| {
            let made = make();
            if let Some(bytes) = write(&made) {
                folder.write(&file, &bytes);
            }
            made
        });
        folder.used.lock().unwrap_or_else(PoisonError::into_inner).insert(file);
        value
    }

    /// What was [kept](Self::keep) of `parts`, if it is there and sound.
    pub fn recall<T: DeserializeOwned>(&self, kind: Kind, parts: &impl Hash) -> Option<T> {
        let folder = self.folder.as_ref()?;
        let file = folder.place(kind, parts);
        let bytes = sound(fs::read(&file).ok())?;
        let value = postcard::from_bytes(&bytes[Fingerprint::LENGTH..]).ok()?;
        folder.used.lock().unwrap_or_else(PoisonError::into_inner).insert(file);
        Some(value)
    }

    /// Keeps what was made of `parts`, for a maker that has more to do than to return it.
    pub fn keep<T: Serialize>(&self, kind: Kind, parts: &impl Hash, made: &T) {
        let Some(folder) = &self.folder else { return };
        let file = folder.place(kind, parts);
        if let Ok(bytes) = postcard::to_allocvec(made) {
            folder.write(&file, &bytes);
        }
        folder.used.lock().unwrap_or_else(PoisonError::into_inner).insert(file);
    }

    /// Forgets what no build asked for since the cache was opened.
    pub fn forget_others(&self) {
        let Some(folder) = &self.folder else { return };
        let used = folder.used.lock().unwrap_or_else(PoisonError::into_inner);
        for kind in Kind::ALL {
            let files = fs::read_dir(folder.path.join(kind.folder())).into_iter().flatten().flatten();
            for file in files.map(|file| file.path()).filter(|file| !used.contains(file)) {
                let _ = fs::remove_file(file);
            }
        }
    }

    /// Why something could not be kept, if so. The build is none the worse for it.
    pub fn trouble(&self) -> Option<String> {
        let Folder { path, trouble, .. } = self.folder.as_ref()?;
        Some(format!("{}: {}", path.display(), trouble.get()?))
    }
}

impl Folder {
    fn place(&self, kind: Kind, parts: &impl Hash) -> PathBuf {
        let key = Fingerprint::of(&(self.program, kind, parts));
        self.path.join(kind.folder()).join(key.to_string())
    }

    /// Nobody ever sees half a file, and of two builds at once either may be the one that writes it.
    fn write(&self, file: &Path, bytes: &[u8]) {
        let folder = file.parent().unwrap_or(&self.path);
        let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut new| {
            new.write_all(&Fingerprint::of(&bytes).bytes())?;
            new.write_all(bytes)?;
            Ok(new.persist(file)?)
        });
        match written {
            // Somebody deletes the cache, or another build forgets.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => drop(self.trouble.set(error)),
            Ok(_) => {}
        }
    }
}

/// The bytes of a file that are as they were written: their fingerprint stands before them.
fn sound(file: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let is_sound = |file: &Vec<u8>| {
        let written = file.split_at_checked(Fingerprint::LENGTH);
        written.is_some_and(|(print, bytes)| Fingerprint::of(&bytes).bytes() == print)
    };
    file.filter(is_sound)
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
            let cache = Cache::open(folder.path()).expect("a cache");
            let made = cache.made(Kind::Page, &words, || {
                times.set(times.get() + 1);
                words.to_uppercase()
            });
            cache.forget_others();
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
        let open = || Cache::open(folder.path()).expect("a cache");
        assert_eq!(Cache::none().recall::<u32>(Kind::Pack, &"a"), None);
        open().keep(Kind::Pack, &"a", &7_u32);
        open().keep(Kind::Pack, &"b", &8_u32);
        let later = open();
        assert_eq!(later.recall(Kind::Pack, &"a"), Some(7_u32));
        later.forget_others();
        assert_eq!(open().recall(Kind::Pack, &"a"), Some(7_u32));
        assert_eq!(open().recall::<u32>(Kind::Pack, &"b"), None, "nobody asked for it");
    }

    #[test]
    fn what_is_spoilt_is_made_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let made =
            || Cache::open(folder.path()).expect("a cache").made(Kind::Page, &1, || "right".to_string());
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
        assert!(matches!(Cache::open(folder.path()), Err(CacheError::Foreign(_))));
        assert!(folder.path().join("thesis.md").exists());
    }
}
