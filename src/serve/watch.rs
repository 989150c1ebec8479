//! Waits for changes in a site's sources.
//!
//! Folders are watched and not files: an editor that saves by renaming would slip away.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvError, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::bibliography::BIBLIOGRAPHY_FILES;
use crate::load::SITE_FILE;

/// The quiet time to wait for after a change: one save is several events, and the file is complete only after the last.
const QUIET: Duration = Duration::from_millis(40);

/// The quiet time after a file was closed or moved to its place, when only other files can still change.
const QUIET_WHEN_WHOLE: Duration = Duration::from_millis(5);

/// The longest time a change waits, however busy the folder is.
const LONGEST: Duration = Duration::from_millis(400);

/// The time between two looks at the root: that another folder takes its place is no event in the folder that is
/// watched.
const GLANCE: Duration = Duration::from_secs(1);

/// The folders whose files make the site.
const SOURCES: [&str; 4] = ["content", "i18n", "static", "themes"];

/// Somebody has written a file and closed it.
const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));

/// A watch over one site.
pub(super) struct Watch {
    /// The root as it was named.
    named: PathBuf,
    /// The same without links.
    root: PathBuf,
    /// The folder that it is; none when there is no folder now.
    identity: Option<FolderIdentity>,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
}

impl Watch {
    pub(super) fn new(named: &Path) -> notify::Result<Self> {
        let (sender, events) = channel();
        let root = named.canonicalize()?;
        let identity = FolderIdentity::read(&root);
        let mut watcher = notify::recommended_watcher(sender)?;
        watcher.watch(&root, RecursiveMode::NonRecursive)?;
        let mut watch = Watch { named: named.into(), root, identity, watcher, events };
        watch.cover_sources();
        Ok(watch)
    }

    /// Returns when sources have changed and nothing more happened for a moment. An error means that
    /// nobody watches any longer.
    pub(super) fn wait_for_change(&mut self) -> Result<(), RecvError> {
        let Some(mut last) = self.next_event()? else { return Ok(()) };
        let changed = Instant::now();
        while changed.elapsed() < LONGEST {
            let quiet = if leaves_whole(&last) { QUIET_WHEN_WHOLE } else { QUIET };
            match self.events.recv_timeout(quiet) {
                Ok(event) => last = event,
                Err(_) => break,
            }
        }
        self.cover_sources();
        Ok(())
    }

    /// The next event in the sources; none when another folder has taken the root's place.
    fn next_event(&mut self) -> Result<Option<notify::Result<Event>>, RecvError> {
        loop {
            let event = self.events.recv_timeout(GLANCE);
            if self.follow_root() {
                return Ok(None);
            }
            match event {
                Ok(event) if self.concerns_us(&event) => return Ok(Some(event)),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(RecvError),
            }
        }
    }

    /// Watches the folder that has taken the root's place, if one has, or it has gone. Says whether that is so.
    fn follow_root(&mut self) -> bool {
        let identity = FolderIdentity::read(&self.named);
        if identity == self.identity {
            return false;
        }
        match identity.is_some().then(|| Watch::new(&self.named)) {
            Some(Ok(watch)) => *self = watch,
            // The build says that there is nothing to read; another folder may still come.
            Some(Err(_)) | None => self.identity = None,
        }
        true
    }

    /// Folders may come and go; one that came is watched from now on.
    fn cover_sources(&mut self) {
        for folder in SOURCES.map(|name| self.root.join(name)) {
            if folder.is_dir() {
                // One that cannot be watched is one that cannot be read, which the build says.
                let _ = self.watcher.watch(&folder, RecursiveMode::Recursive);
            }
        }
    }

    fn concerns_us(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        let changed = !event.kind.is_access() || event.kind == CLOSED;
        changed && (event.need_rescan() || event.paths.iter().any(|path| self.is_source(path)))
    }

    /// The output folder often stands in the root as well: writing there must start nothing.
    fn is_source(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.root).ok();
        let first = below.and_then(|below| below.iter().next()).and_then(|first| first.to_str());
        first.is_some_and(|first| {
            first == SITE_FILE || SOURCES.contains(&first) || BIBLIOGRAPHY_FILES.contains(&first)
        })
    }
}

/// A number that tells a folder from another of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FolderIdentity(u64, u64);

impl FolderIdentity {
    fn read(path: &Path) -> Option<Self> {
        path.metadata().ok().filter(Metadata::is_dir).map(|found| Self::from_metadata(&found))
    }

    #[cfg(unix)]
    fn from_metadata(found: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;

        FolderIdentity(found.dev(), found.ino())
    }

    #[cfg(not(unix))]
    fn from_metadata(found: &Metadata) -> Self {
        let made = found.created().ok().and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
        FolderIdentity(made.map_or(0, |made| made.as_nanos() as u64), 0)
    }
}

/// Returns true if `event` says that its file is complete.
fn leaves_whole(event: &notify::Result<Event>) -> bool {
    let is_last = |kind| {
        kind == CLOSED || matches!(kind, EventKind::Modify(ModifyKind::Name(_)) | EventKind::Remove(_))
    };
    event.as_ref().is_ok_and(|event| is_last(event.kind))
}
