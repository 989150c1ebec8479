//! Each operation of a build in turn fails, or is the last one before the process is killed.

use std::sync::Arc;

use super::recording::{Fault, Operation, Reach, TestDisk};
use super::*;

const ENOSPC: i32 = 28;
const EIO: i32 = 5;
const EACCES: i32 = 13;

/// A way to publish on a kind of disk.
#[derive(Clone, Copy, Debug)]
struct FaultSetting {
    method: Method,
    unsupported: &'static [Operation],
}

const SETTINGS: [FaultSetting; 6] = [
    FaultSetting { method: Method::Exchange, unsupported: &[] },
    FaultSetting { method: Method::Exchange, unsupported: &[Operation::SyncFileSystem] },
    FaultSetting { method: Method::Exchange, unsupported: &[Operation::Exchange] },
    FaultSetting { method: Method::InPlace, unsupported: &[] },
    FaultSetting { method: Method::InPlace, unsupported: &[Operation::SyncFileSystem] },
    FaultSetting { method: Method::InPlace, unsupported: &[Operation::Link] },
];

/// The numbers that a run of the tests came to.
#[derive(Debug, Default)]
struct FaultCounts {
    operations: usize,
    faults: usize,
    old: usize,
    new: usize,
    repaired_by_the_next_run: usize,
}

/// Publishes the new edition over the old one on a disk with a fault.
fn publish_with(setting: FaultSetting, fault: Option<Fault>) -> (tempfile::TempDir, Arc<TestDisk>, bool) {
    let folder = with_old_edition(setting.method);
    let disk = Arc::new(TestDisk::new(setting.unsupported, fault));
    let base = FolderHandle::open(folder.path()).expect("opened").watched_by(disk.clone());
    let done = publish(&base, &editions()[1], setting.method);
    assert!(fault.is_some() || done.is_ok(), "{setting:?}: {done:?}");
    (folder, disk, done.is_ok())
}

fn check(setting: FaultSetting, fault: Fault, tally: &mut FaultCounts) {
    let [old, new] = editions().map(with_foreign);
    let (folder, disk, is_done) = publish_with(setting, Some(fault));
    let base = FolderHandle::open(folder.path()).expect("opened");
    let context = format!("{setting:?} {fault:?}");
    assert!(disk.failed() > 0, "{context}: nothing failed");
    tally.faults += 1;
    let found = published(folder.path());
    if is_done {
        assert_eq!(found, new, "{context}: it was said to be published");
    }
    let is_whole = found == old || found == new;
    // A process that is killed cannot undo what it had begun in place: the next run does, before anything else.
    let may_be_mixed = fault.reach == Reach::Rest && is_in_place(setting);
    assert!(is_whole || may_be_mixed, "{context}: a mixture: {found:?}");
    if fault.reach != Reach::Rest && !is_done {
        assert_eq!(found, old, "{context}: an error keeps the old site");
    }
    tally.old += usize::from(found == old);
    tally.new += usize::from(found == new);
    tally.repaired_by_the_next_run += usize::from(!is_whole);
    if !setting.unsupported.contains(&Operation::Link) {
        drop(open(&base, setting.method).expect("the next run is not refused"));
        let found = published(folder.path());
        assert!(found == old || found == new, "{context}: a mixture after the next run: {found:?}");
    }
    publish(&base, &editions()[1], setting.method)
        .unwrap_or_else(|error| panic!("{context}: jammed: {error}"));
    assert_eq!(published(folder.path()), new, "{context}: the next build");
    if !setting.unsupported.contains(&Operation::Link) {
        assert_eq!(leftovers(folder.path()), Vec::<String>::new(), "{context}");
    }
}

fn is_in_place(setting: FaultSetting) -> bool {
    setting.method == Method::InPlace || setting.unsupported.contains(&Operation::Exchange)
}

