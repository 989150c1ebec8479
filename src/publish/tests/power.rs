//! Power is cut after each operation, and what was not synced is lost, or some of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use super::recording::{Operation, TestDisk};
use super::*;
use crate::disk::{DiskChange, DiskPlace, FileIdentity};

/// The number of a file or folder in a [`DiskModel`].
type Node = usize;

/// A name in a folder.
type Name = (Node, OsString);

/// An operation, as it is done to a [`DiskModel`].
#[derive(Clone, Debug)]
pub(super) enum Step {
    Make { name: Name, node: Node, is_folder: bool },
    Append(Node, Vec<u8>),
    Rename(Name, Name),
    Exchange(Name, Name),
    Link(Name, Name),
    Remove(Name),
    SyncFile(Node),
    SyncFolder(Node),
    SyncAll,
    Other,
}

/// The content of a disk. Node 0 is its topmost folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct DiskModel {
    folders: BTreeMap<Node, BTreeMap<OsString, Node>>,
    files: BTreeMap<Node, Vec<u8>>,
}

/// Records what is done to a disk.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    nodes: HashMap<FileIdentity, Node>,
    count: Node,
    pub(super) steps: Vec<Step>,
}

impl Recorder {
    /// A recorder for the folder `top`, and what is in it now.
    fn start(top: &Path) -> (Recorder, DiskModel) {
        let (mut recorder, mut model) = (Recorder::default(), DiskModel::default());
        let root = recorder.node(FolderHandle::open(top).expect("opened").identity().expect("known"));
        model.folders.insert(root, BTreeMap::new());
        recorder.walk(&FolderHandle::open(top).expect("opened"), root, &mut model);
        (recorder, model)
    }

    fn walk(&mut self, folder: &FolderHandle, node: Node, model: &mut DiskModel) {
        for entry in folder.entries().expect("listed") {
            let found = folder.info(&entry.name).expect("known").expect("there");
            let inner = self.node(found.identity);
            model.folders.get_mut(&node).expect("a folder").insert(entry.name.clone(), inner);
            match folder.folder(&entry.name) {
                Ok(opened) => {
                    model.folders.insert(inner, BTreeMap::new());
                    self.walk(&opened, inner, model);
                }
                Err(_) => drop(model.files.insert(inner, folder.read(&entry.name).expect("read"))),
            }
        }
    }

    fn node(&mut self, identity: FileIdentity) -> Node {
        *self.nodes.entry(identity).or_insert_with(|| {
            self.count += 1;
            self.count - 1
        })
    }

    /// A number that a removed file had may be given to a new one.
    fn new_node(&mut self, identity: Option<FileIdentity>) -> Node {
        self.nodes.remove(&identity.expect("something was made"));
        self.node(identity.expect("something was made"))
    }

    fn name(&mut self, place: &DiskPlace) -> Name {
        (self.node(place.folder), place.name.to_os_string())
    }

    pub(super) fn record(&mut self, change: &DiskChange, made: Option<FileIdentity>) {
        let step = match change {
            DiskChange::CreateFolder(place) | DiskChange::CreateFile(place) => {
                let is_folder = matches!(change, DiskChange::CreateFolder(_));
                Step::Make { name: self.name(place), node: self.new_node(made), is_folder }
            }
            DiskChange::Append(file, bytes) => Step::Append(self.node(*file), bytes.to_vec()),
            DiskChange::Rename(from, to) => Step::Rename(self.name(from), self.name(to)),
            DiskChange::Exchange(from, to) => Step::Exchange(self.name(from), self.name(to)),
            DiskChange::Link(from, to) => Step::Link(self.name(from), self.name(to)),
            DiskChange::RemoveFile(place) | DiskChange::RemoveFolder(place) => Step::Remove(self.name(place)),
            DiskChange::SetAccess(_) => Step::Other,
            DiskChange::SyncFile(file) => Step::SyncFile(self.node(*file)),
            DiskChange::SyncFolder(folder) => Step::SyncFolder(self.node(*folder)),
            DiskChange::SyncFileSystem => Step::SyncAll,
        };
        self.steps.push(step);
    }
}

