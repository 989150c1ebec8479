//! The output folder, before and after a build.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::edits::{Random, count, edit};
use crate::site::Site;

fn site() -> Site {
    Site::new().with("static/a.txt", "one").with("static/deep/b.txt", "two")
}

#[test]
fn files_that_did_not_change_are_not_touched() {
    let site = site();
    site.build(&[]).expect(0);
    let old = SystemTime::now() - Duration::from_secs(3600);
    for file in ["public/a.txt", "public/deep/b.txt"] {
        fs::File::options().append(true).open(site.path(file)).unwrap().set_modified(old).unwrap();
    }
    site.write("static/a.txt", "ONE");
    site.build(&[]).expect(0);
    let changed = |file: &str| fs::metadata(site.path(file)).unwrap().modified().unwrap() != old;
    assert_eq!(site.read("public/a.txt"), "ONE");
    assert!(changed("public/a.txt"));
    assert!(!changed("public/deep/b.txt"));
}

#[test]
fn what_the_site_no_longer_has_goes_and_what_others_wrote_stays() {
    let site = site();
    site.build(&[]).expect(0);
    site.write("public/CNAME", "example.org");
    site.write("public/more/mine.txt", "mine");
    site.delete("static/deep/b.txt");
    site.build(&[]).expect(0);
    let files = site.files("public");
    assert!(!files.contains(&"deep/b.txt".to_string()) && !site.path("public/deep").exists());
    assert!(files.contains(&"CNAME".to_string()) && files.contains(&"more/mine.txt".to_string()));
}

/// Links, and folders that are empty or have other permissions, come along with the rest.
#[cfg(unix)]
#[test]
fn what_others_made_survives_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let site = site();
    site.build(&[]).expect(0);
    fs::create_dir_all(site.path("public/.git/refs/tags")).unwrap();
    std::os::unix::fs::symlink("a.txt", site.path("public/link")).unwrap();
    site.write("public/closed/mine.txt", "mine");
    fs::set_permissions(site.path("public/closed"), fs::Permissions::from_mode(0o700)).unwrap();
    site.write("static/a.txt", "changed");
    site.build(&[]).expect(0);
    assert!(site.path("public/.git/refs/tags").is_dir());
    assert_eq!(fs::read_link(site.path("public/link")).unwrap().to_str(), Some("a.txt"));
    assert_eq!(fs::metadata(site.path("public/closed")).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(site.read("public/closed/mine.txt"), "mine");
}