#[test]
fn failed_operations_keep_the_old_site_or_the_new_one() {
    let mut tally = FaultCounts::default();
    for setting in SETTINGS {
        let (_folder, disk, is_done) = publish_with(setting, None);
        assert!(is_done, "{setting:?}");
        tally.operations += disk.count();
        for at in 0..disk.count() {
            for error in [ENOSPC, EIO, EACCES] {
                check(setting, Fault { at, error, reach: Reach::Once }, &mut tally);
            }
            check(setting, Fault { at, error: EIO, reach: Reach::Rest }, &mut tally);
        }
    }
    println!("{tally:?}");
    assert!(tally.old > 100 && tally.new > 100, "{tally:?}");
}

/// A disk that is full stays full: what undoes a change must not need room.
#[test]
fn full_disk_keeps_the_old_site() {
    let mut tally = FaultCounts::default();
    for setting in SETTINGS {
        let (_folder, disk, _) = publish_with(setting, None);
        for at in 0..disk.count() {
            let fault = Fault { at, error: ENOSPC, reach: Reach::Growth };
            let (folder, disk, is_done) = publish_with(setting, Some(fault));
            if disk.failed() == 0 {
                continue;
            }
            tally.faults += 1;
            let [old, new] = editions().map(with_foreign);
            let found = published(folder.path());
            assert!(if is_done { found == new } else { found == old }, "{setting:?} {fault:?}: {found:?}");
            let base = FolderHandle::open(folder.path()).expect("opened");
            publish(&base, &editions()[1], setting.method).expect("not jammed");
            assert_eq!(published(folder.path()), new, "{setting:?} {fault:?}");
        }
    }
    println!("a full disk: {} faults", tally.faults);
}

/// A second fault hits the run that repairs what the first one left.
#[test]
fn faults_during_repair_can_be_repaired() {
    let [old, new] = editions().map(with_foreign);
    let mut count = 0;
    for setting in SETTINGS.into_iter().filter(|setting| is_in_place(*setting)).take(2) {
        let (_folder, disk, _) = publish_with(setting, None);
        for at in (0..disk.count()).step_by(3) {
            let first = Fault { at, error: EIO, reach: Reach::Rest };
            for again in (0..40).step_by(4) {
                let (folder, _, _) = publish_with(setting, Some(first));
                let second = Fault { at: again, error: EIO, reach: Reach::Rest };
                let disk = Arc::new(TestDisk::new(setting.unsupported, Some(second)));
                let base = FolderHandle::open(folder.path()).expect("opened");
                let _ = publish(&base.clone().watched_by(disk), &editions()[1], setting.method);
                drop(open(&base, setting.method).expect("the next run is not refused"));
                let found = published(folder.path());
                assert!(found == old || found == new, "{setting:?} {first:?} {second:?}: {found:?}");
                publish(&base, &editions()[1], setting.method).expect("not jammed");
                assert_eq!(published(folder.path()), new);
                count += 1;
            }
        }
    }
    println!("{count} pairs of faults");
}

#[test]
fn first_build_that_fails_leaves_nothing_or_the_site() {
    for setting in SETTINGS {
        let run = |fault| {
            let folder = temporary();
            let disk = Arc::new(TestDisk::new(setting.unsupported, fault));
            let base = FolderHandle::open(folder.path()).expect("opened");
            let is_done =
                publish(&base.clone().watched_by(disk.clone()), &editions()[1], setting.method).is_ok();
            (folder, base, disk, is_done)
        };
        let count = run(None).2.count();
        for at in 0..count {
            for (error, reach) in [(ENOSPC, Reach::Once), (EIO, Reach::Once), (EIO, Reach::Rest)] {
                let fault = Fault { at, error, reach };
                let (folder, base, _, is_done) = run(Some(fault));
                let found = published(folder.path());
                let is_whole = found.is_empty() || found == editions()[1];
                let may_be_mixed = reach == Reach::Rest && is_in_place(setting);
                assert!(is_whole || may_be_mixed, "{setting:?} {fault:?}: {found:?}");
                assert!(!is_done || found == editions()[1], "{setting:?} {fault:?}");
                publish(&base, &editions()[0], setting.method)
                    .unwrap_or_else(|error| panic!("{setting:?} {fault:?}: jammed: {error}"));
                assert_eq!(published(folder.path()), editions()[0], "{setting:?} {fault:?}");
            }
        }
    }
}
