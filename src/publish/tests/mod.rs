//! Tests of publishing: on a disk that fails, and through a power cut.

#![cfg(unix)]

mod faults;
mod power;
mod recording;

use std::collections::BTreeMap;
use std::fs;

use super::output::OutputFolder;
use super::place::OutputPlace;
use super::*;
use crate::disk::FolderHandle;

/// The files of a site or of a folder, by their paths.
type Tree = BTreeMap<String, Vec<u8>>;

fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).collect()
}

/// Two editions of a site. Between them files come, go, change and stay, and a file and a folder change places.
fn editions() -> [Tree; 2] {
    let old = [
        ("index.html", "the old index"),
        ("a/page.html", "an old page"),
        ("a/same.css", "the same"),
        ("gone/deep/x.html", "a page that goes"),
        ("turns", "a file that becomes a folder"),
        ("folds/in.html", "a folder that becomes a file"),
    ];
    let new = [
        ("index.html", "the new index, which is longer"),
        ("a/page.html", "a new page"),
        ("a/same.css", "the same"),
        ("fresh/y.html", "a page that comes"),
        ("turns/in.html", "a folder that was a file"),
        ("folds", "a file that was a folder"),
    ];
    [tree(&old), tree(&new)]
}

/// Files that somebody else put into the output folder.
fn foreign() -> Tree {
    tree(&[("CNAME", "example.org"), ("a/mine.txt", "mine"), ("more/of/mine.txt", "mine as well")])
}

fn with_foreign(mut site: Tree) -> Tree {
    site.extend(foreign());
    site
}

/// Publishes `site` into `public` below `base`.
fn publish(base: &FolderHandle, site: &Tree, method: Method) -> Result<Changes, WriteError> {
    let folder = open(base, method)?;
    for (path, bytes) in site {
        folder.put(File { path: path.clone(), bytes: bytes.clone() })?;
    }
    folder.commit()
}

fn open(base: &FolderHandle, method: Method) -> Result<OutputFolder, WriteError> {
    OutputFolder::open_place(OutputPlace::open_below(base, &["public".into()])?, method)
}

/// A temporary folder, in memory where there is one: these tests sync thousands of times.
fn temporary() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}

/// A folder with the old edition in it, and what somebody else put there.
fn with_old_edition(method: Method) -> tempfile::TempDir {
    let folder = temporary();
    let base = FolderHandle::open(folder.path()).expect("opened");
    publish(&base, &editions()[0], method).expect("published");
    for (path, bytes) in foreign() {
        let path = folder.path().join("public").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    folder
}

/// The files that readers of the site in `folder/public` can see.
fn published(folder: &Path) -> Tree {
    let mut files = Tree::new();
    list(&folder.join("public"), "", &mut files);
    files
}

fn list(folder: &Path, below: &str, files: &mut Tree) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.file_type().expect("known").is_dir() {
            _ if path.starts_with(".postil") => {}
            true => list(&entry.path(), &format!("{path}/"), files),
            false => drop(files.insert(path, fs::read(entry.path()).expect("read"))),
        }
    }
}

/// The staging folders that are in `folder` and in the output folder.
fn leftovers(folder: &Path) -> Vec<String> {
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    let all = [names(folder), names(&folder.join("public"))].concat();
    all.into_iter().filter(|name| name.starts_with(".postil-stage")).collect()
}

#[test]
fn no_path_leaves_the_folder() {
    for good in ["index.html", "a/b/index.html", "超级智能/index.html", "..a", ".nojekyll"] {
        assert!(check_path(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a//b",
        "./a",
        "a\\..\\b",
        "C:/x",
        "a\0b",
        ".postil-manifest",
    ] {
        assert!(check_path(bad).is_err(), "{bad}");
    }
}

#[test]
fn editions_follow_each_other_whichever_way_they_are_published() {
    for method in [Method::Exchange, Method::InPlace] {
        let folder = with_old_edition(method);
        let base = FolderHandle::open(folder.path()).expect("opened");
        for edition in [1, 0, 1, 1] {
            publish(&base, &editions()[edition], method).expect("published");
            assert_eq!(published(folder.path()), with_foreign(editions()[edition].clone()), "{method:?}");
            assert_eq!(leftovers(folder.path()), Vec::<String>::new(), "{method:?}");
        }
    }
}
