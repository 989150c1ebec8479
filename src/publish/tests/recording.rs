//! A disk that fails, or that power is cut from, as tests need it.

use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::power::{Recorder, Step};
use crate::disk::{DiskChange, DiskWatcher, FileIdentity};

/// A kind of operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Create,
    Append,
    Rename,
    Exchange,
    Link,
    Remove,
    Access,
    Sync,
    SyncFileSystem,
}

/// A fault of the disk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    /// The number of the operation that fails, from 0.
    pub(super) at: usize,
    /// The system's number of the error.
    pub(super) error: i32,
    pub(super) reach: Reach,
}

/// The operations that a fault reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The one.
    Once,
    /// It and all later ones that need more room.
    Growth,
    /// It and all later ones, as when the process is killed.
    Rest,
}

/// Counts the operations of a run, records them, and lets some fail.
#[derive(Debug, Default)]
pub(super) struct TestDisk {
    /// Operations that this disk does not have.
    pub(super) unsupported: Vec<Operation>,
    pub(super) fault: Option<Fault>,
    count: AtomicUsize,
    failed: AtomicUsize,
    recorder: Mutex<Option<Recorder>>,
}

impl TestDisk {
    pub(super) fn new(unsupported: &[Operation], fault: Option<Fault>) -> TestDisk {
        TestDisk { unsupported: unsupported.to_vec(), fault, ..TestDisk::default() }
    }

    pub(super) fn recording(unsupported: &[Operation], recorder: Recorder) -> TestDisk {
        TestDisk { recorder: Mutex::new(Some(recorder)), ..TestDisk::new(unsupported, None) }
    }

    /// The number of operations so far.
    pub(super) fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    /// The number of operations that failed.
    pub(super) fn failed(&self) -> usize {
        self.failed.load(Ordering::Relaxed)
    }

    /// The steps that were recorded.
    pub(super) fn steps(&self) -> Vec<Step> {
        let recorder = self.recorder.lock().expect("no panic").take();
        recorder.expect("a recorder").steps
    }
}

impl DiskWatcher for TestDisk {
    fn before(&self, change: &DiskChange) -> io::Result<()> {
        let operation = operation(change);
        if self.unsupported.contains(&operation) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let at = self.count.fetch_add(1, Ordering::Relaxed);
        let fails = self.fault.filter(|fault| match fault.reach {
            Reach::Once => at == fault.at,
            Reach::Growth => at >= fault.at && needs_room(operation),
            Reach::Rest => at >= fault.at,
        });
        match fails {
            Some(fault) => {
                self.failed.fetch_add(1, Ordering::Relaxed);
                Err(io::Error::from_raw_os_error(fault.error))
            }
            None => Ok(()),
        }
    }

    fn after(&self, change: &DiskChange, made: Option<FileIdentity>) {
        if let Some(recorder) = &mut *self.recorder.lock().expect("no panic") {
            recorder.record(change, made);
        }
    }
}

fn operation(change: &DiskChange) -> Operation {
    match change {
        DiskChange::CreateFolder(_) | DiskChange::CreateFile(_) => Operation::Create,
        DiskChange::Append(..) => Operation::Append,
        DiskChange::Rename(..) => Operation::Rename,
        DiskChange::Exchange(..) => Operation::Exchange,
        DiskChange::Link(..) => Operation::Link,
        DiskChange::RemoveFile(_) | DiskChange::RemoveFolder(_) => Operation::Remove,
        DiskChange::SetAccess(_) => Operation::Access,
        DiskChange::SyncFile(_) | DiskChange::SyncFolder(_) => Operation::Sync,
        DiskChange::SyncFileSystem => Operation::SyncFileSystem,
    }
}

fn needs_room(operation: Operation) -> bool {
    matches!(operation, Operation::Create | Operation::Append | Operation::Link)
}