/// A folder that nobody may write to leaves nothing behind that keeps later builds from being one step.
#[cfg(unix)]
#[test]
fn a_folder_that_is_closed_leaves_nothing_behind() {
    use std::os::unix::fs::PermissionsExt;
    let allow = |site: &Site, path: &str, mode: u32| {
        fs::set_permissions(site.path(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    let site = site();
    site.build(&[]).expect(0);
    for path in ["public", "public/deep"] {
        allow(&site, path, 0o555);
        site.build(&[]).expect(0);
        site.write("static/a.txt", format!("changed with {path}"));
        let _ = site.build(&[]);
        allow(&site, path, 0o755);
        site.build(&[]).expect(0);
        assert_eq!(site.read("public/a.txt"), format!("changed with {path}"));
        let beside = fs::read_dir(site.path(".")).unwrap().flatten().map(|entry| entry.file_name());
        let left: Vec<_> = beside.filter(|name| name.to_string_lossy().starts_with(".postil")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

/// The folder that a server stands in is the same one after a build in place.
#[cfg(unix)]
#[test]
fn a_build_in_place_keeps_the_folder() {
    use std::os::unix::fs::MetadataExt;
    let site = site();
    site.build(&[]).expect(0);
    let folder = || fs::metadata(site.path("public")).unwrap().ino();
    let before = folder();
    site.write("static/a.txt", "ONE");
    site.delete("static/deep/b.txt");
    site.build(&["--in-place"]).expect(0);
    assert_eq!((folder(), site.read("public/a.txt").as_str()), (before, "ONE"));
    assert!(!site.path("public/deep").exists());
}

#[test]
fn a_failed_build_changes_nothing() {
    let site = site();
    site.build(&[]).expect(0);
    let before = site.files("public");
    site.write("static/a.txt", "changed");
    site.write("content/bad.md", b"\xff");
    site.build(&[]).expect(1);
    assert_eq!(site.read("public/a.txt"), "one");
    assert_eq!(site.files("public"), before);
}

/// A limit on the size of files refuses what is written as a full disk does.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_changes_nothing() {
    let site = site();
    site.build(&[]).expect(0);
    site.write("static/a.txt", "changed");
    site.write("static/long.txt", "x".repeat(100_000));
    let command = format!("trap '' XFSZ; ulimit -f 64; exec {} build", env!("CARGO_BIN_EXE_postil"));
    let run = std::process::Command::new("sh").args(["-c", &command]).current_dir(site.path(".")).output();
    let run = run.unwrap();
    assert_eq!(run.status.code(), Some(2), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stderr).contains("long.txt: "), "the file is named");
    assert_eq!(site.read("public/a.txt"), "one");
    site.build(&[]).expect(0);
    assert_eq!(site.read("public/a.txt"), "changed");
}

#[test]
fn a_first_build_that_fails_leaves_no_folder() {
    let site = site().with("content/bad.md", b"\xff");
    site.build(&["--out", "deep/down/public"]).expect(1);
    assert!(!site.path("deep").exists());
}

#[test]
fn a_folder_of_somebody_elses_is_refused() {
    let site = site().with("public/thesis.txt", "mine");
    let run = site.build(&[]).expect(2);
    assert!(run.err.contains("is not empty and was not written by Postil"), "{}", run.err);
    assert_eq!(site.files("public"), ["thesis.txt"]);
}

#[test]
fn a_file_of_somebody_elses_in_the_way_is_kept() {
    let site = site();
    site.build(&[]).expect(0);
    site.write("public/robots.txt", "mine");
    site.write("static/robots.txt", "Postil's");
    site.write("static/a.txt", "changed");
    let run = site.build(&[]).expect(2);
    assert!(run.err.contains("is in the way"), "{}", run.err);
    assert_eq!(
        (site.read("public/robots.txt").as_str(), site.read("public/a.txt").as_str()),
        ("mine", "one")
    );
}

#[test]
fn a_folder_with_somebody_elses_files_is_not_replaced_by_a_file() {
    let site = site();
    site.build(&[]).expect(0);
    site.write("public/deep/mine.txt", "mine");
    site.delete("static/deep/b.txt");
    fs::remove_dir(site.path("static/deep")).unwrap();
    site.write("static/deep", "now a file");
    site.write("static/a.txt", "changed");
    let run = site.build(&[]).expect(2);
    assert!(run.err.contains("is in the way"), "{}", run.err);
    assert_eq!(
        (site.read("public/deep/mine.txt").as_str(), site.read("public/a.txt").as_str()),
        ("mine", "one")
    );
}

#[test]
fn the_sources_are_no_output_folder() {
    let site = site().with("content/a.md", "# A\n");
    for out in [".", "content", "content/new", "static/x", "themes", "..", "nowhere/../content"] {
        let run = site.build(&["--out", out]).expect(2);
        assert!(run.err.contains("the site's own sources"), "{out}: {}", run.err);
    }
    assert_eq!(site.files("."), ["content/a.md", "site.toml", "static/a.txt", "static/deep/b.txt"]);
}

#[test]
fn a_manifest_cannot_make_postil_delete_what_lies_outside() {
    let site = site().with("precious.txt", "mine");
    site.build(&[]).expect(0);
    site.write("public/.postil-manifest.json", "[\"../precious.txt\", \"/etc/passwd\", \"a.txt\"]");
    site.build(&[]).expect(0);
    assert_eq!(site.read("precious.txt"), "mine");
}

/// A power cut left this of a site that an earlier version wrote: empty files, an empty list among them.
#[test]
fn folder_of_empty_files_is_built_again() {
    let site = site().with("content/a.md", "# A\n");
    site.build(&["--out", "clean"]).expect(0);
    for args in [&[][..], &["--in-place"]] {
        site.build(&[]).expect(0);
        for path in site.files("public").iter().map(String::as_str).chain([".postil-manifest.json"]) {
            site.write(&format!("public/{path}"), "");
        }
        assert_eq!(site.build(args).expect(0).err, "");
        assert_eq!(site.files("public"), site.files("clean"));
        for path in site.files("clean") {
            let read = |folder: &str| fs::read(site.path(&format!("{folder}/{path}"))).unwrap();
            assert!(read("public") == read("clean"), "{path} {args:?}");
        }
    }
}

/// The list cannot tell whose a file is, so that copies are kept.
#[test]
fn damaged_list_loses_no_file() {
    let site = site();
    site.build(&[]).expect(0);
    let list = site.read("public/.postil-manifest.json");
    site.write("public/.postil-manifest.json", &list[..list.find("deep").unwrap()]);
    site.write("public/mine.txt", "mine");
    site.write("public/robots.txt", "mine");
    site.write("public/deep/b.txt", "mine");
    site.write("static/robots.txt", "Postil's");
    site.write("static/a.txt", "changed");
    let run = site.build(&[]).expect(0);
    assert!(run.err.contains("the list of what Postil wrote was damaged"), "{}", run.err);
    let entries = fs::read_dir(site.path(".")).unwrap().map(|entry| entry.unwrap().file_name());
    let kept: Vec<_> = entries.filter_map(|name| name.into_string().ok()).collect();
    let kept = kept.into_iter().find(|name| name.starts_with("public-kept-")).unwrap();
    assert!(run.err.contains(&kept), "{}", run.err);
    assert_eq!(site.files(&kept), ["deep/b.txt", "robots.txt"], "a.txt was on the rest of the list");
    assert_eq!(site.read(&format!("{kept}/robots.txt")), "mine");
    let read =
        ["mine.txt", "robots.txt", "a.txt", "deep/b.txt"].map(|path| site.read(&format!("public/{path}")));
    assert_eq!(read, ["mine", "Postil's", "changed", "two"]);
    assert_eq!(site.build(&[]).expect(0).err, "", "the list is whole again");
}

#[test]
fn changed_file_that_the_site_no_longer_has_stays() {
    for args in [&[][..], &["--in-place"]] {
        let site = site();
        site.build(args).expect(0);
        site.write("public/deep/b.txt", "changed by hand");
        site.delete("static/deep/b.txt");
        let run = site.build(args).expect(0);
        assert!(run.err.contains("b.txt is no longer part of the site"), "{}", run.err);
        assert_eq!(site.read("public/deep/b.txt"), "changed by hand");
        assert_eq!(site.build(args).expect(0).err, "", "it is somebody's own now");
    }
}

#[test]
fn builds_leave_no_staging_folder() {
    let site = site();
    for args in [&["--in-place"][..], &[], &["--in-place"], &["--in-place"]] {
        site.write("static/a.txt", format!("{:?}", std::time::Instant::now()));
        site.build(args).expect(0);
        let names =
            |folder: &str| fs::read_dir(site.path(folder)).unwrap().map(|entry| entry.unwrap().file_name());
        let left: Vec<_> = names("public").chain(names(".")).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".postil-stage")), "{left:?}");
    }
}

#[test]
fn former_address_of_a_file_is_shown_where_it_is_given() {
    for (alias, what) in [
        ("/robots.txt", "would be both a file and a folder"),
        ("/old/", "two files would be published"),
        ("/.postil-lock", "cannot be a previous address"),
    ] {
        let page =
            format!("+++\naliases = [\"{alias}\"]\nspeakers = [\"Ann\"]\n+++\n# A\n\n**Ann:** Words.\n");
        let site = Site::new().with("content/a.md", page).with("static/old/index.html", "old");
        site.write("site.toml", "title = \"Test\"\nbase_url = \"https://example.org/\"\n");
        let run = site.build(&["--format", "json"]).expect(1);
        let problems = run.problems();
        let is_placed =
            |problem: &String| problem.starts_with("content/a.md:2:12: ") && problem.contains(what);
        assert!(problems.iter().any(is_placed), "{alias}: {problems:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_output_lead_nowhere() {
    let site = site();
    site.build(&[]).expect(0);
    let outside = Site::empty();
    fs::remove_dir_all(site.path("public/deep")).unwrap();
    std::os::unix::fs::symlink(outside.path("."), site.path("public/deep")).unwrap();
    let run = site.build(&[]).expect(2);
    assert!(run.err.contains("is a link inside the output folder"), "{}", run.err);
    assert_eq!(outside.files("."), Vec::<String>::new());
}

#[test]
fn the_same_site_is_the_same_bytes_whatever_the_threads() {
    let site = site().with("content/a.md", "# A\n\n**Ann:** One.\n\n**Ben:** Two.\n\n**Ann:** Three.\n");
    site.build(&["--out", "first"]).expect(0);
    for (out, threads) in [("second", "1"), ("third", "2"), ("fourth", "7")] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_postil"));
        command.args(["build", "--out", out]).env("RAYON_NUM_THREADS", threads).current_dir(site.path("."));
        assert!(command.output().unwrap().status.success());
        assert_eq!(site.files("first"), site.files(out));
        for file in site.files("first").iter().chain([&".postil-manifest.json".to_string()]) {
            let read = |folder: &str| fs::read(site.path(&format!("{folder}/{file}"))).unwrap();
            assert!(read("first") == read(out), "{file} differs with {threads} threads");
        }
    }
}

/// The time zone, the language and the habits of a machine leave no trace.
#[cfg(unix)]
#[test]
fn the_same_site_is_the_same_bytes_on_every_machine() {
    let text = "+++\ndate = 2024-03-01T23:30:00-08:00\n+++\n# A\n\n**Ann:** One.[^n]\n\n[^n]: Two.\n";
    let site = site().with("content/a.md", text).with("content/b.md", "# B\n\n**Ben:** Two.\n");
    site.write("site.toml", "title = \"Test\"\nbase_url = \"https://example.org/\"\n");
    site.build(&["--out", "first"]).expect(0);
    let elsewhere =
        [("Pacific/Kiritimati", "zh_CN.UTF-8", "077"), ("America/Los_Angeles", "tr_TR.UTF-8", "002")];
    for (zone, locale, mask) in elsewhere {
        let build = format!("umask {mask}; exec {} build --out {mask}", env!("CARGO_BIN_EXE_postil"));
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &build]).current_dir(site.path("."));
        command.env("TZ", zone).env("LC_ALL", locale).env("LANG", locale);
        assert!(command.output().unwrap().status.success());
        assert_eq!(site.files("first"), site.files(mask));
        for file in site.files("first") {
            let read = |folder: &str| fs::read(site.path(&format!("{folder}/{file}"))).unwrap();
            assert!(read("first") == read(mask), "{file} differs in {zone}");
        }
    }
}