impl Step {
    /// The folders whose names it changes.
    fn folders(&self) -> Vec<Node> {
        match self {
            Step::Make { name, .. } | Step::Remove(name) => vec![name.0],
            Step::Rename(from, to) | Step::Exchange(from, to) => vec![from.0, to.0],
            Step::Link(_, to) => vec![to.0],
            _ => Vec::new(),
        }
    }
}

impl DiskModel {
    fn get(&self, name: &Name) -> Option<Node> {
        self.folders.get(&name.0)?.get(&name.1).copied()
    }

    fn set(&mut self, name: &Name, node: Option<Node>) {
        let Some(folder) = self.folders.get_mut(&name.0) else { return };
        match node {
            Some(node) => drop(folder.insert(name.1.clone(), node)),
            None => drop(folder.remove(&name.1)),
        }
    }

    /// Changes names as `step` does. What needs something that was lost is lost as well.
    fn rename(&mut self, step: &Step) {
        match step {
            Step::Make { name, node, is_folder } => {
                self.set(name, Some(*node));
                match is_folder {
                    true => drop(self.folders.entry(*node).or_default()),
                    false => drop(self.files.entry(*node).or_default()),
                }
            }
            Step::Rename(from, to) => {
                if let Some(node) = self.get(from) {
                    // Two names of one file stay as they are.
                    if self.get(to) != Some(node) {
                        self.set(from, None);
                        self.set(to, Some(node));
                    }
                }
            }
            Step::Exchange(from, to) => {
                if let (Some(a), Some(b)) = (self.get(from), self.get(to)) {
                    self.set(from, Some(b));
                    self.set(to, Some(a));
                }
            }
            Step::Link(from, to) => {
                if let Some(node) = self.get(from) {
                    self.set(to, Some(node));
                }
            }
            Step::Remove(name) => self.set(name, None),
            _ => {}
        }
    }

    /// Makes a real folder of it.
    fn write(&self, node: Node, path: &Path, written: &mut HashMap<Node, PathBuf>) {
        for (name, inner) in &self.folders[&node] {
            let path = path.join(name);
            match (self.files.get(inner), written.get(inner)) {
                (Some(_), Some(first)) => fs::hard_link(first, &path).expect("linked"),
                (Some(bytes), None) => {
                    fs::write(&path, bytes).expect("written");
                    written.insert(*inner, path);
                }
                (None, _) => {
                    fs::create_dir(&path).expect("made");
                    self.write(*inner, &path, written);
                }
            }
        }
    }

    /// Everything that can be reached, so that two of the same are made once.
    fn shape(&self, node: Node) -> Vec<(OsString, Node, Vec<u8>)> {
        let mut shape = Vec::new();
        for (name, inner) in &self.folders[&node] {
            shape.push((name.clone(), *inner, self.files.get(inner).cloned().unwrap_or_default()));
            if self.folders.contains_key(inner) {
                shape.extend(self.shape(*inner));
                shape.push((OsString::from(".."), *inner, Vec::new()));
            }
        }
        shape
    }
}

/// The part of the bytes that were not synced that is there after a power cut.
#[derive(Clone, Copy, Debug)]
enum Unsynced {
    Lost,
    Half,
    Kept,
}

