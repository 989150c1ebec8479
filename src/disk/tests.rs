//! Tests of folder handles, with what a stranger may put below them.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;

use super::*;

fn folder() -> (tempfile::TempDir, FolderHandle) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("site/a/b")).expect("made");
    fs::write(folder.path().join("secret.txt"), "secret").expect("written");
    fs::write(folder.path().join("site/a/b/c.txt"), "plain").expect("written");
    let handle = FolderHandle::open(&folder.path().join("site")).expect("opened");
    (folder, handle)
}

#[test]
fn links_are_refused_wherever_they_stand_in_a_path() {
    let (outside, site) = folder();
    symlink("../secret.txt", outside.path().join("site/file")).unwrap();
    symlink("..", outside.path().join("site/up")).unwrap();
    symlink("a/b", outside.path().join("site/inside")).unwrap();
    for path in ["file", "up/secret.txt", "inside/c.txt"] {
        let error = site.read(path).expect_err(path);
        assert!(is_link_refused(&error), "{path}: {error}");
    }
    for path in ["up", "inside", "inside/new"] {
        assert!(is_link_refused(&site.make_folder(path).expect_err(path)), "{path}");
    }
    for path in ["up/new.txt", "inside/new.txt"] {
        assert!(is_link_refused(&site.write_new(path, b"x").expect_err(path)), "{path}");
    }
    assert!(is_link_refused(&site.open_lock("file").expect_err("a link is no lock")));
    assert_eq!(site.info("file").unwrap().unwrap().kind, EntryKind::Link);
    assert_eq!(fs::read_to_string(outside.path().join("secret.txt")).unwrap(), "secret");
}

#[test]
fn links_may_be_followed_that_stay_within() {
    let (outside, site) = folder();
    symlink("a/b/c.txt", outside.path().join("site/file")).unwrap();
    symlink("../secret.txt", outside.path().join("site/out")).unwrap();
    symlink(outside.path().join("secret.txt"), outside.path().join("site/absolute")).unwrap();
    let mut text = String::new();
    site.open_file_within("file").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "plain");
    assert!(site.open_file_within("out").is_err() && site.open_file_within("absolute").is_err());
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let (outside, site) = folder();
    let absolute = outside.path().join("secret.txt");
    for path in ["../secret.txt", "a/../../secret.txt", "/etc/passwd", "", absolute.to_str().unwrap()] {
        assert!(site.read(path).is_err() && site.write_new(path, b"x").is_err(), "{path}");
    }
}

#[test]
fn a_pipe_is_not_waited_for() {
    let (outside, site) = folder();
    let made = std::process::Command::new("mkfifo").arg(outside.path().join("site/pipe")).status();
    assert!(made.unwrap().success());
    assert!(site.read("pipe").is_err() && site.open_file_within("pipe").is_err());
    assert!(site.open_lock("pipe").is_err());
}

#[test]
fn a_folder_stays_the_same_when_its_name_is_given_away() {
    let (outside, site) = folder();
    let a = site.folder("a").unwrap();
    fs::rename(outside.path().join("site/a"), outside.path().join("site/old")).unwrap();
    symlink("/", outside.path().join("site/a")).unwrap();
    a.write_new("b/new.txt", b"x").unwrap();
    assert!(outside.path().join("site/old/b/new.txt").exists());
    assert_eq!(a.identity().unwrap(), site.folder("old").unwrap().identity().unwrap());
}

#[test]
fn names_are_exchanged_linked_and_synced() {
    let (outside, site) = folder();
    site.create_folder("z").unwrap().write_new("only.txt", b"z").unwrap();
    site.folder("a/b").unwrap().hard_link("c.txt", &site.folder("z").unwrap(), "c.txt").unwrap();
    assert_eq!(site.info("z/c.txt").unwrap().unwrap().names, 2);
    site.folder("a/b").unwrap().sync_file("c.txt").unwrap();
    site.sync().unwrap();
    match site.exchange("a", &site, "z") {
        Ok(()) => assert!(outside.path().join("site/a/only.txt").exists()),
        Err(error) => assert!(is_unsupported(&error), "{error}"),
    }
    match site.sync_file_system() {
        Ok(()) => {}
        Err(error) => assert!(is_unsupported(&error), "{error}"),
    }
}