/// Files that did not change are left alone; after any series of edits the folder is what a clean build makes.
#[test]
fn builds_upon_builds_are_the_same_as_a_clean_one() {
    let (mut random, mut good) = (Random(7), 0);
    let site = Site::new();
    for number in 0..count(60) {
        edit(&site, &mut random);
        if site.build(&["--quiet"]).code != 0 {
            continue;
        }
        good += 1;
        site.build(&["--quiet", "--out", &format!("clean-{number}")]).expect(0);
        let clean = format!("clean-{number}");
        assert_eq!(site.files("public"), site.files(&clean), "after {number} edits");
        for file in site.files("public") {
            let read = |folder: &str| fs::read(site.path(&format!("{folder}/{file}"))).unwrap();
            assert!(read("public") == read(&clean), "{file} differs after {number} edits");
        }
        fs::remove_dir_all(site.path(&clean)).unwrap();
    }
    assert!(good > count(60) / 8, "most edits left nothing to compare: {good}");
}

/// Whichever of several builds at once gets to write, the folder is one whole site in the end.
#[test]
fn builds_at_once_never_mix() {
    let site = Site::new();
    for n in 0..30 {
        site.write(&format!("content/p{n}.md"), format!("# Page {n}\n\nWords of page {n}.\n"));
    }
    site.build(&[]).expect(0);
    let expected = site.files("public");
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                let run = site.build(&[]);
                assert!(matches!(run.code, 0 | 2), "{}", run.err);
                assert!(run.code == 0 || run.err.contains("by another run of Postil"), "{}", run.err);
            });
        }
    });
    assert_eq!(site.files("public"), expected);
    site.build(&[]).expect(0);
}