/// The disk after power was cut behind `steps`, of which the names of the first `named` reached it.
fn after_power_cut(start: &DiskModel, steps: &[Step], named: usize, unsynced: Unsynced) -> DiskModel {
    let mut disk = start.clone();
    for (at, step) in steps.iter().enumerate() {
        let is_synced = |later: &Step| match later {
            Step::SyncAll => true,
            Step::SyncFolder(folder) => step.folders().contains(folder),
            _ => false,
        };
        if at < named || steps[at..].iter().any(is_synced) {
            disk.rename(step);
        }
    }
    let mut files: HashMap<Node, (Vec<u8>, usize)> = HashMap::new();
    for (node, bytes) in &start.files {
        files.insert(*node, (bytes.clone(), bytes.len()));
    }
    for step in steps {
        match step {
            Step::Append(node, bytes) => files.entry(*node).or_default().0.extend(bytes),
            Step::SyncFile(node) => drop(files.entry(*node).and_modify(|file| file.1 = file.0.len())),
            Step::SyncAll => files.values_mut().for_each(|file| file.1 = file.0.len()),
            _ => {}
        }
    }
    for (node, (mut bytes, synced)) in files {
        let length = match unsynced {
            Unsynced::Lost => synced,
            Unsynced::Half => synced + (bytes.len() - synced) / 2,
            Unsynced::Kept => bytes.len(),
        };
        bytes.truncate(length);
        if let Some(file) = disk.files.get_mut(&node) {
            *file = bytes;
        }
    }
    disk
}

/// Publishes the new edition over the old one, cuts power after each operation, and looks at what is left.
fn cut_power(method: Method, unsupported: &[Operation], is_swapped: bool) -> (usize, usize) {
    let folder = with_old_edition(method);
    let (recorder, start) = Recorder::start(folder.path());
    let disk = Arc::new(TestDisk::recording(unsupported, recorder));
    let base = FolderHandle::open(folder.path()).expect("opened").watched_by(disk.clone());
    publish(&base, &editions()[1], method).expect("published");
    let (steps, mut seen) = (disk.steps(), BTreeSet::new());
    let mut is_published = [false, false];
    for end in 0..=steps.len() {
        for named in 0..=end {
            for unsynced in [Unsynced::Lost, Unsynced::Half, Unsynced::Kept] {
                let disk = after_power_cut(&start, &steps[..end], named, unsynced);
                if seen.insert(disk.shape(0)) {
                    let context = format!("{method:?} {unsupported:?} {end} {named} {unsynced:?}");
                    let edition = check(&disk, method, is_swapped, &context);
                    is_published[edition] = true;
                }
            }
        }
    }
    assert_eq!(is_published, [true, true], "both sites were seen");
    (steps.len(), seen.len())
}

/// The edition that is on the disk.
fn check(disk: &DiskModel, method: Method, is_swapped: bool, context: &str) -> usize {
    let [old, new] = editions().map(with_foreign);
    let folder = temporary();
    disk.write(0, folder.path(), &mut HashMap::new());
    if is_swapped {
        let found = published(folder.path());
        assert!(found == old || found == new, "{context}: a mixture: {found:?}");
    }
    let base = FolderHandle::open(folder.path()).expect("opened");
    drop(open(&base, method).unwrap_or_else(|error| panic!("{context}: jammed: {error}")));
    let found = published(folder.path());
    assert!(found == old || found == new, "{context}: a mixture after the next run: {found:?}");
    publish(&base, &editions()[1], method).unwrap_or_else(|error| panic!("{context}: jammed: {error}"));
    assert_eq!(published(folder.path()), new, "{context}");
    assert_eq!(leftovers(folder.path()), Vec::<String>::new(), "{context}");
    usize::from(found == new)
}

#[test]
fn power_cut_keeps_the_old_site_or_the_new_one() {
    let each = [Operation::SyncFileSystem];
    for (method, unsupported, is_swapped) in [
        (Method::Exchange, &[][..], true),
        (Method::Exchange, &each[..], true),
        (Method::Exchange, &[Operation::Exchange][..], false),
        (Method::InPlace, &[][..], false),
        (Method::InPlace, &each[..], false),
    ] {
        let (operations, states) = cut_power(method, unsupported, is_swapped);
        println!("{method:?} without {unsupported:?}: {operations} operations, {states} states of the disk");
    }
}
