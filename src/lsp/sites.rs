//! The sites that an editor has texts of: what is to be checked next, and the newest result.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::analysis::Analysis;
use super::documents::OpenDocument;
use crate::load::SITE_FILE;

/// The longest time for which a request waits for a check: the first one of a large site takes seconds.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The files that may have changed since the last check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ChangedFiles {
    /// Any.
    Any,
    /// Only those with these paths from the site's root.
    Only(BTreeSet<String>),
}

impl Default for ChangedFiles {
    fn default() -> Self {
        ChangedFiles::Only(BTreeSet::new())
    }
}

impl ChangedFiles {
    pub(super) fn add(&mut self, path: &str) {
        if let ChangedFiles::Only(paths) = self {
            paths.insert(path.to_string());
        }
    }

    pub(super) fn append(&mut self, other: ChangedFiles) {
        match (self, other) {
            (ChangedFiles::Only(paths), ChangedFiles::Only(more)) => paths.extend(more),
            (all, _) => *all = ChangedFiles::Any,
        }
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        match self {
            ChangedFiles::Any => true,
            ChangedFiles::Only(paths) => paths.contains(path),
        }
    }
}

/// A check that is to be made.
#[derive(Clone, Debug)]
pub(super) struct CheckTask {
    /// Its number: later texts have higher ones.
    pub(super) number: u64,
    /// The open texts, by their paths from the site's root.
    pub(super) open: BTreeMap<String, OpenDocument>,
    /// The files that changed since the task before.
    pub(super) changed: ChangedFiles,
}

/// The newest result of a check, or the reason why there is none.
pub(super) type CheckResult = Result<Arc<Analysis>, String>;

/// The state that a site's checker and the requests share.
#[derive(Debug)]
pub(super) struct SiteState {
    /// The folder of `site.toml`.
    pub(super) root: PathBuf,
    inbox: Mutex<Inbox>,
    arrived: Condvar,
    latest: Mutex<Option<(u64, CheckResult)>>,
    finished: Condvar,
}

#[derive(Debug)]
struct Inbox {
    task: CheckTask,
    /// The number of the last task that was taken.
    taken: u64,
    is_closed: bool,
}

impl SiteState {
    /// The site in the folder `root`, of which nothing is known yet.
    pub(super) fn new(root: PathBuf) -> SiteState {
        let task = CheckTask { number: 1, open: BTreeMap::new(), changed: ChangedFiles::Any };
        SiteState {
            root,
            inbox: Mutex::new(Inbox { task, taken: 0, is_closed: false }),
            arrived: Condvar::new(),
            latest: Mutex::new(None),
            finished: Condvar::new(),
        }
    }

    /// The path of a file of the site from its root, with `/` between its parts.
    pub(super) fn below(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        parts.map(|parts| parts.join("/"))
    }

    /// Takes over the text of a file as the editor has it now; none when it has it no longer.
    pub(super) fn set_text(&self, path: &str, document: Option<OpenDocument>) {
        self.change(|task| {
            task.changed.add(path);
            match document {
                Some(document) => task.open.insert(path.to_string(), document),
                None => task.open.remove(path),
            };
        });
    }

    /// Any file may have changed on the disk.
    pub(super) fn disk_changed(&self) {
        self.change(|task| task.changed = ChangedFiles::Any);
    }

    fn change(&self, change: impl FnOnce(&mut CheckTask)) {
        let mut inbox = lock(&self.inbox);
        change(&mut inbox.task);
        inbox.task.number += 1;
        self.arrived.notify_all();
    }

    /// Ends the site's checker.
    pub(super) fn close(&self) {
        lock(&self.inbox).is_closed = true;
        self.arrived.notify_all();
        self.finished.notify_all();
    }

    /// Waits for the next task; none when there will be none.
    pub(super) fn next_task(&self) -> Option<CheckTask> {
        let idle = |inbox: &mut Inbox| !inbox.is_closed && inbox.task.number == inbox.taken;
        let inbox = lock(&self.inbox);
        let mut inbox = self.arrived.wait_while(inbox, idle).unwrap_or_else(PoisonError::into_inner);
        if inbox.is_closed {
            return None;
        }
        inbox.taken = inbox.task.number;
        let changed = std::mem::take(&mut inbox.task.changed);
        Some(CheckTask { changed, ..inbox.task.clone() })
    }

    /// Returns true if there are newer texts than those of the task `number`.
    pub(super) fn is_superseded(&self, number: u64) -> bool {
        let inbox = lock(&self.inbox);
        inbox.is_closed || inbox.task.number > number
    }

    /// Keeps the result of the task `number`.
    pub(super) fn finish(&self, number: u64, result: CheckResult) {
        *lock(&self.latest) = Some((number, result));
        self.finished.notify_all();
    }

    /// The result for the texts as they are now, for which it waits.
    pub(super) fn current(&self) -> CheckResult {
        let number = lock(&self.inbox).task.number;
        self.wait_for(number)
    }

    /// The newest result that there is; the first one is waited for.
    pub(super) fn newest(&self) -> CheckResult {
        self.wait_for(0)
    }

    fn wait_for(&self, number: u64) -> CheckResult {
        let is_missing = |latest: &mut Option<(u64, CheckResult)>| {
            latest.as_ref().is_none_or(|(found, _)| *found < number)
        };
        let latest = lock(&self.latest);
        let waited = self.finished.wait_timeout_while(latest, LONGEST_WAIT, is_missing);
        let (latest, time) = waited.unwrap_or_else(PoisonError::into_inner);
        match &*latest {
            Some((_, result)) if !time.timed_out() => result.clone(),
            _ => Err("the site is still being checked".to_string()),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The folder of the site that has the file at `path`: the nearest one around it with a `site.toml`.
pub(super) fn site_root(path: &Path) -> Option<&Path> {
    path.ancestors().skip(1).find(|folder| folder.join(SITE_FILE).is_file())
}
